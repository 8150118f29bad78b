"""Answers and datasets compared as the standards mean it: blank nodes by their place, rows without order."""

import csv
import io
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {f"{XSD}{name}" for name in ("integer", "decimal", "double", "float", "boolean")}
_RESULTS = {
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
_GRAPHS = {
    "text/turtle": RdfFormat.TURTLE, "application/n-triples": RdfFormat.N_TRIPLES, "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD, "application/trig": RdfFormat.TRIG, "application/n-quads": RdfFormat.N_QUADS,
}  # fmt: skip
TYPE_OF = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".ttl": "text/turtle",
}
"""The media type of a file with an expected answer."""


@dataclass(frozen=True, slots=True)
class Solutions:
    """A table: its variables, and its rows as canonical statements."""

    variables: frozenset[str]
    rows: frozenset[str]


Told: TypeAlias = bool | Solutions | frozenset[str]
"""Yes or no, a table, or a graph as its canonical statements."""


def told(body: bytes, media_type: str, base: str | None = None) -> Told:
    """What a written answer says; `ValueError` or `SyntaxError` where it is not well written."""
    if media_type == "text/csv":
        return _csv(body)
    if media_type in _RESULTS:
        found = parse_query_results(body, format=_RESULTS[media_type])
        if isinstance(found, QueryBoolean):
            return bool(found)
        names = [variable.value for variable in found.variables]
        return _table(names, ({n: row[n] for n in names if row[n] is not None} for row in found))
    if media_type not in _GRAPHS:
        raise ValueError(f"no answer is written as {media_type!r}")
    return graph(parse(body, format=_GRAPHS[media_type], base_iri=base))


def graph(quads: Iterable[Quad]) -> frozenset[str]:
    """Statements with canonical names for their blank nodes."""
    dataset = Dataset(
        Quad(quad.subject, quad.predicate, _by_value(quad.object), quad.graph_name) for quad in quads
    )
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(map(str, dataset))


def _by_value(term: NamedNode | BlankNode | Literal | Triple) -> NamedNode | BlankNode | Literal | Triple:
    """A number by its value: the suites mean `2.0` where an engine writes `2`."""
    if not isinstance(term, Literal) or term.datatype.value not in _NUMBERS:
        return term
    if term.datatype.value == f"{XSD}boolean":
        return Literal({"1": "true", "0": "false"}.get(term.value, term.value), datatype=term.datatype)
    with suppress(ValueError, ArithmeticError):
        exact = term.datatype.value in {f"{XSD}integer", f"{XSD}decimal"}
        value = str(Decimal(term.value).normalize()) if exact else repr(float(term.value))
        return Literal(value, datatype=term.datatype)
    return term


def result_set(body: bytes, base: str) -> Told:
    """A graph, or the table that it describes with the vocabulary of result sets."""
    quads = list(parse(body, format=RdfFormat.TURTLE, base_iri=base))
    if not any(quad.predicate.value == f"{RS}resultVariable" for quad in quads):
        return graph(quads)
    found: dict[tuple[object, str], list[object]] = {}
    for quad in quads:
        found.setdefault((quad.subject, quad.predicate.value.removeprefix(RS)), []).append(quad.object)
    names = [each.value for quad in quads for each in [quad.object]
             if quad.predicate.value == f"{RS}resultVariable" and isinstance(each, Literal)]  # fmt: skip
    rows = [
        {
            str(getattr(found[(binding, "variable")][0], "value", "")): found[(binding, "value")][0]
            for binding in found.get((quad.object, "binding"), [])
        }
        for quad in quads
        if quad.predicate.value == f"{RS}solution"
    ]
    return _table(names, rows)


def _table(names: Iterable[str], rows: Iterable[Mapping[str, object]]) -> Solutions:
    quads = [
        Quad(node, NamedNode(f"row:{name}"), term)  # type: ignore[arg-type]
        for row in rows
        for node in [BlankNode()]
        for name, term in {**row, "": NamedNode("row:row")}.items()
    ]
    return Solutions(frozenset(names), graph(quads))


def _csv(body: bytes) -> Solutions:
    """CSV tells less than other formats: all but blank nodes is text."""
    names, *rows = csv.reader(io.StringIO(body.decode(), newline=""))
    kept = (
        {
            name: BlankNode(cell[2:]) if cell.startswith("_:") else Literal(cell)
            for name, cell in zip(names, row, strict=True)
        }
        for row in rows
    )
    return _table(names, kept)
