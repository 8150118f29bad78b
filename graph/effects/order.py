"""The order of effects within one day: explicit sequence, else court level, else an ambiguity.

What an effect acts on comes before it whatever else is said. Where two effects of one day are
ordered by nothing and their order matters, it is asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final

from .ask import Ask
from .moments import MERGERS, STAYS
from .things import Effect, Id
from .world import Litigation

LEVELS: Final = {"trial-court": 0, "appellate-court": 1, "supreme-court": 2}
RECORDS: Final = frozenset(("deny", "remand", "enforce", "contempt", "amends"))
"""Effects that change no state: they are on record and shown."""
OPENS: Final = frozenset(("takes-effect", "reinstates"))
CLOSES: Final = frozenset(("revokes", "supersedes"))
ENDS: Final = frozenset(("dissolve", "expire", "moot", "settle", "target-revoked", "target-amended"))
REVIEWS: Final = frozenset(("vacate", "reverse", "rehearing-en-banc"))
_SETS: Final = frozenset(("narrow", "rescope", "clarify", "vacate", "reverse", "target-amended"))


@dataclass(frozen=True, slots=True)
class Act:
    """An effect on a day; `term` where it is the lapse that the effect set beforehand."""

    effect: Effect
    day: date
    term: bool = False

    @property
    def key(self) -> tuple[Id, bool]:
        return self.effect.id, self.term


def in_order(lit: Litigation, acts: Iterable[Act], ask: Ask) -> list[Act] | None:
    """The acts in legal order; `None` where the answers given make a circle."""
    days: dict[date, list[Act]] = {}
    for act in sorted(acts, key=lambda each: (each.day, each.term, each.effect.id)):
        days.setdefault(act.day, []).append(act)
    found: list[Act] = []
    for same in days.values():
        ordered = same if len(same) == 1 else _one_day(lit, same, ask)
        if ordered is None:
            return None
        found.extend(ordered)
    return found


def _one_day(lit: Litigation, acts: Sequence[Act], ask: Ask) -> list[Act] | None:
    after: dict[tuple[Id, bool], set[tuple[Id, bool]]] = {act.key: set() for act in acts}
    for first, second in combinations(acts, 2):
        known = compare(lit, first, second)
        if known == 0 and matters(lit, first.effect, second.effect):
            known = -1 if ask(("order", first.effect.id, second.effect.id)) else 1
        if known < 0:
            after[second.key].add(first.key)
        elif known > 0:
            after[first.key].add(second.key)
    found: list[Act] = []
    rest = list(acts)
    while rest:
        done = {act.key for act in found}
        free = next((act for act in rest if after[act.key] <= done), None)
        if free is None:
            return None
        found.append(free)
        rest.remove(free)
    return found


def compare(lit: Litigation, first: Act, second: Act) -> int:
    """Negative where the first comes before the second on one day, 0 where nothing says."""
    if first.term != second.term:
        return 1 if first.term else -1
    one, two = first.effect, second.effect
    after, before = depends(lit, two, one), depends(lit, one, two)
    if after != before:
        return -1 if after else 1
    if one.sequence is not None and two.sequence is not None and one.sequence != two.sequence:
        return one.sequence - two.sequence
    own, other = (LEVELS.get(lit.level(each.producer) or "") for each in (one, two))
    if own is None or other is None:
        return 0
    return own - other


def depends(lit: Litigation, effect: Effect, on: Effect) -> bool:
    """Whether, on one day, an effect comes after another because it presupposes it."""
    if acts_on(lit, effect, on) or (on.producer in effect.targets and on.producer in lit.rulings):
        return True
    if on.type == "takes-effect" and effect.type in CLOSES | ENDS:
        return not set(on.targets).isdisjoint(effect.targets)
    extends = on.type == "extend-time" and effect.type == "expire"
    return extends and not set(on.targets).isdisjoint(effect.targets)


def acts_on(lit: Litigation, effect: Effect, on: Effect) -> bool:
    """Whether an effect acts on another, or on the relief that it grants: it cannot precede it."""
    if on.id in effect.targets or on.id in effect.undoes:
        return True
    if on.type == "grant":
        return effect.type != "grant" and not set(on.targets).isdisjoint(effect.targets)
    return on.type in MERGERS and on.successor in effect.targets and not _granted(lit, on.successor)


def _granted(lit: Litigation, relief: Id | None) -> bool:
    """Whether relief has a grant of its own, and does not only follow other relief."""
    return any(lit.effects[key].type == "grant" for key in lit.effects_on.get(relief or "", ()))


def matters(lit: Litigation, one: Effect, two: Effect) -> bool:
    """Whether the order of two effects of one day may change what follows from them."""
    if one.type in RECORDS or two.type in RECORDS:
        return False
    if depends(lit, one, two) and depends(lit, two, one):
        return True  # two rulings of one day that act on each other
    if one.type in OPENS | CLOSES or two.type in OPENS | CLOSES:
        types = {one.type, two.type}
        if types.isdisjoint(CLOSES | {"expire"}) or types.isdisjoint(OPENS):
            return False
        return "reinstates" in types or _one_in_other(lit, one, two)
    if not _may_meet(lit, one, two):
        return False
    return any(_clash(lit, *pair) for pair in ((one, two), (two, one)))


def _one_in_other(lit: Litigation, one: Effect, two: Effect) -> bool:
    """Whether what one effect acts on is a part of what the other acts on."""
    return any(
        first in lit.above(second) or second in lit.above(first)
        for first in one.targets
        for second in two.targets
    )


def _clash(lit: Litigation, one: Effect, two: Effect) -> bool:
    """One way round of `matters`, for two effects that may meet in the same relief."""
    if sets_scope(one) and (sets_scope(two) or two.type == "extend-scope"):
        return one.sets_scope != two.sets_scope
    if one.type == two.type == "extend-time":
        return one.lapses_on != two.lapses_on
    if one.type in MERGERS:
        inherits = not _granted(lit, one.successor)
        by_name = all(target in lit.reliefs for target in two.targets)
        return two.type not in {"grant", "affirm"} and (inherits or not by_name or two.type in MERGERS)
    if one.type == "grant" and any(each in lit.effects_to for each in one.targets):
        # As this begins other relief ends, and what acts on that one's ruling reaches this one.
        return two.type not in {"grant", "affirm"} and not all(each in lit.reliefs for each in two.targets)
    if one.type in REVIEWS:
        return two.type in REVIEWS and one.type != two.type
    if one.type == "lift-stay" and not one.undoes:
        return two.type in STAYS
    return False


def sets_scope(effect: Effect) -> bool:
    """Whether an effect replaces the scope of relief, or gives it a new reading."""
    return effect.type in _SETS and effect.sets_scope is not None


def _may_meet(lit: Litigation, one: Effect, two: Effect) -> bool:
    """Whether two effects may reach the same relief."""
    ours, theirs = set(one.targets), set(two.targets)
    if ours & theirs or one.successor in theirs or two.successor in ours:
        return True
    return not (ours <= lit.reliefs.keys() and theirs <= lit.reliefs.keys())
