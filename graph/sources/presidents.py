"""Who was President of the United States, from when to when: a table, with what others call them.

From the public domain data of unitedstates/congress-legislators, `executive.yaml`; terms that
follow one another are one tenure. The day on which the office passed on belongs to the new one.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from ..records import Known, OfficeTenure, Official, PartialDate, Record, Ref, Row, slug

POST: Final = "president-of-the-united-states"
OFFICE: Final = "President of the United States"
SOURCE: Final = "unitedstates/congress-legislators executive.yaml @dfa9622"


@dataclass(frozen=True, slots=True)
class Presidency:
    """One tenure of the presidency; `until` is the first day on which it is over."""

    official: str
    name: str
    fjc_name: str
    fr_id: str
    number: int
    since: date
    until: date | None

    @property
    def ref(self) -> Ref:
        return Ref("official", self.official)


@cache
def presidencies() -> tuple[Presidency, ...]:
    """All tenures, first to last."""
    text = files(__name__.rpartition(".")[0]).joinpath("presidents.csv").read_text(encoding="utf-8")
    return tuple(
        Presidency(
            row["id"],
            row["name"],
            row["fjc_name"],
            row["fr_id"],
            int(row["number"]),
            date.fromisoformat(row["start"]),
            date.fromisoformat(row["end"]) if row["end"] else None,
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def _spelled() -> dict[str, Presidency]:
    """The first tenure of each president, by the name without signs and capital letters."""
    named = {slug(name): each for each in reversed(presidencies()) for name in (each.name, each.fjc_name)}
    return {name: each for name, each in named.items() if name}


class Presidents:
    """The presidents as a graph knows them, else by the table; keeps in mind who was asked about."""

    def __init__(self, known: Known) -> None:
        self._held = list(_held(known))
        self._asked: dict[str, int] = {}

    def on(self, day: date, line: int) -> Ref | None:
        """Who was President on that day: by the tenures of the graph where these are clear."""
        held = {
            holder for since, until, holder in self._held if since <= day and (until is None or day < until)
        }
        table = next(
            (
                each
                for each in presidencies()
                if each.since <= day and (each.until is None or day < each.until)
            ),
            None,
        )
        if len(held) == 1:
            found = held.pop()
        elif table is not None:
            found = table.ref
        else:
            return None
        return self._ask(found, line)

    def by_fr_id(self, name: str, line: int) -> Ref | None:
        """The president whom the Federal Register calls so: `donald-trump` or `Donald Trump`."""
        found = next((each for each in presidencies() if each.fr_id == slug(name)), None)
        return self._ask(found.ref, line) if found is not None else None

    def by_fjc_name(self, name: str, line: int) -> Ref | None:
        """The president whom the Federal Judicial Center calls so; signs and capital letters do not count."""
        found = _spelled().get(slug(name))
        return self._ask(found.ref, line) if found is not None else None

    def _ask(self, ref: Ref, line: int) -> Ref:
        self._asked.setdefault(ref.id, line)
        return ref

    def records(self) -> Iterator[Record]:
        """What the table says of those who were asked about: the person, and each tenure."""
        for each in presidencies():
            line = self._asked.get(each.official)
            if line is None:
                continue
            if each.number == 1:
                yield Official(row=_row(line, f"president-{each.official}"), id=each.official, name=each.name)
            yield OfficeTenure(
                row=_row(line, f"president-{each.official}-{each.number}"),
                official=each.ref,
                post=POST,
                office=OFFICE,
                number=each.number,
                start_date=_partial(each.since),
                end_date=_partial(each.until) if each.until is not None else None,
                acting=False,
            )


def _held(known: Known) -> Iterator[tuple[date, date | None, Ref]]:
    """The tenures of the presidency that the graph tells of to the day."""
    for tenure in known.pointing("ej:post", Ref("post", POST)):
        holders, since = known.values(tenure, "ej:holder"), known.values(tenure, "ej:from")
        until = known.values(tenure, "ej:until")
        kind, slash, name = (holders[0] if len(holders) == 1 else "").partition("/")
        if slash and len(since) == 1 and len(until) <= 1 and all(len(day) == 10 for day in (*since, *until)):
            end = date.fromisoformat(until[0]) if until else None
            yield date.fromisoformat(since[0]), end, Ref(kind, name)


def _row(line: int, key: str) -> Row:
    return Row(line=line, key=key, verified="stored", source=SOURCE, sources=(SOURCE,))


def _partial(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)
