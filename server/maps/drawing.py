"""What a picture of the country is made of: states that are filled, dots for cities and counties."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from .albers import HEIGHT, WIDTH
from .outlines import outlines, point_of
from .tiles import FIPS, Tile, tiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

REGIONS: Final[Mapping[str, frozenset[str]]] = {
    "northeast": frozenset(("09", "23", "25", "33", "34", "36", "42", "44", "50")),
    "midwest": frozenset(("17", "18", "19", "20", "26", "27", "29", "31", "38", "39", "46", "55")),
    "south": frozenset(
        ("01", "05", "10", "11", "12", "13", "21", "22", "24", "28", "37", "40", "45", "47", "48", "51", "54")
    ),
    "west": frozenset(("02", "04", "06", "08", "15", "16", "30", "32", "35", "41", "49", "53", "56")),
}
"""The regions of the Census Bureau, by the FIPS codes of their states."""
BOXES: Final[Mapping[str, tuple[int, int, int, int]]] = {
    "": (0, 0, WIDTH, HEIGHT),
    "northeast": (735, 25, 240, 245),
    "midwest": (355, 45, 405, 330),
    "south": (355, 205, 560, 405),
    "west": (0, 0, 400, HEIGHT),
}
"""Which part of the picture each region fills: x, y, width, height."""
RADIUS: Final = 5.5


@dataclass(frozen=True, slots=True)
class Mark:
    """One place as a picture shows it.

    `code` is its FIPS code or GEOID, `level` the name of a state of the design (`blocked`,
    `partly-blocked`, …) or empty for a place with nothing to show; `said` is all of it in words.
    """

    iri: str
    code: str
    name: str
    said: str
    level: str = ""
    count: int = 0
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """A state with its outline."""

    path: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Dot:
    """A city or county; the radius is that of the circle, in units of the picture."""

    x: float
    y: float
    radius: float
    mark: Mark


@dataclass(frozen=True, slots=True)
class Picture:
    """A map: `shapes` and `dots` where the outlines were built, `tiles` always.

    `unplaced` are places that it has no spot for, and `omitted` is how many more of them there are.
    """

    box: tuple[int, int, int, int]
    shapes: list[Shape] = field(default_factory=list[Shape])
    dots: list[Dot] = field(default_factory=list[Dot])
    tiles: list[Tile] = field(default_factory=list[Tile])
    unplaced: list[Mark] = field(default_factory=list[Mark])
    omitted: int = 0

    @property
    def levels(self) -> list[str]:
        """The levels that it shows, for its legend."""
        marks = [*(tile.mark for tile in self.tiles), *(dot.mark for dot in self.dots)]
        return list(dict.fromkeys(mark.level for mark in marks if mark.level))

    @property
    def tile_levels(self) -> list[str]:
        """The levels of its squares alone, for a page that shows no outlines."""
        return list(dict.fromkeys(tile.mark.level for tile in self.tiles if tile.mark.level))


def picture(states: Iterable[Mark], places: Iterable[Mark], region: str = "", omitted: int = 0) -> Picture:
    """The map of these states and of the cities and counties in them; `unplaced` has those with no known spot."""
    listed = [mark for mark in states if within(mark.code, region)]
    box = BOXES.get(region, BOXES[""])
    drawn = outlines()
    dots: list[Dot] = []
    unplaced: list[Mark] = [mark for mark in listed if mark.code not in FIPS and mark.level]
    for mark in places:
        if not within(mark.code, region):
            continue
        point = point_of(mark.code)
        if point is None:
            unplaced.append(mark)
        else:
            dots.append(Dot(*point, round(RADIUS * box[2] / WIDTH, 2), mark))
    shapes = (
        [Shape(drawn.paths[mark.code], mark) for mark in listed if mark.code in drawn.paths] if drawn else []
    )
    # What is marked is drawn last, so that its border is whole.
    shapes.sort(key=lambda shape: bool(shape.mark.level))
    return Picture(box, shapes, _apart(dots) if drawn else [], tiles(listed), unplaced, omitted)


def within(code: str, region: str) -> bool:
    """Whether a place of this code lies in a region; everything lies in none."""
    return region not in REGIONS or code[:2] in REGIONS[region]


def _apart(dots: list[Dot]) -> list[Dot]:
    """Neighbours that would cover each other moved a little apart, so that each can be pointed at."""
    settled: list[Dot] = []
    for dot in sorted(dots, key=lambda each: (each.x, each.y)):
        moved = dot
        for _ in range(24):
            near = next((s for s in settled if _distance(s, moved) < 2 * moved.radius), None)
            if near is None:
                break
            dx, dy = moved.x - near.x, moved.y - near.y
            length = (dx * dx + dy * dy) ** 0.5
            if length < 0.1:
                dx, dy, length = 0.6, 0.8, 1.0
            reach = 2.05 * moved.radius / length
            moved = replace(moved, x=round(near.x + dx * reach, 1), y=round(near.y + dy * reach, 1))
        settled.append(moved)
    return settled


def _distance(one: Dot, other: Dot) -> float:
    return ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
