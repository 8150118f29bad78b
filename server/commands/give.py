"""`export`, `stats`: what goes out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ..door import DAY, Door, examples, shared
from .days import Day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ...graph.stats import Stats

FORMATS: Final = ("turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml")
_MOST: Final = 25


@click.command(
    epilog=examples(
        "enjoin export -o all.trig.gz --manifest",
        "enjoin export --lawsuit santa-clara-v-trump-2017 --format turtle",
        "enjoin export --graph starter-orders --format nquads -o orders.nq",
    )
)
@click.option("--graph", metavar="IRI", help="Only this graph.")
@click.option("--entity", metavar="ID", help="Only what is said of this entity.")
@click.option("--lawsuit", metavar="ID", help="Only this lawsuit, whole.")
@click.option("--asserted", is_flag=True, help="Only what documents say.")
@click.option("--all", "everything", is_flag=True, help="The ontology, concepts and shapes too.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="The format (default: that of FILE, else TriG)."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to FILE; gzipped where it ends in .gz.",
)
@click.option("--manifest", is_flag=True, help="Write FILE.manifest.json beside it: counts and checksum.")
@click.option("--known", type=Day(), metavar=DAY, help="What the graph knew on that day (default: now).")
@shared()
@click.pass_obj
def export(
    door: Door,
    graph: str | None,
    entity: str | None,
    lawsuit: str | None,
    asserted: bool,
    everything: bool,
    form: str | None,
    output: Path | None,
    manifest: bool,
    known: date | None,
) -> None:
    """Write the graph, or a part of it. The same data gives the same bytes."""
    chosen = [
        name for name, given in (("--graph", graph), ("--entity", entity), ("--lawsuit", lawsuit)) if given
    ]
    if len(chosen) > 1 or (chosen and (asserted or everything)):
        raise click.UsageError("Choose one of --graph, --entity, --lawsuit, --asserted and --all.")
    if manifest and output is None:
        raise click.UsageError("--manifest needs -o FILE.")
    found = door.graph().export(
        output,
        graph=graph,
        entity=entity,
        lawsuit=lawsuit,
        asserted=asserted,
        everything=everything,
        form=form,
        known=known,
    )
    if isinstance(found, bytes):
        door.out(found)
        return
    if manifest and output is not None:
        from ...graph.export import save_manifest

        save_manifest(found, output)
    if door.json:
        door.tell(found.as_json(), "")
    else:
        door.say(
            f"{found.file}: {found.statements:,} statements, {found.bytes:,} bytes, sha256 {found.sha256}"
        )


@click.command(epilog=examples("enjoin stats", "enjoin --json stats"))
@shared()
@click.pass_obj
def stats(door: Door) -> None:
    """Count what there is: statements by graph, instances by class, uses by property."""
    found = door.graph().stats()
    door.tell(found.as_json(), _told(found))


def _told(found: Stats) -> Iterator[str]:
    yield f"{found.triples:,} statements, generation {found.generation}, {found.bytes:,} bytes"
    yield f"ontology {found.ontology}" + (f", rule set {found.rules}" if found.rules else "")
    for title, counts in (
        ("graphs", found.graphs),
        ("classes", found.classes),
        ("properties", found.properties),
    ):
        yield ""
        yield f"{title} ({len(counts)})"
        yield from _lines(counts)


def _lines(counts: Mapping[str, int]) -> Iterator[str]:
    from ...graph.rdf import short

    for name, count in list(counts.items())[:_MOST]:
        yield f"  {count:>9,}  {short(name)}"
    if len(counts) > _MOST:
        yield f"  {'':>9}  and {len(counts) - _MOST} more: enjoin --json stats"
