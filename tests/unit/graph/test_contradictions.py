"""What the shapes would have refused, loaded without them: never a traceback, never a guess.

Each record here is one injunction that covers everyone, and something that cannot be so. Asked of
it, the graph says that it is not certain, and names what is wrong.
"""

from datetime import UTC, datetime

import pyoxigraph as ox
import pytest

from enjoin.graph import Graph

CLOCK = datetime(2026, 11, 22, tzinfo=UTC)
PREFIXES = """
@prefix ej: <https://w3id.org/enjoin/ns#> .
@prefix ejv: <https://w3id.org/enjoin/vocab/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix o: <https://w3id.org/enjoin/id/order/> .
@prefix p: <https://w3id.org/enjoin/id/provision/> .
@prefix r: <https://w3id.org/enjoin/id/ruling/> .
@prefix rel: <https://w3id.org/enjoin/id/relief/> .
@prefix e: <https://w3id.org/enjoin/id/effect/> .
@prefix s: <https://w3id.org/enjoin/id/scope/> .
@prefix j: <https://w3id.org/enjoin/id/jurisdiction/> .
@prefix c: <https://w3id.org/enjoin/id/court/> .
@prefix k: <https://w3id.org/enjoin/id/class/> .
"""
WORLD = """
o:eo-1 a ej:ExecutiveOrder ; rdfs:label "Executive Order 1" ; ej:signedOn "2025-01-20" .
p:p a ej:Provision ; rdfs:label "Section 2 of Executive Order 1" ; ej:ofMeasure o:eo-1 .
e:begin a ej:LegalEffect ; ej:effectType ejv:takes-effect ; ej:producedBy o:eo-1 ; ej:actsOn o:eo-1 ;
  ej:earliest "2025-01-20"^^xsd:date ; ej:latest "2025-01-20"^^xsd:date .
j:city a ej:City ; rdfs:label "Chester" ; ej:jurisdictionKind ejv:city ; ej:within j:state .
j:state a ej:State ; rdfs:label "Ohio" ; ej:jurisdictionKind ejv:state .
c:d a ej:Court ; rdfs:label "the district court" ; ej:courtLevel ejv:trial-court .
c:a a ej:Court ; rdfs:label "the court of appeals" ; ej:courtLevel ejv:appellate-court .
r:t a ej:Ruling ; rdfs:label "ruling of the district court" ; ej:byCourt c:d ; ej:decidedOn "2025-02-01" .
r:a a ej:Ruling ; rdfs:label "ruling on appeal" ; ej:byCourt c:a ; ej:decidedOn "2025-03-01" .
rel:pi a ej:Relief ; rdfs:label "preliminary injunction" ; ej:grantedBy r:t ; ej:restrains p:p .
s:all a ej:Scope ; rdfs:label "everyone" ; ej:scopeKind ejv:everyone ; ej:protects ej:Everyone .
s:chester a ej:Scope ; rdfs:label "Chester" ; ej:scopeKind ejv:parties ; ej:protects j:city .
"""


def effect(name: str, kind: str, by: str, on: str, day: str, more: str = "", latest: str = "") -> str:
    return (
        f'e:{name} a ej:LegalEffect ; rdfs:label "{name}" ; ej:effectType ejv:{kind} ; ej:producedBy {by} ; '
        f'ej:actsOn {on} ; ej:earliest "{day}"^^xsd:date ; ej:latest "{latest or day}"^^xsd:date {more} .\n'
    )


ALL = "; ej:setsScope s:all"
GRANT = effect("grant", "grant", "r:t", "rel:pi", "2025-02-01", ALL)
END = 'e:end a ej:LegalEffect ; rdfs:label "end" '


def graph_of(text: str) -> Graph:
    """A graph in memory that holds a record which nobody has validated."""
    graph = Graph.memory(clock=lambda: CLOCK)
    quads = ox.parse((PREFIXES + WORLD + text).encode(), format=ox.RdfFormat.TURTLE)
    name = graph.iris.graph("unchecked")
    graph._keeper.store().load(ox.Quad(q.subject, q.predicate, q.object, name) for q in quads)
    return graph


