"""Questions to a graph of 100,000, of a million and of ten million quads: ours in process, and the same asked of others.

    python tests/bench/scale.py --work DIR [--sizes 100000 1000000 10000000] [--rounds 3] [--prepare] [--json FILE]

The quads are what the generator tells and what follows from it (`deriving.py`), about half and half. Each size
is measured in a process of its own. A peer gets the next size as long as it finished the last one within
ten minutes and eight gigabytes.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

import deriving
import peers
from asking import PREFIXES, questions
from loading import build, generate, refresh

from enjoin.graph import Graph
from enjoin.graph.answers.calendar import HELD, Calendar, Period, Row
from enjoin.graph.answers.reach import Reach
from enjoin.graph.readers.pool import Readers
from enjoin.graph.storage import publish
from enjoin.graph.storage.layout import Layout
from enjoin.graph.storage.store import Store

SIZES: Final = (100_000, 1_000_000, 10_000_000)
TOLD: Final = {100_000: 50_000, 1_000_000: 480_000, 10_000_000: 4_500_000}
"""So many quads are generated for each size; with what follows from them there are about as many as it says."""
EACH: Final = 40
FIRST_DAY: Final = date(2003, 1, 1)
LAST_DAY: Final = date(2026, 1, 1)

BLOCKED: Final = (
    PREFIXES
    + """SELECT ?order ?provision ?ruling ?decided WHERE {
  ?order ej:issuedBy %s . ?provision ej:ofMeasure ?order .
  ?relief ej:restrains ?provision ; ej:grantedBy ?ruling .
  ?ruling ej:decidedOn ?decided . FILTER (?decided >= "%s"^^<http://www.w3.org/2001/XMLSchema#date> && ?decided < "%s"^^<http://www.w3.org/2001/XMLSchema#date>)
}"""
)
IN_FORCE: Final = (
    PREFIXES
    + """SELECT ?period ?provision ?group ?state ?from ?until WHERE {
  VALUES ?state { ejv:blocked ejv:restricted ejv:stayed }
  ?period ej:state ?state ; ej:ofProvision ?provision ; ej:ofGroup ?group ; ej:from ?from .
  OPTIONAL { ?period ej:until ?until }
  FILTER (?from <= "%s"^^<http://www.w3.org/2001/XMLSchema#date> && (!BOUND(?until) || "%s"^^<http://www.w3.org/2001/XMLSchema#date> < ?until))
}"""
)
FOR_PARTY: Final = IN_FORCE.replace("VALUES ?state", "?group ej:hasMember %s . VALUES ?state")
COURT: Final = (
    PREFIXES
    + """SELECT ?ruling ?decided ?label ?type ?author ?lawsuit ?caption WHERE {
  ?ruling ej:byCourt %s ; ej:decidedOn ?decided .
  OPTIONAL { ?ruling rdfs:label ?label }
  OPTIONAL { ?ruling ej:rulingType ?type }
  OPTIONAL { ?ruling ej:author ?who . ?who rdfs:label ?author }
  OPTIONAL { ?ruling ej:inProceeding ?proceeding . ?proceeding ej:partOfLawsuit ?lawsuit . ?lawsuit rdfs:label ?caption }
} ORDER BY DESC(?decided) ?ruling LIMIT 100"""
)
SEARCH: Final = (
    PREFIXES
    + 'SELECT ?s ?label WHERE { ?s rdfs:label ?label FILTER (CONTAINS(LCASE(?label), "%s")) } LIMIT 100'
)


def texts(store: Store, each: int = EACH) -> dict[str, list[str]]:
    """The questions as plain SPARQL, with parameters that are drawn with a fixed seed from what the store holds."""
    chance = Random("scale")

    def some(query: str) -> list[str]:
        found = sorted({str(row["x"]) for row in store.select(PREFIXES + query)})
        return [chance.choice(found) for _ in range(each)]

    def days() -> Iterable[str]:
        return (
            (FIRST_DAY + timedelta(chance.randrange((LAST_DAY - FIRST_DAY).days))).isoformat()
            for _ in range(each)
        )

    found = {question.name: list(question.texts[:each]) for question in questions(peers.engine(store), each)}
    found["blocked"] = [
        BLOCKED % (who, day, f"{int(day[:4]) + 2}-01-01")
        for who, day in zip(some("SELECT ?x WHERE { ?o ej:issuedBy ?x }"), days(), strict=True)
    ]
    found["in-force"] = [IN_FORCE % (day, day) for day in days()]
    members = some("SELECT DISTINCT ?x WHERE { ?g ej:hasMember ?x }")
    found["in-force-party"] = [FOR_PARTY % (who, day, day) for who, day in zip(members, days(), strict=True)]
    found["court"] = [
        COURT % court for court in some("SELECT ?x WHERE { ?x a ej:Court ; ej:appealsTo ?above }")
    ]
    words = ("keller", "alabama", "injunction", "grants", "marsh", "stay of", "order 500012", "harbors")
    found["search"] = [SEARCH % chance.choice(words) for _ in range(each)]
    return found


def prepare(work: Path, size: int) -> Path:
    """The store of a size, built where it is not there yet; how that went lies beside it."""
    store = work / f"store-{size}"
    work.mkdir(parents=True, exist_ok=True)
    told, follows = work / f"{size}.asserted.nq", work / f"{size}.derived.nq"
    if not follows.exists():
        deriving.write(generate(TOLD.get(size, size // 2), told), follows)
    built = work / f"{size}.built.json"
    if not built.exists():
        shutil.rmtree(store, ignore_errors=True)  # one that was not finished
        begun = os.times()
        found = build(store, told, follows)
        used = os.times()
        built.write_text(json.dumps({
            "load": found.load, "publish": found.publish, "disk": found.disk, "memory": found.memory,
            "cpu": used.user + used.system - begun.user - begun.system,
        }))  # fmt: skip
    refresh(store)
    return store


def timed(works: Iterable[Callable[[], object]]) -> dict[str, float]:
    """Milliseconds of each piece of work: the median, 95 of 100, and of the processor; and how many rows at the median."""
    walls: list[float] = []
    cpus: list[float] = []
    rows: list[int] = []
    for work in works:
        begun, used = time.perf_counter(), time.process_time()
        rows.append(_count(work()))
        walls.append(1000 * (time.perf_counter() - begun))
        cpus.append(1000 * (time.process_time() - used))
    return {
        "p50": statistics.median(walls),
        "p95": statistics.quantiles(walls, n=20)[18] if len(walls) > 1 else walls[0],
        "cpu": statistics.median(cpus),
        "rows": statistics.median(rows),
    }


def _count(found: object) -> int:
    return len(found) if isinstance(found, list) else sum(1 for _ in found)  # type: ignore[arg-type,attr-defined]


def measure(path: Path, rounds: int) -> dict[str, Any]:
    """What one store takes, in this process."""
    from enjoin.server.search.finding import Index
    from enjoin.server.search.indexing import names_of

    begun = time.perf_counter()
    graph = Graph.open(path)
    found: dict[str, Any] = {"open": 1000 * (time.perf_counter() - begun)}
    store = graph.store()
    assert isinstance(store, Store)
    found["quads"] = len(store)
    asked = texts(store)
    found["questions"] = {
        name: timed((lambda text=text: store.query(text)) for _ in range(rounds) for text in some)
        for name, some in asked.items()
        if name not in {"in-force", "in-force-party", "search"}
    }
    begun, used = time.perf_counter(), time.process_time()
    calendar = Calendar(store)
    found["calendar"] = {"wall": time.perf_counter() - begun, "cpu": time.process_time() - used}
    days = [date.fromisoformat(text.split('<= "')[1][:10]) for text in asked["in-force"]]
    theirs = [date.fromisoformat(text.split('<= "')[1][:10]) for text in asked["in-force-party"]]
    parties = [text.split("hasMember <")[1].split(">")[0] for text in asked["in-force-party"]]
    answers: dict[str, Callable[[int], object]] = {
        "in-force": lambda n: calendar.rows_on(days[n], HELD),
        "in-force-party": lambda n: Reach(calendar, parties[n]).on(theirs[n], HELD),
        "place": lambda n: _place(graph, calendar, parties[n], theirs[n]),
    }
    for name, answer in answers.items():
        works = ((lambda n=n, answer=answer: answer(n)) for _ in range(rounds) for n in range(EACH))
        found["questions"][name] = timed(works)
    for n in range(3):  # of the groups that name the party the same as the question in SPARQL finds
        plain = {str(row["period"]) for row in store.select(asked["in-force-party"][n])}
        reached = map(Period.of, Reach(calendar, parties[n]).on(theirs[n], HELD))
        assert plain == {f"<{each.iri}>" for each in reached if not each.rest}
    calendar.close()
    begun, used = time.perf_counter(), time.process_time()
    names = Index(names_of(graph))
    found["names"] = {
        "wall": time.perf_counter() - begun,
        "cpu": time.process_time() - used,
        "count": names.count,
    }
    words = [text.split('?label), "')[1].split('"')[0] for text in asked["search"]]
    found["questions"]["search"] = timed(
        (lambda word=word: names.find(word, most=100).names) for word in words
    )
    names.close()
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    graph.close()
    found["reader"] = _reader(path, asked)
    found["publish"] = _published(path, rounds)
    return found


def _place(graph: Graph, calendar: Calendar, party: str, on: date) -> list[Row]:
    """What the page of a place asks for a day: how much is in each state, and the first rows of its two tables."""
    from enjoin.server.entities.portion import ROWS
    from enjoin.server.sections import binding

    reach = Reach(calendar, party, [f"{graph.iris.base}id/{kind}/" for kind in binding._KINDS])
    reach.counts(on)
    return [*reach.on(on, binding.HELD_BACK, 0, ROWS), *reach.on(on, ("in-force",), 0, ROWS)]


def _reader(path: Path, asked: dict[str, list[str]]) -> int:
    """Bytes of the memory of one reader process after questions of every kind that pages ask."""
    generation = publish.newest(Layout(path).generations)
    assert generation is not None
    readers = Readers(1)
    try:
        for name in ("one-hop", "four-hop", "blocked", "court", "rows"):
            for text in asked[name][:10]:
                readers.run(generation, text, timeout_s=60.0).read()
        return peers.largest_child()
    finally:
        readers.close()


def _published(path: Path, rounds: int) -> float:
    """Milliseconds to publish a generation."""
    writer = Store.open(path)
    took: list[float] = []
    for _ in range(rounds):
        begun = time.perf_counter()
        publish.publish(writer, Layout(path).generations)
        took.append(1000 * (time.perf_counter() - begun))
    writer.close()
    return statistics.median(took)


def compare(work: Path, sizes: list[int], rounds: int, others: Iterable[str]) -> dict[str, Any]:
    """All sizes, each in a process of its own; then each peer as far as it gets."""
    found: dict[str, Any] = {"sizes": {}, "peers": {}}
    for size in sizes:
        found["sizes"][str(size)] = _child(prepare(work, size), rounds)
        found["sizes"][str(size)]["built"] = json.loads((work / f"{size}.built.json").read_text())
    for name in others:
        found["peers"][name] = {}
        for size in sizes:
            one = found["peers"][name][str(size)] = peers.asked(name, work, size)
            sys.stderr.write(f"{name} {size}: {one}\n")
            if one["stopped"]:
                break
    return found


def _child(store: Path, rounds: int) -> Any:  # JSON
    with tempfile.NamedTemporaryFile(suffix=".json") as into:
        command = [
            sys.executable,
            __file__,
            "--one",
            str(store),
            "--rounds",
            str(rounds),
            "--json",
            into.name,
        ]
        subprocess.run(command, check=True)
        return json.loads(Path(into.name).read_text())


def main() -> None:
    """See the top of this file."""
    parser = argparse.ArgumentParser(description="Questions to ever larger graphs.")
    parser.add_argument("--work", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", nargs="*", default=list(peers.NAMES))
    parser.add_argument(
        "--prepare", action="store_true", help="build what is not there yet, and measure nothing"
    )
    parser.add_argument("--one", type=Path, help="measure this store alone")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    if given.prepare:
        for size in given.sizes:
            prepare(given.work, size)
        return
    found = (
        measure(given.one, given.rounds)
        if given.one
        else compare(given.work, given.sizes, given.rounds, given.peers)
    )
    print(json.dumps(found, indent=1))  # noqa: T201 - a program that prints
    if given.json:
        given.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
