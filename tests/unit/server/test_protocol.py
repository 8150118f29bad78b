"""The SPARQL 1.1 Protocol to the letter: parameters, formats, statuses, and what is no UTF-8."""

import gzip
import json
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from enjoin.graph import Graph
from enjoin.server import create_app
from enjoin.server.settings import Settings

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"


@pytest.fixture(scope="module")
def bare() -> Graph:
    graph = Graph.memory(bare=True)
    store = graph._keeper.store()
    store.load([
        Quad(NamedNode("http://e.x/s"), NamedNode("http://e.x/p"), Literal("own")),
        *(
            Quad(NamedNode(f"http://e.x/s{i}"), NamedNode("http://e.x/p"), Literal("x" * 20), NamedNode("http://e.x/g"))
            for i in range(100)
        ),
    ])  # fmt: skip
    return graph


@pytest.fixture(scope="module")
def plain(bare):
    """A client of a bare store."""
    return create_app(bare, Settings(token="t"), today=lambda: date(2020, 1, 1)).test_client()


def bindings(response):
    assert response.status_code == 200, response.text
    return json.loads(response.get_data())["results"]["bindings"]


def test_a_bare_store_has_a_default_graph_of_its_own(plain) -> None:
    assert len(bindings(plain.get("/sparql?query=SELECT * { ?s ?p ?o }"))) == 1
    assert len(bindings(plain.get("/sparql?query=SELECT * { GRAPH ?g { ?s ?p ?o } }"))) == 100


def test_a_bare_store_knows_no_prefix_that_is_not_declared(plain, client) -> None:
    text = "/sparql?query=SELECT * { ?s a ej:Ruling }"
    told = plain.get(text)
    assert told.status_code == 400
    assert "ej:" in told.get_json(force=True)["detail"]
    assert client.get(text).status_code == 200


def test_a_bare_store_writes_no_prefix_of_its_own(plain) -> None:
    body = plain.get("/sparql?query=CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }").text
    assert body == '<http://e.x/s> <http://e.x/p> "own" .\n'


def test_relative_iris_are_read_against_the_address_in_a_bare_store(plain) -> None:
    found = bindings(plain.get("/sparql?query=SELECT (IRI('x') AS ?x) (<y> AS ?y) {}"))
    assert found[0]["x"]["value"] == "http://localhost/x"
    assert found[0]["y"]["value"] == "http://localhost/y"


def test_a_bare_store_has_no_pages_but_the_editor(plain) -> None:
    accept = {"Accept": "text/html"}
    home = plain.get("/", headers=accept)
    assert home.status_code == 200
    assert "<textarea" in home.text
    assert "/orders" not in home.text
    assert plain.get("/orders").status_code == 404
    page = plain.get("/sparql?query=SELECT * { ?s ?p ?o }", headers=accept)
    assert "<table" in page.text
    assert plain.get("/nowhere", headers=accept).status_code == 404


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ({"default-graph-uri": "http://e.x/g"}, 100),
        ({"named-graph-uri": "http://e.x/g"}, 0),
        ({"default-graph-uri": ["http://e.x/g", "http://e.x/absent"]}, 100),
        ({"default-graph-uri": "http://127.0.0.1:1/absent"}, 0),
    ],
)
def test_the_dataset_of_the_request_wins_over_the_store_s(plain, given, count) -> None:
    for response in (
        plain.get("/sparql", query_string={"query": "SELECT * { ?s ?p ?o }", **given}),
        plain.post("/sparql", data={"query": "SELECT * { ?s ?p ?o }", **given}),
        plain.post(
            "/sparql", query_string=given, data="SELECT * { ?s ?p ?o }", headers={"Content-Type": QUERY}
        ),
    ):
        assert len(bindings(response)) == count


