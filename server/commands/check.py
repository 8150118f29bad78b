"""`check`: is the ontology consistent, is it well kept, and is the data clean?"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from ..door import Door, examples, shared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...graph import Graph
    from ...graph.reason import Reasoned


@click.command(epilog=examples("enjoin check", "enjoin check --reason"))
@click.option("--reason", is_flag=True, help="Ask HermiT too: consistency and classification; needs Java.")
@shared()
@click.pass_obj
def check(door: Door, reason: bool) -> None:
    """Check the ontology and the data: every fault is one sentence. Exit 1 where there are some."""
    from ..hygiene import faults, lint

    graph = door.graph()
    found = [*lint(), *faults(graph)]
    reasoned = _reasoned(door, graph) if reason else None
    sound = not found and (reasoned is None or (reasoned.consistent and not reasoned.unsatisfiable))
    machine: dict[str, Any] = {"sound": sound, "faults": [fault.as_json() for fault in found]}
    if reasoned is not None:
        machine["reasoner"] = _as_json(reasoned)
    lines = [f"{fault.check}: {fault.fault}" for fault in found] or ["The checks find no fault."]
    door.tell(machine, [*lines, *(_told(reasoned) if reasoned is not None else ())])
    if not sound:
        click.get_current_context().exit(1)


def _reasoned(door: Door, graph: Graph) -> Reasoned:
    """What HermiT finds on the schema and the individuals of the graph."""
    from ... import ontology
    from ...graph.reason import check_consistency

    door.say("Reasoning …")
    individuals = graph.sparql("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER (!isLiteral(?o)) }").triples()
    return check_consistency(ontology.load("enjoin"), individuals, search=os.environ.get("PATH"))


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
