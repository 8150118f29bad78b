"""`site`: the whole site as plain files."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..door import DAY, Door, examples, shared
from .days import Day

if TYPE_CHECKING:
    from datetime import date


@click.command(
    epilog=examples("enjoin site public", "enjoin site public --on 2018-10-01 --live https://enjoin.example")
)
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.option("--on", type=Day(), metavar=DAY, help="The day that the pages tell of (default: today).")
@click.option(
    "--live",
    metavar="URL",
    help="A server that runs: where search, SPARQL, other days and citations lead to (default: $ENJOIN_URL).",
)
@shared()
@click.pass_obj
def site(door: Door, directory: Path, on: date | None, live: str | None) -> None:
    """Write the whole site to a new DIRECTORY, as files that any web server can show.

    Exit 1 where an address that a page leads to could not be shown.
    """
    from .. import create_app
    from ..publishing.frozen import Freezer, freeze

    day = on or door.today()
    live = live or door.settings.url
    app = create_app(door.graph(), replace(door.settings, url=live), today=lambda: day)
    shown = sys.stderr.isatty() and not door.quiet
    counted = count(1)

    def told(_address: str) -> None:
        if (number := next(counted)) % 25 == 0 and shown:
            click.echo(f"\r{number:,} addresses", err=True, nl=False)

    found = freeze(app, directory, Freezer(day, live), told)
    if shown:
        click.echo("\r", err=True, nl=False)
    said = [f"{found.folder}: {found.pages:,} pages and {found.files:,} other files"]
    door.tell(found.as_json(), [*said, *(f"{status} {address}" for address, status in found.broken.items())])
    if found.broken:
        click.get_current_context().exit(1)
