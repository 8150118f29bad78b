"""Strangers' queries: a time limit that holds, memory that ends, and nobody else who notices."""

import contextlib
import gzip
import http.server
import os
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from enjoin.graph.errors import (
    QueryError,
    QueryOverloaded,
    QueryParameterError,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
)
from enjoin.graph.readers.pool import GenerationGone, Readers
from enjoin.graph.readers.stock import SPARES
from enjoin.graph.results import Limits
from enjoin.graph.storage import publish
from enjoin.graph.storage.publish import Generation
from enjoin.graph.storage.store import Store

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
EASY = "SELECT ?o { <a:s1> <a:p> ?o }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.create(tmp_path_factory.mktemp("worker") / "store")
    store.replace(
        {NamedNode("a:g"): [Triple(NamedNode(f"a:s{i}"), NamedNode("a:p"), Literal(i)) for i in range(5000)]}
    )
    yield store
    store.close()


@pytest.fixture(scope="module")
def generation(store: Store) -> Generation:
    assert store.path is not None
    return publish.publish(store, store.path / "generations")


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    readers = Readers(2, timeout_s=5.0, memory=300 * 1024 * 1024)
    yield readers
    readers.close()


def test_an_answer_comes_back_in_the_format_for_its_kind(readers: Readers, generation: Generation) -> None:
    forms = {"solutions": "csv", "boolean": "xml", "triples": "ntriples"}
    with readers.run(generation, EASY, forms=forms) as answer:  # type: ignore[arg-type]
        assert (answer.kind, answer.media_type, answer.read()) == ("solutions", "text/csv", b"o\r\n1\r\n")
    with readers.run(generation, "ASK { ?s ?p ?o }", forms=forms) as answer:  # type: ignore[arg-type]
        assert answer.media_type == "application/sparql-results+xml"
    with readers.run(generation, "DESCRIBE <a:s1>", forms=forms) as answer:  # type: ignore[arg-type]
        assert answer.read() == b'<a:s1> <a:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'


def test_a_long_answer_is_a_file_read_in_pieces(readers: Readers, generation: Generation) -> None:
    with readers.run(generation, "SELECT * { ?s ?p ?o }") as answer:
        assert answer.size > 256 * 1024
        assert sum(map(len, answer.chunks())) == answer.size
        assert not answer.truncated


def test_a_cut_answer_says_so(readers: Readers, generation: Generation) -> None:
    with readers.run(generation, "SELECT * { ?s ?p ?o }", limits=Limits(rows=10)) as answer:
        assert answer.truncated
        assert answer.read().count(b'"p"') == 1 + 10


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("SELECT * {", QuerySyntaxError, "line 1, column 10"),
        ("SELECT * { ?s foo:x ?o }", QuerySyntaxError, "prefix foo:"),
        ("INSERT DATA { <a:a> <a:b> 1 }", QuerySyntaxError, "an update"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> {} }", QueryRefused, "SERVICE"),
        ("SELECT * { } #" + "x" * 200_000, QueryRefused, "characters"),
        ("SELECT * { FILTER" + "(" * 5000 + "1" + ")" * 5000 + "}", QuerySyntaxError, "deep"),
    ],
)
def test_the_asker_s_errors_come_back_as_they_are(
    readers: Readers, generation: Generation, text: str, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        readers.run(generation, text)
    assert readers.run(generation, EASY).read()


def test_a_format_that_does_not_fit_is_named(readers: Readers, generation: Generation) -> None:
    with pytest.raises(QueryParameterError, match="use one of"):
        readers.run(generation, EASY, forms={"solutions": "turtle"})


def test_a_runaway_query_is_stopped_at_its_time_and_its_place_taken(
    readers: Readers, generation: Generation
) -> None:
    for _ in range(3):
        start = time.monotonic()
        with pytest.raises(QueryTimeout, match=r"within 0\.5 s"):
            readers.run(generation, RUNAWAY, timeout_s=0.5)
        assert time.monotonic() - start < 30  # the query itself takes hours
    assert readers.run(generation, EASY).read()


def test_other_queries_do_not_notice(readers: Readers, generation: Generation) -> None:
    with hard_ones(readers, generation) as ended:
        wait_until(lambda: readers.turns.running == 1)
        assert readers.run(generation, EASY, timeout_s=60).read()
        assert ended == []
    assert len(ended) == 1


def test_a_query_that_takes_too_much_memory_ends_alone(readers: Readers, generation: Generation) -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{i},?x{i}) AS ?x{i + 1})" for i in range(28))
    hungry = f"SELECT (STRLEN(?x28) AS ?n) {{ BIND('aaaaaaaaaaaaaaaa' AS ?x0) {doubled} }}"
    with pytest.raises((QueryOverloaded, QueryTimeout)):
        readers.run(generation, hungry)
    crossed = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
    with pytest.raises((QueryOverloaded, QueryTimeout)):
        readers.run(generation, crossed)
    assert readers.run(generation, EASY).read()


