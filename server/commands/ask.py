"""`status`, `query`, `sparql`, `show`: questions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ..door import DAY, Door, examples, shared
from .days import Day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ...graph.results import Results

FORMATS: Final = (
    "table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld",
)  # fmt: skip


@click.command(
    epilog=examples(
        "enjoin status eo-13768-9a --for us-il-chicago --on 2019-06-01",
        "enjoin --json status eo-14159-17 --for us-ca-san-francisco --on 2025-05-01",
        "enjoin status --batch questions.csv -o answers.csv",
    )
)
@click.argument("provision", required=False)
@click.option("--for", "party", metavar="PARTY", help="The party or place asked about.")
@click.option("--on", type=Day(), metavar=DAY, help="The day asked about (default: today).")
@click.option("--known", type=Day(), metavar=DAY, help="What the graph knew on that day (default: now).")
@click.option(
    "--batch", type=click.Path(path_type=Path), metavar="FILE", help="Questions as CSV or JSON (- for stdin)."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Where the answers of a batch go."
)
@shared()
@click.pass_obj
def status(
    door: Door,
    provision: str | None,
    party: str | None,
    on: date | None,
    known: date | None,
    batch: Path | None,
    output: Path | None,
) -> None:
    """Could PROVISION be enforced against PARTY on a day, and why?"""
    if batch is not None:
        if provision or party:
            raise click.UsageError("With --batch the provisions and parties stand in the file.")
        _batch(door, batch, output)
        return
    if not provision or not party:
        missing = "PROVISION" if not provision else "--for PARTY"
        raise click.UsageError(
            f"Missing {missing}. For example: enjoin status eo-13768-9a --for us-il-chicago"
        )
    answer = door.graph().status(provision, party=party, on=on or door.today(), known=known)
    found = answer.to_json()
    door.tell(found, _told(found))


def _told(answer: Mapping[str, Any]) -> Iterator[str]:
    """An answer in words."""
    yield answer["sentence"]
    reason = f" ({answer['reason']})" if answer.get("reason") else ""
    certain = "" if answer["certain"] else ", not certain"
    yield f"  state: {answer['state']}{reason}{certain}; may it be enforced: {answer['enforceable']}"
    if answer.get("since"):
        yield f"  since {answer['since']}" + (f", until {answer['until']}" if answer.get("until") else "")
    for iri in answer.get("because", []):
        yield f"  decided by {_short(iri)}"
    for reading in answer.get("readings", []):
        yield f"  if {reading['if']}: {reading['state']}"
    for missing in answer.get("missing", []):
        yield f"  missing: {missing}"
    for step in answer.get("derivation", []):
        citation = f" [{step['citation']}]" if step.get("citation") else ""
        yield f"  {step['on']}  {step['type']}: {step['did']}{citation}"
    if answer.get("checked_to"):
        yield f"  record checked to {answer['checked_to']}"
    yield f"  {answer['disclaimer']}"


def _short(iri: str) -> str:
    return "/".join(iri.rsplit("/", 2)[-2:])


def _batch(door: Door, batch: Path, output: Path | None) -> None:
    from ...graph.storage.files import write_file
    from ..answers.batch import answered, from_csv, from_json, to_csv, to_json

    text = _read(batch)
    json_in = batch.suffix.lower() == ".json" or text.lstrip().startswith(("[", "{"))
    questions = from_json(text, str(batch)) if json_in else from_csv(text, str(batch))
    graph = door.graph()
    found = list(answered(graph, door.progress(questions, "Answering"), door.today()))
    json_out = output.suffix.lower() == ".json" if output else door.json or json_in
    if json_out:
        import json

        body = json.dumps({"answers": to_json(found)}, ensure_ascii=False, indent=1) + "\n"
    else:
        body = to_csv(found)
    if output is None:
        door.out(body)
    else:
        write_file(output, body.encode())
    failed = sum(1 for row in found if row.answer is None)
    door.say(f"{len(found) - failed} answered" + (f", {failed} not: see the column error" if failed else ""))
    if failed:
        click.get_current_context().exit(1)


def _read(path: Path) -> str:
    """A file, or what stands in the pipe; `SourceError` for what is no UTF-8."""
    from ...graph.errors import UnreadableDocument
    from ...graph.ingestion.documents import decoded

    if str(path) == "-":
        return decoded(sys.stdin.buffer.read(), "stdin")
    try:
        return decoded(path.read_bytes(), str(path))
    except OSError as error:
        raise UnreadableDocument(
            str(path), f"it cannot be read ({error.strerror})", "check the name"
        ) from error


@click.command(
    epilog=examples(
        "enjoin sparql 'SELECT (COUNT(*) AS ?n) WHERE { ?ruling a ej:Ruling }'",
        "enjoin sparql question.rq --format csv > answer.csv",
        "enjoin sparql question.rq --endpoint https://host/sparql",
    )
)
@click.argument("query")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="How the answer is written (default: table)."
)
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), metavar="S", help="Seconds it may take."
)
@shared()
@click.pass_obj
def sparql(door: Door, query: str, form: str | None, timeout: float | None) -> None:
    """Ask any SPARQL query: its text, a file, or - for what stands in the pipe."""
    text = _query_text(query)
    results = door.graph().sparql(text, timeout=timeout)
    write(door, results, form)


def _query_text(query: str) -> str:
    if query == "-":
        return _read(Path("-"))
    looks_like_file = "\n" not in query and "{" not in query and len(query) < 1000
    if looks_like_file:
        path = Path(query)
        if path.exists() or not query.strip().upper().startswith(("ASK", "DESCRIBE")):
            return _read(path)
    return query


def write(door: Door, results: Results, form: str | None) -> None:
    """Results on stdout: as a table for people, as JSON with `--json`, else in the format named."""
    if form is None:
        form = "json" if door.json else "table"
        if results.kind == "triples":
            form = "jsonld" if door.json else "turtle"
    door.out(results.write(form))
    sys.stdout.flush()


@click.command(
    epilog=examples(
        "enjoin show eo-13768", "enjoin show ruling/r-2018-08-01-ca9", "enjoin --json show judge/orrick"
    )
)
@click.argument("ref", metavar="ID")
@click.option("--on", type=Day(), metavar=DAY, help="The day whose states are shown (default: today).")
@click.option("--known", type=Day(), metavar=DAY, help="What the graph knew on that day (default: now).")
@shared()
@click.pass_obj
def show(door: Door, ref: str, on: date | None, known: date | None) -> None:
    """Show an entity: its statements with their sources, what refers to it, its states."""
    entity = door.graph().show(ref, on=on or door.today(), known=known)
    door.tell(entity.to_json(), entity.to_text())
