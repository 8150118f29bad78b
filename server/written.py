"""Dates, numbers and lists as people of the page's language write them."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

from .languages import LOCALES, language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .languages import Language

_PARTIAL: Final = re.compile(r"(-?\d{4,})(?:-(\d{2}))?(?:-(\d{2}))?")
_LONG, _MONTH, _SHORT_MONTH, _SHORT = "long", "yMMMM", "MMM", "yMMMd"


def written(value: date | str | None) -> str:
    """A day, month or year in words; text that is none of them stays as it is.

    >>> written(date(2017, 1, 25)), written("2017-01"), written("2017")
    ('25 January 2017', 'January 2017', '2017')
    """
    if value is None:
        return ""
    if isinstance(value, date):
        return _formatted(value, _LONG, language())
    found = _PARTIAL.fullmatch(value)
    if not found:
        return value
    year, month, day = found.groups()
    if month is None:
        return year
    try:
        exact = date(int(year), int(month), int(day or 1))
    except ValueError:
        return value
    return _formatted(exact, _LONG if day else _MONTH, language())


def briefly(value: date) -> str:
    """A day with its month cut short, as narrow places show it: `25 Jan 2017`."""
    return _formatted(value, _SHORT, language())


def month_of(value: date) -> str:
    """The name of a day's month, cut short: `Jan`."""
    return _formatted(value, _SHORT_MONTH, language())


@lru_cache(4096)
def _formatted(value: date, form: str, chosen: Language) -> str:
    locale = LOCALES[chosen]
    if form == _LONG:
        return format_date(value, form, locale=locale)
    return format_skeleton(form, value, locale=locale)


def number(value: float) -> str:
    """A number with its digits in groups.

    >>> number(1234567)
    '1,234,567'
    """
    return _grouped(value, language())


@lru_cache(4096)
def _grouped(value: float, chosen: Language) -> str:
    return format_decimal(value, locale=LOCALES[chosen])


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


def joined(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return format_list(words, locale=LOCALES[language()])
