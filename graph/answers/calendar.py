"""Which derived periods hold on a day: an index of one generation, so that an answer costs what it holds.

The engine has no order of days that it could search: of every period it would have to read the first and the
last day. Here they are numbers in a table of SQLite, which no file names, read once from the graph `derived`.

    ?period ej:ofProvision ?provision ; ej:ofGroup ?group ; ej:state ?state ; ej:from ?from .
    OPTIONAL { ?period ej:until ?until }
    FILTER (STR(?from) <= STR(?on) && (!BOUND(?until) || ?on < ?until))
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self

from ...ontology.terms import EJV
from ..backend import Backend
from ..tables import Tables
from .properties import said, value_of, values_of

HELD: Final = ("blocked", "restricted", "stayed")
"""The states in which a court holds a provision back, or did and is itself held back."""
EVER: Final = date.max.toordinal()
"""The last day of what lasts."""
_TABLES: Final = """
    PRAGMA cache_size = -16000;
    CREATE TABLE period (id INTEGER PRIMARY KEY, iri TEXT, provision TEXT, grp TEXT, rest INTEGER, state TEXT,
                         reason TEXT, since INTEGER, until INTEGER, measure TEXT);
    CREATE TABLE member (grp TEXT, party TEXT);
    CREATE TABLE size (grp TEXT PRIMARY KEY, members INTEGER) WITHOUT ROWID;
    CREATE TABLE held (provision TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE deed (day TEXT, producer TEXT, effect TEXT);
"""
_AFTER: Final = """
    CREATE INDEX by_state ON period (state, since, until);
    CREATE INDEX by_provision ON period (provision, since);
    CREATE INDEX by_group ON period (grp, since);
    CREATE INDEX by_rest ON period (state, since, until, provision) WHERE rest;
    CREATE INDEX by_day ON period (since);
    CREATE INDEX by_end ON period (until);
    CREATE INDEX by_party ON member (party);
    CREATE INDEX by_member ON member (grp);
    CREATE INDEX by_deed ON deed (day, producer, effect);
    INSERT INTO held SELECT DISTINCT provision FROM period WHERE state IN ('blocked', 'restricted', 'stayed');
    ANALYZE;
"""
COLUMNS: Final = "p.iri, p.provision, p.grp, p.rest, p.state, p.reason, p.since, p.until, p.measure"
"""Of the table `period p`, what a `Period` is made of."""
_ON: Final = "p.since <= ? AND p.until > ?"

Row = tuple[str, str, str, int, str, str, int, int, str]


@dataclass(frozen=True, slots=True)
class Period:
    """One period of one group of parties bound alike: half-open, `until` absent while it lasts."""

    iri: str
    provision: str
    group: str
    rest: bool
    state: str
    reason: str
    since: date
    until: date | None
    measure: str = ""

    def holds(self, on: date) -> bool:
        """Whether it holds on a day."""
        return self.since <= on and (self.until is None or on < self.until)

    @classmethod
    def of(cls, row: Row) -> Self:
        """What a row of the table tells."""
        until = None if row[7] == EVER else date.fromordinal(row[7])
        return cls(*row[:3], bool(row[3]), row[4], row[5], date.fromordinal(row[6]), until, row[8])


class Calendar(Tables):
    """All derived periods of one generation; safe to ask from many threads."""

    def __init__(self, store: Backend) -> None:
        """Read them: some seconds for each million of statements that were derived."""
        super().__init__(_TABLES)
        fill = self._database.executemany
        fill("INSERT INTO period VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _periods(store))
        members = values_of(store, "hasMember")
        named = ((group, party) for group, parties in members.items() for party in parties)
        fill("INSERT INTO member VALUES (?, ?)", named)
        twins = values_of(store, "sameGovernmentAs")
        sizes = ((group, _governments(parties, twins)) for group, parties in members.items())
        fill("INSERT INTO size VALUES (?, ?)", sizes)
        began = value_of(store, "earliest")
        done = ((began[effect], by, effect) for effect, by in said(store, "producedBy") if effect in began)
        fill("INSERT INTO deed VALUES (?, ?, ?)", done)
        self._filled(_AFTER)

    def told(self, sql: str, values: Mapping[str, object]) -> list[Any]:
        """The rows of another question of ours to the tables, with the values that it names."""
        return self._rows(sql, values)

    # On a day

    def rows_on(self, day: date, states: Collection[str] = ()) -> list[Row]:
        """All periods that hold on a day, of some states or of all, as they stand in the table; in no order.

        Days are ordinals, the last one is for what lasts.
        """
        at = day.toordinal()
        if not states:
            return self._rows(f"SELECT {COLUMNS} FROM period p WHERE {_ON}", (at, at))  # noqa: S608  # our own words
        marks = ", ".join("?" * len(states))
        sql = f"SELECT {COLUMNS} FROM period p INDEXED BY by_state WHERE p.state IN ({marks}) AND {_ON}"  # noqa: S608
        return self._rows(sql, (*states, at, at))

    # Of a provision, a group

    def rows_of(self, provisions: Iterable[str], on: date | None = None) -> list[Row]:
        """The periods of some provisions, as they stand in the table, of a day or of all: by provision, group and first day."""
        at = "" if on is None else f"p.since <= {on.toordinal()} AND p.until > {on.toordinal()} AND "
        sql = f"SELECT {COLUMNS} FROM period p WHERE {at}p.provision"  # noqa: S608  # numbers, and our own words
        return sorted(self._with(sql, provisions), key=lambda row: (row[1], row[2], row[6]))

    def spans(self) -> Iterator[tuple[str, str, int, int]]:
        """What each period is about (its provision, and the measure of that), its state, its first day and the one after
        its last: those about the same thing together. Nothing else is answered until the last one is read.
        """
        sql = (
            "SELECT provision, state, since, until FROM period UNION ALL"
            " SELECT measure, state, since, until FROM period WHERE measure NOT IN ('', provision) ORDER BY 1"
        )
        with self._lock:
            yield from self._database.execute(sql)

    def sizes(self, groups: Iterable[str]) -> dict[str, int]:
        """How many parties some groups name; two ids of one government count once."""
        return dict(self._with("SELECT grp, members FROM size WHERE grp", set(groups)))

    def members(self, groups: Iterable[str]) -> dict[str, list[str]]:
        """The parties that some groups name, in order."""
        found: dict[str, list[str]] = {}
        for group, party in self._with("SELECT grp, party FROM member WHERE grp", set(groups)):
            found.setdefault(group, []).append(party)
        return {group: sorted(parties) for group, parties in found.items()}

    def provisions(self) -> list[str]:
        """Everything that has a state on some day, in order."""
        return [each for (each,) in self._rows("SELECT DISTINCT provision FROM period ORDER BY provision")]

    # Days

    def days_contested(self) -> list[date]:
        """The days on which periods of the provisions that a court ever held back begin or end, in order."""
        sql = (
            "SELECT DISTINCT since FROM period WHERE provision IN (SELECT provision FROM held) AND reason <> 'not-yet'"
            " UNION SELECT DISTINCT until FROM period"
            " WHERE provision IN (SELECT provision FROM held) AND reason <> 'not-yet' AND until < ? ORDER BY 1"
        )
        return [date.fromordinal(day) for (day,) in self._rows(sql, (EVER,))]

    # What was done

    def doings(self, until: date, first: int, most: int) -> list[tuple[str, str]]:
        """Who did something on which day, up to a day: the day as it is written and the ruling or measure, latest first."""
        sql = "SELECT DISTINCT day, producer FROM deed WHERE day <= ? ORDER BY day DESC, producer LIMIT ? OFFSET ?"
        return self._rows(sql, (until.isoformat(), most, first))

    def doings_until(self, day: date) -> int:
        """How many of them there are."""
        sql = "SELECT COUNT(*) FROM (SELECT DISTINCT day, producer FROM deed WHERE day <= ?)"
        return int(self._rows(sql, (day.isoformat(),))[0][0])

    def effects(self, doings: Iterable[tuple[str, str]]) -> list[str]:
        """The effects that were done so."""
        sql = "SELECT DISTINCT effect FROM deed WHERE day = ? AND producer = ?"
        return [effect for each in doings for (effect,) in self._rows(sql, each)]


def _periods(store: Backend) -> Iterator[tuple[object, ...]]:
    """The rows of the table, those that begin first first."""
    provisions, groups, states = (value_of(store, name) for name in ("ofProvision", "ofGroup", "state"))
    reasons, ends, starts = (value_of(store, name) for name in ("stateReason", "until", "from"))
    measures, rest = value_of(store, "ofMeasure"), value_of(store, "isRest")
    dated = ((day, iri) for iri, text in starts.items() if (day := _ordinal(text)) is not None)
    for number, (since, iri) in enumerate(sorted(dated)):
        provision, group, state = provisions.get(iri), groups.get(iri), states.get(iri)
        until = _ordinal(ends[iri]) if iri in ends else EVER
        if provision is None or group is None or state is None or until is None:
            continue
        yield (
            number, iri, provision, group, rest.get(group) in {"true", "1"}, state.removeprefix(EJV),
            reasons.get(iri, "").removeprefix(EJV), since, until, measures.get(provision, ""),
        )  # fmt: skip


def _governments(parties: set[str], twins: Mapping[str, set[str]]) -> int:
    """How many governments some parties are: of the ids of one, the least counts."""
    return sum(not any(each < one for each in twins.get(one, ()) if each in parties) for one in parties)


def _ordinal(text: str) -> int | None:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None
