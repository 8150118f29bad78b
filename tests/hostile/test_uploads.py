"""Documents that are bombs are refused, and nothing of them stays."""

import gzip
import json
import zlib
from pathlib import Path

import pytest

TURTLE = "text/turtle"
XML = "application/rdf+xml"
JSON_LD = "application/ld+json"
GRAPH = "/data?graph=a:bomb"
REFUSED = {400, 413, 415, 422, 503}


def laughs(depth: int = 10) -> bytes:
    """Ten times ten times ten … of a word."""
    entities = ['<!ENTITY l0 "laugh">'] + [f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, depth)]
    return (
        f'<?xml version="1.0"?><!DOCTYPE r [{"".join(entities)}]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="a:">'
        f'<rdf:Description rdf:about="a:s"><a:p>&l{depth - 1};</a:p></rdf:Description></rdf:RDF>'
    ).encode()


def quadratic() -> bytes:
    return (
        f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e "{"x" * 100_000}">]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="a:">'
        f'<rdf:Description rdf:about="a:s"><a:p>{"&e;" * 100_000}</a:p></rdf:Description></rdf:RDF>'
    ).encode()


def external(what: str) -> bytes:
    return (
        f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "{what}">]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="a:">'
        '<rdf:Description rdf:about="a:s"><a:p>&e;</a:p></rdf:Description></rdf:RDF>'
    ).encode()


def nested_json(depth: int) -> bytes:
    return (b'{"@id":"a:s","a:p":' * depth) + b'"x"' + b"}" * depth


DOCUMENTS = {
    "billion laughs": (laughs(), XML),
    "quadratic blow-up": (quadratic(), XML),
    "parameter entities": (b'<!DOCTYPE r [<!ENTITY % a "<!ENTITY b \'x\'>"> %a;]><r>&b;</r>', XML),
    "deep JSON-LD": (nested_json(10_000), JSON_LD),
    "deeper JSON-LD": (nested_json(500_000), JSON_LD),
    "deep JSON lists": (b'{"@id":"a:s","a:p":' + b"[" * 200_000 + b"]" * 200_000 + b"}", JSON_LD),
    "deep XML": (b"<a>" * 300_000 + b"</a>" * 300_000, XML),
    "deep RDF/XML": (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="a:">' + b"<a:C><a:p>" * 100_000
        + b"</a:p></a:C>" * 100_000 + b"</rdf:RDF>", XML),
    "deep Turtle": (b"<a:s> <a:p> " + b"[ <a:p> " * 100_000 + b"1" + b" ]" * 100_000 + b" .", TURTLE),
    "deep Turtle lists": (b"<a:s> <a:p> " + b"(" * 200_000 + b")" * 200_000 + b" .", TURTLE),
    "deep quoted triples": (b"<<" * 100_000 + b"<a:s> <a:p> 1" + b">>" * 100_000 + b" <a:q> 1 .", TURTLE),
    "open string": (b'<a:s> <a:p> """' + b"x" * 5_000_000, TURTLE),
    "invalid UTF-8": (b'<a:s> <a:p> "\xff\xfe" .', TURTLE),
    "overlong UTF-8": (b'<a:s> <a:p> "\xc0\xaf" .', TURTLE),
    "a surrogate": (b'<a:s> <a:p> "\xed\xa0\x80" .', TURTLE),
    "an escaped surrogate": (b'<a:s> <a:p> "\\uD800" .', TURTLE),
    "no Turtle": (b"\x00" * 1000, TURTLE),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 1000, TURTLE),
    "no JSON": (b"{", JSON_LD),
    "half an N-Quad": (b"<a:s> <a:p>", "application/n-triples"),
    "a relative name": (b"<s> <p> <o> .", "application/n-triples"),
}  # fmt: skip


def untouched(server) -> None:
    reply = server.get(GRAPH)
    assert reply.status == 404, reply.text[:200]


