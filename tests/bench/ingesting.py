"""What goes in, and what follows: validation of a batch, ingestion, the audit of everything, derivation.

    python tests/bench/ingesting.py --work DIR [--sizes 100000 1000000 10000000] [--audit 100000]
        [--orders 6631] [--rounds 3] [--json FILE]

A batch is the documents that the generator would write next: it is judged against stores of several
sizes, and nothing is written. Times are of the processor, user and system, so that other programs
on the machine change them little; the memory is the most that the process held.
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
from itertools import islice
from pathlib import Path
from typing import Any, Final

import gazette
import pyoxigraph as ox
from loading import build, generate
from pyoxigraph import Literal, Quad

from enjoin import shapes
from enjoin.graph import Graph, provenance
from enjoin.graph.iris import Iris
from enjoin.graph.storage.store import Store
from enjoin.graph.validation import validate
from enjoin.graph.validation.judging import Judgement, audit, told_once
from enjoin.ontology.terms import ej, term

BATCHES: Final = (1_000, 10_000)
_ROOM: Final = 15_000
"""So many more quads are generated than a store holds: the batches are of these."""
IRIS: Final = Iris()


def used(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of the processor that a piece of work took, and what it gave."""
    begun = time.process_time()
    found = work()
    return time.process_time() - begun, found


def halves(work: Path, size: int) -> tuple[Path, list[Quad]]:
    """A file of about so many generated quads, whole documents, and the documents that come next."""
    file, rest = work / f"{size}.head.nq", work / f"{size}.rest.nq"
    if not rest.exists():
        whole = generate(size + _ROOM, work / f"{size}.whole.nq")
        with whole.open("rb") as lines, file.open("wb") as head:
            head.writelines(islice(lines, size))
            last = b""
            with rest.open("wb") as tail:
                for line in lines:
                    graph = line.rsplit(b" ", 2)[-2]
                    last = last or graph
                    (head if graph == last and tail.tell() == 0 else tail).write(line)
        whole.unlink()
    return file, list(ox.parse(path=str(rest), format=ox.RdfFormat.N_QUADS))


def documents(quads: list[Quad], count: int) -> list[Quad]:
    """The first whole documents that hold about so many statements."""
    found: list[Quad] = []
    for place, quad in enumerate(quads):
        if len(found) >= count and quad.graph_name != quads[place - 1].graph_name:
            break
        found.append(quad)
    return found


def store_of(work: Path, size: int) -> tuple[Path, list[Quad]]:
    """A store of about so many quads, and what comes next."""
    file, rest = halves(work, size)
    place = work / f"judged-{size}"
    if not place.exists():
        build(place, file)
    return place, rest


def judged(work: Path, sizes: list[int], rounds: int) -> list[dict[str, Any]]:
    """The batches against stores of each size."""
    found: list[dict[str, Any]] = []
    for size in sizes:
        place, rest = store_of(work, size)
        with Graph.open(place) as graph:
            store = graph.store()
            assert isinstance(store, Store)
            for count in BATCHES:
                batch = documents(rest, count)

                def judge(held: Store = store, told: list[Quad] = batch) -> int:
                    return len(Judgement(held, [], (), IRIS, added=told).faults.results)

                judge()  # the rules are parsed when they are first needed
                times, results = zip(*(used(judge) for _ in range(rounds)), strict=True)
                found.append(
                    {"size": size, "batch": len(batch), "cpu": statistics.median(times), "faults": results[0]}
                )
    return found


def child(*arguments: str) -> dict[str, float]:
    """What one command of the command line took: its processor time, and the most memory it held."""
    program = "import sys; from enjoin.server.cli import main; main(sys.argv[1:])"
    begun = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=subprocess.DEVNULL) as process:
        _, status, spent = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"enjoin {' '.join(arguments)} ended with {process.returncode}")
    return {
        "cpu": spent.ru_utime + spent.ru_stime,
        "wall": time.perf_counter() - begun,
        "memory": spent.ru_maxrss * 1024,
    }


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


