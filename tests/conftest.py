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
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from enjoin.graph import Graph
from enjoin.graph.iris import Iris
from enjoin.graph.storage.store import Store

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
"""The moment at which everything happens in the tests."""


# How many examples a property is tried on: `--hypothesis-profile=ci`, or ENJOIN_PROPERTIES=ci where the whole suite
# runs. No example has a time limit, and but for "deep", which looks for more, they are the same each time.
SAME = settings(
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much),
)
settings.register_profile("small", SAME, max_examples=50)
settings.register_profile("ci", SAME, max_examples=100)  # and 10,000 histories against the simulator
settings.register_profile("deep", SAME, max_examples=1_000, derandomize=False, print_blob=True)
settings.load_profile(os.environ.get("ENJOIN_PROPERTIES", "small"))

LONG_FIRST = ("properties", "whole", "durability", "browser", "engines", "shapes", "guide")
"""Folders whose tests take long: of several processes none is left alone with one of them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first; within a folder everything stays in its order."""
    here = Path(__file__).parent
    ranks = {here / name: number for number, name in enumerate(LONG_FIRST)}
    items.sort(key=lambda item: min(ranks.get(folder, len(ranks)) for folder in item.path.parents))


class Compiled(BytecodeCache):
    """Templates are compiled once in a process, not once for each of the applications that the tests make."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._held:
            bucket.bytecode_from_string(self._held[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._held[bucket.key] = bucket.bytecode_to_string()


Flask.jinja_options = {"bytecode_cache": Compiled()}


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
