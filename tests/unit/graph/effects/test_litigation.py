"""Litigation read from a graph by plain SPARQL: all of it, or what bears on one provision."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from enjoin.graph.dates import Bounds
from enjoin.graph.effects.litigation import Litigation, load, load_for
from enjoin.graph.effects.timeline import Course
from enjoin.graph.storage.store import Store

if TYPE_CHECKING:
    from enjoin.graph import Graph

ID = "https://w3id.org/enjoin/id/"
FACTS = """
@prefix ej: <https://w3id.org/enjoin/ns#> .
@prefix ejv: <https://w3id.org/enjoin/vocab/> .
@prefix id: <https://w3id.org/enjoin/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<order/eo> a ej:Order, ej:ExecutiveOrder ; rdfs:label "Executive Order 1"@en ; ej:signedOn "2025-01-20"^^xsd:date ;
    ej:checkedTo "2026-06-30"^^xsd:date ; ej:frCitation "90 FR 1" .
<provision/p> a ej:Provision ; rdfs:label "Section 2 of Executive Order 1"@en ; ej:ofMeasure <order/eo> .
<provision/p1> a ej:Provision ; rdfs:label "Section 2(a) of Executive Order 1"@en ; ej:ofMeasure <order/eo> ;
    ej:partOf <provision/p> .
<provision/q> a ej:Provision ; rdfs:label "Section 3 of Executive Order 1"@en ; ej:ofMeasure <order/eo> .
<court/ca9> a ej:Court ; rdfs:label "United States Court of Appeals for the Ninth Circuit"@en ;
    ej:courtLevel ejv:appellate-court .
<court/cand> a ej:Court ; rdfs:label "N.D. Cal."@en ; ej:courtLevel ejv:trial-court .
<lawsuit/s> a ej:Lawsuit ; rdfs:label "A v. B"@en ; ej:challenges <provision/p> ; ej:checkedTo "2026-05-01"^^xsd:date .
<proceeding/s> a ej:Proceeding ; ej:partOfLawsuit <lawsuit/s> ; ej:inCourt <court/cand> .
<proceeding/a> a ej:Proceeding ; ej:partOfLawsuit <lawsuit/s> ; ej:inCourt <court/ca9> ; ej:appealFrom <proceeding/s> .
<party-role/1> a ej:PartyRole ; ej:party <jurisdiction/ci> ; ej:inProceeding <proceeding/s> ; ej:role ejv:plaintiff ;
    ej:capacity ejv:entity ; ej:joinedOn "2025-01"^^xsd:gYearMonth .
<ruling/r> a ej:Ruling ; ej:byCourt <court/cand> ; ej:decidedOn "2025-02-01"^^xsd:date ; ej:inProceeding <proceeding/s> ;
    ej:rulingType ejv:preliminary-injunction-granted ; ej:citation "1 F. Supp. 3d 1" ; ej:docketEntry "Dkt. 9" .
<ruling/ra> a ej:Ruling ; ej:byCourt <court/ca9> ; ej:decidedOn "2025-06-01"^^xsd:date ; ej:inProceeding <proceeding/a> .
<relief/pi> a ej:Relief ; rdfs:label "preliminary injunction"@en ; ej:reliefType ejv:preliminary-injunction ;
    ej:grantedBy <ruling/r> ; ej:restrains <provision/p> .
<scope/parties> a ej:Scope ; rdfs:label "the plaintiffs"@en ; ej:scopeKind ejv:parties ; ej:protectsPartiesOf <lawsuit/s> ;
    ej:includesSubdivisions ejv:not-recorded ; ej:doesNotBind <post/president> .
<scope/open> a ej:Scope ; ej:scopeKind ejv:parties ; ej:protects <jurisdiction/ci>, <class/c> ;
    ej:membersKnown ejv:some-members ; ej:memberKind ejv:city, ejv:county ; ej:knownNonMember <jurisdiction/oc> ;
    ej:coversProvision <provision/q> ; ej:condition "so far" .
<scope/all> a ej:Scope ; ej:scopeKind ejv:everyone ; ej:protects ej:Everyone .
<scope/disputed> a ej:Scope ; ej:scopeKind ejv:parties ; ej:narrowestReading <scope/parties> ; ej:widestReading <scope/all> .
<class/c> a ej:ProtectedClass ; rdfs:label "members"@en ; ej:definition "members" ; ej:takesIn ejv:some-persons .
<effect/begin> a ej:LegalEffect ; ej:effectType ejv:takes-effect ; ej:producedBy <order/eo> ; ej:actsOn <order/eo> ;
    ej:earliest "2025-01-20"^^xsd:date ; ej:latest "2025-01-20"^^xsd:date .
<effect/grant> a ej:LegalEffect ; rdfs:label "grant"@en ; ej:effectType ejv:grant ; ej:producedBy <ruling/r> ;
    ej:actsOn <relief/pi> ; ej:setsScope <scope/parties> ; ej:earliest "2025-02-01"^^xsd:date ;
    ej:latest "2025-02-01"^^xsd:date ; ej:sequence 2 ; ej:lapsesOn "2025-12-31"^^xsd:date .
