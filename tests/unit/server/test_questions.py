"""Named queries as forms: fields with real choices, errors beside the field, results in every shape."""

import csv
import io
import re
from datetime import date
from html import unescape

import pytest

from enjoin import queries
from enjoin.server import create_app
from enjoin.server.settings import Settings
from enjoin.server.workbench.questions import PAGE


def field(text: str, name: str) -> str:
    """The markup of one field."""
    start = text.index(f'<label for="p-{name}"')
    return text[start : text.index('id="h-', start)]


def test_questions_stand_in_cards_by_theme(browser) -> None:
    page = browser("/queries/")
    themes = re.findall(r'<h2 id="(theme-\d+)">([^<]+)</h2>', page.text)
    assert len(themes) >= 5
    assert [name for _, name in themes] == sorted(name for _, name in themes)
    for anchor, _ in themes:
        assert f'href="#{anchor}"' in page.text
    assert page.text.count('href="/queries/') > 30


def test_a_field_has_the_type_and_the_choices_of_its_parameter(browser) -> None:
    page = browser("/queries/what-binds")
    place = field(page.text, "jurisdiction")
    assert "<select" in place
    assert re.search(r'<option value="us-il-chicago"[^>]*>Chicago</option>', place)
    assert 'type="date"' in field(page.text, "on")
    unit = field(browser("/queries/injunction-counts").text, "unit")
    assert (
        re.findall(r'value="(\w+)"', unit)[:5] == ["", "relief", "ruling", "lawsuit", "order"]
        or "relief" in unit
    )


def test_a_required_field_begins_with_its_example_and_nothing_is_asked_yet(browser) -> None:
    page = browser("/queries/what-binds")
    assert page.status_code == 200
    assert re.search(r'<option value="us-il-chicago" selected>', page.text)
    assert 'id="results"' not in page.text


def test_the_day_of_another_page_is_no_half_filled_form(browser) -> None:
    page = browser("/queries/what-binds?on=2018-10-01")
    assert page.status_code == 200
    assert 'value="2018-10-01"' in field(page.text, "on")


@pytest.mark.parametrize(
    ("address", "name", "said"),
    [
        ("/queries/what-binds?jurisdiction=us-il-chicag", "jurisdiction", "us-il-chicago"),
        ("/queries/what-binds?jurisdiction=", "jurisdiction", "This is needed"),
        ("/queries/what-binds?jurisdiction=no%20id", "jurisdiction", "is no id"),
        ("/queries/injunction-counts?unit=planet", "unit", "is none of these"),
        ("/queries/rulings-that-blocked-orders?from=2017-02-30", "from", "is no day of the calendar"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_beside_its_field(browser, address, name, said) -> None:
    page = browser(address)
    assert page.status_code == 400
    wrong = field(page.text, name)
    assert 'aria-invalid="true"' in wrong
    assert f'id="e-{name}"' in wrong
    assert said in wrong
    assert 'id="results"' not in page.text
    assert page.text.count('aria-invalid="true"') == 1


def test_two_wrong_fields_are_both_told(browser) -> None:
    page = browser("/queries/rulings-that-blocked-orders?from=x&to=y")
    assert page.text.count('aria-invalid="true"') == 2
    assert "2 fields need another look" in page.text


def test_a_program_gets_the_error_as_data(client) -> None:
    answer = client.get("/queries/injunction-counts.csv?unit=planet")
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"


def test_an_answer_has_links_downloads_and_a_lasting_address(browser) -> None:
    page = browser("/queries/what-binds?jurisdiction=us-ca-santa-clara-county&on=2018-10-01")
    assert page.status_code == 200
    assert 'href="/doc/order/eo-13768?on=2018-10-01"' in page.text
    for suffix in ("csv", "tsv", "json", "xml", "ttl", "jsonld"):
        assert f"/queries/what-binds.{suffix}?jurisdiction=us-ca-santa-clara-county" in page.text
    assert "known=2018-10-01" in page.text, "the lasting address names what was known"
    assert "How to cite" in page.text
    edit = re.search(r'href="(/sparql\?query=[^"]+)"', page.text)
    assert edit
    assert "us-ca-santa-clara-county" in edit[1]


def test_values_that_are_markup_stay_text(browser) -> None:
    page = browser("/queries/what-binds", query_string={"jurisdiction": '"><script>alert(1)</script>'})
    assert page.status_code == 400
    assert "<script>alert" not in page.text


def test_an_iri_is_as_good_as_an_id(browser) -> None:
    iri = "https://w3id.org/enjoin/id/jurisdiction/us-il-chicago"
    page = browser("/queries/what-binds", query_string={"jurisdiction": iri})
    assert page.status_code == 200
    assert f'<option value="{iri}" selected>' in page.text


def rows_shown(text: str) -> int:
    return text[text.index("<tbody>") : text.index("</tbody>")].count("<tr>")


def test_a_long_table_is_turned_page_by_page_and_all_of_it_is_a_link_away(starter) -> None:
    site = create_app(starter, Settings(), today=lambda: date(2026, 11, 21)).test_client()

    def get(address: str):
        return site.get(address, headers={"Accept": "text/html"})

    whole = list(csv.reader(io.StringIO(site.get("/queries/gaps.csv").text)))[1:]
    pages = -(-len(whole) // PAGE)
    assert pages > 3
    first = get("/queries/gaps?lang=es&kind=")
    assert rows_shown(first.text) == PAGE
    assert f'<h2 id="results">{len(whole)} resultados</h2>' in first.text
    assert f"Filas 1 a {PAGE}." in first.text
    following = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert following is not None
    assert unescape(following[1]) == "/queries/gaps?lang=es&page=2#results"
    texts = [get(f"/queries/gaps?page={number}").text for number in range(1, pages + 1)]
    assert sum(map(rows_shown, texts)) == len(whole)
    every = re.search(r'<a href="(/queries/gaps[^"]*page=all[^"]*)"', first.text)
    assert every is not None
    all_rows = get(unescape(every[1]))
    assert 'lang="es"' in all_rows.text
    assert rows_shown(all_rows.text) == len(whole)
    assert 'rel="next"' not in all_rows.text
    rows = [row for text in texts for row in re.findall(r"<tr><td.*?</tr>", text)]
    assert rows == re.findall(r"<tr><td.*?</tr>", get("/queries/gaps?page=all").text)
    assert "La tabla de abajo tiene las mismas filas, en varias páginas." in first.text
    assert "La tabla de abajo tiene las mismas filas." in all_rows.text
    for downloads in (first.text, texts[1]):
        assert 'href="/queries/gaps.csv' in downloads
        assert "gaps.csv?page" not in downloads
    assert len(list(csv.reader(io.StringIO(site.get("/queries/gaps.csv?page=2").text)))) == len(whole) + 1


@pytest.mark.parametrize("page", ["0", "99", "x", "-1"])
def test_a_page_that_there_is_not_is_not_found(browser, page) -> None:
    assert browser(f"/queries/gaps?page={page}").status_code == 404


def test_no_question_has_a_parameter_that_turns_pages() -> None:
    assert not [query.name for query in queries.all() if "page" in {each.name for each in query.parameters}]
