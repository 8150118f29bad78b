"""May a measure be enforced on a day? One sentence, the colour of its card, and the chips behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...graph.answers.standings import GRAVEST
from ..entities.facts import capital
from ..pictures.chart import called, natural
from ..words import t
from ..written import joined, written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ..pictures.chart import Members, Part
    from .standing import Period, Summary

_CLAUSES: Final = 3
_YES: Final = frozenset(("in-force", "stayed"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: `state` colours the card, `chips` say the same by provision."""

    state: str
    sentence: str
    chips: list[tuple[str, str]]


def verdict(
    found: Sequence[Period],
    on: date,
    parts: Mapping[str, Part],
    members: Members,
    summaries: Mapping[str, Summary],
) -> Verdict:
    """The answer for a measure or provision with these periods; wholes are left to their parts."""
    leaves = [iri for iri, part in parts.items() if not part.parent and iri in summaries]
    wanted = set(leaves or summaries)
    held: dict[str, list[Period]] = {}
    for period in found:
        if period.holds(on) and period.provision in wanted:
            held.setdefault(period.provision, []).append(period)
    if not held:
        return Verdict("uncertain", t("verdict.none"), [])
    states = {period.state for periods in held.values() for period in periods}
    state = states.pop() if len(states) == 1 else ""
    sentence = _all_alike(state, list(held.values())) if state in {"in-force", "not-in-force"} else ""
    if not sentence:
        sentence = _whole(held, parts, members)
    return Verdict(_colour(held), sentence, _chips(held, parts, summaries))


def _colour(held: Mapping[str, list[Period]]) -> str:
    states = {period.state for periods in held.values() for period in periods}
    if len(states) == 1:
        return next(iter(states))
    if "blocked" in states:
        return "partly-blocked"
    return next(state for state in GRAVEST if state in states)


def _all_alike(state: str, held: Sequence[list[Period]]) -> str:
    everything = [period for periods in held for period in periods]
    if state == "in-force":
        return t("verdict.yes")
    reasons = {period.reason for period in everything}
    if reasons == {"not-yet"}:
        return t("verdict.not_yet")
    since = {period.since for period in everything}
    if len(reasons) == 1 and len(since) == 1:
        return t("verdict.gone", reason=everything[0].word, day=written(since.pop()))
    return t("verdict.gone_all")


def _whole(held: Mapping[str, list[Period]], parts: Mapping[str, Part], members: Members) -> str:
    """A word that leads, what is held back, and whether that is all."""
    free = any({period.state for period in found} <= {"in-force", "not-in-force"} for found in held.values())
    said = [_lead(held), clauses(held, parts, members)]
    return " ".join([*said, t("verdict.rest")] if free else said)


def clauses(
    held: Mapping[str, Sequence[Period]],
    parts: Mapping[str, Part],
    members: Members,
    *,
    sure: bool = False,
    some: frozenset[str] = frozenset(),
) -> str:
    """What is held back, provision by provision; those of which the same holds together.

    With `sure`, what is not certain is left out where anything is certain. Of the provisions in `some`
    the periods are not those of all groups, so that whom they bind is always named.
    """
    said: dict[str, list[str]] = {}
    for iri, periods in held.items():
        if {period.state for period in periods} <= {"in-force", "not-in-force"}:
            continue
        known = [period for period in periods if period.state != "uncertain"] if sure else periods
        states = _states(known or periods, members, named=iri in some or len(known) not in {0, len(periods)})
        said.setdefault(states, []).append(parts[iri].long)
    found = [
        capital(t("verdict.clause", n=len(names), names=called(names), states=states))
        for states, names in list(said.items())[:_CLAUSES]
    ]
    rest = len(said) - _CLAUSES
    if rest > 0:
        found.append(t("verdict.more", n=sum(len(names) for names in list(said.values())[_CLAUSES:])))
    return " ".join(found)


def _lead(held: Mapping[str, list[Period]]) -> str:
    states = {period.state for periods in held.values() for period in periods}
    if states == {"blocked"}:
        return t("verdict.no")
    if states == {"uncertain"}:
        return t("verdict.uncertain")
    if states <= _YES:
        return t("verdict.for_now")
    return t("verdict.limits") if "blocked" not in states and "restricted" in states else t("verdict.partly")


def _states(periods: Sequence[Period], members: Members, *, named: bool) -> str:
    """`blocked for Chicago and not certain for everyone else`, the gravest first, the rest last."""
    by_state: dict[str, list[Period]] = {}
    for period in periods:
        by_state.setdefault(period.state, []).append(period)
    ordered = sorted(
        by_state.items(), key=lambda item: (any(each.rest for each in item[1]), GRAVEST.index(item[0]))
    )
    phrases: list[str] = []
    for state, of in ordered:
        who = members.called(of) if named or len(by_state) > 1 else t("group.everyone").lower()
        if any(each.rest or each.group in members.alone for each in of):
            who = who[:1].lower() + who[1:]
        phrases.append(t("verdict.for", state=t(f"state_in.{state}"), who=who))
    return joined(phrases)


def _chips(
    held: Mapping[str, list[Period]], parts: Mapping[str, Part], summaries: Mapping[str, Summary]
) -> list[tuple[str, str]]:
    together: dict[tuple[str, str], list[str]] = {}
    for iri in held:
        found = summaries[iri]
        together.setdefault((found.state, found.text), []).append(parts[iri].short)
    chips = [
        (state, f"{called(sorted(names, key=natural))}: {said}" if len(held) > 1 else said)
        for (state, said), names in together.items()
    ]
    return sorted(chips, key=lambda chip: chip[0] in {"in-force", "not-in-force"})
