"""The SPARQL door keeps to the protocol, to its limits, and to reading."""

import json
from datetime import date

import pytest
from pyoxigraph import RdfFormat, parse

from enjoin.server import create_app
from enjoin.server.settings import Settings

FORM = "application/x-www-form-urlencoded"
SELECT = "SELECT ?s WHERE { ?s a ej:ExecutiveOrder }"


def ask(client, query, accept="application/sparql-results+json", **more):
    return client.get("/sparql", query_string={"query": query, **more}, headers={"Accept": accept})


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_a_query_may_come_in_three_ways(client, way) -> None:
    response = {
        "get": lambda: client.get("/sparql", query_string={"query": SELECT}),
        "form": lambda: client.post("/sparql", data={"query": SELECT}),
        "direct": lambda: client.post("/sparql", data=SELECT.encode(), content_type="application/sparql-query; charset=UTF-8"),
    }[way]()  # fmt: skip
    assert response.status_code == 200
    bindings = response.get_json(force=True)["results"]["bindings"]
    assert bindings == [{"s": {"type": "uri", "value": "https://w3id.org/enjoin/id/order/eo-13768"}}]


@pytest.mark.parametrize(
    ("accept", "media_type", "holds"),
    [
        ("application/sparql-results+json", "application/sparql-results+json", b'"bindings"'),
        ("application/sparql-results+xml", "application/sparql-results+xml", b"<sparql"),
        ("text/csv", "text/csv", b"s\r\nhttps://"),
        ("text/tab-separated-values", "text/tab-separated-values", b"?s\n<https://"),
        ("application/json", "application/sparql-results+json", b'"bindings"'),
        ("*/*", "application/sparql-results+json", b'"bindings"'),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html", b"<table"),
    ],
)
def test_solutions_come_in_the_format_asked_for(client, accept, media_type, holds) -> None:
    response = ask(client, SELECT, accept)
    assert (response.status_code, response.mimetype) == (200, media_type)
    assert holds in response.data


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE), ("application/n-triples", RdfFormat.N_TRIPLES), ("*/*", RdfFormat.TURTLE),
        ("application/ld+json", RdfFormat.JSON_LD), ("application/rdf+xml", RdfFormat.RDF_XML), ("application/trig", RdfFormat.TRIG),
    ],
)  # fmt: skip
def test_a_graph_comes_in_the_format_asked_for(client, accept, form) -> None:
    response = ask(client, "CONSTRUCT { ?s a ?t } WHERE { ?s a ej:ExecutiveOrder ; a ?t }", accept)
    assert response.status_code == 200
    assert len(list(parse(response.data, format=form))) == 1


def test_yes_and_no(client) -> None:
    assert ask(client, "ASK { ?s a ej:Ruling }").get_json(force=True)["boolean"] is True
    assert ask(client, "ASK { ?s a ej:Nothing }").get_json(force=True)["boolean"] is False


def test_a_format_of_the_other_kind_is_406(client) -> None:
    for query, accept in (
        (SELECT, "text/turtle"),
        ("CONSTRUCT WHERE { ?s a ?t }", "text/csv"),
        (SELECT, "image/png"),
    ):
        response = ask(client, query, accept)
        assert response.status_code == 406
        assert response.get_json(force=True)["offered"]
    assert ask(client, SELECT, "*/*", format="csv").mimetype == "text/csv"


