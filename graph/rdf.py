"""Statements in and out of RDF's formats: repeatable bytes, short names, canonical blank nodes."""

import re
from collections.abc import Iterable, Mapping
from typing import Final, cast

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    serialize,
)

from ..ontology.terms import PREFIXES
from .canon import canonicalized
from .cutting import clean_xml
from .errors import QueryParameterError
from .formats import Format

RDF_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

# What may end an element's name in XML: a predicate without such an end has no RDF/XML.
_ELEMENT: Final = re.compile(r"[^\W\d][\w.\-·]*$")


def write(statements: Iterable[Triple | Quad], form: Format, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """`statements` in a format, in the order given; the prefixes come first, by name.

    A format without named graphs drops them. Raises `QueryParameterError` for a statement that
    the format cannot hold.
    """
    engine = form.engine
    if not isinstance(engine, RdfFormat):
        raise QueryParameterError(f"statements cannot be written as {form.name!r}")
    listed: list[Triple | Quad] = list(statements)
    if not form.holds_graphs:
        listed = [statement.triple if isinstance(statement, Quad) else statement for statement in listed]
    if engine == RdfFormat.RDF_XML:
        _check_xml(listed)
    mixed = cast("Iterable[Quad]", listed)  # the engine takes both at once; its stubs say one or the other
    body = serialize(mixed, format=engine, prefixes=dict(prefixes)) or b""
    return _settled(body, engine)


def _check_xml(statements: Iterable[Triple | Quad]) -> None:
    for predicate in {statement.predicate for statement in statements}:
        if not _ELEMENT.search(predicate.value):
            raise QueryParameterError(f"{predicate} cannot be a property in RDF/XML; use another format")


def _settled(body: bytes, engine: RdfFormat) -> bytes:
    """The engine's bytes with the prefixes in order: it writes them in a new order each time."""
    if engine in {RdfFormat.TURTLE, RdfFormat.TRIG}:
        lines = body.split(b"\n")
        count = next((i for i, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
        return b"\n".join([*sorted(lines[:count]), *lines[count:]])
    if engine == RdfFormat.RDF_XML:
        head, mark, rest = body.partition(b"<rdf:RDF")
        names, close, rest = rest.partition(b">")
        kept = sorted(name for name in names.split() if not name.startswith(b"xmlns:its="))
        return clean_xml(head + mark + b"".join(b"\n    " + name for name in kept) + close + rest)
    return body


def canonical(quads: Iterable[Quad]) -> list[Quad]:
    """The same dataset with canonical blank nodes (RDFC-1.0), sorted: equal data, equal list."""
    listed = list(quads)
    if any(has_blank_nodes(quad) for quad in listed):
        listed = canonicalized(listed)
    return sorted(set(listed), key=in_order)


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
