"""Whether a literal is a value of its datatype: the engine takes 30 February without a word."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_ZONE: Final = r"(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?"
_DATE: Final = re.compile(rf"(-?\d{{4,}}-\d\d-\d\d){_ZONE}")
_MOMENT: Final = re.compile(rf"(-?\d{{4,}}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?{_ZONE}")
_MONTH: Final = re.compile(rf"-?\d{{4,}}-(?:0[1-9]|1[0-2]){_ZONE}")
_YEAR: Final = re.compile(rf"-?\d{{4,}}{_ZONE}")
_INTEGER: Final = re.compile(r"[+-]?\d+")
_DECIMAL: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_DOUBLE: Final = re.compile(r"[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|INF)|NaN")
_BOOLEAN: Final = re.compile(r"true|false|0|1")


def _on_the_calendar(text: str) -> bool:
    if text.startswith("-") or len(text) > len("2025-02-28"):
        return True  # before the year 1 or after 9999: Python's calendar has no such days
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    return found is not None and _on_the_calendar(found.group(1))


def _is_moment(text: str) -> bool:
    found = _MOMENT.fullmatch(text)
    if found is None or not _on_the_calendar(found.group(1)):
        return False
    try:
        datetime.strptime(found.group(2), "%H:%M:%S")  # noqa: DTZ007 - only whether there is such a time
    except ValueError:
        return found.group(2) == "24:00:00"
    return True


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


_CHECKS: Final[dict[str, tuple[Callable[[str], bool], str]]] = {
    "date": (_is_date, "is no day"),
    "dateTime": (_is_moment, "is no moment"),
    "gYearMonth": (_matches(_MONTH), "is no month"),
    "gYear": (_matches(_YEAR), "is no year"),
    "boolean": (_matches(_BOOLEAN), "is neither true nor false"),
    "integer": (_matches(_INTEGER), "is no whole number"),
    "decimal": (_matches(_DECIMAL), "is no number"),
    "double": (_matches(_DOUBLE), "is no number"),
}


def impossible(term: NamedNode | BlankNode | Literal | Triple) -> str:
    """What is wrong with a literal whose datatype has no such value; nothing for all others.

    >>> impossible(Literal("2025-02-30", datatype=NamedNode(_XSD + "date")))
    "'2025-02-30' is no day (xsd:date)"
    """
    if not isinstance(term, Literal) or not term.datatype.value.startswith(_XSD):
        return ""
    kind = term.datatype.value.removeprefix(_XSD)
    check = _CHECKS.get(kind)
    if check is None or check[0](term.value):
        return ""
    return f"{term.value!r} {check[1]} (xsd:{kind})"
