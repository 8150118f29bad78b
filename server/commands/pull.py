"""`pull`: what public archives have, fetched politely and taken in as files are."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..door import DAY, Door, examples, shared
from .days import Day
from .load import tell_receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from datetime import date

    from ...graph.ingestion.documents import Document
    from ...graph.ingestion.pull import Pull

_TYPES = (
    "executive-order",
    "proclamation",
    "memorandum",
    "determination",
    "notice",
    "presidential-order",
    "other",
)


@click.group(
    epilog=examples(
        "enjoin pull federal-register --since 2025-01-20 --type executive-order",
        "enjoin pull courtlistener --docket 69623767",
    )
)
@shared()
def pull() -> None:
    """Fetch from public archives, and ingest what came.

    What was fetched is kept with the store: a pull that was cut short goes on where it was, and one
    that is done again asks only for what has changed.
    """


def _common(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every pull."""
    for option in (
        click.option("--dry-run", is_flag=True, help="Fetch, and do everything else but write to the graph."),
        click.option(
            "--pause",
            type=click.FloatRange(0, 3600),
            default=1.0,
            metavar="S",
            help="Seconds between two requests (default: 1).",
        ),
        click.option(
            "--from",
            "base",
            metavar="URL",
            help="Another address of the same API; it may be in a private network.",
        ),
    ):
        command = option(command)
    return command


@pull.command(
    "federal-register",
    epilog=examples(
        "enjoin pull federal-register --since 2025-01-20",
        "enjoin pull federal-register --since 2017-01-20 --until 2021-01-20 --type executive-order --type proclamation",
    ),
)
@click.option("--since", type=Day(), metavar=DAY, required=True, help="Published on this day or later.")
@click.option("--until", type=Day(), metavar=DAY, help="Published on this day or before.")
@click.option(
    "--type",
    "types",
    type=click.Choice(_TYPES),
    multiple=True,
    help="Only documents of this type; may be repeated.",
)
@_common
@shared()
@click.pass_obj
def federal_register(
    door: Door,
    since: date,
    until: date | None,
    types: tuple[str, ...],
    base: str | None,
    pause: float,
    dry_run: bool,
) -> None:
    """Presidential documents from federalregister.gov."""
    from ...graph.ingestion import pull_federal_register as archive

    if until is not None and until < since:
        raise click.UsageError("--until is before --since")
    wanted = archive.Wanted(since, until, types)
    address = base or archive.BASE
    _take(
        door,
        archive.NAME,
        wanted.name,
        lambda pull: archive.pull(wanted, pull, address),
        {},
        base,
        pause,
        dry_run=dry_run,
    )


@pull.command(
    "courtlistener",
    epilog=examples(
        "enjoin pull courtlistener --docket 69623767 --docket 69665101",
        "enjoin pull courtlistener --court cand --number 3:17-cv-00485",
    ),
)
@click.option(
    "--docket",
    "dockets",
    multiple=True,
    metavar="ID",
    help="CourtListener's id of a docket; may be repeated.",
)
@click.option("--court", default="", metavar="ID", help="The court of the numbers: cand, ca9, scotus.")
@click.option(
    "--number", "numbers", multiple=True, metavar="N", help="A docket number of that court; may be repeated."
)
@click.option("--dockets-only", is_flag=True, help="Without the rulings and the judges of the dockets.")
@_common
@shared()
@click.pass_obj
def courtlistener(
    door: Door,
    dockets: tuple[str, ...],
    court: str,
    numbers: tuple[str, ...],
    dockets_only: bool,
    base: str | None,
    pause: float,
    dry_run: bool,
) -> None:
    """Dockets from courtlistener.com, with their rulings and judges.

    CourtListener asks for a token of its own (see its site); set it as ENJOIN_COURTLISTENER_TOKEN.
    """
    from ...graph.ingestion import pull_courtlistener as archive

    if bool(court) != bool(numbers) or not (dockets or numbers):
        raise click.UsageError("name dockets by --docket ID, or by --court ID and --number N together")
    wrong = [each for each in dockets if not (each.isascii() and each.isdigit())]
    if wrong:
        raise click.UsageError(f"{wrong[0]!r} is no id of a docket: write the number in its address")
    wanted = archive.Wanted(dockets, court, numbers, related=not dockets_only)
    headers = _identified(door.settings.courtlistener_token)
    address = base or archive.BASE
    _take(
        door,
        archive.NAME,
        wanted.name,
        lambda pull: archive.pull(wanted, pull, address),
        headers,
        base,
        pause,
        dry_run=dry_run,
    )


