"""`reconcile`: the statuses of trackers held against the record."""

from __future__ import annotations

import json

import click

from ..door import Door, examples, shared


@click.command(
    epilog=examples(
        "enjoin reconcile",
        "enjoin reconcile --source mark-wiemer-s-trump-litigation-tracker --format csv",
        "enjoin reconcile --only disagrees",
    )
)
@click.option("--source", metavar="ID", help="Only this tracker (default: all of them).")
@click.option(
    "--only",
    type=click.Choice(("agrees", "stale", "disagrees", "not-comparable")),
    help="Only statuses of which this came.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json")),
    help="How it is written (default: table).",
)
@shared()
@click.pass_obj
def reconcile(door: Door, source: str | None, only: str | None, form: str | None) -> None:
    """Hold what trackers say of the status of lawsuits against what was computed for that day.

    Each status agrees, is stale, disagrees, or cannot be compared, with the reason.
    """
    from ...graph.answers.reconciled import Reconciliation

    found = door.graph().reconcile(source)
    if only is not None:
        found = Reconciliation([row for row in found.rows if row.result == only])
    form = form or ("json" if door.json else "table")
    if form == "csv":
        door.out(found.csv())
    elif form == "json":
        door.out(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        door.out(found.text())
