"""What changed by a ruling or a measure: for whom which provision was in which state before, and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from ..answers.standing import Period, concept, period_of
from ..ask import lookup, text
from ..present import grouped, names
from ..words import t
from .chart import Members, briefs, natural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ..ask import Solution
    from ..present import Thing


@dataclass(frozen=True, slots=True)
class Turn:
    """One provision and those bound alike: states are pairs of a state and its word; `was` may be none."""

    provision: Thing
    group: str
    was: tuple[str, str] | None
    now: tuple[str, str]
    on: date


def turned(producer: NamedNode) -> list[Turn]:
    """The turns that a ruling or a measure began, by provision and day; groups that turned alike together."""
    rows = lookup("turned", [(producer,)])
    groups = {text(row, "group") for row in rows}
    named = _members(groups, rows)
    former = _former(groups)
    short = briefs(text(row, "provision") for row in rows)
    together: dict[tuple[str, date, tuple[str, str] | None, str, str], list[Period]] = {}
    for row in rows:
        period = period_of(row)
        if period is None:
            continue
        was = former.get((period.group, period.since.isoformat()))
        key = (period.provision, period.since, was, period.state, period.word)
        alike = together.setdefault(key, [])
        if all(each.group != period.group for each in alike):
            alike.append(period)
    found = [
        Turn(short[of[0].provision], named.called(of), key[2], (of[0].state, of[0].word), of[0].since)
        for key, of in together.items()
        if key[2] is None or key[2] != (of[0].state, of[0].word)
    ]
    return sorted(found, key=lambda turn: (natural(turn.provision.text), turn.on, turn.group))


def _former(groups: set[str]) -> dict[tuple[str, str], tuple[str, str]]:
    """By group and day, the state that ended then, with its word."""
    rows = lookup("ended", [(NamedNode(group),) for group in sorted(groups)]) if groups else []
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for row in rows:
        state, reason = concept(text(row, "state")), concept(text(row, "reason"))
        word = t(f"state.{reason if reason and state == 'not-in-force' else state}")
        found[text(row, "group"), text(row, "until")] = state, word
    return found


def members_of(groups: set[str]) -> dict[str, list[str]]:
    """By group, the names of its members; groups that name none are left out."""
    found = lookup("group-members", [(NamedNode(group),) for group in sorted(groups)]) if groups else []
    names().learn(row["member"] for row in found)
    return {
        group: sorted(names().of(text(row, "member")) for row in of)
        for group, of in grouped(found, "group").items()
    }


def _members(groups: set[str], rows: Sequence[Solution]) -> Members:
    named = members_of(groups)
    alone: set[str] = set()
    for of in grouped(rows, "provision").values():
        mine = {text(row, "group") for row in of}
        if len(mine) == 1 and not mine & named.keys():
            alone |= mine
    return Members(named, frozenset(alone))
