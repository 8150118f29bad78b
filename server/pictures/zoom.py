"""The part of a picture's time that an address asks for, and the links to other parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from flask import request

from ..day import link, parse_day
from ..errors import DoorError
from ..words import t
from .swimlane import Scale

if TYPE_CHECKING:
    from collections.abc import Iterable

NEAR: Final = timedelta(days=90)
_YEARS: Final = 8


@dataclass(frozen=True, slots=True)
class Pill:
    """A link to a part of the time."""

    name: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Window:
    """What is shown: the scale, the pills, and what every link of the picture hands on."""

    scale: Scale
    pills: list[Pill]
    kept: dict[str, str]


def window(path: str, whole: Scale, turns: Iterable[date], on: date) -> Window:
    """The part of `whole` between `from` and `to` of this request; `DoorError` 400 where they are no span.

    `turns` are the days on which something changes: each of their years gets a pill.
    """
    start, end = request.args.get("from", ""), request.args.get("to", "")
    first = parse_day("from", start) if start else whole.start
    last = parse_day("to", end) if end else whole.end
    if not first < last:
        raise DoorError(400, "span", t("zoom.bad", start=first.isoformat(), end=last.isoformat()))
    asked = bool(start or end)
    kept = {"from": first.isoformat(), "to": last.isoformat()} if asked else {}
    event = request.args.get("event", "")
    spans = [(t("zoom.whole"), None, None)]
    years = sorted({day.year for day in turns if whole.start <= day <= whole.end})
    spans += [
        (str(year), date(year, 1, 1), date(year + 1, 1, 1)) for year in years[-_YEARS:] if len(years) > 1
    ]
    spans.append((t("zoom.near"), on - NEAR, on + NEAR))
    pills = [
        Pill(
            name,
            link(f"{path}#states", **{"from": since, "to": until, "event": event}),
            (since, until) == ((first, last) if asked else (None, None)),
        )
        for name, since, until in spans
    ]
    return Window(Scale(first, last) if asked else whole, pills, kept)
