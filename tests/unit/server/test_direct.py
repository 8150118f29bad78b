"""Plain queries are answered in the loop of the server, and nobody can tell by which way an answer came."""

import contextlib
import os
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from turned import Turned

from enjoin.graph import Graph
from enjoin.server import create_app
from enjoin.server.desk import desk_of
from enjoin.server.settings import Settings
from enjoin.server.sockets import connections, direct
from enjoin.server.sockets import server as listening

HOST = "Host: localhost\r\n"
JSON = "Accept: application/sparql-results+json\r\n"
SELECT = "SELECT ?s WHERE { ?s a <https://w3id.org/enjoin/ns#Class> } ORDER BY ?s LIMIT 2"
ALL = "SELECT * WHERE { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?b . ?c ?r ?d . ?e ?s ?d . ?e ?t ?f . ?g ?u ?f }"
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
QUERY = "Content-Type: application/sparql-query\r\n"


def get(query: str, headers: str = JSON, more: str = "") -> bytes:
    return f"GET /sparql?query={quote(query)}{more} HTTP/1.1\r\n{HOST}{headers}\r\n".encode()


def post(body: str, kind: str, headers: str = JSON, more: str = "") -> bytes:
    data = body.encode()
    return (
        f"POST /sparql{more} HTTP/1.1\r\n{HOST}{kind}Content-Length: {len(data)}\r\n{headers}\r\n".encode()
        + data
    )


class Site(Turned):
    """A server over a store on disk, turned by a thread; `ways` says which requests a thread answered."""

    def __init__(self, graph: Graph, settings: Settings, *, way: bool) -> None:
        app = create_app(graph, settings, today=lambda: date(2026, 11, 22))
        self.graph = graph
        listener = socket.create_server(("127.0.0.1", 0))
        server = listening.make(app, listener, settings, desk_of(app) if way else None)
        self.ways: list[str] = []
        queue = server.queue

        def noted(channel: Any) -> None:
            self.ways.append(channel.requests[0].command)
            queue(channel)

        server.queue = noted  # type: ignore[method-assign]
        super().__init__(server, listener)

    def ask(self, raw: bytes) -> bytes:
        """The one response to a request."""
        with self.connect() as connection:
            connection.sendall(raw)
            return response(connection)


def response(connection: socket.socket) -> bytes:
    """One response with its body, by its length."""
    found = b""
    while b"\r\n\r\n" not in found:
        piece = connection.recv(65536)
        if not piece:
            return found
        found += piece
    head, _, body = found.partition(b"\r\n\r\n")
    length = re.search(rb"\r\nContent-Length: (\d+)", head)
    while length and len(body) < int(length[1]) and (piece := connection.recv(65536)):
        body += piece
    return head + b"\r\n\r\n" + body


@pytest.fixture(scope="module")
def graph(empty_store: Path) -> Iterator[Graph]:
    with Graph.open(empty_store) as graph:
        graph.readers(2, timeout_s=2, most_waiting=4, cache=1 << 16)
        graph.answer("ASK {}", forms={"boolean": "json"}, timeout=30).close()
        yield graph


@pytest.fixture(scope="module")
def settings(empty_store: Path) -> Settings:
    return Settings(store=empty_store, threads=6, timeout=2, max_rows=3000, max_query=4096)


@pytest.fixture(scope="module")
def sites(graph: Graph, settings: Settings) -> Iterator[tuple[Site, Site]]:
    """The same site, once with the direct way and once without."""
    both = Site(graph, settings, way=True), Site(graph, settings, way=False)
    yield both
    for site in both:
        site.close()


@pytest.fixture
def site(sites: tuple[Site, Site], graph: Graph) -> Iterator[Site]:
    sites[0].ways.clear()
    sites[1].ways.clear()
    yield sites[0]
    turns = graph.readers().turns
    wait_until(lambda: (turns.running, turns.waiting) == (0, 0))


