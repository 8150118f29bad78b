"""Over all provisions, or all parties: what binds whom, who is protected, when it changes, what if."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final

from ..effects.explain import View, deciding, explained
from ..effects.outlook import Outlook, Period
from ..effects.periods import lanes, units
from ..effects.scope import Reach
from ..effects.things import DEFAULT_RULES, Effect, Id, RuleSet
from ..effects.timeline import course_of
from ..effects.world import Litigation
from .deeds import scope
from .horizon import horizon, stretch
from .told import Change, Changes, IfReversed, Protection, WhatBinds, WhoIsProtected

_IF: Final = "urn:enjoin:if-reversed"
_HOLDS: Final = frozenset(("blocked", "restricted", "stayed"))


def what_binds(lit: Litigation, agent: Id, on: date, rules: RuleSet = DEFAULT_RULES) -> list[WhatBinds]:
    """Every provision that reaches a party or place and is in force on a day, or may be, with its state."""
    found: list[WhatBinds] = []
    for provision in units(lit):
        if not lit.reaches(provision, agent, on):
            continue
        course = course_of(lit, provision, rules)
        if course.outlook(agent, on).state == "not-in-force":
            continue
        shown = explained(course, agent, on)
        period = stretch(course.periods(agent), on)
        each = period.outlook
        found.append(
            WhatBinds(
                provision,
                each.state,
                each.reason,
                each.possible,
                each.enforceable,
                period.start,
                period.end,
                tuple(deciding(course, shown, each.possible)),
            )
        )
    return found


def who_is_protected(
    lit: Litigation, provision: Id, on: date, rules: RuleSet = DEFAULT_RULES
) -> WhoIsProtected:
    """Who is protected from a provision on a day, or may be."""
    course = course_of(lit, provision, rules)
    found: list[tuple[tuple[Id, ...], Outlook]] = []
    others = Outlook(frozenset((("not-in-force", "not-yet"),)))
    reliefs: dict[Id, Protection] = {}
    for lane in lanes(lit, provision, rules):
        outlook = course.outlook(lane.group.one, on)
        for view in explained(course, lane.group.one, on).views.values():
            if "alive" in view.statuses and view.reaches != {Reach.NO}:
                reliefs[view.relief] = _protection(lit, view, reliefs.get(view.relief))
        if lane.group.rest:
            others = outlook
        else:
            found.append((lane.group.members, outlook))
    told = [
        (members, each)
        for members, each in found
        if not _HOLDS.isdisjoint(each.possible) or (each != others and not _HOLDS.isdisjoint(others.possible))
    ]
    return WhoIsProtected(tuple(reliefs[key] for key in sorted(reliefs)), tuple(told), others)


def _protection(lit: Litigation, view: View, known: Protection | None) -> Protection:
    """One relief as it stands, with whom its scopes bind; in force where it is so for anybody."""
    keys = tuple(sorted(view.scopes))
    scopes = [lit.scopes[key] for key in keys if key in lit.scopes]
    in_force = known is not None and known.state == "in-force"
    return Protection(
        view.relief,
        "in-force" if in_force else view.state,
        keys,
        view.certain if known is None else known.certain and view.certain,
        tuple(scope(lit, key) for key in keys),
        tuple(sorted({each for scope in scopes for each in scope.binds})),
        tuple(sorted({each for scope in scopes for each in scope.does_not_bind})),
    )


def changes(
    lit: Litigation,
    on: date,
    *,
    provision: Id | None = None,
    agent: Id | None = None,
    rules: RuleSet = DEFAULT_RULES,
) -> Changes:
    """The days before and after on which a state changes: of a provision, for a party, or of both at once.

    A measure with recorded provisions stands for all of them.
    """
    asked = units(lit)
    if provision is not None:
        asked = [provision] if provision in asked else list(lit.provisions_of.get(provision, ()))
    found: list[tuple[date, Change]] = []
    for each in asked:
        if agent is None or lit.reaches(each, agent, on):
            found += _turns(lit, each, agent, rules)
    previous = max((day for day, _ in found if day < on), default=None)
    following = min((day for day, _ in found if day > on), default=None)
    return Changes(
        previous,
        following,
        tuple(change for day, change in found if day == previous),
        tuple(change for day, change in found if day == following),
    )


def _turns(lit: Litigation, provision: Id, agent: Id | None, rules: RuleSet) -> Iterator[tuple[date, Change]]:
    """The days on which the state of a provision changes, for one party or for each group."""
    course = course_of(lit, provision, rules)
    groups = lanes(lit, provision, rules) if agent is None else []
    who = (
        [(agent, (agent,))]
        if agent is not None
        else [(lane.group.one, lane.group.members) for lane in groups]
    )
    for one, members in who:
        periods = course.periods(one)
        for before, after in pairwise(periods):
            if after.start is not None and _differ(before, after):
                yield after.start, Change(provision, members, before.outlook, after.outlook)


def _differ(before: Period, after: Period) -> bool:
    """Whether a state changes, and not only what is possible while it is not certain."""
    one, two = before.outlook, after.outlook
    return (one.state, one.reason) != (two.state, two.reason)


def if_reversed(lit: Litigation, ruling: Id, on: date, rules: RuleSet = DEFAULT_RULES) -> IfReversed:
    """What would fall if a ruling were reversed on a day: the fold once more, with that reversal in it.

    Nothing would where the ruling was not made by that day.
    """
    made = lit.rulings[ruling].decided if ruling in lit.rulings else None
    if made is not None and made.earliest > on:
        return IfReversed(ruling, on, (), ())
    reversal = Effect(
        id=_IF,
        type="reverse",
        producer=_IF,
        targets=(ruling,),
        earliest=on,
        latest=on,
        label="the reversal supposed",
    )
    supposed = replace(lit, effects=dict(sorted({**lit.effects, _IF: reversal}.items())))
    found: list[Change] = []
    reliefs: set[Id] = set()
    for provision in units(lit):
        course = course_of(lit, provision, rules)
        if not any(
            ruling in {effect.producer, *effect.targets}
            for effect in map(lit.effects.get, course.bearing.calendar.of)
            if effect is not None
        ):
            continue
        then = course_of(supposed, provision, rules)
        for lane in lanes(lit, provision, rules):
            before, after = course.outlook(lane.group.one, on), then.outlook(lane.group.one, on)
            if before != after:
                found.append(Change(provision, lane.group.members, before, after))
            standing = explained(course, lane.group.one, on).views
            for key, view in explained(then, lane.group.one, on).views.items():
                was = standing.get(key)
                if was is not None and "alive" in was.statuses and "alive" not in view.statuses:
                    reliefs.add(key)
    return IfReversed(ruling, on, tuple(sorted(reliefs)), tuple(found))


def checked(
    lit: Litigation, provisions: Iterable[Id], on: date, rules: RuleSet = DEFAULT_RULES
) -> date | None:
    """The day to which the record of several provisions was checked: the earliest of theirs."""
    days = (horizon(course_of(lit, each, rules), on) for each in provisions)
    return min((day for day in days if day is not None), default=None)


__all__ = [
    "Change", "Changes", "IfReversed", "Protection", "WhatBinds", "WhoIsProtected", "changes", "checked",
    "if_reversed", "what_binds", "who_is_protected",
]  # fmt: skip
