"""Which places are a party to which lawsuit, and from when until when: a table of one generation.

The engine joins every docket of a lawsuit with every place that is a party to any of them; here the days of each
are read once and put together.

    ?place ej:jurisdictionKind ?kind .
    ?role ej:party ?place ; ej:inProceeding/ej:partOfLawsuit ?lawsuit .
    OPTIONAL { ?role ej:joinedOn ?joined }
    ?proceeding ej:partOfLawsuit ?lawsuit .
    OPTIONAL { ?proceeding ej:filedOn ?filed }
    OPTIONAL { ?proceeding ej:terminatedOn ?terminated }
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from ..backend import Backend
from ..tables import Tables
from .calendar import EVER
from .properties import values_of

_TABLES: Final = """
    CREATE TABLE suit (place TEXT, lawsuit TEXT, since INTEGER, until INTEGER);
"""
_FILLED: Final = """
    CREATE INDEX by_day ON suit (since, until, place);
    CREATE INDEX by_place ON suit (place, since, until, lawsuit);
"""
_COUNTED: Final = (
    "SELECT place, COUNT(*) FROM suit WHERE since <= ? AND until > ? GROUP BY place ORDER BY place"
)
_OPEN: Final = "SELECT place, lawsuit FROM suit WHERE since <= ? AND until > ? AND place"


class Parties(Tables):
    """All places that are a party to any lawsuit; safe to ask from many threads."""

    def __init__(self, store: Backend) -> None:
        """Read them: about a second for each hundred thousand parties."""
        super().__init__(_TABLES)
        self._database.executemany("INSERT INTO suit VALUES (?, ?, ?, ?)", _suits(store))
        self._filled(_FILLED)

    def counted(self, day: date) -> dict[str, int]:
        """How many lawsuits each place had joined by a day that were not over on it, by place.

        A lawsuit is over when all of its dockets are closed, as far as the record says.
        """
        at = day.toordinal()
        return dict(self._rows(_COUNTED, (at, at)))

    def open_on(self, day: date, places: Iterable[str]) -> list[tuple[str, str]]:
        """Some places, each with each of these lawsuits, in order."""
        at = day.toordinal()
        return sorted(self._with(_OPEN, places, at, at))


def _suits(store: Backend) -> Iterator[tuple[str, str, int, int]]:
    """The rows of the table: half-open, the last day for what lasts; nothing that began on no day."""
    dockets = _Dockets(store)
    for (place, lawsuit), joined in _roles(store, dockets.lawsuits).items():
        filed = dockets.filed(lawsuit)
        begun = [*filed, *sorted(joined)]
        if begun:
            since = max(min(filed, default=begun[0]), min(joined, default=begun[0]))
            yield place, lawsuit, since, dockets.over(lawsuit)


class _Dockets:
    """The days of all proceedings, by lawsuit."""

    def __init__(self, store: Backend) -> None:
        self.lawsuits = values_of(store, "partOfLawsuit")
        self._filed, self._closed = values_of(store, "filedOn"), values_of(store, "terminatedOn")
        self._proceedings: defaultdict[str, set[str]] = defaultdict(set)
        for proceeding, lawsuits in self.lawsuits.items():
            for lawsuit in lawsuits:
                self._proceedings[lawsuit].add(proceeding)

    def filed(self, lawsuit: str) -> list[int]:
        """The days on which they were filed, those of one docket after those of another."""
        dockets = sorted(self._proceedings[lawsuit])
        return [day for docket in dockets for day in _days(self._filed.get(docket, ()))]

    def over(self, lawsuit: str) -> int:
        """The first day on which all are closed."""
        last = 0
        for docket in self._proceedings[lawsuit]:
            closed = self._closed.get(docket, set())
            days = _days(closed)
            if not days or len(days) < len(closed):
                return EVER
            last = max(last, *days)
        return last


def _roles(store: Backend, lawsuits: dict[str, set[str]]) -> dict[tuple[str, str], list[int]]:
    """By place and lawsuit the days on which it joined, as far as any is on record."""
    places = values_of(store, "jurisdictionKind").keys()
    heard, joined = values_of(store, "inProceeding"), values_of(store, "joinedOn")
    found: dict[tuple[str, str], list[int]] = {}
    for role, parties in values_of(store, "party").items():
        days = _days(joined.get(role, ()))
        for place in parties & places:
            for lawsuit in {suit for each in heard.get(role, ()) for suit in lawsuits.get(each, ())}:
                found.setdefault((place, lawsuit), []).extend(days)
    return found


def _days(texts: Iterable[str]) -> list[int]:
    """The days that these texts write, in order, as numbers; a month or a year is none."""
    return sorted(day for text in texts if (day := _ordinal(text)) is not None)


def _ordinal(text: str) -> int | None:
    try:
        return date.fromisoformat(text[:10]).toordinal() if len(text) >= 10 else None
    except ValueError:
        return None
