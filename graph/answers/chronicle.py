"""What every ruling and measure did, and when: a table of one generation, so that a page costs what it shows.

The engine would have to read every effect to sort them by day and to count them by year. Here each producer
of effects is an event: once for each year in which its effects begin, and once (year 0) for all years together.

    ?effect ej:earliest ?earliest ; ej:effectType ?type ; ej:producedBy ?producer ; ej:actsOn ?target .
    OPTIONAL { ?producer ej:decidedOn ?decided }
    { ?producer ej:topic ?topic } UNION { ?producer ej:inProceeding/ej:partOfLawsuit/ej:topic ?topic }
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from pyoxigraph import NamedNode

from ...ontology.terms import EJV, ej
from ..backend import Backend
from ..tables import Tables
from .properties import values_of

ALL: Final = 0
"""The year that stands for all years."""
_TABLES: Final = """
    PRAGMA cache_size = -8000;
    CREATE TABLE event (year INTEGER, first TEXT, producer TEXT, kinds INTEGER);
    CREATE TABLE topic (topic TEXT, producer TEXT, PRIMARY KEY (topic, producer)) WITHOUT ROWID;
    CREATE TABLE year (year INTEGER PRIMARY KEY, events INTEGER);
"""
_FILLED: Final = """
    CREATE INDEX by_year ON event (year, first, producer, kinds);
    ANALYZE;
"""
_OF_TOPIC: Final = " AND producer IN (SELECT producer FROM topic WHERE topic = :topic)"
# Each takes the condition of a choice, which is made of our own words.
_COUNT: Final = "SELECT COUNT(*) FROM event WHERE {}"
_SOME: Final = (
    "SELECT first, producer FROM event WHERE {} ORDER BY first, producer LIMIT :most OFFSET :skipped"
)
_NUMBERED: Final = (
    "SELECT first, producer, number FROM"
    " (SELECT first, producer, kinds, ROW_NUMBER() OVER (ORDER BY first, producer) AS number FROM event WHERE {})"
    " WHERE kinds & :kinds ORDER BY number LIMIT :most OFFSET :skipped"
)
_BEFORE: Final = (
    "SELECT first, producer FROM event WHERE {} AND first < :day AND first LIKE '____-__-__%'"
    " ORDER BY first DESC, producer DESC LIMIT 1"
)
_AFTER: Final = (
    "SELECT first, producer FROM event WHERE {} AND first > :day AND substr(first, 1, 10) > :day"
    " AND first LIKE '____-__-__%'"
    " ORDER BY first, producer LIMIT 1"
)
_ENDS: Final = "SELECT MIN(first), MAX(first) FROM event WHERE {}"
_TALLIES: Final = "SELECT substr(first, 1, :signs), kinds, COUNT(*) FROM event WHERE {} GROUP BY 1, 2"

Kinds = Callable[[str, frozenset[str]], int]
"""The kinds of an event, each a bit of a number, from who did it and the types of its effects (`grant`)."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which events: of a year or `ALL`, on a topic or of any (empty), of some of these kinds or of any (0)."""

    year: int = ALL
    topic: str = ""
    kinds: int = 0

    @property
    def place(self) -> str:
        """The condition without the kinds: among these events each has its number."""
        return "year = :year" + (_OF_TOPIC if self.topic else "")

    @property
    def where(self) -> str:
        """The condition, whose values are those of `values`."""
        return self.place + (" AND kinds & :kinds" if self.kinds else "")

    @property
    def values(self) -> dict[str, object]:
        """What the condition names."""
        return {"year": self.year, "topic": self.topic, "kinds": self.kinds}


class Event(NamedTuple):
    """One event: when it began, as it is written, the IRI of the ruling or measure, and which it is of its year and topic."""

    first: str
    producer: str
    number: int = 0


class Tally(NamedTuple):
    """How many events of the same kinds began at the same time, which is a day, a month or a year as it is written."""

    when: str
    kinds: int
    events: int


