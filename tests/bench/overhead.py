"""What the reader process adds to a query, and how soon a query ends that has no time left.

python tests/bench/overhead.py STORE [--rounds 5] [--json FILE]
"""

import argparse
import json
import statistics
import time
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from asking import questions

from enjoin.graph.errors import QueryTimeout
from enjoin.graph.readers.pool import Readers
from enjoin.graph.storage.publish import newest
from enjoin.graph.storage.store import Store

EACH: Final = 200
LIMIT_S: Final = 1.0
# Each pattern has something in common with the one before: it takes for ever, but no memory.
ENDLESS: Final = (
    "SELECT (COUNT(*) AS ?n) WHERE { ?a ?p ?b . ?c ?q ?b . ?c ?r ?d . ?e ?s ?d . ?e ?t ?f . ?g ?u ?f }"
)


def measure(store: Path, rounds: int) -> dict[str, Any]:
    """Milliseconds in this process and by a reader, turn about, of the same queries, written as JSON."""
    generation = newest(store / "generations")
    assert generation is not None
    inside = Store.snapshot(generation.path)
    readers = Readers(1)
    found: dict[str, Any] = {}
    try:
        for question in questions(ox.Store.read_only(str(generation.path)), EACH)[:2]:
            both: list[tuple[float, float]] = []
            for _ in range(rounds):
                for text in question.texts:
                    begun = time.perf_counter()
                    inside.query(text).write("json")
                    between = time.perf_counter()
                    readers.run(generation, text).read()
                    both.append((between - begun, time.perf_counter() - between))
            mine, theirs = zip(*both[EACH // 2 :], strict=True)  # the first ones warm both up
            found[question.name] = {
                "inside": 1000 * statistics.median(mine),
                "reader": 1000 * statistics.median(theirs),
                "added": 1000
                * statistics.median(their - own for own, their in zip(mine, theirs, strict=True)),
                **_processor(inside, readers, generation, question.texts),
            }
        found["timeout"] = _late(readers, generation, rounds)
    finally:
        readers.close()
    return found


def _processor(inside: Store, readers: Readers, generation: Any, texts: tuple[str, ...]) -> dict[str, float]:
    """Milliseconds of processor time for one query in this process, and in this and the reader's together."""

    def spent() -> float:
        return time.process_time() + sum(each.process.processor_s() for each in readers._stock.idle)

    begun = spent()
    for text in texts:
        inside.query(text).write("json")
    between = spent()
    for text in texts:
        readers.run(generation, text).read()
    ended = spent()
    each = 1000 / len(texts)
    return {"inside_cpu": each * (between - begun), "reader_cpu": each * (ended - between)}


def _late(readers: Readers, generation: Any, rounds: int) -> dict[str, float]:  # a generation
    """Seconds after which a query without an end is stopped, and how soon the next one is answered."""
    ends: list[float] = []
    after: list[float] = []
    for _ in range(rounds):
        begun = time.perf_counter()
        try:
            readers.run(generation, ENDLESS, timeout_s=LIMIT_S)
        except QueryTimeout:
            ends.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        readers.run(generation, "ASK { ?s ?p ?o }")
        after.append(time.perf_counter() - begun)
    return {
        "limit": LIMIT_S,
        "ended": statistics.median(ends),
        "latest": max(ends),
        "next": statistics.median(after),
    }


def main() -> None:
    """See the top of this file."""
    parser = argparse.ArgumentParser(description="What the reader process adds.")
    parser.add_argument("store", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = measure(given.store, given.rounds)
    print(json.dumps(found, indent=1))  # noqa: T201 - a program that prints
    if given.json:
        given.json.write_text(json.dumps(found))


if __name__ == "__main__":
    main()
