"""`init`, `derive`, `publish`, `compact`, `backup`, `restore`, `verify`: the store itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..door import Door, examples, shared

if TYPE_CHECKING:
    from ...graph import Graph


@click.command(epilog=examples("enjoin init", "enjoin init --starter --store /srv/enjoin"))
@click.option("--starter", is_flag=True, help="Load the starter graph: 2017 to 2026, with sources.")
@shared()
@click.pass_obj
def init(door: Door, starter: bool) -> None:
    """Make a new store: empty, or with the starter graph."""
    graph = create(door, starter=starter)
    stats = graph.stats()
    door.tell(stats.as_json(), f"{door.place}: {stats.triples:,} statements, generation {stats.generation}")


def create(door: Door, *, starter: bool, bare: bool = False) -> Graph:
    """A new store where the options say, open for writing. A store that is half made is not left behind."""
    from ...graph import init as make

    settings = door.settings
    if starter:
        door.say(f"Loading the starter graph into {door.place} …")
    if settings.endpoint:
        return door.keep(
            make(
                settings.endpoint,
                starter=starter,
                base_iri=settings.base_iri,
                token=door.credential(),
                service=door.service(),
            )
        )
    if bare:
        return door.keep(make(settings.store, base_iri=settings.base_iri, bare=True))
    return door.keep(make(settings.store, starter=starter, base_iri=settings.base_iri))


@click.command(epilog=examples("enjoin derive"))
@click.option("--full", is_flag=True, help="Fold every provision again, not only what has changed since.")
@shared()
@click.pass_obj
def derive(door: Door, full: bool) -> None:
    """Rebuild what is concluded, and publish it."""
    change = door.graph(write=True).derive(full=full)
    door.tell(
        {"added": change.added, "removed": change.removed},
        f"derived: {change.added} added, {change.removed} removed",
    )


@click.command(epilog=examples("enjoin publish"))
@shared()
@click.pass_obj
def publish(door: Door) -> None:
    """Publish the store's present state as a generation for readers."""
    generation = door.graph(write=True).publish()
    door.tell({"generation": generation.number}, f"generation {generation.number}")


@click.command(epilog=examples("enjoin compact"))
@shared()
@click.pass_obj
def compact(door: Door) -> None:
    """Rewrite the store's files, smaller and quicker to read."""
    graph = door.graph(write=True)
    graph.compact()
    stats = graph.stats()
    door.tell({"bytes": stats.bytes}, f"{stats.bytes:,} bytes")


@click.command(epilog=examples("enjoin backup /backups/2026-11-21"))
@click.argument("directory", type=click.Path(path_type=Path))
@shared()
@click.pass_obj
def backup(door: Door, directory: Path) -> None:
    """Copy the store to a new DIRECTORY, also while it is served."""
    generation = door.graph().backup(directory)
    door.tell(
        {"directory": str(directory), "generation": generation.number},
        f"{directory}: generation {generation.number}",
    )


@click.command(epilog=examples("enjoin restore /backups/2026-11-21 --store /srv/enjoin"))
@click.argument("directory", type=click.Path(path_type=Path))
@shared()
@click.pass_obj
def restore(door: Door, directory: Path) -> None:
    """Make a new store of the backup in DIRECTORY."""
    from ...graph import Graph

    stats = door.keep(Graph.restore(directory, door.settings.store)).stats()
    door.tell(stats.as_json(), f"{door.settings.store}: {stats.triples:,} statements")


@click.command(epilog=examples("enjoin migrate", "enjoin migrate --store /srv/enjoin"))
@shared()
@click.pass_obj
def migrate(door: Door) -> None:
    """Bring the store of an earlier version of Enjoin up to this one: its format, its vocabulary, its rules.

    A copy of the store as it was stays in its folder `before`. What is cut short is ended by the next try.
    """
    from ...graph import Graph

    if door.settings.endpoint:
        raise click.UsageError("A service migrates its own files; leave --endpoint out.")
    done = Graph.migrate(door.settings.store)
    if done.before == done.after:
        said = [f"{door.settings.store}: format {done.after}, nothing to do"]
    else:
        said = [
            f"{door.settings.store}: format {done.before} became {done.after}",
            *(f"  {step}" for step in done.steps),
        ]
        said.append(f"as it was: {done.copy} (enjoin restore reads it; delete it when all is well)")
    door.tell(done.as_json(), said)


@click.command(epilog=examples("enjoin verify"))
@shared()
@click.pass_obj
def verify(door: Door) -> None:
    """Read every graph whole: its checksum, and whether it holds what was recorded. Exit 1 where not."""
    found = door.graph().verify()
    faults = [each for each in found if each.fault]
    door.tell(
        [each.as_json() for each in found],
        [
            f"{each.sha256}  {each.statements:>8,}  {each.graph}" + (f"  {each.fault}" if each.fault else "")
            for each in found
        ],
    )
    if faults:
        click.get_current_context().exit(1)
