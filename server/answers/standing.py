"""States of provisions on a day, put together from the derived periods; nothing is computed here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...ontology.terms import EJV
from ..ask import lookup, on_day, text
from ..desk import desk
from ..present import STATES, grouped, names, thing
from ..words import t
from ..written import as_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ..ask import Solution
    from ..present import Thing

SEVEN: Final = ("in-force", "partly-blocked", "blocked", "stayed", "not-in-force", "restricted", "uncertain")


@dataclass(frozen=True, slots=True)
class Period:
    """One period of one group: half-open, `until` absent while it lasts."""

    iri: str
    provision: str
    group: str
    rest: bool
    state: str
    reason: str
    since: date
    until: date | None
    measure: str = ""

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)

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


def standing(on: date) -> list[Period]:
    """Every period that holds on a day."""
    return periods(on_day("standing", on))


def deciders(on: date) -> dict[str, Thing]:
    """By period that holds on a day, the ruling or measure that opened it; of several, the latest."""
    rows = on_day("standing-reasons", on)
    names().learn(row["producer"] for row in rows)
    return {period: thing(found[0]["producer"]) for period, found in grouped(rows, "period").items()}


def of_an_order(iri: str) -> bool:
    """Whether it is an order of the executive or a provision of one, not a statute or a local policy."""
    found = desk().graph.iris.kind_and_id(iri)
    return found is not None and found[0] in {"order", "provision"}


def group_sizes() -> dict[str, int]:
    """How many members each group names."""
    return {text(row, "group"): int(text(row, "members") or 0) for row in lookup("group-sizes")}


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
    state = next(state for state in STATES if state in states)
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


def counted(summaries: Iterable[Summary]) -> str:
    """One sentence that counts provisions by state."""
    tally = Counter("blocked" if s.state == "partly-blocked" else s.state for s in summaries)
    parts = [t(f"home.{state}", n=tally[state]) for state in STATES if tally[state]]
    return t("home.counted", parts="; ".join(parts)) if parts else t("home.counted_none")
