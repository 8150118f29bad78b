"""A store built from N-Quads, as fast as the engine loads: through its bulk loader, not document by document.

python tests/bench/loading.py --quads 1000000 STORE [--starter] [--derive]
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from enjoin.graph import Graph
from enjoin.graph.iris import Iris
from enjoin.graph.storage import publish
from enjoin.graph.storage.keeper import fill
from enjoin.graph.storage.layout import Layout
from enjoin.graph.storage.store import Store


@dataclass(frozen=True, slots=True)
class Built:
    """How long it took to load, to derive and to publish, in seconds; the size on disk, and the most memory."""

    load: float
    derive: float
    publish: float
    disk: int
    memory: int


def generate(quads: int, target: Path, *options: str) -> Path:
    """The generated quads in a file."""
    program = Path(__file__).with_name("litigation.py")
    subprocess.run(
        [sys.executable, str(program), "--quads", str(quads), "--output", str(target), *options], check=True
    )
    return target


def build(store: Path, *files: Path, starter: bool = False, derive: bool = False) -> Built:
    """A published store that holds the quads of these files."""
    Graph.init(store, starter=starter).close()
    layout = Layout(store)
    begun = time.perf_counter()
    engine = ox.Store(str(layout.data))
    for file in files:
        engine.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
    engine.optimize()  # as `enjoin compact` does: what was loaded at once is read more than twice as quickly then
    engine.flush()
    del engine
    loaded = time.perf_counter()
    published = loaded
    if derive:
        with Graph.open(store, write=True) as graph:
            graph.derive(full=True)
        published = time.perf_counter()
    else:
        writer = Store.open(store)
        publish.publish(writer, layout.generations)
        writer.close()
    ended = time.perf_counter()
    disk = sum(file.stat().st_size for file in layout.data.iterdir())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Built(loaded - begun, published - loaded, ended - published, disk, memory)


def refresh(store: Path) -> None:
    """Bring the vocabulary of a store that was kept up to this version, without deriving anything again."""
    layout = Layout(store)
    layout.pending.unlink(missing_ok=True)
    writer = Store.open(store)
    if fill(writer, Iris()):
        publish.publish(writer, layout.generations)
    writer.close()


def main() -> None:
    """See the top of this file."""
    parser = argparse.ArgumentParser(description="A store of generated litigation.")
    parser.add_argument("store", type=Path)
    parser.add_argument("--quads", type=int, default=100_000)
    parser.add_argument("--starter", action="store_true", help="beside the starter graph")
    parser.add_argument("--derive", action="store_true", help="derive the periods, too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = generate(given.quads, Path(folder) / "litigation.nq")
        print(build(given.store, file, starter=given.starter, derive=given.derive))  # noqa: T201


if __name__ == "__main__":
    main()
