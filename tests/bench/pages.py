"""The pages of the site over a store, as a browser asks for them: one after another, from a server that has just started.

    python tests/bench/pages.py STORE... [--rounds 3] [--json FILE]

Of each kind of page as many different ones are asked for as there are, up to eight, in turns. *First* is the very
first answer after the server started (an index that is still being built is waited for); p50 and p95 are of all later ones.
"""

import argparse
import http.client
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from asking import PREFIXES
from servers import Server, enjoin

from enjoin.graph import Graph

EACH: Final = 8
_PATIENCE_S: Final = 120.0
_LIMIT_S: Final = 30.0
LISTS: Final = ("orders", "provisions", "lawsuits", "rulings", "judges", "places")
_KINDS: Final = {
    "order": "?x a ej:Order", "provision": "?x a ej:Provision", "lawsuit": "?x a ej:Lawsuit",
    "ruling": "?x a ej:Ruling", "judge": "?x a ej:Judge", "jurisdiction": "?x ej:jurisdictionKind ejv:city", "court": "?x a ej:Court",
}  # fmt: skip


def addresses(store: Path) -> dict[str, list[str]]:
    """The pages by kind, the same ones for the same store."""
    found = {
        "home": ["/", *(f"/?on={year}-10-01" for year in (2010, 2014, 2018, 2022))],
        "list": [f"/{name}" for name in LISTS] + ["/rulings?page=2", "/provisions?state=blocked"],
        "changes": ["/changes", "/changes?page=2", "/changes.atom"],
        "search": [f"/search?q={quote(words)}" for words in ("Alabama", "Keller", "EO 500012", "injunction", "Marsch")],
    }  # fmt: skip
    with Graph.open(store) as graph:
        for kind, pattern in _KINDS.items():
            rows = graph.store().query(f"{PREFIXES} SELECT DISTINCT ?x WHERE {{ {pattern} }}")
            iris = sorted(str(row["x"])[1:-1] for row in rows)
            chosen = iris[:: max(1, len(iris) // EACH)][:EACH]
            found[kind] = [f"/doc/{kind}/{quote(iri.rpartition('/')[2])}" for iri in chosen]
    return {kind: paths for kind, paths in found.items() if paths}


def measure(store: Path, rounds: int) -> dict[str, Any]:
    """Milliseconds by kind of page; how many failed or were not waited for."""
    wanted = addresses(store)
    first: dict[str, list[float]] = {}
    later: dict[str, list[float]] = {}
    failed: dict[str, int] = {}
    with enjoin(store) as server:
        for turn in range(rounds + 1):
            for kind, paths in wanted.items():
                for path in paths:
                    took = _ask(server, path, patient=turn == 0)
                    if took is None:
                        failed[kind] = failed.get(kind, 0) + 1
                    else:
                        (first if turn == 0 else later).setdefault(kind, []).append(took)
            sys.stderr.write(f"{store.name}: round {turn}\n")
        memory = server.memory()
    pages = {
        kind: {
            "first": max(first.get(kind, [0.0])),
            "p50": statistics.median(some),
            "p95": statistics.quantiles(some, n=20)[18] if len(some) > 1 else some[0],
            "failed": failed.get(kind, 0),
        }
        for kind, some in later.items()
    }
    every = [took for some in later.values() for took in some]
    return {"pages": pages, "p95": statistics.quantiles(every, n=20)[18], "memory": memory, "failed": failed}


def _ask(server: Server, path: str, *, patient: bool) -> float | None:
    """Milliseconds of one page; of the first visit until it is ready, if it asks to come again."""
    begun = time.perf_counter()
    while True:
        connection = http.client.HTTPConnection(server.host, server.port, timeout=_LIMIT_S)
        try:
            connection.request("GET", path, headers={"Accept": "text/html"})
            answer = connection.getresponse()
            answer.read()
        except OSError:
            return None
        finally:
            connection.close()
        if answer.status == 200:
            return 1000 * (time.perf_counter() - begun)
        if answer.status != 503 or not patient or time.perf_counter() - begun > _PATIENCE_S:
            return None
        time.sleep(0.5)


def main() -> None:
    """See the top of this file."""
    parser = argparse.ArgumentParser(description="The pages of the site.")
    parser.add_argument("stores", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = {store.name: measure(store, given.rounds) for store in given.stores}
    print(json.dumps(found, indent=1))  # noqa: T201 - a program that prints
    if given.json:
        given.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
