"""Writing by HTTP: who may, what is taken, and what is told of it."""

import gzip
import io
import json
import threading
import time
from datetime import date
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

from enjoin.graph import Graph
from enjoin.graph.errors import QueryExhausted, WriteExhausted
from enjoin.server import create_app
from enjoin.server.desk import desk_of
from enjoin.server.settings import Settings

TURTLE = "text/turtle"
UPDATE = "application/sparql-update"
WRITER = {"Authorization": "Bearer writer"}
ADMIN = {"Authorization": "Bearer admin"}
G = "/data?graph=http://e.x/g"
INCOMPLETE = (
    "INSERT DATA { <https://w3id.org/enjoin/id/order/x> a <https://w3id.org/enjoin/ns#ExecutiveOrder> }"
)


def client_of(*, bare: bool = True, **given: Any):
    settings: dict[str, Any] = {"token": "writer", "admin_token": "admin", "max_body": 100_000, **given}
    return create_app(
        Graph.memory(bare=bare), Settings(**settings), today=lambda: date(2020, 1, 1)
    ).test_client()


@pytest.fixture
def client():
    return client_of()


def triples(response) -> set[str]:
    assert response.status_code == 200, response.text
    return {str(quad.triple) for quad in parse(response.data, format=RdfFormat.TURTLE)}


def put(client, path, body: str | bytes = "<a:s> <a:p> 1 .", kind=TURTLE, **headers):
    return client.put(path, data=body, content_type=kind, headers={**WRITER, **headers})


def update(client, text: str | bytes = "INSERT DATA { <a:s> <a:p> 1 }", headers=WRITER, **more):
    return client.post("/update", query_string=more, data=text, content_type=UPDATE, headers=headers)


# Who may


@pytest.mark.parametrize(
    ("settings", "headers", "status"),
    [
        ({"token": None, "admin_token": None}, WRITER, 403),
        ({"read_only": True}, WRITER, 403),
        ({}, {}, 401),
        ({}, {"Authorization": "Bearer wrong"}, 401),
        ({}, {"Authorization": "Basic d3JpdGVy"}, 401),
        ({}, {"Authorization": "Bearer writer"}, 204),
        ({}, {"Authorization": "bearer admin"}, 204),
        ({"token": None}, {"Authorization": "Bearer admin"}, 204),
        ({"token": None}, {"Authorization": "Bearer None"}, 401),
    ],
)
def test_who_may_write(settings, headers, status) -> None:
    client = client_of(**settings)
    for send in (
        lambda: update(client, headers=headers),
        lambda: client.put("/data?default", data="", content_type=TURTLE, headers=headers),
        lambda: client.post("/data?default", data="", content_type=TURTLE, headers=headers),
        lambda: client.delete("/data?default", headers=headers),
    ):
        response = send()
        assert response.status_code == status, response.text
        assert (response.status_code == 401) == ("WWW-Authenticate" in response.headers)


def test_the_token_is_asked_for_before_the_body_is_looked_at(client) -> None:
    assert update(client, "no update at all", headers={}).status_code == 401


# Updates


def test_an_update_is_done_by_a_form_and_directly(client) -> None:
    by_form = client.post("/update", data={"update": "INSERT DATA { <a:s> <a:p> 1 }"}, headers=WRITER)
    assert (by_form.status_code, by_form.data) == (204, b"")
    assert by_form.headers["X-Enjoin-Generation"]
    direct = update(client, "INSERT DATA { <a:s> <a:p> 2 }", headers={**WRITER, "Accept": "application/json"})
    assert direct.status_code == 200
    assert direct.get_json()["graphs"] == {"": {"added": 1, "removed": 0}}
    assert len(triples(client.get("/data?default"))) == 2


def test_the_dataset_of_an_update_may_be_named_in_the_request(client) -> None:
    put(client, "/data?graph=a:one", "<a:s> <a:p> 1 .")
    put(client, "/data?graph=a:two", "<a:s> <a:p> 2 .")
    text = "INSERT { GRAPH <a:out> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
    assert update(client, text, **{"using-graph-uri": "a:one"}).status_code == 204
    assert triples(client.get("/data?graph=a:out")) == triples(client.get("/data?graph=a:one"))
    text = "INSERT { GRAPH <a:named> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert update(client, text, **{"using-named-graph-uri": "a:two"}).status_code == 204
    assert triples(client.get("/data?graph=a:named")) == triples(client.get("/data?graph=a:two"))