def test_a_query_that_kills_the_engine_is_that_query_s_error(
    readers: Readers, generation: Generation
) -> None:
    flat = "SELECT * { " + "{ ?s ?p ?o } " * 9000 + "}"
    with pytest.raises((QueryOverloaded, QueryTimeout)):
        readers.run(generation, flat, timeout_s=1.0)
    assert readers.run(generation, EASY).read()


def test_a_full_house_sends_the_next_away_soon(generation: Generation) -> None:
    readers = Readers(1, timeout_s=60, most_waiting=1)
    with hard_ones(readers, generation, 2):  # one runs, the other waits
        wait_until(lambda: (readers.turns.running, readers.turns.waiting) == (1, 1))
        for _ in range(2):
            with pytest.raises(QueryOverloaded, match="wait already"):
                readers.run(generation, EASY)
    with hard_ones(readers, generation):
        wait_until(lambda: readers.turns.running == 1)
        with pytest.raises(QueryOverloaded, match="busy"):
            readers.run(generation, EASY, timeout_s=0.2)
    readers.close()


def test_an_asker_who_goes_away_stops_the_query(readers: Readers, generation: Generation) -> None:
    start = time.monotonic()
    with pytest.raises(QueryError, match="gone"):
        readers.run(generation, RUNAWAY, timeout_s=60, cancelled=lambda: time.monotonic() - start > 0.2)


def test_readers_follow_to_the_next_generation(
    store: Store, readers: Readers, generation: Generation
) -> None:
    assert store.path is not None
    readers.run(generation, EASY)
    store.replace({NamedNode("a:h"): [Triple(NamedNode("a:new"), NamedNode("a:p"), Literal("new"))]})
    later = publish.publish(store, store.path / "generations")
    with readers.run(later, "ASK { <a:new> <a:p> ?o }") as answer:
        assert b"true" in answer.read()
    gone = Generation(999, generation.path.with_name("999"))
    with pytest.raises(GenerationGone):
        readers.run(gone, EASY)


def test_a_reader_opens_no_connection(readers: Readers, generation: Generation) -> None:
    calls: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        for text in (
            f"SELECT * FROM <{address}> {{ ?s ?p ?o }}",
            f"SELECT * {{ GRAPH <{address}> {{ ?s ?p ?o }} }}",
        ):
            readers.run(generation, text)
    assert calls == []


def test_readers_end_with_their_pool(generation: Generation) -> None:
    readers = Readers(2, timeout_s=5)
    readers.run(generation, EASY)
    pids = [reader.process.number for reader in readers._stock.idle]
    assert all(map(_runs, pids))
    readers.close()
    wait_until(lambda: not any(map(_runs, pids)))  # the system may need a moment to end them


