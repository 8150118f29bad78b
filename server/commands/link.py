"""`link`: who may be whom, and what an editor decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, cast

import click

from ..door import Door, examples, shared

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...graph.identity.links import Link

STATES: Final = ("candidate", "accepted", "rejected", "all")


def _decided(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of whoever decides."""
    command = click.option("--reason", required=True, metavar="TEXT", help="Why, in words.")(command)
    return click.option("--editor", required=True, metavar="NAME", help="Who answers for the decision.")(
        command
    )


@click.group(
    epilog=examples(
        "enjoin link list",
        'enjoin link accept judge-1f2e3d4c5b --editor "M. Editor" --reason "The docket names him in full."',
        'enjoin link undo judge-1f2e3d4c5b --editor "M. Editor" --reason "They are father and son."',
    )
)
@shared()
def link() -> None:
    """Entities that may be one and the same. Nothing is merged but by a decision, and each can be taken back."""


@link.command("list", epilog=examples("enjoin link list", "enjoin link list --state all --kind judge"))
@click.option("--state", type=click.Choice(STATES), default="candidate", help="Which (default: candidate).")
@click.option("--kind", metavar="KIND", help="Only of this kind: proceeding, judge, order, …")
@shared()
@click.pass_obj
def link_list(door: Door, state: str, kind: str | None) -> None:
    """List pairs that may be one, the likeliest first, with the reasons."""
    wanted = None if state == "all" else cast("Literal['candidate', 'accepted', 'rejected']", state)
    found = door.graph().links(wanted, kind=kind)
    door.tell([one.as_json() for one in found], [one.text() for one in found] or ["No such pairs."])
    for sentence in found.left_out.sentences():
        door.say(sentence)


@link.command("show", epilog=examples("enjoin link show judge-1f2e3d4c5b"))
@click.argument("ref", metavar="ID")
@shared()
@click.pass_obj
def link_show(door: Door, ref: str) -> None:
    """Show a pair: what is said of each, what speaks for it, and every decision on it."""
    graph = door.graph()
    found = graph.links.get(ref)
    past = [each for each in graph.links.history() if each.id.rpartition("-")[0] == found.id]
    told = [found.text()]
    for each in past:
        told.append(f"    {each.recorded_at} {each.editor}: {'one' if each.same else 'two'}, {each.reason}")
        if not each.holds:
            told.append(f"    {each.taken_back} {each.taken_back_by}: taken back, {each.taken_back_why}")
    if found.state != "accepted":
        told += [graph.show(node.value).text() for node in (found.keeps, found.other)]
    history = [
        {
            "same": each.same,
            "editor": each.editor,
            "reason": each.reason,
            "recordedAt": each.recorded_at,
            "takenBack": each.taken_back or None,
            "takenBackBy": each.taken_back_by or None,
            "takenBackBecause": each.taken_back_why or None,
        }
        for each in past
    ]
    door.tell({**found.as_json(), "history": history}, told)


@link.command(
    "accept",
    epilog=examples(
        'enjoin link accept judge-1f2e3d4c5b --editor "M. Editor" --reason "The docket names him in full."',
        'enjoin link accept judge/orrick judge/w-orrick --editor "M. Editor" --reason "One man."',
    ),
)
@click.argument("ref", metavar="ID|KEEP")
@click.argument("other", required=False, metavar="[GONE]")
@_decided
@shared()
@click.pass_obj
def link_accept(door: Door, ref: str, other: str | None, editor: str, reason: str) -> None:
    """Make the two one: a pair of the list, or an entity that is kept and one that becomes it."""
    found = door.graph(write=True).links.accept(ref, other, editor=editor, reason=reason)
    _tell(
        door,
        found,
        f"{found.other.value} is now {found.keeps.value}. Take it back with: enjoin link undo {found.id}",
    )


@link.command(
    "reject",
    epilog=examples('enjoin link reject judge-1f2e3d4c5b --editor "M. Editor" --reason "Father and son."'),
)
@click.argument("ref", metavar="ID|ONE")
@click.argument("other", required=False, metavar="[OTHER]")
@_decided
@shared()
@click.pass_obj
def link_reject(door: Door, ref: str, other: str | None, editor: str, reason: str) -> None:
    """Tell the two apart: they are never offered again."""
    found = door.graph(write=True).links.reject(ref, other, editor=editor, reason=reason)
    _tell(door, found, f"{found.id} is never offered again.")


@link.command(
    "undo", epilog=examples('enjoin link undo judge-1f2e3d4c5b --editor "M. Editor" --reason "Wrong pair."')
)
@click.argument("ref", metavar="ID")
@_decided
@shared()
@click.pass_obj
def link_undo(door: Door, ref: str, editor: str, reason: str) -> None:
    """Take the last decision on a pair back, whole."""
    found = door.graph(write=True).links.undo(ref, editor=editor, reason=reason)
    _tell(door, found, f"{found.id}: the decision is taken back.")


def _tell(door: Door, found: Link, said: str) -> None:
    if door.json:
        door.tell(found.as_json(), "")
    else:
        door.say(said)
