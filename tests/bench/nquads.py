"""Documents as the generator writes them: N-Quads, one named graph each, with an entry in the provenance.

What is written is a stream: a document is finished before the next begins, so that a larger graph
starts with the smaller one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Final

from enjoin.graph.iris import DEFAULT_BASE
from enjoin.ontology.terms import EDTF, ej, ejv, term

LICENCE: Final = "<https://creativecommons.org/publicdomain/zero/1.0/>"
RECORDED: Final = "2026-07-01T00:00:00Z"
ADAPTER: Final = "bench 1"
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


@cache
def e(name: str) -> str:
    """A term of the ontology."""
    return str(ej(name))


@cache
def v(name: str) -> str:
    """A concept."""
    return str(ejv(name))


@cache
def t(curie: str) -> str:
    """A term of another vocabulary."""
    return str(term(curie))


def iri(kind: str, name: str) -> str:
    """An entity of the data."""
    return f"<{DEFAULT_BASE}id/{kind}/{name}>"


def graph_iri(name: str) -> str:
    """A named graph."""
    return f"<{DEFAULT_BASE}graph/{name}>"


def text(value: str) -> str:
    return f'"{value.translate(_ESCAPES)}"'


def english(value: str) -> str:
    return f'"{value.translate(_ESCAPES)}"@en'


def day(value: date) -> str:
    return f'"{value.isoformat()}"^^{t("xsd:date")}'


def edtf(value: str) -> str:
    return f'"{value}"^^{EDTF}'


def number(value: int) -> str:
    return f'"{value}"^^{t("xsd:integer")}'


def truth(value: bool) -> str:
    return f'"{str(value).lower()}"^^{t("xsd:boolean")}'


@dataclass(slots=True)
class Document:
    """One source document: its statements in the order in which they were made, each once."""

    name: str
    title: str
    retrieved: date
    statements: dict[tuple[str, str, str], None] = field(default_factory=dict[tuple[str, str, str], None])

    @property
    def graph(self) -> str:
        return graph_iri(self.name)

    def say(self, subject: str, predicate: str, *objects: str) -> None:
        """Statements of one subject and one predicate."""
        for object_ in objects:
            self.statements[subject, predicate, object_] = None

    def describe(self, subject: str, kinds: str, label: str, **said: str | list[str] | None) -> str:
        """An entity: its classes (names of ours, by blanks), its English name, and what `ej:` says of it."""
        self.say(subject, t("rdf:type"), *[e(kind) for kind in kinds.split()])
        self.say(subject, t("rdfs:label"), english(label))
        for name, given in said.items():
            if given is not None:
                self.say(subject, e(name), *([given] if isinstance(given, str) else given))
        return subject

    def record(self, about: list[str], cited: list[str]) -> None:
        """What the document is about, and on which sources it rests."""
        record = f"{self.graph[:-1]}#1>"
        self.say(record, t("rdf:type"), e("Record"))
        self.say(record, e("about"), *about)
        self.say(record, e("citedSource"), *cited)
        self.say(record, e("line"), number(1))
        self.say(record, e("verification"), v("stored"))

    def lines(self) -> Iterator[str]:
        """The document in N-Quads, and what the provenance says of it."""
        graph, body = self.graph, [f"{s} {p} {o}" for s, p, o in self.statements]
        for line in body:
            yield f"{line} {graph} .\n"
        digest = sha256("\n".join(body).encode()).hexdigest()
        provenance = graph_iri("provenance")
        for predicate, value in (
            (t("rdf:type"), e("Document")),
            (t("dcterms:license"), LICENCE),
            (t("dcterms:title"), english(self.title)),
            (e("adapter"), text(ADAPTER)),
            (e("digest"), text(f"sha256:{digest}")),
            (e("recordedAt"), f'"{RECORDED}"^^{t("xsd:dateTime")}'),
            (e("retrievedOn"), day(self.retrieved)),
            (e("revision"), number(1)),
            (e("statementCount"), number(len(body))),
        ):
            yield f"{graph} {predicate} {value} {provenance} .\n"
