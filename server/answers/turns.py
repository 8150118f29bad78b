"""Questions of the pages to the calendar: the days on which anything turns, and what was ever held back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from ..day import Change
from .days import calendar

if TYPE_CHECKING:
    from ...graph.answers.calendar import Calendar

_TURNS: Final = "SELECT (SELECT MAX(since) FROM period WHERE since < :on), (SELECT MIN(since) FROM period WHERE since > :on)"
_HELD: Final = (
    "SELECT DISTINCT held.provision, period.measure FROM held JOIN period ON period.provision = held.provision"
    " ORDER BY 1, 2 LIMIT :most"
)


def turns_around(on: date) -> tuple[Change | None, Change | None]:
    """The last day before one on which the state of any provision changed, and the first after it."""
    before, after = calendar().told(_TURNS, {"on": on.toordinal()})[0]
    return _change(before), _change(after)


def _change(day: int | None) -> Change | None:
    return None if day is None else Change(date.fromordinal(day))


def held_back(known: Calendar, most: int) -> list[str]:
    """The provisions that a court ever held back, and the measures that they are of, in order; of very many some."""
    rows = known.told(_HELD, {"most": most})
    return sorted({iri for row in rows for iri in row if iri})
