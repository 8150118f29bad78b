"""The questions that the servers are asked, each with as many different parameters as are wanted."""

import random
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

PREFIXES: Final = """PREFIX ej: <https://w3id.org/enjoin/ns#>
PREFIX ejv: <https://w3id.org/enjoin/vocab/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
# A bare store, and the other servers, may have named graphs and a default graph that is not their
# union: all servers are given the same data in the default graph, so that all do the same work.
ONE_HOP: Final = PREFIXES + "SELECT ?p ?o WHERE { %s ?p ?o }"
FOUR_HOP: Final = (
    PREFIXES
    + """SELECT ?provision ?relief ?ruling ?decided ?judge ?name WHERE {
  ?provision ej:ofMeasure %s .
  ?relief ej:restrains ?provision ; ej:grantedBy ?ruling .
  ?ruling ej:decidedOn ?decided ; ej:hasBench ?bench .
  ?bench ej:seat ?judge .
  ?judge rdfs:label ?name
}"""
)
ROWS: Final = PREFIXES + "SELECT ?s ?label WHERE { ?s rdfs:label ?label } OFFSET %s LIMIT 10000"


@dataclass(frozen=True, slots=True)
class Question:
    """One kind of question: its name, what it asks, and its texts."""

    name: str
    asks: str
    texts: tuple[str, ...]


def questions(store: ox.Store, count: int = 500, seed: str = "questions") -> list[Question]:
    """The kinds of questions about what a store holds; their parameters are drawn with a fixed seed."""
    chance = random.Random(seed)
    orders = sorted(
        {str(row["o"]) for row in _select(store, "SELECT DISTINCT ?o WHERE { ?p ej:ofMeasure ?o }")}
    )
    fought = sorted(
        {
            str(row["o"])
            for row in _select(store, "SELECT DISTINCT ?o WHERE { ?r ej:restrains ?p . ?p ej:ofMeasure ?o }")
        }
    )
    rulings = sorted({str(row["r"]) for row in _select(store, "SELECT ?r WHERE { ?r a ej:Ruling }")})
    return [
        Question("one-hop", "all that is said of a ruling or an order", _filled(ONE_HOP, orders + rulings, count, chance)),
        Question("four-hop", "what blocked this order: provision, relief, ruling, bench, judge", _filled(FOUR_HOP, fought, count, chance)),
        Question("rows", "10,000 rows, names of things", tuple(ROWS % offset for offset in range(40))),
    ]  # fmt: skip


def _filled(text: str, values: list[str], count: int, chance: random.Random) -> tuple[str, ...]:
    return tuple(text % chance.choice(values) for _ in range(count))


def _select(store: ox.Store, text: str) -> ox.QuerySolutions:
    found = store.query(PREFIXES + text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return found
