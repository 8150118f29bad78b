"""Which periods hold on which day, as the pages ask: the calendar of the generation served.

It is built beside the requests, as the index of names is. A day that was known otherwise is asked of the graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from flask import current_app

from ...graph.answers.calendar import Calendar
from ...graph.answers.standings import Standings
from ..day import safe_day
from ..desk import desk
from ..search.indexing import Keeper

if TYPE_CHECKING:
    from ...graph import Graph
    from ...graph.backend import Backend

_KEY: Final = "enjoin.calendar"


@dataclass(frozen=True, slots=True)
class Days:
    """The calendar of one generation, and how everything stands on its days."""

    calendar: Calendar
    standings: Standings
    generation: int


def set_up(extensions: dict[str, object]) -> None:
    """Gives an application its keeper."""
    extensions[_KEY] = Keeper(_days_of)


def _days_of(graph: Graph) -> Days:
    generation = graph.generation
    return _days(graph.store(), generation)


def _days(store: Backend, generation: int) -> Days:
    calendar = Calendar(store)
    return Days(calendar, Standings(calendar), generation)


def calendar() -> Calendar:
    """The calendar of what is known now, or was on the day that the request names; `NotYet` while the first is built."""
    return days().calendar


def days() -> Days:
    """The same with how everything stands on its days."""
    known = safe_day().known
    if known is None:
        return _keeper().index(desk().graph)
    kept = desk().once("calendars", dict[object, Days])
    if known not in kept:
        kept.clear()
        kept[known] = _days(desk().graph.store(known), desk().graph.generation)
    return kept[known]


def warm() -> None:
    """Sees to it that the calendar is being built, for the page that may come next."""
    _keeper().warm(desk().graph)


def _keeper() -> Keeper[Days]:
    return cast("Keeper[Days]", current_app.extensions[_KEY])
