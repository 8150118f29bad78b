"""The axioms as a search needs them: by what is sought, and how far away it may rest on something.

For the ontology that we have the search for a class ends after a few steps; where it need not, `Unbounded`
says so, and everything is concluded anew.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from pyoxigraph import NamedNode

from ... import ontology
from .axioms import Axioms
from .expressions import And, Expression, Named, Only, Or, PropertyPath, Some, Value

Walk = tuple[PropertyPath, ...]
"""A way from a node to others on whose classes its own may depend."""


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
    def leaving(self) -> Mapping[NamedNode, frozenset[NamedNode]]:
        """The properties that say of their subject what it is, with those classes."""
        return {path.prop: classes for path, classes in self.at_ends.items() if classes and not path.inverse}

    @cached_property
    def entering(self) -> Mapping[NamedNode, frozenset[NamedNode]]:
        """The properties that say of their object what it is, with those classes."""
        return {path.prop: classes for path, classes in self.at_ends.items() if classes and path.inverse}

    @cached_property
    def defined(self) -> tuple[tuple[NamedNode, Expression, frozenset[NamedNode]], ...]:
        """The definitions, each with the classes of which all that is under it are members."""
        return tuple((cls, each, frozenset(_presupposed(each))) for cls, each in self.axioms.definitions)

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


def _presupposed(expression: Expression) -> Iterator[NamedNode]:
    """The classes that an expression names without a choice."""
    match expression:
        case Named():
            yield expression.cls
        case And():
            for part in expression.parts:
                yield from _presupposed(part)
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
