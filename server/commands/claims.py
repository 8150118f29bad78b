"""`claims`: what sources say, listed, accepted, rejected and put right, each decision with its editor and reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from ..door import Door, examples, shared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from ...graph.claims.listing import Claim, Decision

STATUSES: Final = ("candidate", "stated", "accepted", "rejected", "edited")


@click.group(
    epilog=examples(
        "enjoin claims list --source b-2025",
        "enjoin claims show b21",
        "enjoin claims reject b16 --editor 'A. Editor' --reason 'Signed on 20 January: 90 FR 8443.'",
    )
)
@shared()
def claims() -> None:
    """Claims of sources: candidates that patterns found, and those written by hand; and what editors made of them.

    Nothing that a claim says becomes part of the record by itself, nor by being accepted: the states
    that are worked out rest on the record alone.
    """


@claims.command(
    "list", epilog=examples("enjoin claims list", "enjoin claims list --kind count --status candidate")
)
@click.option("--source", metavar="ID", help="Only of this source.")
@click.option("--kind", metavar="KIND", help="Only of this kind: signed, sued, ruled, blocked, count …")
@click.option("--status", type=click.Choice(STATUSES), help="Only with this status.")
@click.option("--about", metavar="ID", help="Only about this entity.")
@shared()
@click.pass_obj
def claims_list(
    door: Door, source: str | None, kind: str | None, status: str | None, about: str | None
) -> None:
    """List claims, by source and line."""
    found = door.graph().claims.list(source=source, kind=kind, status=status, about=about)
    door.tell([each.as_json() for each in found], list(_listed(found)) or ["No such claims."])


@claims.command("show", epilog=examples("enjoin claims show b21"))
@click.argument("ref", metavar="ID")
@shared()
@click.pass_obj
def claims_show(door: Door, ref: str) -> None:
    """Show a claim: its words, what they may be about, what conflicts with it, and every decision on it."""
    graph = door.graph()
    claim = graph.claims.show(ref)
    against = [
        each for each in graph.claims.conflicts(source=claim.source) if each.claim == f"claim/{claim.id}"
    ]
    told = {**claim.as_json(), "conflicts": [each.as_json() for each in against]}
    lines = [f"{name}: {_written(value)}" for name, value in claim.as_json().items() if name != "decisions"]
    lines += [f"conflict: {each.sentence}" for each in against]
    lines += [_decision(each) for each in claim.decisions]
    door.tell(told, lines)


@claims.command("conflicts", epilog=examples("enjoin claims conflicts --about eo-14159"))
@click.option("--source", metavar="ID", help="Only of claims in this source.")
@click.option("--about", metavar="ID", help="Only about this entity.")
@shared()
@click.pass_obj
def claims_conflicts(door: Door, source: str | None, about: str | None) -> None:
    """List what cannot stand together: claims with the record, and claims with one another."""
    found = door.graph().claims.conflicts(source=source, about=about)
    door.tell([each.as_json() for each in found], [each.sentence for each in found] or ["No conflicts."])


@claims.command("journal", epilog=examples("enjoin claims journal --since 2026-01-01"))
@click.option("--since", metavar="YYYY-MM-DD", help="Only decisions of this day or later.")
@shared()
@click.pass_obj
def claims_journal(door: Door, since: str | None) -> None:
    """List every decision on claims, newest first."""
    found = door.graph().claims.journal(since=since)
    door.tell(
        [each.as_json() for each in found], [_decision(each) for each in found] or ["No decisions yet."]
    )


def _decides(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of whoever decides: nobody decides without a name and a reason."""
    command = click.option(
        "--reason", required=True, metavar="TEXT", help="Why, in words that readers will see."
    )(command)
    return click.option("--editor", required=True, metavar="NAME", help="Who answers for it.")(command)


@claims.command(
    "accept",
    epilog=examples("enjoin claims accept b06 --editor 'A. Editor' --reason 'The list was looked up.'"),
)
@click.argument("refs", metavar="ID…", nargs=-1, required=True)
@_decides
@shared()
@click.pass_obj
def claims_accept(door: Door, refs: tuple[str, ...], editor: str, reason: str) -> None:
    """Take claims as established: all of those named, or none."""
    _done(door, door.graph(write=True).claims.accept(*refs, editor=editor, reason=reason))


@claims.command(
    "reject",
    epilog=examples("enjoin claims reject b16 --editor 'A. Editor' --reason 'Signed on 20 January.'"),
)
@click.argument("refs", metavar="ID…", nargs=-1, required=True)
@_decides
@shared()
@click.pass_obj
def claims_reject(door: Door, refs: tuple[str, ...], editor: str, reason: str) -> None:
    """Set claims aside: all of those named, or none. They stay in their source, marked."""
    _done(door, door.graph(write=True).claims.reject(*refs, editor=editor, reason=reason))


@claims.command(
    "edit",
    epilog=examples(
        "enjoin claims edit b21 --set hedge=possible --editor 'A. Editor' --reason 'A preliminary ruling.'"
    ),
)
@click.argument("ref", metavar="ID")
@click.option(
    "--set", "changes", multiple=True, required=True, metavar="NAME=VALUE",
    help="What is put right: kind, text, subject, object, day (EDTF), hedge or speaker. May be given more than once.",
)  # fmt: skip
@_decides
@shared()
@click.pass_obj
def claims_edit(door: Door, ref: str, changes: tuple[str, ...], editor: str, reason: str) -> None:
    """Put a claim right: another one with the same words takes its place, and both stay on record."""
    given: dict[str, str] = {}
    for change in changes:
        name, equals, value = change.partition("=")
        if not equals:
            raise click.UsageError(f"--set {change!r}: write NAME=VALUE")
        given[name.strip()] = value
    claim = door.graph(write=True).claims.edit(ref, given, editor=editor, reason=reason)
    door.tell(claim.as_json(), [f"{claim.id}: takes the place of {claim.revises}"])


def _done(door: Door, made: Iterator[Decision] | Any) -> None:
    door.tell([each.as_json() for each in made], [_decision(each) for each in made])


def _listed(found: list[Claim]) -> Iterator[str]:
    source = ""
    for each in found:
        if each.source != source:
            source = each.source
            yield f"{source}: {each.source_label}"
        sure = f", confidence {each.confidence:g}" if each.confidence is not None else ""
        hedge = f", {each.hedge}" if each.hedge and each.hedge != "flat" else ""
        value = f" [{each.value}]" if each.value else ""
        yield f"  {each.line or '-':>4}  {each.id}  {each.status}  {each.kind}{value}{hedge}{sure}: “{each.quote}”"


def _decision(each: Decision) -> str:
    claim = ", ".join(
        (*each.rejects, *each.adopts) if each.verb == "edited" else (each.adopts or each.rejects)
    )
    return f"{each.recorded_at}  {each.verb}  {claim}  by {each.editor}: {each.reason}"


def _written(value: object) -> str:
    return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # of texts
