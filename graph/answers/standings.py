"""How provisions and measures stand on a day, each with all its groups of parties together: an index of one calendar.

A provision has many periods at once, one for each group. Here their states are taken together and joined to stretches of
days in which that does not change, so that a day costs one row for each thing.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Final

from ..tables import Tables
from .calendar import Calendar

GRAVEST: Final = ("blocked", "restricted", "uncertain", "stayed", "in-force", "not-in-force")
"""The six states of an answer, gravest first."""
PARTLY: Final = "partly-blocked"
_TABLES: Final = """
    PRAGMA cache_size = -4000;
    CREATE TABLE stretch (about TEXT, state TEXT, since INTEGER, until INTEGER);
"""
_AFTER: Final = "CREATE INDEX by_day ON stretch (since, until, about, state);"

Span = tuple[str, int, int]
"""A state, the first day of it, and the day after the last, as ordinals."""


class Standings(Tables):
    """The stretches of all that has a state in one generation; safe to ask from many threads."""

    def __init__(self, calendar: Calendar) -> None:
        """Read them from the periods of a calendar."""
        super().__init__(_TABLES)
        rows = (
            (about, *stretch)
            for about, spans in groupby(calendar.spans(), key=itemgetter(0))
            for stretch in stretches([span[1:] for span in spans])
        )
        self._database.executemany("INSERT INTO stretch VALUES (?, ?, ?, ?)", rows)
        self._filled(_AFTER)

    def on(self, day: date) -> list[tuple[str, str]]:
        """Each provision and each measure that has a state on a day, with it."""
        at = day.toordinal()
        return self._rows("SELECT about, state FROM stretch WHERE since <= ? AND until > ?", (at, at))


def together(states: Collection[str]) -> str:
    """Several states as one: their own where they agree, *partly blocked*, or else the gravest.

    >>> together({"blocked", "in-force"}), together({"stayed"}), together({"in-force", "uncertain"})
    ('partly-blocked', 'stayed', 'uncertain')
    """
    if len(states) == 1:
        return next(iter(states))
    gravest = next((state for state in GRAVEST if state in states), min(states))
    return PARTLY if gravest == "blocked" else gravest


def stretches(spans: Iterable[Span]) -> Iterator[Span]:
    """The states of one thing taken together, joined to stretches in which they stay the same.

    >>> list(stretches([("in-force", 1, 9), ("blocked", 3, 5), ("in-force", 9, 11)]))
    [('in-force', 1, 3), ('partly-blocked', 3, 5), ('in-force', 5, 11)]
    """
    turns = sorted(turn for state, since, until in spans for turn in ((since, 1, state), (until, -1, state)))
    living: Counter[str] = Counter()
    now, since = "", 0
    for day, group in groupby(turns, key=itemgetter(0)):
        for _, step, state in group:
            living[state] += step
        states = [state for state, count in living.items() if count]
        then = together(states) if states else ""
        if then != now:
            if now:
                yield now, since, day
            now, since = then, day
