"""`diff`: how two states of a graph differ, in words or as a patch."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from ...graph.formats import GRAPHS
from ..door import Door, examples, shared

if TYPE_CHECKING:
    from ...graph.releases.difference import Difference

_FORMATS = ("text", "json", "patch", *(form.name for form in GRAPHS))


@click.command(
    epilog=examples(
        "enjoin diff releases/enjoin-1.0.0 releases/enjoin-1.1.0",
        "enjoin diff releases/enjoin-1.0.0",
        "enjoin diff 2026-11-01 2026-11-22",
        "enjoin diff old.nq.gz new.trig --format patch > changes.rdfp",
    )
)
@click.argument("before")
@click.argument("after", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="text (default), json, patch (RDF Patch), or the statements of --added or --removed.",
)
@click.option("--added", "side", flag_value="added", help="Only the statements that came.")
@click.option("--removed", "side", flag_value="removed", help="Only the statements that went.")
@click.option("--exit-code", is_flag=True, help="Exit 1 where there is a difference.")
@shared()
@click.pass_obj
def diff(
    door: Door, before: str, after: str | None, form: str | None, side: str | None, exit_code: bool
) -> None:
    """How AFTER differs from BEFORE; without AFTER, how the store does.

    Each is a release, a dump, a store, a folder with the files of an ontology, or a day: what the store
    knew on it. Exit 0 whether they differ or not, as git has it; --exit-code tells the two apart.
    """
    chosen = form or ("json" if door.json else "nquads" if side else "text")
    if (side is None) == (chosen in {each.name for each in GRAPHS}):
        raise click.UsageError("Formats of RDF hold one side: name --added or --removed, or --format patch.")
    found = _found(door, before, after)
    if chosen == "text":
        door.out(found.text())
    elif chosen == "json":
        door.out(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    elif chosen == "patch":
        door.out(found.patch())
    else:
        from ...graph.export import written
        from ...graph.formats import named

        statements = found.added if side == "added" else found.removed
        door.out(written(statements, named(chosen, "triples")))
    if found and exit_code:
        click.get_current_context().exit(1)


def _found(door: Door, before: str, after: str | None) -> Difference:
    from ...graph.releases.difference import between
    from ...graph.releases.sides import Side

    def known(day: str | None) -> Side:
        graph = door.graph()
        return Side(day or door.place, graph.store(day), graph.iris)

    return between(before, after, known)
