"""Cases of our own that need no suite: the protocols over HTTP, bare and with the vocabulary."""

import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from conformance import comparing
from served import Served, served

CASES = tomllib.loads(Path(__file__).with_name("cases.toml").read_text(encoding="utf-8"))
FORM = "application/x-www-form-urlencoded"
TURTLE = "text/turtle"
ENDPOINT = "http://www.w3.org/ns/sparql-service-description#endpoint"
DONE = {200, 201, 204}


def named(cases: list[dict[str, str]]) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in cases]


@pytest.fixture(scope="session")
def normal(starter_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The starter graph, served."""
    store = tmp_path_factory.mktemp("conformance") / "store"
    shutil.copytree(starter_store, store)
    with served(store) as server:
        yield server


@pytest.fixture(params=["bare", "normal"])
def server(request: pytest.FixtureRequest) -> Any:
    """Each kind of server in turn."""
    return request.getfixturevalue(request.param)


def start(bare: Any, given: str) -> None:
    assert bare.update(f"DROP ALL ; INSERT DATA {{ {given} }}").status in DONE


@pytest.mark.parametrize("case", named(CASES["query"]))
def test_a_query_means_what_the_standard_says(bare: Any, case: dict[str, str]) -> None:
    start(bare, case["given"])
    assert bare.query(case["ask"]).json()["boolean"] is True


@pytest.mark.parametrize("case", named(CASES["update"]))
def test_an_update_does_what_the_standard_says(bare: Any, case: dict[str, str]) -> None:
    start(bare, case["given"])
    reply = bare.update(case["update"])
    assert reply.status in DONE, reply.text
    assert bare.query(case["then"]).json()["boolean"] is True


def test_a_query_comes_by_get_by_form_and_by_itself(server: Any) -> None:
    asked = quote("ASK {}")
    for reply in (
        server.request("GET", f"/sparql?query={asked}"),
        server.request("POST", "/sparql", f"query={asked}", {"Content-Type": FORM}),
        server.request("POST", "/sparql", "ASK {}", {"Content-Type": "application/sparql-query"}),
    ):
        assert (reply.status, reply.json()["boolean"]) == (200, True)


@pytest.mark.parametrize(
    ("method", "path", "body", "media_type", "statuses"),
    [
        ("PUT", "/sparql?query=ASK%7B%7D", None, None, {405}),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, None, {400}),
        ("GET", "/sparql?query=ASK", None, None, {400}),
        ("POST", "/sparql", b"ASK {}", "text/plain", {415}),
        ("POST", "/sparql", b"ASK {}", None, {400, 415}),
        ("POST", "/sparql", "ASK {}".encode("utf-16"), "application/sparql-query; charset=UTF-16", {400, 415}),
        ("GET", "/update?update=CLEAR%20ALL", None, None, {405}),
        ("GET", "/sparql?update=CLEAR%20ALL", None, None, {400, 403}),
        ("POST", "/update", b"update=CLEAR%20ALL&update=CLEAR%20ALL", FORM, {400}),
        ("POST", "/update", b"CLEAR ALL", "text/plain", {415}),
        ("POST", "/update", b"CLEAR XYZ", "application/sparql-update", {400}),
        ("POST", "/update?using-graph-uri=a:g", b"WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "application/sparql-update", {400}),
    ],
)  # fmt: skip
def test_what_is_no_operation_is_refused(
    server: Any, method: str, path: str, body: bytes | None, media_type: str | None, statuses: set[int]
) -> None:
    headers = {**server.authorized, **({} if media_type is None else {"Content-Type": media_type})}
    reply = server.request(method, path, body, headers)
    assert reply.status in statuses, reply.text
    assert reply.media_type == "application/problem+json"


def test_the_request_names_the_dataset_of_a_query_and_of_an_update(bare: Any) -> None:
    start(bare, "<a:s> <a:p> 'default' .")
    for name in ("a:g", "a:h"):
        assert bare.put(name, f"<a:s> <a:p> '{name}' .").status in DONE
    text = "SELECT ?x { <a:s> <a:p> ?x }"
    for graphs, found in (
        ([], {"default"}),
        (["a:g"], {"a:g"}),
        (["a:g", "a:h"], {"a:g", "a:h"}),
        (["a:none"], set()),
    ):
        rows = bare.query(text, **{"default-graph-uri": graphs}).rows()
        assert {row["x"]["value"] for row in rows} == found
    # What the request says counts more than what the query says (SPARQL 1.1 Protocol, 2.1.4).
    both = bare.query("SELECT ?x FROM <a:g> { <a:s> <a:p> ?x }", **{"default-graph-uri": "a:h"}).rows()
    assert {row["x"]["value"] for row in both} == {"a:h"}
    rows = bare.query("SELECT ?g { GRAPH ?g { ?s ?p ?o } }", **{"named-graph-uri": "a:h"}).rows()
    assert {row["g"]["value"] for row in rows} == {"a:h"}
    told = "INSERT { GRAPH <a:i> { ?s <a:q> ?x } } WHERE { ?s <a:p> ?x }"
    assert bare.update(told, **{"using-graph-uri": "a:g"}).status in DONE
    rows = bare.query("SELECT ?x { GRAPH <a:i> { ?s <a:q> ?x } }").rows()
    assert {row["x"]["value"] for row in rows} == {"a:g"}


@pytest.mark.parametrize("path", ["/data?graph=http://example.org/own", "/data/own/graph.ttl"])
def test_a_graph_is_made_read_replaced_added_to_and_deleted(server: Any, path: str) -> None:
    if "?" not in path and server.get("/ns").status == 200:
        # Graphs are named by the address they are sent to in a bare store only.
        assert server.request("GET", path).status == 404
        assert server.request("PUT", path, "<a:s> <a:p> 1 .", server.authorized).status in {400, 404, 405}
        return
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    write = {"Content-Type": f"{TURTLE}; charset=utf-8", **server.authorized}
    read = {"Accept": "application/n-triples"}
    assert server.request("GET", path).status == 404
    assert server.request("HEAD", path).status == 404
    assert server.request("DELETE", path, headers=server.authorized).status == 404
    assert server.request("PUT", path, f"<http://example.org/x> {label} 'one' .", write).status == 201
    assert server.request("PUT", path, f"<http://example.org/x> {label} 'two' .", write).status in {200, 204}
    assert server.request("POST", path, f"<http://example.org/x> {label} 'three' .", write).status in {
        200,
        204,
    }
    lines = server.request("GET", path, headers=read).text.splitlines()
    assert sorted(line.split('"')[1] for line in lines) == ["three", "two"]
    head = server.request("HEAD", path, headers={"Accept": f"{TURTLE}; charset=utf-8"})
    assert (head.status, head.headers["content-type"], head.body) == (200, f"{TURTLE}; charset=utf-8", b"")
    assert server.request("PUT", path, "<a:s> <a:p>", write).status == 400
    assert len(server.request("GET", path, headers=read).text.splitlines()) == 2
    assert server.request("DELETE", path, headers=server.authorized).status in {200, 204}
    assert server.request("GET", path).status == 404


def test_a_graph_without_a_name_is_given_one(bare: Any) -> None:
    body = "[] <http://example.org/p> 1 ."
    made = bare.request("POST", "/data", body, {"Content-Type": TURTLE, **bare.authorized})
    assert made.status == 201
    place = made.headers["location"]
    found = bare.get(f"/data?graph={quote(place, safe='')}", {"Accept": "application/n-triples"})
    if found.status == 404:  # where the name is the address itself
        found = bare.get(place.removeprefix(bare.address), {"Accept": "application/n-triples"})
    assert found.text.count("\n") == 1


def test_the_service_describes_itself(server: Any) -> None:
    for accept, form in (("text/turtle", ox.RdfFormat.TURTLE), ("application/rdf+xml", ox.RdfFormat.RDF_XML)):
        reply = server.get("/sparql", {"Accept": accept})
        assert (reply.status, reply.media_type) == (200, accept)
        quads = list(ox.parse(reply.body, format=form, base_iri=server.address))
        endpoints = {quad.object.value for quad in quads if quad.predicate.value == ENDPOINT}  # type: ignore[union-attr]
        assert f"{server.address}/sparql" in endpoints


def test_an_answer_comes_in_every_format(server: Any) -> None:
    text = "SELECT ('x'@en AS ?a) (1.5 AS ?b) (<a:i> AS ?c) ('\\u00e9 \\\"<&>\\\"' AS ?d) {}"
    types = [*comparing.TYPE_OF.values()][:4]
    answers = {each: server.query(text, accept=each) for each in types}
    assert {reply.media_type for reply in answers.values()} == set(types)
    told = {each: comparing.told(reply.body, each) for each, reply in answers.items() if each != "text/csv"}
    assert len(set(told.values())) == 1
    assert answers["text/csv"].text == 'a,b,c,d\r\nx,1.5,a:i,"é ""<&>"""\r\n'
