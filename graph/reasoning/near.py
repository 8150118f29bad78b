"""What the ontology concludes of single nodes, read from what is near them: `conclude` for a small change.

A class is sought at a node backwards: what would make it a member, and is that so? For the ontology that
we have each such search ends after a few steps; where it need not, `Unbounded` says so, and everything
is concluded anew.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ... import ontology
from ..results import Term
from ..validation.states import EITHER, States
from .axioms import Axioms
from .conclude import SCHEMA
from .expressions import TYPE, And, Expression, Named, Only, Or, PropertyPath, Some, Value

Walk = tuple[PropertyPath, ...]
"""A way from a node to others on whose classes its own may depend."""
MOST: Final = 20_000
"""Of so many nodes the classes are worked out one by one; of more, everything is concluded anew."""


class Unbounded(Exception):
    """What is concluded of a node may rest on what is any number of steps away."""


@dataclass(frozen=True)
class Rules:
    """The axioms, looked up by what is sought."""

    axioms: Axioms

    @cached_property
    def implied(self) -> Mapping[NamedNode, frozenset[PropertyPath]]:
        """The paths that an edge of each property is an edge of, itself among them."""
        found: dict[NamedNode, frozenset[PropertyPath]] = {}
        for prop in self.axioms.properties:
            seen: set[PropertyPath] = set()
            rest = [PropertyPath(prop)]
            while rest:
                each = rest.pop()
                if each not in seen:
                    seen.add(each)
                    further = self.axioms.implies.get(each.prop, ())
                    rest += [PropertyPath(one.prop, one.inverse != each.inverse) for one in further]
            found[prop] = frozenset(seen)
        return found

    @cached_property
    def steps(self) -> Mapping[PropertyPath, tuple[PropertyPath, ...]]:
        """For each path, the properties as they are stated whose edges are edges of it."""
        found: defaultdict[PropertyPath, list[PropertyPath]] = defaultdict(list)
        for prop, paths in self.implied.items():
            for path in paths:
                found[path].append(PropertyPath(prop))
                found[PropertyPath(path.prop, not path.inverse)].append(PropertyPath(prop, inverse=True))
        return {path: tuple(dict.fromkeys(stated)) for path, stated in found.items()}

    @cached_property
    def at_ends(self) -> Mapping[PropertyPath, frozenset[NamedNode]]:
        """The classes of whatever has an edge: by a property at its subject, by its inverse at its object."""
        axioms = self.axioms
        found: dict[PropertyPath, frozenset[NamedNode]] = {}
        for prop, paths in self.implied.items():
            for inverse in (False, True):
                classes: set[NamedNode] = set()
                for path in paths:
                    said = axioms.ranges if path.inverse != inverse else axioms.domains
                    classes.update(said.get(path.prop, ()))
                found[PropertyPath(prop, inverse)] = frozenset(classes)
        return found

    @cached_property
    def entering(self) -> tuple[tuple[PropertyPath, frozenset[NamedNode]], ...]:
        """The inverse of each property that says of its object what it is, with those classes."""
        return tuple((path, classes) for path, classes in self.at_ends.items() if path.inverse and classes)

    @cached_property
    def onlies(self) -> tuple[tuple[NamedNode, Only], ...]:
        """The classes whose members lead only to members of another."""
        return tuple((cls, only) for cls, found in self.axioms.only.items() for only in found)

    @cached_property
    def stepping(self) -> Mapping[NamedNode, tuple[tuple[Walk, int, bool], ...]]:
        """The walks that take a step along each property as it is stated: where, and whether against it."""
        found: defaultdict[NamedNode, set[tuple[Walk, int, bool]]] = defaultdict(set)
        for walk in self.walks:
            for place, path in enumerate(walk):
                for stated in self.steps.get(path, (path,)):
                    found[stated.prop].add((walk, place, stated.inverse))
        return {prop: tuple(steps) for prop, steps in found.items()}

    @cached_property
    def walks(self) -> tuple[Walk, ...]:
        """All ways from a node to those on whose classes, or edges, its own classes depend."""
        found: set[Walk] = set()
        for _, expression in self.axioms.definitions:
            found.update(_walks(expression))
        found.update((PropertyPath(only.path.prop, not only.path.inverse),) for _, only in self.onlies)
        return tuple(sorted(found, key=repr))

    def check(self) -> None:
        """Raise `Unbounded` where the search for a class may come to the same class again."""
        axioms = self.axioms
        for walk in self.walks:
            if any(path.prop in axioms.transitive for step in walk for path in self.steps.get(step, ())):
                raise Unbounded("a definition rests on a transitive property")
        for cls in axioms.classes:
            self._follow(cls, ())

    def _follow(self, cls: NamedNode, above: tuple[NamedNode, ...]) -> None:
        if cls in above:
            raise Unbounded(f"what makes a {cls} rests on what makes a {cls}")
        for expression in self.giving(cls):
            for sought in _sought(expression):
                self._follow(sought, (*above, cls))
        for member, only in self.onlies:
            if isinstance(only.filler, Named) and self.within(only.filler.cls, cls):
                self._follow(member, (*above, cls))

    def within(self, cls: NamedNode, other: NamedNode) -> bool:
        """Whether every member of a class is one of the other."""
        return cls == other or other in self.axioms.supers.get(cls, ())

    def giving(self, cls: NamedNode) -> tuple[Expression, ...]:
        """The definitions that may make a node a member that is not one already."""
        found = self._giving.get(cls)
        if found is None:
            found = self._giving[cls] = tuple(
                expression
                for defined, expression in self.axioms.definitions
                if self.within(defined, cls) and not self._presupposes(expression, cls)
            )
        return found

    @cached_property
    def _giving(self) -> dict[NamedNode, tuple[Expression, ...]]:
        return {}

    def _presupposes(self, expression: Expression, cls: NamedNode) -> bool:
        """Whether only members of a class are under an expression."""
        match expression:
            case Named():
                return self.within(expression.cls, cls)
            case And():
                return any(self._presupposes(part, cls) for part in expression.parts)
            case Or():
                return all(self._presupposes(part, cls) for part in expression.parts)
            case _:
                return False


def _walks(expression: Expression) -> Iterator[Walk]:
    match expression:
        case And() | Or():
            for part in expression.parts:
                yield from _walks(part)
        case Some():
            yield (expression.path,)
            for walk in _walks(expression.filler):
                yield (expression.path, *walk)
        case Value():
            yield (expression.path,)
        case _:
            return


def _sought(expression: Expression) -> Iterator[NamedNode]:
    """The classes that are asked for, of the node itself or of others."""
    match expression:
        case Named():
            yield expression.cls
        case And() | Or():
            for part in expression.parts:
                yield from _sought(part)
        case Some():
            yield from _sought(expression.filler)
        case _:
            return


@cache
def rules() -> Rules:
    """The rules of our ontology; `Unbounded` where they cannot be followed."""
    found = Rules(Axioms.read(ontology.load("enjoin")))
    found.check()
    return found


class Near:
    """What is concluded of nodes in one state; `state` is the bit that its statements have."""

    def __init__(self, states: States, state: int, followed: Rules | None = None) -> None:
        self._states = states
        self._state = state
        self._rules = followed or rules()
        self._stated: dict[Term, frozenset[NamedNode]] = {}
        self._entered: dict[tuple[Term, PropertyPath], bool] = {}

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
            for cls, expression in axioms.definitions:
                if cls not in found and self._under(node, expression, found):
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
        ends = self._rules.at_ends
        for predicate, values in self._states.about(node).items():
            classes = ends.get(PropertyPath(predicate))
            if classes and any(bits & self._state and _is_node(value) for value, bits in values.items()):
                for cls in classes:
                    self._take(cls, found)
        for path, classes in self._rules.entering:
            if not all(cls in known or cls in found for cls in classes) and self._is_entered(node, path):
                for cls in classes:
                    self._take(cls, found)
        return found

    def _is_entered(self, node: Term, path: PropertyPath) -> bool:
        """Whether any edge of a property leads to a node: of many, one is read."""
        found = self._entered.get((node, path))
        if found is None:
            found = self._entered[node, path] = self._states.entered(path.prop, node, self._state)
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
