"""What goes in, and what follows: validation of a batch, ingestion, the audit of everything, derivation, memory.

    python tests/bench/ingesting.py --work DIR [--shared DIR] [--sizes 100000 1000000 10000000]
        [--audit 20000] [--orders 6631] [--rounds 3] [--prepare] [--json FILE]

The same new documents are judged against stores of all sizes, and nothing is written; the same export
of a few orders, and the same change of an effect, go into a store of each. Times are of the processor,
user and system, so that other programs on the machine change them little; the memory is the most that
the process held. With `--prepare` all that is only read is made, and nothing measured. Files `100k.nq`
and stores `store-100k` (and so on) in the folder `--shared` are used where they are, and never changed.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import gazette
import pyoxigraph as ox
from litigation import stream
from loading import build, generate, refresh
from pyoxigraph import NamedNode, Quad

from enjoin import shapes
from enjoin.graph import Graph, provenance
from enjoin.graph.iris import Iris
from enjoin.graph.storage.layout import Layout
from enjoin.graph.storage.store import Store
from enjoin.graph.validation import validate
from enjoin.graph.validation.judging import Judgement, audit, told_once
from enjoin.ontology.terms import ej, ejv

BATCHES: Final = (1_000, 10_000)
_FEW: Final = 12
_MEMORY: Final = (10_000, 100_000, 300_000)
_DOCUMENTS: Final = (100, 400)
_PLACES: Final = 50
"""So many places each of many small documents tells of, in five statements each."""
_ROOM: Final = 15_000
"""So many more quads are generated than the smallest store holds: the batches are of these."""
IRIS: Final = Iris()


def short(size: int) -> str:
    """How a size is written in the names of files: `100k`, `10M`."""
    return f"{size // 1_000_000}M" if size % 1_000_000 == 0 else f"{size // 1000}k"


def used(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of the processor that a piece of work took, and what it gave."""
    begun = time.process_time()
    found = work()
    return time.process_time() - begun, found


class Places:
    """Where the files and stores of each size are: those that others made, else our own."""

    def __init__(self, work: Path, shared: Path | None) -> None:
        self.work = work
        self._shared = shared

    def file(self, size: int) -> Path:
        """Generated litigation of about so many quads, whole documents."""
        name = f"{short(size)}.nq"
        if self._shared is not None and (self._shared / name).exists():
            return self._shared / name
        if not (self.work / name).exists():
            generate(size, self.work / name)
        return self.work / name

    def store(self, size: int) -> Path:
        """A published store of it, to be written to: made once, its large files shared by hard links."""
        place = self.work / f"store-{short(size)}"
        if not place.exists():
            other = self._shared / place.name if self._shared is not None else None
            if other is not None and Layout(other).stamp.exists():
                shutil.copytree(other, place, copy_function=_linked)
                Layout(place).write_stamp(IRIS.base)  # whatever wrote it: its vocabulary is brought up below
            else:
                build(place, self.file(size))
        refresh(place)
        return place


def _linked(file: str, target: str) -> None:
    """The engine never writes to a table again: a link is as good as a copy."""
    os.link(file, target) if file.endswith(".sst") else shutil.copy2(file, target)


def newcomers(size: int) -> list[Quad]:
    """The documents that come after so many quads, under names of their own.

    They refer to what the first of them tell of, and so to what every larger store holds too; the
    names are new to all stores, so that the very same batch is judged everywhere.
    """
    made = list(stream(size))
    text = "".join(line for line, _ in stream(size + _ROOM))[sum(len(line) for line, _ in made) :]
    quads = list(ox.parse(text, format=ox.RdfFormat.N_QUADS))
    told = {quad.subject for quad in quads} | {quad.graph_name for quad in quads}
    own = {node: NamedNode(f"{node.value}-new") for node in told if isinstance(node, NamedNode)}
    provenance_graph = IRIS.graph("provenance")
    own.pop(provenance_graph, None)

    def named(node: Any) -> Any:
        return own.get(node, node)

    return [
        Quad(named(each.subject), each.predicate, named(each.object), named(each.graph_name))
        for each in quads
        if each.graph_name != provenance_graph
    ]