<effect/more> a ej:LegalEffect ; ej:effectType ejv:extend-scope ; ej:producedBy <ruling/r> ; ej:actsOn <relief/pi> ;
    ej:setsScope <scope/open> ; ej:earliest "2025-03-01"^^xsd:date ; ej:latest "2025-03-31"^^xsd:date ;
    ej:edtf "2025-03"^^<http://id.loc.gov/datatypes/edtf/EDTF> .
<effect/rescope> a ej:LegalEffect ; ej:effectType ejv:rescope ; ej:producedBy <ruling/ra> ; ej:actsOn <relief/pi> ;
    ej:setsScope <scope/disputed> ; ej:earliest "2025-06-01"^^xsd:date ; ej:atMandate true .
<event/l> a ej:LapseEvent ; ej:on "2025-12-31"^^xsd:date .
<effect/lapse> a ej:LegalEffect ; ej:effectType ejv:expire ; ej:producedBy <event/l> ; ej:actsOn <relief/pi> ;
    ej:earliest "2025-12-31"^^xsd:date ; ej:latest "2025-12-31"^^xsd:date .
<jurisdiction/us> a ej:Jurisdiction ; rdfs:label "United States"@en ; ej:jurisdictionKind ejv:nation .
<jurisdiction/st> a ej:Jurisdiction ; rdfs:label "Sierra"@en ; ej:jurisdictionKind ejv:state ; ej:within <jurisdiction/us> .
<jurisdiction/ci> a ej:Jurisdiction ; rdfs:label "Chester"@en ; ej:jurisdictionKind ejv:city ; ej:within <jurisdiction/st> .
<jurisdiction/oc> a ej:Jurisdiction ; rdfs:label "Canton"@en ; ej:jurisdictionKind ejv:city ;
    ej:sameGovernmentAs <jurisdiction/oc-county> .
