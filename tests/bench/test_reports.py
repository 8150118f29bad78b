"""The tables that the pages of everything ask find what plain SPARQL finds, on generated litigation."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, pairwise
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
import pytest
from asking import PREFIXES
from flask import Flask
from litigation import write
from pyoxigraph import NamedNode, Quad, RdfFormat

from enjoin.graph import Graph
from enjoin.graph.answers.calendar import HELD, Calendar
from enjoin.graph.answers.chronicle import ALL, Choice, Chronicle, Event
from enjoin.graph.answers.parties import Parties
from enjoin.graph.effects.deriving import derived
from enjoin.graph.iris import Iris
from enjoin.ontology.terms import ej, ejv
from enjoin.server import create_app
from enjoin.server.answers.days import calendar
from enjoin.server.answers.glance import glances, spans
from enjoin.server.answers.standing import Period, stands_of, summarised
from enjoin.server.answers.turns import held_back, turns_around
from enjoin.server.maps import marking
from enjoin.server.maps import page as map_page
from enjoin.server.pictures.strips import broken, stretches
from enjoin.server.publishing import dumps
from enjoin.server.reports import chronicle as timeline
from enjoin.server.reports import page as reports
from enjoin.server.reports.events import KINDS, bits, kinds_of, told
from enjoin.server.settings import Settings
from enjoin.server.written import as_day

if TYPE_CHECKING:
    from enjoin.graph.storage.store import Store

QUADS = 40_000
DAYS = [date(2002, 3, 1) + timedelta(days) for days in range(0, 8900, 411)]
BROWSER = {"Accept": "text/html"}
TODAY = date(2018, 10, 1)
_EVENTS = """SELECT DISTINCT ?producer ?first ?earliest ?type ?topic WHERE {
  ?effect ej:earliest ?earliest ; ej:effectType ?type ; ej:producedBy ?producer ; ej:actsOn ?target .
  OPTIONAL { ?producer ej:decidedOn ?first }
  OPTIONAL { { ?producer ej:topic ?topic } UNION { ?producer ej:inProceeding/ej:partOfLawsuit/ej:topic ?topic } }
}"""
_PARTIES = """SELECT ?place ?lawsuit ?joined ?proceeding ?filed ?terminated WHERE {
  ?place ej:jurisdictionKind ?kind .
  ?role ej:party ?place ; ej:inProceeding ?party . ?party ej:partOfLawsuit ?lawsuit .
  OPTIONAL { ?role ej:joinedOn ?joined }
  ?proceeding ej:partOfLawsuit ?lawsuit .
  OPTIONAL { ?proceeding ej:filedOn ?filed }
  OPTIONAL { ?proceeding ej:terminatedOn ?terminated }
} ORDER BY ?proceeding"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    target = tmp_path_factory.mktemp("told") / "litigation.nq"
    write(target, QUADS)
    graph = Graph.memory()
    store = cast("Store", graph.store())
    store.load(ox.parse(path=str(target), format=RdfFormat.N_QUADS))
    iris = Iris()
    store.load([Quad(e.subject, e.predicate, e.object, iris.graph("derived")) for e in derived(store, iris)])
    suits = sorted({str(row["x"]) for row in store.select(f"{PREFIXES} SELECT ?x {{ ?x a ej:Lawsuit }}")})
    about = ((NamedNode(suit.strip("<>")), iris.graph("g-0")) for suit in suits[::3])
    store.load([Quad(suit, ej("topic"), ejv("byrne-jag"), document) for suit, document in about])
    return graph


@pytest.fixture(scope="module")
def app(graph: Graph) -> Flask:
    return create_app(graph, Settings(), today=lambda: TODAY)


def types_of(_: str, types: frozenset[str]) -> int:
    return ("grant" in types) | ("takes-effect" in types) << 1


@pytest.fixture(scope="module")
def chronicle(graph: Graph) -> Chronicle:
    return Chronicle(graph.store(), types_of)


Row = dict[str, str]


def asked(graph: Graph, query: str) -> list[Row]:
    rows = graph.store().select(PREFIXES + query)
    return [{name: getattr(term, "value", str(term)) for name, term in row.items()} for row in rows]


@pytest.fixture(scope="module")
def rows(graph: Graph) -> list[Row]:
    found = asked(graph, _EVENTS)
    assert len(found) > 100
    return found


