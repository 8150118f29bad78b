"""Any SPARQL service is asked as our own store is; here a small one on loopback, with moods."""

import contextlib
import http.server
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

import enjoin.graph as eg
from enjoin.graph.errors import QuerySyntaxError, QueryTimeout, ServiceError
from enjoin.graph.remote.protocol import form_of
from enjoin.graph.remote.service import Remote
from enjoin.graph.storage.store import Store

ORDER = NamedNode("https://w3id.org/enjoin/id/order/eo-1")
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
G, H = NamedNode("https://w3id.org/enjoin/graph/a"), NamedNode("https://w3id.org/enjoin/graph/b")


class Service(http.server.ThreadingHTTPServer):
    """A SPARQL endpoint over a store in memory; a query that names a mood gets that treatment."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = Store.memory(
            [
                Quad(ORDER, LABEL, Literal("Order 1", language="en"), G),
                Quad(ORDER, TYPE, NamedNode("https://w3id.org/enjoin/ns#ExecutiveOrder"), G),
                Quad(ORDER, LABEL, Literal("Ordre 1", language="fr"), H),
            ]
        )
        self.seen: list[tuple[str, str, dict[str, str]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/sparql"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Service  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_GET(self) -> None:
        given = parse_qs(urlsplit(self.path).query)
        self.answer(given) if "query" in given else self.reply(404, "text/plain", b"no description")

    def do_POST(self) -> None:
        self.answer(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))

    def answer(self, given: dict[str, list[str]]) -> None:
        query = given["query"][0]
        self.server.seen.append((self.command, query, dict(self.headers)))
        if "mood-slow" in query:
            time.sleep(2)
        for mood, code in (("mood-503", 503), ("mood-500", 500), ("mood-404", 404)):
            if mood in query:
                return self.reply(code, "text/plain", b"not now")
        if "mood-html" in query:
            return self.reply(200, "text/html", b"<html>hello</html>")
        try:
            graphs = [NamedNode(name) for name in given.get("default-graph-uri", [])] or None
            results = self.server.store.query(query, default_graphs=graphs)
        except QuerySyntaxError as error:
            return self.reply(400, "text/plain", str(error).encode())
        form = "ntriples" if results.kind == "triples" else "xml" if "mood-xml" in query else "json"
        kind = {"ntriples": "application/n-triples", "xml": "application/sparql-results+xml"}.get(
            form, "application/sparql-results+json"
        )
        return self.reply(200, kind, results.write(form))

    def reply(self, code: int, kind: str, body: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError):  # the asker may have gone
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as service:
        thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield service
        service.shutdown()
        thread.join()


@pytest.fixture
def remote(service: Service) -> Remote:
    return Remote(service.address, token="secret")


def test_it_answers_all_four_forms(remote: Remote) -> None:
    labels = [str(row["l"]) for row in remote.select(f"SELECT ?l {{ {ORDER} {LABEL} ?l }} ORDER BY ?l")]
    assert labels == ['"Order 1"@en', '"Ordre 1"@fr']
    assert remote.ask(f"ASK {{ {ORDER} ?p ?o }}")
    assert not remote.ask("ASK { <a:b> ?p ?o }")
    assert (
        len(list(remote.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o FILTER (?s = {ORDER}) }}")))
        == 3
    )
    assert len(list(remote.construct(f"DESCRIBE {ORDER}"))) == 3
    assert len(list(remote.select("# mood-xml\nSELECT * { ?s ?p ?o }"))) == 3


def test_it_offers_what_a_store_offers(remote: Remote, service: Service) -> None:
    assert set(remote.quads(ORDER, LABEL)) == set(service.store.quads(ORDER, LABEL))
    assert {quad.graph_name for quad in remote.quads(graph=H)} == {H}
    assert list(remote.quads(ORDER, LABEL, Literal("Order 1", language="en"), G))
    assert list(remote.quads(BlankNode("x"))) == []
    assert remote.graphs() == [G, H]
    assert remote.counts() == {G: 2, H: 1}


def test_long_queries_are_posted_and_the_token_is_sent(remote: Remote, service: Service) -> None:
    remote.ask("ASK {} #" + "x" * 3000)
    remote.ask("ASK {}")
    assert [method for method, _, _ in service.seen] == ["POST", "GET"]
    assert all(headers["Authorization"] == "Bearer secret" for _, _, headers in service.seen)


def test_prefixes_are_declared_once(remote: Remote, service: Service) -> None:
    remote.query("PREFIX a: <x:> SELECT * { ?s a:b ?o }", prefixes={"a": "y:", "b": "z:"})
    assert service.seen[-1][1].count("PREFIX a:") == 1
    assert "PREFIX b: <z:>" in service.seen[-1][1]


def test_the_dataset_is_passed_on(remote: Remote) -> None:
    assert len(list(remote.query("SELECT * { ?s ?p ?o }", default_graphs=[H]))) == 1


def test_what_goes_wrong_is_one_of_our_errors(remote: Remote, service: Service) -> None:
    with pytest.raises(QuerySyntaxError, match="never closed"):
        remote.query("SELECT * {")
    with pytest.raises(QueryTimeout):
        remote.query("SELECT * { ?mood-503 ?p ?o }".replace("?mood-503", "<mood-503:x>"))
    with pytest.raises(ServiceError, match="failed"):
        remote.query("SELECT * { <mood-500:x> ?p ?o }")
    with pytest.raises(ServiceError):
        remote.query("SELECT * { <mood-404:x> ?p ?o }")
    with pytest.raises(ServiceError, match="did not answer with results"):
        remote.query("SELECT * { <mood-html:x> ?p ?o }")
    with pytest.raises(QuerySyntaxError, match="begins with"):
        remote.query("INSERT DATA { <a:a> <a:b> 1 }")
    with pytest.raises(QueryTimeout):
        remote.query("SELECT * { <mood-slow:x> ?p ?o }", timeout_s=1)
    address = service.address
    service.shutdown()
    service.server_close()
    with pytest.raises(ServiceError, match="cannot be reached"):
        Remote(address).ask("ASK {}")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/", "sparql"])
def test_only_web_addresses_are_asked(address: str) -> None:
    with pytest.raises(ServiceError, match="http"):
        Remote(address)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("PREFIX select: <a:> ASK { }", "ASK"),
        ("# SELECT\nBASE <a:>\nCONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("prefix a: <x:> describe a:b", "DESCRIBE"),
    ],
)
def test_the_form_of_a_query_is_told_by_its_tokens(text: str, form: str) -> None:
    assert form_of(text) == form


def test_a_graph_over_a_service_can_be_asked_but_not_written(service: Service) -> None:
    with eg.open(service.address) as graph:
        entity = graph.show("eo-1")
        assert entity.label == "Order 1"
        assert [each.label for each in entity.types] == ["ej:ExecutiveOrder"]
        assert len(list(graph.sparql("SELECT * { ?s a ej:ExecutiveOrder }"))) == 1
        assert graph.stats().triples == 3
        with pytest.raises(eg.EntityNotFound, match="did you mean eo-1"):
            graph.show("eo-11")
        with pytest.raises(eg.StoreError, match="no Enjoin graph"):
            graph.remove("a")
