"""Dates and values as people write them."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from .words import t

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_PARTIAL: Final = re.compile(r"(-?\d{4,})(?:-(\d{2}))?(?:-(\d{2}))?")


def written(value: date | str | None) -> str:
    """A day, month or year in words; text that is none of them stays as it is.

    >>> written(date(2017, 1, 25)), written("2017-01"), written("2017")
    ('25 January 2017', 'January 2017', '2017')
    """
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date) else value
    found = _PARTIAL.fullmatch(text)
    if not found:
        return text
    year, month, day = found.groups()
    if month is None:
        return year
    if not 1 <= int(month) <= 12:
        return text
    name = _MONTHS[int(month) - 1]
    return f"{int(day)} {name} {year}" if day else f"{name} {year}"


def as_day(text: str) -> date | None:
    """The day that a lexical xsd:date writes; `None` for a month, a year or anything else."""
    try:
        return date.fromisoformat(text[:10]) if len(text) >= 10 else None
    except ValueError:
        return None


def spaced(name: str) -> str:
    """A term's local name as words: the name of last resort for a thing without a label.

    >>> spaced("mandateIssuedOn"), spaced("not-in-force")
    ('mandate issued on', 'not in force')
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("-", " ").replace("_", " ").lower()


def joined(words: list[str]) -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {t('words.and')} {words[-1]}"
