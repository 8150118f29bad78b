"""What reaches one party: the periods of the groups that name it, and where none does those of everyone else.

A place of a large graph is bound by as much as was ever ordered, so nothing here gives all of it: counts by state, the
latest so many, the nearest days, a number of provisions. Periods come as they stand in the tables of the calendar.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from .calendar import COLUMNS, EVER, HELD, Calendar, Row

BINDING: Final = ("blocked", "in-force", "restricted", "stayed", "uncertain")
"""The states of a provision that is law on a day, whatever a court did to it."""
_GROUPS: Final = "SELECT grp FROM member WHERE party = :party"
_APART: Final = f"SELECT provision FROM period WHERE grp IN ({_GROUPS})"  # noqa: S608  # our own words
_ON: Final = "p.since <= :day AND p.until > :day"


class Reach:
    """The periods that reach a party, of the provisions whose IRI begins in one of some ways, or of all."""

    def __init__(self, calendar: Calendar, party: str, under: Sequence[str] = ()) -> None:
        self._calendar = calendar
        self._values: dict[str, object] = {"party": party}
        ranges: list[str] = []
        for number, prefix in enumerate(under):
            self._values |= {f"u{number}": prefix, f"v{number}": prefix[:-1] + chr(ord(prefix[-1]) + 1)}
            ranges.append(f"(p.provision >= :u{number} AND p.provision < :v{number})")
        self._under = f"({' OR '.join(ranges)})" if ranges else "1"

    def counts(self, day: date) -> dict[str, int]:
        """How many provisions bind the party on a day, by state."""
        sql = f"SELECT state, COUNT(*) FROM ({self._all('p.state', _ON, BINDING)}) GROUP BY state"  # noqa: S608
        return dict(self._rows(sql, BINDING, day=day.toordinal()))

    def on(self, day: date, states: Sequence[str], first: int = 0, most: int = -1) -> list[Row]:
        """The periods in some states that hold on a day: the latest first, `most` after the `first`; -1 is all."""
        found = (
            f"SELECT id FROM ({self._all('p.id', _ON, states)}) ORDER BY id DESC LIMIT :most OFFSET :first"  # noqa: S608
        )
        sql = f"SELECT {COLUMNS} FROM period p WHERE p.id IN ({found}) ORDER BY p.id DESC"  # noqa: S608
        return self._rows(sql, states, day=day.toordinal(), first=first, most=most)

    # Days

    def turns(self, day: date, most: int) -> list[date]:
        """The days on which anything changes, in order: `most` up to a day, and `most` after it."""
        at = day.toordinal()
        back = self._days("<=", "DESC", at, most)
        return [date.fromordinal(each) for each in (*reversed(back), *self._days(">", "ASC", at, most))]

    def _days(self, side: str, order: str, at: int, most: int) -> list[int]:
        """The nearest days on one side: each index is walked from the day on, and left when there are enough."""
        parts = [
            f"SELECT * FROM (SELECT DISTINCT p.{column} AS turn FROM {part}"  # noqa: S608  # our own words
            f" AND {self._under} AND p.{column} {side} :day AND p.{column} < {EVER} ORDER BY 1 {order} LIMIT :most)"
            for column, index in (("since", "by_day"), ("until", "by_end"))
            for part in (
                f"period p INDEXED BY {index} WHERE p.rest AND p.provision NOT IN ({_APART})",
                "member m JOIN period p ON p.grp = m.grp WHERE m.party = :party",
            )
        ]
        sql = f"{' UNION '.join(parts)} ORDER BY turn {order} LIMIT :most"
        return [turn for (turn,) in self._rows(sql, day=at, most=most)]

    def began(self, days: Collection[date]) -> dict[date, tuple[int, Row]]:
        """How many periods begin on each of some days, and one of them; days on which none does are left out."""
        if not days:
            return {}
        within = f"p.since IN ({', '.join(str(each.toordinal()) for each in days)})"
        sql = f"SELECT since, COUNT(*), MAX(id) FROM ({self._all('p.since, p.id', within)}) GROUP BY since"  # noqa: S608
        counted = self._rows(sql)
        chosen = ", ".join(str(number) for _, _, number in counted)
        rows = self._rows(f"SELECT {COLUMNS} FROM period p WHERE p.id IN ({chosen})")  # noqa: S608  # numbers
        by_day = {row[6]: row for row in rows}
        return {date.fromordinal(at): (n, by_day[at]) for at, n, _ in counted}

    # Provisions

    def contested(self, day: date, most: int) -> tuple[list[str], int]:
        """Provisions that a court ever held back for the party, and how many there are.

        Of more than `most` those held back on the day, then those that were so last.
        """
        held = self._all("p.provision, p.since, p.until", "1", HELD)
        sql = (
            f"SELECT provision, COUNT(*) OVER () FROM ({held}) p GROUP BY provision"  # noqa: S608  # our own words
            f" ORDER BY MAX({_ON}) DESC, MAX(since) DESC, provision LIMIT :most"
        )
        rows = self._rows(sql, HELD, day=day.toordinal(), most=most)
        return [provision for provision, _ in rows], rows[0][1] if rows else 0

    def of(self, provisions: Iterable[str]) -> list[Row]:
        """All periods of some provisions for the party, whatever the day: by provision, group and first day."""
        rows = self._calendar.rows_of(provisions)
        mine = {group for (group,) in self._rows(_GROUPS)}
        apart = {row[1] for row in rows if row[2] in mine}
        return [row for row in rows if row[2] in mine or (row[3] and row[1] not in apart)]

    def _all(self, columns: str, where: str, states: Sequence[str] = ()) -> str:
        """A question for the periods that reach the party, of some states or of all."""
        listed = ", ".join(f":state{number}" for number in range(len(states)))
        index, chosen = ("INDEXED BY by_rest", f"p.state IN ({listed}) AND") if states else ("", "")
        rest = f"period p {index} WHERE p.rest AND p.provision NOT IN ({_APART})"
        named = "member m JOIN period p ON p.grp = m.grp WHERE m.party = :party"
        return " UNION ALL ".join(
            f"SELECT {columns} FROM {part} AND {chosen} {where} AND {self._under}"  # noqa: S608  # our own words
            for part in (rest, named)
        )

    def _rows(self, sql: str, states: Sequence[str] = (), **values: object) -> list[Any]:
        named: Mapping[str, object] = {f"state{number}": state for number, state in enumerate(states)}
        return self._calendar.told(sql, {**self._values, **named, **values})
