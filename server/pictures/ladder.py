"""The path of a lawsuit through the courts: courts as levels, time along, an appeal up, a remand down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..written import briefly

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ..present import Thing
    from .swimlane import Scale

STEP: Final = 46
TOP: Final = 30
_RANK: Final[Mapping[str, int]] = {"supreme-court": 0, "appellate-court": 1, "trial-court": 2}
_ROOM: Final = 5.2  # percent of the width that a circle takes on a phone


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered entry of a docket: a filing, a ruling (`ruling`), or an end; in one proceeding."""

    number: int
    on: date
    proceeding: str
    court: str
    ruling: bool
    name: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Docket:
    """One proceeding: its court with its level, and the one below that it is an appeal from."""

    iri: str
    court: str
    level: str
    below: str


@dataclass(frozen=True, slots=True)
class Point:
    """An entry in the picture: `x` in percent, `y` in pixels; `lower` where it gives way to another circle."""

    entry: Entry
    x: float
    y: int


@dataclass(frozen=True, slots=True)
class Rung:
    """A court's level: its name and where it lies."""

    name: Thing
    y: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """Levels, circles and the lines between them, over a scale."""

    scale: Scale
    rungs: list[Rung]
    points: list[Point]
    lines: list[tuple[float, int, float, int]]
    height: int

    @property
    def ticks(self) -> list[tuple[float, str]]:
        return self.scale.ticks

    def said(self, point: Point) -> str:
        """A circle in words."""
        return f"{point.entry.number}: {briefly(point.entry.on)}, {point.entry.name}"


def ladder(
    dockets: Sequence[Docket], entries: Sequence[Entry], courts: Mapping[str, Thing], scale: Scale
) -> Ladder | None:
    """The picture of these entries; `None` for fewer than two, which a picture does not help."""
    if len(entries) < 2:
        return None
    levels = sorted({(_RANK.get(each.level, 3), courts[each.court].text, each.court) for each in dockets})
    of_court = {court: TOP + STEP * nth for nth, (_, _, court) in enumerate(levels)}
    rungs = [Rung(courts[court], y) for court, y in of_court.items()]
    points = _spread(entries, of_court, scale)
    return Ladder(scale, rungs, points, _lines(dockets, points), TOP + STEP * len(rungs) + 4)


def _spread(entries: Sequence[Entry], of_court: Mapping[str, int], scale: Scale) -> list[Point]:
    """Circles at their days; one that would cover its neighbour on the level stands beside it."""
    last: dict[str, float] = {}
    points: list[Point] = []
    for each in entries:
        x = max(scale.x(each.on), last.get(each.court, -_ROOM) + _ROOM)
        last[each.court] = x
        points.append(Point(each, x, of_court[each.court]))
    widest = max(point.x for point in points)
    if widest <= 100:
        return points
    return [Point(point.entry, round(point.x * 100 / widest, 3), point.y) for point in points]


def _lines(dockets: Sequence[Docket], points: Sequence[Point]) -> list[tuple[float, int, float, int]]:
    """Along each docket; from a docket up to the first entry of its appeal, and down again after its last."""
    of: dict[str, list[Point]] = {}
    for point in points:
        of.setdefault(point.entry.proceeding, []).append(point)
    lines = [(mine[0].x, mine[0].y, mine[-1].x, mine[0].y) for mine in of.values() if len(mine) > 1]
    for each in {(docket.iri, docket.below) for docket in dockets if docket.below}:
        above, below = of.get(each[0], []), of.get(each[1], [])
        if not above or not below:
            continue
        before = [point for point in below if point.entry.on <= above[0].entry.on] or below[:1]
        lines.append((before[-1].x, before[-1].y, above[0].x, above[0].y))
        after = [point for point in below if point.entry.on > above[-1].entry.on]
        if after:
            lines.append((above[-1].x, above[-1].y, after[0].x, after[0].y))
    return sorted(set(lines))
