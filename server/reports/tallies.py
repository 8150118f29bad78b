"""More events than a picture has room for, counted: by week, month or year, a lane of bars for each kind and a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from ..day import safe_day
from ..desk import desk
from ..languages import language
from ..pictures.swimlane import Scale
from ..words import t
from ..written import as_day, briefly, number, written
from .events import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...graph.answers.chronicle import Choice, Chronicle, Tally

_WEEK: Final = 7
_BY_WEEK: Final = 400  # days; of more, by month
_BY_MONTH: Final = 12 * 366  # and of more, by year
_KEPT: Final = 64
HEIGHT: Final = 32
_ROOM: Final = 26
_LEAST: Final = 1.5


@dataclass(frozen=True, slots=True)
class Count:
    """How many events began in one week, month or year: all, and of each kind; `page` is the one that has the first."""

    start: date
    end: date
    name: str
    all: int
    kinds: dict[str, int]
    page: int


@dataclass(frozen=True, slots=True)
class Beam:
    """One bar: `x` and `width` in percent of the lane, `y` and `height` in pixels."""

    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Lane:
    """The bars of one kind, and the same in words."""

    kind: str
    name: str
    said: str
    beams: list[Beam]


@dataclass(frozen=True, slots=True)
class Counts:
    """The picture with its lanes, and the table's rows; `kinds` are its columns."""

    scale: Scale
    lanes: list[Lane]
    rows: list[Count]
    kinds: list[str]
    caption: str


def tallied(chronicle: Chronicle, choice: Choice, page: int) -> Counts | None:
    """All events of a choice as counts, in the language of the request; `page` of them are on each page.

    `None` where they are of no day. Those of the choices asked for last are kept until the graph changes.
    """
    if safe_day().known is not None:
        return _tallied(chronicle, choice, page)
    which = (chronicle, choice, page, language())  # the chronicle may be a generation behind
    return desk().among("timeline counts", which, lambda: _tallied(chronicle, choice, page), _KEPT)


def _tallied(chronicle: Chronicle, choice: Choice, page: int) -> Counts | None:
    ends = [
        as_day(f"{text[:4]}-01-01" if len(text) < len("2018-01-01") else text)
        for text in chronicle.ends(choice)
    ]
    if ends[0] is None or ends[1] is None or ends[0] == ends[1]:
        return None
    days = (ends[1] - ends[0]).days
    step = "week" if days <= _BY_WEEK else "month" if days <= _BY_MONTH else "year"
    signs = {"week": 10, "month": 7, "year": 4}[step]
    rows = list(_rows(chronicle.tallies(choice, signs), step, page))
    kinds = [kind for kind in KINDS if any(row.kinds[kind] for row in rows)]
    scale = Scale(rows[0].start, rows[-1].end)
    most = max(n for row in rows for n in row.kinds.values())
    lanes = [_lane(kind, rows, scale, most) for kind in kinds]
    return Counts(scale, lanes, rows, kinds, t(f"timeline.by_{step}"))


def _rows(tallies: Iterable[Tally], step: str, page: int) -> Iterable[Count]:
    together: dict[date, list[Tally]] = {}
    for each in tallies:
        if (start := _start(each.when, step)) is not None:
            together.setdefault(start, []).append(each)
    before = 0
    for start, found in sorted(together.items()):
        every = sum(each.events for each in found)
        kinds = {
            kind: sum(each.events for each in found if each.kinds >> place & 1)
            for place, kind in enumerate(KINDS)
        }
        yield Count(start, _end(start, step), _name(start, step), every, kinds, before // page + 1)
        before += every


def _start(when: str, step: str) -> date | None:
    """The first day of the week, month or year in which a day, a month or a year lies."""
    day = as_day(when + "2018-01-01"[len(when) :])
    if day is None or step != "week":
        return day
    return day - timedelta(days=day.weekday())


def _end(start: date, step: str) -> date:
    """The day after the last one."""
    if step == "week":
        return start + timedelta(days=_WEEK)
    if step == "year":
        return date(start.year + 1, 1, 1)
    return date(start.year + start.month // 12, start.month % 12 + 1, 1)


def _name(start: date, step: str) -> str:
    if step == "week":
        return t("timeline.week", on=briefly(start))
    return written(start.isoformat()[: 7 if step == "month" else 4])


def _lane(kind: str, rows: list[Count], scale: Scale, most: int) -> Lane:
    """The bars of a kind; of all lanes the highest bar is as high as the lane."""
    beams: list[Beam] = []
    for row in rows:
        if row.kinds[kind]:
            height = max(round(_ROOM * row.kinds[kind] / most, 1), _LEAST)
            x = scale.x(row.start)
            beams.append(
                Beam(x, round(max(scale.x(row.end) - x, 0.2) * 0.9, 3), round(HEIGHT - height, 1), height)
            )
    full = max(rows, key=lambda row: row.kinds[kind])
    name = t(f"timeline.{kind}")
    said = t("timeline.lane", kind=name, n=number(sum(row.kinds[kind] for row in rows)),
             when=full.name, most=number(full.kinds[kind]))  # fmt: skip
    return Lane(kind, name, said, beams)
