"""Everything that follows by rule: the states over time, and the types that the ontology concludes.

After a change that is known statement by statement, only what it concerns is derived again: the
provisions that `concerned` finds, and the classes that `near` follows. After one that is not known, or
concerns too much, two states are compared as wholes. From scratch gives the same statements, only later.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple

from ... import ontology
from ...ontology.terms import ej
from .. import provenance
from ..backend import Backend
from ..iris import Iris
from ..reasoning import near
from ..reasoning.conclude import conclude
from ..reasoning.expressions import TYPE
from ..reasoning.rules import Unbounded
from ..storage.store import Store
from ..validation.states import AFTER, BEFORE, States
from . import gather
from .concerned import TooMany, concerned
from .derive import changed, derive_for, derived_quads
from .litigation import Litigation, load, load_about
from .looking import Looked
from .periods import units

MANY: Final = 2_000
"""Of so many provisions what bears on each is read by itself; of more, all litigation is read."""
_AT_ONCE: Final = 100
_NOW: Final = BEFORE
_WAS: Final = AFTER
"""The states are looked at from the later one, which the store holds: what went comes, going back."""
_BLOCKS: Final = ej("blocks")
_OF: Final = ej("ofProvision")


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


def asserted(store: Backend, iris: Iris) -> Iterator[Quad]:
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
        yield from _compared(now, State.of(former, iris).litigation, former, iris)
    del now
    yield from conclude(ontology.load("enjoin"), asserted(store, iris))


def _compared(now: Litigation, before: Litigation, former: Store, iris: Iris) -> Iterator[Triple]:
    """What the rules conclude now: of the provisions that the change touches anew, of others as before."""
    graph = iris.graph("derived")
    touched = {NamedNode(key) for key in changed(before, now)}
    present = {key for key in units(now) if NamedNode(key) in touched}
    for quad in derive_for(now, present, graph, iris):
        yield quad.triple
    held = list(former.quads(graph=graph))
    unit_of = {quad.subject: quad.object for quad in held if quad.predicate == _OF}
    blocks: list[Triple] = []
    for quad in held:
        if quad.subject in unit_of:
            if unit_of[quad.subject] not in touched:
                yield quad.triple
        elif quad.predicate == _BLOCKS and quad.object not in touched:
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
            yield Triple(triple.subject, _BLOCKS, NamedNode(provision.measure))
        elif isinstance(triple.object, NamedNode) and not now.provisions_of.get(triple.object.value):
            yield triple  # a measure without recorded provisions


@dataclass(frozen=True, slots=True)
class Difference:
    """What comes into the graph `derived`, and what goes out of it."""

    added: Collection[Quad]
    removed: Collection[Quad]


def follow(store: Store, iris: Iris, came: Collection[Quad], went: Collection[Quad]) -> Difference | None:
    """How the graph `derived`, which was right before a change, is to change after it; `None` where that is not told so.

    The store holds the later state; `came` and `went` are exactly the statements that the earlier one
    had not, or had. The cost follows what they concern.
    """
    hidden = provenance.made(iris)
    came = [quad for quad in came if quad.graph_name not in hidden]
    went = [quad for quad in went if quad.graph_name not in hidden]
    states = States(store, hidden, went, came, alone=True)
    try:
        return _Following(store, iris, states).told([*came, *went])
    except (TooMany, Unbounded):
        return None


class _Following:
    """One change followed."""

    def __init__(self, store: Store, iris: Iris, states: States) -> None:
        self._store = store
        self._iris = iris
        self._graph = iris.graph("derived")
        self._states = states
        self._reader = Looked(states, _NOW)
        self._held: set[Quad] = set()
        self._wanted: set[Quad] = set()

    def told(self, touched: Collection[Quad]) -> Difference:
        # A statement that another document makes too neither comes nor goes.
        touched = [quad for quad in touched if self._states.bits(quad) != _NOW | _WAS]
        self._periods(concerned(self._states, touched))
        self._appeals(touched)
        self._classes(touched)
        return Difference(self._wanted - self._held, self._held - self._wanted)

    def _derived(self, *pattern: NamedNode | None) -> Iterator[Quad]:
        subject, predicate, value = pattern
        return self._store.quads(subject, predicate, value, self._graph)

    # Periods

    def _periods(self, touched: set[NamedNode]) -> None:
        for quad in (each for unit in touched for each in self._derived(None, _OF, unit)):
            if isinstance(quad.subject, NamedNode):
                self._held.update(self._derived(quad.subject, None, None))
        for unit in touched:
            self._held.update(self._derived(None, _BLOCKS, unit))
        self._wanted |= self._made(touched)
        self._blocked_measures(touched)

    def _made(self, touched: Collection[NamedNode]) -> set[Quad]:
        """The statements about the provisions that there are now."""
        if len(touched) > MANY:
            lit = State.of(self._store, self._iris).litigation
            wanted = {each.value for each in touched}
            return set(derive_for(lit, [key for key in units(lit) if key in wanted], self._graph, self._iris))
        names = sorted(each.value for each in touched)
        found: set[Quad] = set()
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            lit = load_about(self._reader, some)
            present = [key for key in units(lit) if key in set(some)]
            found.update(derive_for(lit, present, self._graph, self._iris))
        return found

    def _blocked_measures(self, touched: Collection[NamedNode]) -> None:
        """A ruling blocks a measure as long as it blocks one of its provisions, touched or not."""
        names = {each.value for each in touched}
        measures = self._reader.led(names, "ej:ofMeasure") | {
            each for each in names if self._reader.leading([each], "ej:ofMeasure")
        }
        was = Looked(self._states, _WAS)
        measures |= was.led(names, "ej:ofMeasure")
        for measure in map(NamedNode, measures):
            self._held.update(self._derived(None, _BLOCKS, measure))
            for key in self._reader.leading([measure.value], "ej:ofMeasure") - names:
                for quad in self._derived(None, _BLOCKS, NamedNode(key)):
                    self._wanted.add(Quad(quad.subject, _BLOCKS, measure, self._graph))

    # Appeals, and classes

    def _appeals(self, touched: Iterable[Quad]) -> None:
        concerning = {ej("appealFrom"), TYPE}
        above = {
            quad.subject.value
            for quad in touched
            if quad.predicate in concerning and isinstance(quad.subject, NamedNode)
        }
        for state, found in ((_NOW, self._wanted), (_WAS, self._held)):
            for key, facts in Looked(self._states, state).describe(above).items():
                if facts.is_a(gather.PROCEEDING):
                    for below in facts.all("appealFrom"):
                        found.add(Quad(NamedNode(below), ej("appealedIn"), NamedNode(key), self._graph))

    def _classes(self, touched: Iterable[Quad]) -> None:
        def former(node: NamedNode) -> frozenset[NamedNode]:
            held = (quad.object for quad in self._derived(node, TYPE, None))
            return frozenset(each for each in held if isinstance(each, NamedNode))

        found = near.follow(self._states, _NOW, touched, former)
        for classes, quads in ((found.before, self._held), (found.now, self._wanted)):
            quads.update(
                Quad(node, TYPE, cls, self._graph) for node, those in classes.items() for cls in those
            )
