"""Claims that cannot stand with the record, or with one another, as the page of what they concern shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...ontology.terms import ej
from ..ask import lookup, text
from ..day import asked_day
from ..desk import desk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...graph.claims.conflicts import Conflict
    from ...graph.entity import Entity

_REFERRING: Final = frozenset(
    map(ej, ("claimSubject", "claimObject", "comparedWith", "mayMean", "assertedIn"))
)


def everything() -> Sequence[Conflict]:
    """All conflicts of the graph that is served, found once for each generation."""
    return desk().once("conflicts", desk().graph.claims.conflicts)


def disputes(entity: Entity) -> Sequence[Conflict]:
    """The conflicts about an entity, of what a source says, or of one claim; none as of an earlier day.

    Only what claims refer to is asked about: most things are in no claim, and their pages cost nothing here.
    """
    if asked_day().known is not None:
        return ()
    claimed = entity.kind == "claim" or any(links.predicate.term in _REFERRING for links in entity.links)
    return desk().once("conflicts by thing", _by_thing).get(entity.short, ()) if claimed else ()


def _by_thing() -> Mapping[str, Sequence[Conflict]]:
    """The conflicts by the id of everything they are shown with: to ask for one thing costs as much as for all."""
    found = everything()
    iris = desk().graph.iris
    claims = {each.claim: iris.entity(*each.claim.split("/", 1)) for each in found if "/" in each.claim}
    concerned: dict[str, set[str]] = {}
    for row in lookup("concerned", [(claim,) for claim in claims.values()]) if claims else ():
        concerned.setdefault(iris.short(text(row, "claim")), set()).add(iris.short(text(row, "thing")))
    by_thing: dict[str, list[Conflict]] = {}
    for each in found:
        shown = {each.claim, each.against, each.source, *concerned.get(each.claim, ())} - {""}
        for thing in shown:
            by_thing.setdefault(thing, []).append(each)
    return by_thing