def documents(quads: list[Quad], count: int) -> list[Quad]:
    """The first whole documents that hold about so many statements."""
    found: list[Quad] = []
    for place, quad in enumerate(quads):
        if len(found) >= count and quad.graph_name != quads[place - 1].graph_name:
            break
        found.append(quad)
    return found


def judged(places: Places, sizes: list[int], rounds: int) -> list[dict[str, Any]]:
    """The same batches against stores of each size."""
    found: list[dict[str, Any]] = []
    come = newcomers(min(sizes))
    for size in sizes:
        with Graph.open(places.store(size)) as graph:
            store = graph.store()
            assert isinstance(store, Store)
            for count in BATCHES:
                batch = documents(come, count)

                def judge(held: Store = store, told: list[Quad] = batch) -> int:
                    return len(Judgement(held, [], (), IRIS, added=told).faults.results)

                judge()  # the rules are parsed when they are first needed
                times, results = zip(*(used(judge) for _ in range(rounds)), strict=True)
                found.append(
                    {"size": size, "batch": len(batch), "cpu": statistics.median(times), "faults": results[0]}
                )
    return found


def child(*arguments: str) -> dict[str, float]:
    """What one command of the command line took: its processor time, and the most memory it held.

    The process tells the memory itself: what the system counts for a child begins with what its parent held.
    """
    program = (
        "import atexit, sys; atexit.register(lambda: sys.stderr.write(open('/proc/self/status').read())); "
        "from enjoin.server.cli import main; main(sys.argv[1:])"
    )
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, spent = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"enjoin {' '.join(arguments)} ended with {process.returncode}")
    return {
        "cpu": spent.ru_utime + spent.ru_stime,
        "wall": time.perf_counter() - begun,
        "memory": 1024 * int(said.rpartition("VmHWM:")[2].split()[0]),
    }


def small(places: Places, sizes: list[int], rounds: int) -> list[dict[str, Any]]:
    """A few orders, and one changed effect, into a store of each size: judged, derived, published."""
    found: list[dict[str, Any]] = []
    export = gazette.write(places.work / "few.csv", _FEW)
    grants = (
        line for line, _ in stream(min(sizes)) if str(ejv("grant")) in line and str(ej("effectType")) in line
    )
    effect = NamedNode(next(grants).split(" ")[0].strip("<>"))
    for size in sizes:
        place = places.store(size)
        again: list[float] = []
        with Graph.open(place, write=True) as graph:
            graph.ingest(export)  # what is parsed and read when it is first needed
            for _ in range(rounds):
                graph.remove("few")
                again.append(used(lambda told=graph: told.ingest(export))[0])
            one = statistics.median(_updated(graph, effect) for _ in range(rounds))
            begun = time.perf_counter()
            graph._keeper.publish()  # type: ignore[attr-defined]
            published = time.perf_counter() - begun
            graph.remove("few")
        found.append({"size": size, "ingest": statistics.median(again), "update": one, "publish": published})
    return found


def _updated(graph: Graph, effect: NamedNode | None = None) -> float:
    """One effect of one ruling gets another place within its day, and loses it again."""
    held = next(iter(graph.store().quads(effect, ej("effectType"), None if effect else ejv("grant"))))
    said = f"GRAPH {held.graph_name} {{ {held.subject} {ej('sequence')} 7 }}"
    spent, _ = used(lambda: graph.update(f"INSERT DATA {{ {said} }}"))
    graph.update(f"DELETE DATA {{ {said} }}")
    return spent


def ingested(work: Path, orders: int) -> dict[str, Any]:
    """An export of orders into the starter graph: validated, derived, published; and once more, unchanged."""
    export = gazette.write(work / "orders.csv", orders)
    place = work / "ingested"
    shutil.rmtree(place, ignore_errors=True)
    child("--store", str(place), "init", "--starter", "--quiet")
    first = child("--store", str(place), "--quiet", "ingest", str(export))
    again = child("--store", str(place), "--quiet", "ingest", str(export))
    with Graph.open(place) as graph:
        statements = next(each.statements for each in graph.documents() if each.id == "orders")
    return {"orders": orders, "statements": statements, "first": first, "again": again}


