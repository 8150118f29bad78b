"""The timeline and the map as data: the same whether in one piece or in many, up to the limits of the server."""

import csv
import gzip
import io
import json
from datetime import date

import pyoxigraph as ox
import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple

from enjoin.server import create_app, present
from enjoin.server.answers import causes
from enjoin.server.lists import sending
from enjoin.server.maps import rows
from enjoin.server.reports import events
from enjoin.server.settings import Settings

TODAY = date(2026, 11, 21)
DAY = "on=2018-10-01"
LISTED = {
    "/timeline": "events",
    "/timeline?year=2018": "events",
    "/timeline?kind=blocks&topic=travel-ban": "events",
    f"/map?order=eo-13768-9a&{DAY}": "places",
    "/map?on=2025-05-01": "places",
    f"/map?show=lawsuit&{DAY}": "places",
    f"/map?show=policy&{DAY}&sort=count": "places",
}


def site_of(graph, **settings):
    return create_app(graph, Settings(**settings), today=lambda: TODAY).test_client()


@pytest.fixture(scope="module")
def site(starter):
    return site_of(starter)


def at(address: str, suffix: str) -> str:
    path, mark, query = address.partition("?")
    return f"{path}.{suffix}{mark}{query}"


def said(turtle: bytes) -> set[Triple]:
    return {quad.triple for quad in ox.parse(turtle, format=RdfFormat.TURTLE)}


@pytest.mark.parametrize("address", LISTED)
@pytest.mark.parametrize("suffix", ["csv", "json", "ttl"])
def test_many_pieces_are_the_same_as_one(starter, site, address, suffix, monkeypatch) -> None:
    whole = site.get(at(address, suffix))
    assert whole.status_code == 200
    monkeypatch.setattr(sending, "_IN_MEMORY", 1000)
    for module in (events, rows, causes):
        monkeypatch.setattr(module, "_AT_ONCE", 7)
    monkeypatch.setattr(causes, "_KEPT", 3)
    monkeypatch.setattr(present, "_SHARED", 5)
    anew = site_of(starter)  # nothing is kept yet
    pieces = anew.get(at(address, suffix))
    packed = anew.get(at(address, suffix), headers={"Accept-Encoding": "gzip"})
    assert len(whole.data) > 1000, "short answers have but one piece"
    assert pieces.is_streamed
    assert packed.headers["Content-Encoding"] == "gzip"
    if suffix == "ttl":
        assert said(pieces.data) == said(gzip.decompress(packed.data)) == said(whole.data)
    else:
        assert pieces.data == gzip.decompress(packed.data) == whole.data
    assert all("X-Enjoin-Truncated" not in each.headers for each in (whole, pieces, packed))


@pytest.mark.parametrize("address", LISTED)
def test_csv_and_json_tell_of_the_same_things_in_the_same_order(site, address) -> None:
    table = list(csv.DictReader(io.StringIO(site.get(at(address, "csv")).text)))
    body = site.get(at(address, "json")).text
    told = json.loads(body)
    assert body == json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    listed = told[LISTED[address]]
    assert [row["iri"] for row in table] == [each["iri"] for each in listed]
    assert table
    if LISTED[address] == "events":
        assert [row["acts_on"] for row in table] == ["; ".join(each["acts_on"]) for each in listed]
    else:
        assert [row["count"] for row in table] == [str(len(each["what"])) for each in listed]


@pytest.mark.parametrize("address", LISTED)
@pytest.mark.parametrize("suffix", ["csv", "json", "ttl"])
def test_over_the_limit_of_rows_it_ends_at_a_whole_one_and_says_so(starter, site, address, suffix) -> None:
    whole = list(csv.DictReader(io.StringIO(site.get(at(address, "csv")).text)))
    most = len(whole) - 1
    cut = site_of(starter, max_rows=most).get(at(address, suffix))
    assert cut.headers["X-Enjoin-Truncated"] == f"rows={most}, bytes={Settings().max_bytes}"
    if suffix == "csv":
        assert list(csv.DictReader(io.StringIO(cut.text))) == whole[:-1]
    elif suffix == "json":
        assert [each["iri"] for each in cut.get_json()[LISTED[address]]] == [row["iri"] for row in whole[:-1]]
    else:
        assert said(cut.data) < said(site.get(at(address, "ttl")).data) or not most
    exact = site_of(starter, max_rows=len(whole)).get(at(address, "csv"))
    assert "X-Enjoin-Truncated" not in exact.headers


@pytest.mark.parametrize("address", ["/timeline", f"/map?order=eo-13768-9a&{DAY}"])
def test_over_the_limit_of_bytes_it_ends_at_a_whole_one_and_says_so(starter, site, address) -> None:
    small = site_of(starter, max_bytes=4000)
    table, objects = small.get(at(address, "csv")), small.get(at(address, "json"))
    whole = site.get(at(address, "csv")).data
    assert whole.startswith(table.data)
    assert table.data.endswith(b"\r\n")
    assert 0 < len(objects.get_json()[LISTED[address]]) < len(whole.splitlines())
    for each in (table, objects):
        assert len(each.data) <= 4000
        assert "X-Enjoin-Truncated" in each.headers


def test_turtle_says_all_of_the_events_and_of_what_they_did(starter, site) -> None:
    query = """CONSTRUCT {{ ?{thing} ?says ?what }} WHERE {{
      ?effect ej:earliest ?day ; ej:effectType ?type ; ej:actsOn ?target ; ej:producedBy ?producer .
      FILTER (STRSTARTS(STR(?day), "2018"))
      ?{thing} ?says ?what }}"""
    expected = {
        triple
        for thing in ("effect", "producer")
        for triple in starter.sparql(query.format(thing=thing)).triples()
    }
    assert len(expected) > 100
    assert said(site.get("/timeline.ttl?year=2018").data) == expected


def test_turtle_says_all_of_the_places_and_of_what_holds_for_them(site) -> None:
    listed = json.loads(site.get(f"/map.json?order=eo-13768-9a&{DAY}").text)["places"]
    subjects = {each.subject for each in said(site.get(f"/map.ttl?order=eo-13768-9a&{DAY}").data)}
    named = {iri for each in listed for iri in (each["iri"], *each["what"])}
    assert {NamedNode(iri) for iri in named} <= subjects
    assert any("/period/" in str(each) for each in subjects)


@pytest.mark.parametrize(
    ("address", "name"), [("/timeline?year=1850", "events"), ("/map?on=1700-01-01", "places")]
)
def test_nothing_is_an_empty_list(site, address, name) -> None:
    assert json.loads(site.get(at(address, "json")).text)[name] == []
    assert site.get(at(address, "json")).text.endswith(f'"{name}": []\n}}\n')
    assert len(site.get(at(address, "csv")).data.splitlines()) == 1
    assert said(site.get(at(address, "ttl")).data) == set()


def test_a_line_end_within_a_text_is_no_end_of_a_line() -> None:
    _, pieces, _ = sending.as_json("things", [{"a": "one\u2028two\x85three", "b": [1]}])
    assert list(pieces) == ['\n  {\n   "a": "one\u2028two\x85three",\n   "b": [\n    1\n   ]\n  }'.encode()]
