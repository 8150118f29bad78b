"""How every provision stands on a day, in one word each: what a page counts and sorts before it tells the first few."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final, TypeVar, cast

from ...graph.answers.standings import PARTLY, together
from ..day import safe_day
from ..desk import desk
from .days import calendar, days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from ...graph.answers.standings import Span

_T = TypeVar("_T")
_ON: Final = (
    "SELECT provision, provision IN (SELECT provision FROM held), state, MAX(since) FROM period"
    " WHERE since <= :on AND until > :on GROUP BY provision, state ORDER BY provision"
)
_SPANS: Final = (
    "SELECT DISTINCT state, since, until FROM period WHERE provision = :provision AND reason <> 'not-yet'"
)


@dataclass(frozen=True, slots=True)
class Glance:
    """A provision on a day: its groups as one state, the ordinal of the day since when, and whether a court ever held it back."""

    provision: str
    state: str
    since: int
    contested: bool


def glances(on: date) -> list[Glance]:
    """Each provision that has a state on a day, by IRI."""
    rows = calendar().told(_ON, {"on": on.toordinal()})
    return [
        _glance(provision, bool(contested), {state: since for *_, state, since in group})
        for (provision, contested), group in groupby(rows, key=itemgetter(0, 1))
    ]


def _glance(provision: str, contested: bool, states: dict[str, int]) -> Glance:  # a row of the table
    state = together(states)
    return Glance(provision, state, states["blocked" if state == PARTLY else state], contested)


def spans(provisions: Iterable[str]) -> dict[str, list[Span]]:
    """The different stretches of all groups of some provisions, from the first day on which each was in force."""
    return {each: calendar().told(_SPANS, {"provision": each}) for each in provisions}


def kept_with_calendar(name: str, make: Callable[[], _T]) -> _T:
    """What `make` gives from the calendar, until there is another; a calendar may be a generation behind."""
    told = days()
    if safe_day().known is not None:
        return make()
    kept = desk().once(f"of the calendar: {name}", dict[int, object])
    if told.generation not in kept:
        kept[told.generation] = make()
    return cast("_T", kept[told.generation])
