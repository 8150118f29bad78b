"""Attacks on the way by which plain queries are answered in the server's loop, where all clients meet."""

import contextlib
import os
import random
import signal
import socket
import threading
import time
from pathlib import Path
from urllib.parse import quote

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?b . ?c ?r ?d . ?e ?s ?d . ?e ?t ?f . ?g ?u ?f }"
SIMPLE = "SELECT * { ?s a ?type } LIMIT 1"


def get(query: str) -> bytes:
    return (
        f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n".encode()
    )


def readers_of(server) -> list[int]:
    """The processes that answer queries: children of a child of the server, which forks them."""
    parents = {}
    for process in server.processes():
        with contextlib.suppress(OSError, IndexError):
            parents[process] = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    return [each for each, parent in parents.items() if parents.get(parent) == server.process.pid]


def test_readers_that_die_at_any_moment_cost_only_the_answers_they_were_at(site) -> None:
    """Each request gets a whole answer or a clean error, on the connection that it was sent on."""
    statuses: list[bytes] = []
    stop = threading.Event()

    def ask() -> None:
        with site.connect(20) as connection:
            while not stop.is_set():
                connection.sendall(get(f"{SIMPLE} # {random.random()}"))
                found = b""
                while b"\r\n\r\n" not in found:
                    piece = connection.recv(65536)
                    assert piece, "the connection was closed"
                    found += piece
                head, _, body = found.partition(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
                while len(body) < length:
                    body += connection.recv(length - len(body))
                assert len(body) == length
                statuses.append(head[9:12])

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for _ in range(20):
        time.sleep(0.1)
        for process in random.sample(found, 1) if (found := readers_of(site)) else []:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
    stop.set()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {b"200", b"503", b"429"}, set(statuses)
    assert statuses.count(b"200") > 0.5 * len(statuses)


def test_hundreds_of_silent_and_of_half_sent_requests_hold_up_nobody(site, bystander) -> None:
    half = get(SIMPLE)[:-7]
    with contextlib.ExitStack() as stack:
        for number in range(600):
            connection = stack.enter_context(site.connect(10))
            if number % 2:
                connection.sendall(half)
        with bystander(site) as other:
            time.sleep(2)
    assert set(other.statuses) == {200}, other.statuses
    assert max(other.seconds) < 1


def test_clients_that_pipeline_and_never_read_hold_up_nobody(site, bystander) -> None:
    """What they asked for is bounded by what the system and the server hold for one connection."""
    flood = get("SELECT * { ?s ?p ?o } LIMIT 1500") * 100
    with contextlib.ExitStack() as stack:
        for _ in range(10):
            connection = stack.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(0.5)
            connection.connect((site.host, site.port))
            with contextlib.suppress(TimeoutError):
                connection.sendall(flood)
        with bystander(site) as other:
            time.sleep(3)
    assert set(other.statuses) == {200}, other.statuses
    assert max(other.seconds) < 1


def test_clients_that_ask_and_leave_at_once_stop_their_queries(site, bystander) -> None:
    with bystander(site) as other:
        for number in range(200):
            with site.connect(5) as connection:
                connection.sendall(get(f"{ENDLESS} # {number}" if number % 2 else f"{SIMPLE} # {number}"))
    assert set(other.statuses) == {200}, other.statuses
    time.sleep(0.7)
    before, start = site.processor_seconds(), time.monotonic()
    time.sleep(0.8)
    used = (site.processor_seconds() - before) / (time.monotonic() - start)
    assert used < 0.5, f"{used:.2f} of a core is still at work"


def test_a_simple_query_by_get_is_answered_soon_among_heavy_ones(site) -> None:
    """The one who asks comes from another address; what is heavy is asked for by GET, too."""
    stop = threading.Event()

    def heavy(number: int) -> None:
        while not stop.is_set():
            with contextlib.suppress(OSError), site.connect(20) as connection:
                connection.sendall(get(f"{ENDLESS} # {number}"))
                connection.recv(1000)

    threads = [threading.Thread(target=heavy, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    took: list[float] = []
    answered: list[bytes] = []
    for number in range(40):
        start = time.monotonic()
        address = (site.host, site.port)
        with socket.create_connection(address, timeout=20, source_address=("127.0.0.3", 0)) as connection:
            connection.sendall(get(f"{SIMPLE} # simple {number}"))
            answered.append(connection.recv(1000)[9:12])
        took.append(time.monotonic() - start)
        time.sleep(0.05)
    stop.set()
    for thread in threads:
        thread.join()
    assert set(answered) == {b"200"}
    assert max(took) < 1, sorted(took)[-5:]
