"""What is worked out beside the requests: for each generation once, again after a fault, and apart for a day of knowledge."""

import threading
import time
from collections.abc import Iterator
from datetime import date
from queue import Queue

import pytest
from flask import Flask

from enjoin.graph import Graph
from enjoin.server.app import build
from enjoin.server.beside import Beside, being_built
from enjoin.server.settings import Settings

TODAY = date(2026, 11, 22)
CHANGE = "INSERT DATA { GRAPH <https://example.org/g> { <https://example.org/a> a <https://example.org/B> } }"


@pytest.fixture
def app(graph: Graph) -> Flask:
    return build(graph, Settings(), lambda: TODAY)


@pytest.fixture
def asked(app: Flask) -> Iterator[Flask]:
    with app.test_request_context("/"):
        yield app


def wait_until_built() -> None:
    end = time.monotonic() + 60
    while being_built():
        assert time.monotonic() < end
        time.sleep(0.005)


class Counting:
    """Makes nothing but a number, and remembers for which days of knowledge."""

    def __init__(self) -> None:
        self.days: list[date | None] = []

    def __call__(self, _: Graph, known: date | None) -> int:
        self.days.append(known)
        return len(self.days)


def test_it_is_made_once_for_a_generation(asked: Flask, graph: Graph) -> None:
    making = Counting()
    beside = Beside("test", making)
    assert beside.ready() is None
    assert [beside.now(), beside.now(), beside.asked(), beside.ready()] == [1, 1, 1, 1]
    graph.update(CHANGE)
    assert beside.ready() == 1
    assert beside.now() == 2


def test_a_fault_is_told_to_who_asks_noted_and_it_is_made_again(
    asked: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: Queue[type[BaseException]] = Queue()
    monkeypatch.setattr(threading, "excepthook", lambda told: noted.put(told.exc_type))
    faults = [ZeroDivisionError("a fault of the program"), OSError("of the disk")]

    def make(_: Graph, __: date | None) -> str:
        if faults:
            raise faults.pop()
        return "made"

    beside = Beside("test", make)
    for fault in (OSError, ZeroDivisionError):
        with pytest.raises(fault):
            beside.now()
    assert beside.now() == "made"
    assert noted.get(timeout=60) is ZeroDivisionError
    assert noted.empty(), "what may happen to a disk is no fault of the program"


def test_each_application_has_its_own(graph: Graph) -> None:
    beside, found = Beside("test", Counting()), []
    for _ in range(2):
        with build(graph, Settings(), lambda: TODAY).test_request_context("/"):
            found.append(beside.now())
    assert found == [1, 2]


def test_what_was_known_on_a_day_is_made_apart_and_kept(app: Flask) -> None:
    making = Counting()
    beside = Beside("test", making)
    for day in ("2026-11-22", "2026-11-22", "2026-11-21"):
        with app.test_request_context(f"/?known={day}"):
            beside.asked()
    assert making.days == [date(2026, 11, 22), date(2026, 11, 21)]


def test_while_much_is_being_built_the_former_one_is_shown(
    asked: Flask, graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("enjoin.server.beside._QUICK_S", -1.0)
    go_on = threading.Event()
    go_on.set()

    def make(of: Graph, _: date | None) -> int:
        generation = of.generation
        assert go_on.wait(60)
        return generation

    beside = Beside("test", make)
    first = beside.now()
    graph.update(CHANGE)
    go_on.clear()
    assert beside.now() == first
    assert being_built() == 1
    go_on.set()
    wait_until_built()
    assert beside.now() == graph.generation != first


def test_one_is_built_at_a_time(app: Flask) -> None:
    at_once, most = 0, 0

    def make(_: Graph, __: date | None) -> int:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        time.sleep(0.02)
        at_once -= 1
        return 0

    def ask(number: int) -> None:
        with app.test_request_context("/"):
            Beside(f"test {number}", make).now()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    wait_until_built()
    assert most == 1
