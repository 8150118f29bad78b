"""`ingest`, `validate`, `quarantine`, `documents`: what goes in, and what came of it."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..door import DAY, Door, examples, shared
from .days import Day

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import date

    from click._termui_impl import ProgressBar

    from ...graph.ingestion.receipt import Receipt


@click.command(
    epilog=examples(
        "enjoin ingest orders.csv",
        "enjoin ingest facts/ --dry-run",
        "enjoin ingest article.txt --source-date 2025-05-01 --publisher 'The Paper'",
        "enjoin ingest https://example.org/rulings.ttl --source-date 2025-05-01",
    )
)
@click.argument("places", nargs=-1, required=True, metavar="PATH|URL...")
@click.option(
    "--as", "source", metavar="FORMAT", help="What the documents are (default: found by their content)."
)
@click.option(
    "--source-date",
    type=Day(),
    metavar=DAY,
    help="The day on which they were fetched; of an article, its own day.",
)
@click.option(
    "--mapping",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What the columns of a tracker are (default: FILE.csv.mapping.toml beside the document).",
)
@click.option("--title", metavar="TEXT", help="The headline of an article.")
@click.option("--publisher", metavar="NAME", help="Who published an article.")
@click.option("--url", metavar="URL", help="Where an article can be read.")
@click.option("--licence", metavar="TEXT", help="The licence of the documents, an address or its name.")
@click.option("--dry-run", is_flag=True, help="Do everything but write.")
@click.option(
    "--report", type=click.Path(path_type=Path), metavar="FILE", help="Write what came of it, as JSON."
)
@shared()
@click.pass_obj
def ingest(
    door: Door,
    places: tuple[str, ...],
    source: str | None,
    source_date: date | None,
    mapping: Path | None,
    title: str | None,
    publisher: str | None,
    url: str | None,
    licence: str | None,
    dry_run: bool,
    report: Path | None,
) -> None:
    """Read documents into the graph: map, validate, commit, derive, publish.

    A folder or several files are one batch. What does not conform goes into quarantine and
    changes nothing.
    """
    graph = door.graph(write=True)
    if len(places) > 1 and (title or url):
        raise click.UsageError("--title and --url are those of one document; ingest it by itself")
    with bars(door):
        receipt = graph.ingest(
            *places,
            source=source,
            source_date=source_date,
            dry_run=dry_run,
            mapping=mapping,
            title=title or "",
            publisher=publisher or "",
            url=url or "",
            licence=licence or "",
        )
    if report is not None:
        import json

        from ...graph.storage.files import write_file

        write_file(report, (json.dumps(receipt.as_json(), ensure_ascii=False, indent=1) + "\n").encode())
    tell_receipt(door, receipt)


@contextmanager
def bars(door: Door) -> Generator[None]:
    """Shows how far the work in the block has come, on a terminal; to nobody else, and not with -q or --json."""
    if door.quiet or door.json or not sys.stderr.isatty():
        yield
        return
    from ...graph.progress import listening

    shown = Bars()
    try:
        with listening(shown.hear):
            yield
    finally:
        shown.end()


class Bars:
    """One bar after another on stderr, each for one kind of work."""

    def __init__(self) -> None:
        self._doing = ""
        self._bar: ProgressBar[int] | None = None

    def hear(self, doing: str, done: int, total: int) -> None:
        """Work of some kind came so far; work of another kind begins a new bar."""
        if doing != self._doing or done == 0 or self._bar is None:
            self.end()
            self._doing = doing
            self._bar = click.progressbar(length=total, label=doing.capitalize(), file=sys.stderr)
            self._bar.__enter__()
        self._bar.update(done - self._bar.pos)

    def end(self) -> None:
        """End the line of the bar, if there is one."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


def tell_receipt(door: Door, receipt: Receipt) -> None:
    """What became of each document; a refused one makes the exit code 1."""
    if door.json:
        door.tell(receipt.as_json(), "")
    elif not door.quiet or receipt.quarantined:
        door.out(receipt.text())
    if receipt.quarantined:
        door.say("Not all conform. See them with: enjoin quarantine list")
        click.get_current_context().exit(1)


