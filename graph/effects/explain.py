"""What decides a day: each relief as it stands for a party, and the effects behind the state."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from .ask import Ask, TooManyReadings, explore
from .force import Force
from .levels import Held, Level, held, level
from .order import LEVELS
from .scope import Question, Reach
from .standing import Outcome, Standing
from .things import Id
from .timeline import Course

HEIGHTS: Final = {"blocked": Level.BLOCKED, "restricted": Level.RESTRICTED, "stayed": Level.STAYED}


@dataclass(slots=True)
class View:
    """One relief for one party on one day, over all that is possible."""

    relief: Id
    statuses: set[str] = field(default_factory=set[str])
    levels: set[Level] = field(default_factory=set[Level])
    reaches: set[Reach] = field(default_factory=set[Reach])
    begun_by: set[Id] = field(default_factory=set[Id])
    by: set[Id] = field(default_factory=set[Id])
    """The effects that make it hold back what it holds back, stays included."""
    shaped_by: set[Id] = field(default_factory=set[Id])
    ended_by: set[Id] = field(default_factory=set[Id])
    merged: bool = False
    scopes: set[Id] = field(default_factory=set[Id])
    why: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """Why it holds back only so far: `class`, `condition`, `territory`, `place` or `provision`."""
    stayed: bool = False

    @property
    def covers(self) -> bool | None:
        """Whether it covers the party, wholly or in part; `None` where that is not certain."""
        found = {reach is not Reach.NO for reach in self.reaches}
        return found.pop() if len(found) == 1 else None

    @property
    def state(self) -> str:
        """`in-force`, `suspended` or `ended`; as it formally stands, where that is not certain."""
        if "alive" not in self.statuses:
            return "ended"
        return "suspended" if self.stayed else "in-force"

    @property
    def certain(self) -> bool:
        return len(self.statuses) == 1 and self.covers is not None


@dataclass(slots=True)
class Explained:
    """All relief that has begun, and the ways in which the provision may be in force or not."""

    views: dict[Id, View] = field(default_factory=dict[Id, View])
    forces: set[Force] = field(default_factory=set[Force])

    def surely(self, level: Level) -> list[View]:
        """The relief that does something in every reading; where there is none, that may do it."""
        found = [view for view in self.views.values() if level in view.levels]
        return [view for view in found if view.levels == {level} and view.statuses == {"alive"}] or found


def explained(course: Course, agent: Id, day: date) -> Explained:
    """How everything stands that bears on a provision, for a party on a day."""
    found = Explained()
    for number in range(len(course.worlds)):
        each = component(course, agent, day, number)
        found.views |= each.views
        found.forces |= each.forces
    return found


def component(course: Course, agent: Id, day: date, number: int, *, reach: bool = True) -> Explained:
    """How the relief and the force of one component stand; without `reach` not whom it holds back, and how far."""
    found = Explained()
    worlds = course.worlds[number]
    possible = worlds.on(day)
    for world in possible.worlds:
        found.forces |= {force for key, force in world.force if key == course.provision}
        for standing in world.outcome.standings:
            view = found.views.setdefault(standing.relief, View(standing.relief))
            _begun(standing, view)
            if reach:
                _add(course, agent, day, number, standing, view)
    for view in found.views.values():
        if any(world.outcome.of(view.relief).status == "none" for world in possible.worlds):
            view.statuses.add("none")
    return found


def _begun(standing: Standing, view: View) -> None:
    """Add what one possible standing of a relief is, and by what."""
    view.statuses.add(standing.status)
    view.begun_by |= {standing.begun_by} if standing.begun_by is not None else set()
    view.ended_by |= {standing.ended_by} if standing.ended_by is not None else set()
    view.merged |= standing.merged_into is not None
    view.shaped_by |= set(standing.shaped_by)
    view.scopes |= {part.scope for part in standing.parts}


def _add(course: Course, agent: Id, day: date, number: int, standing: Standing, view: View) -> None:
    """Add whom one possible standing of a relief holds back, and how far."""
    full = any(stay.remains is None and stay.suspends is None for stay in standing.suspensions)
    alone = Outcome((standing,))

    def one(ask: Ask) -> tuple[Level, Held, tuple[tuple[Id, Id, Held], ...]]:
        question = Question(course.lit, agent, day, ask)
        known: dict[tuple[Id, Id], Held] = {}

        def holds(asked: Question, standing: Standing, on: Id) -> Held:
            found = known.get((asked.agent, on))
            if found is None:
                found = known[asked.agent, on] = held(asked, standing, on)
            return found

        inside = course.inside(question, number)
        whole = holds(question, standing, course.provision)
        parts: list[tuple[Id, Id, Held]] = []
        if whole.total.reach is not Reach.YES or whole.operative.reach is not Reach.YES:
            for who in (agent, *inside):
                of = question if who == agent else Question(course.lit, who, day, ask, part=True)
                parts += [
                    (who, what, holds(of, standing, what))
                    for what in (course.provision, *course.bearing.parts)
                    if (who, what) != (agent, course.provision)
                ]
        best = level(alone, question, course.provision, inside, course.bearing.parts, holds)
        return best, whole, tuple(parts)

    try:
        cases = [case.value for case in explore(one, 512)]
    except TooManyReadings:
        view.reaches |= {Reach.NO, Reach.YES}
        return
    for best, whole, parts in cases:
        hits = [each for each in parts if each[2].total.reach is not Reach.NO]
        reach = whole.total.reach or (Reach.CONDITIONAL if hits else Reach.NO)
        view.reaches.add(reach)
        if standing.status != "alive":
            continue
        view.levels.add(best)
        view.by |= whole.by.union(*(each[2].by for each in hits))
        if reach is not Reach.NO:
            view.by |= {
                key for stay in standing.suspensions for key in (stay.by, stay.read_by) if key is not None
            }
        view.stayed |= full or best is Level.STAYED
        if best is Level.RESTRICTED:
            view.why |= whole.operative.why
            if whole.operative.reach is Reach.NO:
                for who, what, each in hits:
                    if each.level >= Level.RESTRICTED:
                        view.why |= {("place", who)} if who != agent else {("provision", what)}


def deciding(
    course: Course, shown: Explained, possible: Iterable[str], undecided: Iterable[Id] = ()
) -> list[Id]:
    """The rulings and measures that decide the possible states of a day, most recent first.

    Where nothing holds the provision back they are those of the relief that does not cover the
    party, or has ended. `undecided` are the effects of which it is not certain whether they count.
    """
    wanted = set(possible)
    producers = dict.fromkeys(_latest_first(course, {*undecided, *behind(shown, wanted)}))
    found = [key for key in producers if key in course.lit.rulings or key in course.lit.measures]
    if not found and wanted == {"not-in-force"} and course.bearing.chain[-1] in course.lit.measures:
        found.append(course.bearing.chain[-1])  # it has not begun
    return found


def behind(shown: Explained, wanted: set[str]) -> set[Id]:
    """The effects that decide the possible states of a day."""
    effects: set[Id] = set()
    for name, height in HEIGHTS.items():
        if name in wanted:
            for view in shown.surely(height) if len(wanted) == 1 else shown.views.values():
                if height in view.levels:
                    effects |= view.by | view.begun_by
    if "not-in-force" in wanted:
        effects |= {key for force in shown.forces if not force.holds for key in force.by}
    if "in-force" in wanted:
        effects |= {key for force in shown.forces if force.holds for key in force.by}
    if wanted == {"in-force"}:
        for view in shown.views.values():
            if "alive" in view.statuses:
                effects |= view.shaped_by
            elif not view.merged:
                effects |= view.ended_by
    return effects


def _latest_first(course: Course, effects: Iterable[Id]) -> list[Id]:
    """The producers of effects, the latest effect first."""
    lit = course.lit

    def when(key: Id) -> tuple[date, int, str]:
        moment = course.moment(key)
        effect = lit.effects[key]
        return (
            moment.earliest if moment else effect.earliest,
            LEVELS.get(lit.level(effect.producer) or "", -1),
            key,
        )

    return [lit.effects[key].producer for key in sorted(effects, key=when, reverse=True)]