@pytest.mark.parametrize("method", ["PUT", "POST"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_bomb_is_refused(bare, method, name) -> None:
    body, media_type = DOCUMENTS[name]
    reply = bare.request(method, GRAPH, body, {"Content-Type": media_type, **bare.authorized})
    assert reply.status in REFUSED, f"{reply.status}: {reply.text[:300]}"
    assert reply.media_type == "application/problem+json"
    assert b"Traceback" not in reply.body
    assert len(reply.body) < 4000
    assert reply.seconds < 5
    untouched(bare)


@pytest.mark.parametrize("what", ["file:///etc/passwd", "http://127.0.0.1:@/x", "//127.0.0.1:@/x"])
def test_no_entity_is_fetched(bare, listener, what) -> None:
    body = external(what.replace("@", str(listener.port)))
    reply = bare.request("PUT", GRAPH, body, {"Content-Type": XML, **bare.authorized})
    assert reply.status in REFUSED, reply.status
    assert b"root:" not in reply.body
    untouched(bare)


@pytest.mark.parametrize(
    "context",
    [
        '"http://127.0.0.1:@/c.jsonld"',
        '["http://127.0.0.1:@/c.jsonld"]',
        '{"@import":"http://127.0.0.1:@/c"}',
        '"file:///etc/passwd"',
    ],
)
def test_no_context_is_fetched(bare, listener, context) -> None:
    context = (
        context.replace("@", str(listener.port), 1)
        if "@import" not in context
        else context[:12] + context[12:].replace("@", str(listener.port))
    )
    body = f'{{"@context": {context}, "@id": "a:s", "a:p": "x"}}'.encode()
    reply = bare.request("PUT", GRAPH, body, {"Content-Type": JSON_LD, **bare.authorized})
    assert reply.status in REFUSED, reply.status
    link = {
        "Link": f'<http://127.0.0.1:{listener.port}/c.jsonld>; rel="http://www.w3.org/ns/json-ld#context"'
    }
    reply = bare.request(
        "PUT", GRAPH, b'{"@id": "a:s", "a:p": "x"}', {"Content-Type": JSON_LD, **link, **bare.authorized}
    )
    assert reply.status in {200, 201, 204, *REFUSED}
    bare.request("DELETE", GRAPH, headers=bare.authorized)


def zipped(size: int) -> bytes:
    """A few kilobytes that become `size` bytes of Turtle comment."""
    packer = zlib.compressobj(9, wbits=31)
    parts = [packer.compress(b"#" * 1_000_000) for _ in range(size // 1_000_000)]
    return b"".join(parts) + packer.flush()


@pytest.mark.parametrize("coding", ["gzip", "deflate", "gzip, gzip", "br", "zstd", "identity", "nonsense"])
def test_a_packed_bomb_is_refused(bare, coding) -> None:
    body = zipped(1_000_000_000)
    if coding == "gzip, gzip":
        body = gzip.compress(body)
    headers = {"Content-Type": TURTLE, "Content-Encoding": coding, **bare.authorized}
    reply = bare.request("PUT", GRAPH, body, headers)
    assert reply.status in REFUSED, f"{reply.status}: {reply.text[:200]}"
    assert reply.seconds < 10
    untouched(bare)


def test_a_packed_query_over_the_limit_is_refused(server) -> None:
    body = gzip.compress(b"SELECT * {} #" + b"x" * 20_000_000)
    for media_type in ("application/sparql-query", "application/x-www-form-urlencoded"):
        reply = server.request(
            "POST", "/sparql", body, {"Content-Type": media_type, "Content-Encoding": "gzip"}
        )
        assert reply.status in {400, 413, 415}, reply.status


def test_a_torn_packed_body_is_refused(bare) -> None:
    for body in (gzip.compress(b"<a:s> <a:p> 1 .")[:-9], b"no gzip at all"):
        headers = {"Content-Type": TURTLE, "Content-Encoding": "gzip", **bare.authorized}
        assert bare.request("PUT", GRAPH, body, headers).status in REFUSED
    untouched(bare)


def test_a_body_over_the_limit_is_413(bare) -> None:
    """It is refused by its length, before it is sent whole."""
    head = (
        f"PUT {GRAPH} HTTP/1.1\r\nHost: x\r\nContent-Type: text/turtle\r\n"
        f"Authorization: Bearer {bare.token}\r\nContent-Length: 99999999999\r\n\r\n"
    )
    with bare.connect(10) as connection:
        connection.sendall(head.encode())
        assert b" 413 " in connection.recv(1000)
    untouched(bare)


def test_nodes_of_two_documents_stay_apart(bare) -> None:
    bare.request("DELETE", GRAPH, headers=bare.authorized)
    for _ in range(2):
        reply = bare.request("POST", GRAPH, b"_:x <a:p> _:y .", {"Content-Type": TURTLE, **bare.authorized})
        assert reply.status in {200, 201, 204}
    found = bare.query("SELECT (COUNT(DISTINCT ?s) AS ?n) { GRAPH <a:bomb> { ?s ?p ?o } }").rows()
    assert found[0]["n"]["value"] == "2"
    assert bare.request("DELETE", GRAPH, headers=bare.authorized).status in {200, 204}


def test_nothing_is_written_without_the_token(server) -> None:
    """And a wrong one is told no more than a missing one."""
    ways = [
        ("PUT", GRAPH, b"<a:s> <a:p> 1 .", TURTLE), ("POST", GRAPH, b"<a:s> <a:p> 1 .", TURTLE),
        ("DELETE", GRAPH, None, TURTLE), ("POST", "/update", b"CLEAR ALL", "application/sparql-update"),
        ("POST", "/update", b"update=CLEAR+ALL", "application/x-www-form-urlencoded"),
        ("POST", "/data", b"<a:s> <a:p> 1 .", TURTLE),
    ]  # fmt: skip
    before = server.query("SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }").rows()
    wrong = [
        {}, {"Authorization": "Bearer"}, {"Authorization": "Bearer "}, {"Authorization": "Bearer wrong"},
        {"Authorization": f"Basic {server.token}"}, {"Authorization": server.token},
        {"Authorization": f"Bearer {server.token}x"}, {"Authorization": f"Bearer {server.token[:-1]}"},
        {"Authorization": "Bearer \xff\xfe"}, {"Authorization": f"Bearer {server.token}, Bearer x"},
        {"Cookie": f"token={server.token}"}, {"X-Forwarded-For": "127.0.0.1"},
    ]  # fmt: skip
    for method, path, body, media_type in ways:
        for headers in wrong:
            reply = server.request(method, path, body, {"Content-Type": media_type, **headers})
            assert reply.status == 401, (method, path, headers, reply.status)
            assert reply.headers["www-authenticate"].startswith("Bearer")
            assert server.token not in reply.text
        joined = f"{path}{'&' if '?' in path else '?'}token={server.token}&access_token={server.token}"
        assert server.request(method, joined, body, {"Content-Type": media_type}).status == 401
    after = server.query("SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }").rows()
    assert after == before


def test_tokens_are_compared_in_constant_time() -> None:
    from enjoin.server import access

    assert "hmac.compare_digest" in Path(str(access.__file__)).read_text(encoding="utf-8")


COSTLY_UPDATES = {
    "a cross product": "INSERT { GRAPH <a:bomb> { ?a <a:x> ?f } } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "fresh nodes": "INSERT { GRAPH <a:bomb> { [] <a:x> ?d } } WHERE { ?a ?b ?c . ?d ?e ?f }",
    "deleting a cross product": "DELETE { ?a <a:nothing> ?f } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "doubling": "INSERT { GRAPH <a:bomb> { <a:s> <a:p> ?z } } WHERE { "
    + " ".join(f"BIND(CONCAT(?v{i}, ?v{i}) AS ?v{i + 1})" for i in range(40)).replace("?v0,", "'xxxxxxxx',").replace("?v0)", "'xxxxxxxx')")
    + " BIND(?v40 AS ?z) }",
    "after something that is done": "INSERT DATA { GRAPH <a:bomb> { <a:s> <a:p> 1 } } ; "
    "INSERT { GRAPH <a:bomb> { ?a <a:x> ?f } } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}  # fmt: skip


@pytest.mark.parametrize("name", COSTLY_UPDATES)
def test_an_update_that_takes_for_ever_is_stopped_and_nothing_of_it_stays(bare, bystander, name) -> None:
    with bystander(bare) as other:
        reply = bare.update(COSTLY_UPDATES[name])
    assert reply.status in {413, 429, 503}, f"{reply.status}: {reply.text[:300]}"
    assert reply.seconds < 6
    assert set(other.statuses) == {200}
    assert max(other.seconds) < 1
    untouched(bare)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { " + "GRAPH <a:bomb> {" * 5000 + "}" * 5001,
        "INSERT DATA { GRAPH <a:bomb> { <a:s> <a:p> " + "[ <a:p> " * 5000 + "1" + "]" * 5000 + "} }",
        "INSERT DATA { GRAPH <a:bomb> { <a:s> <a:p> " + "(" * 5000 + ")" * 5000 + "} }",
        "DELETE WHERE { " + "{" * 5000 + "}" * 5001,
        "INSERT { GRAPH <a:bomb> { <a:s> <a:p> 1 } } WHERE { FILTER(" + "!" * 50_000 + "true) }",
        "CLEAR ALL ; " * 5000 + "CLEAR",
    ],
)  # fmt: skip
def test_a_deep_update_is_refused(bare, text) -> None:
    reply = bare.update(text)
    assert reply.status in {400, 403, 413}, f"{reply.status}: {reply.text[:300]}"
    untouched(bare)


def test_operations_of_one_update_are_done_all_or_none(bare) -> None:
    first = "INSERT DATA { GRAPH <a:bomb> { <a:s> <a:p> 1 } }"
    for second in (
        "CREATE GRAPH <a:bomb> ; CREATE GRAPH <a:bomb>",
        "DROP GRAPH <a:never>",
        "INSERT DATA {",
    ):
        reply = bare.update(f"{first} ; {second}")
        assert 400 <= reply.status < 500, f"{second}: {reply.status}"
        untouched(bare)


def test_a_long_error_message_does_not_send_the_document_back(bare) -> None:
    body = b"<a:s> <a:p> " + b"x" * 1_000_000
    reply = bare.request("PUT", GRAPH, body, {"Content-Type": TURTLE, **bare.authorized})
    assert reply.status == 400
    assert len(reply.body) < 4000
    assert json.loads(reply.body)["detail"]
