"""The page docs/performance.md, made of what one run measured."""

from collections.abc import Iterable
from typing import Any, Final

import growth
import ingesting

PARTS: Final = ("engine", "overhead", "endpoint", "scale", "pages", "ingesting")
"""What a run measures, in this order."""
_QUESTIONS: Final = {
    "one-hop": "one hop: all that is said of a ruling or an order",
    "four-hop": "four hops: what blocked this order",
    "rows": "10,000 rows of names",
}

_TOP: Final = """# Performance

One run of `make bench`, on {date}. Each run writes this page anew.

| | |
|---|---|
| machine | {processor}, {cores} cores, {memory:.0f} GiB |
| system | {system}, Python {python} |
| packages | {packages} |
| data | {quads:,} generated quads (`tests/bench/litigation.py`, fixed seed), in a named graph per source document |
| rounds | {rounds}; a run of load lasts {seconds} s (10,000 rows: three times as long) |
| load of the machine | {load:.1f} when the run began, {load_after:.1f} when it ended ({minutes:.0f} minutes) |

**Method.** All servers run at once on this machine, over copies of the same engine files, so that they hold the
same quads; their answers are compared before anything is timed. The servers are asked in turns, question
by question, and each round begins with another one, so that whatever else the machine does hits all alike.
`wrk` asks from one thread, going through 500 different queries (40 for the long answer), with 8 connections
and with 1. Figures are medians over the rounds; *ours / theirs* is the median of the ratios within each round. *CPU*
is the processor time of all of a server's processes per request: other programs on a busy machine make requests wait
longer, but hardly this. Where the load was above the number of cores, trust ratios and CPU, not times.
"""


def written(found: dict[str, Any]) -> str:
    """The page."""
    machine = found["machine"]
    top = _TOP.format(
        **{name: machine[name] for name in ("date", "processor", "cores", "system", "python", "load")},
        memory=machine["memory"] / 2**30,
        packages=", ".join(f"{name} {version}" for name, version in machine["packages"].items()),
        **{name: found[name] for name in ("quads", "rounds", "seconds", "load_after", "minutes")},
    )
    sections = (
        ({"scale", "pages"}, growth.section),
        ({"engine"}, _engine),
        ({"endpoint", "overhead"}, _endpoint),
        ({"overhead"}, _overhead),
        ({"built"}, _building),
        ({"ingesting"}, lambda found: ingesting.section(found["ingesting"])),
    )
    lines = [line for needed, section in sections if needed <= found.keys() for line in section(found)]
    kept = [
        f"Measured apart, on the same machine: {name}, {when} UTC." for name, when in found["kept"].items()
    ]
    absent = [name for name in PARTS if name not in found]
    if absent:
        kept.append(f"Not measured in this run: {', '.join(absent)}.")
    return "\n".join([top, *kept, *([""] if kept else []), *_goals(found), *lines])


def _rows(found: dict[str, Any], question: str, clients: int) -> dict[str, dict[str, Any]]:
    return {
        row["server"]: row
        for row in found["endpoint"]["runs"]
        if row["question"] == question and row["clients"] == clients
    }


def _goals(found: dict[str, Any]) -> Iterable[str]:
    yield "## Goals\n"
    yield "| what | goal | reached | | what stops it |"
    yield "|---|---|---|---|---|"
    wanted = (({"engine"}, _of_engine), ({"endpoint"}, _of_endpoint), ({"overhead"}, _of_readers), ({"scale", "pages"}, growth.goals))  # fmt: skip
    for needed, goals in wanted:
        for what, goal, reached, met, limit in goals(found) if needed <= found.keys() else ():
            yield f"| {what} | {goal} | {reached} | {'met' if met else '**missed**'} | {'' if met else limit} |"
    yield ""


def _of_engine(found: dict[str, Any]) -> Iterable[growth.Goal]:
    engine = found["engine"]
    took = engine["starter"]["new"]
    new, again = (engine["starter-100x"][how]["cpu_ratio"] for how in ("new", "again"))
    reached = f"{took['p50']:.0f} ms at p50, of which {took['cpu']:.0f} ms on a processor"
    yield "an answer on the starter graph, to a new question", "50 ms at most", reached, took["p50"] <= 50, ""
    reached = f"{new:.2f} times for a new question, {again:.2f} times asked again"
    yield (
        "an answer beside 100 times the litigation",
        "about 1 times the CPU",
        reached,
        max(new, again) <= 1.5,
        "",
    )


def _of_endpoint(found: dict[str, Any]) -> Iterable[growth.Goal]:
    four = _rows(found, "four-hop", 8)
    theirs, slow = four["oxigraph"], four["rdflib-endpoint"]["ratio"]
    kept = four["enjoin, cache on"]["rate"] / theirs["rate"]
    yield "four hops against the oxigraph server, as it is by default", "60 % at least of its throughput", f"{100 * kept:.0f} %", kept >= 0.6, ""  # fmt: skip
    reached = f"{100 * theirs['ratio']:.0f} %; {four['enjoin']['cpu'] / theirs['cpu']:.1f} times its CPU"
    yield "the same with the cache off", "60 % at least of its throughput", reached, theirs["ratio"] >= 0.6, "the way to another process and back, and Python at both ends; see below"  # fmt: skip
    yield (
        "four hops against rdflib-endpoint, cache off",
        "10 times at least",
        f"{slow:.1f} times",
        slow >= 10,
        "",
    )


