"""The sockets: slow clients, strange requests, many connections, and clients that leave."""

import contextlib
import json
import socket
import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask, Response, request
from turned import Turned
from waitress.channel import ClientDisconnected

from enjoin.server.settings import Settings
from enjoin.server.sockets import connections
from enjoin.server.sockets import server as listening


class Running(Turned):
    """A server over a small application, turned by a thread."""

    def __init__(self, **settings) -> None:
        self.left: list[float] = []
        app = Flask("enjoin.tests")

        @app.route("/", methods=["GET", "POST"])
        def page() -> Response:
            return Response(str(len(request.get_data())))

        @app.get("/nothing")
        def nothing() -> Response:
            return Response(status=204)

        @app.get("/slow")
        def slow() -> Response:
            gone = request.environ["waitress.client_disconnected"]
            start = time.monotonic()
            while not gone() and time.monotonic() - start < 60:
                time.sleep(0.01)
            self.left.append(time.monotonic() - start)
            return Response("late")

        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        super().__init__(listening.make(app, listener, Settings(threads=4, **settings)), listener)

    def ask(self, raw: bytes) -> bytes:
        """All that comes back until the server closes the connection, as it must after what is asked."""
        with self.connect() as connection:
            connection.sendall(raw)
            found = b""
            while chunk := connection.recv(65536):
                found += chunk
            return found


def wait_until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not done():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.fixture
def running() -> Iterator[Running]:
    server = Running(max_body=1000, max_connections=10)
    yield server
    server.close()


GET = b"GET / HTTP/1.1\r\nHost: x\r\n"
LAST = GET + b"Connection: close\r\n\r\n"


def test_pipelined_requests_are_answered_in_their_order(running) -> None:
    assert running.ask(GET + b"\r\n" + LAST).count(b"HTTP/1.1 200 OK") == 2


def test_http_1_0_is_answered_and_closed(running) -> None:
    found = running.ask(b"GET / HTTP/1.0\r\n\r\n")
    assert found.startswith(b"HTTP/1.0 200 OK")
    assert found.endswith(b"\r\n\r\n0")


def test_an_answer_without_a_body_keeps_its_connection(running) -> None:
    nothing = b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"
    assert running.ask(nothing + LAST).count(b"HTTP/1.1 20") == 2
    closing = b"GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert running.ask(closing + LAST).count(b"HTTP/1.1 20") == 1


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"GARBAGE\r\n\r\n", 400),
        (GET + b"Content-Length: many\r\n\r\n", 400),
        (GET + b"Content-Length: 1000000\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFF\r\n" + b"x" * 2000, 413),
        (b"GET /" + b"x" * 500_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 431),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: deflate\r\n\r\n", 501),
    ],
)  # fmt: skip
def test_what_is_refused_before_it_is_read_is_told_like_every_error(running, raw, status) -> None:
    found = running.ask(raw)
    head, _, body = found.partition(b"\r\n\r\n")
    assert int(head.split(b" ")[1]) == status
    assert json.loads(body)["status"] == status
    assert b"Content-Type: application/problem+json" in head
    assert b"X-Content-Type-Options: nosniff" in head
    assert b"waitress" not in found.lower()
    assert b"Server:" not in head


def test_a_refusal_is_noted_whether_or_not_its_client_is_still_there(running) -> None:
    """It is sent at once, and the parser of a request that has no first line is one that waitress can name."""
    parser = connections.Parser(running.server.adj)
    parser.received(b"GET / HTTP/1.1\r\nBad header\r\n\r\n")
    noted, sent = [], []

    class Gone(connections.Channel):
        def __init__(self) -> None:
            self.adj, self.server, self.requests = running.server.adj, running.server, [parser]

        def write_soon(self, data: bytes) -> int:
            sent.append(data)
            raise ClientDisconnected

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running.server, "note", lambda *told: noted.append(told[2:]))
        with pytest.raises(ClientDisconnected):
            connections.Refusal(Gone(), parser).service()  # type: ignore[arg-type]  # as waitress calls it
    assert len(sent) == 1
    head, _, body = sent[0].partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.0 400 Bad Request")
    assert noted == [(400, len(body))]
    assert f"{parser.path}" == ""


def test_a_client_that_sends_all_of_a_refused_body_reads_why(running) -> None:
    with running.connect() as connection:
        connection.sendall(GET + b"Content-Length: 8000000\r\n\r\n" + b"x" * 8_000_000)
        assert connection.recv(1000).startswith(b"HTTP/1.1 413")


def test_a_chunked_body_is_read(running) -> None:
    raw = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    assert running.ask(raw).endswith(b"\r\n\r\n5")


def test_a_client_that_leaves_is_noticed(running) -> None:
    with running.connect() as connection:
        connection.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.2)
    wait_until(lambda: bool(running.left))
    assert running.left[0] < 60


def test_too_many_idle_connections_make_room_for_new_ones(running) -> None:
    idle = [running.connect() for _ in range(30)]
    for connection in idle:
        connection.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
    assert running.ask(LAST).startswith(b"HTTP/1.1 200 OK")
    for connection in idle:
        connection.close()


def test_a_client_that_sends_too_slowly_is_cut_off(running, monkeypatch) -> None:
    monkeypatch.setattr(connections, "HEAD_S", 0.2)
    with running.connect() as head, running.connect() as body:
        head.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
        body.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nabc")
        wait_until(lambda: len(running.server.active_channels) == 2)
        time.sleep(0.5)
        running.server.maintenance(time.time())
        for connection in (head, body):
            with contextlib.suppress(ConnectionResetError):
                assert connection.recv(100) == b""


def test_a_client_that_is_quick_enough_is_not(running, monkeypatch) -> None:
    with running.connect() as connection:
        connection.sendall(GET)
        running.server.maintenance(time.time())
        connection.sendall(b"\r\n")
        found = b""
        while not found.endswith(b"\r\n\r\n0"):
            found += connection.recv(1000)
        monkeypatch.setattr(connections, "HEAD_S", 0.1)
        time.sleep(0.2)
        running.server.maintenance(time.time())  # idle between two requests: that is another clock
        connection.sendall(GET + b"\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 200 OK")