@pytest.mark.parametrize(
    ("send", "status"),
    [
        (lambda c: update(c, "INSERT DATA {"), 400),
        (lambda c: update(c, "SELECT * { ?s ?p ?o }"), 400),
        (lambda c: update(c, "LOAD <http://127.0.0.1:1/x>"), 403),
        (lambda c: update(c, "INSERT { ?s ?p 1 } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"), 400),
        (
            lambda c: update(
                c, "INSERT { <a:s> <a:p> 1 } USING <a:g> WHERE {}", **{"using-graph-uri": "a:one"}
            ),
            400,
        ),
        (lambda c: update(c, b"INSERT DATA { <a:s> <a:p> '\xff' }"), 400),
        (lambda c: update(c, "#" * 200_000), 413),
        (lambda c: update(c, update="INSERT DATA {}"), 400),
        (lambda c: update(c, validate="perhaps"), 400),
        (lambda c: c.post("/update", data={"query": "ASK {}"}, headers=WRITER), 400),
        (lambda c: c.post("/update", data={"update": ["CLEAR ALL", "CLEAR ALL"]}, headers=WRITER), 400),
        (
            lambda c: c.post(
                "/update", data="ASK {}", content_type="application/sparql-query", headers=WRITER
            ),
            400,
        ),
        (lambda c: c.post("/update", data="x", content_type="text/plain", headers=WRITER), 415),
        (lambda c: c.post("/update", headers=WRITER), 415),
        (lambda c: c.get("/update?update=CLEAR+ALL", headers=WRITER), 405),
    ],
)
def test_what_is_no_update_is_refused_and_changes_nothing(client, send, status) -> None:
    put(client, G)
    response = send(client)
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    assert len(triples(client.get(G))) == 1


def test_a_change_that_does_not_conform_is_422_with_the_report_and_changes_nothing() -> None:
    client = client_of(bare=False)
    before = client.get("/sparql?query=SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").data
    response = update(client, INCOMPLETE)
    told = response.get_json(force=True)
    assert (response.status_code, told["report"]["conforms"]) == (422, False)
    assert told["report"]["results"][0]["focus"] == "https://w3id.org/enjoin/id/order/x"
    turtle = update(client, INCOMPLETE, headers={**WRITER, "Accept": "text/turtle"})
    assert (turtle.status_code, turtle.mimetype) == (422, TURTLE)
    assert "http://www.w3.org/ns/shacl#ValidationReport" in {
        getattr(quad.object, "value", "") for quad in parse(turtle.data, format=RdfFormat.TURTLE)
    }
    assert put(client, G, INCOMPLETE.partition("{")[2].strip(" }") + " .").status_code == 422
    assert client.get("/sparql?query=SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").data == before


def test_only_the_admin_may_leave_the_validation_out() -> None:
    client = client_of(bare=False)
    refused = update(client, INCOMPLETE, validate="off")
    assert (refused.status_code, refused.get_json(force=True)["type"]) == (403, "/about#admin-token")
    assert update(client, INCOMPLETE, headers=ADMIN, validate="on").status_code == 422
    assert update(client, INCOMPLETE, headers=ADMIN, validate="off").status_code == 204


def test_our_own_graphs_are_not_written_to() -> None:
    client = client_of(bare=False)
    for name in ("ontology", "shapes", "provenance", "derived"):
        response = put(client, f"/data?graph=https://w3id.org/enjoin/graph/{name}")
        assert response.status_code == 403, name
        assert client.get(f"/data?graph=https://w3id.org/enjoin/graph/{name}").status_code in {200, 404}


# Graphs


def test_a_graph_is_made_replaced_added_to_and_taken_out(client) -> None:
    assert client.get(G).status_code == 404
    assert put(client, G).status_code == 201
    assert put(client, G, "<a:s> <a:p> 2, 3 .").status_code == 204
    assert len(triples(client.get(G))) == 2
    added = client.post(G, data="<a:s> <a:p> 4 .", content_type=TURTLE, headers=WRITER)
    assert added.status_code == 204
    assert len(triples(client.get(G))) == 3
    assert client.delete(G, headers=WRITER).status_code == 204
    assert client.get(G).status_code == client.delete(G, headers=WRITER).status_code == 404
    assert client.head(G).status_code == 404


@pytest.mark.parametrize("path", ["/data?default", "/data?default=", "/data?graph=default"])
def test_the_default_graph_has_three_names(client, path) -> None:
    assert triples(client.get(path)) == set()
    assert put(client, path).status_code == 204
    assert len(triples(client.get("/data?default"))) == 1


