"""What courts hold back on a day, from whom: an index of one calendar, in numbers.

On one day hundreds of thousands of pairs of a party and a provision may be held back. To count them by party takes
no name of either: of each group there is the array of its parties' numbers, and names are given to what is told.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ..tables import Tables
from .calendar import Calendar
from .standings import GRAVEST

HELD: Final = tuple(state for state in GRAVEST if state not in {"in-force", "not-in-force"})
"""What a court has done to a provision, gravest first."""
_CODES: Final = {state: code for code, state in enumerate(sorted(HELD))}
_AT_ONCE: Final = 5000  # periods, or groups, that are read of the calendar at once
_ARRAY: Final = "I"
_TABLES: Final = """
    PRAGMA cache_size = -4000;
    CREATE TABLE hold (id INTEGER PRIMARY KEY, period TEXT, provision INTEGER, crew INTEGER, rest INTEGER, state INTEGER,
                       since INTEGER, until INTEGER);
    CREATE TABLE crew (number INTEGER PRIMARY KEY, parties BLOB);
"""
_AFTER: Final = "CREATE INDEX by_day ON hold (state, since, until, id, provision, crew, rest); ANALYZE;"  # what a day asks
_PERIODS: Final = (
    "SELECT id, iri, provision, measure, grp, rest, state, since, until FROM period"
    " WHERE id >= :first AND id < :end ORDER BY id"
)
_ON: Final = (
    "SELECT provision, crew, rest, state, id FROM hold WHERE state IN (0, 1, 2, 3) AND since <= :on AND until > :on"
    " ORDER BY state, since, until, id"
)

_Rows = list[tuple[int, int, int]]
"""Of a provision, its groups that are held back: the number of the group, the code of the state, the period."""


@dataclass(frozen=True, slots=True)
class Held:
    """A day: the provisions held back from everyone that no group of theirs names; and of the others by party the gravest
    state and of how many provisions.
    """

    everywhere: list[str]
    reached: dict[str, tuple[str, int]]
    drawn: dict[int, _Rows]
    crews: Mapping[int, Collection[int]]


class Holds(Tables):
    """All that is ever held back in one generation; safe to ask from many threads."""

    def __init__(self, calendar: Calendar, counts: Callable[[str], bool]) -> None:
        """Read it from a calendar; `counts` says of the measure of a provision, or of itself, whether it is asked about."""
        super().__init__(_TABLES)
        self._provisions: dict[str, int] = {}
        self._parties: dict[str, int] = {}
        groups: dict[str, int] = {}
        rows = (
            (
                id_,
                iri,
                _number(self._provisions, provision),
                _number(groups, group),
                rest,
                _CODES[state],
                *days,
            )
            for id_, iri, provision, measure, group, rest, state, *days in _periods(calendar)
            if state in _CODES and counts(measure or provision)
        )
        self._database.executemany("INSERT INTO hold VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self._database.executemany("INSERT INTO crew VALUES (?, ?)", self._crews(calendar, groups))
        self._filled(_AFTER)
        self._names = list(self._provisions)
        self._called = list(self._parties)

    def _crews(self, calendar: Calendar, groups: Mapping[str, int]) -> Iterator[tuple[int, bytes]]:
        listed = list(groups)
        for start in range(0, len(listed), _AT_ONCE):
            for group, parties in calendar.members(listed[start : start + _AT_ONCE]).items():
                numbers = array(_ARRAY, (_number(self._parties, party) for party in parties))
                yield groups[group], numbers.tobytes()

    def on(self, day: date) -> Held:
        """What is held back on a day."""
        rest: set[int] = set()
        found: dict[int, _Rows] = {}
        for provision, crew, for_others, state, period in self._rows(_ON, {"on": day.toordinal()}):
            found.setdefault(provision, []).append((crew, state, period))
            if for_others:
                rest.add(provision)
        drawn = {provision: rows for provision, rows in found.items() if provision not in rest}
        wanted = {crew for rows in drawn.values() for crew, _, _ in rows}
        crews = {
            number: array(_ARRAY, parties)
            for number, parties in self._with("SELECT number, parties FROM crew WHERE number", wanted)
        }
        count, levels = _counted(drawn.values(), crews)
        reached = {self._called[party]: (levels[party], n) for party, n in count.items()}
        return Held([self._names[each] for each in found if each in rest], reached, drawn, crews)

    def told(self, held: Held, parties: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
        """Of some parties on a day what is held back from each: the provision and the period that says so."""
        wanted = {self._parties[party]: party for party in parties if party in self._parties}
        keys = wanted.keys()
        found: list[tuple[int, int, int]] = []
        for provision, rows in held.drawn.items():
            reached = {party: period for crew, _, period in rows for party in keys & held.crews.get(crew, ())}
            found += [(party, provision, period) for party, period in reached.items()]
        periods = dict(self._with("SELECT id, period FROM hold WHERE id", {period for *_, period in found}))
        told: dict[str, list[tuple[str, str]]] = {}
        for party, provision, period in found:
            told.setdefault(wanted[party], []).append((self._names[provision], periods[period]))
        return told


def _number(numbers: dict[str, int], name: str) -> int:
    return numbers.setdefault(name, len(numbers))


def _periods(calendar: Calendar) -> Iterator[Any]:
    """All periods, some at a time."""
    last = calendar.told("SELECT MAX(id) FROM period", {})[0][0]
    for first in range(0, (last or 0) + 1, _AT_ONCE):
        yield from calendar.told(_PERIODS, {"first": first, "end": first + _AT_ONCE})


def _counted(
    drawn: Iterable[_Rows], crews: Mapping[int, Collection[int]]
) -> tuple[Counter[int], dict[int, str]]:
    """By party, in the order in which they come, how many provisions are held back from it, and its gravest state."""
    count: Counter[int] = Counter()
    by_state: dict[int, set[int]] = {code: set() for code in _CODES.values()}
    for rows in drawn:
        named = [(state, crews.get(crew, ())) for crew, state, _ in rows]
        each = [parties for _, parties in named]
        if len(named) > 1 and len(set[int]().union(*each)) < sum(map(len, each)):
            # A party of two groups is bound as the last one.
            last = {party: state for state, parties in named for party in parties}
            named = [
                (state, [party for party in last if last[party] == state]) for state in set(last.values())
            ]
            count.update(last.keys())
        else:
            for parties in each:
                count.update(parties)
        for state, parties in named:
            by_state[state].update(parties)
    levels: dict[int, str] = {}
    for state in reversed(HELD):
        levels.update(dict.fromkeys(by_state[_CODES[state]], state))
    return count, levels