def test_the_dataset_may_be_named_in_the_request(client) -> None:
    graph = "https://w3id.org/enjoin/graph/"
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s a ej:Ruling }"

    def number(**given) -> int:
        return int(ask(client, count, **given).get_json(force=True)["results"]["bindings"][0]["n"]["value"])

    assert number() == 1
    assert number(**{"default-graph-uri": graph + "rulings"}) == 1
    assert number(**{"default-graph-uri": graph + "orders"}) == 0
    assert number(**{"default-graph-uri": [graph + "orders", graph + "rulings"]}) == 1
    named = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s a ej:Ruling } }"
    body = ask(client, named, **{"named-graph-uri": graph + "orders"}).get_json(force=True)
    assert body["results"]["bindings"] == []


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"query": ""}, 400),
        ({"query": "SELECT * WHERE { ?s ?p"}, 400),
        ({"query": "SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}, 400),
        ({"query": "INSERT DATA { <a:a> <a:b> <a:c> }"}, 400),
        ({"query": [SELECT, SELECT]}, 400),
        ({"query": SELECT, "timeout": "soon"}, 400),
        ({"query": SELECT, "default-graph-uri": "no iri"}, 400),
        ({"query": "#" * 5000 + SELECT}, 413),
        ({"update": "INSERT DATA { <a:a> <a:b> <a:c> }"}, 403),
    ],
)
def test_what_cannot_be_asked_is_refused(client, given, status) -> None:
    for response in (client.get("/sparql", query_string=given), client.post("/sparql", data=given)):
        assert response.status_code == status, response.text
        assert response.mimetype == "application/problem+json"


def test_an_error_names_the_place(client, browser) -> None:
    told = ask(client, "SELECT * WHERE {\n  ?s ej:label ?l ;\n  ??? }").get_json(force=True)
    assert told["line"] == 3
    assert told["column"] >= 3
    assert told["quoted"]
    page = browser("/sparql?query=SELECT+*+WHERE+%7B%0A++%3C%3E%3E+%7D")
    assert page.status_code == 400
    assert "Line 2" in page.text or "line 2" in page.text


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"SELECT \xff", "application/sparql-query", 400),
        (b"x" * 5000, "application/sparql-query", 413),
        (b"INSERT DATA {}", "application/sparql-update", 403),
        (b"<x/>", "application/xml", 415),
        (b"query=" + b"x" * 200_000, FORM, 413),
        (b"", FORM, 400),
        (b"{}", "application/json", 415),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(client, data, content_type, status) -> None:
    response = client.post("/sparql", data=data, content_type=content_type)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"


def test_a_cut_answer_says_so_and_ends_at_a_whole_row(client, browser) -> None:
    query = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
    response = ask(client, query)
    assert response.headers["X-Enjoin-Truncated"].startswith("rows=50")
    assert len(json.loads(response.data)["results"]["bindings"]) == 50
    for accept in ("text/csv", "text/tab-separated-values", "application/sparql-results+xml"):
        assert "X-Enjoin-Truncated" in ask(client, query, accept).headers
    assert "X-Enjoin-Truncated" in ask(client, "CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle").headers
    assert "X-Enjoin-Truncated" not in ask(client, query + " LIMIT 50").headers


def test_a_page_of_results_names_things_and_links_them(browser) -> None:
    body = browser("/sparql?query=" + SELECT.replace(" ", "+").replace("?", "%3F")).text
    assert 'href="/doc/order/eo-13768"' in body
    assert "Executive Order 13768</bdi>" in body
    assert "<script>" not in body, "every script is a file of the site"


def test_without_a_query_programs_get_a_description_and_people_a_form(client, browser) -> None:
    assert client.get("/sparql").mimetype == "text/turtle"
    assert client.get("/sparql?format=jsonld").mimetype == "application/ld+json"
    body = browser("/sparql").text
    assert "<textarea" in body
    assert "Which rulings blocked which orders?" in body


def test_a_store_on_disk_is_asked_in_processes_of_their_own(starter) -> None:
    """A query that never ends is stopped at its limit, and nobody else notices."""
    client = create_app(starter, Settings(timeout=60), today=lambda: date(2026, 11, 21)).test_client()
    assert ask(client, "ASK { ?s a ej:Ruling }").get_json(force=True)["boolean"] is True
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    stopped = ask(client, endless, timeout="0.3")
    assert stopped.status_code == 503
    assert stopped.headers["Retry-After"]
    assert stopped.get_json(force=True)["limit"] == {"seconds": 0.3}
    assert ask(client, "ASK { ?s a ej:Ruling }").status_code == 200
