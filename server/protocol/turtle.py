"""What is said of many things, as Turtle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ..day import asked_day
from ..desk import desk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Triple

_AT_ONCE: Final = 500
"""Things that one query describes."""


def described(iris: Sequence[str]) -> bytes:
    """Every statement about each of these, of what was known on the day that the request names."""
    from ...graph.results import Results

    triples: list[Triple] = []
    known = asked_day().known
    for at in range(0, len(iris), _AT_ONCE):
        chosen = " ".join(str(NamedNode(iri)) for iri in iris[at : at + _AT_ONCE])
        text = f"CONSTRUCT {{ ?thing ?p ?value }} WHERE {{ VALUES ?thing {{ {chosen} }} ?thing ?p ?value }}"
        triples += desk().graph.sparql(text, known=known).triples()
    return Results(triples).write("text/turtle")
