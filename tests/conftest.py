"""What tests share: stores, the starter graph built once, and what a machine must have.

A test that needs more than Python says so with `require`: where it is missing the test is skipped
with its reason, and fails instead where `ENJOIN_REQUIRE` names it.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from enjoin.graph import Graph
from enjoin.graph.iris import Iris
from enjoin.graph.storage.store import Store

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
"""The moment at which everything happens in the tests."""


def require(name: str, found: object, reason: str) -> None:
    """Skip unless `found`; fail instead where `ENJOIN_REQUIRE` has `name`: `browser,java,virtuoso,assets`."""
    if found:
        return
    if name in os.environ.get("ENJOIN_REQUIRE", "").replace(" ", "").split(","):
        pytest.fail(f"{name} is required here: {reason}")
    pytest.skip(f"{name}: {reason}")


@pytest.fixture(scope="session", name="require")
def _require() -> Callable[[str, object, str], None]:
    """`require(name, found, reason)`, for tests that cannot import this file."""
    return require


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def iris() -> Iris:
    return Iris()


@pytest.fixture
def memory() -> Store:
    """An empty store in memory."""
    return Store.memory()


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a store with nothing in it but the vocabulary: never write to it."""
    path = tmp_path_factory.mktemp("empty") / "store"
    Graph.init(path, clock=lambda: NOW).close()
    return path


@pytest.fixture
def graph(empty_store: Path, tmp_path: Path) -> Iterator[Graph]:
    """An empty graph on disk, open for writing, whose clock stands at `NOW`."""
    path = tmp_path / "store"
    shutil.copytree(empty_store, path)
    with Graph.open(path, write=True, clock=lambda: NOW) as graph:
        yield graph


@pytest.fixture(scope="session")
def starter_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a store with the starter graph, built once: never write to it."""
    path = tmp_path_factory.mktemp("starter") / "store"
    with Graph.init(path, starter=True, clock=lambda: NOW) as graph:
        held_back = {parked.id: parked.problems[:3] for parked in graph.quarantine.list()}
    assert held_back == {}, "the starter data does not conform"
    return path


@pytest.fixture(scope="session")
def starter(starter_store: Path) -> Iterator[Graph]:
    """The starter graph, to be read."""
    with Graph.open(starter_store, clock=lambda: NOW) as graph:
        yield graph


@pytest.fixture
def starter_copy(starter_store: Path, tmp_path: Path) -> Iterator[Graph]:
    """The starter graph in a store of the test's own, open for writing."""
    path = tmp_path / "starter"
    shutil.copytree(starter_store, path)
    with Graph.open(path, write=True, clock=lambda: NOW) as graph:
        yield graph
