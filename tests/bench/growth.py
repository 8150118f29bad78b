"""What the page docs/performance.md says of ever larger graphs, and the goals for ten million quads."""

from collections.abc import Iterable
from typing import Any, Final

_ASKED: Final = {
    "one-hop": "one hop: all that is said of a ruling or an order",
    "four-hop": "four hops: what blocked this order",
    "blocked": "rulings that blocked an official's orders, in about two years",
    "in-force": "held back on a day, whole graph",
    "in-force-party": "held back on a day for one party: by name, or as for everyone else",
    "place": "what the page of a place asks for a day: how much is in each state, and the first fifty rows of each of its two tables",
    "court": "the latest rulings of a court, with four OPTIONALs",
    "search": "text search",
    "rows": "10,000 rows of names",
}
_OURS: Final = {"in-force", "in-force-party", "place", "search"}
"""Answered by an index beside the engine; the others are asked of it as they stand."""
_INHERENT: Final = {
    "one-hop": "what the engine takes to read the quads of one subject from its files",
    "four-hop": "what the engine takes for each joined row",
    "in-force": "the answer itself: each of its rows becomes a value of Python",
    "in-force-party": "the answer itself: what holds for everyone else binds the party, too, where nothing names it",
    "pages": "what a page tells of a whole country or of an office held for decades: the groups that name it, its lawsuits, its days",
    "load": "the engine's bulk loader, which sorts each quad into six orders",
    "publish": "linking and syncing the engine's files",
    "reader": "what the engine keeps of its files in memory",
}

Goal = tuple[str, str, str, bool, str]


def goals(found: dict[str, Any]) -> Iterable[Goal]:
    """What, the goal, what was reached, whether it was met, and the limit that stops it where it was not."""
    scale, pages = found["scale"]["sizes"], found["pages"]
    size = max(scale, key=int)
    one, quads = scale[size], f"at {scale[size]['quads']:,} quads"
    asked = one["questions"]
    for name, most in (("one-hop", 0.15), ("four-hop", 1.0), ("in-force", 150.0), ("in-force-party", 5.0)):
        took = asked[name]["p50"]
        reached = f"{took:.2f} ms ({asked[name]['rows']:,.0f} rows)"
        yield f"{_ASKED[name]}, {quads}", f"p50 {most:g} ms at most", reached, took <= most, _INHERENT[name]
    built = one["built"]
    yield f"rebuild {quads}", "120 s at most", f"{built['load']:.0f} s ({built['cpu']:.0f} s of processors)", built["load"] <= 120, _INHERENT["load"]  # fmt: skip
    yield f"publish {quads}", "200 ms at most", f"{one['publish']:.0f} ms", one["publish"] <= 200, _INHERENT["publish"]  # fmt: skip
    memory = one["reader"] / 2**20
    yield (
        f"memory of a reader {quads}",
        "250 MiB at most",
        f"{memory:.0f} MiB",
        memory <= 250,
        _INHERENT["reader"],
    )
    for store, label, most in (("starter", "starter graph", 100), (f"store-{size}", quads, 300)):
        if store in pages:
            p95 = pages[store]["p95"]
            met = p95 <= most and not pages[store]["failed"]
            yield f"pages, {label}", f"p95 {most} ms at most", f"{p95:.0f} ms", met, _INHERENT["pages"]


def section(found: dict[str, Any]) -> Iterable[str]:
    """Everything that was measured of growth."""
    scale, pages = found["scale"], found["pages"]
    sizes = sorted(scale["sizes"], key=int)
    yield "## Ever larger graphs\n"
    yield (
        "Generated litigation with all that follows from it by rule, derived dispute by dispute (`tests/bench/deriving.py`). In process, one question at a time; "
        "medians, milliseconds. What holds on a day, and the text search, are answered by indices beside the engine, which are built once after each publication "
        "([ADR 13](adr/0013-a-calendar-beside-the-engine.md)); all else is plain SPARQL.\n"
    )
    heads = [f"{scale['sizes'][size]['quads']:,} quads" for size in sizes]
    yield f"| | {' | '.join(heads)} |"
    yield f"|---|{'---|' * len(sizes)}"
    facts = (
        ("load, s", lambda one: f"{one['built']['load']:.1f}"), ("on disk, MiB", lambda one: f"{one['built']['disk'] / 2**20:,.0f}"),
        ("open, ms", lambda one: f"{one['open']:.0f}"), ("publish, ms", lambda one: f"{one['publish']:.0f}"),
        ("index of days, s of a processor", lambda one: f"{one['calendar']['cpu']:.1f}"), ("index of names, s of a processor", lambda one: f"{one['names']['cpu']:.1f}"),
        ("memory of a reader, MiB", lambda one: f"{one['reader'] / 2**20:.0f}"),
    )  # fmt: skip
    for label, told in facts:
        yield f"| {label} | {' | '.join(told(scale['sizes'][size]) for size in sizes)} |"
    for name, label in _ASKED.items():
        each = (scale["sizes"][size]["questions"][name] for size in sizes)
        cells = [f"{one['p50']:.2f} ({one['rows']:,.0f} rows)" for one in each]
        yield f"| {label}{' (index)' if name in _OURS else ''} | {' | '.join(cells)} |"
    yield ""
    yield from _peers(scale, sizes)
    yield from _pages(pages)


def _peers(scale: dict[str, Any], sizes: list[str]) -> Iterable[str]:
    yield "### The same asked of others\n"
    yield (
        "Each peer gets ten minutes and 8 GB for a size, and the next size if it may finish that, too; an answer is waited for at most 24 s. Milliseconds at the median (ours / theirs); "
        "servers are asked by HTTP on the same machine. Of one party they are asked only what names it.\n"
    )
    yield f"| peer | quads | loaded, s | {' | '.join(_ASKED[name].split(':')[0] for name in _ASKED if name != 'place')} | went on? |"
    yield f"|---|---|---|{'---|' * len(_ASKED)}"
    for name, tried in scale["peers"].items():
        for size in sizes:
            if size not in tried:
                continue
            ours = scale["sizes"][size]["questions"]
            cells = [
                _ratio(ours[kind]["p50"], tried[size]["questions"].get(kind))
                for kind in _ASKED
                if kind != "place"
            ]
            load = f"{tried[size]['load']:.0f}" if "load" in tried[size] else "-"
            quads = f"{scale['sizes'][size]['quads']:,}"
            yield f"| {name} | {quads} | {load} | {' | '.join(cells)} | {tried[size]['stopped'] or 'yes'} |"
    yield ""


def _ratio(ours: float, theirs: dict[str, float] | None) -> str:
    return "no answer" if theirs is None else f"{theirs['p50']:,.1f} ({ours / theirs['p50']:.3f})"


def _pages(pages: dict[str, Any]) -> Iterable[str]:
    yield "### Pages\n"
    yield (
        "`enjoin serve` with its defaults, one request after another, pages of different things in turns. *First* is the longest first visit after the server started, "
        "the wait for its indices included; p50 and p95 are of all later visits, in milliseconds. These begin when no index is being built any more: "
        + ", ".join(f"{store} {found['indexed_s']:,.0f} s" for store, found in pages.items())
        + " after the start. Until then pages say that they are not ready; after a change they show the state before it.\n"
    )
    yield "| graph | page | first | p50 | p95 | failed |"
    yield "|---|---|---|---|---|---|"
    for store, found in pages.items():
        for kind, each in found["pages"].items():
            yield f"| {store} | {kind} | {each['first']:,.0f} | {each['p50']:.0f} | {each['p95']:.0f} | {each['failed']} |"
    yield ""
