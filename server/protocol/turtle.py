"""What is said of many things, as Turtle."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ..day import asked_day
from ..desk import desk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import Triple

_AT_ONCE: Final = 500
"""Things that one query describes."""


def described(iris: Sequence[str]) -> bytes:
    """Every statement about each of these, of what was known on the day that the request names."""
    from ...graph.results import Results

    return Results(told_of(iris)).write("text/turtle")


def told_of(iris: Iterable[str]) -> Iterator[Triple]:
    """The same one after another, those about one thing together as far as they are asked for together."""
    known, iris = asked_day().known, iter(iris)
    while chosen := " ".join(str(NamedNode(iri)) for iri in islice(iris, _AT_ONCE)):
        text = f"CONSTRUCT {{ ?thing ?p ?value }} WHERE {{ VALUES ?thing {{ {chosen} }} ?thing ?p ?value }}"
        yield from desk().graph.sparql(text, known=known).triples()
