"""Lists are narrowed by facets, the same on the page and as data; numbers told are numbers found."""

import csv
import io
import re

import pytest

from enjoin.server import create_app
from enjoin.server.lists.listing import LISTS
from enjoin.server.settings import Settings


@pytest.fixture(scope="module")
def site(starter):
    from datetime import date

    return create_app(starter, Settings(), today=lambda: date(2026, 11, 21)).test_client()


def page(site, address):
    response = site.get(address, headers={"Accept": "text/html"})
    assert response.status_code == 200, address
    return response.text


def rows(site, address):
    return list(csv.DictReader(io.StringIO(site.get(address).text)))


def offered(body):
    """Every value that a page offers, with the number of things that it would leave."""
    found = re.findall(
        r'<input type="checkbox" name="(\w+)" value="([^"]*)"( checked)?><span><bdi>.*?</bdi></span> <span class="muted">([\d,]+)</span>',
        body,
    )
    return {(name, value): (int(count.replace(",", "")), bool(on)) for name, value, on, count in found}


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_a_page_and_data(site, name) -> None:
    body = page(site, f"/{name}")
    listed = rows(site, f"/{name}.csv")
    assert listed
    assert f"{len(listed)}" in body
    assert len(site.get(f"/{name}.json").get_json()[name]) == len(listed)
    assert site.get(f"/{name}.ttl").data.startswith(b"@prefix")


@pytest.mark.parametrize("name", LISTS)
def test_a_value_leaves_as_many_things_as_it_says(site, name) -> None:
    for (facet, value), (count, _) in list(offered(page(site, f"/{name}")).items())[:12]:
        found = site.get(f"/{name}.json", query_string={facet: value}).get_json()[name]
        assert len(found) == count, (facet, value)


def test_facets_narrow_each_other_and_values_widen(site) -> None:
    cand = rows(site, "/rulings.csv?court=cand")
    in_2017 = rows(site, "/rulings.csv?court=cand&year=2017")
    either = rows(site, "/rulings.csv?court=cand&year=2017&year=2018")
    assert {row["date"][:4] for row in in_2017} == {"2017"}
    assert {row["iri"] for row in in_2017} < {row["iri"] for row in either} <= {row["iri"] for row in cand}
    told = offered(page(site, "/rulings?court=cand&year=2017"))
    assert told["year", "2017"] == (len(in_2017), True)
    assert told["year", "2018"][0] == len(either) - len(in_2017), "counted without the facet's own filter"


def test_the_state_is_that_of_the_day(site) -> None:
    before = {row["iri"]: row["state"] for row in rows(site, "/provisions.csv?on=2017-04-24")}
    after = {row["iri"]: row["state"] for row in rows(site, "/provisions.csv?on=2017-04-26")}
    nine_a = "https://w3id.org/enjoin/id/provision/eo-13768-9a"
    assert (before[nine_a], after[nine_a]) == ("in-force", "blocked")
    held = rows(site, "/provisions.csv?on=2017-04-26&state=blocked")
    assert nine_a in {row["iri"] for row in held}
    assert {row["state"] for row in held} == {"blocked"}


def test_the_page_keeps_the_day_and_the_filters_in_its_links(site) -> None:
    body = page(site, "/rulings?court=cand&year=2017&on=2018-10-01&known=2026-11-21&lang=es")
    for ending in ("csv", "json", "ttl"):
        (href,) = re.findall(rf'<li><a class="button" href="(/rulings\.{ending}\?[^"]*)"', body)
        for part in ("on=2018-10-01", "known=2026-11-21", "court=cand", "year=2017"):
            assert part in href
    assert "Acotada por" in body
    removal = re.findall(r'<li><a class="button" href="(/rulings\?[^"]*)">', body)
    assert sorted("year=2017" in href for href in removal) == [False, True]


def test_lists_are_sorted_both_ways_and_what_has_no_value_comes_last(site) -> None:
    up = [row["date"] for row in rows(site, "/rulings.csv?sort=date")]
    down = [row["date"] for row in rows(site, "/rulings.csv?sort=-date")]
    assert up == sorted(up)
    assert down == sorted(down, reverse=True)
    closed = [row["terminated"] for row in rows(site, "/lawsuits.csv?sort=-terminated")]
    assert closed == sorted(closed, reverse=True)
    assert closed[-1] == ""
    assert 'aria-sort="descending"' in page(site, "/rulings?sort=-date")
    assert site.get("/rulings.csv?sort=nonsense").data == site.get("/rulings.csv").data


@pytest.mark.parametrize("number", ["0", "99", "-1", "x", "9" * 40, "²"])
def test_a_page_that_there_is_not_is_not_found(site, number) -> None:
    assert site.get("/sources", query_string={"page": number}).status_code == 404


def test_pages_hold_everything_once(site) -> None:
    seen: list[str] = []
    for number in range(1, 5):
        body = page(site, f"/sources?page={number}")
        seen += re.findall(r'<th scope="row"><a href="(/doc/source/[^"?]+)', body)
        if f"page={number + 1}" not in body:
            break
    assert len(seen) == len(set(seen)) == len(rows(site, "/sources.csv"))


def test_an_unknown_value_finds_nothing_and_can_be_removed(site) -> None:
    body = page(site, '/orders?kind="><script>alert(1)</script>')
    assert "<script>alert" not in body
    assert "Nothing fits all of that" in body
    assert rows(site, "/orders.csv?kind=none-such") == []
