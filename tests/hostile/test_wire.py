"""Requests that no well-behaved client sends: each costs one connection and nobody else anything."""

import contextlib
import gzip
import socket
import time

import pytest

HEAD = b"Host: localhost\r\n"
OK = b"HTTP/1.1 200"
ASK = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nConnection: close\r\n\r\n"


def status(answer: bytes) -> int:
    """The status of the first response; 0 where the connection was just closed."""
    return int(answer.split(None, 2)[1]) if answer.startswith(b"HTTP/1.") else 0


def is_an_error(answer: bytes) -> None:
    """A 4xx, or nothing but a closed connection; never a 5xx with a story."""
    assert status(answer) in {0, *range(400, 500), 501, 505}, answer[:300]
    assert b"Traceback" not in answer
    assert b"waitress" not in answer.lower()


JUNK = {
    "nothing": b"\r\n\r\n\r\n",
    "binary": bytes(range(256)) * 40 + b"\r\n\r\n",
    "another protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500 + b"\r\n\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "no version": b"GET /\r\n\r\n",
    "a strange version": b"GET / HTTP/9.9\r\n" + HEAD + b"\r\n",
    "no method": b" / HTTP/1.1\r\n" + HEAD + b"\r\n",
    "a lower-case method": b"get / HTTP/1.1\r\n" + HEAD + b"\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "a header without a colon": b"GET / HTTP/1.1\r\n" + HEAD + b"nonsense\r\n\r\n",
    "a header with a blank name": b"GET / HTTP/1.1\r\n" + HEAD + b" : x\r\n\r\n",
    "a NUL in a header": b"GET / HTTP/1.1\r\n" + HEAD + b"X-A: a\x00b\r\n\r\n",
    "a folded header": b"GET / HTTP/1.1\r\n" + HEAD + b"X-A: a\r\n b\r\n\r\n",
    "two lengths": b"POST /sparql HTTP/1.1\r\n" + HEAD + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
    "a negative length": b"POST /sparql HTTP/1.1\r\n" + HEAD + b"Content-Length: -1\r\n\r\nabc",
    "a length in words": b"POST /sparql HTTP/1.1\r\n" + HEAD + b"Content-Length: three\r\n\r\nabc",
    "a length with a sign": b"POST /sparql HTTP/1.1\r\n" + HEAD + b"Content-Length: +3\r\n\r\nabc",
    "a length and chunks": b"POST /sparql HTTP/1.1\r\n" + HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a strange coding": b"POST /sparql HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: gzip\r\n\r\nabc",
    "a broken chunk": b"POST /sparql HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
    "a chunk that lies": b"POST /sparql HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nabcdef\r\n0\r\n\r\n",
    "a chunk of a negative size": b"POST /sparql HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n0\r\n\r\n",
    "an endless chunk size": b"POST /sparql HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"F" * 200_000,
    "a long line": b"GET /" + b"a" * 3_000_000 + b" HTTP/1.1\r\n" + HEAD + b"\r\n",
    "a long header": b"GET / HTTP/1.1\r\n" + HEAD + b"X-A: " + b"a" * 3_000_000 + b"\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\n" + HEAD + b"X-A: a\r\n" * 300_000 + b"\r\n",
}  # fmt: skip
ANSWERED = {
    "no version",
    "a strange version",
    "nothing",
    "a lower-case method",
    "no host",
    "a folded header",
    "a header with a blank name",
    "a NUL in a header",
}
"""What a server may also answer as if nothing were."""


@pytest.mark.parametrize("name", JUNK)
def test_junk_is_an_error_or_a_closed_connection(site, raw, name) -> None:
    answer = raw(site, JUNK[name], wait=1)
    if name in ANSWERED and (not answer or status(answer) < 400):
        return
    is_an_error(answer)


def test_junk_after_a_request_does_not_reach_the_next_client(site, raw) -> None:
    """What is smuggled behind a request is a request of its own, or nothing."""
    smuggled = (
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 6\r\n\r\nASK {}"
        b"GARBAGE GARBAGE\r\n\r\n" + b"\x00" * 100
    )
    answer = raw(site, smuggled, wait=2)
    assert status(answer) == 200
    assert answer.count(OK) == 1
    assert site.get("/sparql", query="ASK {}").json()["boolean"] is True


def test_two_hundred_pipelined_requests_are_answered_in_their_order(site, raw) -> None:
    one = b"GET /sparql?query=SELECT%20(@%20AS%20%3Fn)%7B%7D HTTP/1.1\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n"
    asked = b"".join(one.replace(b"@", str(i).encode()) for i in range(50)) + ASK
    answer = raw(site, asked, wait=20)
    assert answer.count(OK) == 51
    places = [answer.index(b"n\r\n%d\r\n" % i) for i in range(50)]
    assert places == sorted(places)


