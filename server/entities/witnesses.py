"""Who says what a page shows: each row of a document gets a number, and the page ends with their list.

A number is given when the page first shows it, so numbers run in the order of reading.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import g
from pyoxigraph import BlankNode, Literal, NamedNode

from ...ontology.terms import ej
from ..day import safe_day
from ..desk import desk
from ..present import Thing, href_of, names, thing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ...graph.backend import Backend
    from ..ask import Term
    from .facts import Value, Witness


@dataclass(slots=True)
class Source:
    """What some rows rest on: cited sources, the compiler's note, and how well it was verified."""

    number: int
    cited: list[Thing]
    note: str
    verification: str
    rows: list[Thing] = field(default_factory=list[Thing])


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a document, as its record tells."""

    href: str | None
    name: str
    cited: tuple[Thing, ...]
    note: str
    verification: str
    knowledge: frozenset[str] = frozenset()


class Witnesses:
    """The sources of one page, in the order in which the page names them."""

    __slots__ = ("_found", "_records", "_rows")

    def __init__(self) -> None:
        self._rows: dict[str, list[_Row]] = {}
        self._records: dict[str, _Row] = {}
        self._found: dict[tuple[object, ...], Source] = {}

    def learn(self, iris: Iterable[str]) -> None:
        """Looks up the rows that tell of these things, all at once; do it before the page is drawn."""
        fresh = sorted({iri for iri in iris if iri} - self._rows.keys())
        if not fresh:
            return
        store = desk().graph.store(safe_day().known)
        told = {iri: _records_of(store, iri) for iri in fresh}
        unread = {record for records in told.values() for record in records} - self._records.keys()
        said = {record: _said_by(store, record) for record in sorted(unread)}
        documents = {record.partition("#")[0] for record in said}
        cited = {each.value for row in said.values() for each in row.get(ej("citedSource").value, ())}
        names().learn(NamedNode(iri) for iri in documents | cited)
        self._records.update({record: _row(record, row) for record, row in said.items()})
        self._rows.update({iri: [self._records[each] for each in records] for iri, records in told.items()})

    def marks(self, *iris: str) -> list[int]:
        """The numbers of the sources of things learned before; none where no row tells of them."""
        return sorted({self._number(row) for iri in iris for row in self._rows.get(iri, ())})

    def knows(self, iri: str, property_: str) -> bool:
        """Whether a row of a thing learned before marks that property as the compiler's own knowledge."""
        return any(property_ in row.knowledge for row in self._rows.get(iri, ()))

    def of(self, value: Value) -> list[int]:
        """The numbers of the sources of one statement."""
        return sorted({self._number(_told(said)) for said in value.said if said.recorded})

    def _number(self, row: _Row) -> int:
        key = (tuple(thing.iri or thing.text for thing in row.cited), row.note, row.verification)
        found = self._found.get(key)
        if found is None:
            found = Source(len(self._found) + 1, list(row.cited), row.note, row.verification)
            self._found[key] = found
        if all(there.text != row.name for there in found.rows):
            found.rows.append(Thing(row.name, row.href))
        return found.number

    @property
    def listed(self) -> Sequence[Source]:
        """All sources that the page has named so far, by number."""
        return list(self._found.values())


def _records_of(store: Backend, iri: str) -> list[str]:
    about = (quad.subject for quad in store.quads(None, ej("about"), NamedNode(iri)))
    return sorted({each.value for each in about if isinstance(each, NamedNode)})


def _said_by(store: Backend, record: str) -> dict[str, list[Term]]:
    said: dict[str, list[Term]] = {}
    for quad in store.quads(NamedNode(record)):
        if isinstance(quad.object, (NamedNode, BlankNode, Literal)):
            said.setdefault(quad.predicate.value, []).append(quad.object)
    return said


def _row(record: str, said: Mapping[str, Sequence[Term]]) -> _Row:
    """The row that a record stands for."""
    name, line = names().of(record.partition("#")[0]), _first(said, "line")
    return _Row(
        href_of(record)[0],
        f"{name}, {line}" if line else name,
        tuple(thing(iri) for iri in sorted({each.value for each in said.get(ej("citedSource").value, ())})),
        _first(said, "sourceNote"),
        _first(said, "verification").rpartition("/")[2],
        frozenset(each.value.rpartition("#")[2] for each in said.get(ej("knowledgeOf").value, ())),
    )


def _first(said: Mapping[str, Sequence[Term]], name: str) -> str:
    return next((each.value for each in said.get(ej(name).value, ())), "")


def _told(said: Witness) -> _Row:
    name = f"{said.document.text}, {said.line}" if said.line else said.document.text
    return _Row(said.document.href, name, tuple(said.sources), said.note, said.verification)


def witnesses() -> Witnesses:
    """The sources of the page of this request."""
    if "witnesses" not in g:
        g.witnesses = Witnesses()
    found: Witnesses = g.witnesses
    return found
