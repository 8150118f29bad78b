"""Over all provisions, or all parties: what binds whom, who is protected, when it changes, what if."""

from dataclasses import dataclass, replace
from datetime import date

from .explain import View, explained
from .outlook import Outlook
from .periods import lanes, units
from .scope import Reach
from .things import DEFAULT_RULES, Effect, Id, RuleSet
from .timeline import course_of
from .world import Litigation

_IF: str = "urn:enjoin:if-reversed"


@dataclass(frozen=True, slots=True)
class WhatBinds:
    """One provision for a party on a day."""

    provision: Id
    state: str
    reason: str | None
    possible: tuple[str, ...]
    enforceable: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Protection:
    """One relief that protects somebody from a provision on a day: its scopes, and how it stands.

    `binds` and `does_not_bind` are posts, persons and agencies; whoever holds a post is bound.
    """

    relief: Id
    state: str
    scopes: tuple[Id, ...]
    certain: bool
    binds: tuple[Id, ...] = ()
    does_not_bind: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class WhoIsProtected:
    """Who is protected from a provision on a day: as relief with scopes, and as known names.

    `parties` are the groups bound alike that are named, with their state; `others` is the state of
    everyone else.
    """

    reliefs: tuple[Protection, ...]
    parties: tuple[tuple[tuple[Id, ...], Outlook], ...]
    others: Outlook


@dataclass(frozen=True, slots=True)
class Changes:
    """The last day before, and the first day after, on which something changes."""

    previous: date | None
    next: date | None


@dataclass(frozen=True, slots=True)
class Fallen:
    """What would change for a group of parties: `members` empty for everyone else."""

    provision: Id
    members: tuple[Id, ...]
    before: Outlook
    after: Outlook


@dataclass(frozen=True, slots=True)
class IfReversed:
    """What would follow if a ruling were reversed on a day: relief that would end, states that would change."""

    ruling: Id
    on: date
    reliefs: tuple[Id, ...]
    changes: tuple[Fallen, ...]


def what_binds(lit: Litigation, agent: Id, on: date, rules: RuleSet = DEFAULT_RULES) -> list[WhatBinds]:
    """Every provision that was made by a day, with its state for a party or place, ended ones left out."""
    found: list[WhatBinds] = []
    for provision in units(lit):
        course = course_of(lit, provision, rules)
        if course.outlook(agent, on).state == "not-in-force":
            continue
        period = course.period(agent, on)
        each = period.outlook
        found.append(
            WhatBinds(
                provision, each.state, each.reason, each.possible, each.enforceable, period.start, period.end
            )
        )
    return found


def who_is_protected(
    lit: Litigation, provision: Id, on: date, rules: RuleSet = DEFAULT_RULES
) -> WhoIsProtected:
    """Who is protected from a provision on a day, or may be."""
    course = course_of(lit, provision, rules)
    groups = lanes(lit, provision, rules)
    found: list[tuple[tuple[Id, ...], Outlook]] = []
    others = Outlook(frozenset((("not-in-force", "not-yet"),)))
    reliefs: dict[Id, Protection] = {}
    for lane in groups:
        outlook = course.outlook(lane.group.one, on)
        for view in explained(course, lane.group.one, on).views.values():
            if "alive" in view.statuses and view.reaches != {Reach.NO}:
                reliefs[view.relief] = _protection(lit, view)
        if lane.group.rest:
            others = outlook
        elif {"blocked", "restricted", "stayed"} & set(outlook.possible):
            found.append((lane.group.members, outlook))
    return WhoIsProtected(tuple(reliefs[key] for key in sorted(reliefs)), tuple(found), others)


def _protection(lit: Litigation, view: View) -> Protection:
    """One relief as it stands, with whom its scopes bind."""
    keys = tuple(sorted(view.scopes))
    scopes = [lit.scopes[key] for key in keys if key in lit.scopes]
    return Protection(
        view.relief,
        view.state,
        keys,
        view.certain,
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
    """The days before and after on which a state changes: of a provision, for a party, or of both at once."""
    days: set[date] = set()
    for each in [provision] if provision is not None else units(lit):
        course = course_of(lit, each, rules)
        who = [agent] if agent is not None else [lane.group.one for lane in lanes(lit, each, rules)]
        for one in who:
            days.update(period.start for period in course.periods(one) if period.start is not None)
    return Changes(
        max((day for day in days if day < on), default=None),
        min((day for day in days if day > on), default=None),
    )


def if_reversed(lit: Litigation, ruling: Id, on: date, rules: RuleSet = DEFAULT_RULES) -> IfReversed:
    """What would fall if a ruling were reversed on a day: the fold once more, with that reversal in it."""
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
    found: list[Fallen] = []
    reliefs: set[Id] = set()
    for provision in units(lit):
        course = course_of(lit, provision, rules)
        if not any(
            ruling in {effect.producer, *effect.targets}
            for effect in map(lit.effects.__getitem__, course.bearing.calendar.of)
        ):
            continue
        then = course_of(supposed, provision, rules)
        for lane in lanes(lit, provision, rules):
            before, after = course.outlook(lane.group.one, on), then.outlook(lane.group.one, on)
            if before != after:
                found.append(Fallen(provision, lane.group.members, before, after))
            standing = explained(course, lane.group.one, on).views
            for key, view in explained(then, lane.group.one, on).views.items():
                was = standing.get(key)
                if was is not None and "alive" in was.statuses and "alive" not in view.statuses:
                    reliefs.add(key)
    return IfReversed(ruling, on, tuple(sorted(reliefs)), tuple(found))


__all__ = [
    "Changes", "Fallen", "IfReversed", "Protection", "WhatBinds", "WhoIsProtected", "changes",
    "if_reversed", "what_binds", "who_is_protected",
]  # fmt: skip
