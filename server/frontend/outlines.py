"""The outlines of the states and the middles of the counties, small enough to stand in a page.

Read from the TopoJSON of `us-atlas`, whose arcs are shared by neighbours: an arc is simplified once, so
borders still meet. The coordinates are those of its picture, 975 by 610, Alaska and Hawaii inset.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Point = tuple[float, float]

TOLERANCE: Final = 0.7
"""How far a simplified border may run from the true one, in units of the picture."""
SMALLEST: Final = 2.0
"""Islands of a smaller area are left out, unless they are all there is of a state."""


def drawn(states: dict[str, Any], counties: dict[str, Any]) -> dict[str, Any]:
    """Of two TopoJSON files: by FIPS code each state's `path` and `middle`, and each county's middle."""
    lines = [simplified(arc, TOLERANCE) for arc in arcs_of(states)]
    found: dict[str, Any] = {}
    for shape in states["objects"]["states"]["geometries"]:
        rings = [ring(lines, part) for part in _rings(shape)]
        rings.sort(key=lambda points: -abs(area(points)))
        kept = [points for points in rings if abs(area(points)) >= SMALLEST] or rings[:1]
        if kept:
            path = "".join(_path(points) for points in kept)
            found[shape["id"]] = {"path": path, "middle": _middle(kept[0])}
    whole = arcs_of(counties)
    middles = {
        shape["id"]: _middle(max((ring(whole, part) for part in _rings(shape)), key=lambda p: abs(area(p))))
        for shape in counties["objects"]["counties"]["geometries"]
        if _rings(shape)
    }
    return {"states": dict(sorted(found.items())), "counties": dict(sorted(middles.items()))}


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs as points: quantized steps added up, then scaled and moved."""
    scale = topology.get("transform", {}).get("scale", [1, 1])
    move = topology.get("transform", {}).get("translate", [0, 0])
    found: list[list[Point]] = []
    for steps in topology["arcs"]:
        x = y = 0
        points: list[Point] = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + move[0], y * scale[1] + move[1]))
        found.append(points)
    return found


def simplified(points: Sequence[Point], tolerance: float) -> list[Point]:
    """The line with fewer points, none of those left out further than `tolerance` from it (Douglas-Peucker).

    A closed line keeps at least a triangle.
    """
    if len(points) < 4:
        return list(points)
    closed = points[0] == points[-1]
    keep = {0, len(points) - 1}
    if closed:  # the point farthest from the start opens it into two lines
        far = max(range(len(points)), key=lambda i: _distance(points[i], points[0], points[0]))
        keep.add(far)
    marks = sorted(keep)
    stack = list(pairwise(marks))
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        far = max(range(first + 1, last), key=lambda i: _distance(points[i], points[first], points[last]))
        if _distance(points[far], points[first], points[last]) > tolerance or (closed and len(keep) < 4):
            keep.add(far)
            stack += [(first, far), (far, last)]
    return [points[i] for i in sorted(keep)]


def ring(arcs: Sequence[Sequence[Point]], numbers: Iterable[int]) -> list[Point]:
    """The arcs of a ring joined; a number below zero is that arc's complement, run backwards."""
    points: list[Point] = []
    for number in numbers:
        line = arcs[number] if number >= 0 else list(reversed(arcs[~number]))
        points += line[1:] if points else line
    return points


def area(points: Sequence[Point]) -> float:
    """The signed area of a ring."""
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs) / 2


def _rings(shape: dict[str, Any]) -> list[list[int]]:
    if shape.get("type") == "Polygon":
        return list(shape["arcs"])
    if shape.get("type") == "MultiPolygon":
        return [part for polygon in shape["arcs"] for part in polygon]
    return []  # territories lie outside the picture


def _middle(points: Sequence[Point]) -> list[float]:
    """The centroid of a ring."""
    size = area(points)
    if not size:
        return [round(points[0][0], 1), round(points[0][1], 1)]
    x = y = 0.0
    for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True):
        cross = x0 * y1 - x1 * y0
        x += (x0 + x1) * cross
        y += (y0 + y1) * cross
    return [round(x / (6 * size), 1), round(y / (6 * size), 1)]


def _path(points: Sequence[Point]) -> str:
    """A ring as the data of an SVG path: steps in tenths, so that no error adds up."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    (px, py), out = tenths[0], [f"M{tenths[0][0] / 10:g} {tenths[0][1] / 10:g}l"]
    for x, y in tenths[1:]:
        if (x, y) != (px, py):
            step = f"{(x - px) / 10:g}" + (f" {(y - py) / 10:g}" if y >= py else f"{(y - py) / 10:g}")
            out.append(step if step.startswith("-") or len(out) == 1 else f" {step}")
            px, py = x, y
    return "".join(out) + "z"


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to the line between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    share = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length if length else 0.0
    share = min(max(share, 0.0), 1.0)
    across, down = point[0] - start[0] - share * dx, point[1] - start[1] - share * dy
    return (across * across + down * down) ** 0.5
