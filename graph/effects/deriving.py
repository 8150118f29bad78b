"""Everything that follows by rule: the states over time, and the types that the ontology concludes.

Deriving after a change folds again only the provisions that the change touches, and takes the rest
from a state that was derived before; from scratch gives the same statements, only later.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Triple

from ... import ontology
from ...ontology.terms import ej
from .. import provenance
from ..iris import Iris
from ..reasoning.conclude import conclude
from ..storage.store import Store
from . import gather
from .derive import changed, derive_for, derived_quads
from .litigation import Litigation, load
from .periods import units


@dataclass(frozen=True, slots=True)
class State:
    """What documents say in one store, as the rules read it."""

    litigation: Litigation

    @classmethod
    def of(cls, store: Store, iris: Iris) -> "State":
        """Read it; former conclusions are left out, so that nothing follows from itself."""
        read = gather.predicates()
        # In memory: quicker to ask than a choice of graphs on disk. Most of what documents say is no part of it.
        told = (quad for quad in asserted(store, iris) if quad.predicate in read)
        return cls(load(Store.memory(told).select, sources=False))


def asserted(store: Store, iris: Iris) -> Iterator[Quad]:
    """What documents say in a store."""
    for graph in provenance.asserted(store, iris):
        yield from store.quads(graph=graph)


def derived(store: Store, iris: Iris, former: Store | None = None) -> Iterator[Triple]:
    """The statements of the graph `derived` of a store.

    `former` is a store whose own derived graph is right, by the same rules and vocabulary: the
    state before a change.
    """
    graph = iris.graph("derived")
    now = State.of(store, iris).litigation
    if former is None:
        for quad in derived_quads(now, graph, iris):
            yield quad.triple
    else:
        yield from _changed(now, State.of(former, iris).litigation, former, iris)
    del now
    yield from conclude(ontology.load("enjoin"), asserted(store, iris))


def _changed(now: Litigation, before: Litigation, former: Store, iris: Iris) -> Iterator[Triple]:
    """What the rules conclude now: of the provisions that the change touches anew, of others as before."""
    graph = iris.graph("derived")
    touched = {NamedNode(key) for key in changed(before, now)}
    present = {key for key in units(now) if NamedNode(key) in touched}
    for quad in derive_for(now, present, graph, iris):
        yield quad.triple
    held = list(former.quads(graph=graph))
    unit_of = {quad.subject: quad.object for quad in held if quad.predicate == ej("ofProvision")}
    blocks: list[Triple] = []
    for quad in held:
        if quad.subject in unit_of:
            if unit_of[quad.subject] not in touched:
                yield quad.triple
        elif quad.predicate == ej("blocks") and quad.object not in touched:
            blocks.append(quad.triple)
    yield from _still_blocking(blocks, now)
    for key, proceeding in now.proceedings.items():
        for below in proceeding.appeal_from:
            yield Triple(NamedNode(below), ej("appealedIn"), NamedNode(key))


def _still_blocking(blocks: list[Triple], now: Litigation) -> Iterator[Triple]:
    """The rulings that block a provision as before, and so its measure."""
    for triple in blocks:
        provision = now.provisions.get(triple.object.value) if isinstance(triple.object, NamedNode) else None
        if provision is not None:
            yield triple
            yield Triple(triple.subject, ej("blocks"), NamedNode(provision.measure))
        elif isinstance(triple.object, NamedNode) and not now.provisions_of.get(triple.object.value):
            yield triple  # a measure without recorded provisions
