"""The answer engine: what an answer costs beside ever more litigation that it is not about.

    python tests/bench/engine.py STARTER STORE... [--rounds 5] [--json FILE]

The stores hold the starter graph, alone and beside generated litigation. Each is opened once; the
questions are asked of each in turn, so that whatever else the machine does hits all alike.
"""

import argparse
import json
import statistics
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from enjoin.graph import Graph

QUESTIONS: Final = (
    ("eo-13768-9a", "us-il-chicago", "2019-06-01"),
    ("eo-13768-9a", "us-ca-san-francisco", "2017-11-21"),
    ("eo-13768-9a", "us-ca-santa-clara-county", "2018-09-01"),
    ("eo-13769-3c", "us-wa", "2017-02-05"),
    ("eo-13780-2c", "us-hi", "2017-06-27"),
    ("proc-9645-2", "us-hi", "2017-12-05"),
    ("eo-14160-2a", "us-nj", "2025-06-28"),
    ("eo-14160-2a", "us-tx", "2025-08-08"),
    ("eo-14159-17", "us-or-portland", "2025-05-01"),
    ("eo-14218-2aii", "us-il-chicago", "2025-08-15"),
    ("eo-14287", "us-wa-king-county", "2025-09-01"),
    ("eo-13768", "us-ca", "2017-06-01"),
)
"""About chains of the record, long and short, certain and not."""


def measure(stores: list[Path], rounds: int) -> dict[str, Any]:
    """Milliseconds of an answer by store: the very first one, to a question that is new, and asked again."""
    found: dict[str, Any] = {}
    answers: dict[tuple[str, str, str], set[str]] = {}
    new: dict[str, list[tuple[float, float]]] = {}
    again: dict[str, list[tuple[float, float]]] = {}
    with ExitStack() as stack:
        graphs: dict[str, Graph] = {}
        for store in stores:
            begun = time.perf_counter()
            graph = graphs[store.name] = stack.enter_context(Graph.open(store))
            opened = time.perf_counter()
            graph.status(*QUESTIONS[0])
            ended = time.perf_counter()
            found[store.name] = {"open": 1000 * (opened - begun), "first": 1000 * (ended - opened)}
        for turn in range(rounds + 1):
            # Of the first round every question is new; what was read for it is kept for the others.
            runs = new if turn == 0 else again
            for question in QUESTIONS:
                for name, graph in graphs.items():
                    begun, used = time.perf_counter(), time.process_time()
                    answer = graph.status(*question)
                    cpu, spent = time.process_time() - used, time.perf_counter() - begun
                    runs.setdefault(name, []).append((1000 * spent, 1000 * cpu))
                    answers.setdefault(question, set()).add(f"{answer.state} {answer.sentence}")
            sys.stderr.write(f"round {turn}\n")
    different = [question for question, each in answers.items() if len(each) > 1]
    if different:
        raise SystemExit(f"the answers differ from store to store: {different}")
    for name, each in found.items():
        each["new"] = _summary(new[name], new[stores[0].name])
        each["again"] = _summary(again[name], again[stores[0].name])
    return found


def _summary(runs: list[tuple[float, float]], base: list[tuple[float, float]]) -> dict[str, float]:
    """Medians, and the medians of the ratios to the same questions elsewhere."""
    walls, cpus = zip(*runs, strict=True)
    ratios = [(wall / first, cpu / one) for (wall, cpu), (first, one) in zip(runs, base, strict=True)]
    return {
        "p50": statistics.median(walls),
        "p95": statistics.quantiles(walls, n=20)[18],
        "cpu": statistics.median(cpus),
        "ratio": statistics.median(wall for wall, _ in ratios),
        "cpu_ratio": statistics.median(cpu for _, cpu in ratios),
    }


def main() -> None:
    """See the top of this file."""
    parser = argparse.ArgumentParser(description="Answers beside more and more litigation.")
    parser.add_argument("stores", type=Path, nargs="+", help="the first is what the others are compared with")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = measure(given.stores, given.rounds)
    for name, each in found.items():
        print(name, json.dumps(each))  # noqa: T201 - a program that prints
    if given.json:
        given.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
