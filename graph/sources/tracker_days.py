"""Days as trackers write them."""

import re
from collections.abc import Sequence
from typing import Final

from ..dates import MONTHS
from ..records import PartialDate
from .facts_cells import Fault, day

DATES: Final = ("iso", "month/day/year", "day/month/year", "month name")
"""The ways to write days that a mapping may name. A full stop or a hyphen may stand for the stroke."""

_WEEKDAY: Final = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.IGNORECASE
)
_NAMED: Final = re.compile(
    r"(?P<month>[A-Za-z]{3,9})\.?,?\s*(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?P<year>\d{4})"
)
_DAY_FIRST: Final = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?:of\s+)?(?P<month>[A-Za-z]{3,9})\.?,?[\s-]+(?P<year>\d{4}|\d{2})"
)
_NUMBERS: Final = re.compile(r"(\d{1,2})(?P<sign>[/.-])(\d{1,2})(?P=sign)(\d{4}|\d{2})")
_ISO: Final = re.compile(r"\d{4}")
_TIME: Final = re.compile(r"(?<=\d)(?:T|,?\s+)\d{1,2}:\d\d.*$")


def read_day(text: str, forms: Sequence[str]) -> PartialDate:
    """The day, month or year that a text writes in one of these forms; `Fault` for any other text.

    >>> str(read_day("Sept. 3, 2025", ["month name"])), str(read_day("3/9/2025", ["month/day/year"]))
    ('2025-09-03', '2025-03-09')
    """
    plain = _WEEKDAY.sub("", _TIME.sub("", " ".join(text.split())), count=1)
    named = (_NAMED.fullmatch(plain) or _DAY_FIRST.fullmatch(plain)) if "month name" in forms else None
    if named is not None and (month := _month(named["month"])):
        return day(
            f"{_year(named['year'])}-{month:02}" + (f"-{int(named['day']):02}" if named["day"] else "")
        )
    numbers = _NUMBERS.fullmatch(plain)
    if numbers is not None and {"month/day/year", "day/month/year"} & set(forms):
        first, second = int(numbers[1]), int(numbers[3])
        month, number = (first, second) if "month/day/year" in forms else (second, first)
        return day(f"{_year(numbers[4])}-{month:02}-{number:02}")
    if "iso" in forms and _ISO.match(plain):
        return day(plain.replace("/", "-"))
    raise Fault(
        f"{text!r} is no day as the mapping says they are written",
        f"if it is one, add its form to dates: {', '.join(DATES)}",
    )


def _year(written: str) -> str:
    return written if len(written) > 2 else f"20{written}"


def _month(name: str) -> int:
    """The number of a month by its name or a part of it; 0 for any other word."""
    written = "sep" if name.casefold() == "sept" else name.casefold()
    return next((number for number, month in enumerate(MONTHS, 1) if month.casefold().startswith(written)), 0)
