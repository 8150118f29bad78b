"""What may stand on a day: one fold for every choice of days within the bounds, and every order.

Exact, but without trying every day: the outcome depends only on what has happened by the day asked
about, and in which order. So a day that is not known is placed once between any two days that
matter, and as many days apart as there are others that may fall between the same two.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations
from math import prod
from typing import Final

from ..dates import later
from .ask import Ask, TooManyReadings, explore
from .bearing import Bearing, Component
from .fold import fold
from .force import Force, force
from .moments import Fault, Moment
from .order import Act, acts_on, in_order
from .scope import readings_of, roles_of
from .sentence import listed
from .standing import Outcome
from .things import Effect, Id, PartyRole
from .undoing import Undone, undone
from .world import Litigation, scopes_of

MOST: Final = 6_000
"""The most placements tried for one component on one day; beyond, everything is held possible."""

_NO_OUTCOME: Final = Outcome(())

Fact = tuple[tuple[str, ...], bool]
"""Something that was so or not: `("happened", effect)` by the day asked about, `("before", one, two)`."""


@dataclass(frozen=True, slots=True)
class World:
    """One possible outcome on a day; `force` holds each provision whose force this component decides."""

    force: tuple[tuple[Id, Force], ...] = ()
    outcome: Outcome = _NO_OUTCOME


@dataclass(frozen=True, slots=True)
class Possible:
    """All possible outcomes of one component on a day; `beyond` where they are too many to try.

    `ways` are, for each world, the sets of facts that lead to it.
    """

    worlds: tuple[World, ...]
    ways: tuple[tuple[frozenset[Fact], ...], ...]
    faults: tuple[Fault, ...] = ()
    beyond: bool = False


@dataclass(slots=True)
class Worlds:
    """The possible outcomes of one component, each day that matters computed once."""

    lit: Litigation
    bearing: Bearing
    component: Component
    forced: tuple[Id, ...] = ()
    """The provisions whose force this component decides."""
    moments: list[Moment] = field(default_factory=list[Moment])
    faults: list[Fault] = field(default_factory=list[Fault])
    days: list[date] = field(default_factory=list[date])
    """The days on which the possible outcomes may change."""
    _before: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    _points: list[date] = field(default_factory=list[date])
    _by_parties: bool = False
    _stretches: dict[int, list[date]] = field(default_factory=dict[int, "list[date]"])
    _found: dict[date | None, Possible] = field(default_factory=dict["date | None", Possible])

    def __post_init__(self) -> None:
        self.moments = list(self.component.moments)
        self.faults = list(self.component.faults)
        scopes = {scope for key in self.component.effects for scope in scopes_of(self.lit.effects[key])}
        self._by_parties = any(_of_parties(self.lit, scope) for scope in scopes)
        self._tighten()
        self._points = sorted(self._cuts())
        self.days = sorted(self._turns())

    def on(self, day: date) -> Possible:
        """What may stand on a day."""
        key = self.since(day)
        if key not in self._found:
            self._found[key] = self._possible(key)
        found = self._found[key]
        faults = tuple(fault for fault in self.faults if fault.since <= day) if self.faults else ()
        return replace(found, faults=(*faults, *found.faults)) if faults else found

    def since(self, day: date) -> date | None:
        """The day from which what may stand on a day has been so; `None` where nothing had happened."""
        place = bisect_right(self.days, day)
        return self.days[place - 1] if place else None

    # The days

    def _effects(self, moment: Moment) -> Iterator[Effect]:
        return (self.lit.effects[key] for key in moment.effects)

    def _tighten(self) -> None:
        """Narrow the bounds: an effect cannot precede what it acts on."""
        for number, moment in enumerate(self.moments):
            for effect in self._effects(moment):
                for target in effect.targets:
                    ruling = self.lit.rulings.get(target)
                    if ruling is not None and ruling.decided is not None:
                        self._not_before(number, ruling.decided.earliest, effect)
        for one, two in combinations(range(len(self.moments)), 2):
            for first, second in ((one, two), (two, one)):
                if self._presupposes(second, first):
                    self._before.append((first, second))
        for _ in self.moments:
            for first, second in self._before:
                effect = next(self._effects(self.moments[second]))
                self._not_before(second, self.moments[first].earliest, effect)
                self._not_after(first, self.moments[second].latest)

    def _presupposes(self, second: int, first: int) -> bool:
        """Whether the second moment cannot come before the first."""
        return any(
            acts_on(self.lit, later, earlier)
            for later in self._effects(self.moments[second])
            for earlier in self._effects(self.moments[first])
        )

    def _not_before(self, number: int, day: date, effect: Effect) -> None:
        moment = self.moments[number]
        if moment.latest is not None and moment.latest < day:
            says = f"“{self.lit.label(effect.id)}” is dated before what it acts on"
            fault = Fault(says, (effect.id,), moment.earliest)
            if fault not in self.faults:
                self.faults.append(fault)
        elif moment.earliest < day:
            self.moments[number] = replace(moment, earliest=day)

    def _not_after(self, number: int, day: date | None) -> None:
        moment = self.moments[number]
        if day is not None and moment.earliest <= day and (moment.latest is None or day < moment.latest):
            self.moments[number] = replace(moment, latest=day)

    def _cuts(self) -> set[date]:
        """The days that matter, and those right after them: the first days of stretches of time."""
        found: set[date] = set()
        for moment in self.moments:
            found.add(moment.earliest)
            if moment.latest is not None:
                found.add(later(moment.latest, 1))
            for effect in self._effects(moment):
                if effect.lapses_on is not None:
                    found |= {effect.lapses_on, later(effect.lapses_on, 1)}
        if self._by_parties and any(not moment.exact for moment in self.moments):
            for role in self._plaintiffs():
                if role.joined is not None:
                    found.add(role.joined.earliest)
                    found |= {role.joined.latest} if role.joined.latest is not None else set()
        return found

    def _plaintiffs(self) -> Iterator[PartyRole]:
        """The parts of those whom a scope of this component protects as plaintiffs: when they joined matters."""
        set_here = (scope for key in self.component.effects for scope in scopes_of(self.lit.effects[key]))
        for scope in readings_of(self.lit, set_here):
            yield from roles_of(self.lit, self.lit.scopes[scope])

    def _crowd(self, place: int) -> int:
        """How many moments may fall into a stretch of time without a day of their own in it."""
        start = self._points[place]
        return max(
            1,
            sum(
                not each.exact and each.earliest <= start and (each.latest is None or start <= each.latest)
                for each in self.moments
            ),
        )

    def _stretch(self, place: int) -> list[date]:
        """The days of a stretch on which moments are placed."""
        found = self._stretches.get(place)
        if found is None:
            found = self._stretches[place] = self._days_of(place)
        return found

    def _days_of(self, place: int) -> list[date]:
        start = self._points[place]
        end = self._points[place + 1] if place + 1 < len(self._points) else None
        days = {later(start, number) for number in range(self._crowd(place))}
        return sorted(day for day in days if end is None or day < end)

    def _turns(self) -> set[date]:
        bounds = {moment.latest for moment in self.moments if moment.latest is not None}
        return bounds | {day for place in range(len(self._points)) for day in self._stretch(place)}

    def _candidates(self, moment: Moment, day: date) -> list[date | None]:
        """The days on which a moment is placed, up to a day; `None` for not yet."""
        found: list[date | None] = [
            each
            for place in range(len(self._points))
            for each in self._stretch(place)
            if moment.earliest <= each <= day and (moment.latest is None or each <= moment.latest)
        ]
        if moment.latest is None or moment.latest > day:
            found.append(None)
        return found

    # The outcomes

    def _possible(self, day: date | None) -> Possible:
        """Every outcome on a day, those that are the same taken together."""
        if day is None:
            return Possible((self._world((), Undone(), tuple(self._all())),), ((frozenset(),),))
        choices = [self._candidates(moment, day) for moment in self.moments]
        if prod(map(len, choices)) > MOST:
            return Possible((), (), beyond=True)
        worlds: dict[World, set[frozenset[Fact]]] = {}
        common: dict[str, Fault] | None = None
        circles: list[tuple[Id, ...]] = []

        def attempt(ask: Ask) -> tuple[World, frozenset[Fact], tuple[Fault, ...]] | None:
            days = [found[ask.choose(("moment", number), len(found))] for number, found in enumerate(choices)]
            if not all(_ordered(days[first], days[second]) for first, second in self._before):
                return None
            acts = in_order(self.lit, self._acts(days, day), ask)
            if acts is None:
                return None
            taken_back = undone(self.lit, acts)
            if taken_back.circle:
                circles.append(taken_back.circle)
                return None
            later = [
                each
                for when, moment in zip(days, self.moments, strict=True)
                if when is None
                for each in self._effects(moment)
            ]
            world = self._world(acts, taken_back, later)
            return self._plain(world), self._facts(days, choices, ask), world.outcome.faults

        try:
            for case in explore(attempt, MOST):
                if case.value is not None:
                    world, facts, faults = case.value
                    worlds.setdefault(world, set()).add(facts)
                    told = {fault.says: fault for fault in faults}
                    common = told if common is None else {say: common[say] for say in common if say in told}
        except TooManyReadings:
            return Possible((), (), beyond=True)
        if not worlds:
            told = any(fault.since <= day for fault in self.faults)
            return Possible((), (), () if told else (self._senseless(circles, day),))
        ordered = sorted(worlds, key=repr)
        ways = tuple(tuple(sorted(worlds[world], key=sorted)) for world in ordered)
        faults = tuple((common or {}).values())
        return Possible(tuple(ordered), ways, (*faults, self._senseless(circles, day)) if circles else faults)

    def _senseless(self, circles: Sequence[tuple[Id, ...]], day: date) -> Fault:
        """That no choice of days and no order makes sense of the record, and what it is about."""
        if circles:
            about = circles[0]
            says = f"{self._listed(about)} undo one another in a circle"
        else:
            about = tuple(key for moment in self.moments if moment.earliest <= day for key in moment.effects)
            says = f"there is no order in which {self._listed(about)} can have happened"
        return Fault(says, about, day)

    def _listed(self, effects: Iterable[Id]) -> str:
        return listed([f"“{self.lit.label(key)}”" for key in effects])

    def _all(self) -> Iterator[Effect]:
        return (effect for moment in self.moments for effect in self._effects(moment))

    def _acts(self, days: Sequence[date | None], until: date) -> Iterator[Act]:
        for when, moment in zip(days, self.moments, strict=True):
            if when is not None:
                for effect in self._effects(moment):
                    yield Act(effect, when)
                    if effect.lapses_on is not None and when <= effect.lapses_on <= until:
                        yield Act(effect, effect.lapses_on, term=True)

    def _world(self, acts: Sequence[Act], taken_back: Undone, later: Iterable[Effect]) -> World:
        later = tuple(later)
        decided = tuple((each, force(self.lit, each, acts, taken_back, later)) for each in self.forced)
        reliefs = self.component.reliefs
        outcome = fold(self.lit, reliefs, acts, taken_back) if reliefs else _NO_OUTCOME
        return World(decided, outcome)

    def _plain(self, world: World) -> World:
        """The same outcome without the days that make no difference."""
        standings = tuple(
            replace(
                each,
                ended_on=None,
                parts=tuple(
                    part if self._by_parties else replace(part, since=date.min) for part in each.parts
                ),
                suspensions=tuple(
                    stay if self._by_parties else replace(stay, since=date.min) for stay in each.suspensions
                ),
            )
            for each in world.outcome.standings
        )
        return World(world.force, Outcome(standings))

    def _facts(
        self, days: Sequence[date | None], choices: Sequence[Sequence[date | None]], ask: Ask
    ) -> frozenset[Fact]:
        """What was so in one placement: which moments had come, and which before which."""
        found: set[Fact] = set()
        for number, moment in enumerate(self.moments):
            if len(choices[number]) > 1 and None in choices[number]:
                found.add((("happened", moment.effects[0]), days[number] is not None))
        for one, two in combinations(range(len(self.moments)), 2):
            first, second = days[one], days[two]
            if first is None or second is None or len(choices[one]) == len(choices[two]) == 1:
                continue
            names = (self.moments[one].effects[0], self.moments[two].effects[0])
            if first != second:
                found.add((("before", *names), first < second))
        for what, said in ask.given.items():
            if what[0] == "order":
                found.add((("before", str(what[1]), str(what[2])), bool(said)))
        return frozenset(found)


def _ordered(first: date | None, second: date | None) -> bool:
    """Whether the second day does not come before the first; `None` is still to come."""
    return second is None or (first is not None and first <= second)


def _of_parties(lit: Litigation, scope: Id | None) -> bool:
    each = lit.scopes.get(scope or "")
    if each is None:
        return False
    readings = (lit.scopes.get(reading or "") for reading in (each.narrowest, each.widest))
    return bool(each.parties_of) or any(reading.parties_of for reading in readings if reading is not None)
