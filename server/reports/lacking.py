"""What the record leaves open, in the language of the page: from the kind of a gap and the time it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ask import text
from ..present import Thing
from ..words import t, words
from ..written import as_day, written

if TYPE_CHECKING:
    from ..ask import Solution


def lacking(row: Solution) -> Thing:
    """A row of the query `gaps` as a sentence; as the query says it, in English, where its kind is new."""
    kind, when = text(row, "kind"), text(row, "when")
    first, interval, last = when.partition("/")
    began, ended = as_day(first), as_day(last)
    if interval and began is not None:
        kind += "-between" if ended else "-open"
    if f"gap.{kind}" not in words():
        return Thing(text(row, "says"), language="en")
    return Thing(t(f"gap.{kind}", when=written(when), first=written(began), last=written(ended)))
