"""What bears on a provision: the relief against it, every effect on that, and what is independent of what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .force import bears_on_force
from .moments import MERGERS, Calendar, Fault, Moment, calendar, waits_for_mandate
from .order import RECORDS
from .sentence import thing
from .things import Effect, Id, RuleSet
from .world import Litigation


@dataclass(frozen=True, slots=True)
class Component:
    """Relief and effects that hang together, and share no day with any other component."""

    reliefs: tuple[Id, ...]
    effects: tuple[Id, ...]
    moments: tuple[Moment, ...]
    faults: tuple[Fault, ...]

    @property
    def uncertain(self) -> bool:
        return any(not moment.exact for moment in self.moments)


@dataclass(frozen=True, slots=True)
class Bearing:
    """All that bears on a provision, in independent components.

    `shown` are effects that change nothing (a denied motion) and belong to the story all the same.
    """

    provision: Id
    chain: tuple[Id, ...]
    parts: tuple[Id, ...]
    reliefs: tuple[Id, ...]
    components: tuple[Component, ...]
    calendar: Calendar
    shown: tuple[Id, ...]

    def moment(self, effect: Id) -> Moment | None:
        number = self.calendar.of.get(effect)
        return self.calendar.moments[number] if number is not None else None


def bearing(lit: Litigation, provision: Id, rules: RuleSet) -> Bearing:
    """What bears on a provision; on a measure without recorded provisions, what bears on it."""
    chain = (provision, *lit.above(provision))
    parts = lit.below(provision)
    reliefs = {relief for on in (*chain, *parts) for relief in lit.reliefs_on.get(on, ())}
    effects = {
        key
        for on in (*chain, *parts)
        for key in lit.effects_on.get(on, ())
        if bears_on_force(lit.effects[key])
    }
    _close(lit, reliefs, effects)
    found = calendar(lit, effects, rules)
    _faults(lit, reliefs, effects, found)
    shown = _records(lit, reliefs, effects, (*chain, *parts)) - effects
    components = _components(lit, reliefs, effects, found)
    return Bearing(provision, chain, parts, tuple(sorted(reliefs)), components, found, tuple(sorted(shown)))


def _close(lit: Litigation, reliefs: set[Id], effects: set[Id]) -> None:
    """Add what acts on the relief, on its rulings and on other effects, until nothing is new."""
    looked: set[Id] = set()
    rest: list[Id] = [*sorted(reliefs), *sorted(effects)]
    while rest:
        thing = rest.pop()
        if thing in looked:
            continue
        looked.add(thing)
        near: set[Id] = set()
        if thing in lit.reliefs:
            reliefs.add(thing)
            granting = lit.reliefs[thing].granted_by
            near |= {granting} if granting is not None else set()
            for merger in lit.effects_to.get(thing, ()):
                near |= {merger, *(each for each in lit.effects[merger].targets if each in lit.reliefs)}
        elif thing in lit.effects:
            effect = lit.effects[thing]
            effects.add(thing)
            near |= {effect.producer} if effect.producer in lit.rulings else set()
            after = effect.successor
            if effect.type in MERGERS and after is not None and after in lit.reliefs:
                near.add(after)
        acting = {key for key in lit.effects_on.get(thing, ()) if lit.effects[key].type not in RECORDS}
        rest.extend(sorted((near | acting) - looked))
    effects |= {other for key in effects for other in same_day(lit, lit.effects[key])}


def same_day(lit: Litigation, effect: Effect) -> set[Id]:
    """The effects on other things that share the day of an effect, and so help to date it."""
    found = set(lit.effects_at.get(effect.event, ())) if effect.event is not None else set[Id]()
    if waits_for_mandate(lit, effect):
        found |= {
            each for each in lit.effects_by[effect.producer] if waits_for_mandate(lit, lit.effects[each])
        }
    return {each for each in found if lit.effects[each].type not in RECORDS}


def _records(lit: Litigation, reliefs: Iterable[Id], effects: Iterable[Id], on: Iterable[Id]) -> set[Id]:
    """What was asked and refused, remanded, enforced, amended: it changes nothing."""
    rulings = {lit.effects[key].producer for key in effects} & lit.rulings.keys()
    rulings |= {granting for each in reliefs if (granting := lit.reliefs[each].granted_by) is not None}
    things = {*reliefs, *effects, *rulings, *on}
    return {
        key for thing in things for key in lit.effects_on.get(thing, ()) if lit.effects[key].type in RECORDS
    }


def _faults(lit: Litigation, reliefs: Iterable[Id], effects: set[Id], found: Calendar) -> None:
    """What cannot be as it is recorded, whatever the days."""
    for relief in sorted(reliefs):
        own = [
            lit.effects[key] for key in lit.effects_on.get(relief, ()) if relief in lit.effects[key].targets
        ]
        if any(each.type == "grant" for each in own) or lit.effects_to.get(relief):
            continue
        if own and all(each.type in RECORDS for each in own):
            continue  # it was asked for, and refused
        ruling = lit.rulings.get(lit.reliefs[relief].granted_by or "")
        days = [each.earliest for each in own] + (
            [ruling.decided.earliest] if ruling and ruling.decided else []
        )
        keys = tuple(each.id for each in own)
        says = f"no effect on record grants {thing(lit, relief)}"
        found.faults.append(Fault(says, (relief, *keys), min(days, default=date.min)))
    for key in sorted(effects):
        effect = lit.effects[key]
        if effect.type in MERGERS and effect.successor not in lit.reliefs:
            says = f"“{lit.label(key)}” lets relief go on in relief that is not on record"
            found.faults.append(Fault(says, (key,), effect.earliest))
    for relief in sorted(reliefs):
        if relief in _following(lit, relief):
            keys = lit.effects_to[relief]
            since = min(lit.effects[key].earliest for key in keys)
            found.faults.append(Fault(f"{thing(lit, relief)} follows itself", (relief, *keys), since))
    circle = _circle(lit, effects)
    if circle:
        since = min(lit.effects[key].earliest for key in circle)
        names = " and ".join(f"“{lit.label(key)}”" for key in circle)
        found.faults.append(Fault(f"{names} undo one another in a circle", circle, since))


def _following(lit: Litigation, relief: Id) -> set[Id]:
    """The relief into which relief merged or was converted, and what followed that."""
    found: set[Id] = set()
    rest = [relief]
    while rest:
        for key in lit.effects_on.get(rest.pop(), ()):
            effect = lit.effects[key]
            after = effect.successor if effect.type in MERGERS else None
            if after is not None and after not in found:
                found.add(after)
                rest.append(after)
    return found


def _circle(lit: Litigation, effects: set[Id]) -> tuple[Id, ...]:
    """Effects that undo one another in a circle, if there are any."""
    state: dict[Id, int] = {}

    def walk(key: Id, path: list[Id]) -> tuple[Id, ...]:
        state[key] = 1
        for other in sorted({*lit.effects[key].undoes, *lit.effects[key].targets} & effects):
            if state.get(other) == 1:
                return tuple(sorted([*path, key][[*path, key].index(other) :]))
            if other not in state:
                found = walk(other, [*path, key])
                if found:
                    return found
        state[key] = 2
        return ()

    for key in sorted(effects):
        if key not in state:
            found = walk(key, [])
            if found:
                return found
    return ()


def _components(
    lit: Litigation, reliefs: Iterable[Id], effects: Iterable[Id], found: Calendar
) -> tuple[Component, ...]:
    """The relief and the effects, taken apart where nothing connects them."""
    effects = sorted(effects)
    lead: dict[Id, Id] = {}

    def top(key: Id) -> Id:
        while lead.get(key, key) != key:
            key = lead[key]
        return key

    def tie(one: Id, two: Id) -> None:
        first, second = sorted((top(one), top(two)))
        lead[second] = first

    measures = "the force of the measure"
    acted_on = {target for key in effects for target in lit.effects[key].targets if target in lit.rulings}
    for relief in reliefs:
        granting = lit.reliefs[relief].granted_by
        if granting is not None and granting in acted_on:
            tie(relief, granting)
    for key in effects:
        effect = lit.effects[key]
        for other in (*effect.targets, *effect.undoes, *([effect.successor] if effect.successor else [])):
            on_measure = other in lit.provisions or other in lit.measures
            if on_measure or other in lit.reliefs or other in lit.effects or other in lit.rulings:
                tie(key, measures if on_measure else other)
        if effect.producer in acted_on:
            tie(key, effect.producer)
    for moment in found.moments:
        for other in moment.effects[1:]:
            tie(moment.effects[0], other)
    groups: dict[Id, tuple[list[Id], list[Id]]] = {}
    for relief in sorted(reliefs):
        groups.setdefault(top(relief), ([], []))[0].append(relief)
    for key in effects:
        groups.setdefault(top(key), ([], []))[1].append(key)
    return tuple(_component(found, *groups[key]) for key in sorted(groups))


def _component(found: Calendar, reliefs: list[Id], effects: list[Id]) -> Component:
    moments = tuple(found.moments[number] for number in sorted({found.of[key] for key in effects}))
    mine = {*reliefs, *effects}
    faults = tuple(fault for fault in found.faults if not mine.isdisjoint(fault.about))
    return Component(tuple(reliefs), tuple(effects), moments, faults)