def plainly(rows: list[Row], year: int, topic: str = "", kind: str = "") -> list[Event]:
    """The events as the rows of the question tell them, with their numbers among those of all kinds."""
    together: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if year in {ALL, int(row["earliest"][:4])}:
            together[row["producer"]].append(row)
    ordered = sorted(
        (of[0].get("first") or min(row["earliest"] for row in of), producer)
        for producer, of in together.items()
        if not topic or any(row.get("topic", "").endswith(f"/{topic}") for row in of)
    )
    found = [Event(*each, number) for number, each in enumerate(ordered, start=1)]
    kinds = {producer: {row["type"].rpartition("/")[2] for row in of} for producer, of in together.items()}
    return [each for each in found if not kind or kind in kinds[each.producer]]


def years(rows: list[Row]) -> list[int]:
    return sorted({int(row["earliest"][:4]) for row in rows})


def test_the_years_are_counted_as_sparql_counts_them(
    graph: Graph, chronicle: Chronicle, rows: list[Row]
) -> None:
    counted = asked(graph, """SELECT ?year (COUNT(DISTINCT ?producer) AS ?n) WHERE {
        ?effect ej:earliest ?earliest ; ej:producedBy ?producer . BIND (SUBSTR(STR(?earliest), 1, 4) AS ?year) } GROUP BY ?year""")  # fmt: skip
    assert chronicle.years() == {int(row["year"]): int(row["n"]) for row in counted}
    assert list(chronicle.years()) == years(rows)


@pytest.mark.parametrize("topic", ["", "byrne-jag", "nothing"])
@pytest.mark.parametrize(("kind", "kinds"), [("", 0), ("grant", 1), ("takes-effect", 2)])
def test_the_events_of_a_choice_are_those_of_sparql(
    chronicle: Chronicle, rows: list[Row], topic: str, kind: str, kinds: int
) -> None:
    met = 0
    for year in (ALL, *years(rows)):
        expected = plainly(rows, year, topic, kind)
        choice = Choice(year, topic, kinds)
        assert chronicle.events(choice) == expected
        assert chronicle.count(choice) == len(expected)
        assert chronicle.events(choice, 3, 2) == expected[2:5]
        assert sum(each.events for each in chronicle.tallies(choice, 7)) == len(expected)
        assert chronicle.ends(choice) == ((expected[0].first, expected[-1].first) if expected else ("", ""))
        met += len(expected)
    assert (met > 0) == (topic != "nothing")


def test_the_events_beside_a_day_are_the_last_before_and_the_first_after(
    chronicle: Chronicle, rows: list[Row]
) -> None:
    every = [each._replace(number=0) for each in plainly(rows, ALL)]
    for day in (*DAYS, *(date.fromisoformat(each.first) for each in every[::9])):
        before = [each for each in every if each.first < day.isoformat()]
        after = [each for each in every if each.first > day.isoformat()]
        expected = (before[-1] if before else None, after[0] if after else None)
        assert chronicle.neighbours(Choice(), day) == expected


def test_the_kinds_that_are_kept_are_those_that_are_shown(app: Flask, graph: Graph) -> None:
    with app.test_request_context("/timeline"):
        kept = timeline.chronicle()
        every = told(kept.events(Choice()))
        assert len(every) > 50
        for kind in KINDS:
            shown = [each.iri for each in every if kind in kinds_of(each)]
            assert [each.producer for each in kept.events(Choice(kinds=bits([kind])))] == shown


def open_plainly(rows: list[Row], on: date) -> list[tuple[str, str]]:
    """The places in court on a day, from all the rows of the question."""
    pairs: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        pairs[row["place"], row["lawsuit"]].append(row)
    found: list[tuple[str, str]] = []
    for pair, together in sorted(pairs.items()):
        filed, joined = (
            [day for row in together if (day := as_day(row.get(name, "")))] for name in ("filed", "joined")
        )
        ends = [as_day(row.get("terminated", "")) for row in together]
        begun = [*filed, *joined]
        if all(end is not None and end <= on for end in ends) or not begun:
            continue
        if max(min(filed, default=begun[0]), min(joined, default=begun[0])) <= on:
            found.append(pair)
    return found


