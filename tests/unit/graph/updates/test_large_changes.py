"""A large change is adopted as the files in which it was tried out; cut short, it is there or it is not."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import enjoin.graph as eg
from enjoin.graph.errors import Nonconforming, StoreError
from enjoin.graph.storage.keeper import DiskKeeper
from enjoin.graph.storage.layout import Layout
from enjoin.graph.storage.store import Store
from enjoin.graph.updates import admitting, trial
from enjoin.graph.updates.scratch import Scratch

QUAD = Quad(NamedNode("a:s"), NamedNode("a:p"), Literal("new"), NamedNode("a:g"))


@pytest.fixture
def eager(graph: eg.Graph, monkeypatch: pytest.MonkeyPatch) -> Iterator[eg.Graph]:
    """A graph for which every change is large."""
    monkeypatch.setattr(trial, "LARGE", 0)
    monkeypatch.setattr(admitting, "LARGE", 0)
    done, keeper = trial.Trial(1 << 40), graph._keeper
    assert isinstance(keeper, DiskKeeper)
    monkeypatch.setattr(keeper._trials, "run", lambda task, _: {**done.do(task), "resident": 0})
    yield graph
    done._forget()


def count(graph: eg.Graph) -> int:
    return sum(1 for quad in graph.store().quads() if quad.predicate.value == "a:p")


def test_it_is_written_recorded_and_published(eager: eg.Graph) -> None:
    for number in range(3):
        found = eager.update(f"INSERT DATA {{ <a:s> <a:p> {number} . GRAPH <a:g> {{ _:b <a:p> {number} }} }}")
        assert found.generation == eager.generation
    assert count(eager) == 6
    assert [(entry.id, entry.statements, entry.revision) for entry in eager.documents()] == [
        ("a:g", 3, 3), ("default", 3, 3),
    ]  # fmt: skip
    assert [each.fault for each in eager.verify() if each.fault] == []
    eager.update("DROP GRAPH <a:g>")
    assert [entry.id for entry in eager.documents()] == ["default"]
    assert eager.path is not None
    assert not Layout(eager.path).following.exists()
    assert not list(Layout(eager.path).trial.glob("former-*"))
    path = eager.path
    eager.close()
    with eg.open(path, write=True) as again:
        assert count(again) == 3
        assert again.update("INSERT DATA { <a:s> <a:p> 9 }")


@pytest.mark.parametrize(
    "data",
    [
        "<https://w3id.org/enjoin/id/jurisdiction/xx> a ej:Jurisdiction",
        "<a:elsewhere> a ej:Jurisdiction",
        "_:b a ej:Jurisdiction",
        "<a:s> <a:p> <https://w3id.org/enjoin/id/jurisdiction/xx>",
    ],
)
def test_what_would_not_conform_changes_nothing(eager: eg.Graph, data: str) -> None:
    """What shapes cannot read of a large change is left out before it is judged, and nothing else."""
    before = set(eager.store().quads())
    with pytest.raises(Nonconforming):
        eager.update(f"PREFIX ej: <https://w3id.org/enjoin/ns#> INSERT DATA {{ <a:s> <a:p> 1 . {data} }}")
    assert set(eager.store().quads()) == before


def test_a_failure_in_the_middle_leaves_the_store_as_it_was(
    eager: eg.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    eager.update("INSERT DATA { <a:s> <a:p> 1 }")
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name == "data":
            raise OSError(5, "Input/output error")
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", fail)
        with pytest.raises(StoreError, match="Input/output"):
            eager.update("INSERT DATA { <a:s> <a:p> 2 }")
    assert count(eager) == 1
    eager.update("INSERT DATA { <a:s> <a:p> 3 }")
    assert count(eager) == 2


@pytest.mark.parametrize("killed", ["before", "between", "after"])
def test_an_exchange_that_was_cut_short_is_ended_by_who_opens_the_store(tmp_path: Path, killed: str) -> None:
    place = tmp_path / "store"
    Store.create(place).close()
    layout = Layout(place)
    following = Scratch.at(layout.following)
    following.put([QUAD])
    following.close()
    if killed != "before":
        shutil.rmtree(layout.data)
    if killed == "after":
        layout.following.rename(layout.data)
    store = Store.open(place)
    assert list(store.quads()) == ([] if killed == "before" else [QUAD])
    assert not layout.following.exists()
    store.close()
