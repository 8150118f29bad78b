"""HermiT, through owlready2: consistency, classification, what it infers, and contradictions found."""

import os
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import NamedNode, Triple

from enjoin import ontology
from enjoin.graph.errors import JavaMissing
from enjoin.graph.reasoning.axioms import Axioms
from enjoin.graph.reasoning.conclude import conclude
from enjoin.graph.reasoning.reason import check_consistency, find_java, type_triples
from enjoin.ontology.terms import EJ, ej

HEAD = """
    @base <https://w3id.org/enjoin/id/> .
    @prefix ej: <https://w3id.org/enjoin/ns#> .
    @prefix ejv: <https://w3id.org/enjoin/vocab/> .
    @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def world(turtle: str) -> list[Triple]:
    return [quad.triple for quad in ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE)]


def entity(path: str) -> NamedNode:
    return NamedNode(f"https://w3id.org/enjoin/id/{path}")


DEFINED = {name for name, _ in Axioms.read(ontology.load("enjoin")).definitions}
# Without what they say is concluded: that is to be found.
EXAMPLES = [t for example in ontology.examples().values() for t in example if t.object not in DEFINED]


@pytest.fixture(scope="session")
def java() -> Path:
    try:
        return find_java(search=os.environ.get("PATH"))
    except JavaMissing as error:
        if "java" in os.environ.get("ENJOIN_REQUIRE", "").split(","):
            raise
        pytest.skip(str(error))


@pytest.mark.java
def test_the_ontology_alone_is_consistent_and_every_class_can_have_members(java: Path) -> None:
    found = check_consistency(ontology.load("enjoin"), java=java)
    assert found.consistent
    assert found.unsatisfiable == ()
    assert found.clashes == ()
    assert found.statements == 0


@pytest.mark.java
def test_classification_puts_the_defined_classes_in_their_place(java: Path) -> None:
    found = check_consistency(ontology.load("enjoin"), java=java)
    assert (ej("RestrainedProvision"), ej("Provision")) in found.subclasses
    assert (ej("UniversalRelief"), ej("Relief")) in found.subclasses
    assert (ej("State"), ej("LocalGovernment")) not in found.subclasses


@pytest.mark.java
def test_the_examples_are_consistent_and_hermit_concludes_what_we_conclude_without_it(java: Path) -> None:
    """The judge of `conclude.py`: the two agree on every type of every individual."""
    found = check_consistency(ontology.load("enjoin"), EXAMPLES, java=java)
    assert found.consistent
    assert type_triples(found) == conclude(ontology.load("enjoin"), EXAMPLES)
    assert ej("Judge") in found.memberships[entity("judge/orrick")]
    assert ej("Official") not in found.memberships[entity("judge/orrick")]
    assert ej("Official") in found.memberships[entity("official/sessions")]


@pytest.mark.java
def test_the_schema_that_links_to_others_is_consistent_too(java: Path) -> None:
    parts = [*ontology.load("enjoin"), *ontology.load("concepts"), *ontology.load("alignments")]
    assert check_consistency(parts, EXAMPLES, java=java).consistent


@pytest.mark.java
def test_a_planted_contradiction_is_found_and_explained_in_words(java: Path) -> None:
    planted = world("<ruling/r-2018-08-01-ca9> ej:grantedBy <ruling/r-2017-04-25-santa-clara-pi> .")
    found = check_consistency(ontology.load("enjoin"), [*EXAMPLES, *planted], java=java)
    assert not found.consistent
    assert found.memberships == {}
    (clash,) = found.clashes
    assert clash.sentence.startswith(
        'ruling/r-2018-08-01-ca9 ("Ninth Circuit, 1 August 2018") is said to be both a Relief and a Ruling, '
        "which are disjoint: nothing can be both."
    )
    assert planted[0] in clash.statements


@pytest.mark.java
def test_a_contradiction_of_an_unusual_kind_is_narrowed_down_to_its_statements(java: Path) -> None:
    """No rule of thumb knows complements: only HermiT sees it, and halving finds where."""
    odd = world("ej:Weird a owl:Class ; rdfs:subClassOf [ a owl:Class ; owl:complementOf ej:Lawsuit ] .")
    data = world("<x/1> a ej:Court . <x/2> a ej:Weird . <x/2> a ej:Lawsuit . <x/3> a ej:Lawsuit .")
    found = check_consistency([*ontology.load("enjoin"), *odd], data, java=java)
    assert not found.consistent
    (clash,) = found.clashes
    assert set(clash.statements) == {data[1], data[2]}
    assert clash.sentence == (
        "These statements cannot all be true under the ontology: x/2 is stated to be a Weird; "
        "x/2 is stated to be a Lawsuit."
    )


@pytest.mark.java
def test_an_ontology_that_contradicts_itself_is_told_from_bad_data(java: Path) -> None:
    odd = world("ej:x a owl:NamedIndividual , ej:Ruling , ej:Relief .")
    found = check_consistency([*ontology.load("enjoin"), *odd], world("<court/c> a ej:Court ."), java=java)
    assert [clash.sentence for clash in found.clashes] == [
        "The ontology contradicts itself, with no data at all."
    ]


@pytest.mark.java
def test_a_class_that_can_have_no_member_is_named_with_the_reason(java: Path) -> None:
    odd = world("ej:Chimera a owl:Class ; rdfs:subClassOf ej:Ruling , ej:Relief .")
    found = check_consistency([*ontology.load("enjoin"), *odd], java=java)
    assert found.consistent
    assert found.unsatisfiable == (NamedNode(f"{EJ}Chimera"),)
    assert [clash.sentence for clash in found.clashes] == [
        "Nothing can be a Chimera: it would be both a Relief and a Ruling, which are disjoint."
    ]


@pytest.mark.java
def test_literals_dates_among_them_do_not_reach_hermit(java: Path) -> None:
    data = world("""
        <ruling/r> a ej:Ruling ; ej:decidedOn "2017-04-25"^^xsd:date ; ej:perCuriam false ;
          ej:reviews <ruling/q> ; ej:hasBench [ a ej:Bench ; ej:seat <judge/a> ] .
        <effect/e> ej:endReason "Death" , ejv:expired ; ej:edtf "2018/.."^^<http://id.loc.gov/datatypes/edtf/EDTF> .
    """)
    found = check_consistency(ontology.load("enjoin"), data, java=java)
    assert found.consistent
    assert found.statements == 5  # two types, three relations
    assert ej("Person") in found.memberships[entity("judge/a")]
    assert all(node.value.startswith("https://w3id.org/") for node in found.memberships)


@pytest.mark.java
def test_a_graph_of_the_size_of_the_starter_takes_seconds(java: Path) -> None:
    copies = [copy(triple, number) for number in range(21) for triple in EXAMPLES]
    assert len(copies) > 20_000
    found = check_consistency(ontology.load("enjoin"), copies, java=java)
    assert found.consistent
    assert type_triples(found) == conclude(ontology.load("enjoin"), copies)


def copy(triple: Triple, number: int) -> Triple:
    """The same of other individuals; concepts and classes stay themselves."""
    subject, found = triple.subject, triple.object
    if isinstance(subject, NamedNode) and subject.value.startswith("https://w3id.org/enjoin/id/"):
        subject = NamedNode(f"{subject.value}-{number}")
    if isinstance(found, NamedNode) and found.value.startswith("https://w3id.org/enjoin/id/"):
        found = NamedNode(f"{found.value}-{number}")
    return Triple(subject, triple.predicate, found)


@pytest.mark.java
def test_nothing_is_printed_and_no_file_is_left(
    java: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    bad = world("<x> a ej:Ruling , ej:Relief .")
    assert not check_consistency(ontology.load("enjoin"), bad, java=java).consistent
    assert check_consistency(ontology.load("enjoin"), EXAMPLES, java=java).consistent
    assert capfd.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []
