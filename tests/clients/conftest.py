"""A served starter graph to read and a bare server to write to, for clients that people already have."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from served import Served, served

PEOPLE = """
@prefix ex: <http://example.org/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
ex:ann a foaf:Person ; foaf:name "Ann"@en ; foaf:age 30 ; foaf:knows ex:bob .
ex:bob a foaf:Person ; foaf:name "Bob, \\"the\\" <builder> & co" ; foaf:age 40 .
ex:eve a foaf:Person ; foaf:name "Ève 😀" ; foaf:knows [ foaf:name "nobody" ] .
"""


@pytest.fixture(scope="session")
def site(starter_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The starter graph, served."""
    store = tmp_path_factory.mktemp("clients") / "site"
    shutil.copytree(starter_store, store)
    with served(store) as server:
        yield server


@pytest.fixture(scope="session")
def bare_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("clients") / "bare", "--bare") as server:
        yield server


@pytest.fixture
def bare(bare_server: Served) -> Served:
    """A bare server with three people in its default graph and one in a graph of its own."""
    assert bare_server.update("DROP ALL").status in {200, 204}
    assert bare_server.put(None, PEOPLE).status in {200, 201, 204}
    named = '<http://example.org/dan> <http://xmlns.com/foaf/0.1/name> "Dan" .'
    assert bare_server.put("http://example.org/graph", named).status in {200, 201, 204}
    return bare_server
