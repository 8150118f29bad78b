"""Which rulings and measures decide the states of a provision, day by day and party by party.

What `explain.behind` finds, taken apart by components: what each contributes is worked out once for all
whom it binds alike, and as long as it does not turn.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .explain import HEIGHTS, Explained, View, component
from .levels import Level
from .things import Id
from .timeline import Course, Spot


@dataclass(frozen=True, slots=True)
class _Held:
    """Who decides that a component holds the provision back so far: surely, if it does, and perhaps."""

    surely: frozenset[Id] | None
    perhaps: frozenset[Id]


@dataclass(frozen=True, slots=True)
class _Stands:
    """Who decides, by one component, that the provision is in force, that it is not, and that nothing holds it back."""

    in_force: frozenset[Id]
    not_in_force: frozenset[Id]
    shaped: frozenset[Id]


class Decided:
    """The rulings and measures behind the states of one provision."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._held: dict[Spot, dict[Level, _Held]] = {}
        self._stands: dict[Spot, _Stands] = {}

    def on(self, agent: Id, day: date, wanted: set[str]) -> set[Id]:
        """What decides that these states are possible for somebody on a day."""
        course = self._course
        found: set[Id] = set()
        heights = [height for name, height in HEIGHTS.items() if name in wanted]
        if heights:
            held = [self._held_at(spot, day) for spot in course.spots(agent, day)]
            for height in heights:
                found |= _behind([each[height] for each in held if height in each], alone=len(wanted) == 1)
        if not wanted.isdisjoint(("in-force", "not-in-force")):
            for spot in course.spots(agent, day):
                found |= self._standing(self._stands_at(spot, day), wanted)
        measure = course.bearing.chain[-1]
        if not found and wanted == {"not-in-force"} and measure in course.lit.measures:
            found.add(measure)  # it has not begun
        return found

    @staticmethod
    def _standing(each: _Stands, wanted: set[str]) -> frozenset[Id]:
        if wanted == {"in-force"}:
            return each.in_force | each.shaped
        if "in-force" in wanted:
            return each.in_force | each.not_in_force if "not-in-force" in wanted else each.in_force
        return each.not_in_force

    def _held_at(self, spot: Spot, day: date) -> dict[Level, _Held]:
        found = self._held.get(spot)
        if found is None:
            shown = component(self._course, spot[1], day, spot[0])
            found = self._held[spot] = {
                height: self._height(shown, height)
                for height in HEIGHTS.values()
                if any(height in view.levels for view in shown.views.values())
            }
        return found

    def _height(self, shown: Explained, height: Level) -> _Held:
        views = [view for view in shown.views.values() if height in view.levels]
        sure = [view for view in views if view.levels == {height} and view.statuses == {"alive"}]
        return _Held(self._by(sure) if sure else None, self._by(views))

    def _by(self, views: Iterable[View]) -> frozenset[Id]:
        return self._producers(key for view in views for key in view.by | view.begun_by)

    def _stands_at(self, spot: Spot, day: date) -> _Stands:
        found = self._stands.get(spot)
        if found is None:
            shown = component(self._course, spot[1], day, spot[0], reach=False)
            shaped: set[Id] = set()
            for view in shown.views.values():
                if "alive" in view.statuses:
                    shaped |= view.shaped_by
                elif not view.merged:
                    shaped |= view.ended_by
            found = self._stands[spot] = _Stands(
                self._producers(key for force in shown.forces if force.holds for key in force.by),
                self._producers(key for force in shown.forces if not force.holds for key in force.by),
                self._producers(shaped),
            )
        return found

    def _producers(self, effects: Iterable[Id]) -> frozenset[Id]:
        lit = self._course.lit
        found = {lit.effects[key].producer for key in effects}
        return frozenset(each for each in found if each in lit.rulings or each in lit.measures)


def _behind(held: list[_Held], *, alone: bool) -> set[Id]:
    """Whoever holds it back surely; where nobody does, or other states are possible, whoever may."""
    if alone and any(each.surely is not None for each in held):
        return {key for each in held if each.surely is not None for key in each.surely}
    return {key for each in held for key in each.perhaps}