def test_the_places_in_court_are_those_of_sparql(graph: Graph) -> None:
    rows, parties = asked(graph, _PARTIES), Parties(graph.store())
    counts = [parties.counted(day) for day in DAYS]
    found = [parties.open_on(day, each) for day, each in zip(DAYS, counts, strict=True)]
    assert counts == [Counter(place for place, _ in each) for each in found]
    assert found == [open_plainly(rows, day) for day in DAYS]
    assert len({len(each) for each in found}) > 3


def page(app: Flask, address: str) -> str:
    answer = app.test_client().get(address, headers=BROWSER)
    assert answer.status_code == 200, address
    return answer.text


def all_pages(app: Flask, address: str) -> Iterator[str]:
    """Every page of a list, until there is none."""
    for number in count(1):
        answer = app.test_client().get(
            f"{address}{'&' if '?' in address else '?'}page={number}", headers=BROWSER
        )
        if answer.status_code == 404:
            return
        yield answer.text


def test_the_pages_of_the_timeline_have_every_event_once(app: Flask) -> None:
    data = app.test_client().get("/timeline.json").get_json()["events"]
    pages = list(all_pages(app, "/timeline"))
    assert len(pages) > 2
    numbers = [int(number) for text in pages for number in re.findall(r'<li id="event-(\d+)"', text)]
    assert numbers == list(range(1, len(data) + 1))


