"""A store of an earlier version is read, refused to writers in a clear sentence, and migrated: all of it, or not yet.

The store of format 1 is that of the first program that made stores; `tests/fixtures/stores/make.py` tells how it came here.
"""

import gzip
import json
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pyoxigraph as ox
import pytest

import enjoin.graph as eg
from enjoin import ontology
from enjoin.graph.storage import migrations
from enjoin.graph.storage.layout import FORMAT, Layout

FIRST = Path(__file__).parents[1] / "fixtures" / "stores" / "format-1"
BASE = "https://w3id.org/enjoin/"
OURS = ("concepts", "derived", "ontology", "provenance", "shapes")


def statements() -> list[ox.Quad]:
    return list(ox.parse(gzip.decompress((FIRST / "quads.nq.gz").read_bytes()), format=ox.RdfFormat.N_QUADS))


@pytest.fixture(scope="session")
def former(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store as the first program had it, the engine's files where it had them: never write to it."""
    place = tmp_path_factory.mktemp("former") / "store"
    shutil.copytree(FIRST, place, ignore=shutil.ignore_patterns("quads.nq.gz"))
    engine = ox.Store(str(place / "data"))
    engine.bulk_extend(statements())
    engine.flush()
    (place / "generations").mkdir()
    engine.backup(str(place / "generations" / "3"))
    del engine
    (place / "generations" / "3.lock").touch()
    (place / "generations" / "current").write_text("3\n")
    (place / "lock").write_text("process 1\n")
    return place


@pytest.fixture
def place(former: Path, tmp_path: Path) -> Path:
    shutil.copytree(former, tmp_path / "store")
    return tmp_path / "store"


def documents_of(graph: eg.Graph) -> dict[str, set[str]]:
    """What documents say, by graph."""
    found: dict[str, set[str]] = {}
    for quad in graph.store().quads():
        name = str(quad.graph_name.value).removeprefix(f"{BASE}graph/")  # type: ignore[union-attr]
        if name not in OURS:
            found.setdefault(name, set()).add(str(quad))
    return found


def said() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for quad in statements():
        name = str(quad.graph_name.value).removeprefix(f"{BASE}graph/")  # type: ignore[union-attr]
        if name not in OURS:
            found.setdefault(name, set()).add(str(quad))
    return found


def digests(graph: eg.Graph) -> dict[str, str]:
    return {each.graph: each.sha256 for each in graph.verify()}


def test_a_former_store_is_read_and_not_written_to_until_it_is_migrated(place: Path) -> None:
    before = {file: file.read_bytes() for file in place.rglob("*") if file.is_file()}
    with eg.open(place) as graph:
        assert documents_of(graph) == said()
    with pytest.raises(eg.StoreOutdated, match=rf"format 1, .* writes {FORMAT}.*migrate"):
        eg.open(place, write=True)
    assert {file: file.read_bytes() for file in place.rglob("*") if file.is_file()} == before


def test_a_migrated_store_has_all_that_the_former_had_and_todays_vocabulary(place: Path) -> None:
    done = eg.Graph.migrate(place)
    assert (done.before, done.after, done.copy) == (1, FORMAT, place / "before" / "1")
    with eg.open(place, write=True) as graph:
        assert documents_of(graph) == said()
        versions = {row["v"].value for row in graph.sparql(  # type: ignore[union-attr]
            f"SELECT ?v {{ GRAPH <{BASE}graph/provenance> {{ <{BASE}graph/ontology> owl:versionInfo ?v }} }}"
        )}  # fmt: skip
        assert versions == {ontology.VERSION}
        held = {quad.triple for quad in graph.store().quads(graph=graph.iris.graph("ontology"))}
        assert len(held) == len({t for part in ("enjoin", "deprecated") for t in ontology.load(part)})
        assert {each.id for each in graph.quarantine.list()} == {
            folder.name for folder in (FIRST / "quarantine").iterdir()
        }
        known = graph.store(known="2026-01-02").quads(graph=graph.iris.graph("places"))
        assert '"Wisconsin"@en' in {str(quad.object) for quad in known}, "the former revision is remembered"
        assert [each.fault for each in graph.verify() if each.fault] == []
        assert next(each for each in graph.documents() if each.id == "places").revision == 2
    assert json.loads((place / "store.json").read_text()) == {
        "format": FORMAT, "base": BASE, "version": ontology.VERSION,
    }  # fmt: skip
    assert eg.Graph.migrate(place).steps == (), "and there is nothing more to do"


def test_the_copy_is_the_store_as_it_was_and_can_be_restored(place: Path, tmp_path: Path) -> None:
    with eg.open(place) as graph:
        before = digests(graph)
    copy = eg.Graph.migrate(place).copy
    assert copy is not None
    assert json.loads((copy / "store.json").read_text()) == {"format": 1, "base": BASE}
    with ox_reading(copy / "data") as engine:
        assert len(engine) == len(statements())
    with eg.Graph.restore(copy, tmp_path / "again") as again:
        assert documents_of(again) == said()
    with eg.open(place) as graph:
        after = digests(graph)
    assert {name: after[name] for name in before if name.rpartition("/")[2] not in OURS} == {
        name: digest for name, digest in before.items() if name.rpartition("/")[2] not in OURS
    }
    with eg.Graph.restore(place / "before" / "1", tmp_path / "third") as third:
        assert third.path == tmp_path / "third", "the copy stays as it is"


class ox_reading:  # noqa: N801 - reads as a function
    def __init__(self, path: Path) -> None:
        self.engine: ox.Store | None = ox.Store.read_only(str(path))

    def __enter__(self) -> ox.Store:
        assert self.engine is not None
        return self.engine

    def __exit__(self, *_: object) -> None:
        self.engine = None


@pytest.mark.parametrize(
    ("stamp", "says"),
    [
        ({"format": FORMAT + 1, "base": BASE}, f"format {FORMAT + 1}, .* reads 1 to {FORMAT}"),
        ({"format": 0, "base": BASE}, "format 0"),
        ({"format": "two", "base": BASE}, "format 'two'"),
        ({"format": True and 99.5, "base": BASE}, "format 99.5"),
    ],
)
def test_a_newer_or_unknown_format_is_refused_to_everybody(
    place: Path, stamp: dict[str, object], says: str
) -> None:
    (place / "store.json").write_text(json.dumps(stamp))
    for attempt in (
        lambda: eg.open(place),
        lambda: eg.open(place, write=True),
        lambda: eg.Graph.migrate(place),
    ):
        with pytest.raises(eg.StoreVersion, match=says):
            attempt()


def test_a_vocabulary_of_a_later_version_is_read_and_not_taken_back(place: Path) -> None:
    eg.Graph.migrate(place)
    (place / "store.json").write_text(json.dumps({"format": FORMAT, "base": BASE, "version": "99.10.0"}))
    with eg.open(place) as graph:
        assert documents_of(graph) == said()
    with pytest.raises(eg.StoreVersion, match=r"Enjoin 99\.10\.0"):
        eg.open(place, write=True)
    (place / "store.json").write_text(json.dumps({"format": FORMAT, "base": BASE, "version": "0.0.9"}))
    eg.open(place, write=True).close()
    assert json.loads((place / "store.json").read_text())["version"] == ontology.VERSION


def test_who_writes_keeps_a_migration_out(place: Path) -> None:
    eg.Graph.migrate(place)
    with eg.open(place, write=True), pytest.raises(eg.StoreLocked):
        eg.Graph.migrate(place)


def test_a_bare_store_is_migrated_too(tmp_path: Path) -> None:
    with eg.init(tmp_path / "store", bare=True) as graph:
        graph.update("INSERT DATA { <a:s> <a:p> 1 }")
    (tmp_path / "store" / "store.json").write_text(json.dumps({"format": 1, "base": BASE, "bare": True}))
    with pytest.raises(eg.StoreOutdated):
        eg.open(tmp_path / "store", write=True)
    assert eg.Graph.migrate(tmp_path / "store").after == FORMAT
    with eg.open(tmp_path / "store", write=True) as graph:
        assert len(list(graph.store().quads())) == 1
    with eg.Graph.restore(tmp_path / "store" / "before" / "1", tmp_path / "again") as again:
        assert len(list(again.store().quads())) == 1


def test_what_a_step_cannot_do_is_an_error_and_the_store_is_as_it_was(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(migrations.backup, "sync_tree", full)
        with pytest.raises(eg.StoreError, match="No space left"):
            eg.Graph.migrate(place)
    assert json.loads((place / "store.json").read_text())["format"] == 1
    with eg.open(place) as graph:
        assert documents_of(graph) == said()
    assert eg.Graph.migrate(place).after == FORMAT


# Two more steps, as a later version might have them: they change what the engine holds, and what stands beside it.
PROGRAM = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from pyoxigraph import Literal, NamedNode, Quad
    from enjoin.graph.storage import layout, migrations

    def more(scratch):
        at = NamedNode("a:count")
        held = [quad for quad in scratch.quads(at)]
        scratch.take(held)
        scratch.put([Quad(at, NamedNode("a:is"), Literal(sum(quad.subject != at for quad in scratch.quads())), NamedNode("a:g"))])

    def moved(found):
        if found.revisions.is_dir():
            found.revisions.rename(found.path / "earlier")
        return {"earlier": True}

    STEPS = (
        *migrations.STEPS,
        migrations.Step(3, "counted", lambda found: migrations.rewrite(found, more) or {}),
        migrations.Step(4, "moved", moved),
    )
    layout.FORMAT = 4
    place, last = Path(sys.argv[1]), int(sys.argv[2])
    events = 0

    def watch(event, given):
        # What changes a file system; the engine's own calls are not among them.
        global events
        if event in ("os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "shutil.rmtree") or (
            event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
        ):
            events += 1
            if events == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    done = migrations.migrate(place, STEPS)
    print(events, flush=True)
    """
)


def migrated(place: Path, last: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, str(place), str(last)], capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_a_migration_that_is_killed_at_any_moment_is_ended_by_the_next(former: Path, tmp_path: Path) -> None:
    shutil.copytree(former, tmp_path / "whole")
    whole = migrated(tmp_path / "whole", -1)
    assert whole.returncode == 0, whole.stderr
    events = int(whole.stdout)
    assert events > 20, "there are moments to be killed at"
    wanted = state(tmp_path / "whole")
    killed_in = set[int]()
    for last in sorted({1, 2, events, *range(3, events, max(1, events // 10))}):
        place = tmp_path / f"at-{last}"
        shutil.copytree(former, place)
        assert migrated(place, last).returncode == -9
        killed_in.add(int(json.loads((place / "store.json").read_text())["format"]))
        assert Layout(place).stamp.exists(), "it is a store, whatever happens"
        again = migrated(place, -1)
        assert again.returncode == 0, again.stderr
        assert state(place) == wanted, f"killed at {last} of {events}"
        with ox_reading(place / "before" / "1" / "data") as engine:
            assert len(engine) == len(statements()), "the copy is of the store as it was"
        shutil.rmtree(place)
    assert {1, 2, 3} <= killed_in, "it was killed in each of the steps"


def state(place: Path) -> tuple[object, frozenset[str], tuple[str, ...]]:
    """The stamp, what the engine holds, and what stands beside it."""
    with ox_reading(place / "data") as engine:
        held = frozenset(map(str, engine))
    beside = sorted(
        str(file.relative_to(place))
        for folder in ("earlier", "revisions", "quarantine")
        for file in (place / folder).rglob("*")
    )
    return json.loads((place / "store.json").read_text()), held, tuple(beside)
