"""Long lists of an entity's page, a part at a time: the rulings of a judge or a court, the lawsuits of a party.

Where the rolls of this generation are there, only what the page shows is read of the graph. As of an earlier day of
knowledge, and while the first rolls of a graph are written, the engine puts the whole list in order: the same, but slower.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ...graph.answers.rolls import Rolls
from ..ask import lookup, text
from ..beside import Beside
from ..day import asked_day, safe_day
from ..entities.portion import Portion, portion
from ..present import grouped
from ..written import as_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ..ask import Solution

_ROLLS: Final = Beside("rolls", lambda graph, _: Rolls(graph.store()))


@dataclass(frozen=True, slots=True)
class Ruled:
    """A part of somebody's rulings, the latest first; and days of theirs, those next to the day asked about among them."""

    shown: Sequence[str]
    pages: Portion
    days: Sequence[date]


def rulings_of(question: str, of: NamedNode, size: int | None = None) -> Ruled:
    """The rulings that a lookup finds of a judge, a court or a proceeding."""
    rolls = _rolls()
    if rolls is None:
        rows = lookup(question, [(of,)])
        pages = portion("rulings", len(rows), size)
        days = [day for row in rows if (day := as_day(text(row, "decided")))]
        return Ruled([text(row, "ruling") for row in pages.of(rows)], pages, days)
    pages = portion("rulings", rolls.ruled(of.value), size)
    shown = rolls.rulings(of.value, pages.first, pages.size)
    return Ruled(shown, pages, rolls.days_near(of.value, asked_day().on))


def suits_of(party: NamedNode) -> tuple[Mapping[str, Sequence[Solution]], Portion]:
    """By lawsuit the seats of a party, its own and those of the offices that it held; those filed first come first."""
    rolls = _rolls()
    if rolls is None:
        found = grouped(lookup("sued", [(party,)]), "lawsuit")
        pages = portion("sued", len(found))
        return {lawsuit: found[lawsuit] for lawsuit in pages.of(list(found))}, pages
    pages = portion("sued", rolls.sued(party.value))
    shown = rolls.lawsuits(party.value, pages.first, pages.size)
    seats = [(NamedNode(seat),) for seat in rolls.seats(party.value, shown)]
    rows = lookup("seats-of", seats) if seats else []
    for row in rows:
        if row["party"] != party:
            row["as"] = row["party"]
    found = grouped(rows, "lawsuit")
    return {lawsuit: found[lawsuit] for lawsuit in shown if lawsuit in found}, pages


def _rolls() -> Rolls | None:
    if safe_day().known is not None:
        return None
    if _ROLLS.ready() is None:
        _ROLLS.warm()
        return None
    return _ROLLS.now()
