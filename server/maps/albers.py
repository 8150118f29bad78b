"""Where a point of the country lies in the picture: Albers' equal-area conic, with Alaska and Hawaii inset.

The same composite and the same numbers as the outlines of `us-atlas` were drawn with, so that dots and
borders fit: 975 by 610, scale 1300, middle at (487.5, 305).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin, sqrt
from typing import Final

WIDTH: Final = 975
HEIGHT: Final = 610
_SCALE: Final = 1300.0
_MIDDLE: Final = (487.5, 305.0)


@dataclass(frozen=True, slots=True)
class Conic:
    """One conic projection: standard parallels, middle meridian, and the point that lies at (x, y)."""

    south: float
    north: float
    meridian: float
    centre: tuple[float, float]
    scale: float
    x: float
    y: float

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a point in degrees lies, y downwards."""
        px, py = self._raw(_turned(longitude + self.meridian), latitude)
        cx, cy = self._raw(*self.centre)
        return self.x + self.scale * (px - cx), self.y + self.scale * (cy - py)

    def _raw(self, longitude: float, latitude: float) -> tuple[float, float]:
        first = sin(radians(self.south))
        n = (first + sin(radians(self.north))) / 2
        c = 1 + first * (2 * n - first)
        distance = sqrt(max(c - 2 * n * sin(radians(latitude)), 0.0)) / n
        angle = radians(longitude) * n
        return distance * sin(angle), sqrt(c) / n - distance * cos(angle)


LOWER: Final = Conic(29.5, 45.5, 96, (-0.6, 38.7), _SCALE, *_MIDDLE)
ALASKA: Final = Conic(
    55, 65, 154, (-2, 58.5), _SCALE * 0.35, _MIDDLE[0] - 0.307 * _SCALE, _MIDDLE[1] + 0.201 * _SCALE
)
HAWAII: Final = Conic(
    8, 18, 157, (-3, 19.9), _SCALE, _MIDDLE[0] - 0.205 * _SCALE, _MIDDLE[1] + 0.212 * _SCALE
)


def placed(longitude: float, latitude: float) -> tuple[float, float] | None:
    """Where a point lies in the picture; `None` for one that it does not show, such as Guam.

    >>> placed(-96.6, 38.7)
    (487.5, 305.0)
    """
    if latitude > 50:
        conic = ALASKA if longitude < -129 or longitude > 170 else None
    elif longitude < -154:
        conic = HAWAII if 18 < latitude < 23 else None
    else:
        conic = LOWER if latitude > 24 and -126 < longitude < -66 else None
    if conic is None:
        return None
    x, y = conic.place(longitude, latitude)
    return round(x, 1), round(y, 1)


def _turned(degrees: float) -> float:
    return (degrees + 180) % 360 - 180
