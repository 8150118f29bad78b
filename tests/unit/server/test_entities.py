"""Pages of entities: every statement with its mark, every picture with its table, every link counted and paged."""

import gzip
import re
import time
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from enjoin.graph import Graph
from enjoin.ontology.terms import ej, ejv, term
from enjoin.server import create_app
from enjoin.server.settings import Settings

if TYPE_CHECKING:
    from enjoin.graph.storage.store import Store

WORLD = Path(__file__).with_name("world.trig")
TODAY = date(2018, 10, 1)
ID = "https://w3id.org/enjoin/id/"
MANY = 5000
NASTY = (
    "<img src=x onerror=alert(1)>", "\u202etxet desrever\u202c", "x" * 5000, "👩‍⚖️🏛️", "{{ 7*7 }} {% if %}", "&amp;",
    "' onmouseover='x", '"><script>alert(1)</script>',
)  # fmt: skip


NASTY_PAGES = (
    "order/eo-13768", "lawsuit/santa-clara-v-trump-2017", "ruling/r-2017-04-25-santa-clara-pi", "judge/orrick",
    "jurisdiction/us-ca-santa-clara-county", "court/cand", "scope/everyone",
)  # fmt: skip
NAMING = frozenset((term("rdfs:label"), term("skos:altLabel"), ej("section"), ej("heading")))


def named(path: str) -> NamedNode:
    return NamedNode(ID + path)


def site(graph: Graph):
    client = create_app(graph, Settings(), today=lambda: TODAY).test_client()
    return lambda address: client.get(address, headers={"Accept": "text/html,*/*;q=0.8"})


@pytest.fixture(scope="module")
def crowd():
    return crowded(MANY)


def crowded(many: int):
    """A world in which a judge wrote, a court made, a city litigated and a source bears so many things."""
    graph = Graph.memory()
    store = cast("Store", graph.store())
    store.load(parse(path=str(WORLD), format=RdfFormat.TRIG))
    home = NamedNode("https://w3id.org/enjoin/graph/crowd")

    def quads():
        for number in range(many):
            ruling, seat, row = (
                named(f"ruling/c{number}"),
                named(f"party-role/c{number}"),
                NamedNode(f"{home.value}#{number}"),
            )
            day = Literal(f"{2000 + number % 17}-01-{1 + number % 28:02}", datatype=term("xsd:date"))
            yield Quad(ruling, ej("decidedOn"), day, home)
            yield Quad(ruling, term("rdfs:label"), Literal(f"ruling {number}"), home)
            yield Quad(ruling, ej("author"), named("judge/orrick"), home)
            yield Quad(ruling, ej("byCourt"), named("court/cand"), home)
            yield Quad(ruling, ej("inProceeding"), named("proceeding/santa-clara-v-trump-2017"), home)
            yield Quad(seat, ej("party"), named("jurisdiction/us-il-chicago"), home)
            yield Quad(seat, ej("role"), ejv("plaintiff"), home)
            yield Quad(seat, ej("inProceeding"), named("proceeding/santa-clara-v-trump-2017"), home)
            yield Quad(row, ej("citedSource"), named("source/hub"), home)
            yield Quad(row, ej("about"), ruling, home)
        yield Quad(named("source/hub"), term("rdfs:label"), Literal("the hub"), home)

    store.load(quads())
    return site(graph)


@pytest.mark.parametrize(
    "path",
    [
        "judge/orrick",
        "court/cand",
        "jurisdiction/us-il-chicago",
        "source/hub",
        "lawsuit/santa-clara-v-trump-2017",
    ],
)
def test_what_thousands_refer_to_opens_like_anything_else(crowd, path) -> None:
    crowd(f"/doc/{path}")
    begun = time.process_time()
    page = crowd(f"/doc/{path}")
    took = time.process_time() - begun
    assert page.status_code == 200
    assert len(page.data) < 700_000
    assert took < 1.0, "seconds of the processor, on a busy machine too"