@pytest.mark.parametrize("address", ["/timeline", "/timeline?year=2018", "/timeline?year=2018&kind=blocks"])
def test_many_events_are_counted_and_the_table_says_the_same(
    app: Flask, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    marked = page(app, address)
    every = len(app.test_client().get(address.replace("/timeline", "/timeline.json")).get_json()["events"])
    monkeypatch.setattr(timeline, "MARKED", every - 1)
    monkeypatch.setattr(timeline, "PAGE", 7)
    text = page(app, address)
    assert 'class="mark' in marked
    assert "<circle r=" not in text
    assert text.count("<rect x=") > 3
    table = text[text.index("<caption>Counted by") : text.index("</table>")]
    totals = [int(cell) for cell in re.findall(r'<td data-head="All">(\d+)</td>', table)]
    assert sum(totals) == every
    before = 0
    for link, total in zip(re.findall(r'href="([^"]*)#events">', table), totals, strict=True):
        assert f"page={before // 7 + 1}" in link
        before += total
    assert "; most in " in text


def test_the_map_turns_its_table_and_counts_all(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_page, "PAGE", 1000)
    whole = page(app, "/map?show=lawsuit")
    names = re.findall(r'<tr>\s*<th scope="row">(.*?)</th>', whole)
    assert len(names) > 12
    monkeypatch.setattr(map_page, "PAGE", 40)
    pages = list(all_pages(app, "/map?show=lawsuit"))
    assert [
        name for text in pages for name in re.findall(r'<tr>\s*<th scope="row">(.*?)</th>', text)
    ] == names
    assert all(f"{len(names)} places are a party" in text for text in pages)


def test_what_is_open_is_paged_as_the_query_has_it(
    app: Flask, graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = [row["focus"].value for row in graph.query("gaps")]  # type: ignore[union-attr]
    monkeypatch.setattr(reports, "PAGE", 40)
    text = "".join(all_pages(app, "/gaps"))
    assert text.count('<th scope="row">') == len(expected) > 40
    kind, n = re.findall(r'/gaps\?kind=([a-z]+)"[^>]*>[^<]*<span class="muted">([\d,]+)<', text)[0]
    chosen = "".join(all_pages(app, f"/gaps?kind={kind}"))
    assert chosen.count('<th scope="row">') == int(n.replace(",", ""))


def every_period(known: Calendar) -> list[Period]:
    return [Period.of(row) for row in known.rows_of(known.provisions())]


def ever_held_back(known: Calendar) -> list[str]:
    return sorted({each.provision for each in every_period(known) if each.state in HELD})


def test_a_glance_says_what_all_groups_of_a_provision_say(app: Flask) -> None:
    met: set[str] = set()
    for day in DAYS:
        with app.test_request_context(f"/?on={day}"):
            seen = glances(day)
            full = stands_of([each.provision for each in seen], day)
            contested = ever_held_back(calendar())
        told = {each.provision: (each.state, each.since, each.contested) for each in seen}
        assert told == {
            iri: (each.summary.state, each.since.toordinal(), iri in contested) for iri, each in full.items()
        }
        met |= {each.state for each in seen}
    assert met >= {"in-force", "blocked", "partly-blocked"}


def plain_stretches(periods: list[Period], last: date) -> list[tuple[str, date]]:
    """The states of a provision one after another, and their first days: of each day on which anything turns."""
    days = sorted({day for each in periods for day in (each.since, each.until) if day is not None})
    found: list[tuple[str, date]] = []
    ended: date | None = None
    for start, end in pairwise([*days, last]):
        held = [each for each in periods if each.holds(start) and each.reason != "not-yet"]
        if held and end > start:
            state = summarised(held, {}).state
            if not found or found[-1][0] != state or ended != start:
                found.append((state, start))
            ended = end
    return found


def test_the_line_of_a_provision_has_the_states_of_all_its_groups(app: Flask) -> None:
    with app.test_request_context("/"):
        known = calendar()
        scale = broken(known.days_contested(), TODAY)
        assert scale is not None
        provisions = ever_held_back(known)
        lines = {iri: stretches(of, scale) for iri, of in spans(provisions).items()}
        assert sum(len(line) > 2 for line in lines.values()) > 5
        for iri, line in lines.items():
            periods = [Period.of(row) for row in known.rows_of([iri])]
            expected = plain_stretches(periods, scale.parts[-1].end)
            assert [(bar.state, bar.since) for bar in line] == expected


def test_the_days_beside_a_day_are_those_on_which_anything_turns(app: Flask) -> None:
    with app.test_request_context("/"):
        turns = sorted({each.since for each in every_period(calendar())})
        for day in (*DAYS, *turns[::7]):
            before, after = turns_around(day)
            assert (before.on if before else None) == max(
                (each for each in turns if each < day), default=None
            )
            assert (after.on if after else None) == min((each for each in turns if each > day), default=None)


def test_the_orders_to_choose_from_are_those_ever_held_back(app: Flask, graph: Graph) -> None:
    rows = asked(graph, """SELECT DISTINCT ?measure WHERE {
        ?held ej:ofProvision ?provision ; ej:state ?state . FILTER (?state IN (ejv:blocked, ejv:restricted, ejv:stayed))
        ?provision ej:ofMeasure? ?measure }""")  # fmt: skip
    with app.test_request_context("/map"):
        assert held_back(calendar(), 10_000) == sorted(row["measure"] for row in rows)


def test_documents_and_graphs_are_listed_a_page_at_a_time(
    app: Flask, graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "PAGE", 150)
    monkeypatch.setattr(dumps, "PAGE", 150)
    documents = [entry.id for entry in graph.documents()]
    named = [name for iri in sorted(graph.stats().graphs) if (name := graph.iris.graph_name(iri))]
    assert len(documents) > 300
    for address, expected in (("/status", documents), ("/dump/", named)):
        pages = list(all_pages(app, address))
        listed = [
            name
            for text in pages
            for name in re.findall(r'<a href="/graph/([^"]+)"', text[text.index("<table") :])
        ]
        assert listed == expected, address
        assert len(pages) == -(-len(expected) // 150)


def test_of_too_many_orders_one_types_which(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_page, "CHOICES", 2)
    monkeypatch.setattr(marking, "UNPLACED", 3)
    app = create_app(graph, Settings(), today=lambda: TODAY)
    with app.test_request_context("/map"):
        provision = min(held_back(calendar(), 10_000))
        key = graph.iris.kind_and_id(provision)
    assert key is not None
    text = page(app, f"/map?order={key[1]}&on=2016-10-01")
    assert f'<input id="m-order" name="order" value="{key[1]}"' in text
    assert '<select id="m-order"' not in text
    others = re.search(
        r"In the table, but not in the picture: (.*?) and (\d+) others", page(app, "/map?show=lawsuit")
    )
    assert others is not None
    assert others[1].count(",") == 2


def test_a_graph_that_has_changed_is_counted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = Graph.memory()
    store = cast("Store", graph.store())
    app = create_app(graph, Settings(), today=lambda: TODAY)
    before = app.test_client().get("/status.json").get_json()["triples"]
    store.load([Quad(ej("a"), ej("b"), ej("c"), graph.iris.graph("d"))])
    monkeypatch.setattr(type(graph), "generation", property(lambda self: 99))
    assert app.test_client().get("/status.json").get_json()["triples"] == before + 1
