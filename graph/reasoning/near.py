"""What the ontology concludes of single nodes, read from what is near them: `conclude` for a small change.

A class is sought at a node backwards: what would make it a member, and is that so? The `rules` say how far that goes.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ..results import Term
from ..validation.states import EITHER, States
from .conclude import SCHEMA
from .expressions import TYPE, And, Expression, Named, Only, Or, PropertyPath, Some, Value
from .rules import Rules, Unbounded, Walk, rules

MOST: Final = 20_000
"""Of so many nodes the classes are worked out one by one; of more, everything is concluded anew."""
_FEW: Final = 40
"""So many statements that lead to a node are read; of more, one for each property that is asked for."""

_AT_ONCE: Final = 2_000
"""After so many nodes what was read is let go."""
_DONE: Final = 100_000
"""Of so many nodes it is remembered that they are done."""


class Near:
    """What is concluded of nodes in one state; `state` is the bit that its statements have."""

    def __init__(self, states: States, state: int, followed: Rules | None = None) -> None:
        self._states = states
        self._state = state
        self._rules = followed or rules()
        self._stated: dict[Term, frozenset[NamedNode]] = {}
        self._entered: dict[tuple[Term, NamedNode], bool] = {}

    def concluded(self, node: NamedNode) -> frozenset[NamedNode]:
        """The classes of a node beyond those that are stated."""
        stated = self.stated(node)
        axioms = self._rules.axioms
        found: set[NamedNode] = set(stated).union(*(axioms.supers.get(cls, ()) for cls in stated))
        found |= self._by_edges(node, found)
        for cls, only in self._rules.onlies:
            if isinstance(only.filler, Named) and only.filler.cls not in found:
                back = PropertyPath(only.path.prop, not only.path.inverse)
                if any(self.member(other, cls) for other in self.step(node, back)):
                    self._take(only.filler.cls, found)
        changed = True
        while changed:
            changed = False
            for cls, expression, presupposed in self._rules.defined:
                if cls not in found and presupposed <= found and self._under(node, expression, found):
                    self._take(cls, found)
                    changed = True
        return frozenset(found).difference(stated)

    def _take(self, cls: NamedNode, found: set[NamedNode]) -> None:
        found.add(cls)
        found.update(self._rules.axioms.supers.get(cls, ()))

    def stated(self, node: Term) -> frozenset[NamedNode]:
        """The classes that are stated of a node."""
        found = self._stated.get(node)
        if found is None:
            known = self._rules.axioms.classes
            held = self._states.about(node).get(TYPE, {}).items()
            found = self._stated[node] = frozenset(
                cls
                for cls, bits in held
                if bits & self._state and isinstance(cls, NamedNode) and cls in known
            )
        return found

    def _by_edges(self, node: Term, known: Collection[NamedNode]) -> set[NamedNode]:
        """The classes that its edges give a node, by domain and by range."""
        found: set[NamedNode] = set()
        leaving = self._rules.leaving
        for predicate, values in self._states.about(node).items():
            classes = leaving.get(predicate)
            if classes and any(bits & self._state and _is_node(value) for value, bits in values.items()):
                for cls in classes:
                    self._take(cls, found)
        entering = self._rules.entering
        few = self._states.entering(node, self._state, _FEW)
        for prop in entering if few is None else few & entering.keys():
            classes = entering[prop]
            if not all(cls in known or cls in found for cls in classes) and (
                few is not None or self._is_entered(node, prop)
            ):
                for cls in classes:
                    self._take(cls, found)
        return found

    def _is_entered(self, node: Term, prop: NamedNode) -> bool:
        """Whether any edge of a property leads to a node: of many, one is read."""
        found = self._entered.get((node, prop))
        if found is None:
            found = self._entered[node, prop] = self._states.entered(prop, node, self._state)
        return found

    def step(self, node: Term, path: PropertyPath) -> Iterator[Term]:
        """The nodes to which a path leads."""
        for stated in self._rules.steps.get(path, (path,)):
            if stated.inverse:
                held = self._states.into(stated.prop, node)
            else:
                held = self._states.about(node).get(stated.prop, {})
            yield from (each for each, bits in held.items() if bits & self._state and _is_node(each))

    def member(self, node: Term, cls: NamedNode) -> bool:
        """Whether a node belongs to a class, as far as it takes to say so."""
        within = self._rules.within
        stated = self.stated(node)
        if any(within(each, cls) for each in stated):
            return True
        if any(within(each, cls) for each in self._by_edges(node, stated)):
            return True
        for of, only in self._rules.onlies:
            if isinstance(only.filler, Named) and within(only.filler.cls, cls):
                back = PropertyPath(only.path.prop, not only.path.inverse)
                if any(self.member(other, of) for other in self.step(node, back)):
                    return True
        return any(self._under(node, expression, None) for expression in self._rules.giving(cls))

    def _under(self, node: Term, expression: Expression, found: Collection[NamedNode] | None) -> bool:
        """Whether a node is under an expression; `found` are its classes, where they are known."""
        match expression:
            case Named():
                return expression.cls in found if found is not None else self.member(node, expression.cls)
            case And():
                return all(self._under(node, part, found) for part in expression.parts)
            case Or():
                return any(self._under(node, part, found) for part in expression.parts)
            case Some():
                return any(
                    self._under(other, expression.filler, None) for other in self.step(node, expression.path)
                )
            case Value():
                return any(other == expression.value for other in self.step(node, expression.path))
            case Only():
                return False


def everyone(
    states: States, state: int, told: Iterable[Quad], followed: Rules | None = None
) -> Iterator[Triple]:
    """The type triples that `conclude` adds to what is told, in the memory of a few nodes; some may come twice.

    `told` are all statements of that state, those of one subject best together. Raises `Unbounded`.
    """
    known = followed or rules()
    near, done = Near(states, state, known), set[Term]()
    for quad in told:
        relation = quad.predicate in known.axioms.properties and _is_node(quad.object)
        for node in (quad.subject, quad.object) if relation else (quad.subject,):
            if node in done or not isinstance(node, NamedNode):
                continue
            if len(done) >= _DONE:
                done.clear()
            if len(done) % _AT_ONCE == 0:
                states.forget()
                near = Near(states, state, known)
            done.add(node)
            yield from (Triple(node, TYPE, cls) for cls in near.concluded(node))


@dataclass(frozen=True, slots=True)
class Concluded:
    """The classes that were concluded of nodes, and those that are now."""

    before: Mapping[NamedNode, frozenset[NamedNode]]
    now: Mapping[NamedNode, frozenset[NamedNode]]


def follow(
    states: States,
    now: int,
    touched: Iterable[Quad],
    former: Callable[[NamedNode], frozenset[NamedNode]],
    followed: Rules | None = None,
) -> Concluded:
    """What is concluded anew where edges or classes came or went, and of what depends on that.

    `now` is the bit of the state that is concluded from, `former` what was concluded of a node
    before. Raises `Unbounded` where a change concerns too many nodes, or the rules cannot be followed.
    """
    known = followed or rules()
    near, old = Near(states, now, known), Near(states, EITHER ^ now, known)
    rest = list(_begun(states, known, touched))
    seen = set(rest)
    before: dict[NamedNode, frozenset[NamedNode]] = {}
    present: dict[NamedNode, frozenset[NamedNode]] = {}
    while rest:
        node = rest.pop()
        if isinstance(node, NamedNode):
            before[node], present[node] = former(node), near.concluded(node)
            if before[node] | old.stated(node) == present[node] | near.stated(node):
                continue
        for walk in known.walks:
            for place in range(1, len(walk) + 1):
                new = _back(states, known, walk[:place], node) - seen
                seen |= new
                rest += new
        if len(seen) > MOST:
            raise Unbounded("the change concerns too many nodes")
    return Concluded(before, present)


def _begun(states: States, known: Rules, touched: Iterable[Quad]) -> set[Term]:
    """The nodes whose classes or edges came or went, and those that walk by these edges."""
    found: set[Term] = set()
    for quad in touched:
        if quad.predicate == TYPE:
            found.add(quad.subject)
        elif quad.predicate in known.axioms.properties and _is_node(quad.object):
            found |= {quad.subject, quad.object}
            for walk, place, inverse in known.stepping.get(quad.predicate, ()):
                found |= _back(states, known, walk[:place], quad.object if inverse else quad.subject)
        if len(found) > MOST:
            raise Unbounded("the change concerns too many nodes")
    return {node for node in found if not isinstance(node, (Literal, Triple))}


def _back(states: States, known: Rules, walk: Walk, node: Term) -> set[Term]:
    """The nodes from which a walk leads to a node, in either state."""
    reached: set[Term] = {node}
    for path in reversed(walk):
        turned = PropertyPath(path.prop, not path.inverse)
        further: set[Term] = set()
        for each in reached:
            for stated in known.steps.get(turned, (turned,)):
                if stated.inverse:
                    further.update(states.into(stated.prop, each))
                else:
                    further.update(states.about(each).get(stated.prop, ()))
        reached = further
        if len(reached) > MOST:
            raise Unbounded("the change concerns too many nodes")
    return reached


def _is_node(found: Term) -> bool:
    return isinstance(found, (NamedNode, BlankNode)) and found not in SCHEMA