class Chronicle(Tables):
    """All events of one generation; safe to ask from many threads."""

    def __init__(self, store: Backend, kinds: Kinds) -> None:
        """Read them: about a second for each fifty thousand effects."""
        super().__init__(_TABLES)
        done, years = _done(store)
        decided = {ruling: min(days) for ruling, days in values_of(store, "decidedOn").items()}
        self._database.executemany("INSERT INTO event VALUES (?, ?, ?, ?)", _events(done, decided, kinds))
        self._database.executemany("INSERT INTO topic VALUES (?, ?)", _topics(store, done.keys()))
        counted = [(year, len(producers)) for year, producers in years.items()]
        self._database.executemany("INSERT INTO year VALUES (?, ?)", counted)
        self._filled(_FILLED)

    def years(self) -> dict[int, int]:
        """In how many events something was done in each year, by year."""
        return dict(self._rows("SELECT year, events FROM year ORDER BY year"))

    def count(self, choice: Choice) -> int:
        """How many events there are."""
        return int(self._rows(_COUNT.format(choice.where), choice.values)[0][0])

    def events(self, choice: Choice, most: int = -1, first: int = 0) -> list[Event]:
        """The events in order of time; `most` of them, after the `first` ones."""
        values = {**choice.values, "most": most, "skipped": first}
        if choice.kinds:
            return [Event(*row) for row in self._rows(_NUMBERED.format(choice.place), values)]
        rows = self._rows(_SOME.format(choice.where), values)
        return [Event(day, producer, n) for n, (day, producer) in enumerate(rows, start=first + 1)]

    def neighbours(self, choice: Choice, on: date) -> tuple[Event | None, Event | None]:
        """The last event that began before a day, and the first after it."""
        values = {**choice.values, "day": on.isoformat()}
        before, after = (self._rows(sql.format(choice.where), values) for sql in (_BEFORE, _AFTER))
        return Event(*before[0]) if before else None, Event(*after[0]) if after else None

    def ends(self, choice: Choice) -> tuple[str, str]:
        """When the first and the last of the events began; two empty texts where there is none."""
        row = self._rows(_ENDS.format(choice.where), choice.values)[0]
        return row[0] or "", row[1] or ""

    def tallies(self, choice: Choice, signs: int) -> list[Tally]:
        """How many began when, in order: by day (10 signs), month (7) or year (4), and by what they are together."""
        return [
            Tally(*row)
            for row in self._rows(_TALLIES.format(choice.where), {**choice.values, "signs": signs})
        ]


class _Done(NamedTuple):
    """One effect: when it began, as it is written, and what type it is of."""

    earliest: str
    kind: str


def _done(store: Backend) -> tuple[dict[str, list[_Done]], dict[int, set[str]]]:
    """The effects of each producer, and the producers by the years in which theirs begin."""
    earliest, kinds = values_of(store, "earliest"), values_of(store, "effectType")
    acting = values_of(store, "actsOn").keys()
    done: defaultdict[str, list[_Done]] = defaultdict(list)
    years: defaultdict[int, set[str]] = defaultdict(set)
    for effect, producers in values_of(store, "producedBy").items():
        for day in earliest.get(effect, ()):
            if (year := _year(day)) is not None:
                years[year] |= producers
            for kind in kinds.get(effect, ()) if effect in acting else ():
                for producer in producers:
                    done[producer].append(_Done(day, kind.removeprefix(EJV)))
    return done, years


def _events(
    done: dict[str, list[_Done]], decided: dict[str, str], kinds: Kinds
) -> Iterator[tuple[int, str, str, int]]:
    for producer, every in done.items():
        by_year: defaultdict[int, list[_Done]] = defaultdict(list)
        for each in every:
            if (year := _year(each.earliest)) is not None:
                by_year[year].append(each)
        for year, some in ((ALL, every), *by_year.items()):
            first = decided.get(producer) or min(each.earliest for each in some)
            yield year, first, producer, kinds(producer, frozenset(each.kind for each in some))


def _topics(store: Backend, producers: Collection[str]) -> set[tuple[str, str]]:
    """Each producer with the names of its own topics, and of those of the lawsuits that it was made in."""
    own = values_of(store, "topic").items()
    found = {
        (topic.rpartition("/")[2], each) for each, topics in own for topic in topics if each in producers
    }
    # From the few that have a topic: to read in which proceeding everything was made would take far longer.
    rows = store.select(
        f"SELECT ?topic ?made WHERE {{ ?lawsuit {ej('topic')} ?topic . ?proceeding {ej('partOfLawsuit')} ?lawsuit ."
        f" ?made {ej('inProceeding')} ?proceeding }}"
    )
    for row in rows:
        topic, made = row["topic"], row["made"]
        if isinstance(topic, NamedNode) and isinstance(made, NamedNode) and made.value in producers:
            found.add((topic.value.rpartition("/")[2], made.value))
    return found


def _year(text: str) -> int | None:
    return int(text[:4]) if len(text) >= 4 and text[:4].isascii() and text[:4].isdigit() else None
