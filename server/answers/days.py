"""Which periods hold on which day, as the pages ask: the calendar of the generation served.

It is built beside the requests, as the index of names is. A day that was known otherwise is asked of the graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...graph.answers.calendar import Calendar
from ...graph.answers.holds import Holds
from ...graph.answers.standings import Standings
from ..beside import Beside

if TYPE_CHECKING:
    from datetime import date

    from ...graph import Graph
    from ...graph.iris import Iris


@dataclass(frozen=True, slots=True)
class Days:
    """The calendar of one generation, how everything stands on its days, and what of orders is held back from whom."""

    calendar: Calendar
    standings: Standings
    holds: Holds
    generation: int


def calendar() -> Calendar:
    """The calendar of what is known now, or was on the day that the request names; `NotYet` while the first is built."""
    return days().calendar


def days() -> Days:
    """The same with how everything stands on its days."""
    return _DAYS.asked()


def warm() -> None:
    """Sees to it that the calendar is being built, for the page that may come next."""
    _DAYS.warm()


def _days(graph: Graph, known: date | None) -> Days:
    generation = graph.generation
    calendar = Calendar(graph.store(known))
    holds = Holds(calendar, lambda about: is_order(graph.iris, about))
    return Days(calendar, Standings(calendar), holds, generation)


def is_order(iris: Iris, iri: str) -> bool:
    """Whether it is an order of the executive or a provision of one, not a statute or a local policy."""
    found = iris.kind_and_id(iri)
    return found is not None and found[0] in {"order", "provision"}


_DAYS: Final = Beside("calendar", _days)
