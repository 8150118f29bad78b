"""The course of a provision for a party: its states, period by period, certain or with their readings."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

from ..dates import Bounds
from .alike import Sorts, dated
from .ask import Ask, Case, Open, TooManyReadings, about, explore
from .bearing import bearing
from .force import NOT_YET, Force, bears_on_force
from .levels import STATES, Level, level
from .moments import Moment
from .outlook import EVERY, Outlook, Period, State
from .scope import Question, covered, names, read, readings_of
from .things import DEFAULT_RULES, Effect, Id, RuleSet
from .world import Litigation, scopes_of
from .worlds import Possible, Worlds


class Finding(NamedTuple):
    """What one component does on a day, in one case: to the force of provisions, and by its relief."""

    force: tuple[tuple[Id, Force], ...] = ()
    level: Level = Level.NONE


Spot = tuple[int, Id, int]
"""A component, one of those bound alike by it, and how many of its turns had come."""


@dataclass(frozen=True, slots=True)
class May:
    """What one component may do at a spot, and what the record leaves open for it.

    `forces` are those that it may give the provision, `levels` what its relief may do, and `both` says whether it may
    do both at once.
    """

    findings: frozenset[Finding]
    open: frozenset[Open]
    forces: frozenset[Force]
    levels: frozenset[Level]
    both: bool

    @classmethod
    def of(cls, provision: Id, findings: frozenset[Finding], left_open: frozenset[Open]) -> "May":
        forces = (force for each in findings for key, force in each.force if key == provision)
        levels = frozenset(each.level for each in findings)
        both = any(each.force and each.level for each in findings)
        return cls(findings, left_open, frozenset(forces), levels, both)


_NOTHING: Final = frozenset((Level.NONE,))


@dataclass
class Course:
    """One provision (or a measure without recorded provisions) through time.

    All that does not depend on who is asked about is computed once and kept.
    """

    lit: Litigation
    provision: Id
    rules: RuleSet = DEFAULT_RULES
    invented: frozenset[Id] = field(init=False, default=frozenset())
    """Effects that are not on record and stand for an unrecorded beginning."""
    _insides: dict[Id, tuple[Id, ...]] = field(
        init=False, default_factory=dict[Id, "tuple[Id, ...]"], repr=False
    )
    _found: dict[Spot, May | None] = field(init=False, default_factory=dict[Spot, "May | None"], repr=False)
    """What one component may do on its own, worked out once for all who are bound alike by it; `None` where that is
    too much to try."""
    _alike: dict[Id, list[Id]] = field(init=False, default_factory=dict[Id, "list[Id]"], repr=False)
    _turns: dict[int, list[int]] = field(init=False, default_factory=dict[int, "list[int]"], repr=False)

    def __post_init__(self) -> None:
        self._begin()
        self.bearing = bearing(self.lit, self.provision, self.rules)
        own = [
            part
            for part in self.bearing.parts
            if any(
                bears_on_force(self.lit.effects[key])
                for each in (part, *self.lit.above(part)[:-1])
                if each not in self.bearing.chain
                for key in self.lit.effects_on.get(each, ())
            )
        ]
        measures = {*self.bearing.chain, *self.bearing.parts}
        self.worlds = [
            Worlds(
                self.lit,
                self.bearing,
                component,
                (self.provision, *own)
                if any(not measures.isdisjoint(self.lit.effects[key].targets) for key in component.effects)
                else (),
            )
            for component in self.bearing.components
        ]
        self.own_parts = tuple(own)
        self._named = [
            frozenset(
                name
                for key in worlds.component.effects
                for scope in scopes_of(self.lit.effects[key])
                for name in names(self.lit, scope)
            )
            for worlds in self.worlds
        ]

        self._cuts = [
            any(self.lit.effects[key].suspends_scope is not None for key in worlds.component.effects)
            for worlds in self.worlds
        ]
        self._sorts = [
            Sorts(self.lit, worlds, named, itself=cuts)
            for worlds, named, cuts in zip(self.worlds, self._named, self._cuts, strict=True)
        ]

    def _begin(self) -> None:
        """Where no beginning is on record, it may have begun at any time since it was made, or never."""
        chain = (self.provision, *self.lit.above(self.provision))
        known = {
            self.lit.effects[key].type
            for on in chain
            for key in self.lit.effects_on.get(on, ())
            if bears_on_force(self.lit.effects[key])
        }
        if "takes-effect" in known:
            return
        measure = self.lit.measures.get(chain[-1])
        begun = measure.begun.earliest if measure is not None and measure.begun is not None else date.min
        key = f"{chain[-1]}#begins"
        effect = Effect(id=key, type="takes-effect", producer=chain[-1], targets=(chain[-1],), earliest=begun)
        self.lit = self.lit.beside(effect)
        self.invented = frozenset((key,))

    @cached_property
    def named(self) -> frozenset[Id]:
        """The parties and places that any scope here names."""
        return frozenset(name for each in self._named for name in each)

    @cached_property
    def scopes(self) -> frozenset[Id]:
        """The recorded scopes that are set or suspended here, and their readings."""
        effects = (self.lit.effects[key] for worlds in self.worlds for key in worlds.component.effects)
        return frozenset(readings_of(self.lit, {scope for effect in effects for scope in scopes_of(effect)}))

    @property
    def cuts(self) -> bool:
        """Whether a stay names what it suspends, so that unnamed places within a whole may matter."""
        return any(self._cuts)

    # States

    def outlook(self, agent: Id, day: date) -> Outlook:
        """Every state that is possible for a party or place on a day."""
        return self._outlook(agent, day, self._inside(agent))

    def _inside(self, agent: Id) -> tuple[Id, ...]:
        """The named places within the one asked about."""
        if agent not in self._insides:
            within = self.lit.inside(agent) if self.named else frozenset[Id]()
            self._insides[agent] = tuple(sorted({*(within & self.named), *self._unnamed(within)}))
        return self._insides[agent]

    def _unnamed(self, within: frozenset[Id]) -> Iterator[Id]:
        """One of each sort of unnamed places, where a stay of the whole may leave them protected."""
        if any(self._cuts):
            seen: set[frozenset[Id]] = set()
            for each in sorted(within - self.named):
                around = frozenset(whole for whole in self.named if each in self.lit.inside(whole))
                if around not in seen:
                    seen.add(around)
                    yield each

    def _outlook(self, agent: Id, day: date, inside: tuple[Id, ...]) -> Outlook:
        if self.own_parts:
            return self._together(agent, day, inside)
        asked: set[Open] = set()
        forces: set[Force] = set()
        levels: Collection[Level] = _NOTHING
        together = False
        for spot in self.spots(agent, day):
            may = self._may(spot, agent, day)
            if may is None:
                return Outlook(frozenset((state, None) for state in EVERY))
            if may.open:
                together = together or not asked.isdisjoint(may.open)
                asked |= may.open
            together = together or may.both
            forces |= may.forces
            if may.levels != _NOTHING:
                levels = {max(one, other) for one in levels for other in may.levels}
        if together:  # something open is shared, or one component holds the force and relief: only its own pairs are possible
            return self._together(agent, day, inside)
        states: set[State] = set()
        for force in forces or {NOT_YET}:
            states |= _states(force, levels)
        return Outlook(frozenset(states))

    def spots(self, agent: Id, day: date) -> Iterator[Spot]:
        """Where each component stands for somebody on a day.

        What it does is the same at the same spot: to all who are bound alike, and on all days between which it does not turn.
        """
        ones, turned = self._ones(agent), self._turned(bisect_right(self.days, day))
        return zip(range(len(ones)), ones, turned, strict=True)

    def _ones(self, agent: Id) -> list[Id]:
        """For each component one who is bound alike."""
        found = self._alike.get(agent)
        if found is None:
            found = self._alike[agent] = [sorts.one(agent) for sorts in self._sorts]
        return found

    def _turned(self, place: int) -> list[int]:
        """How many of the turns of each component have come when so many of all days have."""
        found = self._turns.get(place)
        if found is None:
            day = self.days[place - 1] if place else date.min
            found = self._turns[place] = [bisect_right(sorts.turns, day) for sorts in self._sorts]
        return found

    def _may(self, spot: Spot, agent: Id, day: date) -> May | None:
        """What one component may do by itself, and what it leaves open; `None` where that is too much to try."""
        one = spot[1]
        if spot not in self._found:
            self._found[spot] = self._worked_out(spot[0], one, day)
        found = self._found[spot]
        if found is None or one == agent or not found.open:
            return found
        # The same of another one: what is open is open of him.
        names = {one: agent, self.lit.party(one): self.lit.party(agent)}
        left_open = frozenset(tuple(names.get(part, part) for part in what) for what in found.open)  # type: ignore[arg-type]
        return replace(found, open=left_open)

    def _worked_out(self, number: int, agent: Id, day: date) -> May | None:
        inside, possible = self._inside(agent), self.worlds[number].on(day)
        try:
            cases = list(explore(lambda ask: self.finding(number, possible, agent, day, inside, ask)))
        except TooManyReadings:
            return None
        left_open = frozenset(
            about(what)
            for case in cases
            for what in case.given
            if what[0] != "world" and not str(what[0]).startswith("fault")
        )
        return May.of(self.provision, frozenset(case.value for case in cases), left_open)

    def _together(self, agent: Id, day: date, inside: tuple[Id, ...]) -> Outlook:
        """The states where components share something open: all of them in every case."""
        possible = [worlds.on(day) for worlds in self.worlds]
        numbers = list(range(len(self.worlds)))
        try:
            cases = explore(lambda ask: self.state(agent, day, inside, numbers, possible, ask))
            return Outlook(frozenset(case.value for case in cases))
        except TooManyReadings:
            return Outlook(frozenset((state, None) for state in EVERY))

    def state(
        self,
        agent: Id,
        day: date,
        inside: tuple[Id, ...],
        numbers: Iterable[int],
        possible: list[Possible],
        ask: Ask,
    ) -> State:
        """The state in one case."""
        force = NOT_YET
        best = Level.NONE
        forces: dict[Id, Force] = {}
        order = sorted(numbers, key=lambda number: not self.worlds[number].forced)
        for number in order:
            finding = self.finding(number, possible[number], agent, day, inside, ask, forces)
            forces.update(finding.force)
            best = max(best, finding.level)
        force = forces.get(self.provision, NOT_YET)
        return next(iter(_states(force, {best})))

    def finding(
        self,
        number: int,
        possible: Possible,
        agent: Id,
        day: date,
        inside: tuple[Id, ...],
        ask: Ask,
        forces: dict[Id, Force] | None = None,
    ) -> Finding:
        """What one component does in one case."""
        forced = self.worlds[number].forced
        if (possible.beyond or possible.faults) and ask(("fault", number)):
            return self._faulty(number, agent, day, inside, ask)
        if possible.beyond:
            return Finding(tuple((each, Force(holds=True)) for each in forced))
        world = possible.worlds[ask.choose(("world", number), len(possible.worlds))]
        known = {**(forces or {}), **dict(world.force)}
        whole = known.get(self.provision)
        if whole is not None and not whole.holds:
            return Finding(world.force)
        if not world.outcome.standings:
            return Finding(world.force)
        question = Question(self.lit, agent, day, ask)
        what = [part for part in self.bearing.parts if part not in known or known[part].holds]
        who = [each for each in inside if self._counts(each, number) and self._lies_in(each, question)]
        return Finding(world.force, level(world.outcome, question, self.provision, who, what))

    def _faulty(self, number: int, agent: Id, day: date, inside: tuple[Id, ...], ask: Ask) -> Finding:
        """What may be where the record of a component contradicts itself: anything its scopes allow."""
        component = self.worlds[number].component
        forced = self.worlds[number].forced
        force = tuple((each, Force(holds=ask(("fault force", number)))) for each in forced)
        most = Level.NONE
        for key in component.effects:
            effect = self.lit.effects[key]
            if effect.type == "grant" or effect.sets_scope is not None:
                scope = read(self.lit, effect.sets_scope or key, ask)
                whole = Question(self.lit, agent, day, ask)
                for who in (agent, *(each for each in inside if self._lies_in(each, whole))):
                    question = whole if who == agent else whole._replace(agent=who, part=True)
                    if scope is not None and covered(question, scope, effect.earliest).reach:
                        most = Level.BLOCKED if who == agent else max(most, Level.RESTRICTED)
        if any(self._ungranted(relief) for relief in component.reliefs):
            most = Level.BLOCKED  # nothing says whom it covers
        allowed = [each for each in (Level.NONE, Level.STAYED, most) if each <= most]
        allowed = sorted(set(allowed))
        return Finding(force, allowed[ask.choose(("fault level", number), len(allowed))])

    def _ungranted(self, relief: Id) -> bool:
        """Whether nothing on record begins relief."""
        if self.lit.effects_to.get(relief):
            return False
        return all(self.lit.effects[key].type != "grant" for key in self.lit.effects_on.get(relief, ()))

    # What answers need besides

    def cases(self, agent: Id, day: date) -> Iterator[Case[State]]:
        """Every case of a day with what was given in it; `TooManyReadings` where they are too many."""
        inside = self._inside(agent)
        possible = [worlds.on(day) for worlds in self.worlds]
        numbers = list(range(len(self.worlds)))
        return explore(lambda ask: self.state(agent, day, inside, numbers, possible, ask))

    def findings(self, agent: Id, day: date) -> list[frozenset[Finding]]:
        """What each component may do on a day, taken by itself."""
        every = frozenset(Finding(level=each) for each in Level)
        found = (self._may(spot, agent, day) for spot in self.spots(agent, day))
        return [may.findings if may is not None else every for may in found]

    def inside(self, question: Question, number: int) -> list[Id]:
        """The places that one component names and that lie, on the day, within the one asked about."""
        return [
            each
            for each in self._inside(question.agent)
            if self._counts(each, number) and self._lies_in(each, question)
        ]

    def _counts(self, place: Id, number: int) -> bool:
        """Whether a place within the one asked about may be held back otherwise by a component."""
        return self._cuts[number] or place in self._named[number]

    @staticmethod
    def _lies_in(part: Id, question: Question) -> bool:
        """Whether a place lies within the one asked about on the day, not only at some time."""
        return question.lit.within(part, question.agent, question.on, question.ask)

    def faults(self, day: date) -> list[str]:
        """The contradictions in the record that matter on a day."""
        found = {fault.says: None for worlds in self.worlds for fault in worlds.on(day).faults}
        if any(worlds.on(day).beyond for worlds in self.worlds):
            found["there are too many possible orders of events to try"] = None
        return list(found)

    def moment(self, effect: Id) -> Moment | None:
        """When an effect happened, within the bounds that what it acts on leaves."""
        return self._moments.get(effect)

    @cached_property
    def _moments(self) -> dict[Id, Moment]:
        found: dict[Id, Moment] = {}
        for worlds in self.worlds:
            for moment in worlds.moments:
                for key in moment.effects:
                    found.setdefault(key, moment)
        return found

    # Periods

    @cached_property
    def days(self) -> list[date]:
        """The days on which the state may change for anybody."""
        found = {day for worlds in self.worlds for day in worlds.days}
        found.update(fault.since for worlds in self.worlds for fault in worlds.faults)
        for bounds in self.dated:
            found.add(bounds.earliest)
            found |= {bounds.latest} if bounds.latest is not None else set()
        return sorted(found)

    @cached_property
    def dated(self) -> tuple[Bounds, ...]:
        """The dates other than those of effects on which something may change."""
        return tuple(dated(self.lit, self.scopes, moving=bool(self.named)))

    def periods(self, agent: Id) -> list[Period]:
        """The periods of a party or place, without a gap, neighbours with equal outlook as one."""
        inside = self._inside(agent)
        found: list[Period] = []
        since, outlook = None, self._before(agent)
        for day in self.days:
            now = self._outlook(agent, day, inside)
            if now != outlook:
                found.append(Period(since, day, outlook))
                since, outlook = day, now
        return [*found, Period(since, None, outlook)]

    def _before(self, agent: Id) -> Outlook:
        """The outlook before anything happened."""
        return self._outlook(agent, date.min, self._inside(agent))

    def period(self, agent: Id, day: date) -> Period:
        """The period in which a day lies."""
        found = self.periods(agent)
        starts = [each.start or date.min for each in found]
        return found[bisect_right(starts, day) - 1]


def _states(force: Force, levels: Iterable[Level]) -> set[State]:
    if not force.holds:
        return {("not-in-force", force.reason)}
    return {(STATES[each], None) for each in levels}


def course_of(lit: Litigation, provision: Id, rules: RuleSet = DEFAULT_RULES) -> Course:
    """The course of a provision, kept with the litigation it was made from."""
    kept = lit.courses
    if (provision, rules) not in kept:
        kept[provision, rules] = Course(lit, provision, rules)
    found = kept[provision, rules]
    assert isinstance(found, Course)
    return found
