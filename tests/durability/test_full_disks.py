"""A disk that is full, or may only be read, is one clear error; what was there is there."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import enjoin.graph as eg
from enjoin.graph.errors import StoreError
from enjoin.graph.storage import files, publish


def numbers(graph: eg.Graph) -> set[str]:
    return {str(quad.object) for quad in graph.store().quads() if quad.predicate.value == "a:p"}


@pytest.mark.parametrize("bare", [True, False])
def test_a_full_disk_refuses_a_write_and_takes_the_next_when_there_is_room(
    small_disk: Path, fill: Callable[[Path], Path], bare: bool
) -> None:
    with eg.init(small_disk / "store", bare=bare) as graph:
        graph.update("INSERT DATA { <a:s> <a:p> 1 }")
        before = numbers(graph)
        refused = 0
        for number in range(2, 6):
            filler = fill(small_disk)
            try:  # what is deleted meanwhile may make just enough room
                graph.update(f"INSERT DATA {{ <a:s> <a:long> '{'long ' * 20_000}', {number} }}")
            except StoreError:
                refused += 1
            assert numbers(graph) >= before
            filler.unlink()
        assert refused
        graph.update("INSERT DATA { <a:s> <a:p> 4 }")
        assert '"4"^^<http://www.w3.org/2001/XMLSchema#integer>' in numbers(graph)
        assert before <= numbers(graph)
    with eg.open(small_disk / "store", write=True) as graph:
        assert before <= numbers(graph)
        assert [each.fault for each in graph.verify() if each.fault] == []


def test_a_disk_that_may_only_be_read_is_read(small_disk: Path) -> None:
    with eg.init(small_disk / "store", bare=True) as graph:
        graph.update("INSERT DATA { <a:s> <a:p> 1 }")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with eg.open(small_disk / "store") as graph:
        assert len(numbers(graph)) == 1
    with pytest.raises(StoreError, match="read-only"):
        eg.open(small_disk / "store", write=True)


@pytest.mark.parametrize("bare", [True, False])
def test_what_cannot_be_published_is_an_error_and_is_published_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bare: bool
) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    with eg.init(tmp_path / "store", bare=bare) as graph:
        graph.update("INSERT DATA { <a:s> <a:p> 1 }")
        generation = graph.generation
        with monkeypatch.context() as patch:
            patch.setattr(publish, "write_file", full)
            with pytest.raises(StoreError, match="No space left"):
                graph.update("INSERT DATA { <a:s> <a:p> 2 }")
        assert graph.generation == generation
        assert len(numbers(graph)) == 1, "nobody sees what was not acknowledged"
        graph.update("INSERT DATA { <a:s> <a:p> 3 }")
        assert len(numbers(graph)) >= 2
        assert sorted(
            each.name for each in (tmp_path / "store" / "generations").iterdir() if each.is_dir()
        ) == [str(graph.generation)]


def test_a_backup_that_was_cut_short_is_no_store_and_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from enjoin.graph.storage import backup

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with eg.init(tmp_path / "store", bare=True) as graph:
        graph.update("INSERT DATA { <a:s> <a:p> 1 }")
        with monkeypatch.context() as patch:
            patch.setattr(backup, "sync_tree", cut)
            with pytest.raises(KeyboardInterrupt):
                graph.backup(tmp_path / "copy")
        with pytest.raises(StoreError):
            eg.open(tmp_path / "copy")
        graph.backup(tmp_path / "copy")
    with eg.Graph.restore(tmp_path / "copy", tmp_path / "again") as again:
        assert len(numbers(again)) == 1


def test_temporary_files_of_the_killed_are_told_from_others(tmp_path: Path) -> None:
    for name in (".store.json.ab_1x9zk", ".hidden", ".nojekyll", "store.json", ".a.b"):
        (tmp_path / name).touch()
    files.sweep(tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir()) == [".a.b", ".hidden", ".nojekyll", "store.json"]
