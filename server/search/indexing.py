"""The index of names kept up with the graph, built beside the requests."""

from __future__ import annotations

from time import sleep
from typing import TYPE_CHECKING, Final

from flask import has_app_context

from ..ask import plain
from ..beside import Beside, NotYet
from ..lookups import text_of
from .finding import KINDS, Index, Name, simplified

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...graph import Graph

_BREATH: Final = 2000
_ALIKE: Final = 100
"""Identifiers among which one looks for those most like another."""


def index() -> Index:
    """The index of this application's graph; `NotYet` while the first is built."""
    return _NAMES.now()


def ready() -> Index | None:
    """The index if there is one, of this generation or the one before; waits for nothing."""
    return _NAMES.ready()


def likely(name: str, kinds: Sequence[str]) -> list[str] | None:
    """Identifiers that may be meant by one that nothing has; `None` for who asks outside of a request.

    None while the first index of a large graph is built, and none of kinds that nobody looks for.
    """
    if not has_app_context():
        return None
    asked = [kind for kind in kinds if kind in KINDS]
    if not name or len(asked) < bool(kinds):
        return []
    try:
        return index().like(name, asked, _ALIKE)
    except NotYet:
        return []


def warm() -> None:
    """Sees to it that the index is being built, for the question that may come next."""
    _NAMES.warm()


def names_of(graph: Graph) -> Iterator[Name]:
    """Every name of what people look for, and its identifier."""
    seen: set[str] = set()
    for nth, row in enumerate(map(plain, graph.sparql(text_of("names")))):
        if nth % _BREATH == _BREATH - 1:
            sleep(0.001)  # requests come first
        iri = row["thing"].value
        found = graph.iris.kind_and_id(iri)
        if found is None or found[0] not in KINDS:
            continue
        if iri not in seen:
            seen.add(iri)
            yield Name(iri, found[0], found[1], found[1].casefold(), is_id=True)
        name = row["name"].value
        yield Name(iri, found[0], name, simplified(name))


_NAMES: Final = Beside("search", lambda graph, _: Index(names_of(graph)))
