"""Which effects are undone: a lifted stay, what a vacated ruling did, the panel's opinion reheard.

An effect that has been undone is left out of the fold from that day on, as if it had not been;
what it had ended lives again, what it had suspended resumes. What undoes may itself be undone.
What a vacated ruling was still to do (its mandate had not issued) never happens. Relief that it
had granted does not belong here: that ends, see `effects`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .moments import MERGERS, STAYS
from .order import CLOSES, ENDS, Act, sets_scope
from .things import Effect, Id
from .world import Litigation

_FULL_STAYS = STAYS - {"partial-stay"}
_UNDOES = frozenset(("lift-stay", "vacate", "reverse", "rehearing-en-banc")) | ENDS | _FULL_STAYS


@dataclass(slots=True)
class Undone:
    """For each effect the places, in legal order, of the operative acts that undo it."""

    by: defaultdict[Id, list[int]] = field(default_factory=lambda: defaultdict[Id, list[int]](list))
    circle: tuple[Id, ...] = ()
    """Effects that undo one another in a circle, so that what stands cannot be said."""

    def at(self, effect: Id) -> bool:
        """Whether an effect is undone when all is done."""
        return effect in self.by

    def just_before(self, effect: Id, place: int) -> bool:
        """Whether an effect had been undone before the act at that place."""
        return any(where < place for where in self.by.get(effect, ()))


def undone(lit: Litigation, acts: Sequence[Act]) -> Undone:
    """What is undone when all these acts, in legal order, are done."""
    place = {act.effect.id: number for number, act in enumerate(acts) if not act.term}
    undoers: defaultdict[int, list[int]] = defaultdict(list)
    for number, act in enumerate(acts):
        if not act.term:
            for target in _undoes(lit, act.effect, number, acts):
                if target in place and place[target] != number:
                    undoers[place[target]].append(number)
    operative: dict[int, bool] = {}

    def works(number: int) -> bool:
        if number not in operative:
            operative[number] = True  # in a circle nothing is right: see `circle`
            operative[number] = not any(works(other) for other in sorted(undoers[number], reverse=True))
        return operative[number]

    found = Undone(circle=tuple(sorted(acts[number].effect.id for number in _circle(undoers))))
    for number in range(len(acts) - 1, -1, -1):
        for other in undoers.get(number, ()):
            if works(other):
                found.by[acts[number].effect.id].append(other)
    return found


def _circle(undoers: Mapping[int, Sequence[int]]) -> list[int]:
    """The first places found that undo one another in a circle."""
    finished: set[int] = set()

    def walk(number: int, path: list[int]) -> list[int]:
        if number in path:
            return path[path.index(number) :]
        if number not in finished:
            for other in undoers.get(number, ()):
                found = walk(other, [*path, number])
                if found:
                    return found
            finished.add(number)
        return []

    for number in sorted(undoers):
        found = walk(number, [])
        if found:
            return found
    return []


def _undoes(lit: Litigation, effect: Effect, number: int, acts: Sequence[Act]) -> Iterator[Id]:
    """The effects that one effect, at its place, undoes: earlier ones, and what its ruling was still to do."""
    if effect.type in CLOSES or sets_scope(effect):
        return  # revoking a revocation revives nothing; a new scope replaces, and undoes nothing
    before = {act.effect.id for act in acts[:number]}
    yield from (each for each in effect.undoes if each in before)
    for target in effect.targets:
        if target in lit.effects:
            if effect.type in _UNDOES and lit.effects[target].type != "grant" and target in before:
                yield target
        elif effect.type == "lift-stay" and not effect.undoes:
            yield from _stays(lit, target, acts[:number])
        elif target in lit.rulings:
            yield from _of_ruling(lit, effect, target, number, acts)


def _stays(lit: Litigation, target: Id, before: Sequence[Act]) -> Iterator[Id]:
    """The stays of some relief, or those that a ruling ordered or that were laid on it."""
    on = {target, lit.reliefs[target].granted_by} if target in lit.reliefs else {target}
    for act in before:
        if act.effect.type in STAYS and (
            not on.isdisjoint(act.effect.targets) or act.effect.producer == target
        ):
            yield act.effect.id


def _of_ruling(lit: Litigation, effect: Effect, ruling: Id, number: int, acts: Sequence[Act]) -> Iterator[Id]:
    """What an effect on a ruling undoes of that which the ruling did, and was still to do.

    A stay of a ruling that granted nothing, and affirmed nothing, holds back all it did; other
    stays suspend the relief. What a ruling granted, or let follow earlier relief, is not undone.
    """
    own = [
        (place, act.effect)
        for place, act in enumerate(acts)
        if act.effect.producer == ruling and not act.term
    ]
    if effect.type in _FULL_STAYS:
        if ruling in lit.reliefs_by or any(each.type == "affirm" for _, each in own):
            return
    elif effect.type not in {"vacate", "reverse", "rehearing-en-banc"}:
        return
    for place, each in own:
        if place > number or (each.type != "grant" and each.type not in MERGERS):
            yield each.id