def test_the_default_graph_is_always_there_be_it_empty() -> None:
    """A dataset has a default graph, also a store of documents that were never given one."""
    client = client_of(bare=False)
    assert triples(client.get("/data?default")) == set()
    assert client.head("/data?default").status_code == 200
    assert client.delete("/data?default", headers=WRITER).status_code == 204
    assert put(client, "/data?default", **{"If-None-Match": "*"}).status_code == 412
    assert put(client, "/data?default", "").status_code == 204
    assert client.delete("/data?graph=http://e.x/absent", headers=WRITER).status_code == 404


def test_a_write_waits_for_others_only_so_long(monkeypatch) -> None:
    from enjoin.graph.updates import writing

    client = client_of()
    graph = desk_of(client.application).graph
    monkeypatch.setattr(writing, "WAIT_S", 0.05)
    held, go = threading.Event(), threading.Event()

    def hold() -> None:
        with graph.writing:
            held.set()
            go.wait(60)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(60)
    for send in (lambda: put(client, G), lambda: client.delete(G, headers=WRITER), lambda: update(client)):
        refused = send()
        assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)
    monkeypatch.setattr(writing, "WAIT_S", 60.0)
    start = time.monotonic()
    assert update(client, timeout="0.1").status_code == 429  # the time of the update itself counts, too
    assert time.monotonic() - start < 30
    go.set()
    thread.join()
    assert put(client, G).status_code == 201


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (WriteExhausted(1 << 30), 413, "write-memory"),
        (QueryExhausted(1 << 30, "update"), 503, "query-memory"),
    ],
)
def test_a_write_that_is_too_large_is_no_crowd(client, monkeypatch, error, status, kind) -> None:
    graph = desk_of(client.application).graph

    def too_large(*_: object, **_more: object) -> None:
        raise error

    monkeypatch.setattr(graph, "put_graph", too_large)
    refused = put(client, G)
    assert refused.status_code == status
    told = refused.get_json(force=True)
    assert told["type"] == f"/about#{kind}"
    assert told["limit"] == {"bytes": 1 << 30}


def test_in_a_bare_store_a_graph_may_be_its_own_address(client) -> None:
    path = "/data/person/1.ttl"
    assert put(client, path, "<> <p> <y> .").status_code == 201
    said = triples(client.get(path)).pop()
    assert (
        said
        == "<http://localhost/data/person/1.ttl> <http://localhost/data/person/p> <http://localhost/data/person/y>"
    )
    assert triples(client.get("/data?graph=http://localhost/data/person/1.ttl")) == {said}
    assert client.get(f"{path}?default").status_code == 400
    assert client_of(bare=False).get(path).status_code == 404


def test_a_graph_without_a_name_gets_one(client) -> None:
    made = client.post("/data", data="<> <a:p> 1 .", content_type=TURTLE, headers=WRITER)
    assert made.status_code == 201
    said = triples(client.get(made.headers["Location"])).pop()
    assert said.startswith("<http://localhost/data/posted-")
    normal = client_of(bare=False)
    made = normal.post("/data", data="<a:s> <a:p> 1 .", content_type=TURTLE, headers=WRITER)
    assert len(triples(normal.get(made.headers["Location"]))) == 1


@pytest.mark.parametrize(
    "query", ["", "graph=", "graph=relative", "graph=a:x&graph=a:y", "graph=a:x&default"]
)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_request_names_one_graph_by_its_iri(client, query, method) -> None:
    response = client.open(f"/data?{query}", method=method, data="", content_type=TURTLE, headers=WRITER)
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/turtle; charset=utf-8", "<a:s> <a:p> 'é' ."),
        ("application/n-triples", '<a:s> <a:p> "é" .'),
        ("application/ld+json", '{"@id": "a:s", "a:p": "é"}'),
        (
            "application/rdf+xml",
            """<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="a:">
            <r:Description r:about="a:s"><x:p>é</x:p></r:Description></r:RDF>""",
        ),
    ],
)
def test_a_graph_comes_in_every_format_also_gzipped(client, kind, body) -> None:
    assert put(client, G, body.encode(), kind).status_code == 201
    assert triples(client.get(G)) == {'<a:s> <a:p> "é"'}
    packed = put(
        client, "/data?graph=a:h", gzip.compress(body.encode()), kind, **{"Content-Encoding": "gzip"}
    )
    assert packed.status_code == 201
    assert triples(client.get("/data?graph=a:h")) == {'<a:s> <a:p> "é"'}


