"""Claims that conflict stand on the pages of what they concern, of their source, and their own."""

from collections.abc import Callable
from datetime import date

import pytest

from enjoin.graph import Graph
from enjoin.server import create_app
from enjoin.server.settings import Settings

HEADING = '<h2 id="disputed">'
FLAT = "cannot deny funds to the sanctuary jurisdictions"
Get = Callable[[str], str]


@pytest.fixture(scope="module")
def page(starter: Graph) -> Get:
    client = create_app(starter, Settings(), today=lambda: date(2026, 11, 22)).test_client()

    def get(address: str) -> str:
        response = client.get(address, headers={"Accept": "text/html"})
        assert response.status_code == 200
        return response.get_data(as_text=True)

    return get


def section(text: str) -> str:
    assert HEADING in text
    return text.partition(HEADING)[2].partition("</section>")[0]


def test_a_flat_reading_of_a_ruling_stands_on_its_page_with_what_the_record_says(page: Get) -> None:
    told = section(page("/doc/ruling/r-2025-04-24-cand-pi"))
    assert FLAT in told
    assert "protects the 16 plaintiffs" in told
    assert 'href="/doc/source/b-2025"' in told


def test_a_source_shows_every_conflict_of_what_it_says(page: Get, starter: Graph) -> None:
    found = starter.claims.conflicts(source="b-2025")
    assert len(found) > 3
    assert section(page("/doc/source/b-2025")).count("<figure") == len(found)


def test_a_claim_shows_its_own_and_those_against_it(page: Get, starter: Graph) -> None:
    pair = next(each for each in starter.claims.conflicts() if each.rule == "count")
    assert pair.against.startswith("claim/")
    for ref in (pair.claim, pair.against):
        assert pair.quote.partition("'")[0] in section(page(f"/doc/{ref}"))


def test_what_no_claim_speaks_of_has_no_such_section(page: Get) -> None:
    assert HEADING not in page("/doc/court/cand")
    assert HEADING not in page("/doc/relief/rel-2017-11-20-cand-9a")


def test_an_earlier_day_is_not_held_against_what_is_known_now(page: Get) -> None:
    assert HEADING not in page("/doc/ruling/r-2025-04-24-cand-pi?known=2026-11-21")


def test_it_is_told_in_spanish_too(page: Get) -> None:
    assert "Afirmaciones en conflicto" in page("/doc/ruling/r-2025-04-24-cand-pi?lang=es")


def test_only_where_one_may_write_is_a_review_offered(starter: Graph, page: Get) -> None:
    assert 'href="/reconciliation"' in page("/about")
    assert 'href="/review"' not in page("/about")
    client = create_app(starter, Settings(token="secret-of-tests")).test_client()
    assert 'href="/review"' in client.get("/about", headers={"Accept": "text/html"}).get_data(as_text=True)
