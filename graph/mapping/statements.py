"""The statements of one row, gathered entity by entity, with the record of where they come from."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from ...ontology.terms import ej, ejv, term
from ..iris import Iris
from ..records import PartialDate, Ref, Row
from .knowledge import marked

TYPE: Final = term("rdf:type")
LABEL: Final = term("rdfs:label")
ALT_LABEL: Final = term("skos:altLabel")
TITLE: Final = term("dcterms:title")
NAME: Final = term("foaf:name")

_DATE: Final = term("xsd:date")
_MONTH: Final = term("xsd:gYearMonth")
_YEAR: Final = term("xsd:gYear")
_INTEGER: Final = term("xsd:integer")
_BOOLEAN: Final = term("xsd:boolean")


def day(value: date) -> Literal:
    return Literal(value.isoformat(), datatype=_DATE)


def partial(value: PartialDate) -> Literal:
    """The date as precise as it is known, no more: a day, a month or a year."""
    datatype = _YEAR if value.month is None else _MONTH if value.day is None else _DATE
    return Literal(str(value), datatype=datatype)


def concept(word: str) -> NamedNode:
    """The concept for a word of the files: `affirmed_in_part` is `ejv:affirmed-in-part`."""
    return ejv(word.replace("_", "-").replace(" ", "-"))


class Entity:
    """One thing that a row speaks of, and what the row says of it."""

    def __init__(self, iris: Iris, ref: Ref, types: Iterable[NamedNode], label: str | None) -> None:
        self.iris = iris
        self.iri = iris.entity(ref.kind, ref.id)
        self.said: list[tuple[NamedNode, NamedNode | Literal]] = [(TYPE, each) for each in types]
        self.english(LABEL, label)

    def add(self, predicate: NamedNode, *values: NamedNode | Literal | None) -> None:
        self.said.extend((predicate, value) for value in values if value is not None)

    def text(self, predicate: NamedNode, *values: str | None) -> None:
        self.add(predicate, *(Literal(value) for value in values if value is not None))

    def english(self, predicate: NamedNode, *values: str | None) -> None:
        self.add(predicate, *(Literal(value, language="en") for value in values if value is not None))

    def when(self, predicate: NamedNode, value: PartialDate | None) -> None:
        if value is not None:
            self.add(predicate, partial(value))

    def day(self, predicate: NamedNode, value: PartialDate | None) -> None:
        """A day, where it is known to the day; a less precise date is no day."""
        exact = value.exact if value is not None else None
        if exact is not None:
            self.add(predicate, day(exact))

    def number(self, predicate: NamedNode, value: int | None) -> None:
        if value is not None:
            self.add(predicate, Literal(str(value), datatype=_INTEGER))

    def flag(self, predicate: NamedNode, value: bool | None) -> None:
        if value is not None:
            self.add(predicate, Literal("true" if value else "false", datatype=_BOOLEAN))

    def concept(self, predicate: NamedNode, *words: str | None) -> None:
        self.add(predicate, *(concept(word) for word in words if word is not None))

    def refer(self, predicate: NamedNode, *refs: Ref | None) -> None:
        self.add(predicate, *(self.iris.entity(ref.kind, ref.id) for ref in refs if ref is not None))


class Page:
    """What one row says, about whatever it speaks of."""

    def __init__(self, iris: Iris, graph: NamedNode, row: Row) -> None:
        self.iris = iris
        self.graph = graph
        self.row = row
        self.entities: list[Entity] = []

    def entity(self, kind: str, name: str, *types: NamedNode, label: str | None) -> Entity:
        """Begin to speak of an entity; without a label it is one of which another row tells."""
        entity = Entity(self.iris, Ref(kind, name), types, label)
        self.entities.append(entity)
        return entity

    def triples(self, sheet: str, sources: Iterable[NamedNode]) -> Iterator[Triple]:
        """All that the row says, and its record; `sheet` is the format's name of the file."""
        for entity in self.entities:
            yield from (Triple(entity.iri, predicate, value) for predicate, value in entity.said)
        yield from self._record(sheet, sources)

    def _record(self, sheet: str, sources: Iterable[NamedNode]) -> Iterator[Triple]:
        """Who vouches for the row, which of its properties are only knowledge, and its sources."""
        row = self.row
        record = self.iris.record(self.graph, row.key)
        said = {predicate for entity in self.entities for predicate, _ in entity.said}
        properties, remark = marked(sheet, row, said - {TYPE, LABEL, ALT_LABEL})
        yield Triple(record, TYPE, ej("Record"))
        for entity in self.entities:
            yield Triple(record, ej("about"), entity.iri)
        yield Triple(record, ej("verification"), concept(row.verified))
        yield Triple(record, ej("line"), Literal(str(row.line), datatype=_INTEGER))
        for found in sorted(properties, key=lambda each: each.value):
            yield Triple(record, ej("knowledgeOf"), found)
        for source in sources:
            yield Triple(record, ej("citedSource"), source)
        if row.source is not None:
            yield Triple(record, ej("sourceNote"), Literal(row.source))
        if remark is not None:
            yield Triple(record, ej("note"), Literal(remark))