def _of_readers(found: dict[str, Any]) -> Iterable[growth.Goal]:
    overhead = found["overhead"]
    cpu = [overhead[name]["reader_cpu"] - overhead[name]["inside_cpu"] for name in ("one-hop", "four-hop")]
    added = [overhead[name]["reader"] - overhead[name]["inside"] for name in ("one-hop", "four-hop")]
    each = [overhead[name]["added"] for name in ("one-hop", "four-hop")]
    reached = (
        f"{added[0]:.2f} and {added[1]:.2f} ms (one and four hops; {each[0]:.2f} and {each[1]:.2f} as the median of each query's own), "
        f"of which {cpu[0]:.2f} and {cpu[1]:.2f} ms on a processor"
    )
    yield "what the reader process adds at p50", "0.3 ms at most", reached, max(added) <= 0.3, ""
    late = overhead["timeout"]["latest"] - overhead["timeout"]["limit"]
    reached = f"limit + {late:.3f} s at the latest"
    yield "end of a query that has no time left", "limit + 0.2 s at most", reached, late <= 0.2, ""


def _engine(found: dict[str, Any]) -> Iterable[str]:
    yield "## The answer engine\n"
    yield (
        "`Graph.status` over twelve questions about the chains of the starter graph. *New*: what bears on the question is read "
        "from the store; *again*: it was read before, since the last publication. *First* is the very first answer after opening.\n"
    )
    yield "| graph | new: p50 ms | CPU ms | CPU ratio | again: p50 ms | CPU ms | CPU ratio | open ms | first ms |"
    yield "|---|---|---|---|---|---|---|---|---|"
    quads = found["quads"]
    beside = {"starter": "starter graph", "starter-1x": f"+ {quads // 100:,} quads", "starter-10x": f"+ {quads // 10:,} quads", "starter-100x": f"+ {quads:,} quads"}  # fmt: skip
    for name, label in beside.items():
        each = found["engine"][name]
        cells = [
            f"{each[how]['p50']:.1f} | {each[how]['cpu']:.1f} | {each[how]['cpu_ratio']:.2f}"
            for how in ("new", "again")
        ]
        yield f"| {label} | {' | '.join(cells)} | {each['open']:.0f} | {each['first']:.0f} |"
    yield ""


def _endpoint(found: dict[str, Any]) -> Iterable[str]:
    yield "## The endpoint\n"
    yield "`enjoin serve` with its defaults (limits, guard, killable readers); *cache on* keeps answers for those who ask the same again.\n"
    for question, label in _QUESTIONS.items():
        yield f"### {label[0].upper()}{label[1:]}\n"
        yield "| server | clients | requests/s | p50 ms | p95 ms | CPU ms | ours / theirs | failed |"
        yield "|---|---|---|---|---|---|---|---|"
        for clients in (8, 1):
            for server, row in _rows(found, question, clients).items():
                ratio = "" if server == "enjoin" else f"{row['ratio']:.2f}" if row["rate"] else "-"
                yield (
                    f"| {server} | {clients} | {row['rate']:,.1f} | {row['p50']:.2f} | {row['p95']:.2f} | {_positive(row['cpu'])} | "
                    f"{ratio} | {row['failed']} |"
                )
        yield ""
    four, one = _rows(found, "four-hop", 8), _rows(found, "one-hop", 8)
    inside = found["overhead"]["four-hop"]["inside_cpu"], found["overhead"]["one-hop"]["inside_cpu"]
    yield (
        f"**Where the time goes.** Of the {four['enjoin']['cpu']:.2f} ms of processor time for four hops the engine takes about {inside[0]:.2f} (in process, below), of the "
        f"{one['enjoin']['cpu']:.2f} ms for one hop {inside[1]:.2f}; the rest is Python, which looks at the request and at the answer, and the way to another process and back. See "
        "[ADR 11](adr/0011-plain-queries-in-the-loop.md). Readers that give way to others are ended, and their processor time is lost to this count.\n"
    )
    memory = ", ".join(
        f"{server} {size / 2**20:.0f} MiB" for server, size in found["endpoint"]["memory"].items()
    )
    yield f"Memory after the run, of each server with its processes (proportional set size): {memory}.\n"


def _positive(cpu: float) -> str:
    """A time; nothing where processes ended meanwhile, and their time with them."""
    return f"{cpu:.2f}" if cpu > 0 else "-"


def _overhead(found: dict[str, Any]) -> Iterable[str]:
    overhead, late = found["overhead"], found["overhead"]["timeout"]
    yield "## What killable readers cost\n"
    yield "The same queries in one process and by a reader, turn about, one at a time.\n"
    yield "| question | in process, ms | by a reader, ms | added, ms | CPU in process | CPU of both processes | CPU added |"
    yield "|---|---|---|---|---|---|---|"
    for name in ("one-hop", "four-hop"):
        each = overhead[name]
        cpu = f"{each['inside_cpu']:.2f} | {each['reader_cpu']:.2f} | {each['reader_cpu'] - each['inside_cpu']:.2f}"
        yield f"| {_QUESTIONS[name]} | {each['inside']:.2f} | {each['reader']:.2f} | {each['added']:.2f} | {cpu} |"
    yield (
        f"\nA query without an end, with a limit of {late['limit']:.0f} s, was stopped after {late['ended']:.3f} s (the latest: "
        f"{late['latest']:.3f} s); the next one was answered {1000 * late['next']:.0f} ms later.\n"
    )


def _building(found: dict[str, Any]) -> Iterable[str]:
    built = found["built"]
    yield "## Loading\n"
    yield (
        f"{found['quads']:,} quads through the engine's bulk loader: {built['load']:.1f} s; published in {built['publish']:.2f} s; "
        f"{built['disk'] / 2**20:.0f} MiB on disk; at most {built['memory'] / 2**20:.0f} MiB of memory.\n"
    )
