"""The periods of a provision for each group of parties bound alike, with what opened and decided them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .decided import Decided
from .groups import STRANGER, Group, Partition
from .order import RECORDS
from .outlook import Outlook
from .things import DEFAULT_RULES, Id, RuleSet
from .timeline import Course, course_of
from .world import Litigation


@dataclass(frozen=True, slots=True)
class Stretch:
    """One period: from a day up to, not including, another; what opened it, what decides it."""

    start: date
    end: date | None
    outlook: Outlook
    opened_by: tuple[Id, ...]
    derived_from: tuple[Id, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """A group and its periods, earliest first; the days before the measure was made are in none."""

    group: Group
    stretches: tuple[Stretch, ...]


def units(lit: Litigation) -> list[Id]:
    """Everything that has periods: the provisions, and the measures without recorded provisions."""
    return [*lit.provisions, *(key for key in lit.measures if key not in lit.provisions_of)]


def lanes(lit: Litigation, provision: Id, rules: RuleSet = DEFAULT_RULES) -> list[Lane]:
    """The groups of parties bound alike with their periods: named groups first, the rest last."""
    course = course_of(lit, provision, rules)
    alike: dict[tuple[Stretch, ...], list[Id]] = {}
    decided = Decided(course)
    for members in Partition(course).classes:
        found = tuple(_stretches(course, members[0], decided))
        alike.setdefault(found, []).extend(members)
    # Somebody whom the graph does not know must never read as protected by a list of others.
    rest = tuple(_stretches(course, STRANGER, decided))
    alike.setdefault(rest, [])
    groups = [
        Lane(
            Group(
                members[0] if members else STRANGER,
                () if each == rest else tuple(sorted(members)),
                each == rest,
            ),
            each,
        )
        for each, members in alike.items()
    ]
    return sorted(groups, key=lambda lane: (lane.group.rest, lane.group.members))


def _stretches(course: Course, agent: Id, decided: Decided) -> Iterator[Stretch]:
    """The periods of one party or place, from the day on which the measure was made."""
    lit = course.lit
    measure = lit.measures.get(course.bearing.chain[-1])
    made = measure.begun.exact if measure is not None and measure.begun is not None else None
    days = course.days
    for period in course.periods(agent):
        start = period.start or made
        if start is None or (period.end is not None and period.end <= start):
            continue
        inner = [start, *(day for day in days if start < day and (period.end is None or day < period.end))]
        opened = _opened(course, agent, start) if period.start is not None else ()
        wanted = set(period.outlook.possible)
        known = {producer for day in inner for producer in decided.on(agent, day, wanted)}
        known |= {
            by for key in opened if (by := lit.effects[key].producer) in lit.rulings or by in lit.measures
        }
        yield Stretch(start, period.end, period.outlook, opened, tuple(sorted(known)))


def _opened(course: Course, agent: Id, day: date) -> tuple[Id, ...]:
    """The effects that open a period: those of the day, or that had come by it, where something changed."""
    earlier = max((each for each in course.days if each < day), default=date.min)
    before, now = course.findings(agent, earlier), course.findings(agent, day)
    found: set[Id] = set()
    for number, worlds in enumerate(course.worlds):
        if before[number] == now[number]:
            continue
        for moment in worlds.moments:
            for key in moment.effects:
                effect = course.lit.effects[key]
                turns = {moment.earliest, moment.latest, effect.lapses_on}
                if day in turns and effect.type not in RECORDS | {"affirm"}:
                    found.add(key)
    return tuple(sorted(found - course.invented))
