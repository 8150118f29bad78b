"""`binds`, `protected`, `changes`, `if-reversed`: questions over many provisions, or many parties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from ..door import DAY, Door, examples, shared
from .days import Day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

_MOST: Final = 8
"""The most members of a group that are named in words; `--json` has them all."""


def _days(command: Callable[..., Any]) -> Callable[..., Any]:
    """The two days of a question, and the global options."""
    for add in (
        shared(),
        click.option(
            "--known", type=Day(), metavar=DAY, help="What the graph knew on that day (default: now)."
        ),
        click.option("--on", type=Day(), metavar=DAY, help="The day asked about (default: today)."),
    ):
        command = add(command)
    return command


@click.command(
    epilog=examples(
        "enjoin binds us-il-chicago --on 2025-05-01",
        "enjoin --json binds us-ca-san-francisco --on 2025-05-01",
    )
)
@click.argument("party")
@_days
@click.pass_obj
def binds(door: Door, party: str, on: date | None, known: date | None) -> None:
    """What binds PARTY on a day: every provision in force, with its state for that party or place."""
    told = door.graph().what_binds(party, on=on or door.today(), known=known).to_json()
    door.tell(told, _lines(told, (_bound(each) for each in told["provisions"])))


def _bound(each: Mapping[str, Any]) -> str:
    possible = f" ({', '.join(each['possible'])})" if each["state"] == "uncertain" else ""
    since = f", since {each['since']}" if each["since"] else ""
    until = f", until {each['until']}" if each["until"] else ""
    return f"{_short(each['provision'])}: {each['state']}{possible}; may it be enforced: {each['enforceable']}{since}{until}"


@click.command(
    epilog=examples(
        "enjoin protected eo-14159-17 --on 2025-05-01", "enjoin --json protected eo-13768-9a --on 2018-10-01"
    )
)
@click.argument("provision")
@_days
@click.pass_obj
def protected(door: Door, provision: str, on: date | None, known: date | None) -> None:
    """Who is protected from PROVISION on a day: the relief with its scope, and the names that are known."""
    told = door.graph().who_is_protected(provision, on=on or door.today(), known=known).to_json()
    door.tell(told, _lines(told, _protections(told)))


def _protections(told: Mapping[str, Any]) -> Iterator[str]:
    for relief in told["relief"]:
        certain = "" if relief["certain"] else ", not certain"
        yield f"{_short(relief['relief'])}: {relief['state']}{certain}; {relief['scope']}"
    for group in told["parties"]:
        yield f"{_state(group)}: {_members(group['members'])}"
    yield f"{_state(told['others'])}: everyone else"


@click.command(
    epilog=examples(
        "enjoin changes --provision eo-13768-9a --for us-il-chicago --on 2019-06-01",
        "enjoin changes --for us-ca-san-francisco",
    )
)
@click.option("--provision", metavar="PROVISION", help="Only of this provision or measure.")
@click.option("--for", "party", metavar="PARTY", help="Only for this party or place.")
@_days
@click.pass_obj
def changes(
    door: Door, provision: str | None, party: str | None, on: date | None, known: date | None
) -> None:
    """The previous and the next day on which a state changes, and what changes on it."""
    graph = door.graph()
    told = graph.changes(on or door.today(), provision=provision, party=party, known=known).to_json()
    lines = [
        f"{told[which]}  {_change(each)}" for which in ("previous", "next") for each in told[f"at_{which}"]
    ]
    door.tell(told, _lines(told, lines))


@click.command(
    "if-reversed",
    epilog=examples(
        "enjoin if-reversed r-2025-04-24-cand-pi --on 2025-06-01",
        "enjoin --json if-reversed r-2017-04-25-santa-clara-pi --on 2017-06-01",
    ),
)
@click.argument("ruling")
@_days
@click.pass_obj
def if_reversed(door: Door, ruling: str, on: date | None, known: date | None) -> None:
    """What would fall if RULING were reversed, at once, on a day: relief that would end, states that would change."""
    told = door.graph().if_reversed(ruling, on=on or door.today(), known=known).to_json()
    lines = [f"{_short(relief)} would end" for relief in told["relief"]]
    door.tell(told, _lines(told, [*lines, *(_change(each) for each in told["changes"])]))


def _change(each: Mapping[str, Any]) -> str:
    before, after = _state(each["before"]), _state(each["after"])
    return f"{_short(each['provision'])}, {_members(each['members'])}: {before} -> {after}"


def _state(outlook: Mapping[str, Any]) -> str:
    more = f" ({outlook['reason']})" if outlook["reason"] else ""
    return (
        f"{outlook['state']}{more}" if outlook["certain"] else f"uncertain ({', '.join(outlook['possible'])})"
    )


def _members(members: list[str]) -> str:
    names = [_short(each).rpartition("/")[2] for each in members]
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return (", ".join(names[:_MOST]) + more) or "everyone else"


def _lines(told: Mapping[str, Any], lines: Iterable[str]) -> Iterator[str]:
    """The sentence, the lines under it, and what one must know to read them."""
    yield told["sentence"]
    for line in lines:
        yield f"  {line}"
    if told["checked_to"]:
        yield f"  record checked to {told['checked_to']}"
    yield f"  {told['disclaimer']}"


def _short(iri: str) -> str:
    return "/".join(iri.rsplit("/", 2)[-2:])
