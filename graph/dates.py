"""Legal days: what a date text says, how well it is known, and half-open intervals.

A date is kept as it is known, in the Extended Date/Time Format (EDTF): levels 0 and 1, and from
level 2 the choice of one day among several (`[2017-11-20,2017-11-21]`, `[2018-08..2018-12]`).
Its bounds are the first and the last day that it may mean.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_PART: Final = re.compile(r"([0-9X]{4})(?:-([0-9X]{2}))?(?:-([0-9X]{2}))?([~?%]?)")
_SEASONS: Final = frozenset(("21", "22", "23", "24"))


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and the last day on which something may have happened.

    `latest` is `None` where it may never have happened. `qualified` says that the source itself
    calls the date uncertain or approximate.
    """

    earliest: date
    latest: date | None
    qualified: bool = False

    @property
    def exact(self) -> date | None:
        """The day, when it is known to the day."""
        return self.earliest if self.earliest == self.latest else None


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from `start` up to, not including, `end`; no `end` means still open.

    >>> Interval(date(2017, 1, 25), date(2021, 1, 20)).covers(date(2021, 1, 20))
    False
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"an interval cannot end on {self.end} when it begins on {self.start}")

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def without(self, other: "Interval") -> "list[Interval]":
        """The none, one or two pieces of this interval that the other leaves."""
        pieces: list[Interval] = []
        if self.start < other.start:
            end = other.start if self.end is None else min(self.end, other.start)
            pieces.append(Interval(self.start, end))
        if other.end is not None and (self.end is None or other.end < self.end):
            pieces.append(Interval(max(self.start, other.end), self.end))
        return pieces


def parse_edtf(text: str) -> Bounds:
    """The bounds of an EDTF text; `ValueError`, saying what is wrong, where it is none.

    >>> parse_edtf("2018-08").latest
    datetime.date(2018, 8, 31)
    >>> parse_edtf("2019-04-18/..").latest is None
    True
    """
    said = text.strip()
    if said.startswith("[") and said.endswith("]"):
        return _one_of(said)
    first, slash, last = said.partition("/")
    if not slash:
        return _part(said, said)
    if first in {"", ".."}:
        raise ValueError(f"{text!r} has no first day; give the earliest day that is possible")
    begin = _part(first, said)
    if last in {"", ".."}:
        return Bounds(begin.earliest, None, begin.qualified)
    end = _part(last, said)
    return _between(begin, end, said)


def _one_of(said: str) -> Bounds:
    parts = [part.strip() for part in re.split(r",|\.\.", said[1:-1])]
    if parts[0] == "":
        raise ValueError(f"{said!r} has no first day; give the earliest day that is possible")
    if parts[-1] == "":
        begin = _part(parts[0], said)
        return Bounds(begin.earliest, None, begin.qualified)
    found = [_part(part, said) for part in parts]
    return _between(found[0], found[-1], said)


def _between(begin: Bounds, end: Bounds, said: str) -> Bounds:
    if end.latest is not None and end.latest < begin.earliest:
        raise ValueError(f"{said!r} ends before it begins")
    return Bounds(begin.earliest, end.latest, begin.qualified or end.qualified)


def _part(part: str, said: str) -> Bounds:
    """One date: a day, a month, a season or a year, with digits left open by X."""
    found = _PART.fullmatch(part)
    if found is None:
        raise ValueError(
            f"{said!r} is no date; write it as 2018-08-01, 2018-08, 2018 or 2018-08-01/2018-12-31"
        )
    year, month, day, mark = found.groups()
    if "X" in year.rstrip("X") or year.startswith("X") or year == "0000":
        raise ValueError(f"{said!r}: {year} is no year")
    first, last = int(year.replace("X", "0")) or 1, int(year.replace("X", "9"))
    whole = Bounds(date(first, 1, 1), date(last, 12, 31), bool(mark))
    if month is None or month == "XX" or month in _SEASONS:
        if day not in {None, "XX"}:
            raise ValueError(f"{said!r} names a day but no month")
        return whole  # a season is somewhere in its year; nothing says on which days it ends
    if "X" in month + year or not 1 <= int(month) <= 12:
        raise ValueError(f"{said!r}: there is no month {month}")
    days = monthrange(first, int(month))[1]
    if day is None or day == "XX":
        return Bounds(date(first, int(month), 1), date(first, int(month), days), bool(mark))
    if "X" in day or not 1 <= int(day) <= days:
        raise ValueError(f"{said!r}: {MONTHS[int(month) - 1]} {first} has no day {day.lstrip('0') or day}")
    exact = date(first, int(month), int(day))
    return Bounds(exact, exact, bool(mark))


def parse_day(text: str) -> date:
    """A day as YYYY-MM-DD; `ValueError`, saying what is wrong, where it is none.

    >>> parse_day("2025-02-30")
    Traceback (most recent call last):
    ValueError: '2025-02-30': February 2025 has no day 30
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
        raise ValueError(f"{text!r} is no day; write it as YYYY-MM-DD")
    return _part(text.strip(), text.strip()).earliest


def later(day: date, days: int) -> date:
    """The day so many days later, or the last day of the calendar.

    >>> later(date(9999, 12, 31), 1)
    datetime.date(9999, 12, 31)
    """
    return day + timedelta(min(days, (date.max - day).days))


def written_out(day: date) -> str:
    """The day as it stands in a sentence.

    >>> written_out(date(2019, 6, 1))
    '1 June 2019'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
