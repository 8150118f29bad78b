"""Clients without a SPARQL library: curl, the standard library, an editor in a browser, R."""

import csv
import io
import json
import shutil
import subprocess
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET
from urllib.parse import urlencode

import pytest

NAMES = "SELECT ?name { ?s <http://xmlns.com/foaf/0.1/name> ?name } ORDER BY ?name"
RESULT = "{http://www.w3.org/2005/sparql-results#}result"


@pytest.fixture
def curl(tmp_path):
    found = shutil.which("curl")
    if found is None:
        pytest.skip("there is no curl on the path")

    def run(*arguments: str) -> str:
        command = [found, "--silent", "--show-error", "--max-time", "20", "--noproxy", "*", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path).stdout

    return run


def test_curl_asks_in_three_ways(bare, curl) -> None:
    at = f"{bare.address}/sparql"
    for asked in (
        ("-G", at, "--data-urlencode", f"query={NAMES}"),
        (at, "--data-urlencode", f"query={NAMES}"),
        (at, "-H", "Content-Type: application/sparql-query", "--data-binary", NAMES),
    ):
        assert (
            len(
                json.loads(curl("-H", "Accept: application/sparql-results+json", *asked))["results"][
                    "bindings"
                ]
            )
            == 4
        )


def test_curl_writes_reads_and_deletes_a_graph(bare, curl, tmp_path) -> None:
    (tmp_path / "data.ttl").write_text("<http://example.org/a> <http://example.org/b> 1, 2 .")
    at, token = f"{bare.address}/data?graph=http://example.org/curl", f"Authorization: Bearer {bare.token}"
    status = ("-o", "out", "-w", "%{http_code}")
    assert curl("-T", "data.ttl", "-H", "Content-Type: text/turtle", *status, at) == "401"
    assert curl("-T", "data.ttl", "-H", "Content-Type: text/turtle", "-H", token, *status, at) == "201"
    assert curl("-T", "data.ttl", "-H", "Content-Type: text/turtle", "-H", token, *status, at) in {
        "200",
        "204",
    }
    assert curl("-H", "Accept: application/n-triples", at).count("\n") == 2
    assert "content-type: text/turtle" in curl("-I", at).lower()
    assert curl(
        "-X",
        "POST",
        "--data-binary",
        "<a:s> <a:p> 3 .",
        "-H",
        "Content-Type: text/turtle",
        "-H",
        token,
        *status,
        at,
    ) in {"200", "204"}
    assert curl("-H", "Accept: application/n-triples", at).count("\n") == 3
    assert curl("-X", "DELETE", "-H", token, *status, at) in {"200", "204"}
    assert curl(*status, at) == "404"


def test_curl_sends_large_bodies_in_pieces_and_packed(bare, curl, tmp_path) -> None:
    import gzip

    lines = "".join(f"<a:s{i}> <a:p> {i} .\n" for i in range(20_000))
    (tmp_path / "data.nt").write_text(lines)
    (tmp_path / "data.ttl.gz").write_bytes(gzip.compress(lines.encode()))
    at, token = f"{bare.address}/data?graph=http://example.org/large", f"Authorization: Bearer {bare.token}"
    status = ("-o", "out", "-w", "%{http_code}", "-H", token, "-H", "Content-Type: text/turtle")
    assert curl("-T", "data.nt", *status, "-H", "Transfer-Encoding: chunked", at) == "201"
    count = "SELECT (COUNT(*) AS ?n) { GRAPH <http://example.org/large> { ?s ?p ?o } }"
    assert bare.query(count).rows()[0]["n"]["value"] == "20000"
    assert curl("-T", "data.ttl.gz", *status, "-H", "Content-Encoding: gzip", at) in {"200", "204"}
    assert bare.query(count).rows()[0]["n"]["value"] == "20000"
    packed = curl("--compressed", "-H", "Accept: application/n-triples", at)
    assert packed.count("\n") == 20_000
    assert bare.request("DELETE", "/data?graph=http://example.org/large", headers=bare.authorized).status in {
        200,
        204,
    }


def test_every_format_says_the_same(bare) -> None:
    as_json = [row["name"]["value"] for row in bare.query(NAMES).rows()]
    as_csv = bare.query(NAMES, accept="text/csv")
    assert [row[0] for row in csv.reader(io.StringIO(as_csv.text, newline=""))] == ["name", *as_json]
    as_xml = ET.fromstring(bare.query(NAMES, accept="application/sparql-results+xml").body)
    assert ["".join(result.itertext()).strip() for result in as_xml.iter(RESULT)] == as_json
    as_tsv = bare.query(NAMES, accept="text/tab-separated-values").text.splitlines()
    assert as_tsv[:2] == ["?name", '"Ann"@en']
    assert len(as_tsv) == 1 + len(as_json)


