"""The editor's page with and without its bundle, what it asks while one types, and how answers are shown."""

import json
import re

import pytest

from enjoin.server import assets
from enjoin.server.workbench.editor import LONGEST_LINK

RULINGS = "SELECT ?ruling ?decided WHERE { ?ruling a ej:Ruling ; ej:decidedOn ?decided }"
EFFECTS = "SELECT ?effect ?day WHERE { ?effect a ej:LegalEffect ; ej:earliest ?day }"


@pytest.fixture
def built(monkeypatch):
    monkeypatch.setattr(assets, "bundled", lambda: True)
    monkeypatch.setattr(assets, "stamp", lambda: "abc")


@pytest.fixture
def unbuilt(monkeypatch):
    monkeypatch.setattr(assets, "bundled", lambda: False)


def asked(browser, query: str, **more: str):
    return browser("/sparql", query_string={"query": query, **more})


def test_with_the_bundle_the_page_has_one_script_and_a_word_for_its_styles(browser, built) -> None:
    first, second = browser("/sparql"), browser("/sparql")
    words = [re.search(r'data-nonce="([^"]+)"', page.text) for page in (first, second)]
    assert words[0]
    assert words[1]
    assert words[0][1] != words[1][1]
    assert f"style-src 'self' 'nonce-{words[0][1]}'" in first.headers["Content-Security-Policy"]
    assert "ETag" not in first.headers, "a kept page would come with another answer's word"
    assert first.text.count('<script type="module"') == 1
    assert '<script type="module" src="/static/vendor/editor.js?v=abc">' in first.text
    assert "unsafe" not in first.headers["Content-Security-Policy"]


def test_without_the_bundle_the_page_is_a_form_and_says_what_builds_the_editor(browser, unbuilt) -> None:
    page = browser("/sparql")
    assert "/static/vendor/" not in page.text
    assert "data-editor" not in page.text
    assert "pip install -e ." in page.text
    assert "nonce" not in page.headers["Content-Security-Policy"]
    assert "textarea" in page.text


def test_an_error_marks_its_place_and_keeps_the_text(browser) -> None:
    page = asked(browser, "SELECT * {\n  ?s ?p\n} LIMIT")
    assert page.status_code == 400
    assert re.search(r"Line 3, column \d", page.text)
    assert re.search(r"<pre [^>]*><span [^>]*>3</span> .*<mark>.*</mark>", page.text)
    assert "?s ?p\n} LIMIT</textarea>" in page.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("INSERT DATA { <http://a> <http://b> 1 }", "INSERT is an update"),
        ("PREFIX x: <http://x/> DELETE WHERE { ?s ?p ?o }", "DELETE is an update"),
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "SERVICE is refused"),
    ],
)
def test_what_is_not_done_here_is_refused_by_name(browser, client, query, said) -> None:
    page = asked(browser, query)
    assert page.status_code == 400
    assert said in page.text
    told = client.post("/api/check", data={"query": query}).get_json()
    assert told["ok"] is False
    assert said in told["detail"]


def test_solutions_are_a_table_of_names_links_and_written_days(browser) -> None:
    page = asked(browser, RULINGS)
    assert 'href="/doc/ruling/r-2017-04-25-santa-clara-pi"' in page.text
    assert "Preliminary injunction of 25 April 2017" in page.text
    assert '<time datetime="2017-04-25">25 April 2017</time>' in page.text
    assert re.search(r"\d+ ms", page.text)
    for name in ("CSV", "TSV", "JSON", "XML"):
        assert re.search(rf'href="/sparql\?query=[^"]*format={name.lower()}"', page.text), name
    assert "Link to this query" in page.text


def test_days_are_drawn_with_the_same_rows(browser) -> None:
    page = asked(browser, EFFECTS)
    rows = page.text.count('class="span"')
    assert rows == page.text.count("<tr>") - 1 > 1
    assert 'aria-label="Grant of the injunction: 25 April 2017"' in page.text
    alone = asked(browser, EFFECTS + " LIMIT 1")
    assert 'class="span"' not in alone.text, "one day is no timeline"


def test_periods_are_bars_and_one_without_an_end_says_so(browser) -> None:
    page = asked(
        browser,
        "SELECT ?period ?from ?until { ?period a ej:StatePeriod ; ej:from ?from OPTIONAL { ?period ej:until ?until } }",
    )
    assert "no end in the answer" in page.text
    assert re.search(r"from \d+ \w+ \d{4} until \d+ \w+ \d{4}", page.text)