def remembered(work: Path, sizes: tuple[int, ...]) -> list[dict[str, Any]]:
    """How much memory an RDF file takes on its way in, one document of so many statements."""
    found: list[dict[str, Any]] = []
    for size in sizes:
        file, place = work / f"one-{short(size)}.nt", work / "remembered"
        if not file.exists():
            with file.open("w") as lines:
                lines.writelines(
                    f"{line.rpartition(' <')[0]} .\n"
                    for line, _ in stream(size)
                    if "/provenance>" not in line
                )
        shutil.rmtree(place, ignore_errors=True)
        child("--store", str(place), "init", "--quiet")
        spent = child("--store", str(place), "--quiet", "ingest", str(file))
        found.append({"statements": size, "bytes": file.stat().st_size, **spent})
        shutil.rmtree(place, ignore_errors=True)
    return found


def together(work: Path, counts: tuple[int, ...]) -> list[dict[str, Any]]:
    """How much memory a folder of so many small documents takes on its way in, as one batch."""
    found: list[dict[str, Any]] = []
    head = (
        f"@prefix ej: {ej('')} . @prefix ejv: {ejv('')} . @base <{IRIS.base}id/> . "
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<jurisdiction/us> a ej:Jurisdiction ; rdfs:label "United States"@en ; ej:jurisdictionKind ejv:nation .\n'
    )
    for count in counts:
        folder, place = work / f"documents-{count}", work / "together"
        folder.mkdir(exist_ok=True)
        for number in range(count):
            lines = (
                f'<jurisdiction/us-{number}-{each}> a ej:Jurisdiction ; rdfs:label "Place {each} of {number}"@en ; '
                f'ej:jurisdictionKind ejv:state ; ej:within <jurisdiction/us> ; ej:note "Told of in {number}." .\n'
                for each in range(_PLACES)
            )
            (folder / f"{number}.ttl").write_text(head + "".join(lines))
        shutil.rmtree(place, ignore_errors=True)
        child("--store", str(place), "init", "--quiet")
        spent = child("--store", str(place), "--quiet", "ingest", str(folder))
        found.append({"documents": count, "statements": count * (5 * _PLACES + 3), **spent})
        shutil.rmtree(place, ignore_errors=True)
    return found


def audited(places: Places, size: int, larger: list[int]) -> dict[str, Any]:
    """Everything in a store held against all shapes: by us, and by pySHACL alone over one graph."""
    with Graph.open(places.store(size)) as graph:
        store = graph.store()
        validate.processor()
        ours, report = used(lambda: audit(store, IRIS))
        said = {each.triple for name in provenance.asserted(store, IRIS) for each in store.quads(graph=name)}

        def alone() -> Any:
            return validate.validate_with([*said, *validate.vocabulary()], shapes.load(), "shapes").report

        theirs, whole = used(alone)
    verdict = told_once((), whole.results)
    same = _known(report.results) == _known(verdict.results)
    others: dict[str, float] = {}
    for each in larger:
        with Graph.open(places.store(each)) as graph:
            held = graph.store()
            others[str(each)], _ = used(lambda told=held: audit(told, IRIS))
    return {
        "size": len(said),
        "results": len(report.results),
        "ours": ours,
        "pyshacl": theirs,
        "same": same,
        "larger": others,
    }


def _known(results: Any) -> set[tuple[str, ...]]:
    return {tuple(map(str, (each.focus, each.path, each.value, each.component))) for each in results}


def derived(places: Places, size: int) -> dict[str, Any]:
    """All periods from scratch."""
    place = places.work / "derived"
    shutil.rmtree(place, ignore_errors=True)
    build(place, places.file(size))
    with Graph.open(place, write=True) as graph:
        full, change = used(lambda: graph.derive(full=True))
        one = _updated(graph)
    return {"size": size, "statements": change.added, "full": full, "one": one}


def measure(places: Places, sizes: list[int], audit_of: int, orders: int, rounds: int) -> dict[str, Any]:
    """All of it, one after another."""
    return {
        "judged": judged(places, sizes, rounds),
        "small": small(places, sizes, rounds),
        "ingested": ingested(places.work, orders),
        "remembered": remembered(places.work, _MEMORY),
        "together": together(places.work, _DOCUMENTS),
        "audited": audited(places, audit_of, [each for each in sizes if each <= 100_000]),
        "derived": derived(places, min(20_000, *sizes)),
        "rounds": rounds,
    }


