"""A list as data: the same things as its page, up to the limits of the server, a long one piece by piece."""

import csv
import gzip
import io
import json
from datetime import date

import pyoxigraph as ox
import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple

from enjoin.graph import Graph
from enjoin.server import create_app
from enjoin.server.lists import sending
from enjoin.server.lists.listing import LISTS
from enjoin.server.settings import Settings

TODAY = date(2026, 11, 21)


def site_of(graph, **settings):
    return create_app(graph, Settings(**settings), today=lambda: TODAY).test_client()


@pytest.fixture(scope="module")
def site(starter):
    return site_of(starter)


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a short list is sent as a long one is."""
    monkeypatch.setattr(sending, "_IN_MEMORY", 1000)
    monkeypatch.setattr(sending, "_AT_ONCE", 7)


@pytest.mark.parametrize("suffix", ["csv", "json", "ttl"])
def test_a_long_list_is_sent_piece_by_piece_and_is_the_same(site, starter, suffix, long, monkeypatch) -> None:
    pieces = site.get(f"/rulings.{suffix}")
    packed = site.get(f"/rulings.{suffix}", headers={"Accept-Encoding": "gzip"})
    monkeypatch.undo()
    whole = site.get(f"/rulings.{suffix}")
    assert len(whole.data) > 1000
    assert int(pieces.headers["Content-Length"]) == len(pieces.data)
    assert packed.headers["Content-Encoding"] == "gzip"
    if suffix == "ttl":
        assert said(pieces.data) == said(gzip.decompress(packed.data)) == said(whole.data)
    else:
        assert pieces.data == gzip.decompress(packed.data) == whole.data
    assert all("X-Enjoin-Truncated" not in each.headers for each in (pieces, packed, whole))


def said(turtle: bytes) -> set[Triple]:
    return {quad.triple for quad in ox.parse(turtle, format=RdfFormat.TURTLE)}


def test_turtle_says_all_that_is_said_of_the_things_and_nothing_else(site, starter) -> None:
    query = "CONSTRUCT { ?it ?p ?o } WHERE { ?it a ej:Lawsuit ; ?p ?o }"
    assert said(site.get("/lawsuits.ttl").data) == set(starter.sparql(query).triples())


@pytest.mark.parametrize("name", LISTS)
def test_csv_and_json_tell_the_same_and_both_are_whole(site, name) -> None:
    table = list(csv.reader(io.StringIO(site.get(f"/{name}.csv").text)))
    listed = json.loads(site.get(f"/{name}.json").data)[name]
    heads = ["iri", "label", *LISTS[name].columns, *(["state"] if LISTS[name].states else [])]
    assert table[0] == heads
    told = [[texts(each[head]) for head in heads] for each in listed]
    assert [[cell.removeprefix("'") for cell in row] for row in table[1:]] == told
    assert told


def texts(value: object) -> str:
    return "; ".join(value) if isinstance(value, list) else str(value or "")


@pytest.mark.parametrize("suffix", ["csv", "json", "ttl"])
def test_a_list_over_the_limit_of_rows_ends_at_a_whole_thing_and_says_so(starter, suffix) -> None:
    cut = site_of(starter, max_rows=5).get(f"/rulings.{suffix}?sort=-date")
    assert cut.headers["X-Enjoin-Truncated"] == f"rows=5, bytes={Settings().max_bytes}"
    whole = site_of(starter).get("/rulings.csv?sort=-date")
    iris = [row["iri"] for row in csv.DictReader(io.StringIO(whole.text))][:5]
    if suffix == "csv":
        assert cut.data == b"".join(whole.data.splitlines(keepends=True)[:6])
    elif suffix == "json":
        assert [each["iri"] for each in cut.get_json()["rulings"]] == iris
    else:
        assert {each.subject for each in said(cut.data)} == {NamedNode(iri) for iri in iris}


def test_a_list_over_the_limit_of_bytes_ends_at_a_whole_thing_and_says_so(starter) -> None:
    small = site_of(starter, max_bytes=4000)
    whole = site_of(starter).get("/rulings.csv").data
    table = small.get("/rulings.csv")
    assert len(table.data) <= 4000
    assert whole.startswith(table.data)
    assert table.data.endswith(b"\r\n")
    assert whole[len(table.data) :].partition(b"\r\n")[0].startswith(b"https://")
    objects = small.get("/rulings.json")
    assert 0 < len(objects.get_json()["rulings"]) < 79
    assert len(objects.data) <= 4000
    statements = small.get("/rulings.ttl")
    assert len(said(statements.data)) > 0
    assert all("X-Enjoin-Truncated" in each.headers for each in (table, objects, statements))


def test_an_empty_list_is_whole(site) -> None:
    nothing = site.get("/orders.json?kind=none-such")
    assert nothing.get_json() == {"orders": []}
    assert "X-Enjoin-Truncated" not in nothing.headers
    assert len(site.get("/orders.csv?kind=none-such").data.splitlines()) == 1


def test_a_list_of_another_days_knowledge_is_read_anew_and_kept_for_a_few_days(starter) -> None:
    browser = site_of(starter)
    recorded = browser.get("/rulings.csv?known=2026-11-21").data
    assert recorded == browser.get("/rulings.csv").data
    for day in range(1, 9):
        before = browser.get(f"/rulings.csv?known=2001-01-0{day}")
        assert before.status_code == 200
    kept = browser.application.extensions["enjoin"]._kept["lists known"][1]
    assert len(kept) == 4


def test_counts_are_sorted_by_their_size(site) -> None:
    counts = [
        row["rulings"] for row in csv.DictReader(io.StringIO(site.get("/courts.csv?sort=-rulings").text))
    ]
    numbers = [int(each) for each in counts if each]
    assert numbers == sorted(numbers, reverse=True)
    assert len({len(str(each)) for each in numbers}) > 1, "text would be sorted otherwise"


def test_a_list_knows_at_once_what_has_come_in() -> None:
    graph = Graph.memory()
    browser = site_of(graph)
    assert browser.get("/places.json").get_json() == {"places": []}
    told = """
        PREFIX ej: <https://w3id.org/enjoin/ns#> PREFIX ejv: <https://w3id.org/enjoin/vocab/>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        INSERT DATA { GRAPH <https://w3id.org/enjoin/graph/places> {
          <https://w3id.org/enjoin/id/jurisdiction/us-xx> a ej:Jurisdiction ; rdfs:label "Xanadu" ; ej:jurisdictionKind ejv:state } }"""
    graph.update(told, validate=False)
    assert [each["label"] for each in browser.get("/places.json").get_json()["places"]] == ["Xanadu"]
    assert "Xanadu" in browser.get("/places?kind=state", headers={"Accept": "text/html"}).text
