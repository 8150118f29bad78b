"""What the words mean. Nothing in this room knows that data exists.

The files are the room: `enjoin.ttl` (classes and properties), `concepts.ttl` (closed lists),
`alignments.ttl` (links to the words of others, loaded on request), `effects.sssom.tsv` (what each effect type
answers to elsewhere), `deprecated.ttl` (terms on their way out) and `examples/*.ttl`, one pattern per file. They are written by hand; this module only reads
them, imports no other room and opens no file before it is asked to.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

import pyoxigraph as ox
from pyoxigraph import BlankNode, NamedNode, Triple

from .terms import EJ, EJV, ONTOLOGY, term

NAMESPACE: Final = EJ
VERSION: Final = "0.1.0"

PARTS: Final = ("enjoin", "concepts", "alignments", "deprecated")
"""The parts of the ontology, by the names of their files."""

MAPPINGS: Final = "effects.sssom.tsv"

__all__ = [
    "EJV",
    "MAPPINGS",
    "NAMESPACE",
    "ONTOLOGY",
    "PARTS",
    "VERSION",
    "declared",
    "everything",
    "examples",
    "load",
    "mappings",
    "text",
]

# Tools read these two; they are generated, so that a term is described in one place only.
_GENERATED: Final = {
    term("skos:prefLabel"): term("rdfs:label"),
    term("skos:definition"): term("rdfs:comment"),
}


def text(part: str) -> str:
    """The Turtle of a part as it was written, comments and all; `KeyError` for an unknown part."""
    if part not in PARTS:
        raise KeyError(f"{part!r} is no part of the ontology: {', '.join(PARTS)}")
    return (files(__name__) / f"{part}.ttl").read_text(encoding="utf-8")


def load(part: str) -> list[Triple]:
    """The triples of a part in the order of the file, each label and definition followed by the
    `rdfs:label` or `rdfs:comment` that tools look for; `KeyError` for an unknown part.

    Blank nodes have the same names each time and differ from part to part.

    >>> [triple.object.value for triple in load("enjoin") if triple.predicate.value.endswith("versionInfo")]
    ['0.1.0']
    """
    return list(_read(part))


@cache
def _read(part: str) -> tuple[Triple, ...]:
    return tuple(_with_generated(_parse(text(part), part)))


def _with_generated(triples: Iterator[Triple]) -> Iterator[Triple]:
    for triple in triples:
        yield triple
        if triple.predicate in _GENERATED:
            yield Triple(triple.subject, _GENERATED[triple.predicate], triple.object)


def _parse(turtle: str, name: str) -> Iterator[Triple]:
    names: dict[BlankNode, BlankNode] = {}

    # The parser draws blank node names at random; a graph that is exported needs steady ones.
    def steady(node: BlankNode) -> BlankNode:
        return names.setdefault(node, BlankNode(f"{name}{len(names)}"))

    for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
        subject, found = quad.subject, quad.object
        yield Triple(
            steady(subject) if isinstance(subject, BlankNode) else subject,
            quad.predicate,
            steady(found) if isinstance(found, BlankNode) else found,
        )


def examples() -> dict[str, list[Triple]]:
    """The triples of every example, by the name of its file without `.ttl`, in order of name."""
    folder = files(__name__) / "examples"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".ttl"))
    return {
        name.removesuffix(".ttl"): list(
            _parse((folder / name).read_text(encoding="utf-8"), name.removesuffix(".ttl"))
        )
        for name in names
    }


def everything() -> list[Triple]:
    """All parts and all examples: what the lint runs over (`queries/checks/ontology-*.rq`)."""
    parts = [triple for part in PARTS for triple in _read(part)]
    return [*parts, *(triple for example in examples().values() for triple in example)]


def mappings() -> str:
    """What each effect type answers to in the words of others, as it was written: a table of SSSOM."""
    return (files(__name__) / MAPPINGS).read_text(encoding="utf-8")


def declared(part: str) -> frozenset[NamedNode]:
    """Every term that a part declares with a type."""
    return frozenset(
        triple.subject
        for triple in _read(part)
        if triple.predicate == term("rdf:type") and isinstance(triple.subject, NamedNode)
    )
