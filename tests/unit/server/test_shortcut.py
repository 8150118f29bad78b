"""A plain query is answered by a short way, and nobody can tell by which way an answer came."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from enjoin.graph import Graph
from enjoin.server import create_app
from enjoin.server.settings import Settings
from enjoin.server.sockets.shortcut import Shortcut

SELECT = "SELECT ?s WHERE { ?s a <https://w3id.org/enjoin/ns#Class> } LIMIT 2"
JSON = "application/sparql-results+json"


@pytest.fixture(scope="module")
def app(empty_store: Path) -> Iterator[Flask]:
    with Graph.open(empty_store) as graph:
        settings = Settings(store=empty_store, max_rows=3)
        yield create_app(graph, settings, today=lambda: date(2026, 11, 22))


def _shortcut(app: Flask) -> Shortcut:
    found: Any = app.wsgi_app
    while not isinstance(found, Shortcut):
        found = found._inner
    return found


@pytest.fixture
def ways(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which requests went the long way."""
    found: list[str] = []
    short = _shortcut(app)
    long = short._long

    def noted(environ: Any, start: Any) -> Any:
        found.append(environ["QUERY_STRING"])
        return long(environ, start)

    monkeypatch.setattr(short, "_long", noted)
    return found


PLAIN = [
    (SELECT, {}),
    (SELECT, {"Accept": JSON}),
    (SELECT, {"Accept": "text/csv, */*;q=0.1"}),
    (SELECT, {"Accept": "application/sparql-results+xml;q=0.9, text/turtle"}),
    (SELECT, {"Accept-Encoding": "gzip"}),
    ("SELECT * WHERE { ?s ?p ?o } LIMIT 3", {"Accept-Encoding": "gzip, br;q=0.5"}),
    ("SELECT * WHERE { ?s ?p ?o }", {"Accept": JSON}),
    ("ASK {}", {}),
    ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 2", {"Accept": "text/turtle"}),
    ('SELECT ("ä€" AS ?x) WHERE {}', {"Accept": "text/tab-separated-values"}),
    ("SELECT (<relative> AS ?x) WHERE {}", {}),
]  # fmt: skip


@pytest.mark.parametrize(("query", "headers"), PLAIN)
def test_both_ways_give_the_same_response(
    app: Flask, ways: list[str], query: str, headers: dict[str, str]
) -> None:
    client = app.test_client()
    short = client.get(f"/sparql?query={quote(query)}", headers=headers)
    assert ways == []
    # An empty further parameter asks for nothing, and makes the request one for the long way.
    long = client.get(f"/sparql?query={quote(query)}&timeout=", headers=headers)
    assert len(ways) == 1
    assert short.status_code == long.status_code == 200
    assert short.data == long.data
    own = {"ETag", "X-Request-Id"}
    told = [{pair for pair in each.headers if pair[0] not in own} for each in (short, long)]
    assert told[0] == told[1]
    assert set(short.headers.keys()) == set(long.headers.keys())
    assert len(short.headers["X-Request-Id"]) == len(long.headers["X-Request-Id"])
    assert short.headers["ETag"].startswith('W/"')


def test_the_tag_is_the_one_that_the_long_way_knows(app: Flask) -> None:
    client = app.test_client()
    address = f"/sparql?query={quote(SELECT)}"
    tag = client.get(address, headers={"Accept": JSON}).headers["ETag"]
    assert client.get(address, headers={"Accept": JSON, "If-None-Match": tag}).status_code == 304
    assert client.get(address, headers={"Accept": "text/csv", "If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("query", "accept", "status"),
    [
        ("SELECT WHERE", JSON, 400),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", JSON, 400),
        ("SELECT * WHERE { ?s ?p ?o }", "text/turtle", 406),
        ("ASK {}", "image/png", 406),
    ],
)
def test_an_error_is_told_the_long_way_and_the_query_is_asked_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch, query: str, accept: str, status: int
) -> None:
    asked: list[str] = []
    graph = _shortcut(app)._desk.graph
    real = graph.answer
    monkeypatch.setattr(graph, "answer", lambda text, **given: (asked.append(text), real(text, **given))[1])
    found = app.test_client().get(f"/sparql?query={quote(query)}", headers={"Accept": accept})
    assert found.status_code == status
    assert found.mimetype == "application/problem+json"
    assert len(asked) <= 1


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/sparql", {}),
        ("/sparql?query=", {}),
        ("/sparql?query=ASK%20%7B%7D&format=csv", {}),
        ("/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D", {}),
        ("/sparql?query=ASK%20%7B%7D", {"Accept": "text/html"}),
        ("/sparql?query=%FF", {}),
        ("/status", {}),
    ],
)
def test_what_is_not_plain_goes_the_long_way(
    app: Flask, ways: list[str], address: str, headers: dict[str, str]
) -> None:
    app.test_client().get(address, headers=headers)
    assert len(ways) == 1
