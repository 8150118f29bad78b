"""The golden chains, as tables that a reader can check, held against the answers of the starter graph.

Each row is one stretch of days on which one state holds for one party; `from` is empty where the
record begins, `until` (the first day on which it no longer holds) where it is still open.
"""

import csv
from datetime import date, timedelta
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from enjoin.graph import Graph

HERE = Path(__file__).parent
FIRST = date(2016, 12, 31)
LAST = date(2026, 6, 30)


class Row(NamedTuple):
    provision: str
    party: str
    start: date
    until: date | None
    state: str
    reason: str | None


def rows(table: Path) -> list[Row]:
    with table.open(encoding="utf-8", newline="") as lines:
        return [
            Row(
                line["provision"],
                line["party"],
                date.fromisoformat(line["from"]) if line["from"] else FIRST,
                date.fromisoformat(line["until"]) if line["until"] else None,
                line["state"],
                line["reason"] or None,
            )
            for line in csv.DictReader(lines)
        ]


TABLES = sorted((HERE / "tables").glob("*.csv"))
CHAINS = [
    pytest.param(list(chain), id=f"{table.stem}:{key[0]}:{key[1]}")
    for table in TABLES
    for key, chain in groupby(rows(table), lambda row: (row.provision, row.party))
]


def days_around(row: Row) -> set[date]:
    """The first days of a stretch, its last days and one in the middle."""
    last = (row.until or LAST) - timedelta(days=1)
    middle = row.start + (last - row.start) / 2
    around = {row.start, row.start + timedelta(days=1), middle, last - timedelta(days=1), last}
    return {day for day in around if row.start <= day <= last}


@pytest.mark.parametrize("chain", CHAINS)
def test_the_states_of_the_chain_hold_on_every_day_around_each_event(
    chain: list[Row], starter: "Graph"
) -> None:
    for before, after in pairwise(chain):
        assert before.until == after.start, "the table itself has a gap"
    for row in chain:
        for day in sorted(days_around(row)):
            answer = starter.status(row.provision, party=row.party, on=day.isoformat())
            said = (day.isoformat(), answer.state, answer.reason)
            assert said == (day.isoformat(), row.state, row.reason), answer.sentence


def test_every_table_is_read() -> None:
    assert len(TABLES) == 6
    assert len(CHAINS) > 80
