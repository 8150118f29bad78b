"""Why an answer is not certain: the readings of the record, and what is missing to decide it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from typing import Final

from ..effects.ask import TooManyReadings
from ..effects.outlook import State
from ..effects.saying import row, say
from ..effects.sentence import listed
from ..effects.things import Id
from ..effects.timeline import Course
from .openings import Key, Words

_MOST: Final = 3000
_DEEPEST: Final = 4
_SHOWN: Final = 8

Row = tuple[Mapping[Key, bool], State]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the record, and the state that follows from it."""

    condition: str
    state: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """The readings of a day that is not certain, and what is missing in the record."""

    readings: tuple[Reading, ...] = ()
    missing: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    """The same as `missing`, each as a clause of a sentence."""
    effects: tuple[Id, ...] = ()
    """The effects of which it is not certain whether, or how far, they count."""


def doubt(course: Course, agent: Id, day: date) -> Doubt:
    """The readings on a day on which the record leaves several states possible."""
    said = Words(course, agent, day)
    rows = _rows(course, agent, day)
    chosen = _deciding(rows) if rows else None
    keys = (
        chosen if chosen is not None else tuple(sorted({key for facts, _ in rows for key in facts}, key=repr))
    )
    if chosen is not None:
        readings = [
            Reading(listed([said.so(key, so=so) for key, so in cube]), state)
            for cube, state in _cubes(rows, chosen)
        ]
    else:
        readings = [Reading(say("if-missing"), state) for state in course.outlook(agent, day).possible]
    faults = course.faults(day)
    missing: list[str] = [say("miss-consistency", fault=fault) for fault in faults]
    why: list[str] = [say("why-contradiction", faults=row(list(faults), "; "))] if faults else []
    for key in keys:
        missing += filter(None, [said.missing(key)])
        why += filter(None, [said.why(key)])
    effects = dict.fromkeys(effect for key in keys for effect in said.effects(key))
    return Doubt(
        tuple(readings[:_SHOWN]), tuple(dict.fromkeys(missing)), tuple(dict.fromkeys(why)), tuple(effects)
    )


def _rows(course: Course, agent: Id, day: date) -> list[Row]:
    """Every case with the facts that lead to it; none where they are too many."""
    found: list[Row] = []
    try:
        for case in course.cases(agent, day):
            ways = [
                course.worlds[number].on(day).ways[choice]
                for (kind, number, *_), choice in ((_head(what), said) for what, said in case.given.items())
                if kind == "world" and isinstance(number, int) and isinstance(choice, int)
            ]
            plain = {what: bool(said) for what, said in case.given.items() if what[0] != "world"}
            for way in product(*ways):
                found.append(({**plain, **{what: so for facts in way for what, so in facts}}, case.value))
                if len(found) > _MOST:
                    return []
    except TooManyReadings:
        return []
    return found


def _head(what: Key) -> Key:
    return what if len(what) > 1 else (*what, None)


def _deciding(rows: list[Row]) -> tuple[Key, ...] | None:
    """The fewest facts on which the state depends; `None` where no few do."""
    order = {"happened": 0, "fault": 1, "scope": 2, "member": 3, "subdivisions": 4, "before": 9}
    keys = sorted(
        {key for facts, _ in rows for key in facts}, key=lambda key: (order.get(str(key[0]), 5), repr(key))
    )
    for size in range(min(_DEEPEST, len(keys)) + 1):
        for chosen in combinations(keys, size):
            if _table(rows, chosen) is not None:
                return chosen
    return None


def _table(rows: list[Row], keys: tuple[Key, ...]) -> dict[tuple[bool, ...], str] | None:
    """The state for each combination of these facts; `None` where they do not decide it.

    A fact that does not matter in a case is missing there, and stands for both.
    """
    table: dict[tuple[bool, ...], str] = {}
    for facts, (state, _) in rows:
        for line in product(*((facts[key],) if key in facts else (True, False) for key in keys)):
            if table.setdefault(line, state) != state:
                return None
    return table


def _cubes(rows: list[Row], keys: tuple[Key, ...]) -> list[tuple[tuple[tuple[Key, bool], ...], str]]:
    """The table of the deciding facts, each line without the facts that do not matter in it."""
    table = _table(rows, keys) or {}
    found: dict[tuple[tuple[Key, bool], ...], str] = {}
    for line, state in sorted(table.items(), reverse=True):
        kept = list(range(len(keys)))
        for number in range(len(keys)):
            rest = [each for each in kept if each != number]
            same = {
                other for values, other in table.items() if all(values[each] == line[each] for each in rest)
            }
            if same == {state}:
                kept = rest
        found.setdefault(tuple((keys[each], line[each]) for each in kept), state)
    return list(found.items())
