"""A bare store is its newest generation: nothing else is kept, and nothing is left over."""

import os
import signal
import threading
from pathlib import Path

import pytest

import enjoin.graph as eg
from enjoin.graph.errors import StoreError, StoreLocked
from enjoin.graph.storage.bare import BareKeeper
from enjoin.graph.storage.layout import Layout


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "bare"


def count(graph: eg.Graph) -> int:
    return len(list(graph.store().quads()))


def test_it_starts_empty_and_is_found_again(place: Path) -> None:
    with eg.init(place, bare=True) as graph:
        assert graph.bare
        assert count(graph) == 0
        assert graph.store().graphs() == []
        graph.update("INSERT DATA { <a:s> <a:p> 1 . GRAPH <a:g> { <a:s> <a:p> 2 } }")
        with pytest.raises(StoreLocked):
            eg.open(place, write=True)
        with eg.open(place) as reader:
            assert count(reader) == 2
            graph.update("INSERT DATA { <a:s> <a:p> 3 }")
            assert count(reader) == 3
            with pytest.raises(StoreError, match="for reading"):
                reader.update("CLEAR ALL")
    with eg.open(place, write=True) as graph:
        assert graph.bare
        assert count(graph) == 3
        graph.update("DELETE DATA { <a:s> <a:p> 3 }")
        assert count(graph) == 2


def test_its_default_graph_is_its_own_and_no_union(place: Path) -> None:
    with eg.init(place, bare=True) as graph:
        graph.update("INSERT DATA { <a:s> <a:p> 1 . GRAPH <a:g> { <a:s> <a:p> 2 } }")
        assert len(list(graph.sparql("SELECT * { ?s ?p ?o }"))) == 1
        graph.update("DELETE WHERE { ?s ?p ?o }")
        assert count(graph) == 1


def test_documents_are_not_taken_in(place: Path, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<a:s> <a:p> 1 .")
    with eg.init(place, bare=True) as graph, pytest.raises(StoreError, match="SPARQL updates"):
        graph.ingest(tmp_path / "a.ttl")


def test_many_writes_leave_nothing_behind(place: Path) -> None:
    with eg.init(place, bare=True) as graph:
        for number in range(40):
            graph.update(f"INSERT DATA {{ GRAPH <a:{number % 3}> {{ <a:s{number}> <a:p> {number} }} }}")
        layout = Layout(place)
        assert {file.name for file in layout.generations.iterdir()} == {"41", "41.lock", "current"}
        assert len(list((layout.generations / "41").iterdir())) < 100
        assert [file.name for file in layout.trial.iterdir()] == ["work"]
        assert len(list((layout.trial / "work").iterdir())) <= 1
        assert count(graph) == 40
        assert len(graph.store().graphs()) == 3


def test_small_tables_are_made_few_and_nothing_is_lost(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from enjoin.graph.updates import trial

    monkeypatch.setattr(trial, "_CROWDED", 0)
    eg.init(place, bare=True).close()
    layout, done = Layout(place), trial.Trial(1 << 30)
    layout.trial.mkdir(exist_ok=True)
    keeper = BareKeeper(place, write=True)
    keeper._trials.run = lambda task, _: {**done.do(task), "resident": 0}  # type: ignore[method-assign]
    with eg.Graph(keeper) as graph:
        for number in range(4):
            graph.update(
                f"INSERT DATA {{ _:b <a:p> {number} . GRAPH <a:g{number}> {{ }} }} ; CREATE GRAPH <a:c{number}>"
            )
            done.rest()
        assert count(graph) == 4
        assert len(graph.store().graphs()) == 4


def test_a_process_that_was_killed_is_replaced(place: Path) -> None:
    with eg.init(place, bare=True) as graph:
        graph.update("INSERT DATA { <a:s> <a:p> 0 }")
        keeper = graph._keeper
        assert isinstance(keeper, BareKeeper)
        for number in range(1, 4):
            trial = keeper._trials._trials[0]
            os.kill(trial.pid, signal.SIGKILL)
            trial._process.wait()
            graph.update(f"INSERT DATA {{ <a:s> <a:p> {number} }}")
        assert count(graph) == 4


def test_what_a_killed_writer_left_is_cleaned_up(place: Path) -> None:
    with eg.init(place, bare=True) as graph:
        graph.update("INSERT DATA { <a:s> <a:p> 1 }")
    layout = Layout(place)
    for debris in ("7", "8.tmp"):
        (layout.generations / debris).mkdir()
        (layout.generations / debris / "CURRENT").write_text("half")
    (layout.generations / "3.lock").touch()
    (layout.generations / ".current.abcd_123").write_text("9")
    (layout.trial / "tmpx" / "generation").mkdir(parents=True)
    (place / ".store.json.abcd_123").write_text("{")
    with eg.open(place, write=True) as graph:
        assert count(graph) == 1
        assert {file.name for file in layout.generations.iterdir()} == {"2", "2.lock", "current"}
        assert not layout.trial.exists()
        assert not (place / ".store.json.abcd_123").exists()
        graph.update("INSERT DATA { <a:s> <a:p> 2 }")
        assert count(graph) == 2


def test_a_creation_that_was_cut_short_is_ended_by_who_opens_it(place: Path) -> None:
    layout = Layout(place)
    layout.claim()
    layout.write_stamp("https://w3id.org/enjoin/", bare=True)
    with eg.open(place) as graph:
        assert count(graph) == 0


def test_a_backup_is_a_bare_store_again(place: Path, tmp_path: Path) -> None:
    with eg.init(place, bare=True) as graph:
        graph.update("INSERT DATA { <a:s> <a:p> 1 . GRAPH <a:g> { <a:s> <a:p> _:b } }")
        graph.backup(tmp_path / "copy")
    with eg.Graph.restore(tmp_path / "copy", tmp_path / "again") as graph:
        assert graph.bare
        assert count(graph) == 2
        graph.update("CLEAR DEFAULT")
        assert count(graph) == 1


def test_writers_take_turns(place: Path) -> None:
    with eg.init(place, bare=True) as graph:

        def write(number: int) -> None:
            for each in range(3):
                graph.update(f"INSERT DATA {{ <a:s{number}> <a:p> {each} }}")

        threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert count(graph) == 12


def test_who_would_wait_too_long_is_sent_away(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from enjoin.graph.updates import writing

    monkeypatch.setattr(writing, "WAIT_S", 0.05)
    with eg.Graph.memory(bare=True) as graph:
        held, go = threading.Event(), threading.Event()

        def hold() -> None:
            with graph.writing:
                held.set()
                go.wait()

        thread = threading.Thread(target=hold)
        thread.start()
        held.wait()
        with pytest.raises(eg.QueryOverloaded, match="another write"):
            graph.update("CLEAR ALL")
        monkeypatch.setattr(writing, "MOST_WAITING", 0)
        with pytest.raises(eg.QueryOverloaded, match="too many"):
            graph.update("CLEAR ALL")
        go.set()
        thread.join()
        monkeypatch.setattr(writing, "MOST_WAITING", 1)
        graph.update("CLEAR ALL")
