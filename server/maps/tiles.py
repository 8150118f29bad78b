"""The tile map: one square of the same size for each state, the District of Columbia among them.

A picture of nothing but our own layout, so it is always there; small states are as easy to hit as large.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .drawing import Mark

_ROWS: Final = (
    "AK . . . . . . . . . ME",
    ". . . . . . . . . VT NH",
    "WA ID MT ND MN IL WI MI NY RI MA",
    "OR NV WY SD IA IN OH PA NJ CT .",
    "CA UT CO NE MO KY WV VA MD DE .",
    ". AZ NM KS AR TN NC SC DC . .",
    ". . . OK LA MS AL GA . . .",
    "HI . . TX . . . . FL . .",
)
TILES: Final[Mapping[str, tuple[int, int]]] = {
    code: (column, row)
    for row, line in enumerate(_ROWS)
    for column, code in enumerate(line.split())
    if code != "."
}
"""Each state's column and row, both from 0."""
STEP: Final = 44
SIDE: Final = 40
WIDTH: Final = 11 * STEP - (STEP - SIDE)
HEIGHT: Final = len(_ROWS) * STEP - (STEP - SIDE)

FIPS: Final[Mapping[str, str]] = {
    "01": "AL", "02": "AK", "04": "AZ", "05": "AR", "06": "CA", "08": "CO", "09": "CT", "10": "DE", "11": "DC", "12": "FL",
    "13": "GA", "15": "HI", "16": "ID", "17": "IL", "18": "IN", "19": "IA", "20": "KS", "21": "KY", "22": "LA", "23": "ME",
    "24": "MD", "25": "MA", "26": "MI", "27": "MN", "28": "MS", "29": "MO", "30": "MT", "31": "NE", "32": "NV", "33": "NH",
    "34": "NJ", "35": "NM", "36": "NY", "37": "NC", "38": "ND", "39": "OH", "40": "OK", "41": "OR", "42": "PA", "44": "RI",
    "45": "SC", "46": "SD", "47": "TN", "48": "TX", "49": "UT", "50": "VT", "51": "VA", "53": "WA", "54": "WV", "55": "WI",
    "56": "WY",
}  # fmt: skip
"""Postal codes by FIPS code, of those that both pictures show."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One square: where it stands, what it says, and what is said of the state."""

    code: str
    x: int
    y: int
    mark: Mark


def tiles(marks: Iterable[Mark]) -> list[Tile]:
    """The squares of the states that are marked, row by row."""
    found = [
        Tile(code, TILES[code][0] * STEP, TILES[code][1] * STEP, mark)
        for mark in marks
        if (code := FIPS.get(mark.code)) is not None
    ]
    return sorted(found, key=lambda tile: (tile.y, tile.x))
