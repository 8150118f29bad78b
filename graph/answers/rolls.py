"""Who ruled on what and who is a party to what, in order: a table of one generation, so that a page reads what it shows.

The engine would have to read all rulings of a judge, and all lawsuits of a party, to put them in order and show the first.

    { ?ruling ej:author ?judge } UNION { ?bench ej:seat ?judge . ?ruling ej:hasBench ?bench }
      UNION { ?ballot ej:judge ?judge ; ej:onRuling ?ruling }
    { ?ruling ej:byCourt|ej:inProceeding ?about }
    ?ruling ej:decidedOn ?day

    ?seat ej:party ?party ; ej:role ?role ; ej:inProceeding ?proceeding . ?proceeding ej:partOfLawsuit ?lawsuit .
    OPTIONAL { ?proceeding ej:filedOn ?filed }
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from ..backend import Backend
from ..tables import Tables
from .properties import said, value_of, values_of

_TABLES: Final = """
    PRAGMA cache_size = -8000;
    CREATE TABLE ruled (of TEXT, ruling TEXT, day TEXT, PRIMARY KEY (of, ruling)) WITHOUT ROWID;
    CREATE TABLE suit (of TEXT, lawsuit TEXT, day TEXT, seat TEXT);
    CREATE TABLE office (holder TEXT, post TEXT);
"""
_FILLED: Final = """
    CREATE INDEX by_day ON ruled (of, day, ruling);
    CREATE INDEX by_party ON suit (of, lawsuit, day, seat);
    CREATE INDEX by_holder ON office (holder, post);
    ANALYZE;
"""
_SOME: Final = "SELECT ruling FROM ruled WHERE of = ? ORDER BY day DESC, ruling LIMIT ? OFFSET ?"
_WHOLE_DAY: Final = "day LIKE '____-__-__%'"
_NEAR: Final = (
    f"SELECT MAX(day) FROM ruled WHERE of = :of AND day < :on AND {_WHOLE_DAY}"  # noqa: S608  # our own words
    f" UNION ALL SELECT MIN(day) FROM ruled WHERE of = :of AND substr(day, 1, 10) > :on AND {_WHOLE_DAY}"
)
# Somebody's own seats, and those of the offices that they held.
_OF: Final = "of IN (SELECT ?1 UNION SELECT post FROM office WHERE holder = ?1)"
_SUITS: Final = (
    f"SELECT lawsuit FROM suit WHERE {_OF} GROUP BY lawsuit ORDER BY MIN(day), lawsuit LIMIT ? OFFSET ?"  # noqa: S608
)


class Rolls(Tables):
    """The rulings of all judges, courts and proceedings, and the lawsuits of all parties; safe to ask from many threads."""

    def __init__(self, store: Backend) -> None:
        """Read them: some seconds for each hundred thousand rulings and seats."""
        super().__init__(_TABLES)
        # The same ruling comes once for each way in which it is somebody's.
        self._database.executemany("INSERT OR IGNORE INTO ruled VALUES (?, ?, ?)", _ruled(store))
        self._database.executemany("INSERT INTO suit VALUES (?, ?, ?, ?)", _suits(store))
        self._database.executemany("INSERT INTO office VALUES (?, ?)", _offices(store))
        self._filled(_FILLED)

    def ruled(self, of: str) -> int:
        """How many rulings a judge had a part in, or were made by a court or in a proceeding."""
        return int(self._rows("SELECT COUNT(*) FROM ruled WHERE of = ?", (of,))[0][0])

    def rulings(self, of: str, first: int, most: int) -> list[str]:
        """`most` of them after the `first`, the latest first."""
        return [ruling for (ruling,) in self._rows(_SOME, (of, most, first))]

    def days_near(self, of: str, on: date) -> list[date]:
        """The last day before a day on which any of them was made, and the first after it, as far as there are."""
        found = self._rows(_NEAR, {"of": of, "on": on.isoformat()})
        return [date.fromisoformat(day[:10]) for (day,) in found if day is not None]

    def sued(self, of: str) -> int:
        """To how many lawsuits somebody is a party, by name or by an office that they held."""
        sql = f"SELECT COUNT(DISTINCT lawsuit) FROM suit WHERE {_OF}"  # noqa: S608  # our own words
        return int(self._rows(sql, (of,))[0][0])

    def lawsuits(self, of: str, first: int, most: int) -> list[str]:
        """`most` of them after the `first`: by the day on which the first docket was filed, those without a day first."""
        return [lawsuit for (lawsuit,) in self._rows(_SUITS, (of, most, first))]

    def seats(self, of: str, lawsuits: Iterable[str]) -> list[str]:
        """In which roles, each a seat in one docket of some lawsuits."""
        sql = f"SELECT DISTINCT seat FROM suit WHERE {_OF} AND lawsuit"  # noqa: S608  # our own words
        return [seat for (seat,) in self._with(sql, lawsuits, of)]


def _ruled(store: Backend) -> Iterator[tuple[str, str, str]]:
    """Of each ruling with a day, whose it is."""
    days: dict[str, str] = {}
    for ruling, day in said(store, "decidedOn"):
        days[ruling] = max(day, days.get(ruling, ""))
    seated = values_of(store, "seat")
    benches = (
        (judge, ruling) for ruling, bench in said(store, "hasBench") for judge in seated.get(bench, ())
    )
    voted = values_of(store, "judge")
    ballots = (
        (judge, ruling) for ballot, ruling in said(store, "onRuling") for judge in voted.get(ballot, ())
    )
    plain = (
        (of, ruling) for name in ("author", "byCourt", "inProceeding") for ruling, of in said(store, name)
    )
    for pairs in (benches, ballots, plain):
        yield from ((of, ruling, days[ruling]) for of, ruling in pairs if ruling in days)


def _suits(store: Backend) -> Iterator[tuple[str, str, str, str]]:
    """Of each seat with a role, whose it is, in which lawsuit, and when the first docket of it was filed."""
    lawsuits, filed = values_of(store, "partOfLawsuit"), _earliest(store)
    heard, roles = values_of(store, "inProceeding"), value_of(store, "role").keys()
    for seat, party in said(store, "party"):
        if seat in roles:
            for docket in heard.get(seat, ()):
                for lawsuit in lawsuits.get(docket, ()):
                    yield party, lawsuit, filed.get(docket, ""), seat


def _earliest(store: Backend) -> dict[str, str]:
    """By docket the first of the days on which it was filed."""
    found: dict[str, str] = {}
    for docket, day in said(store, "filedOn"):
        found[docket] = min(day, found.get(docket, day))
    return found


def _offices(store: Backend) -> Iterator[tuple[str, str]]:
    """Who held which office, a judge's left out."""
    seats = value_of(store, "inCourt").keys()
    posts = values_of(store, "post")
    for holder, post in {
        (holder, post) for tenure, holder in said(store, "holder") for post in posts.get(tenure, ())
    }:
        if post not in seats:
            yield holder, post
