"""What the data of a release covers, and how far it was verified: counted, to be said in its README."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from ...ontology.terms import ej

if TYPE_CHECKING:
    from ..backend import Backend


@dataclass(frozen=True, slots=True)
class Coverage:
    """Entities by class, records by how they were verified, and the days to which the record was checked."""

    entities: dict[str, int]
    verified: dict[str, int]
    checked_from: str
    checked_to: str
    single_source: int

    def as_json(self) -> dict[str, object]:
        return {
            "entities": self.entities,
            "verified": self.verified,
            "checkedFrom": self.checked_from,
            "checkedTo": self.checked_to,
            "recordsOfOneSource": self.single_source,
        }


_COUNTED = (
    "Order",
    "Provision",
    "Lawsuit",
    "Proceeding",
    "Ruling",
    "Relief",
    "LegalEffect",
    "Claim",
    "Source",
)


def coverage(store: "Backend") -> Coverage:
    """The counts of a store as it is now."""
    classes = {
        name: _one(store, f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {_of(name)} }}") for name in _COUNTED
    }
    days = list(
        store.select(f"SELECT (MIN(?d) AS ?from) (MAX(?d) AS ?to) WHERE {{ ?x {ej('checkedTo')} ?d }}")
    )
    first = days[0] if days else {}
    alone = (
        f"SELECT (COUNT(*) AS ?n) WHERE {{ {{ SELECT ?r WHERE {{ ?r {ej('citedSource')} ?s }} "
        "GROUP BY ?r HAVING (COUNT(DISTINCT ?s) = 1) } }"
    )
    return Coverage(
        {name: count for name, count in classes.items() if count},
        dict(_verified(store)),
        _value(first.get("from")),
        _value(first.get("to")),
        _one(store, alone),
    )


def _of(name: str) -> str:
    """A pattern for the instances of a class and of the classes under it."""
    under = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
    return f"?x a ?c . ?c {under}* {NamedNode(ej(name).value)}"


def _verified(store: "Backend") -> Iterator[tuple[str, int]]:
    query = (
        f"SELECT ?level (COUNT(DISTINCT ?r) AS ?n) WHERE {{ ?r {ej('verification')} ?level }} "
        "GROUP BY ?level ORDER BY ?level"
    )
    for row in store.select(query):
        yield _value(row.get("level")).rpartition("/")[2], int(_value(row.get("n")))


def _one(store: "Backend", query: str) -> int:
    return next((int(_value(row.get("n"))) for row in store.select(query)), 0)


def _value(term: object) -> str:
    return term.value if isinstance(term, (Literal, NamedNode)) else ""
