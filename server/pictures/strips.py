"""A history on one line: a scale of years that leaves out long quiet stretches, and the bars on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ...graph.answers.calendar import EVER
from ...graph.answers.standings import together
from ..words import t
from ..written import briefly

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ...graph.answers.standings import Span

QUIET_DAYS: Final = 900
"""A longer stretch in which nothing changes is drawn as a gap."""
_GAP: Final = 7.0  # percent of the width
_MARGIN: Final = timedelta(days=45)
_LEAST: Final = 1.3  # percent of the width
_APART: Final = 10.0  # percent between the names of two years
_LAST: Final = 94.0


@dataclass(frozen=True, slots=True)
class Part:
    """Days drawn to one scale, half-open, and where they begin and end in percent."""

    start: date
    end: date
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Broken:
    """A scale in parts; between two of them lies a gap."""

    parts: tuple[Part, ...]

    def x(self, day: date) -> float:
        """Where a day lies in percent; a day in a gap lies in the middle of it, one outside at the edge."""
        at = 0.0
        for part in self.parts:
            if day < part.start:
                return round((at + part.x) / 2, 2)
            if day <= part.end:
                share = (day - part.start).days / max((part.end - part.start).days, 1)
                return round(part.x + part.width * share, 2)
            at = part.x + part.width
        return 100.0

    def shows(self, day: date) -> bool:
        return self.parts[0].start <= day <= self.parts[-1].end

    @property
    def gaps(self) -> list[float]:
        """The middles of the gaps, in percent."""
        return [round((a.x + a.width + b.x) / 2, 2) for a, b in pairwise(self.parts)]

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """The beginnings of years, as many as have room for their names."""
        found: list[tuple[float, str]] = []
        for part in self.parts:
            years = [date(year, 1, 1) for year in range(part.start.year, part.end.year + 1)]
            for day in [each for each in years if part.start <= each <= part.end] or [part.start]:
                x = self.x(day)
                if x <= _LAST and (not found or x - found[-1][0] >= _APART):
                    found.append((x, str(day.year)))
        return found


@dataclass(frozen=True, slots=True)
class Stretch:
    """A bar of the line: a state, where it begins and how wide it is in percent, and its first day."""

    state: str
    word: str
    x: float
    width: float
    since: date


def broken(days: Collection[date], today: date) -> Broken | None:
    """The scale that shows all these days and today; `None` where there is none."""
    if not days:
        return None
    stops = sorted({*days, max(today, *days)})
    spans: list[tuple[date, date]] = []
    start = stops[0] - _MARGIN
    for before, after in pairwise(stops):
        if (after - before).days > QUIET_DAYS:
            spans.append((start, before + _MARGIN))
            start = after - _MARGIN
    spans.append((start, stops[-1] + _MARGIN))
    room = 100.0 - _GAP * (len(spans) - 1)
    whole = sum((end - begin).days for begin, end in spans)
    parts: list[Part] = []
    at = 0.0
    for begin, end in spans:
        width = room * (end - begin).days / whole
        parts.append(Part(begin, end, round(at, 3), round(width, 3)))
        at += width + _GAP
    return Broken(tuple(parts))


def stretches(spans: Iterable[Span], on: Broken) -> list[Stretch]:
    """All groups of a provision as one row: where they differ, *partly blocked* or the gravest."""
    last = on.parts[-1].end
    turns: dict[date, Counter[str]] = {}
    for state, since, until in spans:
        turns.setdefault(date.fromordinal(since), Counter())[state] += 1
        if until != EVER:
            turns.setdefault(date.fromordinal(until), Counter())[state] -= 1
    found: list[tuple[str, date, date]] = []
    living: Counter[str] = Counter()
    for start, end in pairwise([*sorted(turns), last]):
        living.update(turns[start])
        held = [state for state, count in living.items() if count]
        if not held or end <= start:
            continue
        state = together(held)
        if found and found[-1][0] == state and found[-1][2] == start:
            found[-1] = (state, found[-1][1], end)
        else:
            found.append((state, start, end))
    return [
        Stretch(
            state, t(f"state.{state}"), on.x(start), round(max(on.x(end) - on.x(start), _LEAST), 2), start
        )
        for state, start, end in found
    ]


def spoken(row: Sequence[Stretch]) -> str:
    """A row in words, for those who do not see it."""
    return "; ".join(t("home.stretch", state=each.word, since=briefly(each.since)) for each in row)