def audited(work: Path, size: int) -> dict[str, Any]:
    """Everything in a store held against all shapes: by us, and by pySHACL alone over one graph."""
    place, _ = store_of(work, size)
    with Graph.open(place) as graph:
        store = graph.store()
        validate.processor()
        ours, report = used(lambda: audit(store, IRIS))
        said = {each.triple for name in provenance.asserted(store, IRIS) for each in store.quads(graph=name)}

        def alone() -> Any:
            return validate.validate_with([*said, *validate.vocabulary()], shapes.load(), "shapes").report

        theirs, whole = used(alone)
    verdict = told_once((), whole.results)
    same = _known(report.results) == _known(verdict.results)
    return {"size": len(said), "results": len(report.results), "ours": ours, "pyshacl": theirs, "same": same}


def _known(results: Any) -> set[tuple[str, ...]]:
    return {tuple(map(str, (each.focus, each.path, each.value, each.component))) for each in results}


def derived(work: Path, size: int) -> dict[str, Any]:
    """All periods from scratch, then after one effect of one lawsuit got another label."""
    _, rest = store_of(work, size)
    place = work / "derived"
    shutil.rmtree(place, ignore_errors=True)
    build(place, halves(work, size)[0])
    del rest
    with Graph.open(place, write=True) as graph:
        full, change = used(lambda: graph.derive(full=True))
        store = graph.store()
        effect = min((each.subject for each in store.quads(predicate=ej("effectType"))), key=str)
        held = next(store.quads(effect, term("rdfs:label")))  # type: ignore[arg-type]
        told = (
            f"DELETE DATA {{ GRAPH {held.graph_name} {{ {held.subject} {held.predicate} {held.object} }} }} ; "
            f"INSERT DATA {{ GRAPH {held.graph_name} {{ {held.subject} {held.predicate} {Literal('new', language='en')} }} }}"
        )
        one, _ = used(lambda: graph.update(told))
    return {"size": size, "statements": change.added, "full": full, "one": one}


def measure(work: Path, sizes: list[int], audit_of: int, orders: int, rounds: int) -> dict[str, Any]:
    """All of it, one after another."""
    work.mkdir(parents=True, exist_ok=True)
    return {
        "judged": judged(work, sizes, rounds),
        "ingested": ingested(work, orders),
        "audited": audited(work, audit_of),
        "derived": derived(work, min(sizes)),
        "rounds": rounds,
    }


def section(found: dict[str, Any]) -> Iterator[str]:
    """What was measured, as lines of docs/performance.md."""
    yield "## What goes in\n"
    yield "Seconds of the processor. A batch is judged beside what the store holds, and nothing is written.\n"
    yield "| batch, quads | store, quads | judging, s | beside the smallest store |"
    yield "|---|---|---|---|"
    base: dict[int, float] = {}
    for place, row in enumerate(found["judged"]):
        first = base.setdefault(place % len(BATCHES), row["cpu"])
        yield f"| {row['batch']:,} | {row['size']:,} | {row['cpu']:.2f} | {row['cpu'] / first:.2f} |"
    taken, again = found["ingested"]["first"], found["ingested"]["again"]
    yield (
        f"\nAn export of {found['ingested']['orders']:,} orders ({found['ingested']['statements']:,} statements) into the starter graph, "
        f"validated, derived and published: {taken['cpu']:.0f} s of the processor, at most {taken['memory'] / 2**20:.0f} MiB; "
        f"the same file again: {again['cpu']:.1f} s.\n"
    )
    audited_, derived_ = found["audited"], found["derived"]
    yield (
        f"The audit of {audited_['size']:,} statements: {audited_['ours']:.1f} s; pySHACL alone over one graph: {audited_['pyshacl']:.0f} s, "
        f"{audited_['pyshacl'] / audited_['ours']:.0f} times as long, with {'the same' if audited_['same'] else 'OTHER'} "
        f"{audited_['results']:,} results.\n"
    )
    yield (
        f"All periods of {derived_['size']:,} quads from scratch ({derived_['statements']:,} statements): {derived_['full']:.0f} s; "
        f"one update of one label, tried, judged, derived and published: {derived_['one']:.2f} s.\n"
    )


def main() -> None:
    """See the top of this file."""
    parser = argparse.ArgumentParser(description="Validation, ingestion, audit and derivation.")
    parser.add_argument("--work", type=Path, required=True, help="keeps what is generated and built")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--audit", type=int, default=100_000)
    parser.add_argument("--orders", type=int, default=6631)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = measure(given.work, given.sizes, given.audit, given.orders, given.rounds)
    print("\n".join(section(found)))  # noqa: T201 - a program that prints
    if given.json:
        given.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
