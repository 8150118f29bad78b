"""What follows from the definitions, without Java; and contradictions in words."""

import random

import pyoxigraph as ox
import pytest
from pyoxigraph import NamedNode, Triple

from enjoin import ontology
from enjoin.graph.reasoning.axioms import Axioms
from enjoin.graph.reasoning.clash import Words, find
from enjoin.graph.reasoning.conclude import conclude
from enjoin.ontology.terms import EJ

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


def types(turtle: str, entity: str) -> set[str]:
    """Names of the classes concluded of an entity, without those it is under by subclass alone."""
    iri = NamedNode(f"https://w3id.org/enjoin/id/{entity}")
    found = [t.object for t in conclude(ontology.load("enjoin"), world(turtle)) if t.subject == iri]
    return {cls.value.removeprefix(EJ) for cls in found if isinstance(cls, NamedNode)}


SEATED = """
    <judge/a> a ej:Person .
    <tenure/a-1> a ej:Tenure ; ej:holder <judge/a> ; ej:post <post/cand-judge> .
    <post/cand-judge> a ej:CourtSeat ; ej:inCourt <court/cand> ; ej:postIn <court/cand> .
    <court/cand> a ej:Court ; ej:courtLevel ejv:trial-court .
"""
IN_OFFICE = """
    <official/b> a ej:Person .
    <tenure/b-1> a ej:Tenure ; ej:holder <official/b> ; ej:post <post/attorney-general> .
    <post/attorney-general> a ej:Post ; ej:postIn <agency/doj> .
    <agency/doj> a ej:Agency .
"""


def test_a_person_with_a_tenure_of_a_court_seat_is_a_judge_and_no_official() -> None:
    assert types(SEATED, "judge/a") == {"Judge", "Agent"}


def test_a_person_with_a_tenure_of_a_public_office_is_an_official_and_no_judge() -> None:
    assert types(IN_OFFICE, "official/b") == {"Official", "Agent"}
    assert "PublicOffice" in types(IN_OFFICE, "post/attorney-general")


def test_one_person_can_have_been_both() -> None:
    both = (SEATED + IN_OFFICE).replace("<official/b>", "<judge/a>")
    assert types(both, "judge/a") == {"Judge", "Official", "Agent"}


def test_a_tenure_of_a_post_in_a_private_body_makes_no_official() -> None:
    private = IN_OFFICE.replace("<agency/doj> a ej:Agency", "<agency/doj> a ej:Organization")
    assert types(private, "official/b") == {"Agent"}


def test_a_nominee_without_tenure_is_no_judge() -> None:
    assert types(SEATED.replace("ej:post <post/cand-judge>", "ej:appointedBy <post/x>"), "judge/a") == {
        "Agent"
    }


def test_relief_is_universal_if_some_effect_on_it_sets_a_scope_that_protects_everyone() -> None:
    given = """
        <relief/r> a ej:Relief ; ej:restrains <provision/p> .
        <provision/p> a ej:Provision .
        <effect/e> a ej:LegalEffect ; ej:actsOn <relief/r> ; ej:setsScope <scope/s> .
        <scope/s> a ej:Scope ; ej:protects ej:Everyone .
    """
    assert types(given, "relief/r") == {"UniversalRelief"}
    assert types(given, "scope/s") == {"UniversalScope"}
    assert types(given, "provision/p") == {"RestrainedProvision"}
    for_one = given.replace("ej:protects ej:Everyone", "ej:protects <jurisdiction/us-il-chicago>")
    assert types(for_one, "relief/r") == set()


def test_a_scope_that_is_only_suspended_makes_no_relief_universal() -> None:
    given = """
        <relief/r> a ej:Relief .
        <effect/e> a ej:LegalEffect ; ej:actsOn <relief/r> ; ej:suspendsScope <scope/s> .
        <scope/s> a ej:Scope ; ej:protects ej:Everyone .
    """
    assert types(given, "relief/r") == set()


@pytest.mark.parametrize(
    ("role", "capacity", "expected"),
    [
        ("defendant", "official-capacity", {"OfficialCapacityParty", "OfficialCapacityDefendant"}),
        ("appellant", "official-capacity", {"OfficialCapacityParty"}),
        ("defendant", "individual-capacity", set[str]()),
    ],
)
def test_who_is_sued_in_an_official_capacity(role: str, capacity: str, expected: set[str]) -> None:
    given = f"<party-role/x> a ej:PartyRole ; ej:role ejv:{role} ; ej:capacity ejv:{capacity} ; ej:party <post/ag> ."
    assert types(given, "party-role/x") == expected


def test_whoever_stands_in_an_official_capacity_is_a_post() -> None:
    given = "<party-role/x> a ej:PartyRole ; ej:capacity ejv:official-capacity ; ej:party <post/ag> ."
    assert types(given, "post/ag") == {"Post", "Agent"}


@pytest.mark.parametrize(
    ("kind", "cls"),
    [
        ("nation", "Nation"), ("state", "State"), ("county", "County"), ("city", "City"),
        ("consolidated-city-county", "ConsolidatedCityCounty"), ("independent-city", "IndependentCity"),
        ("federal-district", "FederalDistrict"), ("territory-of-us", "TerritoryOfTheUnitedStates"),
    ],
)  # fmt: skip
def test_the_kind_of_a_jurisdiction_is_its_class(kind: str, cls: str) -> None:
    local = {"LocalGovernment"} if "city" in kind or kind == "county" else set[str]()
    assert types(f"<j> a ej:Jurisdiction ; ej:jurisdictionKind ejv:{kind} .", "j") == {cls, "Agent"} | local


