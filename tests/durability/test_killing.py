"""What was acknowledged is there, whenever everything is killed, and the store opens again by itself.

Real processes: one that writes from several threads and says on a pipe what was acknowledged, and
those that it started, are all killed at once at a random moment. `docs/durability.md` says what is
promised, and by which calls.
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import enjoin.graph as eg
from enjoin.graph.storage.layout import Layout

pytestmark = pytest.mark.slow

THREADS = 3
PROGRAM = textwrap.dedent(
    """
    import sys, threading
    import enjoin.graph as eg

    graph = eg.open(sys.argv[1], write=True)
    numbers, lock = iter(range(int(sys.argv[2]), 10**9)), threading.Lock()

    def say(word, number):
        with lock:
            print(word, number, flush=True)

    def write():
        while True:
            with lock:
                number = next(numbers)
            say("begun", number)
            graph.update(
                f"DELETE WHERE {{ GRAPH <a:last> {{ <a:last> <a:is> ?x }} }} ; "
                f"INSERT DATA {{ GRAPH <a:last> {{ <a:last> <a:is> {number} }} GRAPH <a:g{number % 5}> {{ _:b <a:n> {number} }} }}"
            )
            say("done", number)

    say("ready", 0)
    for _ in range(int(sys.argv[3])):
        threading.Thread(target=write).start()
    """
)


def family(pid: int) -> Iterator[int]:
    """A process and those that it started, and they."""
    parents: dict[int, int] = {}
    for found in Path("/proc").iterdir():
        if found.name.isdigit():
            try:
                parents[int(found.name)] = int((found / "stat").read_text().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
    todo = [pid]
    while todo:
        each = todo.pop()
        yield each
        todo += [child for child, parent in parents.items() if parent == each]


def killed_at_random(place: Path, start: int, writes: int, then_s: float) -> tuple[set[int], set[int]]:
    """What was acknowledged before all processes were killed, some time after so many writes; what was begun."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(place), str(start), str(THREADS)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    with process.stdout:
        said: list[list[str]] = []
        try:
            said.append(process.stdout.readline().split())
            assert said == [["ready", "0"]]
            while sum(word == "done" for word, _ in said) < writes:
                said.append(process.stdout.readline().split())
            time.sleep(then_s)
        finally:
            for pid in family(process.pid):
                with contextlib.suppress(ProcessLookupError):  # one may have ended by itself meanwhile
                    os.kill(pid, signal.SIGKILL)
            process.wait()
        said += [line.split() for line in process.stdout if line.endswith("\n")]
    begun, done = ({int(number) for word, number in said if word == wanted} for wanted in ("begun", "done"))
    return done, begun


def held(graph: eg.Graph) -> set[int]:
    return {int(quad.object.value) for quad in graph.store().quads() if quad.predicate.value == "a:n"}  # type: ignore[union-attr]


def check(place: Path, acknowledged: set[int], begun: set[int], *, write: bool) -> None:
    with eg.open(place, write=write) as graph:
        found = held(graph)
        assert acknowledged <= found, f"lost: {sorted(acknowledged - found)}"
        assert found <= begun
        last = list(graph.sparql("SELECT ?x { GRAPH <a:last> { <a:last> <a:is> ?x } }"))
        assert len(last) == bool(found), "both operations of an update, or none"
        assert [each.fault for each in graph.verify() if each.fault] == []
        if write:
            layout = Layout(place)
            newest = str(graph.generation)
            assert {file.name for file in layout.generations.iterdir()} == {
                newest,
                f"{newest}.lock",
                "current",
            }
            assert not layout.trial.exists()
            assert not layout.pending.exists()


def rounds(place: Path, count: int, most_writes: int, seed: int) -> None:
    chance = random.Random(seed)
    acknowledged: set[int] = set()
    begun: set[int] = set()
    start = 1
    for number in range(count):
        done, tried = killed_at_random(place, start, chance.randint(0, most_writes), chance.uniform(0, 0.4))
        acknowledged |= done
        begun |= tried
        start = max(begun, default=start) + 1
        # Whoever opens it next ends what was begun: at times a reader, at times the next writer.
        check(place, acknowledged, begun, write=bool(number % 2))
    assert acknowledged, "something was written"


def test_a_bare_store_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    eg.init(tmp_path / "store", bare=True).close()
    rounds(tmp_path / "store", 12, 12, seed=20250120)


def test_a_graph_of_documents_keeps_what_it_acknowledged(empty_store: Path, tmp_path: Path) -> None:
    shutil.copytree(empty_store, tmp_path / "store")
    rounds(tmp_path / "store", 8, 3, seed=13768)