def test_the_dataset_of_the_request_wins_over_the_query_s(plain) -> None:
    query = "SELECT * FROM <http://e.x/absent> { ?s ?p ?o }"
    assert len(bindings(plain.get("/sparql", query_string={"query": query}))) == 0
    given = {"query": query, "default-graph-uri": "http://e.x/g"}
    assert len(bindings(plain.get("/sparql", query_string=given))) == 100


@pytest.mark.parametrize("place", ["address", "form", "direct"])
@pytest.mark.parametrize("raw", [b"ASK %FF{}", b"ASK { ?s ?p '%ED%A0%80' }"])
def test_what_is_no_utf_8_is_400(plain, place, raw) -> None:
    from urllib.parse import unquote_to_bytes

    if place == "address":
        response = plain.get("/sparql", query_string="query=" + raw.decode().replace(" ", "+"))
    elif place == "form":
        response = plain.post("/sparql", data=b"query=" + raw, content_type=FORM)
    else:
        response = plain.post("/sparql", data=unquote_to_bytes(raw), content_type=QUERY)
    assert response.status_code == 400
    assert "UTF-8" in response.get_json(force=True)["detail"]


def test_a_nul_character_is_an_error_with_its_place(plain) -> None:
    told = plain.get("/sparql", query_string={"query": "ASK {\n \0}"}).get_json(force=True)
    assert (told["status"], told["line"], told["column"]) == (400, 2, 2)


def test_the_charset_of_a_body_must_be_one_that_is_read(plain) -> None:
    for kind, body in ((QUERY, "ASK {}"), (FORM, "query=ASK+%7B%7D")):
        assert plain.post("/sparql", data=body, content_type=f"{kind}; charset=UTF-8").status_code == 200
        assert plain.post("/sparql", data=body, content_type=f"{kind}; charset=utf-16").status_code == 415


def test_a_body_may_be_gzipped_and_is_measured_unpacked(client) -> None:
    small = gzip.compress(b"ASK {}")
    answer = client.post("/sparql", data=small, content_type=QUERY, headers={"Content-Encoding": "gzip"})
    assert answer.get_json(force=True)["boolean"] is True
    bomb = gzip.compress(b"#" * 10_000_000)
    refused = client.post("/sparql", data=bomb, content_type=QUERY, headers={"Content-Encoding": "gzip"})
    assert refused.status_code == 413
    assert refused.get_json(force=True)["limit"] == {"bytes": 4096}
    for broken in (small[:-6], b"no gzip", small + b"rest"):
        told = client.post("/sparql", data=broken, content_type=QUERY, headers={"Content-Encoding": "gzip"})
        assert told.status_code == 400
    unknown = client.post("/sparql", data=small, content_type=QUERY, headers={"Content-Encoding": "br"})
    assert (unknown.status_code, unknown.headers["Accept-Encoding"]) == (415, "gzip")


def test_too_many_parameters_are_refused(plain) -> None:
    assert plain.get("/sparql?" + "&".join(f"a{i}=1" for i in range(2000))).status_code == 400


@pytest.mark.parametrize("name", ["format", "output"])
def test_the_format_may_be_named_in_the_address(plain, name) -> None:
    for value, media_type in (
        ("csv", "text/csv"),
        ("xml", "application/sparql-results+xml"),
        ("application/sparql-results+json", "application/sparql-results+json"),
    ):
        response = plain.get("/sparql", query_string={"query": "SELECT * {}", name: value})
        assert response.mimetype == media_type
    assert plain.get("/sparql", query_string={"query": "SELECT * {}", name: "ttl"}).status_code == 406
    assert plain.get("/sparql", query_string={"query": "SELECT * {}", name: "png"}).status_code == 406


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/sparql-results+xml;q=0.3, text/csv;q=0.8", "text/csv"),
        ("image/png, */*;q=0.1", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("text/csv;q=0, text/*", "text/tab-separated-values"),
        ("application/json, text/csv;q=0.9", "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
    ],
)
def test_quality_values_decide(plain, accept, media_type) -> None:
    assert plain.get("/sparql?query=SELECT * {}", headers={"Accept": accept}).mimetype == media_type


