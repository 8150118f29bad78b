"""The events of `/timeline`: the chronicle of the generation served, and what it takes to tell some of them.

The chronicle is built beside the requests, as the calendar is. What was known on another day is read for itself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ...graph.answers.chronicle import ALL, Chronicle
from ..ask import literal, lookup, text
from ..beside import Beside
from ..pictures.deeds import TOWARDS, Deed, chips
from ..pictures.happenings import Happening, happenings
from ..present import forget, grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ...graph import Graph
    from ...graph.answers.chronicle import Event
    from ..ask import Solution

_AT_ONCE: Final = 500
KINDS: Final = ("blocks", "stays", "narrows", "ends", "orders", "nothing")
_KIND_OF: Final[Mapping[str, str]] = {
    "blocked": "blocks", "stayed": "stays", "partly-blocked": "narrows", "restricted": "narrows",
    "uncertain": "narrows", "": "nothing",
}  # fmt: skip


def chronicle() -> Chronicle:
    """The chronicle of what is known now, or was on the day that the request names; `NotYet` while the first is built."""
    return _CHRONICLE.asked()


def warm() -> None:
    """Sees to it that the chronicle is being built, for the page that may come next."""
    _CHRONICLE.warm()


def kinds_of(each: Happening) -> set[str]:
    """The kinds of an event: what it works towards, or that a measure did it."""
    return _kinds(each.iri, each.deeds)


def bits_of(producer: str, types: Iterable[str]) -> int:
    """The same of the types of its effects, as the chronicle keeps them: a bit for each kind."""
    done = chips([Deed(kind, TOWARDS.get(kind, ""), kind) for kind in types])
    return bits(_kinds(producer, done))


def bits(kinds: Iterable[str]) -> int:
    """Some kinds as bits of a number."""
    return sum(1 << KINDS.index(kind) for kind in set(kinds))


def _kinds(producer: str, deeds: Sequence[Deed]) -> set[str]:
    if "/ruling/" not in producer and "/event/" not in producer:
        return {"orders"}
    states = [deed.state for deed in deeds] or [""]
    return {_KIND_OF.get(state, "ends") for state in states}


def told(events: Sequence[Event], year: int = ALL, *, targets: bool = False) -> list[Happening]:
    """What is told of some events, of a year's effects or of all; with `targets` on what they act, too."""
    found = {each.iri: each for each in happenings(_rows(events, year), targets)}
    return [
        replace(found[event.producer], number=event.number) for event in events if event.producer in found
    ]


def all_told(events: Sequence[Event], year: int = ALL) -> Iterator[Happening]:
    """The same of however many, one after another; their names are let go."""
    for start in range(0, len(events), _AT_ONCE):
        yield from told(events[start : start + _AT_ONCE], year, targets=True)
        forget()


def iris_of(events: Sequence[Event], year: int = ALL) -> Iterator[str]:
    """Of however many events who did them, each followed by the effects."""
    for start in range(0, len(events), _AT_ONCE):
        some = events[start : start + _AT_ONCE]
        effects = grouped(_rows(some, year), "producer")
        for producer in dict.fromkeys(event.producer for event in some):
            if rows := effects.get(producer):
                yield from (producer, *dict.fromkeys(text(row, "effect") for row in rows))


def _rows(events: Iterable[Event], year: int) -> list[Solution]:
    first, end = (date.min, date.max) if year == ALL else (date(year, 1, 1), _new_year(year + 1))
    asked = [(NamedNode(each.producer), literal(first), literal(end)) for each in events]
    return lookup("timeline", asked) if asked else []


def _new_year(year: int) -> date:
    return date(year, 1, 1) if year <= date.max.year else date.max


def _chronicle(graph: Graph, known: date | None) -> Chronicle:
    return Chronicle(graph.store(known), bits_of)


_CHRONICLE: Final = Beside("chronicle", _chronicle)
