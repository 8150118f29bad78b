"""What is held back on a day, from whom: the index in numbers finds what a plain reading of the calendar does."""

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, cast

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from enjoin.graph import Graph
from enjoin.graph.answers.calendar import Calendar, Row
from enjoin.graph.answers.holds import HELD, Holds
from enjoin.graph.answers.standings import GRAVEST
from enjoin.ontology.terms import ej, ejv, term

if TYPE_CHECKING:
    from enjoin.graph.storage.store import Store

FIRST = date(2017, 1, 1)
DAYS = [FIRST + timedelta(days=step) for step in range(0, 1500, 37)]
PARTIES = 25


def iri(kind: str, name: object) -> NamedNode:
    return NamedNode(f"https://w3id.org/enjoin/id/{kind}/{name}")


def day(value: date) -> Literal:
    return Literal(value.isoformat(), datatype=term("xsd:date"))


def world(seed: int) -> Graph:
    """Provisions whose groups of parties are held back now and then; groups of one provision may share parties."""
    random = Random(seed)
    said: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = []
    for number in range(30):
        kind = random.choice(["provision", "provision", "statute"])
        provision = iri(kind, f"p-{number}")
        if kind == "provision" and number % 5:
            said.append(
                (provision, ej("ofMeasure"), iri(random.choice(["order", "policy"]), f"m-{number % 7}"))
            )
        for part in range(random.randint(1, 4)):
            group = iri("group", f"{number}-{part}")
            rest = part == 0 and random.random() < 0.4
            said.append(
                (group, ej("isRest"), Literal("true" if rest else "false", datatype=term("xsd:boolean")))
            )
            named = [] if rest else random.sample(range(PARTIES), random.randint(1, 6))
            said += [(group, ej("hasMember"), iri("jurisdiction", f"us-{party:02}")) for party in named]
            since = FIRST + timedelta(days=random.randint(0, 300))
            for turn in range(random.randint(1, 4)):
                until = since + timedelta(days=random.randint(1, 500))
                period = iri("period", f"{number}-{part}-{turn}")
                said += [
                    (period, ej("ofProvision"), provision), (period, ej("ofGroup"), group),
                    (period, ej("state"), ejv(random.choice(GRAVEST))), (period, ej("from"), day(since)),
                    *([(period, ej("until"), day(until))] if turn < 3 else []),
                ]  # fmt: skip
                since = until
    graph = Graph.memory()
    at = graph.iris.graph("derived")
    cast("Store", graph.store()).load([Quad(*each, at) for each in said])
    return graph


def plainly(calendar: Calendar, on: date) -> tuple[list[str], dict[str, list[tuple[str, str, str]]]]:
    """The provisions that are held back from everyone else, and by party what of the others is, period and state."""
    by: dict[str, list[Row]] = {}
    for row in calendar.rows_on(on, HELD):
        if counts(row[8] or row[1]):
            by.setdefault(row[1], []).append(row)
    everywhere = [provision for provision, rows in by.items() if any(row[3] for row in rows)]
    found: dict[str, list[tuple[str, str, str]]] = {}
    for provision, rows in by.items():
        members = calendar.members(row[2] for row in rows)
        named = {party: row for row in rows for party in members.get(row[2], ())}
        for party, row in named.items() if provision not in everywhere else ():
            found.setdefault(party, []).append((provision, row[0], row[4]))
    return everywhere, found


def counts(about: str) -> bool:
    return "/order/" in about or "/provision/" in about


@pytest.mark.parametrize("seed", range(4))
def test_a_day_is_what_a_plain_reading_of_the_calendar_finds(seed: int) -> None:
    calendar = Calendar(world(seed).store())
    holds = Holds(calendar, counts)
    met: set[str] = set()
    for on in DAYS:
        everywhere, found = plainly(calendar, on)
        held = holds.on(on)
        assert held.everywhere == everywhere
        assert held.reached == {
            party: (min((state for *_, state in rows), key=GRAVEST.index), len(rows))
            for party, rows in found.items()
        }
        assert list(held.reached) == list(found), "in the order of the calendar"
        told = holds.told(held, found)
        assert told == {party: [row[:2] for row in rows] for party, rows in found.items()}
        some = sorted(found)[::3]
        assert holds.told(held, [*some, "https://w3id.org/enjoin/id/jurisdiction/us-zz"]) == {
            party: told[party] for party in some
        }
        met |= {level for level, _ in held.reached.values()}
    assert met == set(HELD)


def test_a_party_of_two_groups_counts_once_and_the_later_one_binds_it() -> None:
    """Which of the worlds above have such parties is chance; that some do is not."""
    shared = 0
    for seed in range(4):
        calendar = Calendar(world(seed).store())
        holds = Holds(calendar, counts)
        for on in DAYS:
            for rows in holds.on(on).drawn.values():
                members = [party for crew, *_ in rows for party in holds.on(on).crews.get(crew, ())]
                shared += len(members) - len(set(members))
    assert shared > 20


def test_nothing_is_held_back_where_nothing_is_derived() -> None:
    holds = Holds(Calendar(Graph.memory().store()), counts)
    held = holds.on(FIRST)
    assert (held.everywhere, held.reached) == ([], {})
    assert holds.told(held, ["https://w3id.org/enjoin/id/jurisdiction/us"]) == {}
