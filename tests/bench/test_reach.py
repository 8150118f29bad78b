"""What reaches a place, and what its page shows of it, is what the index of days and plain SPARQL find, part by part."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
import pytest
from litigation import write
from pyoxigraph import NamedNode, Quad, RdfFormat

from enjoin.graph import Graph
from enjoin.graph.answers.calendar import HELD, Calendar, Period, Row
from enjoin.graph.answers.reach import BINDING, Reach
from enjoin.graph.effects.deriving import derived
from enjoin.graph.iris import Iris
from enjoin.server import create_app
from enjoin.server.entities import portion
from enjoin.server.lookups import bound
from enjoin.server.sections import binding
from enjoin.server.settings import Settings

if TYPE_CHECKING:
    from enjoin.graph.storage.store import Store

QUADS = 12_000
IRIS = Iris()
TODAY = date(2026, 11, 22)
DAYS = [date(2004, 1, 1), date(2012, 5, 9), date(2018, 10, 1), date(2025, 5, 1)]
UNDER = (f"{IRIS.base}id/order/", f"{IRIS.base}id/provision/")
EJ = "PREFIX ej: <https://w3id.org/enjoin/ns#>"
Get = Callable[[str], str]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    told = tmp_path_factory.mktemp("reach") / "litigation.nq"
    write(told, QUADS)
    graph = Graph.memory()
    store = cast("Store", graph.store())
    store.load(ox.parse(path=str(told), format=RdfFormat.N_QUADS))
    found = [
        Quad(each.subject, each.predicate, each.object, IRIS.graph("derived"))
        for each in derived(store, IRIS)
    ]
    store.load(found)
    return graph


@pytest.fixture(scope="module")
def calendar(graph: Graph) -> Calendar:
    return Calendar(graph.store())


@pytest.fixture(scope="module")
def parties(graph: Graph) -> list[str]:
    """Places that much names, that little names, and one that nothing does."""
    rows = graph.store().select(
        f"{EJ} SELECT ?x (COUNT(?g) AS ?n) {{ ?g ej:hasMember ?x }} GROUP BY ?x ORDER BY DESC(?n) ?x"
    )
    named = [cast("NamedNode", row["x"]).value for row in rows]
    return [*named[:3], *named[-2:], IRIS.entity("jurisdiction", "us-nowhere").value]


def everything(calendar: Calendar, party: str) -> list[Period]:
    """All periods that reach a party, put together from all there are."""
    every = [Period.of(row) for row in calendar.rows_of(calendar.provisions())]
    named = {group for group, of in calendar.members({each.group for each in every}).items() if party in of}
    apart = {each.provision for each in every if each.group in named}
    return [
        each
        for each in every
        if each.provision.startswith(UNDER)
        and (each.group in named or (each.rest and each.provision not in apart))
    ]


def told(rows: list[Row]) -> set[Period]:
    return {Period.of(row) for row in rows}


def test_on_a_day_it_is_what_binds_the_party_in_the_order_of_days(
    calendar: Calendar, parties: list[str]
) -> None:
    found = 0
    for party in parties:
        reach = Reach(calendar, party, UNDER)
        for day in DAYS:
            expected = [
                each
                for each in everything(calendar, party)
                if each.holds(day) and each.state != "not-in-force"
            ]
            rows = reach.on(day, BINDING)
            assert told(rows) == set(expected)
            assert len(rows) == len(expected)
            assert [row[6] for row in rows] == sorted((row[6] for row in rows), reverse=True)
            assert reach.on(day, BINDING, 2, 3) == rows[2:5]
            assert reach.counts(day) == Counter(each.state for each in expected)
            assert told(reach.on(day, HELD)) == {each for each in expected if each.state in HELD}
            found += len(rows)
    assert found > 100


def test_its_days_are_those_on_which_a_period_begins_or_ends(calendar: Calendar, parties: list[str]) -> None:
    for party in parties:
        reach, periods = Reach(calendar, party, UNDER), everything(calendar, party)
        days = sorted({day for each in periods for day in (each.since, each.until) if day is not None})
        for on in DAYS:
            before, after = [day for day in days if day <= on], [day for day in days if day > on]
            assert reach.turns(on, 10_000) == days
            assert reach.turns(on, 7) == [*before[-7:], *after[:7]]
        begun = Counter(each.since for each in periods)
        found = reach.began(days)
        assert {day: n for day, (n, _) in found.items()} == dict(begun)
        assert all(
            Period.of(row) in periods and Period.of(row).since == day for day, (_, row) in found.items()
        )
    assert Reach(calendar, parties[0], UNDER).began([]) == {}


def test_what_was_held_back_comes_with_those_of_the_day_first(calendar: Calendar, parties: list[str]) -> None:
    on = DAYS[2]
    for party in parties:
        reach, periods = Reach(calendar, party, UNDER), everything(calendar, party)
        held = [each for each in periods if each.state in HELD]
        expected = {each.provision for each in held}
        found, count = reach.contested(on, 1000)
        assert set(found) == expected
        assert count == len(found) == len(expected)
        now = {each.provision for each in held if each.holds(on)}
        assert set(found[: len(now)]) == now
        assert reach.contested(on, 2) == (found[:2], count)
        assert told(reach.of(found)) == {each for each in periods if each.provision in expected}


def test_an_empty_calendar_reaches_nobody() -> None:
    reach = Reach(Calendar(Graph.memory().store()), "x")
    assert reach.counts(TODAY) == {}
    assert reach.turns(TODAY, 5) == []
    assert reach.contested(TODAY, 5) == ([], 0)


# Pages


@pytest.fixture(scope="module")
def page(graph: Graph) -> Get:
    client = create_app(graph, Settings(), today=lambda: TODAY).test_client()

    def get(address: str) -> str:
        response = client.get(address, headers={"Accept": "text/html"})
        assert response.status_code == 200, address
        return response.get_data(as_text=True)

    return get


def path(iri: str) -> str:
    kind, name = cast("tuple[str, str]", IRIS.kind_and_id(iri))
    return f"/doc/{kind}/{name}"


def turned(page: Get, address: str, argument: str) -> Iterator[str]:
    """The pages of one table of a page, in order: each has the link to the next."""
    while True:
        text = page(address)
        yield text
        following = re.search(rf'rel="next" href="([^"]*[?&;]{argument}=\d+[^"#]*)#{argument}"', text)
        if following is None:
            return
        address = following[1].replace("&amp;", "&")


def headings(text: str) -> list[str]:
    """Where the rows of the tables lead."""
    return re.findall(r'<tr[^>]*>(?:<td[^>]*>.*?</td>)?<th scope="row"><a href="([^"?]*)', text)


def test_a_place_that_little_binds_shows_all_of_it(page: Get, calendar: Calendar, parties: list[str]) -> None:
    on = DAYS[1]
    expected = {path(row[1]) for row in Reach(calendar, parties[0], UNDER).on(on, BINDING)}
    text = page(f"{path(parties[0])}?part=binds&on={on}")
    assert set(headings(text)) == expected
    assert 'class="row small pager"' not in text


def test_a_place_that_much_binds_shows_it_page_by_page(
    page: Get, calendar: Calendar, parties: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portion, "WHOLE", 3)
    monkeypatch.setattr(portion, "ROWS", 3)
    on = DAYS[2]
    reach, address = Reach(calendar, parties[0], UNDER), f"{path(parties[0])}?on={on}"
    for argument, states in (("held", (*HELD, "uncertain")), ("free", ("in-force",))):
        expected = [path(row[1]) for row in reach.on(on, states)]
        assert len(expected) > 3
        found: list[str] = []
        for text in turned(page, address, argument):
            table = text.partition('id="binds"')[2].partition("</section>")[0]
            held, _, free = table.partition("<details")
            found += headings(held if argument == "held" else free)
        assert found == expected
    counts = reach.counts(on)
    assert f"{counts['in-force']} are in force" in page(address)


def test_its_lanes_and_steps_are_bounded_and_say_so(
    page: Get, calendar: Calendar, parties: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, on = f"{path(parties[0])}?on={DAYS[2]}", DAYS[2]
    count = len(Reach(calendar, parties[0], UNDER).contested(on, 1000)[0])
    assert "more provisions that a court once held back" not in page(address)
    monkeypatch.setattr(binding, "TRACKS", 2)
    monkeypatch.setattr(binding, "STEPS", 4)
    text = page(address)
    assert f"{count - 2} more provisions that a court once held back here are not drawn" in text
    assert re.search(r'<a href="/queries/what-binds\?[^"]*jurisdiction=us"', text)
    steps = re.search(r'max="(\d+)" value="(\d+)"', text)
    assert steps is not None
    assert (int(steps[1]), int(steps[2])) == (7, 3)


# Lookups that were written for the engine's sake give what is said plainly

EFFECT = """?effect ej:effectType ?type ; ej:actsOn ?target ; ej:producedBy ?producer .
  OPTIONAL { ?effect ej:setsScope|ej:suspendsScope ?scope } OPTIONAL { ?effect ej:earliest ?earliest }
  OPTIONAL { ?effect ej:latest ?latest } OPTIONAL { ?effect ej:atMandate ?mandate }
  OPTIONAL { ?effect ej:atMandate ?awaited . ?producer ej:mandateIssuedOn ?issued }"""
PLAIN = {
    "acts-of": ("Ruling", ("producer",), EFFECT),
    "bench": ("Ruling", ("ruling",), """
      { ?ruling ej:hasBench ?bench . OPTIONAL { ?bench ej:benchType ?kind } OPTIONAL { ?bench ej:seat ?judge } }
      UNION { ?ballot ej:onRuling ?ruling ; ej:judge ?judge }
      OPTIONAL { ?ruling ej:author ?author } OPTIONAL { ?given ej:onRuling ?ruling ; ej:judge ?judge ; ej:vote ?vote }"""),
    "judged": ("Judge", ("judge",), """
      { ?ruling ej:author ?judge } UNION { ?ruling ej:hasBench/ej:seat ?judge }
      UNION { ?ballot ej:judge ?judge ; ej:onRuling ?ruling } ?ruling ej:decidedOn ?decided"""),
    "court-rulings": ("Court", ("about",), "?ruling ej:byCourt|ej:inProceeding ?about ; ej:decidedOn ?decided"),
    "sued": ("Post", ("party",), "?seat ej:party ?party ; ej:role ?role ; ej:inProceeding/ej:partOfLawsuit ?lawsuit"),
    "cited-by": ("Source", ("source",), "?record ej:citedSource ?source"),
    "measure-facts": ("Order", ("about",), "?about ej:signedOn|ej:enactedOn ?signed . OPTIONAL { ?about ej:topic ?topic }"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("where", ["litigation", "starter"])
def test_a_lookup_finds_what_is_said_plainly(name: str, where: str, request: pytest.FixtureRequest) -> None:
    """Variable by variable, of many things of a kind; what a plain question does not speak of is left out."""
    of, (variable,), plainly = PLAIN[name]
    store = request.getfixturevalue("graph" if where == "litigation" else "starter").store()
    things = sorted(str(row["x"]) for row in store.select(f"{EJ} SELECT DISTINCT ?x {{ ?x a ej:{of} }}"))
    found = 0
    for thing in things[:: max(1, len(things) // 60)]:
        iri = NamedNode(thing[1:-1])
        mine = list(store.select(bound(name, [(iri,)])))
        theirs = list(store.select(f"{EJ} SELECT * {{ VALUES ?{variable} {{ {thing} }} {plainly} }}"))
        names = {key for row in theirs for key in row} & {key for row in mine for key in row} - {variable}
        for key in names:
            assert {str(row[key]) for row in mine if key in row} == {
                str(row[key]) for row in theirs if key in row
            }
        assert bool(mine) >= bool(theirs)
        found += len(names)
    assert found or where == "litigation"


def test_the_rulings_of_a_judge_and_of_a_court_come_page_by_page(
    page: Get, graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portion, "WHOLE", 2)
    monkeypatch.setattr(portion, "ROWS", 2)
    rows = graph.store().select(
        f"{EJ} SELECT ?x (COUNT(DISTINCT ?r) AS ?n) {{ ?r ej:author ?x ; ej:decidedOn ?d }} GROUP BY ?x ORDER BY DESC(?n) LIMIT 1"
    )
    judge = cast("NamedNode", next(iter(rows))["x"])
    expected = [
        cast("NamedNode", row["ruling"]).value for row in graph.store().select(bound("judged", [(judge,)]))
    ]
    assert len(expected) > 2
    pages = list(turned(page, path(judge.value), "rulings"))
    found = [re.findall(r'<tr id="event-\d+">.*?<th scope="row"><a href="([^"?]*)', text) for text in pages]
    assert [len(each) for each in found[:-1]] == [2] * (len(found) - 1)
    assert sorted(each for of in found for each in of) == sorted(path(iri) for iri in expected)
    assert set(found[0]) == {path(iri) for iri in expected[:2]}
    assert all(f"{len(expected)} rulings on record" in text for text in pages)