@pytest.fixture
def patient(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is: readers are there, and the loop hands nothing over because it took long."""
    wait_until(lambda: len(graph.readers()._stock.idle) > 2)
    monkeypatch.setattr(direct, "WAITS_S", 30.0)
    monkeypatch.setattr(direct, "RUNS_S", 30.0)


def wait_until(done: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.005)


def comparable(found: bytes) -> bytes:
    """A response without what differs each time."""
    found = re.sub(rb"\r\n(Date|X-Request-Id): [^\r]*", rb"\r\n\1: -", found)
    return re.sub(rb'"request": "[0-9a-f]*"', b'"request": ""', found)


PLAIN = {
    "by GET": get(SELECT),
    "any format": get(SELECT, ""),
    "csv": get(SELECT, "Accept: text/csv, */*;q=0.1\r\n"),
    "xml": get(SELECT, "Accept: application/sparql-results+xml;q=0.9, text/turtle\r\n"),
    "gzip, short": get(SELECT, "Accept-Encoding: gzip\r\n"),
    "gzip": get("SELECT * { ?s ?p ?o } LIMIT 50", "Accept-Encoding: gzip, br;q=0.5\r\n"),
    "cut": get("SELECT ?s { ?s ?p ?o }", JSON + "Accept-Encoding: gzip\r\n"),
    "replaced": get('SELECT ("a\\uFFFE" AS ?x) {}', "Accept: application/sparql-results+xml\r\n"),
    "ask": get("ASK {}"),
    "construct": get("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 2", "Accept: text/turtle\r\n"),
    "relative": get("SELECT (<relative> AS ?x) WHERE {}"),
    "signs": get('SELECT ("ä€+&=#%" AS ?x) WHERE {}', "Accept: text/tab-separated-values\r\n"),
    "closing": get(SELECT, JSON + "Connection: close\r\n"),
    "keeping": get(SELECT, JSON + "Connection: keep-alive\r\n"),
    "other headers": get(SELECT, JSON + "Cookie: a=b\r\nOrigin: http://other.example\r\nAccept-Language: es\r\nUser-Agent: {x}\r\n"),
    "by form": post(f"query={quote_plus(SELECT)}", FORM),
    "posted": post(SELECT, QUERY),
    "posted, with its charset": post(SELECT, "Content-Type: application/sparql-query; charset=UTF-8\r\n"),
    "posted, closing": post('SELECT ("ä" AS ?x) {}', QUERY, JSON + "Connection: close\r\n"),
    "posted, gzip": post("SELECT * { ?s ?p ?o } LIMIT 50", QUERY, JSON + "Accept-Encoding: gzip\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLAIN)
def test_both_ways_give_the_same_bytes(
    sites: tuple[Site, Site], site: Site, patient: None, name: str
) -> None:
    raw = PLAIN[name]
    short, long = sites[0].ask(raw), sites[1].ask(raw)
    again = sites[0].ask(raw)  # from the answers that are kept
    assert (sites[0].ways, len(sites[1].ways)) == ([], 1)
    assert short.startswith(b"HTTP/1.1 200 OK\r\n")
    assert comparable(short) == comparable(long) == comparable(again)
    assert (b"\r\nConnection: close\r\n" in short) == ("closing" in name)
    ids = [re.search(rb"X-Request-Id: ([0-9a-f]+)", each) for each in (short, again)]
    assert len({found[1] for found in ids if found}) == 2


UNUSUAL = {
    "an error of syntax": get("SELECT WHERE"),
    "a service": get("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"),
    "the wrong kind": get("ASK {}", "Accept: text/turtle\r\n"),
    "no format of ours": get("ASK {}", "Accept: image/png\r\n"),
    "another parameter": get(SELECT, more="&format=csv"),
    "twice": get(SELECT, more="&query=x"),
    "no query": f"GET /sparql?query= HTTP/1.1\r\n{HOST}\r\n".encode(),
    "no UTF-8": f"GET /sparql?query=%FF HTTP/1.1\r\n{HOST}\r\n".encode(),
    "another host": get(SELECT).replace(b"localhost", b"local_host"),
    "no host": get(SELECT).replace(HOST.encode(), b""),
    "HTTP/1.0": get(SELECT).replace(b"HTTP/1.1", b"HTTP/1.0"),
    "a body with GET": get(SELECT, "Content-Length: 3\r\n") + b"abc",
    "HEAD": get(SELECT, JSON + "Connection: close\r\n").replace(b"GET", b"HEAD"),
    "known": get(SELECT, "If-None-Match: *\r\n"),
    "a long text": get(SELECT + " #" + "x" * 5000),
    "an update by form": post("update=x", FORM),
    "a form with more": post(f"query={quote_plus(SELECT)}&timeout=1", FORM),
    "another type": post(SELECT, "Content-Type: text/plain\r\n"),
    "another charset": post(SELECT, "Content-Type: application/sparql-query; charset=utf-16\r\n"),
    "an address with more": post(SELECT, QUERY, more="?timeout=1"),
    "an encoded body": post(SELECT, QUERY, JSON + "Content-Encoding: identity\r\n"),
    "posted, wrong": post("SELECT {", QUERY),
    "posted, refused": post("query=SELECT+*+{+SERVICE+<a:a>+{}}", FORM),
    "posted, no UTF-8": post("x", QUERY).replace(b"\r\n\r\nx", b"\r\n\r\n\xff"),
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_what_is_unusual_is_told_the_long_way(sites: tuple[Site, Site], site: Site, name: str) -> None:
    raw = UNUSUAL[name]
    short, long = sites[0].ask(raw), sites[1].ask(raw)
    assert len(sites[0].ways) == len(sites[1].ways) == 1
    assert comparable(short) == comparable(long)


def test_the_tag_is_the_one_that_the_long_way_knows(site: Site) -> None:
    tag = re.search(rb"\r\nEtag: ([^\r]*)", site.ask(get(SELECT)))
    assert tag
    assert site.ask(get(SELECT, f"{JSON}If-None-Match: {tag[1].decode()}\r\n")).startswith(b"HTTP/1.1 304 ")
    assert b"Etag" not in site.ask(post(SELECT, QUERY))


def test_a_long_answer_is_sent_by_a_thread_and_is_the_same(sites: tuple[Site, Site], site: Site) -> None:
    raw = get(ALL, JSON)
    short, long = sites[0].ask(raw), sites[1].ask(raw)
    assert sites[0].ways == ["GET"]
    assert len(short) > 256 * 1024
    assert comparable(short) == comparable(long)


def test_a_query_that_takes_long_is_handed_over_and_ends_in_time(site: Site) -> None:
    start = time.monotonic()
    found = site.ask(get(ENDLESS))
    assert 1.9 < time.monotonic() - start < 30  # the query itself takes hours
    assert found.startswith(b"HTTP/1.1 503 ")
    assert b"within 2 s" in found
    assert b"Retry-After" in found
    assert site.ways == ["GET"]
    assert site.ask(get("ASK { <a:1> ?p ?o }")).startswith(b"HTTP/1.1 200 ")


def test_so_many_wait_and_the_next_is_sent_away(site: Site) -> None:
    """Two run and four wait: a seventh gets 429, and those that wait are answered when there is a place."""
    with contextlib.ExitStack() as stack:
        held = [stack.enter_context(site.connect()) for _ in range(7)]
        for connection in held:
            connection.sendall(get(ENDLESS))
        statuses = sorted(response(connection)[9:12] for connection in held)
    assert set(statuses) <= {b"429", b"503"}
    assert statuses[0] == b"429"
    assert statuses[-1] == b"503"


def test_those_that_wait_are_answered_in_the_loop_when_a_place_is_free(site: Site, patient: None) -> None:
    with contextlib.ExitStack() as stack:
        held = [stack.enter_context(site.connect()) for _ in range(6)]
        for number, connection in enumerate(held):
            connection.sendall(get(f"SELECT ({number} AS ?wait) {{}}", "Accept: text/csv\r\n"))
        for number, connection in enumerate(held):
            assert response(connection).endswith(b"wait\r\n%d\r\n" % number)
    assert site.ways == []


def test_a_thread_that_is_done_lets_those_go_on_that_wait_in_the_loop(
    site: Site, graph: Graph, patient: None
) -> None:
    """The places are taken by threads; their ends wake the loop."""
    turns = graph.readers().turns
    taken = [turns.take("another", 5), turns.take("another", 5)]
    with site.connect() as connection:
        connection.sendall(get("SELECT (1 AS ?woken) {}"))
        wait_until(lambda: turns.waiting == 1)
        turns.release(taken[0])
        assert response(connection).startswith(b"HTTP/1.1 200 ")
    turns.release(taken[1])
    assert site.ways == []


def test_one_that_waits_for_long_waits_in_a_thread(site: Site, graph: Graph) -> None:
    turns = graph.readers().turns
    taken = [turns.take("another", 5), turns.take("another", 5)]
    with site.connect() as connection:
        connection.sendall(get("SELECT (2 AS ?woken) {}"))
        wait_until(lambda: site.ways == ["GET"])
        for turn in taken:
            turns.release(turn)
        assert response(connection).startswith(b"HTTP/1.1 200 ")


def test_a_reader_that_dies_is_one_client_s_error(site: Site, patient: None) -> None:
    way = site.server.direct
    assert way is not None
    with site.connect() as connection, site.connect() as other:
        connection.sendall(get(ENDLESS + " #dies"))
        wait_until(lambda: any(each.plain.text.endswith("#dies") for _, each in list(way._running)))
        other.sendall(get("SELECT (3 AS ?lives) {}"))
        reader = next(each for _, each in list(way._running) if each.plain.text.endswith("#dies")).begun
        assert reader is not None
        assert reader._reader is not None
        os.kill(reader._reader.process.number, signal.SIGKILL)
        found = response(connection)
        assert found.startswith(b"HTTP/1.1 503 ")
        assert b"query-memory" in found
        assert response(other).startswith(b"HTTP/1.1 200 ")
        # The connection is as good as before.
        connection.sendall(get("SELECT (4 AS ?lives) {}"))
        assert response(connection).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("waits", [False, True])
def test_a_client_that_leaves_stops_its_query(site: Site, graph: Graph, waits: bool) -> None:
    turns = graph.readers().turns
    taken = [turns.take("another", 30), turns.take("another", 30)] if waits else []
    with site.connect() as connection:
        connection.sendall(get(ENDLESS + " #left"))
        wait_until(lambda: turns.running + turns.waiting == len(taken) + 1)
    start = time.monotonic()
    wait_until(lambda: turns.running + turns.waiting == len(taken))
    assert time.monotonic() - start < 1
    for turn in taken:
        turns.release(turn)


def test_pipelined_requests_are_answered_in_their_order(site: Site) -> None:
    asked = [get(f"SELECT ({number} AS ?n) {{}}", "Accept: text/csv\r\n") for number in range(40)]
    asked[7] = get(ALL + " #7", "Accept: text/csv\r\n")
    asked[20] = post("SELECT (20 AS ?n) {}", QUERY, "Accept: text/csv\r\n")
    with site.connect() as connection:
        connection.sendall(b"".join(asked[:30]))
        time.sleep(0.05)
        connection.sendall(
            b"".join(asked[30:-1]) + get("SELECT (39 AS ?n) {}", "Accept: text/csv\r\nConnection: close\r\n")
        )
        found = b""
        while piece := connection.recv(65536):
            found += piece
    assert found.count(b"HTTP/1.1 200 OK") == 40
    places = [found.index(b"\r\n\r\nn\r\n%d\r\n" % number) for number in range(40) if number != 7]
    assert places == sorted(places)


def test_a_request_that_comes_in_pieces_is_answered_too(site: Site, patient: None) -> None:
    for raw in (get(SELECT), post(SELECT, QUERY)):
        with site.connect() as connection:
            for place in range(0, len(raw), 60):
                connection.sendall(raw[place : place + 60])
                time.sleep(0.002)
            assert response(connection).startswith(b"HTTP/1.1 200 OK")
    assert site.ways == []


def test_a_body_that_is_waited_for_is_asked_for(site: Site) -> None:
    raw = post(SELECT, QUERY, JSON + "Expect: 100-continue\r\n")
    head, _, body = raw.partition(b"\r\n\r\n")
    with site.connect() as connection:
        connection.sendall(get("SELECT (5 AS ?x) {}") + head + b"\r\n\r\n")
        assert slow_response(connection).startswith(b"HTTP/1.1 200 OK")
        assert connection.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(body)
        assert response(connection).startswith(b"HTTP/1.1 200 OK")


def test_a_client_that_does_not_read_holds_up_nobody(site: Site) -> None:
    """Answers beyond what the system takes wait in the server's memory, and are whole when they are read."""
    text = "SELECT * { ?s ?p ?o } LIMIT %d"
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.settimeout(60)
        slow.connect(site.listener.getsockname())
        for number in range(1000, 1004):
            slow.sendall(get(text % number, "Accept: text/csv\r\n"))
        time.sleep(0.2)
        assert site.ask(get("SELECT (6 AS ?x) {}")).startswith(b"HTTP/1.1 200 OK")
        for number in range(1000, 1004):
            wanted = site.ask(get(text % number, "Accept: text/csv\r\n"))
            assert comparable(slow_response(slow)) == comparable(wanted)


def slow_response(connection: socket.socket) -> bytes:
    """One response and no byte more."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += connection.recv(1)
    length = re.search(rb"\r\nContent-Length: (\d+)", head)
    assert length
    body = b""
    while len(body) < int(length[1]):
        body += connection.recv(int(length[1]) - len(body))
    return head + body


def test_idle_connections_cost_nothing(site: Site) -> None:
    """What a round looks at does not grow with those that are silent."""
    with contextlib.ExitStack() as stack:
        for _ in range(200):
            stack.enter_context(site.connect())
        wait_until(lambda: len(site.server.active_channels) >= 200)
        site.ask(get("SELECT (7 AS ?x) {}"))
        looked: list[object] = []
        real = connections.Channel.readable
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                connections.Channel, "readable", lambda channel: (looked.append(channel), real(channel))[1]
            )
            patch.setattr(site.server, "next_channel_cleanup", time.time() + 60)
            for number in range(20):
                site.ask(get(f"SELECT ({number} AS ?idle) {{}}"))
    assert len(looked) < 200


def test_what_is_answered_is_counted(sites: tuple[Site, Site], site: Site) -> None:
    way = site.server.direct
    assert way is not None

    def counted() -> int:
        found = re.search(
            r'requests_total\{kind="sparql",method="GET",status="200"\} (\d+)', way._desk.metrics.text(())
        )
        return int(found[1]) if found else 0

    before = counted()
    for number in range(3):
        site.ask(get(f"SELECT ({number} AS ?counted) {{}}"))
    assert counted() == before + 3


def test_behind_proxies_whose_word_counts_every_request_goes_the_long_way(
    graph: Graph, settings: Settings
) -> None:
    app = create_app(graph, settings, today=lambda: date(2026, 11, 22))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        trusting = Settings(store=settings.store, trusted_proxies=1, threads=1)
        server = listening.make(app, listener, trusting, desk_of(app))
        assert server.direct is None
        server.task_dispatcher.shutdown(timeout=2)
        server.close()