@click.command(
    epilog=examples(
        "enjoin validate orders.csv",
        "enjoin validate --full",
        "enjoin validate data.ttl --shapes shapes.ttl --format turtle",
    )
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH...]")
@click.option("--full", is_flag=True, help="Everything in the store, instead of files.")
@click.option(
    "--shapes",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Validate against this shapes graph instead of ours.",
)
@click.option("--alone", is_flag=True, help="Without the store as context.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "turtle", "json")),
    help="How the report is written (default: text).",
)
@click.option(
    "--as", "source", metavar="FORMAT", help="What the files are (default: found by their content)."
)
@shared()
@click.pass_obj
def validate(
    door: Door,
    paths: tuple[Path, ...],
    full: bool,
    shapes: Path | None,
    alone: bool,
    form: str | None,
    source: str | None,
) -> None:
    """Check files against the shapes, or with --full everything in the store. Commits nothing."""
    if full == bool(paths) or (full and (shapes is not None or alone or source is not None)):
        raise click.UsageError("name files to check, or give --full by itself to check the whole store")
    form = form or ("json" if door.json else "text")
    if full:
        door.say("Checking everything …")
        with bars(door):
            checked = door.graph().audit()
    else:
        checked = door.graph().validate(*paths, shapes=shapes, alone=alone, source=source)
    if form == "turtle":
        door.out(checked.turtle())
    elif form == "json":
        import json

        door.out(json.dumps(checked.to_json(), ensure_ascii=False, indent=2))
    else:
        door.out(checked.text())
    if not checked.conforms:
        click.get_current_context().exit(1)


@click.group(
    epilog=examples(
        "enjoin quarantine list", "enjoin quarantine show orders", "enjoin quarantine retry orders"
    )
)
@shared()
def quarantine() -> None:
    """Documents that did not conform, with their reports."""


@quarantine.command("list", epilog=examples("enjoin quarantine list"))
@shared()
@click.pass_obj
def quarantine_list(door: Door) -> None:
    """List the documents held back."""
    found = door.graph().quarantine.list()
    lines = [
        f"{one.id}  since {one.since}: {one.problems[0] if one.problems else 'see show'}" for one in found
    ]
    door.tell([one.as_json() for one in found], lines or ["Nothing is held back."])


@quarantine.command("show", epilog=examples("enjoin quarantine show orders"))
@click.argument("ref", metavar="ID")
@shared()
@click.pass_obj
def quarantine_show(door: Door, ref: str) -> None:
    """Show why a document is held back."""
    one = door.graph().quarantine.get(ref)
    door.tell(
        one.as_json(),
        [f"{one.id}: {one.name}, held back since {one.since}", *(f"  {each}" for each in one.problems)],
    )


@quarantine.command(
    "retry", epilog=examples("enjoin quarantine retry orders", "enjoin quarantine retry rulings claims")
)
@click.argument("refs", metavar="ID…", nargs=-1, required=True)
@shared()
@click.pass_obj
def quarantine_retry(door: Door, refs: tuple[str, ...]) -> None:
    """Try again to take documents in, as they were, together."""
    tell_receipt(door, door.graph(write=True).quarantine.retry(*refs))


@quarantine.command("drop", epilog=examples("enjoin quarantine drop orders"))
@click.argument("refs", metavar="ID…", nargs=-1, required=True)
@shared()
@click.pass_obj
def quarantine_drop(door: Door, refs: tuple[str, ...]) -> None:
    """Forget documents that are held back; none of them where one is not there."""
    door.graph(write=True).quarantine.drop(*refs)
    for ref in refs:
        door.say(f"{ref} is dropped.")


@click.group(
    epilog=examples(
        "enjoin documents list", "enjoin documents show starter-orders", "enjoin documents remove orders"
    )
)
@shared()
def documents() -> None:
    """What has been loaded, from where, when, in which revision."""


@documents.command("list", epilog=examples("enjoin documents list"))
@shared()
@click.pass_obj
def documents_list(door: Door) -> None:
    """List the documents in the graph."""
    found = door.graph().documents()
    width = max((len(one.id) for one in found), default=0)
    lines = [
        f"{one.id:<{width}}  {one.statements:>7} statements  revision {one.revision}  {one.recorded_at}  {one.title}"
        for one in found
    ]
    door.tell([one.as_json() for one in found], lines or ["No documents yet."])


@documents.command("show", epilog=examples("enjoin documents show starter-orders"))
@click.argument("ref", metavar="ID")
@shared()
@click.pass_obj
def documents_show(door: Door, ref: str) -> None:
    """Show a document with its revisions."""
    entry, earlier = door.graph().document(ref)
    told = entry.as_json() if entry else {"id": ref}
    lines = [f"{name}: {value}" for name, value in told.items()] if entry else [f"{ref} was taken out."]
    lines += [f"revision {one.revision}: recorded {one.recorded_at}, replaced {one.until}" for one in earlier]
    door.tell({**told, "earlier": [one.as_json() for one in earlier]}, lines)


@documents.command("remove", epilog=examples("enjoin documents remove orders"))
@click.argument("refs", metavar="ID…", nargs=-1, required=True)
@shared()
@click.pass_obj
def documents_remove(door: Door, refs: tuple[str, ...]) -> None:
    """Take documents' statements out; they stay for questions about what was known.

    Documents that refer to each other can only be taken out together.
    """
    tell_receipt(door, door.graph(write=True).remove(*refs))
