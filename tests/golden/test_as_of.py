"""Plain SPARQL over the derived graph says what the fold says, of everybody, around every change."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from enjoin.graph.effects.litigation import load
from enjoin.graph.effects.outlook import Outlook
from enjoin.graph.effects.periods import units
from enjoin.graph.effects.timeline import course_of
from enjoin.graph.effects.world import Litigation
from enjoin.ontology.terms import EJV

if TYPE_CHECKING:
    from enjoin.graph import Graph

PERIODS = """
SELECT ?p ?member ?rest ?state ?from ?until ?possible WHERE {
  ?period ej:ofProvision ?p ; ej:ofGroup ?group ; ej:state ?state ; ej:from ?from .
  ?group ej:isRest ?rest .
  OPTIONAL { ?group ej:hasMember ?member }
  OPTIONAL { ?period ej:until ?until }
  OPTIONAL { ?period ej:possibleState ?possible }
}
"""
AS_OF = """
PREFIX ej: <https://w3id.org/enjoin/ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT DISTINCT ?state WHERE {
  VALUES (?p ?party ?on) { (<%s> <%s> "%s"^^xsd:date) }
  ?period ej:ofProvision ?p ; ej:ofGroup ?group ; ej:state ?state ; ej:from ?from .
  OPTIONAL { ?period ej:until ?until }
  FILTER (?from <= ?on && (!BOUND(?until) || ?on < ?until))
  OPTIONAL { ?apart ej:ofProvision ?p ; ej:hasMember ?member FILTER (?member = ?party) }
  OPTIONAL { ?group ej:isRest ?rest }
  FILTER (?group = ?apart || (!BOUND(?apart) && ?rest))
}
"""


@pytest.fixture(scope="module")
def lit(starter: "Graph") -> Litigation:
    return load(starter.store().select)


def turns(lit: Litigation, provision: str) -> Iterator[date]:
    """The day before each change for anybody, and the day of it, since the measure was made or begins."""
    course = course_of(lit, provision)
    measure = lit.measures[course.bearing.chain[-1]]
    made = (measure.begun.exact if measure.begun is not None else None) or min(course.days)
    for day in course.days:
        if day > made:
            yield from (day - timedelta(1), day)
    yield made


def test_the_periods_of_everybody_are_those_of_the_fold(starter: "Graph", lit: Litigation) -> None:
    """Of each known party itself, not only of the one that stands for its group."""
    held: defaultdict[tuple[str, str], dict[tuple[str, str], set[tuple[str, str]]]] = defaultdict(dict)
    for row in starter.sparql(PERIODS):
        said = {name: term.value for name, term in row.items() if not isinstance(term, ox.Triple)}
        key = (said["from"], said.get("until", "9999-12-31"))
        state = (said["state"].removeprefix(EJV), said.get("possible", "").removeprefix(EJV))
        held[said["p"], said.get("member", "rest")].setdefault(key, set()).add(state)
    compared = 0
    for provision in units(lit):
        course = course_of(lit, provision)
        days = sorted(set(turns(lit, provision)))
        named = {who for what, who in held if what == provision}
        others = [key for key, agent in lit.agents.items() if agent.is_place and key not in named]
        for who in [*sorted(named - {"rest"}), *others]:
            periods = held[provision, who if who in named else "rest"]
            for day in days if periods else ():  # of a statute of no known day there are none
                said = [state for (start, end), state in periods.items() if start <= day.isoformat() < end]
                assert said == [of(course.outlook(who, day))], (provision, who, day)
                compared += 1
    assert compared > 10_000


def of(outlook: Outlook) -> set[tuple[str, str]]:
    return {(outlook.state, "" if outlook.certain else each) for each in outlook.possible}


ASKED = [
    ("eo-13768-9a", "us-il-chicago", ("2017-04-24", "2017-04-25", "2018-10-01", "2019-06-01", "2021-01-20")),
    ("eo-14159-17", "us-ca-san-francisco", ("2025-01-20", "2025-04-24", "2026-01-01")),
    ("eo-14160-2a", "us-tx", ("2025-01-22", "2025-01-23", "2025-07-28")),
    ("jag-2017-notice", "us-ca-berkeley", ("2018-06-26", "2020-07-14")),
]


def test_another_engine_says_the_same(starter: "Graph") -> None:
    import rdflib

    graph = rdflib.Graph()
    store = starter.store()
    quads = store.quads(graph=starter.iris.graph("derived"))
    lines = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    graph.parse(data=lines, format="nt")
    for provision, party, days in ASKED:
        what = starter.resolve(provision).value
        who = starter.resolve(party).value
        for day in days:
            rows = graph.query(AS_OF % (what, who, day))
            said = {str(row[0]).removeprefix(EJV) for row in rows if isinstance(row, rdflib.query.ResultRow)}
            assert said == {starter.status(provision, party=party, on=day).state}, (provision, party, day)