def test_the_standard_library_is_enough(bare) -> None:
    request = urllib.request.Request(
        f"{bare.address}/sparql?{urlencode({'query': NAMES})}", headers={"Accept": "text/csv"}
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        assert response.status == 200
        assert response.read().startswith(b"name\r\nAnn\r\n")
    with (
        pytest.raises(urllib.error.HTTPError) as caught,
        urllib.request.urlopen(f"{bare.address}/sparql?query=SELECT", timeout=60),
    ):
        pass
    with caught.value as refused:
        assert refused.code == 400
        assert json.load(refused)["status"] == 400


def test_an_editor_in_a_browser_asks_from_another_site(bare) -> None:
    """As YASGUI does: a form by POST with a list of formats, after asking whether it may."""
    origin = {"Origin": "https://yasgui.example"}
    accept = "application/sparql-results+json,*/*;q=0.9"
    asked = bare.request(
        "OPTIONS", "/sparql",
        headers={**origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type,x-requested-with"},
    )  # fmt: skip
    assert asked.status in {200, 204}
    assert asked.headers["access-control-allow-origin"] == "*"
    assert "POST" in asked.headers["access-control-allow-methods"]
    assert "content-type" in asked.headers["access-control-allow-headers"].lower()
    form = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8", "Accept": accept, **origin}
    reply = bare.request("POST", "/sparql", urlencode({"query": NAMES}), form)
    assert (reply.status, reply.media_type) == (200, "application/sparql-results+json")
    assert reply.headers["access-control-allow-origin"] == "*"
    graph = "text/turtle,application/n-triples;q=0.9,application/rdf+xml;q=0.8,*/*;q=0.5"
    reply = bare.request(
        "POST", "/sparql", urlencode({"query": "CONSTRUCT WHERE { ?s ?p ?o }"}), {**form, "Accept": graph}
    )
    assert (reply.status, reply.media_type) == (200, "text/turtle")
    failed = bare.request("POST", "/sparql", urlencode({"query": "SELECT"}), form)
    assert failed.status == 400
    assert failed.headers["access-control-allow-origin"] == "*", "or the editor could not show the error"


def test_r_asks_for_xml(bare) -> None:
    """As R's SPARQL package does: GET, with one format in the header and in a parameter."""
    for more in ({}, {"output": "xml"}, {"format": "xml"}):
        reply = bare.get("/sparql", {"Accept": "application/sparql-results+xml"}, query=NAMES, **more)
        assert (reply.status, reply.media_type) == (200, "application/sparql-results+xml")
        assert len(list(ET.fromstring(reply.body).iter(RESULT))) == 4


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/sparql-results+xml, application/sparql-results+json;q=0.9", "application/sparql-results+xml"),
        ("application/sparql-results+json;charset=utf-8", "application/sparql-results+json"),
        ("application/rdf+xml, application/sparql-results+xml", "application/sparql-results+xml"),  # Jena, RDF4J
        ("application/x-binary-rdf-results-table;q=0.8, application/sparql-results+json;q=0.9, text/csv;q=0.4", "application/sparql-results+json"),
        ("text/csv; header=present", "text/csv"),
        ("text/*", "text/csv"),
        ("text/html;q=0.5, text/csv", "text/csv"),
    ],
)  # fmt: skip
def test_what_other_clients_wish_for(bare, accept, media_type) -> None:
    reply = bare.query(NAMES, accept=accept)
    assert (reply.status, reply.media_type) == (200, media_type)


def test_a_kept_connection_serves_many_requests(bare) -> None:
    import http.client

    connection = http.client.HTTPConnection(bare.host, bare.port, timeout=60)
    try:
        for i in range(50):
            connection.request(
                "GET", f"/sparql?query=SELECT%20({i}%20AS%20%3Fn)%7B%7D", headers={"Accept": "text/csv"}
            )
            response = connection.getresponse()
            assert (response.status, response.read()) == (200, f"n\r\n{i}\r\n".encode())
    finally:
        connection.close()


def test_the_same_answer_is_not_sent_twice(bare) -> None:
    first = bare.get("/sparql", {"Accept": "text/csv"}, query=NAMES)
    again = bare.get("/sparql", {"Accept": "text/csv", "If-None-Match": first.headers["etag"]}, query=NAMES)
    assert (again.status, again.body) == (304, b"")
    assert bare.update("INSERT DATA { <a:s> <http://xmlns.com/foaf/0.1/name> 'Zoe' }").status in {200, 204}
    fresh = bare.get("/sparql", {"Accept": "text/csv", "If-None-Match": first.headers["etag"]}, query=NAMES)
    assert fresh.status == 200
    assert fresh.headers["etag"] != first.headers["etag"]
