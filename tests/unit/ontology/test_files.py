"""The files of the ontology: headers, versions, what loading gives."""

import subprocess
import sys
from importlib.metadata import version

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from enjoin import ontology
from enjoin.ontology.terms import EJ, EJV, term


def values(part: str, subject: NamedNode, curie: str) -> list[str]:
    return [
        t.object.value
        for t in ontology.load(part)
        if t.subject == subject and t.predicate == term(curie) and isinstance(t.object, NamedNode | Literal)
    ]


def header(part: str) -> NamedNode:
    headers = [
        t.subject
        for t in ontology.load(part)
        if t.object == term("owl:Ontology") and isinstance(t.subject, NamedNode)
    ]
    assert len(headers) == 1
    return headers[0]


@pytest.mark.parametrize("part", ontology.PARTS)
def test_every_part_has_a_header_with_the_version_of_the_package(part: str) -> None:
    iri = header(part)
    assert values(part, iri, "owl:versionInfo") == [ontology.VERSION] == [version("enjoin")]
    assert values(part, iri, "owl:versionIRI")[0].startswith(f"https://w3id.org/enjoin/{ontology.VERSION}")
    for curie in ("dcterms:title", "dcterms:abstract", "dcterms:license"):
        assert len(values(part, iri, curie)) == 1
    assert values(part, iri, "dcterms:creator") == ["The Enjoin contributors"]


def test_the_namespace_has_no_version_and_a_preferred_prefix() -> None:
    iri = NamedNode(ontology.ONTOLOGY)
    assert header("enjoin") == iri
    vann = "http://purl.org/vocab/vann/"
    said = {t.predicate.value: t.object for t in ontology.load("enjoin") if t.subject == iri}
    assert said[f"{vann}preferredNamespacePrefix"] == Literal("ej")
    assert said[f"{vann}preferredNamespaceUri"] == Literal(ontology.NAMESPACE) == Literal(EJ)
    assert f"{iri.value}#" == EJ


@pytest.mark.parametrize("part", ["enjoin", "concepts"])
def test_labels_and_comments_for_tools_are_generated_from_the_one_label_and_definition(part: str) -> None:
    assert "rdfs:label" not in ontology.text(part)
    assert "rdfs:comment" not in ontology.text(part)
    triples = set(ontology.load(part))
    for generated, written in (("rdfs:label", "skos:prefLabel"), ("rdfs:comment", "skos:definition")):
        found = {(t.subject, t.object) for t in triples if t.predicate == term(generated)}
        assert found
        assert found == {(t.subject, t.object) for t in triples if t.predicate == term(written)}


def test_loading_twice_gives_the_same_triples_blank_nodes_included() -> None:
    assert ontology.load("enjoin") == ontology.load("enjoin")
    names = {str(t.subject) for t in ontology.load("enjoin") if isinstance(t.subject, BlankNode)}
    assert names
    assert all(name.startswith("_:enjoin") for name in names)


def test_what_loading_gives_can_be_changed_without_changing_the_ontology() -> None:
    before = len(ontology.load("deprecated"))
    ontology.load("deprecated").clear()
    assert len(ontology.load("deprecated")) == before


def test_an_unknown_part_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="'enjion' is no part of the ontology: enjoin, concepts"):
        ontology.load("enjion")


def test_each_term_is_declared_once_in_its_own_namespace() -> None:
    for part, namespace in (("enjoin", EJ), ("concepts", EJV)):
        declared = ontology.declared(part) - {header(part)}
        assert {iri.value for iri in declared if not iri.value.startswith(namespace)} == set()


def test_every_text_about_a_term_is_english() -> None:
    said = {term(f"skos:{name}") for name in ("prefLabel", "definition", "example", "scopeNote", "note")}
    for part in ("enjoin", "concepts"):
        for triple in ontology.load(part):
            if triple.predicate in said:
                assert isinstance(triple.object, Literal)
                assert triple.object.language == "en", triple


def test_nothing_is_deprecated_in_the_first_version() -> None:
    assert not [t for t in ontology.load("deprecated") if t.predicate == term("owl:deprecated")]


def test_alignments_speak_only_of_declared_terms_of_ours() -> None:
    declared = ontology.declared("enjoin") | ontology.declared("concepts")
    subjects = {t.subject for t in ontology.load("alignments")} - {header("alignments")}
    assert subjects <= declared
    targets = [t.object.value for t in ontology.load("alignments") if isinstance(t.object, NamedNode)]
    assert not [iri for iri in targets if iri.startswith((EJ, EJV))]


def test_the_room_reads_no_file_and_no_heavy_library_before_it_is_asked() -> None:
    code = (
        "import sys, enjoin.ontology as o;"
        "heavy = {'rdflib', 'owlready2', 'pyshacl'} & set(sys.modules);"
        "assert not heavy, heavy;"
        "assert o._read.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_properties_with_an_inverse_are_the_few_that_are_asked_both_ways() -> None:
    inverses = [
        t
        for t in ontology.load("enjoin")
        if t.predicate == term("owl:inverseOf") and isinstance(t.subject, NamedNode)
    ]
    assert inverses == [
        Triple(NamedNode(f"{EJ}appealedIn"), term("owl:inverseOf"), NamedNode(f"{EJ}appealFrom"))
    ]


def test_no_axiom_holds_a_literal() -> None:
    axioms = [
        term(f"owl:{name}") for name in ("hasValue", "onDataRange", "oneOf", "maxCardinality", "cardinality")
    ]
    for triple in ontology.load("enjoin"):
        if triple.predicate in axioms or triple.predicate in (term("rdfs:range"), term("rdfs:domain")):
            assert not isinstance(triple.object, Literal)
            assert not str(triple.object).startswith("<http://www.w3.org/2001/XMLSchema#"), triple
