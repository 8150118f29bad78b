"""The picture of states over time: lanes of bars, placed in percent, so that only the text keeps its size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ..words import t
from ..written import month_of, written

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..answers.standing import Period, Summary
    from ..present import Thing

STEPS: Final = (270, 330, 520, 700, 900, 1100)
"""Widths of a lane, in pixels, from which a label may be shown; one CSS rule each."""
_SIGN: Final = 7.2  # pixels of one sign of a label
_ICON: Final = 26
_LAST_MARK: Final = 94.0
_FIRST_PART: Final = 0.4


@dataclass(frozen=True, slots=True)
class Label:
    """A text in a bar, shown in lanes at least `start` pixels wide, and less than `end` where that is not 0."""

    text: str
    start: int
    end: int = 0

    @property
    def shown(self) -> str:
        """The classes that show it at these widths."""
        return f"from-{self.start}" + (f" below-{self.end}" if self.end else "")


@dataclass(frozen=True, slots=True)
class Bar:
    """One period in its lane: `x` and `width` in percent; `ring` where the chosen event began it."""

    state: str
    word: str
    x: float
    width: float
    href: str | None
    name: str
    icon_from: int = 0
    labels: tuple[Label, ...] = ()
    label_x: float = 0.0
    ring: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """One group of parties bound alike."""

    name: str
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Track:
    """The lanes of one provision under its heading; `summary` is its chip on the day."""

    heading: Thing
    lanes: list[Lane]
    note: str = ""
    summary: Summary | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """How a lane tells its periods: where a bar leads, its long label, and whether it is ringed."""

    href: Callable[[Period], str | None]
    long: Callable[[Period], str] = lambda _: ""
    ring: Callable[[Period], bool] = lambda _: False


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
                if months and not found and day.month > 1:
                    name = f"{name} {day.year}"
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
    return Scale(start - margin, end + max((end - start) // 20, margin))


def drawn(periods: Sequence[Period], on: Scale) -> list[Period]:
    """The periods that a scale shows, in order of time; before anything is in force the empty lane says it."""
    return [
        period
        for period in sorted(periods, key=lambda found: found.since)
        if period.reason != "not-yet" and (period.until or on.end) > on.start and period.since < on.end
    ]


def lane(name: str, periods: Sequence[Period], on: Scale, day: date, telling: Telling) -> Lane:
    """The bars of one group, in order of time, as far as the scale shows them.

    Where the line of `day` crosses the beginning of a bar, the bar's label stands behind it.
    """
    bars: list[Bar] = []
    for period in drawn(periods, on):
        x = on.x(period.since)
        width = max(on.x(period.until or on.end) - x, 0.6)
        line = (on.x(day) - x) / width if on.shows(day) else -1.0
        label = line if 0 <= line < _FIRST_PART else 0.0
        room = width * (1 - label)
        bars.append(
            Bar(
                state=period.state,
                word=period.word,
                x=x,
                width=round(width, 3),
                href=telling.href(period),
                name=spoken(period, name),
                icon_from=_fits(_ICON, room),
                labels=labels(period.word, telling.long(period), room),
                label_x=round(label * 100, 2),
                ring=telling.ring(period),
            )
        )
    return Lane(name, bars)


def labels(word: str, long: str, room: float, icon: int = _ICON) -> tuple[Label, ...]:
    """The longest label that fits at each width: the word with its reason, the word, else only the icon."""
    whole = f"{word} {long}" if long else ""
    wide = _fits(icon + len(whole) * _SIGN, room) if whole else 0
    narrow = _fits(icon + len(word) * _SIGN, room)
    found = [Label(word, narrow, wide)] if narrow and narrow != wide else []
    return (*found, Label(whole, wide)) if wide else tuple(found)


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
    from ..answers.standing import summarised

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
        bars.append(Bar(state, t(f"state.{state}"), x, width, None, ""))
    return bars
