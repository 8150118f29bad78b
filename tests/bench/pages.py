"""The pages of the site over a store, as a browser asks for them: one after another, from a server that has just started.

    python tests/bench/pages.py STORE... [--rounds 3] [--json FILE]

Of each kind of page as many different ones are asked for as there are, up to eight, in turns. *First* is the very
first answer after the server started (an index that is still being built is waited for). Then it is waited until no
index is being built any more, and `indexed_s` after the start p50 and p95 of all later answers begin.
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
_PATIENCE_S: Final = 900.0
_LIMIT_S: Final = 30.0
QUESTIONS: Final = (
    "who-is-protected",
    "what-binds",
    "state-of-provision",
    "claims-about",
    "relief-that-would-fall",
)
"""Named queries whose forms are shown, with what they suggest."""
LISTS: Final = ("orders", "provisions", "lawsuits", "rulings", "judges", "places")
_KINDS: Final = {
    "order": "?x a ej:Order", "provision": "?x a ej:Provision", "lawsuit": "?x a ej:Lawsuit",
    "ruling": "?x a ej:Ruling", "judge": "?x a ej:Judge", "city": "?x ej:jurisdictionKind ejv:city", "court": "?x a ej:Court",
    "place": "?x ej:jurisdictionKind ?kind . FILTER (?kind != ejv:city)", "official": "?x a ej:Official",
    "relief": "?x a ej:Relief", "claim": "?x a ej:Claim", "policy": "?x ej:enactedBy ?place . ?place ej:jurisdictionKind ?kind",
}  # fmt: skip
"""Things with a page of their own, by what the measurements call them."""
_ROUTES: Final = {"city": "jurisdiction", "place": "jurisdiction"}
_FOUND: Final = {"unknown": 404}
"""Kinds of pages that answer with another status than 200."""
_DEEP: Final = {
    "list": ["/rulings?page=2"],
    "timeline": ["/timeline?year=2018&page=2"],
    "map": ["/map?page=2&sort=count"],
    "status": ["/status?page=2"],
    "gaps": ["/gaps?page=2"],
}
_LARGE: Final = 500_000
"""From so many quads on, there are these pages, too."""
_YEARS: Final = (2010, 2014, 2018, 2022)


def addresses(store: Path) -> dict[str, list[str]]:
    """The pages by kind, the same ones for the same store."""
    found = {
        "home": ["/", *(f"/?on={year}-10-01" for year in _YEARS)],
        "list": [f"/{name}" for name in LISTS] + ["/provisions?state=blocked"],
        "changes": ["/changes", "/changes?page=2", "/changes.atom"],
        "timeline": ["/timeline", *(f"/timeline?year={year}" for year in _YEARS), "/timeline?page=2", "/timeline?year=2018&kind=blocks",
                     "/timeline?topic=travel-ban"],
        "map": ["/map", "/map?on=2018-10-01", "/map?show=policy", "/map?show=lawsuit&on=2018-10-01"],
        "gaps": ["/gaps", "/gaps?kind=day"],
        "status": ["/status", "/status.json", "/dump/"],
        "void": ["/.well-known/void", "/.well-known/sparql-examples", "/ns"],
        "queries": ["/queries/", *(f"/queries/{name}" for name in QUESTIONS)],
        "sitemap": ["/sitemap.xml", "/sitemap-1.xml"],
        "unknown": ["/doc/order/eo-999999", "/doc/ruling/r-of-nobody", "/doc/jurisdiction/us-nowhere"],
        "search": [f"/search?q={quote(words)}" for words in ("Alabama", "Keller", "EO 500012", "injunction", "Marsch")],
    }  # fmt: skip
    with Graph.open(store) as graph:
        for kind, paths in _DEEP.items() if graph.stats().triples >= _LARGE else ():
            found[kind] += paths
        for kind, pattern in _KINDS.items():
            route = _ROUTES.get(kind, kind)
            rows = graph.store().query(f"{PREFIXES} SELECT DISTINCT ?x WHERE {{ {pattern} }}")
            iris = sorted(iri for row in rows if f"/id/{route}/" in (iri := str(row["x"])[1:-1]))
            chosen = iris[:: max(1, len(iris) // EACH)][:EACH]
            found[kind] = [f"/doc/{route}/{quote(iri.rpartition('/')[2])}" for iri in chosen]
    return {kind: paths for kind, paths in found.items() if paths}


def measure(store: Path, rounds: int) -> dict[str, Any]:
    """Milliseconds by kind of page; how many failed or were not waited for."""
    wanted = addresses(store)
    first: dict[str, list[float]] = {}
    later: dict[str, list[float]] = {}
    failed: dict[str, int] = {}
    with enjoin(store) as server:
        begun = time.perf_counter()
        indexed = 0.0
        for turn in range(rounds + 1):
            for kind, paths in wanted.items():
                for path in paths:
                    took = _ask(server, path, _FOUND.get(kind, 200), patient=turn == 0)
                    if took is None:
                        failed[kind] = failed.get(kind, 0) + 1
                    else:
                        (first if turn == 0 else later).setdefault(kind, []).append(took)
            if turn == 0:
                _indexed(server)
                indexed = time.perf_counter() - begun
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
    return {
        "pages": pages,
        "p95": statistics.quantiles(every, n=20)[18],
        "memory": memory,
        "failed": failed,
        "indexed_s": indexed,
    }


def _indexed(server: Server) -> None:
    """Returns when no index is being built."""
    end = time.perf_counter() + _PATIENCE_S
    while b"enjoin_indices_being_built 0\n" not in _told(server, "/metrics"):
        if time.perf_counter() > end:
            raise SystemExit(f"not indexed within {_PATIENCE_S:.0f} s")
        time.sleep(0.5)


def _told(server: Server, path: str) -> bytes:
    connection = http.client.HTTPConnection(server.host, server.port, timeout=_LIMIT_S)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    finally:
        connection.close()


def _ask(server: Server, path: str, found: int, *, patient: bool) -> float | None:
    """Milliseconds of one page; of the first visit until it is ready, if it asks to come again."""
    begun = time.perf_counter()
    while True:
        connection = http.client.HTTPConnection(server.host, server.port, timeout=_LIMIT_S)
        try:
            connection.request("GET", path, headers={"Accept": "text/html,*/*;q=0.8"})
            answer = connection.getresponse()
            answer.read()
        except OSError:
            return None
        finally:
            connection.close()
        if answer.status == found:
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
