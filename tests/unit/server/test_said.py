"""What is told in English only has its twin in every other language of the site, and nothing idle stands there."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from enjoin import queries
from enjoin.graph import Graph
from enjoin.ontology.terms import EJ, EJV
from enjoin.server import create_app
from enjoin.server.claimed import relation
from enjoin.server.errors import TABLE
from enjoin.server.languages import LANGUAGES
from enjoin.server.settings import Settings
from enjoin.server.words.said import sections, term_said

OTHERS = [each for each in LANGUAGES if each != "en"]
SERVER = Path(__file__).resolve().parents[3] / "server"


@pytest.fixture(scope="module")
def site(starter: Graph):
    client = create_app(starter, Settings(), today=lambda: date(2026, 11, 22)).test_client()
    return lambda address: client.get(address, headers={"Accept": "text/html"}).get_data(as_text=True)


@pytest.mark.parametrize("language", OTHERS)
def test_every_term_of_the_vocabulary_has_a_name_in_every_language(starter: Graph, language) -> None:
    labelled = starter.sparql(
        """SELECT DISTINCT ?term ?old WHERE {
             ?term rdfs:label|skos:prefLabel ?label .
             FILTER (STRSTARTS(STR(?term), STR(ej:)) || STRSTARTS(STR(?term), STR(ejv:)))
             OPTIONAL { ?term owl:deprecated ?old } }"""
    )
    known = {str(row["term"]).strip("<>"): "old" in row for row in labelled}
    said = sections("terms", language)
    named = {EJ + name for name in said["ns"]} | {EJV + name for name in said["vocab"]}
    assert {term for term, old in known.items() if not old} - named == set()
    assert named - known.keys() == set()
    assert all(text.strip() for section in said.values() for text in section.values())


@pytest.mark.parametrize("language", OTHERS)
def test_every_named_query_is_asked_in_every_language(language) -> None:
    said = sections("questions", language)
    every = list(queries.all())
    assert said["question"].keys() == {query.name for query in every}
    assert said["description"].keys() == {query.name for query in every if query.description}
    assert said["theme"].keys() == {query.theme for query in every}
    assert said["hint"].keys() == {parameter.description for query in every for parameter in query.parameters}
    checks = {check.name for check in queries.all("checks") if not check.name.startswith("ontology-")}
    assert said["check"].keys() == checks


@pytest.mark.parametrize("language", OTHERS)
def test_every_kind_of_problem_is_told_in_every_language(language) -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in SERVER.rglob("*.py"))
    raised = set(re.findall(r'(?:DoorError|__init__)\(\s*\d{3},\s*"([a-z-]+)"', sources))
    assert len(raised) > 10
    unasked = {"query-abandoned"}  # its client has left
    told = {kind for _, kind, _ in TABLE.values()} | raised
    assert told - unasked - sections("problems", language)["said"].keys() == set()


def test_a_term_of_others_has_no_name_of_ours() -> None:
    with Flask(__name__).test_request_context("/?lang=es"):
        assert term_said(f"{EJV}blocked") == "bloqueada"
        assert term_said(f"{EJV}nothing-of-ours") is None
        assert term_said("http://example.org/blocked") is None
    with Flask(__name__).test_request_context("/"):
        assert term_said(f"{EJV}blocked") is None


def test_a_spanish_page_asks_and_tells_in_spanish(site) -> None:
    asked = site("/queries/what-binds?jurisdiction=us-ca-san-francisco&on=2025-05-01&lang=es")
    assert "<h1>¿Qué obliga a este estado, condado o ciudad en un día?</h1>" in asked
    assert ">Jurisdicción</label>" in asked
    assert '<th scope="col">Disposición</th>' in asked
    assert "<bdi>sí</bdi>" in asked
    assert "<bdi>yes</bdi>" not in asked
    ruling = site("/doc/ruling/r-2018-08-01-ca9?lang=es")
    assert "confirmada en parte, anulada en parte" in ruling
    lost = site("/doc/order/eo-13769x?lang=es")
    assert "No se sabe nada de ese identificador." in lost
    assert re.search(r'<a href="/doc/order/eo-13769\?lang=es"[^>]*><bdi>Executive Order 13769</bdi>', lost)


def test_what_a_claim_says_is_told_in_words(site) -> None:
    office = r'<span class="muted"{}>{}</span> <bdi>President of the United States</bdi>'
    assert re.search(office.format("", "holds the office of"), site("/doc/claim/b02"))
    assert re.search(office.format("", "ocupa el cargo de"), site("/doc/claim/b02?lang=es"))


@pytest.mark.parametrize(
    ("name", "said", "tongue"),
    [
        ("sanctuary_county_count", "según el recuento:", "es"),
        ("has-policy", "tiene la política", "es"),
        ("fell_out_with", "fell out with", "en"),
    ],
)
def test_a_relation_without_words_of_its_own_is_told_as_it_was_written(name, said, tongue) -> None:
    with Flask(__name__).test_request_context("/?lang=es"):
        found = relation(name)
        assert (found.text, found.language) == (said, tongue)


def test_a_lawsuit_says_for_whom_its_rulings_hold(site) -> None:
    assert "EO 13768 § 9(a) is blocked for everyone." in site("/doc/lawsuit/sf-v-trump-2017?on=2017-06-01")
    later = site("/doc/lawsuit/sf-v-trump-2017?on=2018-10-01")
    assert "EO 13768 § 9(a) is blocked for San Francisco and Santa Clara County." in later


def test_a_list_says_what_was_not_made_yet(site) -> None:
    listed = site("/orders?on=2018-10-01")
    row = re.search(r"<tr>(?:(?!</tr>).)*Executive Order 14287.*?</tr>", listed, re.DOTALL)
    assert row is not None
    assert "Not yet in force" in row[0]


def test_the_report_has_the_history_of_validation(site, starter: Graph) -> None:
    history = site("/validation").partition('<h2 id="runs">')[2]
    entries = starter.documents()
    assert history.count("<tr>") - 1 == len(entries)
    assert all(f'datetime="{entry.recorded_at}"' in history for entry in entries)
    assert history.count(">conformed</td>") == len(entries)


def test_conflicts_are_asked_for_once_and_then_known_of_everything(starter: Graph, monkeypatch) -> None:
    asked: list[str] = []
    query = Graph.query

    def counted(graph: Graph, name: str, **given: Any):
        asked.append(name)
        return query(graph, name, **given)

    monkeypatch.setattr(Graph, "query", counted)
    client = create_app(starter, Settings(), today=lambda: date(2026, 11, 22)).test_client()
    for address in ("/doc/organization/cis", "/doc/order/eo-13768", "/doc/source/b-2025", "/doc/claim/b23"):
        assert client.get(address, headers={"Accept": "text/html"}).status_code == 200
    assert asked.count("claims-in-conflict") == 1