def section(found: dict[str, Any]) -> Iterator[str]:
    """What was measured, as lines of docs/performance.md."""
    yield "## What goes in\n"
    yield "Seconds of the processor. The same batch is judged beside what each store holds, and nothing is written.\n"
    yield "| batch, quads | store, quads | judging, s | beside the smallest store |"
    yield "|---|---|---|---|"
    base: dict[int, float] = {}
    for place, row in enumerate(found["judged"]):
        first = base.setdefault(place % len(BATCHES), row["cpu"])
        yield f"| {row['batch']:,} | {row['size']:,} | {row['cpu']:.2f} | {row['cpu'] / first:.2f} |"
    yield "\nInto a store of each size, judged, derived and published, in a process that has done it before:\n"
    yield f"| store, quads | {_FEW} orders as CSV, s | beside the smallest | one effect changed, s | beside the smallest | publish alone, s (clock) |"
    yield "|---|---|---|---|---|---|"
    for row in found["small"]:
        least = found["small"][0]
        yield (
            f"| {row['size']:,} | {row['ingest']:.2f} | {row['ingest'] / least['ingest']:.2f} | {row['update']:.3f} "
            f"| {row['update'] / least['update']:.2f} | {row['publish']:.2f} |"
        )
    yield from _whole(found)


def _whole(found: dict[str, Any]) -> Iterator[str]:
    """Of a large export, the audit, derivation and memory."""
    taken, again = found["ingested"]["first"], found["ingested"]["again"]
    yield (
        f"\nAn export of {found['ingested']['orders']:,} orders ({found['ingested']['statements']:,} statements) into the starter graph, "
        f"validated, derived and published: {taken['cpu']:.0f} s of the processor, at most {taken['memory'] / 2**20:.0f} MiB; "
        f"the same file again: {again['cpu']:.1f} s.\n"
    )
    told = ", ".join(
        f"{each['statements']:,} statements: {each['memory'] / 2**20:.0f} MiB, {each['cpu']:.0f} s"
        for each in found["remembered"]
    )
    yield f"One document of RDF: {told}.\n"
    several = ", ".join(
        f"{each['documents']:,} documents of {each['statements']:,} statements: {each['memory'] / 2**20:.0f} MiB, {each['cpu']:.0f} s"
        for each in found["together"]
    )
    yield f"Many documents as one batch: {several}.\n"
    audited_, derived_ = found["audited"], found["derived"]
    larger = "".join(f"; ours of {int(size):,}: {spent:.1f} s" for size, spent in audited_["larger"].items())
    yield (
        f"The audit of {audited_['size']:,} statements: {audited_['ours']:.1f} s; pySHACL alone over one graph: {audited_['pyshacl']:.0f} s, "
        f"{audited_['pyshacl'] / audited_['ours']:.0f} times as long, with {'the same' if audited_['same'] else 'OTHER'} "
        f"{audited_['results']:,} results{larger}.\n"
    )
    yield (
        f"All periods of {derived_['size']:,} quads from scratch ({derived_['statements']:,} statements): {derived_['full']:.0f} s; "
        f"after a change of one effect, tried, judged, derived and published: {derived_['one']:.3f} s, "
        f"{derived_['full'] / derived_['one']:.0f} times less.\n"
    )


def main() -> None:
    """See the top of this file."""
    parser = argparse.ArgumentParser(description="Validation, ingestion, audit and derivation.")
    parser.add_argument("--work", type=Path, required=True, help="keeps what is generated and built")
    parser.add_argument("--shared", type=Path, help="files and stores that others have made")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--audit", type=int, default=20_000)
    parser.add_argument("--orders", type=int, default=6631)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--prepare", action="store_true", help="make what is only read, and measure nothing")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    places = Places(given.work, given.shared)
    given.work.mkdir(parents=True, exist_ok=True)
    if given.prepare:
        for size in sorted({*given.sizes, given.audit}):
            places.store(size)
        return
    found = measure(places, sorted(given.sizes), given.audit, given.orders, given.rounds)
    print("\n".join(section(found)))  # noqa: T201 - a program that prints
    if given.json:
        given.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
