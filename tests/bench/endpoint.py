"""The endpoint against its peers: the same quads, the same questions, in turns, on the same machine.

python tests/bench/endpoint.py STORE [--rounds 5] [--seconds 3] [--json FILE]
"""

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from asking import Question, questions
from client import Run, agree, load
from servers import Server, engine_files, enjoin, oxigraph, rdflib_endpoint

CLIENTS: Final = (8, 1)
OURS: Final = "enjoin"
CACHED: Final = "enjoin, cache on"


def measure(
    servers: list[Server], asked: list[Question], rounds: int, seconds: int
) -> dict[tuple[str, str, int], list[Run]]:
    """Runs by question, server and number of clients; every server has its turn in every round."""
    found: dict[tuple[str, str, int], list[Run]] = {}
    for turn in range(rounds):
        for question in asked:
            for clients in CLIENTS:
                # Another one begins each time, so that none always follows the same.
                for server in servers[turn % len(servers) :] + servers[: turn % len(servers)]:
                    # A long answer needs longer, so that a run has enough of them.
                    run = load(
                        server,
                        question,
                        clients=clients,
                        seconds=seconds * (3 if question.name == "rows" else 1),
                    )
                    found.setdefault((question.name, server.name, clients), []).append(run)
                    sys.stderr.write(f"{turn} {question.name} {server.name} x{clients}: {run}\n")
    return found


def summary(found: dict[tuple[str, str, int], list[Run]]) -> list[dict[str, Any]]:
    """Medians of the runs, the least and the most of the rates, and ours over theirs in the same round."""
    return [
        {
            "question": question,
            "server": server,
            "clients": clients,
            "rate": statistics.median(run.rate for run in runs),
            "rate_least": min(run.rate for run in runs),
            "rate_most": max(run.rate for run in runs),
            "p50": statistics.median(run.p50 for run in runs),
            "p95": statistics.median(run.p95 for run in runs),
            "cpu": statistics.median(run.cpu for run in runs),
            "failed": sum(run.failed for run in runs),
            "runs": len(runs),
            "ratio": statistics.median(
                ours.rate / run.rate if run.rate else float("inf")
                for ours, run in zip(found[question, OURS, clients], runs, strict=True)
            ),
        }
        for (question, server, clients), runs in found.items()
    ]


def compare(store: Path, rounds: int, seconds: int, peers: list[str]) -> dict[str, Any]:
    """Start the servers, see that they agree, and measure them."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        files = engine_files(store, folder / "files")
        asked = questions(ox.Store.read_only(str(files)))
        # One without the cache of answers, which answers what was asked before without asking the engine.
        shutil.copytree(store, folder / "uncached")
        servers = [
            stack.enter_context(enjoin(folder / "uncached", name=OURS, variables={"ENJOIN_MAX_CACHED": "1"})),
            stack.enter_context(enjoin(store, name=CACHED)),
        ]
        if "oxigraph" in peers:
            servers.append(stack.enter_context(oxigraph(files)))
        if "rdflib-endpoint" in peers:
            other = engine_files(store, folder / "other")
            servers.append(stack.enter_context(rdflib_endpoint(other)))
        for question in asked:
            agree(servers, question)
        found = measure(servers, asked, rounds, seconds)
        memory = {server.name: server.memory() for server in servers}
    return {"runs": summary(found), "memory": memory}


def main() -> None:
    """See the top of this file."""
    parser = argparse.ArgumentParser(description="The endpoint against its peers.")
    parser.add_argument("store", type=Path, help="the directory of a store that no one serves")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--peers", nargs="*", default=["oxigraph", "rdflib-endpoint"])
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = compare(given.store, given.rounds, given.seconds, given.peers)
    for row in found["runs"]:
        print(  # noqa: T201 - a program that prints
            f"{row['question']:10} {row['server']:18} x{row['clients']}: {row['rate']:9.1f}/s  p50 {row['p50']:8.2f}"
            f"  p95 {row['p95']:8.2f} ms  cpu {row['cpu']:6.2f} ms  failed {row['failed']}  ours/theirs {row['ratio']:.2f}"
        )
    if given.json:
        given.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
