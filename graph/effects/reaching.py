"""What an effect reaches: relief by name, the relief of a ruling, what followed it, what was affirmed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .moments import Fault
from .order import ENDS, Act, sets_scope
from .standing import Standing
from .things import Effect, Id
from .undoing import Undone
from .world import Litigation


@dataclass(slots=True)
class Reaching:
    """The state in the middle of a fold, as far as it tells what an act at a place reaches."""

    lit: Litigation
    state: dict[Id, Standing]
    acts: Sequence[Act]
    undone: Undone
    faults: list[Fault] = field(default_factory=list[Fault])

    def named(self, targets: Iterable[Id]) -> list[Id]:
        return [target for target in targets if target in self.state]

    def latest(self, relief: Id) -> Id:
        """The relief itself, or what followed it after mergers."""
        seen = {relief}
        while (after := self.state[relief].merged_into) is not None and after not in seen:
            seen.add(after)
            relief = after
        return relief

    def granted(self, ruling: Id) -> list[Id]:
        """What a ruling granted, or what followed it."""
        found = (self.latest(each) for each in self.lit.reliefs_by.get(ruling, ()) if each in self.state)
        return list(dict.fromkeys(found))

    def affirmed(self, ruling: Id, place: int, seen: frozenset[Id] = frozenset()) -> list[Id]:
        """The relief that a ruling affirmed, directly or through rulings that it affirmed."""
        found: list[Id] = []
        for act in self.acts[:place]:
            each = act.effect
            if (
                each.type == "affirm"
                and each.producer == ruling
                and not self.undone.just_before(each.id, place)
            ):
                found += self.reach(each.targets, place, seen | {ruling})
        return list(dict.fromkeys(found))

    def reach(self, targets: Iterable[Id], place: int, seen: frozenset[Id] = frozenset()) -> list[Id]:
        """The relief that an effect at a place reaches: by name, or as that of a ruling or a grant."""
        found: list[Id] = []
        for target in targets:
            if target in self.state:
                found.append(target)
            elif target in self.lit.effects:
                found += self.of_effect(target, place, seen)
            elif target in self.lit.rulings and target not in seen:
                found += [*self.granted(target), *self.affirmed(target, place, seen)]
            elif target in self.lit.proceedings:
                for ruling in self.lit.rulings.values():
                    if target in ruling.proceedings:
                        found += self.granted(ruling.id)
        return list(dict.fromkeys(found))

    def of_effect(self, effect: Id, place: int, seen: frozenset[Id]) -> list[Id]:
        """What acting on a grant, or on an affirmance, reaches."""
        each = self.lit.effects[effect]
        if each.type == "grant":
            return [self.latest(target) for target in self.named(each.targets)]
        if each.type == "affirm" and not self.undone.just_before(effect, place):
            return self.reach(each.targets, place, seen)
        return []

    def overturned(self, effect: Effect, place: int) -> list[Id]:
        """The relief that a reversal, a vacatur or a rehearing ends.

        Reversing what affirmed ends the relief affirmed, and so does vacating it as moot; other
        vacaturs undo the affirmance only. What the overturned ruling had itself ended lives again.
        """
        through = effect.type == "reverse" or effect.end_reason == "vacated-as-moot"
        found: list[Id] = []
        for target in effect.targets:
            if target in self.state:
                found.append(target)
            elif target in self.lit.effects:
                if self.lit.effects[target].type == "grant" or through:
                    found += self.of_effect(target, place, frozenset())
            elif target in self.lit.rulings:
                found += self.granted(target)
                if through:
                    revived = self.ended_by_ruling(target, place)
                    found += [each for each in self.affirmed(target, place) if each not in revived]
        return list(dict.fromkeys(found))

    def ended_by_ruling(self, ruling: Id, place: int) -> set[Id]:
        """What a ruling had itself ended by name."""
        ends = ENDS | {"vacate", "reverse"}
        return {
            target
            for act in self.acts[:place]
            if act.effect.producer == ruling and act.effect.type in ends and not sets_scope(act.effect)
            for target in act.effect.targets
            if target in self.state
        }

    def ended(self, effect: Effect, place: int) -> list[Id]:
        """The relief that a dissolution, a lapse, mootness, a settlement or a revocation ends."""
        found: list[Id] = []
        for target in effect.targets:
            if target in self.lit.effects:
                found += self.of_effect(target, place, frozenset()) if self._is_grant(target) else []
            elif target in self.lit.rulings:
                found += self.granted(target)
            else:
                found += self.reach((target,), place)
        return list(dict.fromkeys(found))

    def _is_grant(self, effect: Id) -> bool:
        return self.lit.effects[effect].type == "grant"
