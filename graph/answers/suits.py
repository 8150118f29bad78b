"""What the relief of one lawsuit does on a day, whoever is asked about: holds, holds in part, is stayed, or none.

A tracker says something of a lawsuit; an answer is about a provision and a party. This is the common ground of
the two: the fold of the effects, looked at from the relief that the rulings of the suit granted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from math import prod
from typing import Final

from ..effects.periods import units
from ..effects.standing import Standing
from ..effects.things import DEFAULT_RULES, Id, Lawsuit, Relief
from ..effects.timeline import Course, course_of
from ..effects.world import Litigation

BLOCKED, PARTLY, STAYED, NONE = "blocked", "partly-blocked", "stayed", "in-force"
_ORDER: Final = (BLOCKED, PARTLY, STAYED, NONE)
"""What the relief of a suit does is what that does which does most."""
_MOST: Final = 4_096


@dataclass(slots=True)
class Suits:
    """The lawsuits of a graph; each course is folded once."""

    lit: Litigation
    _courses: dict[Id, Course] = field(default_factory=dict[Id, Course])
    _units: frozenset[Id] = frozenset()

    def __post_init__(self) -> None:
        self._units = frozenset(units(self.lit))

    def rulings(self, lawsuit: Id) -> list[Id]:
        """The rulings made in its proceedings, first to last."""
        dockets = {key for key, docket in self.lit.proceedings.items() if lawsuit in docket.lawsuits}
        found = [ruling for ruling in self.lit.rulings.values() if not dockets.isdisjoint(ruling.proceedings)]
        dated = sorted(found, key=lambda each: (each.decided.earliest if each.decided else date.max, each.id))
        return [each.id for each in dated]

    def reliefs(self, lawsuit: Id) -> list[Relief]:
        """The relief that its rulings granted."""
        return [
            self.lit.reliefs[key]
            for ruling in self.rulings(lawsuit)
            for key in self.lit.reliefs_by.get(ruling, ())
        ]

    def unfolded(self, lawsuit: Id) -> list[Relief]:
        """Its relief that no provision of the record is restrained by: nothing is computed for it."""
        return [relief for relief in self.reliefs(lawsuit) if self._course(relief) is None]

    def states(self, lawsuit: Id, day: date) -> frozenset[str]:
        """What its relief may do on a day: one state where that is certain."""
        each = [self._statuses(relief, day) for relief in self.reliefs(lawsuit)]
        if prod(map(len, each)) > _MOST:
            return frozenset(_ORDER)
        return frozenset(_strongest(chosen) for chosen in product(*each))

    def days(self, lawsuit: Id) -> list[date]:
        """The days on which that may change."""
        courses = (self._course(relief) for relief in self.reliefs(lawsuit))
        return sorted(
            {day for course in courses if course is not None for day in course.days if day > date.min}
        )

    def turned(self, lawsuit: Id, day: date) -> list[Id]:
        """The rulings behind what its relief does on a day: those whose effects on it came last before."""
        reliefs = {relief.id for relief in self.reliefs(lawsuit)}
        dated = [
            (effect.earliest, effect.producer)
            for effect in self.lit.effects.values()
            if effect.earliest <= day
            and self._acts_on(effect.targets, reliefs)
            and effect.producer in self.lit.rulings
        ]
        last = max((when for when, _ in dated), default=None)
        return sorted({producer for when, producer in dated if when == last})

    def _acts_on(self, targets: Iterable[Id], reliefs: set[Id]) -> bool:
        granted = {self.lit.reliefs[key].granted_by for key in reliefs}
        stays = {
            key
            for target in targets
            if target in self.lit.effects
            for key in self.lit.effects[target].targets
        }
        return any(target in reliefs or target in granted for target in (*targets, *stays))

    def _course(self, relief: Relief) -> Course | None:
        """The course of a provision that the relief restrains."""
        for restrained in relief.restrains:
            for unit in (restrained, *self.lit.provisions_of.get(restrained, ())):
                if unit in self._units:
                    if unit not in self._courses:
                        self._courses[unit] = course_of(self.lit, unit, DEFAULT_RULES)
                    return self._courses[unit]
        return None

    def _statuses(self, relief: Relief, day: date) -> tuple[str, ...]:
        course = self._course(relief)
        if course is None:
            return _ORDER
        for worlds in course.worlds:
            if relief.id in worlds.component.reliefs:
                possible = worlds.on(day)
                if possible.beyond or not possible.worlds:
                    return _ORDER
                return tuple(sorted({_state(world.outcome.of(relief.id)) for world in possible.worlds}))
        return (NONE,)


def _state(standing: Standing) -> str:
    if standing.status != "alive":
        return NONE
    if any(each.remains is None and each.suspends is None for each in standing.suspensions):
        return STAYED
    return PARTLY if standing.suspensions else BLOCKED


def _strongest(states: Iterable[str]) -> str:
    return min(states, key=_ORDER.index, default=NONE)


def stretches(suits: Suits, lawsuit: Id) -> Iterator[tuple[date | None, frozenset[str]]]:
    """What its relief did, from each day on which that changed; first what it was before any."""
    last: frozenset[str] | None = None
    for day in (None, *suits.days(lawsuit)):
        found = suits.states(lawsuit, day or date.min)
        if found != last:
            yield day, found
            last = found


def checked_to(lit: Litigation, lawsuit: Id) -> date | None:
    """To which day the record of a lawsuit was checked."""
    found: Lawsuit | None = lit.lawsuits.get(lawsuit)
    return found.checked_to if found is not None else None
