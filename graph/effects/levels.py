"""How far relief holds a provision back from a party: cover, less what is stayed. Pure."""

from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import Final, NamedTuple

from .scope import NOT, Covered, Question, Reach, both, covered, covers_provision, either, less, read
from .standing import Outcome, Standing, Suspension
from .things import Id
from .world import Litigation


class Level(IntEnum):
    """What relief does to a provision for a party; the higher wins."""

    NONE = 0
    STAYED = 1
    RESTRICTED = 2
    BLOCKED = 3


STATES: Final = {
    Level.NONE: "in-force",
    Level.STAYED: "stayed",
    Level.RESTRICTED: "restricted",
    Level.BLOCKED: "blocked",
}


class Held(NamedTuple):
    """How far one relief covers, how far it operates, and which effects make it so."""

    total: Covered = NOT
    operative: Covered = NOT
    by: frozenset[Id] = frozenset()

    @property
    def level(self) -> Level:
        if self.operative.reach is not Reach.NO:
            return Level.BLOCKED if self.operative.reach is Reach.YES else Level.RESTRICTED
        return Level.STAYED if self.total.reach is not Reach.NO else Level.NONE


def held(question: Question, standing: Standing, provision: Id) -> Held:
    """How far one relief, as it stands, holds a provision back from the one asked about."""
    lit, ask = question.lit, question.ask
    relief = lit.reliefs[standing.relief]
    total, operative = NOT, NOT
    by: set[Id] = set()
    for part in standing.parts:
        scope = read(lit, part.scope, ask)
        if scope is None or covers_provision(lit, part.without, provision):
            continue
        if not covers_provision(lit, scope.provisions or relief.restrains, provision):
            continue
        if not scope.provisions and covers_provision(lit, _denied(lit, standing.relief), provision):
            continue
        mine = covered(question, scope, part.since)
        if mine.reach is Reach.NO:
            continue
        left = mine
        for stay in standing.suspensions:
            left = _left(question, left, stay, provision)
        total, operative = either(total, mine), either(operative, left)
        by.add(part.by)
    return Held(total, operative, frozenset(by))


Holds = Callable[[Question, Standing, Id], Held]


def _left(question: Question, mine: Covered, stay: Suspension, provision: Id) -> Covered:
    """What a stay leaves of a cover."""
    if stay.remains is None and stay.suspends is None:
        return NOT
    scope = read(question.lit, stay.remains or stay.suspends or "", question.ask)
    theirs = NOT
    if scope is not None and (
        not scope.provisions or covers_provision(question.lit, scope.provisions, provision)
    ):
        theirs = covered(question, scope, stay.since)
    return both(mine, theirs, question.ask) if stay.remains is not None else less(mine, theirs)


def _denied(lit: Litigation, relief: Id) -> frozenset[Id]:
    """The parts of what relief restrains for which its own ruling denied it by name."""
    found = lit.denied.get(relief)
    if found is None:
        each = lit.reliefs[relief]
        found = lit.denied[relief] = frozenset(
            target
            for key in lit.effects_by.get(each.granted_by or "", ())
            if lit.effects[key].type == "deny"
            for target in lit.effects[key].targets
            if target not in each.restrains and target in lit.provisions
        )
    return found


def level(
    outcome: Outcome,
    question: Question,
    provision: Id,
    who: Iterable[Id],
    what: Iterable[Id],
    holds: Holds = held,
) -> Level:
    """How far all relief that stands holds a provision back from the one asked about.

    `who` are the named places within the one asked about, `what` the parts of the provision that
    are in force. A whole of which only a part is held back is restricted, however the part is held.
    `holds` is `held`, or what remembers it.
    """
    alive = [each for each in outcome.standings if each.status == "alive"]
    who, what = tuple(who), tuple(what)
    best = Level.NONE
    for standing in alive:
        mine = holds(question, standing, provision).level
        if mine is Level.BLOCKED and any(holds(question, standing, part).level < mine for part in what):
            mine = Level.RESTRICTED
        best = max(best, mine)
        if best is Level.BLOCKED:
            return best
    if best is Level.RESTRICTED:
        return best
    for agent in (question.agent, *who):
        part = question if agent == question.agent else question._replace(agent=agent, part=True)
        for on in (provision, *what):
            if (agent, on) == (question.agent, provision):
                continue
            for standing in alive:
                mine = holds(part, standing, on).level
                if mine >= Level.RESTRICTED:
                    return Level.RESTRICTED
                best = max(best, mine)
    return best