def test_a_chunked_body_is_read_and_bounded(bare) -> None:
    with bare.connect(20) as connection:
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nConnection: close\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n3\r\nASK\r\n3\r\n {}\r\n0\r\n\r\n"
        )
        assert connection.recv(1000).startswith(OK)
    with bare.connect(20) as connection:
        connection.sendall(
            b"PUT /data?graph=a:chunked HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/turtle\r\nAuthorization: Bearer "
            + bare.token.encode()
            + b"\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        chunk = b"100000\r\n" + b"#" * 0x100000 + b"\r\n"
        with contextlib.suppress(OSError):
            for _ in range(200):
                connection.sendall(chunk)
            connection.sendall(b"0\r\n\r\n")
        with contextlib.suppress(OSError):
            answer = connection.recv(1000)
            assert not answer or status(answer) == 413
    assert bare.get("/data?graph=a:chunked").status == 404


def test_a_length_that_lies_costs_one_connection(site, raw) -> None:
    """More promised than sent: the rest is waited for, beside everybody else; less: the rest is no body."""
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: "
    held = [site.connect(5) for _ in range(20)]
    try:
        for connection in held:
            connection.sendall(head + b"100\r\n\r\nASK {}")
        assert site.get("/sparql", query="ASK {}").seconds < 1
    finally:
        for connection in held:
            connection.close()
    short = raw(site, head + b"3\r\n\r\nASK {}", wait=2)
    assert status(short) == 400
    is_an_error(raw(site, head + b"100\r\n\r\nASK {}", wait=2, half_close=True))


def test_a_hundred_slow_clients_are_not_waited_for(site) -> None:
    """Each sends a byte now and then, of a head or of a body; others are served as ever."""
    slow = [site.connect(5) for _ in range(100)]
    try:
        for i, connection in enumerate(slow):
            half = (
                b"GET / HTTP/1.1\r\nHost: loc"
                if i % 2
                else b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
            )
            connection.sendall(half)
        end = time.monotonic() + 2
        while time.monotonic() < end:
            for connection in slow[::10]:
                connection.sendall(b"x")
            assert site.get("/sparql", query="ASK {}").seconds < 1
            time.sleep(0.1)
    finally:
        for connection in slow:
            connection.close()


def test_two_hundred_idle_connections_leave_room(site) -> None:
    idle = [site.connect(5) for _ in range(200)]
    try:
        reply = site.get("/sparql", query="ASK {}")
        assert (reply.status, reply.seconds < 1) == (200, True)
    finally:
        for connection in idle:
            connection.close()


def test_a_client_that_reads_nothing_holds_nobody_up(site) -> None:
    """Its answers wait in a file or in the system's buffers, not in a reader."""
    held: list[socket.socket] = []
    ask = b"GET /sparql?query=SELECT%20*%7B%3Fs%20%3Fp%20%3Fo%7D HTTP/1.1\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n"
    try:
        for _ in range(12):
            connection = socket.socket()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(10)
            connection.connect((site.host, site.port))
            connection.sendall(ask)
            held.append(connection)
        end = time.monotonic() + 4
        while time.monotonic() < end:
            reply = site.get("/sparql", query="ASK {}")
            assert (reply.status, reply.seconds < 1) == (200, True)
            time.sleep(0.1)
    finally:
        for connection in held:
            connection.close()


def test_half_closed_and_reset_connections_leave_nothing(site) -> None:
    import struct

    for _ in range(50):
        with site.connect(5) as connection:
            connection.sendall(
                b"GET /sparql?query=SELECT%20*%7B%3Fs%20%3Fp%20%3Fo%7D HTTP/1.1\r\nHost: x\r\n\r\n"
            )
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with site.connect(10) as connection:
        connection.sendall(ASK)
        connection.shutdown(socket.SHUT_WR)  # whoever says no more may be taken to have gone
        answer = connection.recv(100)
        assert not answer or answer.startswith(OK)


def test_an_answer_is_packed_only_for_whoever_can_unpack_it(site) -> None:
    text = "SELECT * { ?s ?p ?o } LIMIT 2000"
    plain = site.query(text, accept="text/csv")
    assert "content-encoding" not in plain.headers
    for coding, packed in (
        ("gzip", True),
        ("gzip;q=0", False),
        ("identity", False),
        ("br", False),
        ("*;q=0", False),
        ("gzip;q=0.1, identity", None),
    ):
        reply = site.request(
            "POST", "/sparql", text,
            {"Content-Type": "application/sparql-query", "Accept": "text/csv", "Accept-Encoding": coding},
        )  # fmt: skip
        if reply.status == 406:
            continue
        is_packed = reply.headers.get("content-encoding") == "gzip"
        assert packed is None or is_packed == packed or (packed and not is_packed), coding
        body = gzip.decompress(reply.body) if is_packed else reply.body
        assert body == plain.body
        assert "accept-encoding" in reply.headers.get("vary", "").lower() or not is_packed
