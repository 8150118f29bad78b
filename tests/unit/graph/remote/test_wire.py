"""Who asks is told to the service that was named and to nobody else, and its refusals are understood."""

import base64
import http.server
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from enjoin.graph.errors import QueryOverloaded, QueryRefused, QuerySyntaxError, QueryTimeout, ServiceError
from enjoin.graph.remote.services import Service, read, stores_of, updates_of
from enjoin.graph.remote.spelling import canonical, number, readable
from enjoin.graph.remote.wire import Account, Refused, Request, Wire, known_as, of_query, shown


class Door(http.server.BaseHTTPRequestHandler):
    """Lets in who knows the password, in the way that the path names."""

    seen: list[tuple[str, str | None]]

    def do_GET(self) -> None:
        told = self.headers.get("Authorization")
        self.server.seen.append((self.path, told))  # type: ignore[attr-defined]
        if self.path.startswith("/elsewhere"):
            return self.reply(302, Location="/open")
        if self.path.startswith("/basic") and not (told or "").startswith("Basic "):
            return self.reply(401, **{"WWW-Authenticate": 'Basic realm="x"'})
        if self.path.startswith("/digest") and not (told or "").startswith("Digest "):
            return self.reply(401, **{"WWW-Authenticate": 'Digest realm="x", nonce="n1", qop="auth"'})
        if self.path.startswith("/locked"):
            return self.reply(403)
        return self.reply(200)

    def reply(self, code: int, **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/problem+json")
        body = b'{"detail": "as it is"}'
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.fixture
def door() -> Iterator[Any]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        server.seen = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def at(door: Any, path: str) -> Request:
    return Request(f"http://127.0.0.1:{door.server_port}{path}")


def test_a_token_is_sent_at_once_and_a_password_when_it_is_asked_for(door: Any) -> None:
    Wire(Account(token="t"), 5).send(at(door, "/open"))
    assert door.seen == [("/open", "Bearer t")]
    wire = Wire(Account(user="ann", password="p:w"), 5)
    wire.send(at(door, "/basic"))
    assert door.seen[1][1] is None
    assert base64.b64decode(door.seen[2][1].split()[1]) == b"ann:p:w"
    wire = Wire(Account(user="ann", password="secret"), 5)
    wire.send(at(door, "/digest?x=1"))
    wire.send(at(door, "/digest?x=2"))
    told = [said for path, said in door.seen if path.startswith("/digest")]
    assert told[0] is None
    assert 'uri="/digest?x=1"' in told[1]
    assert 'uri="/digest?x=2"' in told[2], "the second is not asked for it again"
    assert len(told) == 3
    assert all("secret" not in (said or "") for said in told)


def test_nobody_is_followed_elsewhere(door: Any) -> None:
    with pytest.raises(Refused, match="name that address itself"):
        Wire(Account(token="t"), 5).send(at(door, "/elsewhere"))
    assert [path for path, _ in door.seen] == ["/elsewhere"]


def test_a_refusal_says_what_to_do_and_no_secret(door: Any) -> None:
    with pytest.raises(Refused) as caught:
        Wire(Account(user="ann", password="secret"), 5).send(at(door, "/locked?key=hidden"))
    assert "as it is" in str(caught.value)
    assert "--token" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert "hidden" not in str(caught.value)
    assert "secret" not in repr(Account(user="ann", password="secret", token="secret"))
    assert "secret" not in repr(Service(user="ann", password="secret"))


def test_a_name_and_a_password_in_an_address_are_taken_out_of_it() -> None:
    assert known_as("http://ann:p%40w@host:1/sparql?x=1#y") == ("http://host:1/sparql?x=1", "ann", "p@w")
    assert shown("http://ann:pw@host/sparql?key=1") == "http://host/sparql"
    with pytest.raises(ServiceError, match="http") as caught:
        known_as("ftp://ann:secret@host/")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "said", "kind"),
    [
        (400, "line 1", QuerySyntaxError),
        (429, "", QueryOverloaded),
        (413, "", QueryRefused),
        (503, "", QueryTimeout),
        (500, "The estimated execution time 900 (sec) exceeds the limit", QueryTimeout),
        (500, "Transaction timed out", QueryTimeout),
        (500, "something else", ServiceError),
    ],
)
def test_what_a_service_says_becomes_one_of_our_errors(status: int, said: str, kind: type) -> None:
    assert type(of_query(Refused("http://host/sparql", status, said), 5)) is kind


def test_addresses_for_updates_and_graphs_are_guessed_on_the_same_host_only() -> None:
    described = read(
        b"@prefix sd: <http://www.w3.org/ns/sparql-service-description#> . [] a sd:Service ;"
        b" sd:endpoint <http://h/own-update>, <http://elsewhere/update> ; sd:supportedLanguage sd:SPARQL11Update .",
        "text/turtle",
        "http://h/sparql",
    )
    found = updates_of("http://h/sparql", Service(), described)
    assert found[0] == "http://h/own-update"
    assert "http://elsewhere/update" not in found
    assert {"http://h/update", "http://h/sparql-auth"} <= set(found)
    assert "http://h/store" in stores_of("http://h/query", Service())
    assert "http://h/repositories/x/statements" in updates_of("http://h/repositories/x", Service(), described)
    assert updates_of("http://h/query", Service(update="http://u/"), described) == ["http://u/"]
    assert stores_of("http://h/query", Service(graph_store="http://g/")) == ["http://g/"]
    assert read(b"<html>", "text/html", "http://h/") == read(b"not turtle <", "text/turtle", "http://h/")


def test_values_are_spelled_as_the_standard_does() -> None:
    boolean = '"datatype": "http://www.w3.org/2001/XMLSchema#boolean"'
    body = f'{{{boolean}, "value": "1"}} {{"value": "0", {boolean}}} {{"value": "1"}}'
    assert readable(body.encode()).decode() == (
        f'{{{boolean}, "value": "true"}} {{"value": "false", {boolean}}} {{"value": "1"}}'
    )
    s, p = NamedNode("a:s"), NamedNode("a:p")
    one = Literal("1", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#boolean"))
    assert canonical(Quad(s, p, one)).object == Literal(value=True)
    assert number(Literal(7)) == 7
    assert number(BlankNode()) == number(Literal("-")) == 0