@pytest.mark.parametrize(
    ("level", "cls"),
    [("trial-court", "TrialCourt"), ("appellate-court", "AppellateCourt"), ("supreme-court", "SupremeCourt")],
)
def test_the_level_of_a_court_is_its_class(level: str, cls: str) -> None:
    assert types(f"<court/x> a ej:Court ; ej:courtLevel ejv:{level} .", "court/x") == {cls}


def test_a_proceeding_that_takes_up_another_is_appellate_and_so_is_a_ruling_that_reviews_one() -> None:
    given = """
        <proceeding/up> a ej:Proceeding ; ej:appealFrom <proceeding/down> .
        <proceeding/down> a ej:Proceeding .
        <ruling/second> a ej:Ruling ; ej:reviews <ruling/first> .
        <ruling/first> a ej:Ruling .
    """
    assert types(given, "proceeding/up") == {"AppellateProceeding"}
    assert types(given, "proceeding/down") == set()
    assert types(given, "ruling/second") == {"AppellateRuling"}


def test_the_other_end_of_an_appeal_says_the_same() -> None:
    given = "<proceeding/down> a ej:Proceeding ; ej:appealedIn <proceeding/up> ."
    assert types(given, "proceeding/up") == {"Proceeding", "AppellateProceeding"}


def test_a_provision_with_a_blocked_period_is_a_blocked_provision() -> None:
    given = """
        <provision/p> a ej:Provision .
        <period/1> a ej:StatePeriod ; ej:ofProvision <provision/p> ; ej:state ejv:blocked .
    """
    assert types(given, "provision/p") == {"BlockedProvision"}
    assert types(given.replace("ejv:blocked", "ejv:stayed"), "provision/p") == set()


def test_transitive_and_symmetric_properties_are_followed() -> None:
    extra = world("ej:InTheUnion a owl:Class ; owl:equivalentClass [ a owl:Restriction ; "
                  "owl:onProperty ej:within ; owl:hasValue <jurisdiction/us> ] .")  # fmt: skip
    given = world("<a> ej:within <b> . <b> ej:within <c> . <c> ej:within <jurisdiction/us> .")
    found = [
        t
        for t in conclude([*ontology.load("enjoin"), *extra], given)
        if t.object == NamedNode(f"{EJ}InTheUnion")
    ]
    assert len(found) == 3


def test_the_same_statements_in_another_order_give_the_same_conclusions() -> None:
    triples = [t for example in ontology.examples().values() for t in example]
    expected = conclude(ontology.load("enjoin"), triples)
    assert expected == sorted(set(expected), key=str)
    random.Random(7).shuffle(triples)
    assert conclude(ontology.load("enjoin"), triples) == expected


def test_concluding_again_from_the_conclusions_adds_nothing() -> None:
    triples = [t for example in ontology.examples().values() for t in example]
    first = conclude(ontology.load("enjoin"), triples)
    assert conclude(ontology.load("enjoin"), [*triples, *first]) == []


def test_a_definition_of_an_unknown_kind_is_refused_and_not_overlooked() -> None:
    odd = world("ej:Odd a owl:Class ; owl:equivalentClass [ owl:complementOf ej:Ruling ] .")
    with pytest.raises(ValueError, match="of a kind that is not known here"):
        Axioms.read(odd)


def clashes(turtle: str) -> list[str]:
    triples = world(turtle)
    return [
        c.sentence for c in find(ontology.load("enjoin"), triples, Words(ontology.load("enjoin"), triples))
    ]


def test_data_that_contradicts_a_disjointness_is_explained_in_words() -> None:
    (said,) = clashes("""
        <ruling/r-1> a ej:Ruling ; rdfs:label "N.D. Cal., 25 April 2017"@en .
        <relief/x> a ej:Relief ; ej:grantedBy <ruling/r-0> .
        <effect/e> a ej:LegalEffect .
        <ruling/r-1> ej:grantedBy <ruling/r-0> .
    """)
    assert said == (
        'ruling/r-1 ("N.D. Cal., 25 April 2017") is said to be both a Relief and a Ruling, which are disjoint: '
        'nothing can be both. It is a Relief because ruling/r-1 ("N.D. Cal., 25 April 2017") granted by '
        "ruling/r-0; it is a Ruling because the data states it."
    )


def test_a_person_in_an_official_capacity_is_a_contradiction() -> None:
    (said,) = clashes("""
        <official/b> a ej:Person .
        <party-role/x> a ej:PartyRole ; ej:capacity ejv:official-capacity ; ej:party <official/b> .
    """)
    assert said.startswith("official/b is said to be both a Person and a Post, which are disjoint")
    assert "party-role/x in the capacity ejv:official-capacity" in said


def test_an_appeal_that_runs_both_ways_is_a_contradiction() -> None:
    (said,) = clashes("<p> ej:appealFrom <q> . <q> ej:appealFrom <p> .")
    assert "stand in the relation ej:appealFrom both ways, and it can run one way only" in said


def test_an_appeal_from_itself_is_a_contradiction() -> None:
    (said,) = clashes("<proceeding/p> ej:appealFrom <proceeding/p> .")
    assert said.startswith("proceeding/p stands in the relation ej:appealFrom to itself, which nothing can")


def test_relief_that_restrains_a_court_is_a_contradiction() -> None:
    (said,) = clashes("<relief/r> a ej:Relief ; ej:restrains <court/c> . <court/c> a ej:Court .")
    assert said.startswith(
        "court/c is said to be a Measure or a Provision, and it is a Court, which is neither"
    )


def test_the_examples_contradict_nothing() -> None:
    triples = [t for example in ontology.examples().values() for t in example]
    assert find(ontology.load("enjoin"), triples, Words()) == []