def test_json_of_statements_is_json_ld(plain) -> None:
    response = plain.get("/sparql?query=CONSTRUCT WHERE { ?s ?p ?o }", headers={"Accept": "application/json"})
    assert response.mimetype == "application/ld+json"


@pytest.mark.parametrize("value", ["0", "-1", "nan", "soon", "1s"])
def test_a_time_limit_is_a_number_above_zero(plain, value) -> None:
    response = plain.get("/sparql", query_string={"query": "ASK {}", "timeout": value})
    assert response.status_code == 400


def test_characters_that_xml_cannot_hold_are_replaced_and_told_of(plain) -> None:
    query = 'SELECT ("a\\u0001b\\uFFFE" AS ?x) {}'
    response = plain.get(
        "/sparql", query_string={"query": query}, headers={"Accept": "application/sparql-results+xml"}
    )
    literal = ET.fromstring(response.data).find(".//{*}literal")
    assert literal is not None
    assert literal.text == "a\ufffdb\ufffd"
    assert response.headers["X-Enjoin-Notice"].startswith("2 characters")
    as_json = plain.get("/sparql", query_string={"query": query})
    assert bindings(as_json)[0]["x"]["value"] == "a\x01b\ufffe"


def test_methods_that_are_not_done_are_405_with_those_that_are(plain) -> None:
    for path, method, allowed in (
        ("/sparql", "PUT", {"GET", "HEAD", "POST", "OPTIONS"}),
        ("/sparql", "DELETE", {"GET", "HEAD", "POST", "OPTIONS"}),
        ("/update", "GET", {"POST", "OPTIONS"}),
        ("/data", "PATCH", {"GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS"}),
    ):
        response = plain.open(path, method=method)
        assert response.status_code == 405
        assert {each.strip() for each in response.headers["Allow"].split(",")} == allowed


def test_head_is_get_without_its_body(plain) -> None:
    for path in ("/sparql?query=SELECT * { GRAPH ?g { ?s ?p ?o } }", "/sparql", "/healthz", "/data?default"):
        get, head = plain.get(path), plain.head(path)
        assert head.status_code == get.status_code == 200
        assert head.data == b""
        assert head.headers["Content-Length"] == get.headers["Content-Length"]
        assert head.headers["Content-Type"] == get.headers["Content-Type"]


def test_an_answer_is_gzipped_once_for_those_who_take_it(plain) -> None:
    path = "/sparql?query=SELECT * { GRAPH ?g { ?s ?p ?o } }"
    packed = plain.get(path, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.data)
    assert gzip.decompress(packed.data) == plain.get(path).data
    assert "Accept-Encoding" in packed.headers["Vary"]
    for unwanted in ("identity", "gzip;q=0", ""):
        assert "Content-Encoding" not in plain.get(path, headers={"Accept-Encoding": unwanted}).headers
    assert packed.headers["ETag"].startswith("W/")


def test_the_service_description_says_what_a_bare_store_is(plain) -> None:
    from pyoxigraph import RdfFormat, parse

    sd = "http://www.w3.org/ns/sparql-service-description#"
    quads = list(parse(plain.get("/sparql").data, format=RdfFormat.TURTLE))
    said = {(quad.predicate.value, getattr(quad.object, "value", "")) for quad in quads}
    assert (f"{sd}endpoint", "http://localhost/sparql") in said
    assert (f"{sd}supportedLanguage", f"{sd}SPARQL11Query") in said
    assert (f"{sd}supportedLanguage", f"{sd}SPARQL11Update") in said
    assert (f"{sd}name", "http://e.x/g") in said
    assert (f"{sd}feature", f"{sd}UnionDefaultGraph") not in said


def test_services_that_are_not_allowed_are_not_called(plain) -> None:
    for text in (
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
    ):
        told = plain.get("/sparql", query_string={"query": text})
        assert told.status_code == 400
        assert told.get_json(force=True)["type"].endswith("query-refused")
