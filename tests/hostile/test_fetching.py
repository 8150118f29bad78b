"""The service makes no connection and opens no file for anybody, however it is asked to."""

import pytest
from hostile import texts

PORT = 54321  # stands for the listener's
NAMES = [name for name, _ in texts.fetching(PORT)]


@pytest.mark.parametrize("name", NAMES)
def test_service_is_refused_in_every_spelling(server, listener, name) -> None:
    text = dict(texts.fetching(listener.port))[name]
    reply = server.query(text)
    assert reply.status == 400, f"{text}: {reply.status}"
    assert "SERVICE" in reply.json()["detail"]


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <@>", "LOAD SILENT <@>", "load silent <@> into graph <a:g>", "LOAD <@> INTO GRAPH <a:g>",
        "\\u004cOAD <@>", "LOAD # comment\n <@>", "INSERT DATA { <a:s> <a:p> 'x' } ; LOAD SILENT <@>",
        "PREFIX x: <@> LOAD x:y", "BASE <@> LOAD <y>", "LOAD SILENT <file:///etc/passwd>", "LOAD <file:/etc/passwd>",
        "LOAD SILENT <file://localhost/etc/passwd>", "LOAD SILENT </etc/passwd>", "LOAD <\\u0066ile:///etc/passwd>",
        "LOAD SILENT <ftp://127.0.0.1/x>", "LOAD SILENT <data:text/turtle,%3Ca:s%3E%20%3Ca:p%3E%201%20.>",
    ],
)  # fmt: skip
def test_load_is_refused_in_every_spelling(server, listener, text) -> None:
    before = server.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").rows()
    reply = server.update(text.replace("@", f"http://127.0.0.1:{listener.port}/x.ttl"))
    assert reply.status == 403, f"{reply.status}: {reply.text[:300]}"
    assert "LOAD" in reply.json()["detail"]
    assert server.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").rows() == before


@pytest.mark.parametrize(
    "text",
    [
        "INSERT { ?s ?p ?o } WHERE { SERVICE <@> { ?s ?p ?o } }",
        "INSERT { ?s ?p ?o } WHERE { SERVICE SILENT <@> { ?s ?p ?o } }",
        "DELETE { ?s ?p ?o } WHERE { FILTER EXISTS { \\u0053ERVICE <@> { ?s ?p ?o } } }",
        "DELETE WHERE { ?s ?p ?o } ; INSERT { <a:s> <a:p> ?o } WHERE { SERVICE <@> { ?s ?p ?o } }",
    ],
)
def test_service_in_an_update_is_refused(server, listener, text) -> None:
    before = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows()
    reply = server.update(text.replace("@", f"http://127.0.0.1:{listener.port}/"))
    assert reply.status == 400, f"{reply.status}: {reply.text[:300]}"
    assert server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows() == before


@pytest.mark.parametrize(
    "name",
    [
        "file:///etc/passwd",
        "file:/etc/passwd",
        "/etc/passwd",
        "http://127.0.0.1:@/x",
        "http://2130706433:@/x",
        "data:text/turtle,x",
    ],
)
def test_from_is_only_what_the_store_has(server, listener, name) -> None:
    name = name.replace("@", str(listener.port))
    for reply in (
        server.query(f"SELECT * FROM <{name}> {{ ?s ?p ?o }}"),
        server.query(f"SELECT * FROM NAMED <{name}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"),
        server.query("SELECT * { ?s ?p ?o }", **{"default-graph-uri": name}),
        server.query("SELECT * { GRAPH ?g { ?s ?p ?o } }", **{"named-graph-uri": name}),
        server.request("GET", f"/data?graph={name}"),
    ):
        assert reply.status in {200, 400, 404}, reply.text[:300]
        assert b"root:" not in reply.body
        if reply.status == 200:
            assert reply.rows() == []


@pytest.mark.parametrize("text", texts.INNOCENT)
def test_words_that_only_look_like_keywords_stay_legal(server, text) -> None:
    reply = server.query(text)
    assert reply.status == 200, reply.text


def test_the_same_words_stay_legal_in_an_update(bare) -> None:
    reply = bare.update(
        "PREFIX ex: <http://example.org/> PREFIX load: <http://example.org/load/> "
        "INSERT DATA { GRAPH <a:words> { ex:LOAD ex:SERVICE 'LOAD <http://x/>' ; load:SERVICE load:load } }"
    )
    assert reply.status in {200, 204}, reply.text
    assert bare.update("DROP GRAPH <a:words>").status in {200, 204}
