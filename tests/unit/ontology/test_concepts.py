"""The closed lists are complete: every value of the facts' tables and of the model has its concept."""

from typing import Final

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from enjoin import ontology
from enjoin.ontology.terms import EJV, ej, ejv, term

# What the tables of facts write, by scheme: the notations that a reader must find a concept for.
NOTATIONS: Final = {
    "ruling-types": """
        affirmed affirmed_in_part affirmed_in_part_reversed_in_part affirmed_in_part_vacated_in_part
        affirmed_in_substantial_part affirmed_merits certiorari_before_judgment_granted certiorari_denied
        certiorari_granted_partial_stay clarified class_preliminary_injunction dismissed
        emergency_stay_of_removal leave_to_amend_granted motion_to_dismiss_denied motion_to_dismiss_granted
        motion_to_enforce_granted partial_stay_granted permanent_injunction petition_dismissed_rule_46
        preliminary_injunction_denied preliminary_injunction_extended preliminary_injunction_granted
        preliminary_injunction_granted_in_part reconsideration_denied rehearing_en_banc_denied
        rehearing_en_banc_granted rehearing_en_banc_vacated reversed reversed_and_remanded stay_denied
        stay_granted summary_judgment_granted summary_judgment_permanent_injunction
        temporary_restraining_order vacated_and_remanded vacated_as_moot""",
    "topics": """sanctuary byrne-jag state-law travel-ban local-law grant-conditions grant-reallocation
        birthright""",
    "policy-kinds": """statute ordinance police_directive resolution executive_order board_policy
        attorney_general_directive court_decision""",
    "scope-kinds": "nationwide geographic parties class",
    "court-levels": "trial appellate supreme",
    "jurisdiction-kinds": """country state federal_district county independent_city consolidated_city_county
        city""",
    "verification-levels": "stored knowledge article",
    "check-results": """confirmed opinion imprecise unverified definition unverifiable contradicted
        partly_confirmed consistent reported""",
    "states": "in-force blocked restricted stayed not-in-force uncertain",
    "state-reasons": "not-yet revoked superseded expired withdrawn",
}  # fmt: skip

# What the model names, by scheme: exactly these, in closed lists.
CONCEPTS: Final = {
    "effect-types": """
        opens ends suspends rescopes records acts-on-measure
        takes-effect amends revokes supersedes reinstates grant deny administrative-stay stay-pending-appeal stay
        partial-stay lift-stay narrow rescope extend-scope extend-time clarify merge-into-final convert affirm
        remand vacate reverse rehearing-en-banc dissolve expire moot settle target-revoked target-amended enforce
        contempt""",
    "states": "in-force blocked restricted stayed not-in-force uncertain",
    "summary-states": "in-force blocked restricted stayed not-in-force uncertain partly-blocked",
    "state-reasons": "not-yet revoked superseded expired withdrawn",
    "relief-types": """
        temporary-restraining-order preliminary-injunction permanent-injunction stay-of-agency-action
        emergency-stay-of-removal hold vacatur declaratory-judgment holding""",
    "scope-kinds": "everyone parties territory class persons",
    "applications": "facial as-applied",
    "members-known": "all-members some-members",
    "takes-in": "everyone-reached some-persons",
    "answers": "yes no not-recorded",
    "vote-kinds": "for against in-part concurring-in-judgment recused not-participating",
    "bench-kinds": "single-judge panel en-banc limited-en-banc full-court single-justice",
    "party-roles": "plaintiff defendant appellant appellee petitioner respondent applicant intervenor",
    "capacities": "official-capacity individual-capacity entity",
    "court-levels": "trial-court appellate-court supreme-court",
    "jurisdiction-kinds": """nation state county city consolidated-city-county independent-city federal-district
        territory-of-us""",
    "verification-levels": "stored knowledge article",
    "source-kinds": "court-record gazette official-list curated tracker press",
    "source-ranks": "primary secondary",
    "hedges": "flat reported possible disputed",
    "check-results": """confirmed partly-confirmed contradicted imprecise unverified unverifiable consistent
        reported-only definition opinion""",
}  # fmt: skip

FAMILIES: Final = {
    "opens": "grant lift-stay",
    "ends": """merge-into-final convert vacate reverse rehearing-en-banc dissolve expire moot settle
        target-revoked""",
    "suspends": "administrative-stay stay-pending-appeal stay partial-stay",
    "rescopes": "partial-stay narrow rescope extend-scope extend-time clarify target-amended",
    "records": "deny affirm remand enforce contempt",
    "acts-on-measure": "takes-effect amends revokes supersedes reinstates",
}


def members(scheme: str) -> set[str]:
    return {
        t.subject.value.removeprefix(EJV)
        for t in ontology.load("concepts")
        if t.predicate == term("skos:inScheme")
        and t.object == ejv(scheme)
        and isinstance(t.subject, NamedNode)
    }


def values(concept: str, predicate: NamedNode) -> list[str]:
    return [
        t.object.value
        for t in ontology.load("concepts")
        if t.subject == ejv(concept)
        and t.predicate == predicate
        and isinstance(t.object, NamedNode | Literal)
    ]


@pytest.mark.parametrize("scheme", NOTATIONS)
def test_every_value_of_the_facts_is_the_notation_of_one_concept(scheme: str) -> None:
    notations = [each for name in members(scheme) for each in values(name, term("skos:notation"))]
    written = {word.replace("partly_", "partly ") for word in NOTATIONS[scheme].split()}
    assert sorted(written - set(notations)) == []
    assert len(notations) == len(set(notations))


@pytest.mark.parametrize("scheme", CONCEPTS)
def test_a_closed_list_has_exactly_its_concepts(scheme: str) -> None:
    assert members(scheme) == set(CONCEPTS[scheme].split())


@pytest.mark.parametrize("scheme", ["ruling-types", "policy-kinds", "topics"])
def test_a_notation_with_hyphens_is_the_name_of_its_concept(scheme: str) -> None:
    """A reader may turn the spelling of a table into a concept without a table of its own."""
    for name in members(scheme):
        for notation in values(name, term("skos:notation")):
            assert notation.replace("_", "-") == name


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_of_effects_has_its_members(family: str) -> None:
    assert {
        name for name in members("effect-types") if ejv(family).value in values(name, term("skos:broader"))
    } == set(FAMILIES[family].split())


def test_the_seven_display_words_are_the_labels_of_the_summary_states() -> None:
    words = {values(name, term("skos:prefLabel"))[0] for name in members("summary-states")}
    assert words == {
        "in force", "partly blocked", "blocked", "stayed", "restricted", "not in force", "not certain",
    }  # fmt: skip


def test_partly_blocked_is_never_the_state_of_a_period() -> None:
    assert "partly-blocked" not in members("states")
    assert members("states") < members("summary-states")


def test_sources_have_an_order_of_precedence_without_ties() -> None:
    ranks = {name: int(values(name, ej("precedence"))[0]) for name in members("source-kinds")}
    order = ["court-record", "gazette", "official-list", "curated", "tracker", "press"]
    assert sorted(ranks, key=lambda name: ranks[name]) == order
    assert sorted(ranks.values()) == list(range(1, 7))
    assert values("primary", ej("precedence")) < values("secondary", ej("precedence"))


def test_every_concept_and_scheme_says_what_it_is() -> None:
    store = ox.Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in ontology.load("concepts"))
    undescribed = store.query(
        """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        ASK { ?x a ?kind VALUES ?kind { skos:Concept skos:ConceptScheme }
              FILTER NOT EXISTS { ?x skos:prefLabel ?l ; skos:definition ?d ; skos:example ?e } }"""
    )
    assert not undescribed
