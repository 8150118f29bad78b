"""What good data looks like: one shape per rule, each with a severity and one sentence.

The rule of this room: nothing here knows where data lives, and nothing here runs a shape. The
files say what must hold, `graph/validation/validate.py` holds data against them, and `report.py` (with
`results.py`, `paths.py` and `writing.py`) reads and tells what came out. The room may import
`ontology` and the terms of pyoxigraph.

How the files are written, and what follows for whoever runs them:

- A rule is one named shape with its own target, `sh:message` and severity (none: Violation), so
  that a processor judges all its focus nodes at once and a report can name the rule. Shapes without
  a target describe values for others to refer to.
- Violation blocks a load, Warning loads and is listed, Info feeds the list of gaps.
- Targets are classes of the ontology with their subclasses, and some closed lists are checked by
  `skos:inScheme`: the data to be judged must contain the ontology and the concepts.
- A rule over several entities is a `sh:sparql` constraint anchored at `$this`. `$this` stands in a
  triple pattern of every branch, and nowhere in a nested SELECT, so that the query may also run once
  for all focus nodes, with `VALUES $this {…}` joined to its pattern, on any SPARQL 1.1 engine. Run
  node by node, the text is worth parsing only once: parsing takes longer than answering.
- Only what a change concerns is judged, so what a rule reads must be plain from its text: all of SHACL
  Core is followed, and queries whose patterns hang together by their variables, without subselects and
  aggregates (`docs/validation.md`). A query that cannot be followed is run for all nodes, each time.
"""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

import pyoxigraph as ox
from pyoxigraph import BlankNode, NamedNode, Triple

__all__ = ["NAMESPACE", "PARTS", "SHAPES", "VERSION", "digest", "load", "text"]

SHAPES: Final = NamedNode("https://w3id.org/enjoin/shapes")
"""The shapes graph as a thing: its title, version and the prefixes of its queries."""

NAMESPACE: Final = f"{SHAPES.value}#"
VERSION: Final = "0.1.0"

PARTS: Final = (
    "header",
    "entity",
    "measure",
    "provision",
    "policy",
    "lawsuit",
    "party",
    "ruling",
    "relief",
    "effect",
    "scope",
    "person",
    "office",
    "court",
    "jurisdiction",
    "designation",
    "claim",
    "source",
    "provenance",
    "period",
)
"""The files of this room without `.ttl`, in reading order."""


@cache
def text(part: str | None = None) -> str:
    """The Turtle of one part as it was written, or of all in reading order as one document.

    `KeyError` for a part that does not exist.
    """
    if part is None:
        return "\n".join(text(each) for each in PARTS)
    if part not in PARTS:
        raise KeyError(f"{part!r} is no part of the shapes: {', '.join(PARTS)}")
    return (files(__name__) / f"{part}.ttl").read_text(encoding="utf-8")


def load() -> list[Triple]:
    """The triples of all parts, in reading order. Blank nodes have the same names each time.

    >>> [triple.object.value for triple in load() if triple.predicate.value.endswith("versionInfo")]
    ['0.1.0']
    """
    return list(_read())


@cache
def digest() -> str:
    """The SHA-256 of the shapes as written: what was valid under one digest may not be under another."""
    return f"sha256:{sha256(text().encode()).hexdigest()}"


@cache
def _read() -> tuple[Triple, ...]:
    return tuple(triple for part in PARTS for triple in _parse(text(part), part))


def _parse(turtle: str, name: str) -> Iterator[Triple]:
    names: dict[BlankNode, BlankNode] = {}

    # The parser draws blank node names at random; a graph that is exported needs steady ones.
    def steady(node: BlankNode) -> BlankNode:
        return names.setdefault(node, BlankNode(f"shapes-{name}-{len(names)}"))

    for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
        subject, found = quad.subject, quad.object
        yield Triple(
            steady(subject) if isinstance(subject, BlankNode) else subject,
            quad.predicate,
            steady(found) if isinstance(found, BlankNode) else found,
        )
