"""Questions that are begun by one who cannot wait: answered, handed over, or given up, at every stage."""

import os
import select
import signal
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from enjoin.graph.errors import QueryExhausted, QueryOverloaded, QuerySyntaxError, QueryTimeout
from enjoin.graph.readers.pool import Answer, Begun, Readers
from enjoin.graph.storage import publish
from enjoin.graph.storage.publish import Generation
from enjoin.graph.storage.store import Store

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?b . ?c ?r ?d . ?e ?s ?d . ?e ?t ?f }"
EASY = "SELECT ?o { <a:s1> <a:p> ?o }"


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    store = Store.create(tmp_path_factory.mktemp("begun") / "store")
    store.replace(
        {
            NamedNode("a:g"): [
                Triple(NamedNode(f"a:s{i}"), NamedNode("a:p"), Literal(i % 3)) for i in range(9000)
            ]
        }
    )
    assert store.path is not None
    yield publish.publish(store, store.path / "generations")
    store.close()


@pytest.fixture(scope="module")
def readers(generation: Generation) -> Iterator[Readers]:
    readers = Readers(1, timeout_s=5.0, most_waiting=1, cache=1024 * 1024)
    readers.run(generation, "ASK {}", timeout_s=30)
    yield readers
    readers.close()


@pytest.fixture(autouse=True)
def all_given_back(readers: Readers) -> Iterator[None]:
    """Whatever happens to a question, it keeps no place."""
    yield
    assert (readers.turns.running, readers.turns.waiting) == (0, 0)


def begin(readers: Readers, generation: Generation, text: str, **given: Any) -> Begun:
    found = readers.begin(generation, text, **given)
    assert isinstance(found, Begun)
    return found


def asked(begun: Begun, seconds: float = 60.0) -> int:
    """Put it to a reader, which may still have to be started; the descriptor to watch."""
    end = time.monotonic() + seconds
    while (descriptor := begun.go()) is None:
        assert time.monotonic() < end
        time.sleep(0.01)
    return descriptor


def wait(begun: Begun, descriptor: int) -> None:
    while not begun.arrived():
        assert select.select([descriptor], [], [], 60)[0]


def test_an_answer_comes_without_anybody_waiting_and_is_kept(
    readers: Readers, generation: Generation
) -> None:
    begun = begin(readers, generation, EASY, forms={"solutions": "csv"})
    assert begun.is_called
    wait(begun, asked(begun))
    answer = begun.answer()
    assert answer is not None
    assert answer.read() == b"o\r\n1\r\n"
    assert readers.turns.running == 0
    kept = readers.begin(generation, EASY, forms={"solutions": "csv"})
    assert isinstance(kept, Answer)
    assert kept.read() == answer.read()
    assert readers.run(generation, EASY, forms={"solutions": "csv"}).read() == answer.read()


def test_one_that_has_no_place_is_rung_for(readers: Readers, generation: Generation) -> None:
    rung: list[int] = []
    first = begin(readers, generation, "SELECT (1 AS ?x) {}")
    second = begin(readers, generation, "SELECT (2 AS ?x) {}", ring=lambda: rung.append(2))
    assert not second.is_called
    with pytest.raises(QueryOverloaded, match="wait already"):
        readers.begin(generation, "SELECT (3 AS ?x) {}")
    assert rung == []
    wait(first, asked(first))
    assert rung == [2]
    assert second.is_called
    wait(second, asked(second))
    assert first.answer() is not None
    assert second.answer() is not None


def test_it_can_be_handed_over_at_every_stage(readers: Readers, generation: Generation) -> None:
    text = "SELECT (%d AS ?stage) {}"
    # Not asked yet; asked; answered; and waiting for its place, which comes meanwhile.
    assert b'"1"' in readers.run(generation, "", begun=begin(readers, generation, text % 1)).read()
    begun = begin(readers, generation, text % 2)
    asked(begun)
    assert b'"2"' in readers.run(generation, "", begun=begun).read()
    begun = begin(readers, generation, text % 3)
    wait(begun, asked(begun))
    assert b'"3"' in readers.run(generation, "", begun=begun).read()
    first, begun = begin(readers, generation, text % 4), begin(readers, generation, text % 5)
    first.give_up()
    assert b'"5"' in readers.run(generation, "", begun=begun).read()