<jurisdiction/oc-county> a ej:Jurisdiction ; rdfs:label "Canton County"@en ; ej:jurisdictionKind ejv:county .
<containment/1> a ej:Containment ; ej:part <jurisdiction/oc> ; ej:whole <jurisdiction/st> ; ej:from "2025"^^xsd:gYear .
<post/president> a ej:Post ; rdfs:label "President"@en .
<g#1> a ej:Record ; ej:about <effect/grant> ; ej:citedSource <source/blog>, <source/reporter> .
<source/reporter> ej:sourceRank ejv:primary .
"""


@pytest.fixture
def store() -> Store:
    quads = (
        ox.Quad(each.subject, each.predicate, each.object, ox.NamedNode(f"{ID[:-3]}graph/{number % 3}"))
        for number, each in enumerate(ox.parse(FACTS, format=ox.RdfFormat.TURTLE, base_iri=ID))
    )
    return Store.memory(quads)


@pytest.fixture
def lit(store: Store) -> Litigation:
    return load(store.select)


def test_measures_provisions_and_courts(lit: Litigation) -> None:
    eo = lit.measures[ID + "order/eo"]
    assert (eo.label, eo.begun, eo.checked_to) == (
        "Executive Order 1",
        Bounds(date(2025, 1, 20), date(2025, 1, 20)),
        date(2026, 6, 30),
    )
    assert eo.citations == ("90 FR 1",)
    assert lit.above(ID + "provision/p1") == (ID + "provision/p", ID + "order/eo")
    assert lit.below(ID + "provision/p") == (ID + "provision/p1",)
    assert lit.level(ID + "ruling/ra") == "appellate-court"


def test_rulings_relief_and_effects(lit: Litigation) -> None:
    assert lit.rulings[ID + "ruling/r"].citations == ("1 F. Supp. 3d 1", "Dkt. 9")
    assert lit.reliefs[ID + "relief/pi"].restrains == (ID + "provision/p",)
    grant = lit.effects[ID + "effect/grant"]
    assert (grant.type, grant.sequence, grant.lapses_on) == ("grant", 2, date(2025, 12, 31))
    assert grant.sources == (ID + "source/reporter", ID + "source/blog"), "primary sources first"
    rescope = lit.effects[ID + "effect/rescope"]
    assert (rescope.latest, rescope.at_mandate) == (None, True)
    assert lit.lapses == {ID + "event/l": date(2025, 12, 31)}


def test_scopes_on_all_axes(lit: Litigation) -> None:
    parties = lit.scopes[ID + "scope/parties"]
    assert (parties.parties_of, parties.subdivisions) == ((ID + "lawsuit/s",), "not-recorded")
    assert parties.does_not_bind == (ID + "post/president",)
    some = lit.scopes[ID + "scope/open"]
    assert (some.open_list, some.member_kinds, some.condition) == (True, ("city", "county"), "so far")
    assert lit.scopes[ID + "scope/all"].everyone
    assert lit.scopes[ID + "scope/disputed"].widest == ID + "scope/all"
    assert lit.classes[ID + "class/c"].takes_in == "some-persons"


def test_parties_and_places(lit: Litigation) -> None:
    assert lit.agents[ID + "jurisdiction/ci"].kind == "city"
    assert lit.agents[ID + "post/president"].category == "post"
    assert lit.party(ID + "jurisdiction/oc-county") == lit.party(ID + "jurisdiction/oc")
    assert lit.roles[ID + "party-role/1"].joined == Bounds(date(2025, 1, 1), date(2025, 1, 31))
    contained = lit.containments[ID + "containment/1"]
    assert contained.since == Bounds(date(2025, 1, 1), date(2025, 12, 31))


def test_a_provision_that_only_a_later_scope_names_is_found(store: Store) -> None:
    lit = load_for(store.select, ID + "provision/q")
    assert lit.reliefs_on[ID + "provision/q"] == (ID + "relief/pi",)
    assert (
        Course(lit, ID + "provision/q").outlook(ID + "jurisdiction/ci", date(2025, 4, 1)).state
        == "restricted"
    )


@pytest.mark.parametrize("provision", ["provision/p", "provision/p1", "provision/q", "order/eo"])
@pytest.mark.parametrize("party", ["us", "st", "ci", "oc", "oc-county"])
def test_what_bears_on_one_provision_answers_like_the_whole(
    store: Store, lit: Litigation, provision: str, party: str
) -> None:
    who = f"{ID}jurisdiction/{party}"
    small = load_for(store.select, ID + provision, [who])
    assert Course(small, ID + provision).periods(who) == Course(lit, ID + provision).periods(who)


def test_an_empty_graph_is_no_litigation() -> None:
    lit = load(Store.memory().select)
    assert all(not getattr(lit, each.name) for each in fields(Litigation))
    assert load_for(Store.memory().select, ID + "provision/p").provisions == {}


def test_what_the_shapes_would_refuse_is_kept_with_what_is_wrong_with_it() -> None:
    broken = """
    @prefix ej: <https://w3id.org/enjoin/ns#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    <effect/1> a ej:LegalEffect ; ej:earliest "2025-02-30"^^xsd:date .
    <effect/2> a ej:LegalEffect ; ej:effectType <https://w3id.org/enjoin/vocab/grant> ; ej:producedBy <ruling/r> ;
        ej:actsOn <relief/x> ; ej:earliest "2025-02-01"^^xsd:date ; ej:sequence "first" .
    <containment/1> a ej:Containment ; ej:part <jurisdiction/a> .
    <party-role/1> a ej:PartyRole ; ej:party <jurisdiction/a> .
    """
    quads = ox.parse(broken, format=ox.RdfFormat.TURTLE, base_iri=ID)
    store = Store.memory(ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(f"{ID}g")) for q in quads)
    lit = load(store.select)
    assert lit.effects[ID + "effect/1"].faults == (
        "has no type, so that nobody knows what it did",
        "has no producer",
        "has a day that no calendar has (2025-02-30)",
    )
    assert lit.effects[ID + "effect/2"].faults == ()
    assert lit.effects[ID + "effect/2"].sequence is None
    assert not lit.containments
    assert not lit.roles


def test_one_question_for_each_kind_of_thing(store: Store) -> None:
    """Loading is set-based: the number of questions does not grow with the graph."""
    asked: list[str] = []

    def counted(sparql: str) -> Iterable[Mapping[str, Any]]:
        asked.append(sparql)
        return store.select(sparql)

    load(counted)
    assert len(asked) <= 16
    asked.clear()
    load_for(counted, ID + "provision/p", [ID + "jurisdiction/ci"])
    assert len(asked) <= 35


@pytest.fixture(scope="module")
def whole(starter: "Graph") -> Litigation:
    return load(starter.store(None).select)


def test_what_is_unrelated_is_not_loaded(starter: "Graph", whole: Litigation) -> None:
    parties = [ID + "jurisdiction/us-tx"]
    small = load_for(starter.store(None).select, ID + "provision/eo-13768-9a", parties)
    assert {*small.reliefs} == {ID + "relief/rel-2017-04-25-cand-9a", ID + "relief/rel-2017-11-20-cand-9a"}
    assert len(small.effects) < len(whole.effects) / 5
    assert ID + "jurisdiction/us-il-chicago" not in small.agents


@pytest.mark.parametrize(
    "provision", ["eo-13768-9a", "eo-13780-2", "proc-9645-2", "eo-14160-3a", "eo-14287-3a", "jag-2017-notice"]
)
@pytest.mark.parametrize("party", ["us", "us-ca", "us-ca-oakland", "us-il-chicago", "us-ma-chelsea"])
def test_on_the_starter_graph_both_answer_alike(
    starter: "Graph", whole: Litigation, provision: str, party: str
) -> None:
    what, who = f"{ID}provision/{provision}", f"{ID}jurisdiction/{party}"
    small = load_for(starter.store(None).select, what, [who])
    assert Course(small, what).periods(who) == Course(whole, what).periods(who)