def _identified(token: str | None) -> dict[str, str]:
    """Who we are to CourtListener; a token that is none is told before it goes anywhere, and never shown."""
    plain = (token or "").strip().removeprefix("Token ").strip()
    if not _is_header(plain) or " " in plain:
        raise click.UsageError(
            "ENJOIN_COURTLISTENER_TOKEN is no token: it holds blanks, line breaks or other signs; copy it again"
        )
    return {"Authorization": f"Token {plain}"} if plain else {}


def _is_header(text: str) -> bool:
    """Whether a text may stand in a line of a request."""
    return text.isascii() and (text.isprintable() or not text)


@pull.command("courts", epilog=examples("enjoin pull courts"))
@click.option("--dry-run", is_flag=True, help="Do everything but write.")
@shared()
@click.pass_obj
def courts(door: Door, dry_run: bool) -> None:
    """Every court of the courts-db package that is installed here; nothing is fetched."""
    from ...graph.ingestion import packaged

    graph = door.graph(write=not dry_run)
    tell_receipt(door, graph.ingest(packaged.courts(), source="courts", dry_run=dry_run))


@pull.command("states", epilog=examples("enjoin pull states"))
@click.option("--dry-run", is_flag=True, help="Do everything but write.")
@shared()
@click.pass_obj
def states(door: Door, dry_run: bool) -> None:
    """The states and territories with their codes, of the us package that is installed here; nothing is fetched."""
    from ...graph.ingestion import packaged

    graph = door.graph(write=not dry_run)
    tell_receipt(door, graph.ingest(packaged.states(), source="facts", dry_run=dry_run))


def _take(
    door: Door,
    source: str,
    name: str,
    fetch: Callable[[Pull], Iterator[Document]],
    headers: dict[str, str],
    base: str | None,
    pause: float,
    *,
    dry_run: bool,
) -> None:
    """Fetch all of it, then take it in as one batch."""
    from ...graph.ingestion.pull import Pull
    from ...graph.sources.fetch import Fetcher
    from ...graph.sources.manners import Manners, shown

    if not _is_header(door.settings.contact):
        raise click.UsageError("ENJOIN_CONTACT holds line breaks or other signs: write one address")
    # Opened first: whoever may not write is told before anything is fetched.
    graph = door.graph(write=not dry_run)
    manners = Manners(pause_s=pause, contact=door.settings.contact)
    fetcher = Fetcher(manners, trusted=(base,) if base else (), headers=headers)
    with _folder(door, name) as folder:
        told = Pull(
            folder,
            fetcher,
            door.today(),
            tell=lambda url, how: door.say(f"{how}: {shown(url)}"),
            remark=door.say,
        )
        documents = list(fetch(told))
    if not documents:
        door.say("Nothing came.")
        return
    tell_receipt(door, graph.ingest(*documents, source=source, dry_run=dry_run))


@contextmanager
def _folder(door: Door, name: str) -> Generator[Path]:
    """Where the answers are kept: with the store, or for this run only where there is none on disk."""
    if (door.settings.store / "store.json").exists():
        yield door.settings.store / "pulls" / name
    else:
        with tempfile.TemporaryDirectory(prefix="enjoin-pull-") as folder:
            yield Path(folder)
