"""Generations: whole or not there, readable beside the writer, kept while they are read."""

import gc
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from enjoin.graph.errors import StoreCorrupted, StoreMissing
from enjoin.graph.storage import publish
from enjoin.graph.storage.store import Store

G, S, P = NamedNode("a:g"), NamedNode("a:s"), NamedNode("a:p")


@pytest.fixture
def store(tmp_path: Path):
    store = Store.create(tmp_path / "store")
    yield store
    store.close()


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "store" / "generations"


def say(store: Store, value: str) -> None:
    store.replace({G: [Triple(S, P, Literal(value))]})


def said(store: Store) -> list[str]:
    return [str(quad.object) for quad in store.quads()]


def test_readers_find_the_newest_generation(store: Store, directory: Path) -> None:
    say(store, "1")
    assert publish.publish(store, directory).number == 1
    say(store, "2")
    found, reader = publish.open_newest(directory)
    assert (found.number, said(reader)) == (1, ['"1"'])
    publish.publish(store, directory)
    assert said(publish.open_newest(directory)[1]) == ['"2"']
    assert said(reader) == ['"1"']


def test_a_generation_is_deleted_when_nobody_reads_it_any_more(store: Store, directory: Path) -> None:
    say(store, "1")
    publish.publish(store, directory)
    reader = publish.open_newest(directory)[1]
    results = reader.query("SELECT * { ?s ?p ?o }")
    publish.publish(store, directory)
    assert (directory / "1").is_dir()
    del reader
    gc.collect()
    publish.publish(store, directory)
    assert (directory / "1").is_dir(), "an answer that is being read keeps its generation"
    assert len(list(results)) == 1
    del results
    gc.collect()
    publish.publish(store, directory)
    assert sorted(path.name for path in directory.iterdir()) == ["4", "4.lock", "current"]


def test_where_nothing_was_published_it_says_so(directory: Path, store: Store) -> None:
    with pytest.raises(StoreMissing, match="enjoin publish"):
        publish.open_newest(directory)
    assert publish.newest(directory) is None


def test_a_copy_that_was_cut_short_is_never_read_and_goes_away(store: Store, directory: Path) -> None:
    say(store, "1")
    publish.publish(store, directory)
    (directory / "2").mkdir()
    (directory / "2" / "CURRENT").write_text("half")
    assert publish.open_newest(directory)[0].number == 1
    assert publish.publish(store, directory).number == 3
    gc.collect()
    publish.clean(directory)
    assert sorted(path.name for path in directory.iterdir()) == ["3", "3.lock", "current"]


def test_a_damaged_pointer_is_named(store: Store, directory: Path) -> None:
    publish.publish(store, directory)
    (directory / "current").write_text("seven")
    with pytest.raises(StoreCorrupted, match="current"):
        publish.open_newest(directory)
    (directory / "current").write_text("7")
    with pytest.raises(StoreCorrupted, match="publish again"):
        publish.open_newest(directory)


def test_generations_share_their_files_with_the_store(store: Store, directory: Path) -> None:
    say(store, "x" * 100_000)
    publish.publish(store, directory)
    files = [file for file in (directory / "1").iterdir() if file.suffix == ".sst"]
    assert files
    assert all(file.stat().st_nlink > 1 for file in files)
