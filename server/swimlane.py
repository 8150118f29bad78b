"""The picture of states over time: lanes of bars, placed in percent, so that only the text keeps its size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from .words import t
from .written import month_of, written

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .present import Thing
    from .standing import Period

STEPS: Final = (270, 330, 520, 700, 900, 1100)
"""Widths of a lane, in pixels, from which a label may be shown; one CSS rule each."""
_SIGN: Final = 7.2  # pixels of one sign of a label
_ICON: Final = 26
_LAST_MARK: Final = 97.0
_FIRST_PART: Final = 0.4


@dataclass(frozen=True, slots=True)
class Bar:
    """One period in its lane: `x` and `width` in percent, `text_from` the lane width that fits its word."""

    state: str
    word: str
    x: float
    width: float
    href: str | None
    name: str
    icon_from: int
    text_from: int
    label_x: float = 0.0


@dataclass(frozen=True, slots=True)
class Lane:
    """One group of parties bound alike."""

    name: str
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Track:
    """The lanes of one provision under its heading."""

    heading: Thing
    lanes: list[Lane]


@dataclass(frozen=True, slots=True)
class Scale:
    """The days that a picture covers, half-open, and where each lies in percent."""

    start: date
    end: date

    def x(self, day: date) -> float:
        """Where a day lies, from 0 at `start` to 100 at `end`; days outside lie at the edge."""
        whole = max((self.end - self.start).days, 1)
        return round(min(max((day - self.start).days / whole, 0.0), 1.0) * 100, 3)

    def shows(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """The first of each year within, or of each month where the picture is short."""
        months = (self.end - self.start).days <= 500
        found: list[tuple[float, str]] = []
        day = self.start.replace(day=1) if months else self.start.replace(month=1, day=1)
        while day <= self.end:
            if day >= self.start:
                name = month_of(day) if months and day.month > 1 else str(day.year)
                found.append((self.x(day), name))
            day = _next_month(day, 3) if months else day.replace(year=day.year + 1)
        found = [(x, name) for x, name in found if x <= _LAST_MARK]
        step = -(-len(found) // 10)
        return found[::step] if step > 1 else found


def _next_month(day: date, by: int) -> date:
    month = day.month - 1 + by
    return date(day.year + month // 12, month % 12 + 1, 1)


def scale(periods: Sequence[Period], today: date) -> Scale | None:
    """From shortly before anything was in force to shortly after the last change; `None` for nothing."""
    lively = [p for p in periods if p.state != "not-in-force"]
    if not lively:
        return None
    start = min(p.since for p in lively)
    ends = [p.until if p.until is not None else max(today, p.since) for p in lively]
    end = max([*ends, max(p.since for p in lively)])
    margin = timedelta(days=max((end - start).days // 30, 7))
    return Scale(start - margin, end + margin)


def lane(
    name: str, periods: Sequence[Period], on: Scale, day: date, href: Callable[[Period], str | None]
) -> Lane:
    """The bars of one group, in order of time, as far as the scale shows them.

    Where the line of `day` crosses the beginning of a bar, the bar's label stands behind it.
    """
    bars: list[Bar] = []
    for period in sorted(periods, key=lambda found: found.since):
        until = period.until or on.end
        if until <= on.start or period.since >= on.end:
            continue
        if period.reason == "not-yet":
            continue  # the empty lane says it
        x = on.x(period.since)
        width = max(on.x(until) - x, 0.6)
        line = (on.x(day) - x) / width if on.shows(day) else -1.0
        label = line if 0 <= line < _FIRST_PART else 0.0
        room = width * (1 - label)
        bars.append(
            Bar(
                state=period.state,
                word=period.word,
                x=x,
                width=round(width, 3),
                href=href(period),
                name=spoken(period, name),
                icon_from=_fits(_ICON, room),
                text_from=_fits(_ICON + len(period.word) * _SIGN, room),
                label_x=round(label * 100, 2),
            )
        )
    return Lane(name, bars)


def spoken(period: Period, group: str) -> str:
    """A bar in words."""
    if period.until is None:
        return t("lane.open", state=period.word, group=group, since=written(period.since))
    return t(
        "lane.closed",
        state=period.word,
        group=group,
        since=written(period.since),
        until=written(period.until),
    )


def _fits(pixels: float, percent: float) -> int:
    """The least step at which so many pixels fit into so many percent; 0 where none does."""
    needed = pixels * 100 / percent
    return next((step for step in STEPS if step >= needed), 0)


def strip(periods: Sequence[Period], on: Scale) -> list[Bar]:
    """All groups of a provision as one row of bars: where they differ, *partly blocked* or the gravest."""
    from .standing import summarised

    days = sorted({day for p in periods for day in (p.since, p.until) if day is not None})
    bars: list[Bar] = []
    for start, end in pairwise([*days, on.end]):
        held = [period for period in periods if period.holds(start)]
        if not held or end <= start:
            continue
        state = summarised(held, {}).state
        x = on.x(start)
        width = round(max(on.x(end) - x, 0.9), 3)
        if bars and bars[-1].state == state:
            x, width = bars[-1].x, round(on.x(end) - bars[-1].x, 3)
            bars.pop()
        bars.append(Bar(state, t(f"state.{state}"), x, width, None, "", 0, 0))
    return bars