def test_ten_times_as_many_references_do_not_cost_a_page_ten_times_as_much(crowd) -> None:
    few = crowded(MANY // 10)

    def seconds(get) -> float:
        took: list[float] = []
        for _ in range(4):
            begun = time.process_time()
            get("/doc/judge/orrick")
            took.append(time.process_time() - begun)
        return min(took)

    assert seconds(crowd) < 3 * seconds(few)


def test_what_refers_to_it_is_counted_and_turned_page_by_page(crowd) -> None:
    first = crowd("/doc/judge/orrick").text
    assert "(5,001)" in first, "theirs and the one of the small world"
    seen: set[str] = set()
    for page in (1, 2, 100):
        text = crowd(f"/doc/judge/orrick?incoming=author&page={page}").text
        part = text[text.index('id="incoming-author"') :]
        found = set(re.findall(r'href="/doc/ruling/(c\d+)', part[: part.index("</details>")]))
        assert len(found) == 50
        assert not found & seen
        seen |= found
    assert crowd("/doc/judge/orrick?incoming=author&page=102").status_code == 404
    assert crowd("/doc/judge/orrick?incoming=author&page=0").status_code == 404


class Shape(HTMLParser):
    """What a page is made of: tags with their attributes, and the text of each table's body rows."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))

    handle_startendtag = handle_starttag


def shape(text: str) -> Shape:
    found = Shape()
    found.feed(text)
    return found


@pytest.mark.parametrize(
    "path", ["order/eo-13768", "provision/eo-13768-9a", "jurisdiction/us-ca-santa-clara-county"]
)
def test_a_picture_has_as_many_bars_as_its_table_has_rows(browser, path) -> None:
    text = browser(f"/doc/{path}").text
    bars = len(re.findall(r'<svg class="bar ', text))
    twin = text[text.index("The same as a table") :]
    rows = re.findall(r"<tr>", twin[twin.index("<tbody>") : twin.index("</tbody>")])
    assert bars == len(rows) > 0
    assert f"The same as a table ({bars} period" in text


def test_every_bar_and_circle_says_itself_in_words(browser) -> None:
    text = browser("/doc/order/eo-13768").text
    for link in re.findall(
        r"<a [^>]*><svg class=\"(?:bar|dot)[^>]*>|<a [^>]*>\s*<svg class=\"bar[^>]*>", text
    ):
        assert 'aria-label="' in link
    numbers = re.findall(r'<svg class="dot[^>]*>.*?<text[^>]*>(\d+)</text>', text)
    assert numbers
    assert all(f'id="event-{number}"' in text for number in numbers), "a circle's number is that of its entry"


def test_every_mark_of_a_source_leads_to_one(browser) -> None:
    text = browser("/doc/order/eo-13768").text
    marks = set(re.findall(r'href="#source-(\d+)"', text))
    assert marks
    assert marks == set(re.findall(r'<li id="source-(\d+)"', text))


def test_a_ruling_tells_whose_state_it_changed(browser) -> None:
    text = unescape(browser("/doc/ruling/r-2017-04-25-santa-clara-pi").text)
    part = text[text.index("What changed, and for whom") :]
    assert "In force" in part[: part.index("</table>")]
    assert "Blocked" in part[: part.index("</table>")]
    assert "from the compiler's knowledge" in text


def test_time_is_zoomed_by_the_address(browser) -> None:
    whole = browser("/doc/order/eo-13768").text
    year = browser("/doc/order/eo-13768?from=2017-01-01&to=2018-01-01").text
    assert year.count('class="bar ') < whole.count('class="bar ')
    pills = re.findall(r'<a href="([^"]+)" aria-current="true">', year)
    assert any("from=2017-01-01&amp;to=2018-01-01" in href for href in pills)
    for bad in ("from=2018-01-01&to=2017-01-01", "from=soon", "to=2018-02-30"):
        assert browser(f"/doc/order/eo-13768?{bad}").status_code == 400


def test_the_chosen_event_has_its_card_and_rings_its_bars(browser) -> None:
    text = browser("/doc/order/eo-13768?event=r-2017-04-25-santa-clara-pi").text
    assert 'id="event"' in text
    assert text.count(" ring") >= 2
    assert 'id="event"' not in browser("/doc/order/eo-13768?event=nix").text


def test_the_part_of_a_place_that_depends_on_the_day_comes_alone(browser) -> None:
    address = "/doc/jurisdiction/us-ca-santa-clara-county"
    part = browser(f"{address}?part=binds&on=2018-01-01").text
    assert "<html" not in part
    assert "EO 13768 § 9(a)" in part
    assert "Blocked" in part
    whole = browser(f"{address}?on=2018-01-01").text
    assert "<html" in whole
    slider = next(attrs for _, attrs in shape(whole).tags if attrs.get("type") == "range")
    assert int(slider["max"] or 0) >= 2


def test_the_picture_is_a_file_too_and_honours_the_day(client) -> None:
    for on, said in (("2017-03-01", "1 Mar 2017"), ("2018-01-01", "1 Jan 2018")):
        response = client.get(f"/doc/order/eo-13768.svg?on={on}")
        assert response.status_code == 200
        assert response.mimetype == "image/svg+xml"
        assert said in response.text
        assert "<script" not in response.text
        assert re.search(r"style-src 'sha256-[\w+/=]+'", response.headers["Content-Security-Policy"])
    assert client.get("/doc/judge/orrick.svg").status_code in {404, 406}


def test_the_relation_picture_says_no_more_than_its_table(browser) -> None:
    text = browser("/doc/lawsuit/santa-clara-v-trump-2017").text
    part = text[text.index("data-relations") :]
    part = part[: part.index("</details>")]
    assert len(re.findall(r'class="relation"', part)) == len(
        re.findall("<tr>", part[part.index("<tbody>") :])
    )
    assert len(re.findall(r'class="node', part)) <= 40


@pytest.mark.parametrize("label", NASTY)
def test_a_nasty_label_is_text_and_breaks_nothing(label) -> None:
    graph = Graph.memory()
    quads = [
        Quad(quad.subject, quad.predicate, Literal(label), quad.graph_name)
        if quad.predicate in NAMING
        else quad
        for quad in parse(path=str(WORLD), format=RdfFormat.TRIG)
    ]
    cast("Store", graph.store()).load(quads)
    ask = site(graph)
    for path in NASTY_PAGES:
        response = ask(f"/doc/{path}")
        assert response.status_code == 200, path
        tags = shape(response.text).tags
        assert not [attrs for tag, attrs in tags if tag in {"img", "iframe"}]
        assert not [attrs for _, attrs in tags if any(key.startswith("on") for key in attrs)]
        for tag, attrs in tags:
            assert tag != "script" or attrs.get("src") or attrs.get("type") == "application/ld+json"
            assert not (attrs.get("href") or "").lower().startswith(("javascript:", "data:"))


def test_the_script_is_small_and_its_own(client) -> None:
    with client.get("/static/enjoin.js") as response:
        assert len(gzip.compress(response.data)) < 8 * 1024
        assert b"eval(" not in response.data


def test_the_timeline_is_filtered_and_taken_away(browser, client) -> None:
    page = browser("/timeline?year=2017")
    assert page.status_code == 200
    assert "25 Apr 2017" in page.text
    rows = client.get("/timeline.json?year=2017&kind=blocks").get_json()["events"]
    assert [row["iri"].rpartition("/")[2] for row in rows] == ["r-2017-04-25-santa-clara-pi"]
    assert client.get("/timeline.csv").text.startswith("day,in_effect,event,iri")
    assert b"producedBy" in client.get("/timeline.ttl").data
    for bad in ("year=soon", "kind=nix"):
        assert browser(f"/timeline?{bad}").status_code == 400
    assert browser("/timeline?page=99").status_code == 404
