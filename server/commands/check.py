"""`check`: is the ontology consistent, is it well kept, and is the data clean?"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from ..door import Door, examples, shared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...graph.reasoning.reason import Reasoned


@click.command(epilog=examples("enjoin check", "enjoin check --reason"))
@click.option("--reason", is_flag=True, help="Ask HermiT too: consistency and classification; needs Java.")
@shared()
@click.pass_obj
def check(door: Door, reason: bool) -> None:
    """Check the ontology and the data: every fault is one sentence. Exit 1 where there are some."""
    if reason:
        door.say("Reasoning …")
    told = door.graph().check(reason=reason, search=os.environ.get("PATH"))
    found, reasoned, sound = told.faults, told.reasoned, told.sound
    machine: dict[str, Any] = {"sound": sound, "faults": [fault.as_json() for fault in found]}
    if reasoned is not None:
        machine["reasoner"] = _as_json(reasoned)
    lines = [f"{fault.check}: {fault.fault}" for fault in found] or ["The checks find no fault."]
    door.tell(machine, [*lines, *(_told(reasoned) if reasoned is not None else ())])
    if not sound:
        click.get_current_context().exit(1)


def _as_json(found: Reasoned) -> dict[str, Any]:
    return {
        "consistent": found.consistent,
        "statements": found.statements,
        "unsatisfiable": [each.value for each in found.unsatisfiable],
        "subclasses": [[below.value, above.value] for below, above in found.subclasses],
        "memberships": sum(len(classes) for classes in found.memberships.values()),
        "clashes": [str(clash) for clash in found.clashes],
    }


def _told(found: Reasoned) -> Iterator[str]:
    if found.consistent:
        inferred = sum(len(classes) for classes in found.memberships.values())
        yield (
            f"HermiT: the ontology and {found.statements:,} statements are consistent; "
            f"{inferred:,} memberships and {len(found.subclasses)} subclasses inferred."
        )
    else:
        yield "HermiT: the ontology and the data contradict each other."
    for name in found.unsatisfiable:
        yield f"  {name.value} can have no member."
    for clash in found.clashes:
        yield f"  {clash}"