def _runs(pid: int) -> bool:
    """Whether a process has not ended; one that has ended may wait to be buried by the first process of the system."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_the_dataset_of_the_protocol_is_honoured(readers: Readers, generation: Generation) -> None:
    def count(**given: object) -> bytes:
        forms = {"solutions": "csv"}
        return readers.run(generation, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", forms=forms, **given).read()  # type: ignore[arg-type]

    assert count(default_graphs=["a:g"]) == b"n\r\n5000\r\n"
    assert count(named_graphs=["a:g"]) == b"n\r\n0\r\n"
    assert count(union=False) == b"n\r\n0\r\n"


def test_a_damaged_path_is_no_crash(readers: Readers, tmp_path: Path) -> None:
    (tmp_path / "1").mkdir()
    (tmp_path / "1.lock").touch()
    with pytest.raises(Exception, match="cannot be opened"):
        readers.run(Generation(1, tmp_path / "1"), EASY)


def test_an_answer_may_come_compressed(readers: Readers, generation: Generation) -> None:
    with readers.run(generation, "SELECT * { ?s ?p ?o }") as answer:
        plain = answer.read()
    with readers.run(generation, "SELECT * { ?s ?p ?o }", packed=True) as answer:
        assert answer.encoding == "gzip"
        packed = answer.read()
    assert (len(packed), gzip.decompress(packed)) == (answer.size, plain)
    assert readers.run(generation, EASY, packed=True).encoding == ""  # too short to become shorter


def test_a_reader_that_is_killed_is_replaced_before_it_is_missed(generation: Generation) -> None:
    readers = Readers(1, timeout_s=20)
    readers.run(generation, EASY)
    wait_until(lambda: len(readers._stock.idle) == 1 + SPARES)
    for reader in readers._stock.idle:
        os.kill(reader.process.number, signal.SIGKILL)
        reader.process.wait(5)
    assert readers.run(generation, EASY).read()
    wait_until(lambda: len(readers._stock.idle) == 1 + SPARES)
    readers.close()


def test_the_death_of_the_nursery_is_made_good(generation: Generation) -> None:
    readers = Readers(1, timeout_s=20)
    readers.run(generation, EASY)
    nursery = readers._stock._nursery
    assert nursery._process is not None
    nursery._process.kill()
    nursery._process.wait()
    time.sleep(0.1)
    for _ in range(3):
        assert readers.run(generation, EASY).read()
    readers.close()


def test_waiting_is_part_of_the_time_that_a_query_may_take(generation: Generation) -> None:
    """Three hard queries on one reader: each ends at its own limit, not one after the other."""
    limit_s = 1.5
    readers = Readers(1, timeout_s=limit_s)
    readers.run(generation, EASY, timeout_s=30)
    took: list[float] = []

    def ask() -> None:
        start = time.monotonic()
        with contextlib.suppress(QueryTimeout, QueryOverloaded):
            readers.run(generation, RUNAWAY)
        took.append(time.monotonic() - start)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    readers.close()
    assert len(took) == 3
    assert max(took) < 3 * limit_s


def test_an_easy_query_is_answered_soon_among_hard_ones(generation: Generation) -> None:
    readers = Readers(3, timeout_s=120)
    with hard_ones(readers, generation, 8) as ended:
        wait_until(lambda: readers.turns.running + readers.turns.waiting == 8)
        assert readers.run(generation, EASY).read()
        # Without turns it would be answered when the time of the others is over.
        assert not any(isinstance(each, QueryTimeout) for each in ended)
    readers.close()


def test_a_service_is_called_only_where_it_is_allowed(generation: Generation) -> None:
    calls: list[str] = []
    body = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"far"}}]}}'

    class Far(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            calls.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            """Nothing is written on the terminal."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Far) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}/sparql"
        query = f"SELECT ?x {{ SERVICE <{address}> {{ ?s ?p ?x }} }}"
        calling = Readers(1, network=True)
        with pytest.raises(QueryRefused):
            calling.run(generation, query)
        assert b"far" in calling.run(generation, query, services=[address]).read()
        other = query.replace("/sparql", "/other")
        with pytest.raises(QueryRefused):
            calling.run(generation, other, services=[address])
        calling.close()
        server.shutdown()
        thread.join()
    assert calls == ["/sparql"]


@contextlib.contextmanager
def hard_ones(readers: Readers, generation: Generation, number: int = 1) -> Generator[list[QueryError]]:
    """So many askers of what takes hours, until the block ends; gives how those ended that have."""
    ended: list[QueryError] = []
    leave = threading.Event()

    def ask() -> None:
        try:
            readers.run(generation, RUNAWAY, timeout_s=60, cancelled=leave.is_set)
        except QueryError as error:
            ended.append(error)

    threads = [threading.Thread(target=ask) for _ in range(number)]
    for thread in threads:
        thread.start()
    try:
        yield ended
    finally:
        leave.set()
        for thread in threads:
            thread.join()


def wait_until(done: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)