WRONG = {
    "a stay of what had ended": (
        GRANT
        + effect("end", "dissolve", "r:t", "rel:pi", "2025-03-01")
        + effect("stay", "stay", "r:a", "rel:pi", "2025-04-01"),
        "the preliminary injunction is stayed after it had ended",
    ),
    "two grants of one relief": (
        GRANT + effect("second", "grant", "r:a", "rel:pi", "2025-03-01", ALL),
        "the preliminary injunction is granted twice",
    ),
    "two grants on one day": (
        GRANT + effect("second", "grant", "r:t", "rel:pi", "2025-02-01", ALL),
        "the preliminary injunction is granted twice",
    ),
    "an effect before its ruling": (
        GRANT + effect("end", "dissolve", "r:a", "rel:pi", "2025-02-15"),
        "“end” is dated before its own ruling",
    ),
    "an effect before what it acts on": (
        effect("stay", "stay", "r:t", "rel:pi", "2025-02-01")
        + effect("grant", "grant", "r:t", "rel:pi", "2025-02-05", ALL),
        "“stay” is dated before what it acts on",
    ),
    "a lift before the stay": (
        GRANT
        + effect("stay", "stay", "r:a", "rel:pi", "2025-04-01")
        + effect("lift", "lift-stay", "r:a", "e:stay", "2025-03-15"),
        "“lift” is dated before what it acts on",
    ),
    "effects that undo one another": (
        GRANT
        + effect("one", "stay", "r:a", "rel:pi", "2025-03-01", "; ej:undoes e:two")
        + effect("two", "lift-stay", "r:a", "e:one", "2025-03-01", "; ej:undoes e:one"),
        "“one” and “two” undo one another in a circle",
    ),
    "rulings that vacate one another": (
        GRANT
        + effect("one", "vacate", "r:a", "r:t", "2025-03-01")
        + effect("two", "vacate", "r:t", "r:a", "2025-03-01"),
        "“one” and “two” undo one another in a circle",
    ),
    "days the wrong way round": (
        GRANT + effect("end", "dissolve", "r:a", "rel:pi", "2025-05-01", latest="2025-04-01"),
        "“end” is dated to end before it begins",
    ),
    "one event on two days": (
        GRANT
        + "e:grant ej:ofEvent <urn:event> .\n"
        + effect("end", "dissolve", "r:a", "rel:pi", "2025-03-01", "; ej:ofEvent <urn:event>"),
        "have different days",
    ),
    "a lapse before the beginning": (
        GRANT + 'e:grant ej:lapsesOn "2025-01-01"^^xsd:date .\n',
        "“grant” lapses before it begins",
    ),
    "a term that is no day": (GRANT + 'e:grant ej:lapsesOn "soon" .\n', "a day that no calendar has (soon)"),
    "a day that no calendar has": (
        GRANT
        + END
        + '; ej:effectType ejv:dissolve ; ej:producedBy r:a ; ej:actsOn rel:pi ; ej:earliest "2025-02-30"^^xsd:date .',
        "“end” has a day that no calendar has (2025-02-30)",
    ),
    "an effect of no type": (
        GRANT + END + '; ej:producedBy r:a ; ej:actsOn rel:pi ; ej:earliest "2025-03-01"^^xsd:date .',
        "“end” has no type",
    ),
    "an effect of an unknown type": (
        GRANT + effect("end", "explodes", "r:a", "rel:pi", "2025-03-01"),
        "“end” is of a type that nobody knows (explodes)",
    ),
    "an effect of two types": (
        GRANT + effect("end", "dissolve", "r:a", "rel:pi", "2025-03-01") + "e:end ej:effectType ejv:stay .",
        "“end” has more than one type",
    ),
    "an effect without a producer": (
        GRANT
        + END
        + '; ej:effectType ejv:dissolve ; ej:actsOn rel:pi ; ej:earliest "2025-03-01"^^xsd:date ; ej:latest "2025-03-01"^^xsd:date .',
        "“end” has no producer",
    ),
    "relief that follows itself": (
        GRANT + effect("merger", "merge-into-final", "r:a", "rel:pi", "2025-03-01", "; ej:successor rel:pi"),
        "the preliminary injunction follows itself",
    ),
    "relief that follows in a circle": (
        GRANT
        + "rel:two a ej:Relief ; ej:grantedBy r:a ; ej:restrains p:p .\n"
        + effect("merger", "merge-into-final", "r:a", "rel:pi", "2025-03-01", "; ej:successor rel:two")
        + effect("back", "merge-into-final", "r:a", "rel:two", "2025-03-01", "; ej:successor rel:pi"),
        "the preliminary injunction follows itself",
    ),
    "relief that goes on in what is not on record": (
        GRANT
        + effect("merger", "merge-into-final", "r:a", "rel:pi", "2025-03-01", "; ej:successor rel:gone"),
        "“merger” lets relief go on in relief that is not on record",
    ),
    "relief that nothing grants": ("", "no effect on record grants the preliminary injunction"),
    "a measure that something unknown is done to": (
        GRANT + effect("end", "explodes", "o:eo-1", "o:eo-1", "2025-03-01"),
        "“end” is of a type that nobody knows (explodes)",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_contradiction_is_named_and_nothing_is_guessed(name: str) -> None:
    text, says = WRONG[name]
    answer = graph_of(text).status("p", party="city", on="2025-06-01")
    assert answer.state == "uncertain"
    assert answer.certain is False
    assert "the record contradicts itself: " in answer.sentence
    assert says in answer.sentence
    assert any(says in what for what in answer.missing)


OPEN = {
    "an unknown scope": (GRANT.replace("s:all", "s:nowhere"), "the scope of the relief"),
    "no scope": (GRANT.replace(ALL, ""), "the scope of the relief"),
    "a scope that protects nobody": (
        GRANT.replace("s:all", "s:empty") + 's:empty a ej:Scope ; rdfs:label "empty" .',
        "the scope of the relief",
    ),
    "a scope that is its own reading": (
        GRANT.replace("s:all", "s:me")
        + "s:me a ej:Scope ; ej:narrowestReading s:me ; ej:widestReading s:me .",
        "the scope of the relief",
    ),
    "scopes that are one another's readings": (
        GRANT.replace("s:all", "s:me")
        + "s:me a ej:Scope ; ej:narrowestReading s:you ; ej:widestReading s:you ."
        + "s:you a ej:Scope ; ej:narrowestReading s:me ; ej:widestReading s:me .",
        "the scope of the relief",
    ),
    "a partial stay of an unknown part": (
        GRANT + effect("stay", "partial-stay", "r:a", "rel:pi", "2025-03-01", "; ej:suspendsScope s:gone"),
        "the scope of the relief",
    ),
    "a partial stay of no part in particular": (
        GRANT + effect("stay", "partial-stay", "r:a", "rel:pi", "2025-03-01"),
        "the scope of the relief",
    ),
    "a class of which nothing is said": (
        GRANT.replace("s:all", "s:class")
        + "s:class a ej:Scope ; ej:protects k:some . k:some a ej:ProtectedClass .",
        "whether Chester belongs to the class",
    ),
    "two new scopes on one day": (
        GRANT
        + effect("narrowing", "narrow", "r:a", "rel:pi", "2025-03-01", "; ej:setsScope s:nobody")
        + effect("widening", "rescope", "r:a", "rel:pi", "2025-03-01", ALL)
        + "s:nobody a ej:Scope ; ej:protects j:state .",
        "the order of “narrowing” and “widening”",
    ),
    "an effect without a day": (
        GRANT + END + "; ej:effectType ejv:dissolve ; ej:producedBy r:a ; ej:actsOn rel:pi .",
        "whether and when: end",
    ),
    "a mandate of a court of unknown level": (
        GRANT
        + 'r:u a ej:Ruling ; ej:byCourt c:u ; ej:decidedOn "2025-05-01" . c:u a ej:Court ; rdfs:label "Court U" .'
        + effect("end", "vacate", "r:u", "rel:pi", "2025-05-01", "; ej:atMandate true"),
        "date of the Court U's mandate",
    ),
}


@pytest.mark.parametrize("name", OPEN)
def test_what_is_not_recorded_is_said_to_be_missing(name: str) -> None:
    text, says = OPEN[name]
    answer = graph_of(text).status("p", party="city", on="2025-06-01")
    assert answer.state == "uncertain"
    assert {each.state for each in answer.readings} >= {"blocked", "in-force"} or "stay" in name
    assert any(says in what for what in answer.missing), answer.missing


HARMLESS = {
    "a lift of no stay": effect("lift", "lift-stay", "r:a", "rel:pi", "2025-03-01"),
    "an effect on nothing": END
    + '; ej:effectType ejv:dissolve ; ej:producedBy r:a ; ej:earliest "2025-03-01" .',
    "places within one another": "j:state ej:within j:city .",
    "one government in a circle": "j:city ej:sameGovernmentAs j:state . j:state ej:sameGovernmentAs j:city .",
    "parts of one another": "p:p ej:partOf p:q . p:q a ej:Provision ; ej:ofMeasure o:eo-1 ; ej:partOf p:p .",
    "a part of itself": "p:p ej:partOf p:p .",
    "relief that restrains itself": "rel:pi ej:restrains rel:pi .",
    "a provision of no measure": 'p:q a ej:Provision ; rdfs:label "loose" .',
    "a ruling of two days": 'r:t ej:decidedOn "2025-01-30" .',
    "an end at the end of the calendar": effect("end", "dissolve", "r:a", "rel:pi", "9999-12-31"),
    "a mandate at the end of the calendar": (
        'r:z a ej:Ruling ; ej:byCourt c:a ; ej:decidedOn "9999-12-01" .'
        + effect("end", "vacate", "r:z", "rel:pi", "9999-12-01", "; ej:atMandate true")
    ),
    "a reinstatement of what never ended": effect("again", "reinstates", "o:eo-1", "o:eo-1", "2025-02-10"),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_odd_but_contradicts_nothing_changes_nothing(name: str) -> None:
    answer = graph_of(GRANT + HARMLESS[name]).status("p", party="city", on="2025-06-01")
    assert (answer.state, answer.certain) == ("blocked", True)


@pytest.mark.parametrize("name", [*WRONG, *OPEN, *HARMLESS])
def test_every_question_has_an_answer_on_every_day(name: str) -> None:
    text = WRONG.get(name, OPEN.get(name, (GRANT + HARMLESS.get(name, ""), "")))[0]
    graph = graph_of(text)
    for day in ("0001-01-01", "2025-01-20", "2025-02-01", "2025-03-01", "9999-12-31"):
        for party in ("city", "state"):
            for asked in ("p", "eo-1"):
                answer = graph.status(asked, party=party, on=day)
                assert answer.sentence.endswith(".")
                assert answer.to_json()["state"] == answer.state
        assert graph.who_is_protected("p", on=day).sentence.endswith(".")
        assert graph.if_reversed("t", on=day).sentence.endswith(".")
    assert graph.what_binds("city", on="2025-06-01").found.provisions
    assert graph.changes("2025-06-01").sentence.endswith(".")
    assert graph.derive(full=True) is not None