@pytest.mark.parametrize(("text", "error"), [("SELECT {", QuerySyntaxError), (EASY + " #", None)])
def test_what_is_no_short_answer_is_told_by_whoever_takes_it_over(
    readers: Readers, generation: Generation, text: str, error: type[Exception] | None
) -> None:
    long = "SELECT * { ?s ?p ?o }"
    begun = begin(readers, generation, text if error else long)
    wait(begun, asked(begun))
    assert begun.answer() is None
    if error:
        with pytest.raises(error):
            readers.run(generation, "", begun=begun)
    else:
        with readers.run(generation, "", begun=begun) as answer:
            assert answer.file is not None
            assert answer.size > 256 * 1024


def test_its_time_goes_on_where_it_is_handed_over(readers: Readers, generation: Generation) -> None:
    begun = begin(readers, generation, ENDLESS, timeout_s=0.5)
    asked(begun)
    start = time.monotonic()
    with pytest.raises(QueryTimeout):
        readers.run(generation, "", timeout_s=120, begun=begun)
    assert time.monotonic() - start < 60
    assert readers.run(generation, EASY).read()


def test_a_reader_that_dies_is_that_query_s_error(readers: Readers, generation: Generation) -> None:
    begun = begin(readers, generation, ENDLESS)
    descriptor = asked(begun)
    assert begun._reader is not None
    os.kill(begun._reader.process.number, signal.SIGKILL)
    wait(begun, descriptor)
    assert begun.answer() is None
    with pytest.raises(QueryExhausted):
        readers.run(generation, "", begun=begun)
    assert readers.run(generation, EASY).read()


@pytest.mark.parametrize(
    "said",
    [
        b"\0\0\0\5{nons",
        b"\0\0\0\2[]",
        b"\0\0\0\2{}",
        b"\xff\xff\xff\xff" + b"x" * 100,
        b'\0\0\0\x11{"size": 99999999}',
        b'\0\0\0\x0d{"size": "a"}',
    ],
)
def test_a_reader_that_talks_nonsense_is_that_query_s_error(
    readers: Readers, generation: Generation, said: bytes
) -> None:
    begun = begin(readers, generation, ENDLESS)
    descriptor = asked(begun)
    reader = begun._reader
    assert reader is not None
    ours, theirs = socket.socketpair()
    real, reader._connection = reader._connection, ours
    with theirs:
        theirs.sendall(said)
        wait(begun, ours.fileno())
    assert descriptor == real.fileno()
    real.close()
    assert begun.answer() is None
    with pytest.raises(QueryExhausted):
        readers.run(generation, "", begun=begun)


def test_what_is_given_up_leaves_nothing_behind(readers: Readers, generation: Generation) -> None:
    waiting = [begin(readers, generation, ENDLESS), begin(readers, generation, ENDLESS)]
    asked(waiting[0])
    reader, stopped = waiting[0]._reader, readers.stopped
    assert reader is not None
    waiting[0].give_up()
    assert reader.fileno() == -1  # it is closed, and what it was connected to has ended
    assert readers.stopped == stopped + 1
    waiting[1].give_up()
    waiting[1].give_up()
    begun = begin(readers, generation, "SELECT * { ?s ?p ?o } LIMIT 8999")
    wait(begun, asked(begun))
    begun.give_up()  # its file is closed, or the tests would complain


def test_a_generation_that_is_gone_is_told(readers: Readers, generation: Generation) -> None:
    gone = Generation(999, generation.path.with_name("999"))
    begun = begin(readers, gone, EASY)
    wait(begun, asked(begun))
    assert begun.answer() is None
    with pytest.raises(Exception, match="gone"):
        readers.run(gone, "", begun=begun)
