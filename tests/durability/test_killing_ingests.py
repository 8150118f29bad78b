"""An ingest that is killed at any moment leaves the store as it was, or as it is to be: never between.

Real processes: each reads a large document (a list of orders) into a store that holds another
revision of it, and is killed with all that it started at a random moment. Whoever opens the store
next ends what was begun.
"""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bench import gazette

import enjoin.graph as eg
from enjoin.graph.iris import Iris
from enjoin.graph.storage.layout import Layout

pytestmark = pytest.mark.slow

ROUNDS = 20
ORDERS = 60
PROGRAM = """
import sys
import enjoin.graph as eg
from enjoin.graph.storage import store

store.LARGE = 500  # so that the change is made in a copy of the files
with eg.open(sys.argv[1], write=True) as graph:
    print("open", flush=True)
    graph.ingest(sys.argv[2])
print("done", flush=True)
"""


def exports(place: Path) -> list[Path]:
    """Two revisions of one export: the second has more orders, and other days."""
    found: list[Path] = []
    for number, orders in enumerate((ORDERS, ORDERS + 20)):
        folder = place / str(number)
        folder.mkdir()
        found.append(gazette.write(folder / "orders.csv", orders))
    return found


def started(place: Path, export: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(place), str(export)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def state(place: Path, *, write: bool) -> tuple[int, frozenset[str], frozenset[str]]:
    """The revision of the document, what it says, and what follows from it; nothing is half there."""
    with eg.open(place, write=write) as graph:
        assert [each.fault for each in graph.verify() if each.fault] == []
        entry = next(each for each in graph.documents() if each.id == "orders")
        store, iris = graph.store(), Iris()
        said, follows = (
            frozenset(map(str, store.quads(graph=iris.graph(name)))) for name in ("orders", "derived")
        )
        assert entry.statements == len(said)
        assert graph.store().graphs() == graph._keeper.writable_or_read().graphs()
    assert not Layout(place).pending.exists()
    assert not Layout(place).following.exists()
    return entry.revision, said, follows


def test_an_ingest_that_is_killed_is_done_or_was_never_begun(empty_store: Path, tmp_path: Path) -> None:
    first, second = exports(tmp_path)
    before, after = tmp_path / "before", tmp_path / "after"
    shutil.copytree(empty_store, before)
    with eg.open(before, write=True) as graph:
        assert graph.ingest(first).changed
    shutil.copytree(before, after)
    process = started(after, second)
    opened = time.monotonic()
    with process:
        process.wait()
    took = time.monotonic() - opened
    known = [state(before, write=False), state(after, write=False)]
    assert known[0][0] == 1
    assert known[1][0] == 2
    assert known[0][2] != known[1][2]
    chance, seen = random.Random(20250120), set[int]()
    for number in range(ROUNDS):
        place = tmp_path / f"round-{number}"
        shutil.copytree(before, place)
        process = started(place, second)
        with process:
            # The end is when files are written: half of the rounds are cut there.
            time.sleep(took * (chance.uniform(0.6, 1.05) if number % 2 else chance.uniform(0, 0.9)))
            process.send_signal(signal.SIGKILL)
            process.wait()
        found = state(place, write=bool(number % 4 < 2))
        assert found in known, f"round {number}: revision {found[0]}, neither before nor after"
        seen.add(found[0])
        shutil.rmtree(place)
    assert 1 in seen, "no round was cut before the end"
