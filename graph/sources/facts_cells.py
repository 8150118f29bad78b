"""One cell of a facts file: text in, a value out, or a fault that says what to write instead."""

import difflib
import re
from calendar import monthrange
from collections.abc import Callable, Collection, Iterator
from typing import Final

from ..dates import MONTHS, parse_edtf
from ..records import PartialDate, slug

UNSURE: Final = "UNSURE"
"""A citation that carries this word is not published."""

_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_ID: Final = re.compile(r"[a-z0-9][A-Za-z0-9._~@#-]*")


class Fault(ValueError):
    """A cell that cannot be read: the `problem`, and the `cure`."""

    def __init__(self, problem: str, cure: str) -> None:
        super().__init__(problem, cure)
        self.problem = problem
        self.cure = cure


def nearest(word: str, words: Collection[str]) -> str | None:
    """The word that `word` was probably meant to be."""
    found = difflib.get_close_matches(word, sorted(words), n=1, cutoff=0.5)
    return found[0] if found else None


def split(text: str, separator: str = ";") -> Iterator[str]:
    """The parts of `text`, without blanks around them; a separator in brackets does not count.

    >>> list(split("82 FR 8801; scribd.com (a; b); vlex"))
    ['82 FR 8801', 'scribd.com (a; b)', 'vlex']
    """
    depth, part = 0, ""
    for sign in text:
        depth += (sign in "([") - (sign in ")]" and depth > 0)
        if sign == separator and depth == 0:
            if part.strip():
                yield part.strip()
            part = ""
        else:
            part += sign
    if part.strip():
        yield part.strip()


def text(cell: str) -> str:
    return cell


def texts(cell: str) -> tuple[str, ...]:
    return tuple(split(cell))


def sure_texts(cell: str) -> tuple[str, ...]:
    """The citations of a cell, less those that nobody vouches for."""
    return tuple(part for part in split(cell) if UNSURE not in part)


def is_id(cell: str) -> bool:
    return _ID.fullmatch(cell) is not None


def ident(cell: str) -> str:
    """The id of an entity, as it will stand in an address."""
    if not is_id(cell):
        raise Fault(f"{cell!r} cannot be an id", "use small letters, digits and hyphens")
    return cell


def word(cell: str) -> str:
    """A word of a list that the ontology keeps; whether it is on the list, the shapes say."""
    if _WORD.fullmatch(cell) is None:
        raise Fault(f"{cell!r} is no word of a list", "use letters, digits, hyphens and underscores")
    return cell


def name(cell: str) -> str:
    """A name of which an id can be made."""
    if not slug(cell):
        raise Fault(f"{cell!r} names nothing", "write a name with letters or digits")
    return cell


def integer(cell: str) -> int:
    if not cell.isascii() or not cell.isdigit():
        raise Fault(f"{cell!r} is no whole number", "write digits only, or leave the cell empty")
    return int(cell)


def yes_no(cell: str) -> bool:
    if cell not in {"yes", "no"}:
        raise Fault(f"{cell!r} is neither yes nor no", "write yes or no, or leave the cell empty")
    return cell == "yes"


def day(cell: str) -> PartialDate:
    """A day, a month or a year; an impossible one is a fault, never a neighbour."""
    found = _DATE.fullmatch(cell)
    if found is None:
        raise Fault(f"{cell!r} is no date", "write YYYY-MM-DD, or YYYY-MM or YYYY if no more is established")
    year, month, number = (int(part) if part else None for part in found.groups())
    assert year is not None  # the pattern has four digits there
    if year == 0:
        raise Fault(f"{cell!r}: there is no year 0", "write a year from 0001 on")
    if month is not None and not 1 <= month <= 12:
        raise Fault(f"{cell!r}: there is no month {month}", "write a month from 01 to 12")
    if month is not None and number is not None:
        last = monthrange(year, month)[1]
        if not 1 <= number <= last:
            raise Fault(
                f"{cell!r}: {MONTHS[month - 1]} {year} has {last} days",
                f"write a day from 01 to {last}, or {cell[:7]} if the day is not established",
            )
    return PartialDate(year, month, number)


def edtf(cell: str) -> str:
    """A day or span in the Extended Date/Time Format."""
    try:
        parse_edtf(cell)
    except ValueError as error:
        raise Fault(str(error), "write a day, 2018-08, 2018-08-01/2018-12-31 or 2018-08-01/..") from None
    return cell


def choice(words: Collection[str]) -> Callable[[str], str]:
    """A reader for one of a closed list of words."""

    def read(cell: str) -> str:
        if cell not in words:
            near = nearest(cell, words)
            hint = f"did you mean {near}? " if near else ""
            raise Fault(
                f"{cell!r} is not one of the words for this", f"{hint}write one of: {', '.join(words)}"
            )
        return cell

    return read


def choices(words: Collection[str]) -> Callable[[str], tuple[str, ...]]:
    """A reader for several of a closed list of words."""
    one = choice(words)
    return lambda cell: tuple(one(part) for part in split(cell))
