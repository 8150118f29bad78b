"""The outlines that the build drew, and the points of cities; both by the Census Bureau's codes."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from ..assets import bundled, vendored
from .albers import placed

if TYPE_CHECKING:
    from collections.abc import Mapping

Point = tuple[float, float]
FILE: Final = "outlines.json"


@dataclass(frozen=True, slots=True)
class Outlines:
    """What is drawn: each state's path and middle, and each county's middle, by FIPS code."""

    paths: Mapping[str, str]
    middles: Mapping[str, Point]
    counties: Mapping[str, Point]


def outlines() -> Outlines | None:
    """The outlines, where they were built."""
    return _read() if bundled() else None


@cache
def _read() -> Outlines:
    told: dict[str, Any] = json.loads(vendored(FILE).read_text(encoding="utf-8"))
    states = told["states"]
    return Outlines(
        paths={code: state["path"] for code, state in states.items()},
        middles={code: (state["middle"][0], state["middle"][1]) for code, state in states.items()},
        counties={code: (x, y) for code, (x, y) in told["counties"].items()},
    )


@cache
def points() -> Mapping[str, Point]:
    """Where cities lie in the picture, by the GEOID of the place (Census Gazetteer, to 0.01 degrees)."""
    text = resources.files(__package__ or "").joinpath("points.csv").read_text(encoding="utf-8")
    found: dict[str, Point] = {}
    for row in csv.DictReader(text.splitlines()):
        point = placed(float(row["longitude"]), float(row["latitude"]))
        if point is not None:
            found[row["geoid"]] = point
    return found


def point_of(geoid: str) -> Point | None:
    """Where a city or county lies in the picture; `None` where that is not known."""
    if len(geoid) == 5:
        drawn = outlines()
        return drawn.counties.get(geoid) if drawn else None
    return points().get(geoid)
