"""What is remembered of each document: where its graph came from, when, and read by what.

Entries stand in the graph `provenance`, one per named graph of a document; the document's IRI is
that of its graph. They are statements like any others: queried, exported, and read back.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ..ontology.terms import ej, term
from .backend import Backend
from .errors import EntityNotFound
from .iris import RESERVED, Iris

_TYPE: Final = term("rdf:type")
_TOLD: Final = ("id", "title", "digest", "adapter", "recordedAt", "retrievedOn", "license", "sourceUrl")


@dataclass(frozen=True, slots=True)
class Entry:
    """One document as the store knows it.

    `revision` counts from 1; `former` is the digest of the revision before. `recorded_at` is when
    the store learnt it, with its offset, `retrieved_on` the day the bytes were fetched. `before` are
    the statements that decisions on who is who changed, as they were made and as they stand.
    """

    id: str
    title: str
    digest: str
    adapter: str
    recorded_at: str
    revision: int = 1
    statements: int = 0
    retrieved_on: str = ""
    licence: str = ""
    url: str = ""
    former: str = ""
    before: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """The name of the source that read it, without its version."""
        return self.adapter.partition(" ")[0]

    def as_json(self) -> dict[str, str | int]:
        """All that is known, by the names of the ontology; what is not known is left out."""
        found: dict[str, str | int] = {
            "id": self.id,
            "title": self.title,
            "digest": self.digest,
            "adapter": self.adapter,
            "recordedAt": self.recorded_at,
            "revision": self.revision,
            "statementCount": self.statements,
            "retrievedOn": self.retrieved_on,
            "license": self.licence,
            "sourceUrl": self.url,
            "wasRevisionOf": self.former,
        }
        return {name: value for name, value in found.items() if value != ""}


def from_json(said: object) -> Entry:
    """The entry that `as_json` wrote, as far as it was given; `ValueError` or `TypeError` for anything else."""
    if not isinstance(said, dict):
        raise TypeError("an entry is an object")
    given = cast("dict[str, object]", said)
    text = {name: given.get(name, "") for name in _TOLD}
    if not all(isinstance(value, str) for value in text.values()) or not text["id"] or not text["adapter"]:
        raise ValueError("an entry has texts: at least id and adapter")
    words = cast("dict[str, str]", text)
    return Entry(
        id=words["id"],
        title=words["title"] or words["id"],
        digest=words["digest"],
        adapter=words["adapter"],
        recorded_at=words["recordedAt"],
        retrieved_on=words["retrievedOn"] and date.fromisoformat(words["retrievedOn"]).isoformat(),
        licence=words["license"],
        url=words["sourceUrl"],
    )


def moment(when: datetime) -> str:
    """A moment of ours as it is written: to the second, with its offset.

    >>> from datetime import UTC
    >>> moment(datetime(2026, 11, 21, tzinfo=UTC))
    '2026-11-21T00:00:00Z'
    """
    if when.tzinfo is None:
        raise ValueError("a moment needs an offset")
    return when.isoformat(timespec="seconds").replace("+00:00", "Z")


def day(when: date) -> str:
    """A day as it is written: `2026-11-21`."""
    return when.isoformat()


def triples(entry: Entry, iris: Iris) -> list[Triple]:
    """The statements of the entry, for the graph `provenance`."""
    graph = iris.graph(entry.id)
    said: list[tuple[NamedNode, NamedNode | Literal]] = [
        (_TYPE, ej("Document")),
        (term("dcterms:title"), Literal(entry.title, language="en")),
        (ej("digest"), Literal(entry.digest)),
        (ej("adapter"), Literal(entry.adapter)),
        (ej("recordedAt"), Literal(entry.recorded_at, datatype=term("xsd:dateTime"))),
        (ej("revision"), Literal(entry.revision)),
        (ej("statementCount"), Literal(entry.statements)),
    ]
    if entry.retrieved_on:
        said.append((ej("retrievedOn"), Literal(entry.retrieved_on, datatype=term("xsd:date"))))
    if entry.licence:
        said.append((term("dcterms:license"), _address(entry.licence)))
    if entry.url:
        said.append((ej("sourceUrl"), _address(entry.url)))
    if entry.former:
        said.append((term("prov:wasRevisionOf"), Literal(entry.former)))
    said += [(ej("saidBefore"), Literal(text)) for text in entry.before]
    return [Triple(graph, predicate, value) for predicate, value in said]


def _address(text: str) -> NamedNode | Literal:
    """An address as an IRI, where it is one."""
    if text.startswith(("http://", "https://")):
        try:
            return NamedNode(text)
        except ValueError:
            pass
    return Literal(text)


def from_statements(statements: Iterable[Triple | Quad], iris: Iris) -> list[Entry]:
    """The entries that statements of a provenance graph make, by id."""
    said: dict[str, dict[str, str]] = {}
    documents: set[str] = set()
    before: dict[str, list[str]] = {}
    for statement in statements:
        subject = statement.subject
        if not isinstance(subject, NamedNode):
            continue
        name = iris.document(subject)
        if statement.predicate == _TYPE and statement.object == ej("Document"):
            documents.add(name)
        value = cast("NamedNode | BlankNode | Literal", statement.object).value
        if statement.predicate == ej("saidBefore"):
            before.setdefault(name, []).append(value)
        said.setdefault(name, {})[statement.predicate.value] = value
    return [
        replace(_entry(name, said[name]), before=tuple(sorted(before.get(name, ()))))
        for name in sorted(documents)
    ]


def _entry(name: str, said: dict[str, str]) -> Entry:
    def one(predicate: NamedNode, default: str = "") -> str:
        return said.get(predicate.value, default)

    return Entry(
        id=name,
        title=one(term("dcterms:title"), name),
        digest=one(ej("digest")),
        adapter=one(ej("adapter")),
        recorded_at=one(ej("recordedAt")),
        revision=int(one(ej("revision"), "1")),
        statements=int(one(ej("statementCount"), "0")),
        retrieved_on=one(ej("retrievedOn")),
        licence=one(term("dcterms:license")),
        url=one(ej("sourceUrl")),
        former=one(term("prov:wasRevisionOf")),
    )


def entries(store: Backend, iris: Iris) -> dict[str, Entry]:
    """Every document in the store, by id."""
    found = from_statements(store.quads(graph=iris.graph("provenance")), iris)
    return {entry.id: entry for entry in found}


def first_recorded(store: Backend, iris: Iris) -> list[str]:
    """When the first of the documents in the store was recorded; nothing where there are none.

    The engine looks through them: reading every entry would take long where there are many.
    """
    rows = store.select(
        f"SELECT (MIN(STR(?at)) AS ?first) WHERE {{ GRAPH {iris.graph('provenance')} {{ "
        f"?document {ej('recordedAt')} ?at ; {term('rdf:type')} {ej('Document')} }} }}"
    )
    return [value.value for row in rows if isinstance(value := row.get("first"), Literal)]


class Entries(Mapping[str, Entry]):
    """The documents in a store by id, each read when it is asked for, not all there are."""

    def __init__(self, store: Backend, iris: Iris) -> None:
        self._store = store
        self._iris = iris
        self._found: dict[str, Entry | None] = {}

    def __getitem__(self, name: str) -> Entry:
        if name not in self._found:
            graph, told = self._iris.graph(name), self._iris.graph("provenance")
            held = from_statements(self._store.quads(graph, graph=told), self._iris)
            self._found[name] = held[0] if held else None
        found = self._found[name]
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(entries(self._store, self._iris))

    def __len__(self) -> int:
        return len(entries(self._store, self._iris))


def entry(store: Backend, iris: Iris, name: str) -> Entry:
    """One document in the store; `EntityNotFound` with ids like it."""
    name = iris.graph_name(name) or name.removeprefix("graph/")
    found = Entries(store, iris).get(name)
    if found is None:
        from difflib import get_close_matches

        raise EntityNotFound(name, get_close_matches(name, entries(store, iris), n=3))
    return found


def asserted(store: Backend, iris: Iris) -> list[NamedNode]:
    """The graphs that hold what documents say, and what editors decided: all but those that are made."""
    hidden = made(iris)
    return [graph for graph in store.graphs() if graph not in hidden]


def made(iris: Iris) -> frozenset[NamedNode]:
    """The graphs that no document says and no editor decided: vocabulary, rules, provenance, what is derived."""
    return frozenset(iris.graph(name) for name in RESERVED - {"adoptions"})


def next_revision(former: Entry | None, latest_kept: int, new: Entry) -> Entry:
    """`new` as the revision after `former`, or after the last that is kept of a removed document."""
    if former is None:
        return replace(new, revision=latest_kept + 1)
    return replace(new, revision=max(former.revision, latest_kept) + 1, former=former.digest)
