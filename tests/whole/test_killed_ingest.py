"""Killed at any moment of an ingest, a store is as it was before, or as it is after."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from places import NATION, PREFIXES

import enjoin.graph as eg
from enjoin.graph.iris import Iris

IRIS = Iris()


def graphs(graph: eg.Graph) -> set[str]:
    return {IRIS.graph_name(name) or "" for name in graph.store().graphs()}


KILLED = """
    import sys
    from pathlib import Path
    import enjoin.graph as eg

    {prelude}
    graph = eg.open(Path(sys.argv[1]), write=True)
    print("ready", flush=True)
    for revision in range(1000):
        Path(sys.argv[2]).write_text(Path(sys.argv[3]).read_text().replace("REVISION", str(revision)))
        graph.ingest(sys.argv[2])
        print(revision, flush=True)
"""
LARGE = (
    "from enjoin.graph.sources import rdf_streamed; from enjoin.graph.storage import pile, store; "
    "pile.FEW = pile.MANY = rdf_streamed.LARGE = store.LARGE = 0"
)
"""All that is brought in is large: kept on disk while it is judged, written by files of the engine's."""


@pytest.mark.slow
@pytest.mark.parametrize("prelude", ["", LARGE], ids=["small", "large"])
def test_a_kill_at_any_moment_leaves_the_store_before_or_after(tmp_path: Path, prelude: str) -> None:
    """Killed while it reads, judges, commits, derives or publishes: what is there is one revision, whole."""
    eg.Graph.init(tmp_path / "s").close()
    lines = [f'jurisdiction:us-{i} a ej:Jurisdiction ; rdfs:label "Place {i}"@en ; ej:jurisdictionKind ejv:state ; '
             'ej:within jurisdiction:us ; ej:note "REVISION" .' for i in range(40)]  # fmt: skip
    (tmp_path / "template").write_text(PREFIXES + NATION + "\n".join(lines))
    command = [
        sys.executable, "-c", textwrap.dedent(KILLED).format(prelude=prelude),
        str(tmp_path / "s"), str(tmp_path / "places.ttl"), str(tmp_path / "template"),
    ]  # fmt: skip
    for number in range(6):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            last = [child.stdout.readline().strip() for _ in range(3)][-1]
            time.sleep(0.1 * number)
            os.kill(child.pid, signal.SIGKILL)
        with eg.open(tmp_path / "s") as graph:
            notes = {str(row["n"]) for row in graph.sparql("SELECT ?n { ?s ej:within ?w ; ej:note ?n }")}
            assert len(notes) == 1
            assert int(notes.pop().strip('"')) >= int(last)
            [entry] = graph.documents()
            assert entry.statements == 40 * 5 + 3
            assert [kept.revision for kept in graph.document("places")[1]] == list(range(1, entry.revision))
        with eg.open(tmp_path / "s", write=True) as graph:
            assert not (tmp_path / "s" / "pending").exists()
            assert not list(tmp_path.glob("s/trial/enjoin-pile-*"))
            assert len(graph.store().graphs()) == len(graphs(graph))
