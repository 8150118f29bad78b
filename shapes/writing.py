"""Results written down: as sentences for people, as plain values for programs, in the words of SHACL."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, groupby
from typing import Any, Final

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ..ontology.terms import PREFIXES, term
from . import NAMESPACE
from .results import Locate, Place, Result, Severity, Term, distinct

__all__ = ["plain", "sentences", "short", "summary", "triples", "turtle"]

_COUNTED: Final = {
    Severity.VIOLATION: ("violation", "violations"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFO: ("gap", "gaps"),
}
_NO_DATATYPE_NEEDED: Final = {term("xsd:string"), term("rdf:langString")}


def short(iri: str) -> str:
    """An IRI as people write it: kind and id for an entity of ours, prefix and name for a known term.

    >>> short("https://w3id.org/enjoin/id/order/eo-13768"), short("https://w3id.org/enjoin/ns#signedOn")
    ('order/eo-13768', 'ej:signedOn')
    """
    _, entity, local = iri.rpartition("/id/")
    if entity:
        return local
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return f"<{iri}>"


def summary(results: Iterable[Result]) -> str:
    """The numbers, in words.

    >>> summary(())
    'no violations, no warnings, no gaps'
    """
    counts = Counter(result.severity for result in distinct(results))
    return ", ".join(
        f"{counts[severity] or 'no'} {one if counts[severity] == 1 else many}"
        for severity, (one, many) in _COUNTED.items()
    )


def sentences(results: Iterable[Result], locate: Locate) -> Iterator[str]:
    """Lines of text by document, then by line and focus node, gravest first; a thing is said once."""
    placed = sorted(
        ((locate(result), result) for result in distinct(results)),
        key=lambda pair: (*_order(pair[0]), _written(pair[1].focus), pair[1].key),
    )
    for document, of_document in groupby(placed, key=lambda pair: pair[0].document if pair[0] else ""):
        if document:
            yield document
        for (line, focus), of_focus in groupby(of_document, key=_line_and_focus):
            yield f"  line {line}: {focus}" if line else f"  {focus}"
            for _, result in of_focus:
                yield from _sentences(result)


def plain(conforms: bool, results: Sequence[Result], locate: Locate) -> dict[str, Any]:
    """Plain values for JSON: IRIs in full, absent things None, counts by severity."""
    counts = Counter(result.severity for result in results)
    return {
        "conforms": conforms,
        "counts": {severity.value: counts[severity] for severity in Severity},
        "results": [_plain(result, locate(result)) for result in results],
    }


def triples(conforms: bool, results: Sequence[Result]) -> Iterator[Triple]:
    """A `sh:ValidationReport`; its blank nodes are named in order, so the same each time."""
    report = BlankNode("report")
    truth = Literal("true" if conforms else "false", datatype=term("xsd:boolean"))
    yield Triple(report, term("rdf:type"), term("sh:ValidationReport"))
    yield Triple(report, term("sh:conforms"), truth)
    nodes = [BlankNode(f"result{number}") for number in range(1, len(results) + 1)]
    for node in nodes:
        yield Triple(report, term("sh:result"), node)
    for node, result in zip(nodes, results, strict=True):
        yield from _triples(node, result)


def turtle(found: Iterable[Triple]) -> bytes:
    """Triples as Turtle, in the order given, the same bytes each time."""
    prefixes = {name: PREFIXES[name] for name in ("ej", "ejv", "rdf", "sh", "xsd")} | {"shape": NAMESPACE}
    written = ox.serialize(found, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    # The serializer names the prefixes first, one a line and in no steady order.
    lines = (written or b"").splitlines(keepends=True)
    head = [line for line in lines[: len(prefixes)] if line.startswith(b"@prefix")]
    return b"".join(sorted(head) + lines[len(head) :])


def _triples(node: BlankNode, result: Result) -> Iterator[Triple]:
    yield Triple(node, term("rdf:type"), term("sh:ValidationResult"))
    yield Triple(node, term("sh:resultSeverity"), term(f"sh:{result.severity.value}"))
    yield Triple(node, term("sh:focusNode"), result.focus)
    inner: list[Triple] = []
    if result.path is not None:
        numbers = count(1)
        head, inner = result.path.nodes(lambda: BlankNode(f"{node.value}path{next(numbers)}"))
        yield Triple(node, term("sh:resultPath"), head)
    if result.value is not None:
        yield Triple(node, term("sh:value"), result.value)
    yield Triple(node, term("sh:resultMessage"), Literal(result.message))
    # A rule without a name is some rule all the same.
    yield Triple(node, term("sh:sourceShape"), result.shape or BlankNode(f"{node.value}shape"))
    yield Triple(node, term("sh:sourceConstraintComponent"), result.component)
    yield from inner


def _written(found: Term) -> str:
    if isinstance(found, NamedNode):
        return short(found.value)
    if isinstance(found, BlankNode):
        return "something without an address"
    if found.datatype in _NO_DATATYPE_NEEDED:
        return f'"{found.value}"'
    return f'"{found.value}" ({short(found.datatype.value)})'


def _sentences(result: Result) -> Iterator[str]:
    yield f"    {result.severity.value}: {result.message}"
    place = [result.path.written(short)] if result.path else []
    if result.value is not None and result.value != result.focus:
        yield f"      found: {' '.join([*place, _written(result.value)])}"
    elif place:  # what is missing, or too many, is no value of its own
        yield f"      at: {place[0]}"


def _order(place: Place | None) -> tuple[str, int]:
    return (place.document, place.line or 0) if place else ("", 0)


def _line_and_focus(pair: tuple[Place | None, Result]) -> tuple[int | None, str]:
    place, result = pair
    return (place.line if place else None, _written(result.focus))


def _plain(result: Result, place: Place | None) -> dict[str, Any]:
    value = result.value
    return {
        "severity": result.severity.value,
        "focus": _full(result.focus),
        "path": result.path.written(lambda iri: f"<{iri}>") if result.path else None,
        "value": None if value is None else _full(value),
        "datatype": value.datatype.value if isinstance(value, Literal) else None,
        "message": result.message,
        "shape": result.shape.value if result.shape else None,
        "component": result.component.value,
        "document": place.document if place else None,
        "line": place.line if place else None,
    }


def _full(found: Term) -> str:
    return f"_:{found.value}" if isinstance(found, BlankNode) else found.value
