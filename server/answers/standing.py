"""States of provisions on a day, put together from the derived periods; nothing is computed here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from pyoxigraph import NamedNode

from ...graph.answers.calendar import Period as Derived
from ...graph.answers.standings import GRAVEST, PARTLY
from ...ontology.terms import EJV
from ..ask import text
from ..day import safe_day
from ..desk import desk
from ..languages import language
from ..present import names, thing
from ..words import t
from ..written import as_day
from .causes import causes
from .days import calendar, days, is_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from ..ask import Solution
    from ..present import Thing

_T = TypeVar("_T")
_DAYS_KEPT: Final = 16
SEVEN: Final = ("in-force", "partly-blocked", "blocked", "stayed", "not-in-force", "restricted", "uncertain")


class Period(Derived):
    """A derived period, with the word that readers get."""

    __slots__ = ()

    @property
    def word(self) -> str:
        """The state in a word: the reason where it is not in force."""
        return t(f"state.{self.reason if self.reason and self.state == 'not-in-force' else self.state}")


@dataclass(frozen=True, slots=True)
class Summary:
    """The states of several groups as one chip: a state, or *partly blocked*."""

    state: str
    text: str


def concept(iri: str) -> str:
    """The name of a concept: `…/vocab/blocked` is `blocked`."""
    return iri.removeprefix(EJV)


def period_of(row: Solution) -> Period | None:
    """The period that one solution tells of; `None` where its first day is no day."""
    since = as_day(text(row, "from"))
    if since is None:
        return None
    return Period(
        iri=text(row, "period"),
        provision=text(row, "provision"),
        group=text(row, "group"),
        rest=text(row, "rest") in {"true", "1"},
        state=concept(text(row, "state")),
        reason=concept(text(row, "reason")),
        since=since,
        until=as_day(text(row, "until")),
        measure=text(row, "measure"),
    )


def periods(rows: Iterable[Solution]) -> list[Period]:
    """The distinct periods of these solutions, in their order."""
    found = {period.iri: period for row in rows if (period := period_of(row)) is not None}
    return list(found.values())


def deciders(periods: Iterable[str]) -> dict[str, Thing]:
    """By period the ruling or measure that opened it; of several, the latest."""
    found = causes(periods)
    names().learn(map(NamedNode, found.values()))
    return {period: thing(cause) for period, cause in found.items()}


def of_an_order(iri: str) -> bool:
    """Whether it is an order of the executive or a provision of one, not a statute or a local policy."""
    return is_order(desk().graph.iris, iri)


@dataclass(frozen=True, slots=True)
class Stand:
    """How a provision stands on a day: its groups as one chip, since when, and the periods that tell it."""

    provision: str
    summary: Summary
    since: date
    telling: tuple[str, ...]


def stands_of(provisions: Iterable[str], on: date) -> dict[str, Stand]:
    """How some provisions stand on a day."""
    together: dict[str, list[Period]] = {}
    rows = sorted(calendar().rows_of(provisions, on), key=lambda row: (row[6], row[0]))
    for period in map(Period.of, rows):
        together.setdefault(period.provision, []).append(period)
    sizes = group_sizes(p.group for found in together.values() if len(found) > 1 for p in found)
    found: dict[str, Stand] = {}
    for provision, group in together.items():
        summary = summarised(group, sizes)
        state = "blocked" if summary.state == "partly-blocked" else summary.state
        telling = [period for period in group if period.state == state] or group
        since = max(period.since for period in telling)
        found[provision] = Stand(provision, summary, since, tuple(period.iri for period in telling))
    return found


def kept_by_day(name: str, on: date, make: Callable[[], _T]) -> _T:
    """What `make` gives for a day, in the language of the request; kept for the days asked for last."""
    if safe_day().known is not None:
        return make()
    which = (on, language(), days().generation)  # the calendar may be a generation behind
    return desk().among(f"by day {name}", which, make, _DAYS_KEPT)


def group_sizes(groups: Iterable[str]) -> dict[str, int]:
    """How many members some groups name."""
    return calendar().sizes(groups)


def summarised(found: Sequence[Period], sizes: dict[str, int]) -> Summary:
    """One chip for the groups of a provision, or for all groups of several.

    Groups that agree have their own state. Where some are blocked and some are not it is
    *partly blocked*, with the number of parties named, or the number left out.
    """
    if not found:
        return Summary("uncertain", t("state.none"))
    states = {period.state for period in found}
    if len(states) == 1:
        words = {period.word for period in found}
        return Summary(found[0].state, found[0].word if len(words) == 1 else t(f"state.{found[0].state}"))
    state = next(state for state in GRAVEST if state in states)
    held, free = _split(found, state)
    if state == "blocked":
        if any(period.rest for period in held):
            return Summary("partly-blocked", t("state.blocked_but", n=_count(free, sizes)))
        return Summary("partly-blocked", t("state.blocked_for", n=_count(held, sizes)))
    if state == "restricted" and not any(period.rest for period in held):
        return Summary("restricted", t("state.restricted_for", n=_count(held, sizes)))
    return Summary(state, t(f"state.{state}"))


def _split(found: Sequence[Period], state: str) -> tuple[list[Period], list[Period]]:
    held = [period for period in found if period.state == state]
    return held, [period for period in found if period.state != state]


def _count(found: Iterable[Period], sizes: dict[str, int]) -> int:
    return sum(sizes.get(group, 0) for group in {period.group for period in found})


def counted(states: Iterable[str]) -> str:
    """One sentence that counts provisions by state; what is partly blocked is blocked."""
    return counts_said(Counter("blocked" if state == PARTLY else state for state in states))


def counts_said(tally: Mapping[str, int]) -> str:
    """The same of how many there are in each state."""
    parts = [t(f"home.{state}", n=tally[state]) for state in GRAVEST if tally.get(state)]
    return t("home.counted", parts="; ".join(parts)) if parts else t("home.counted_none")
