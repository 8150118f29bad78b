"""Claims that cannot stand with the record, or with one another, as the page of what they concern shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...ontology.terms import ej
from ..day import asked_day
from ..desk import desk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...graph.claims.conflicts import Conflict
    from ...graph.entity import Entity

_CONCERNS: Final = frozenset((ej("claimSubject"), ej("claimObject"), ej("comparedWith")))
_SAYS: Final = frozenset((ej("assertedIn"),))


def everything() -> Sequence[Conflict]:
    """All conflicts of the graph that is served, found once for each generation."""
    return desk().once("conflicts", desk().graph.claims.conflicts)


def disputes(entity: Entity) -> Sequence[Conflict]:
    """The conflicts about an entity, of what a source says, or of one claim; none as of an earlier day.

    Only what claims refer to is asked about: most things are in no claim, and their pages cost nothing here.
    """
    if asked_day().known is not None:
        return ()
    claims = desk().graph.claims
    referring = {links.predicate.term for links in entity.links}
    if entity.kind == "claim":
        return [each for each in everything() if entity.short in {each.claim, each.against}]
    if entity.kind == "source":
        return claims.conflicts(source=entity.iri.value) if referring & _SAYS else ()
    return claims.conflicts(about=entity.iri.value) if referring & _CONCERNS else ()