@pytest.mark.parametrize(
    ("body", "kind", "headers", "status"),
    [
        ("<a:s> <a:p> ", TURTLE, {}, 400),
        (b"<a:s> <a:p> '\xff' .", TURTLE, {}, 400),
        ("<a:s> <a:p> 1 .", "text/plain", {}, 415),
        ("<a:s> <a:p> 1 .", "", {}, 415),
        ("<a:s> <a:p> 1 .", "text/turtle; charset=latin-1", {}, 415),
        ("#" * 100_001, TURTLE, {}, 413),
        (gzip.compress(b"#" * 10_000_000), TURTLE, {"Content-Encoding": "gzip"}, 413),
        ('<!DOCTYPE r [<!ENTITY a "b">]><r/>', "application/rdf+xml", {}, 400),
        ('{"@context": "http://127.0.0.1:1/c", "a": 1}', "application/ld+json", {}, 400),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_and_changes_nothing(
    client, body, kind, headers, status
) -> None:
    put(client, G)
    response = put(client, G, body, kind, **headers)
    assert response.status_code == status, response.text
    assert len(triples(client.get(G))) == 1


def test_the_files_of_a_form_are_added_each_with_its_own_format(client) -> None:
    files = {
        "one": (io.BytesIO(b"<a:s> <a:p> _:x ."), "one.ttl", TURTLE),
        "two": (io.BytesIO(b"<a:s> <a:p> _:x ."), "two.nt", "application/n-triples"),
    }
    response = client.post(G, data=files, content_type="multipart/form-data", headers=WRITER)
    assert response.status_code == 201
    assert len(triples(client.get(G))) == 2
    empty = client.post(G, data={"field": "x"}, content_type="multipart/form-data", headers=WRITER)
    assert empty.status_code == 400
    torn = {
        "one": (io.BytesIO(b"<a:s> <a:p> <a:new> ."), "one.ttl", TURTLE),
        "two": (io.BytesIO(b"<a:s> <a:p>"), "two.nt", "application/n-triples"),
    }
    assert client.post(G, data=torn, content_type="multipart/form-data", headers=WRITER).status_code == 400
    assert len(triples(client.get(G))) == 2, "all of them, or none"
    strange = {"one": (io.BytesIO(b"x"), "one.txt", "text/plain")}
    assert client.post(G, data=strange, content_type="multipart/form-data", headers=WRITER).status_code == 415


def test_a_graph_is_written_only_if_it_is_what_was_seen(client) -> None:
    assert put(client, G, **{"If-None-Match": "*"}).status_code == 201
    assert put(client, G, **{"If-None-Match": "*"}).status_code == 412
    seen = client.get(G).headers["ETag"]
    assert client.get(G, headers={"If-None-Match": seen}).status_code == 304
    assert put(client, G, "<a:s> <a:p> 2 .", **{"If-Match": seen}).status_code == 204
    assert put(client, G, "<a:s> <a:p> 3 .", **{"If-Match": seen}).status_code == 412
    assert client.delete(G, headers={**WRITER, "If-Match": seen}).status_code == 412
    assert put(client, G, "<a:s> <a:p> 4 .", **{"If-Match": "*"}).status_code == 204
    assert put(client, "/data?graph=a:absent", **{"If-Match": "*"}).status_code == 412
    assert client.delete(G, headers={**WRITER, "If-Match": client.get(G).headers["ETag"]}).status_code == 204


def test_a_graph_that_was_cut_has_no_tag_to_write_it_back_by() -> None:
    client = client_of(max_rows=2)
    put(client, G, "<a:s> <a:p> 1, 2, 3 .")
    cut = client.get(G)
    assert cut.headers["X-Enjoin-Truncated"].startswith("rows=2")
    assert "ETag" not in cut.headers
    assert cut.text.rstrip().endswith("# cut at a limit: there are more statements")


# Other sites


def test_other_sites_may_read_and_may_not_write(client) -> None:
    for path in ("/data?default", "/sparql?query=ASK {}"):
        assert client.get(path).headers["Access-Control-Allow-Origin"] == "*"
    preflight = client.options("/data", headers={"Origin": "http://evil.example"})
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Authorization" not in preflight.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in update(client).headers
    assert "Access-Control-Allow-Origin" not in put(client, G).headers


def test_a_body_comes_back_as_it_went_in(client) -> None:
    put(
        client,
        G,
        json.dumps({"@id": "a:s", "a:p": [{"@value": "x", "@language": "de"}]}),
        "application/ld+json",
    )
    for accept in ("application/ld+json", "application/n-triples", "application/rdf+xml", "application/trig"):
        assert client.get(G, headers={"Accept": accept}).mimetype == accept
    assert client.get(G, headers={"Accept": "text/csv"}).status_code == 406
    assert client.get(f"{G}&format=nt").text.strip() == '<a:s> <a:p> "x"@de .'
