"""`release`: the graph as files that others cite and check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..door import DAY, Door, examples, shared
from .days import Day

if TYPE_CHECKING:
    from datetime import date


@click.command(
    epilog=examples(
        "enjoin release 1.0.0",
        "enjoin release 2026.11 -o /srv/releases --date 2026-11-30",
        "enjoin release --check releases/enjoin-1.0.0",
    )
)
@click.argument("version", required=False)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("releases"),
    metavar="DIR",
    help="Where the folder enjoin-VERSION is made (default: ./releases).",
)
@click.option("--date", "issued", type=Day(), metavar=DAY, help="The day of the release (default: today).")
@click.option(
    "--check",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="Hold a release against its checksums, and against the release before where that is beside it, "
    "instead; exit 1 where something differs.",
)
@click.option(
    "--previous",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="The release before it (default: the newest one beside it); CHANGES.md says what changed.",
)
@click.option("--first", is_flag=True, help="Compare with no release before it.")
@shared()
@click.pass_obj
def release(
    door: Door,
    version: str | None,
    output: Path,
    issued: date | None,
    check: Path | None,
    previous: Path | None,
    first: bool,
) -> None:
    """Write the release VERSION: a folder with dumps, ontology, shapes, queries, checksums.

    It tells how it differs from the release before it. The same graph, version, day and release before give
    the same bytes. A release is never changed.
    """
    if (version is None) == (check is None):
        raise click.UsageError("Name a VERSION to write, or a folder to --check.")
    if previous is not None and first:
        raise click.UsageError("--previous and --first exclude each other.")
    if check is not None:
        _check(door, check)
        return
    found = door.graph().release(str(version), output, issued=issued, previous=previous, first=first)
    said = (
        f"{found.folder}: {found.statements:,} statements in {len(found.files)} files; check them with "
        f"enjoin release --check {found.folder}"
    )
    since = f"{found.folder / 'CHANGES.md'} tells what changed since {found.previous}"
    door.tell(found.as_json(), [said, since] if found.previous else said)


def _check(door: Door, folder: Path) -> None:
    from ...graph.releases.release import faults

    wrong = faults(folder)
    door.tell(
        {"folder": str(folder), "faults": wrong}, wrong or f"{folder}: every file is as it was released"
    )
    if wrong:
        click.get_current_context().exit(1)
