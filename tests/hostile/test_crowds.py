"""Many at once: whoever asks something simple is answered within a second, whatever the others do."""

import socket
import threading
import time

import pytest

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def crowd(server, number: int, seconds: float, text: str = ENDLESS) -> list[int]:
    """So many clients that ask without a pause; the statuses they got."""
    statuses: list[int] = []
    end = time.monotonic() + seconds

    def ask() -> None:
        while time.monotonic() < end:
            try:
                reply = server.query(text, timeout=60)
            except OSError:
                statuses.append(0)
                continue
            statuses.append(reply.status)
            if reply.status in {429, 503}:
                assert int(reply.headers["retry-after"]) >= 1
                time.sleep(0.05)

    threads = [threading.Thread(target=ask) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def assert_served(other) -> None:
    """Each simple question was answered, within a second."""
    assert set(other.statuses) == {200}, other.statuses
    assert max(other.seconds) < 1, sorted(other.seconds)[-5:]


def test_forty_heavy_clients_leave_room_for_another(site, bystander) -> None:
    assert site.query("ASK {}").status == 200, "the readers are there"
    with bystander(site) as other:
        statuses = crowd(site, 40, 6)
    assert set(statuses) <= {429, 503}, set(statuses)
    assert_served(other)


def test_a_client_among_its_own_heavy_queries_is_answered_quickly(site, bystander) -> None:
    """Who sends forty heavy queries may be turned away, and at once; most simple ones go through."""
    with bystander(site, "127.0.0.1") as other:
        crowd(site, 40, 4)
    assert set(other.statuses) <= {200, 429, 503}
    assert max(other.seconds) < 1, sorted(other.seconds)[-5:]
    assert other.statuses.count(200) >= 0.5 * len(other.statuses), other.statuses


def test_a_crowd_that_swallows_memory_is_kept_within_bounds(site, bystander) -> None:
    """The fixture of all these tests looks at the memory."""
    text = "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?g"
    with bystander(site) as other:
        crowd(site, 10, 4, text)
    assert_served(other)


def test_a_client_that_leaves_stops_its_query(site) -> None:
    """A reader that works for nobody is free again at once, not at the time limit."""
    query = ENDLESS.encode()
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: "
        + str(len(query)).encode()
        + b"\r\n\r\n"
    )
    for _ in range(2):
        with site.connect(5) as connection:
            connection.sendall(head + query)
            time.sleep(0.4)
            connection.shutdown(socket.SHUT_RDWR)
    time.sleep(0.7)
    before, start = site.processor_seconds(), time.monotonic()
    time.sleep(0.8)
    used = (site.processor_seconds() - before) / (time.monotonic() - start)
    assert used < 0.5, f"{used:.2f} of a core is still at work"


def test_a_writer_and_its_readers_do_not_wait_for_one_another(bare, bystander) -> None:
    with bystander(bare) as other:
        for i in range(10):
            reply = bare.update(f"INSERT DATA {{ GRAPH <a:written> {{ <a:s> <a:n> {i} }} }}")
            assert reply.status in {200, 204}, reply.text
            found = bare.query("SELECT (COUNT(*) AS ?n) { GRAPH <a:written> { ?s ?p ?o } }").rows()
            assert found[0]["n"]["value"] == str(i + 1), "a read after an acknowledged write sees it"
    assert set(other.statuses) == {200}
    assert max(other.seconds) < 1
    assert bare.update("DROP GRAPH <a:written>").status in {200, 204}


@pytest.mark.slow
def test_forty_heavy_clients_for_a_minute(site, bystander) -> None:
    with bystander(site) as other:
        crowd(site, 40, 60)
    assert_served(other)


@pytest.mark.slow
def test_a_million_rows_come_whole_and_in_flat_memory(tmp_path, million) -> None:
    """With the limits raised by flags: all rows, in every format, to a client that reads as it comes."""
    from collections import Counter

    with million(tmp_path / "store") as server:
        idle = server.memory()
        for accept, mark in (
            ("text/csv", b"\n"),
            ("text/tab-separated-values", b"\n"),
            ("application/sparql-results+json", b'"s":{'),
            ("application/sparql-results+xml", b"<result>"),
        ):
            # Statements are another matter: the engine remembers each to send it once only.
            text = "SELECT ?s ?o { ?s ?p ?o }"
            most = Counter[str]()
            stop = threading.Event()

            def look(most=most, stop=stop) -> None:
                while not stop.wait(0.2):
                    most["bytes"] = max(most["bytes"], server.memory())

            thread = threading.Thread(target=look)
            thread.start()
            reply = server.query(text, accept=accept, timeout=300)
            stop.set()
            thread.join()
            assert reply.status == 200, reply.text[:300]
            assert "x-enjoin-truncated" not in reply.headers
            rows = reply.body.count(mark) - (1 if accept.startswith("text/") else 0)
            assert rows == 1_000_000, (accept, rows)
            assert most["bytes"] - idle < 300_000_000, (accept, most["bytes"], idle)
