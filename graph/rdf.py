"""Statements in and out of RDF's formats: repeatable bytes, short names, canonical blank nodes."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, BinaryIO, Final, cast

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    serialize,
)

from ..ontology.terms import PREFIXES, term
from .canon import canonicalized
from .cutting import XmlFilter
from .errors import QueryParameterError
from .formats import Format

RDF_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

_HEADED: Final = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.RDF_XML)
# What may end an element's name in XML: a predicate without such an end has no RDF/XML.
_ELEMENT: Final = re.compile(r"[^\W\d][\w.\-·]*$")


def write(statements: Iterable[Triple | Quad], form: Format, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """`statements` in a format, in the order given; the prefixes come first, by name.

    A format without named graphs drops them. Raises `QueryParameterError` for a statement that
    the format cannot hold.
    """
    with io.BytesIO() as file:
        Writer(file, form).write_all(statements, prefixes)
        return file.getvalue()


class Writer:
    """Writes statements into a file piece by piece; `written` counts the bytes so far.

    The engine writes the prefixes in a new order each time, and characters into XML that XML cannot
    hold (`replaced` counts these): both are put right on the way.
    """

    def __init__(self, file: BinaryIO, form: Format) -> None:
        """Raises `QueryParameterError` for a format that is none of statements."""
        if not isinstance(form.engine, RdfFormat):
            raise QueryParameterError(f"statements cannot be written as {form.name!r}")
        self.written = 0
        self._file = file
        self._form = form
        self._engine = form.engine
        self._head: bytes | None = b"" if self._engine in _HEADED else None
        self._xml = XmlFilter() if self._engine == RdfFormat.RDF_XML else None

    @property
    def replaced(self) -> int:
        return self._xml.replaced if self._xml else 0

    def write_all(self, statements: Iterable[Triple | Quad], prefixes: Mapping[str, str] = PREFIXES) -> None:
        """The whole document; see `write`."""
        mixed = cast("Iterable[Quad]", self._taken(statements))  # the engine takes both; its stubs say one
        sink = cast("IO[bytes]", self)  # `write` and `flush` are all that the engine needs
        serialize(mixed, sink, format=self._engine, prefixes=dict(prefixes))
        if self._head is not None:
            head, self._head = self._head, None
            self._put(_settled(head, self._engine))
        if self._xml:
            self._put(self._xml.rest())

    def write(self, chunk: bytes) -> int:
        """Take the next bytes of the engine."""
        if self._head is not None:
            self._head += chunk
            if _head_is_whole(self._head, self._engine):
                head, self._head = self._head, None
                self._put(_settled(head, self._engine))
        else:
            self._put(chunk)
        return len(chunk)

    def flush(self) -> None:
        """Nothing waits that could go."""

    def _put(self, chunk: bytes) -> None:
        if self._xml:
            chunk = self._xml.clean(chunk)
        self._file.write(chunk)
        self.written += len(chunk)

    def _taken(self, statements: Iterable[Triple | Quad]) -> Iterator[Triple | Quad]:
        for statement in statements:
            if self._xml and not _ELEMENT.search(statement.predicate.value):
                raise QueryParameterError(
                    f"{statement.predicate} cannot be a property in RDF/XML; use another format"
                )
            if isinstance(statement, Quad) and not self._form.holds_graphs:
                yield statement.triple
            else:
                yield statement


def _head_is_whole(head: bytes, engine: RdfFormat) -> bool:
    if engine == RdfFormat.RDF_XML:
        return b">" in head.partition(b"<rdf:RDF")[2]
    return not all(line.startswith(b"@prefix ") for line in head.split(b"\n")[:-1])


def _settled(body: bytes, engine: RdfFormat) -> bytes:
    """A document, or its beginning, with the prefixes in order."""
    if engine in {RdfFormat.TURTLE, RdfFormat.TRIG}:
        lines = body.split(b"\n")
        count = next((i for i, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
        return b"\n".join([*sorted(lines[:count]), *lines[count:]])
    head, mark, rest = body.partition(b"<rdf:RDF")
    names, close, rest = rest.partition(b">")
    kept = sorted(name for name in names.split() if not name.startswith(b"xmlns:its="))
    return head + mark + b"".join(b"\n    " + name for name in kept) + close + rest


def canonical(quads: Iterable[Quad]) -> list[Quad]:
    """The same dataset with canonical blank nodes (RDFC-1.0), sorted: equal data, equal list."""
    listed = list(quads)
    if any(has_blank_nodes(quad) for quad in listed):
        listed = canonicalized(listed)
    return sorted(set(listed), key=in_order)


def whole(number: int) -> Literal:
    """A count as a term."""
    return Literal(str(number), datatype=term("xsd:integer"))


def about(
    subject: NamedNode | BlankNode, said: Iterable[tuple[NamedNode, NamedNode | BlankNode | Literal]]
) -> list[Triple]:
    """Triples of one subject."""
    return [Triple(subject, prop, value) for prop, value in said]


def in_order(quad: Quad) -> tuple[str, str, bool, str, str]:
    """The key of the order in which statements are written: by graph, subject, type first, predicate, object."""
    graph = "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)
    return (graph, str(quad.subject), quad.predicate != RDF_TYPE, quad.predicate.value, str(quad.object))


def has_blank_nodes(statement: Triple | Quad) -> bool:
    """Whether a blank node is the subject, the object or the graph of the statement."""
    if isinstance(statement.subject, BlankNode) or isinstance(statement.object, BlankNode):
        return True
    return isinstance(statement, Quad) and isinstance(statement.graph_name, BlankNode)


def short(iri: NamedNode | str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """How people write an IRI: a CURIE for a known vocabulary, the last segments for an entity.

    >>> short("https://w3id.org/enjoin/ns#signedOn")
    'ej:signedOn'
    >>> short("https://w3id.org/enjoin/id/order/eo-13768")
    'order/eo-13768'
    """
    text = iri if isinstance(iri, str) else iri.value
    for prefix, namespace in prefixes.items():
        name = text.removeprefix(namespace)
        if name != text and name and "/" not in name and "#" not in name:
            return f"{prefix}:{name}"
    _, mark, rest = text.partition("/id/")
    return rest if mark and rest.count("/") == 1 else text
