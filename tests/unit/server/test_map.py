"""The map: where things lie, who is protected on a day, the table beside it, and the same as data."""

import csv
import io
import json
import re
from datetime import date

import pytest
from pyoxigraph import RdfFormat, parse

from enjoin.server.maps import outlines, page
from enjoin.server.maps.albers import HEIGHT, WIDTH, placed
from enjoin.server.maps.drawing import BOXES, REGIONS, Mark, picture, within
from enjoin.server.maps.outlines import Outlines, points
from enjoin.server.maps.tiles import FIPS, TILES, tiles


@pytest.fixture
def drawn(monkeypatch):
    """Two states and a county, as a build would have left them."""
    found = Outlines(
        {"06": "M0 0l9 0l0 9z", "17": "M20 0l9 0l0 9z"},
        {"06": (3.0, 3.0), "17": (23.0, 3.0)},
        {"06085": (4.0, 4.0), "06075": (4.2, 4.1)},
    )
    monkeypatch.setattr(outlines, "bundled", lambda: True)
    monkeypatch.setattr(outlines, "_read", lambda: found)
    monkeypatch.setattr(page, "bundled", lambda: True)


@pytest.fixture
def undrawn(monkeypatch):
    monkeypatch.setattr(outlines, "bundled", lambda: False)
    monkeypatch.setattr(page, "bundled", lambda: False)


@pytest.mark.parametrize(
    ("longitude", "latitude", "x", "y"),
    # Where geoAlbersUsa().scale(1300).translate([487.5, 305]) puts them.
    [(-122.44, 37.76, 34.4, 261.7), (-87.68, 41.84, 637.5, 227.1), (-149.9, 61.2, 112.3, 544.4), (-157.86, 21.3, 266.9, 549.3)],
)  # fmt: skip
def test_a_point_lies_where_the_outlines_have_it(longitude, latitude, x, y) -> None:
    found = placed(longitude, latitude)
    assert found is not None
    assert abs(found[0] - x) < 0.2
    assert abs(found[1] - y) < 0.2


@pytest.mark.parametrize(("longitude", "latitude"), [(144.8, 13.4), (-66.1, 18.4), (2.3, 48.9), (0, 0)])
def test_what_the_picture_does_not_show_lies_nowhere(longitude, latitude) -> None:
    assert placed(longitude, latitude) is None


def test_every_city_of_the_list_lies_within_the_picture() -> None:
    assert len(points()) > 60
    for x, y in points().values():
        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT


def test_every_state_has_one_square_of_its_own_and_one_region() -> None:
    assert set(FIPS.values()) == set(TILES)
    assert len(set(TILES.values())) == len(TILES) == 51
    codes = [code for region in REGIONS.values() for code in region]
    assert sorted(codes) == sorted(FIPS)
    assert set(BOXES) == {"", *REGIONS}


def test_neighbouring_dots_are_moved_apart(drawn) -> None:
    marks = [
        Mark("a", "06085", "A", "A", "blocked"),
        Mark("b", "06075", "B", "B", "blocked"),
        Mark("c", "9999999", "C", "C", "blocked"),
    ]
    found = picture([Mark("s", "06", "S", "S")], marks)
    assert [shape.mark.iri for shape in found.shapes] == ["s"]
    one, two = found.dots
    assert ((one.x - two.x) ** 2 + (one.y - two.y) ** 2) ** 0.5 >= 1.9 * one.radius
    assert [mark.iri for mark in found.unplaced] == ["c"]


def test_a_region_shows_its_own_alone(drawn) -> None:
    states = [Mark("ca", "06", "CA", "CA"), Mark("il", "17", "IL", "IL")]
    found = picture(states, [], "midwest")
    assert [tile.code for tile in found.tiles] == ["IL"]
    assert [shape.mark.iri for shape in found.shapes] == ["il"]
    assert within("17031", "midwest")
    assert not within("06", "midwest")


def test_squares_are_in_rows() -> None:
    found = tiles([Mark("a", "06", "", ""), Mark("b", "02", "", ""), Mark("c", "72", "", "")])
    assert [tile.code for tile in found] == ["AK", "CA"]


def rows(client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).text)))


def test_the_map_says_who_is_protected_on_a_day(browser, drawn) -> None:
    found = browser("/map?on=2017-06-01&order=eo-13768")
    assert found.status_code == 200, found.text[:300]
    assert '<svg class="country"' in found.text
    assert '<svg class="tiles"' in found.text
    assert 'aria-label="California: ' in found.text
    assert "Only counted is" in found.text


def test_the_table_and_the_data_have_the_same_places(client, browser, drawn) -> None:
    listed = rows(client, "/map.csv?on=2018-10-01&order=eo-13768-9a")
    told = json.loads(client.get("/map.json?on=2018-10-01&order=eo-13768-9a").text)
    assert [row["iri"] for row in listed] == [place["iri"] for place in told["places"]]
    assert told["on"] == "2018-10-01"
    shown = browser("/map?on=2018-10-01&order=eo-13768-9a")
    table = shown.text[shown.text.index("<tbody>") :]
    for row in listed:
        assert row["place"] in table
    quads = list(parse(client.get("/map.ttl?on=2018-10-01&order=eo-13768-9a").data, format=RdfFormat.TURTLE))
    assert {row["iri"] for row in listed} <= {quad.subject.value for quad in quads}


def test_without_outlines_the_squares_stand_alone_and_say_so(browser, undrawn) -> None:
    found = browser("/map?on=2017-06-01")
    assert found.status_code == 200
    assert 'class="country"' not in found.text
    assert "pip install -e ." in found.text


@pytest.mark.parametrize("show", ["injunction", "policy", "lawsuit"])
@pytest.mark.parametrize("sort", ["place", "within", "state", "count"])
def test_every_view_is_sorted_as_asked(browser, drawn, show, sort) -> None:
    found = browser(f"/map?show={show}&sort={sort}&on=2017-06-01")
    assert found.status_code == 200, found.text[:300]
    assert found.text.count("aria-sort=") == 1


def test_who_is_in_court_is_a_party_of_an_open_lawsuit(client) -> None:
    assert [row["place"] for row in rows(client, "/map.csv?show=lawsuit&on=2018-01-01")] == [
        "Santa Clara County"
    ]
    assert rows(client, "/map.csv?show=lawsuit&on=2016-01-01") == []


@pytest.mark.parametrize("wrong", ["show=nix", "sort=nix", "region=moon", "on=2017-02-30"])
def test_what_the_map_does_not_know_is_an_error(client, wrong) -> None:
    assert client.get(f"/map?{wrong}").status_code == 400


def test_an_order_that_does_not_exist_is_not_found(client) -> None:
    assert client.get("/map?order=eo-99999").status_code == 404


def test_links_of_the_map_keep_what_was_asked(browser, drawn) -> None:
    found = browser("/map?show=lawsuit&region=west&on=2018-01-01&known=2020-01-01")
    link = re.search(r'href="(/map\?[^"]*sort=count[^"]*)"', found.text)
    assert link
    for part in ("show=lawsuit", "region=west", "on=2018-01-01", "known=2020-01-01"):
        assert part in link[1]
    assert date(2018, 1, 1).isoformat() in found.text
