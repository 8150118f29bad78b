"""Whether a provision is in force: the fold of what measures do to measures. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from .order import CLOSES, OPENS, Act
from .things import EFFECT_TYPES, Effect, Id
from .undoing import Undone
from .world import Litigation

REASONS: Final = {"revokes": "revoked", "supersedes": "superseded", "expire": "expired"}
KNOWN_REASONS: Final = ("revoked", "superseded", "withdrawn", "expired")
"""Where two effects of one day end a measure, the reason that is told: the gravest first."""

CLOSING: Final = CLOSES | {"expire"}


@dataclass(frozen=True, slots=True)
class Force:
    """In force, or why not; and the effects that decide it."""

    holds: bool
    reason: str | None = None
    by: tuple[Id, ...] = ()


NOT_YET: Final = Force(holds=False, reason="not-yet")


def bears_on_force(effect: Effect) -> bool:
    """Whether an effect can open or close the force of what it acts on.

    A measure that postpones itself until an injunction is lifted (its taking effect depends on
    something) is held back by the injunction, not by itself. What nobody knows might.
    """
    known = effect.type in CLOSING or (effect.type in OPENS and effect.conditional_on is None)
    return known or effect.type not in EFFECT_TYPES


def force(
    lit: Litigation, provision: Id, acts: Sequence[Act], taken_back: Undone, later: Iterable[Effect] = ()
) -> Force:
    """Whether a provision is in force when all acts, in legal order, are done.

    What is done to a measure reaches its provisions, and to a provision its parts, unless they have
    effects of their own: a provision with a beginning of its own does not begin with its measure;
    what itself ended is not revived with its measure; and what is itself ended only afterwards (by
    a later act, or one of those still to come) was not ended with it. Only reinstating revives, or a
    court's undoing of what ended it.
    """
    chain = (provision, *lit.above(provision))
    rank = {each: number for number, each in enumerate(chain)}

    def near(effect: Effect) -> int | None:
        found = [rank[target] for target in effect.targets if target in rank]
        return min(found) if found else None

    mine = [
        (act, at)
        for act in acts
        if not act.term and bears_on_force(act.effect) and (at := near(act.effect)) is not None
    ]
    coming = [(effect, at) for effect in later if bears_on_force(effect) and (at := near(effect)) is not None]
    begins = [
        at
        for effect, at in [*((act.effect, at) for act, at in mine), *coming]
        if effect.type == "takes-effect"
    ]
    beginning = min(begins, default=0)
    gone = {act.effect.id for act, _ in mine if act.effect.type in CLOSING and taken_back.at(act.effect.id)}
    gone |= {key for act, _ in mine if act.effect.type not in CLOSES for key in act.effect.undoes}
    mine = [(act, at) for act, at in mine if act.effect.id not in gone]
    found = NOT_YET
    closed_at: int | None = None
    closed_on = None
    for number, (act, at) in enumerate(mine):
        effect = act.effect
        if effect.type in OPENS:
            again = effect.type == "reinstates" and (closed_at is None or at <= closed_at)
            if again or (effect.type == "takes-effect" and at == beginning and found is NOT_YET):
                found, closed_at = Force(holds=True, by=(effect.id,)), None
            continue
        if effect.type not in CLOSING or _ends_by_itself_later(at, mine[number + 1 :], coming):
            continue
        reason = effect.end_reason if effect.end_reason in KNOWN_REASONS else REASONS[effect.type]
        if found.holds or found is NOT_YET:
            found, closed_at, closed_on = Force(holds=False, reason=reason, by=(effect.id,)), at, act.day
        elif closed_at is not None:
            if act.day == closed_on and at <= closed_at:
                # Of one day the nearer end is told, of two that are as near the graver one.
                both = () if at < closed_at else found.by
                told = (reason,) if at < closed_at else (found.reason or reason, reason)
                gravest = min(told, key=KNOWN_REASONS.index)
                found = Force(holds=False, reason=gravest, by=(*both, effect.id))
            closed_at = min(at, closed_at)
    return found


def _ends_by_itself_later(
    at: int, after: Sequence[tuple[Act, int]], coming: Sequence[tuple[Effect, int]]
) -> bool:
    """Whether something nearer than the measure ends the provision later, before it opens again."""
    for act, other in after:
        if act.effect.type in OPENS:
            return False
        if other < at:
            return True
    return any(other < at for effect, other in coming if effect.type in CLOSING)
