"""Days as trackers write them."""

import re
from collections.abc import Sequence
from typing import Final

from ..dates import MONTHS
from ..records import PartialDate
from .facts_cells import Fault, day

DATES: Final = ("iso", "month/day/year", "day/month/year", "month name")
"""The ways to write days that a mapping may name."""

_NAMED: Final = re.compile(r"([A-Za-z]{3,9})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})")
_SLASHED: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_TIME: Final = re.compile(r"[T ]\d\d:\d\d.*$")


def read_day(text: str, forms: Sequence[str]) -> PartialDate:
    """The day, month or year that a text writes in one of these forms; `Fault` for any other text.

    >>> str(read_day("Sept. 3, 2025", ["month name"])), str(read_day("3/9/2025", ["month/day/year"]))
    ('2025-09-03', '2025-03-09')
    """
    text = " ".join(text.split())
    named = _NAMED.fullmatch(text) if "month name" in forms else None
    if named is not None and (month := _month(named[1])):
        return day(f"{named[3]}-{month:02}" + (f"-{int(named[2]):02}" if named[2] else ""))
    slashed = _SLASHED.fullmatch(text)
    if slashed is not None and {"month/day/year", "day/month/year"} & set(forms):
        first, second = int(slashed[1]), int(slashed[2])
        year = slashed[3] if len(slashed[3]) > 2 else f"20{slashed[3]}"
        month, number = (first, second) if "month/day/year" in forms else (second, first)
        return day(f"{year}-{month:02}-{number:02}")
    if "iso" in forms:
        return day(_TIME.sub("", text))
    raise Fault(
        f"{text!r} is no day as the mapping says they are written",
        f"add its form to dates: {', '.join(DATES)}",
    )


def _month(name: str) -> int:
    """The number of a month by its name or a part of it; 0 for any other word."""
    written = "sep" if name.casefold() == "sept" else name.casefold()
    return next((number for number, month in enumerate(MONTHS, 1) if month.casefold().startswith(written)), 0)
