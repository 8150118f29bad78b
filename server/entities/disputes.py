"""Claims that cannot stand with the record, or with one another, as the page of what they concern shows them.

They are found among all claims at once, beside the requests: on a large graph a page that comes before they are found
says so, and while those of a new generation are looked for it shows those of the one before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from flask import current_app
from pyoxigraph import NamedNode

from ...ontology.terms import ej
from ..beside import Keeper, NotYet
from ..day import asked_day
from ..desk import desk
from ..lookups import bound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...graph import Graph
    from ...graph.claims.conflicts import Conflict
    from ...graph.entity import Entity

_REFERRING: Final = frozenset(
    map(ej, ("claimSubject", "claimObject", "comparedWith", "mayMean", "assertedIn"))
)
_KEY: Final = "enjoin.disputes"


class Disputes:
    """Keeps what is found; only the first page that asks waits for it, and not for long."""

    __slots__ = ("_keeper", "_waited")

    def __init__(self) -> None:
        self._keeper = Keeper(_found)
        self._waited = False

    def of(self, graph: Graph, thing: str) -> Sequence[Conflict] | None:
        """The conflicts about a thing; `None` while the first ones of a large graph are looked for."""
        if self._waited and self._keeper.ready is None:
            self._keeper.warm(graph)
            return None
        try:
            return self._keeper.index(graph).get(thing, ())
        except NotYet:
            self._waited = True
            return None


def everything() -> Sequence[Conflict]:
    """All conflicts of the graph that is served, found once for each generation."""
    return desk().once("conflicts", desk().graph.claims.conflicts)


def disputes(entity: Entity) -> Sequence[Conflict] | None:
    """The conflicts about an entity, of what a source says, or of one claim; none as of an earlier day.

    Only what claims refer to is asked about: most things are in no claim, and their pages cost nothing here.
    `None` where they are still being looked for.
    """
    if asked_day().known is not None:
        return ()
    claimed = entity.kind == "claim" or any(links.predicate.term in _REFERRING for links in entity.links)
    if not claimed:
        return ()
    kept = cast("Disputes", current_app.extensions.setdefault(_KEY, Disputes()))
    return kept.of(desk().graph, entity.short)


def _found(graph: Graph) -> Mapping[str, Sequence[Conflict]]:
    """All conflicts by the id of everything that they are shown with; to ask for one thing costs as much."""
    iris = graph.iris
    found = graph.claims.conflicts()
    claims = {each.claim: iris.entity(*each.claim.split("/", 1)) for each in found if "/" in each.claim}
    concerned: dict[str, set[str]] = {}
    rows = graph.sparql(bound("concerned", [(claim,) for claim in claims.values()])) if claims else ()
    for row in rows:
        claim, thing = row["claim"], row["thing"]
        if isinstance(claim, NamedNode) and isinstance(thing, NamedNode):
            concerned.setdefault(iris.short(claim), set()).add(iris.short(thing))
    by_thing: dict[str, list[Conflict]] = {}
    for each in found:
        shown = {each.claim, each.against, each.source, *concerned.get(each.claim, ())} - {""}
        for thing in shown:
            by_thing.setdefault(thing, []).append(each)
    return by_thing