def test_places_are_drawn_on_the_map(browser) -> None:
    page = asked(browser, "SELECT ?place { ?place a ej:Jurisdiction }")
    assert "On the map" in page.text
    assert 'aria-label="' in page.text
    assert "On the map" not in asked(browser, RULINGS).text


def test_yes_and_no_and_statements_are_shown_for_people(browser) -> None:
    assert ">Yes</p>" in asked(browser, "ASK { ?s a ej:Ruling }").text
    assert ">No</p>" in asked(browser, "ASK { ?s a ej:Nix }").text
    page = asked(browser, "CONSTRUCT { ?r rdfs:label ?l } WHERE { ?r a ej:Ruling ; rdfs:label ?l }")
    assert re.search(r"\d+ statements?</h2>", page.text)
    assert 'data-head="Subject"' in page.text
    assert "@prefix" in page.text
    for name in ("ttl", "jsonld"):
        assert f"format={name}" in page.text


def test_nasty_names_are_text(browser) -> None:
    long = "x" * 3500
    page = asked(
        browser,
        f"""SELECT ?a WHERE {{ VALUES ?a {{
        "<script>alert(1)</script>" "\u202eabc\u05d0" "{long}" "\U0001f600" <javascript:alert(1)> <organization/nasty> }} }}""",
    )
    assert "<script>alert" not in page.text
    assert 'href="javascript' not in page.text
    assert "<bdi>\u202eabc\u05d0</bdi>" in page.text
    assert long in page.text
    assert "\U0001f600" in page.text


def test_a_query_that_is_too_long_for_an_address_gets_no_links(browser) -> None:
    page = asked(browser, f"ASK {{}} # {'x' * LONGEST_LINK}"[:4000])
    assert "Link to this query" in page.text
    page = browser("/sparql", query_string={"query": f"ASK {{}} #{' é' * 1300}"})
    assert page.status_code == 200
    assert "Link to this query" not in page.text


def test_a_good_query_is_fine_and_a_bad_one_has_a_place(client) -> None:
    good = client.post("/api/check", data={"query": "SELECT * { ?s a ej:Order }"})
    assert good.get_json() == {"ok": True}
    told = client.get("/api/check", query_string={"query": "SELECT * {\n ?s ?p }"}).get_json()
    assert (told["ok"], told["line"]) == (False, 2)
    assert client.get("/api/check").status_code == 400
    assert client.post("/api/check", data={"query": "x" * 5000}).status_code == 413
    undeclared = client.post("/api/check", data={"query": "SELECT * { ?s nix:x ?o }"}).get_json()
    assert "nix" in undeclared["detail"]


def test_the_vocabulary_says_what_each_term_means(client) -> None:
    told = client.get("/api/vocabulary").get_json()
    terms = {each["name"]: each for each in told["terms"]}
    assert terms["rdfs:label"]["kind"] == "property"
    assert told["prefixes"]["ej"] == "https://w3id.org/enjoin/ns#"
    assert json.dumps(told)


def test_completion_offers_what_the_data_has_there(client) -> None:
    text = "SELECT * { ?r a ej:Ruling ; "
    told = client.post("/api/complete", data={"query": text, "at": str(len(text))}).get_json()
    counts = {each["name"]: each["count"] for each in told["terms"]}
    assert told["position"] == "predicate"
    assert "ej:decidedOn" in counts
    assert "ej:signedOn" not in counts, "no ruling has it"
    assert list(counts.values()) == sorted(counts.values(), reverse=True)


def test_completion_offers_things_for_objects_and_nothing_where_it_cannot(client) -> None:
    def offered(text: str) -> list[str]:
        return [
            each["name"]
            for each in client.get("/api/complete", query_string={"query": text}).get_json()["terms"]
        ]

    assert "<https://w3id.org/enjoin/id/court/cand>" in offered("SELECT * { ?r ej:byCourt ")
    assert "ejv:preliminary-injunction" in offered("SELECT * { ?r a ej:Ruling ; ej:rulingType ")
    assert offered("SELECT * { ?r ej:x 1 . FILTER(") == []
    assert offered("SELECT * { SERVICE <http://x/> { ?s ") == []
    assert offered("PREFIX e: <https://w3id.org/enjoin/ns#> SELECT * { ?r a e:Ruling ; ")[:1] != []
