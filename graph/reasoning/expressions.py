"""Class expressions: what the definitions of an ontology are made of, read from its triples.

Only the constructs that the ontology uses are known: named classes, intersection, union, *some*, *only* and
*value* restrictions, over a property or its inverse. Another construct is a `ValueError`: a reasoner
that overlooked part of a definition would conclude falsely.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, NamedNode, Triple

from ...ontology.terms import term

Node: TypeAlias = NamedNode | BlankNode
"""What a class, a property or an individual is named by."""

TYPE: Final = term("rdf:type")
_FIRST: Final = term("rdf:first")
_REST: Final = term("rdf:rest")
_NIL: Final = term("rdf:nil")


@dataclass(frozen=True, slots=True)
class PropertyPath:
    """A property, or its inverse."""

    prop: NamedNode
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """All members of a class."""

    cls: NamedNode


@dataclass(frozen=True, slots=True)
class And:
    """Whatever falls under every part."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Whatever falls under some part."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Whatever the path leads from to something under the filler."""

    path: PropertyPath
    filler: "Expression"


@dataclass(frozen=True, slots=True)
class Only:
    """Whatever the path leads from to nothing but what is under the filler."""

    path: PropertyPath
    filler: "Expression"


@dataclass(frozen=True, slots=True)
class Value:
    """Whatever the path leads from to one individual."""

    path: PropertyPath
    value: NamedNode


Expression: TypeAlias = Named | And | Or | Some | Only | Value


class Reader:
    """An ontology's triples, to be asked by subject and predicate; literals are left out."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._objects: dict[tuple[Node, NamedNode], list[Node]] = defaultdict(list)
        self._subjects: dict[tuple[NamedNode, Node], list[Node]] = defaultdict(list)
        for triple in triples:
            subject, found = triple.subject, triple.object
            if isinstance(subject, Node) and isinstance(found, Node):
                self._objects[subject, triple.predicate].append(found)
                self._subjects[triple.predicate, found].append(subject)

    def objects(self, subject: Node, curie: str) -> list[Node]:
        return self._objects.get((subject, term(curie)), [])

    def subjects(self, curie: str, found: str) -> list[Node]:
        return self._subjects.get((term(curie), term(found)), [])

    def pairs(self, curie: str) -> Iterator[tuple[Node, Node]]:
        """Subject and object of every triple with that predicate."""
        predicate = term(curie)
        for (subject, used), found in self._objects.items():
            if used == predicate:
                yield from ((subject, each) for each in found)

    def one(self, subject: Node, curie: str) -> Node | None:
        return next(iter(self.objects(subject, curie)), None)

    def members(self, head: Node) -> list[Node]:
        """The members of an RDF list."""
        found: list[Node] = []
        while head != _NIL:
            found += self._objects.get((head, _FIRST), [])
            rest = self._objects.get((head, _REST))
            if not rest:
                raise ValueError(f"the list at {head} has no end")
            head = rest[0]
        return found

    def path(self, node: Node) -> PropertyPath:
        if isinstance(node, NamedNode):
            return PropertyPath(node)
        for inverted in self.objects(node, "owl:inverseOf"):
            if isinstance(inverted, NamedNode):
                return PropertyPath(inverted, inverse=True)
        raise ValueError(f"{node} is no property and no inverse of one")

    def expression(self, node: Node) -> Expression:
        """The class expression that a node stands for; `ValueError` for a construct not known here."""
        if isinstance(node, NamedNode):
            return Named(node)
        if parts := self.one(node, "owl:intersectionOf"):
            return And(tuple(self.expression(part) for part in self.members(parts)))
        if parts := self.one(node, "owl:unionOf"):
            return Or(tuple(self.expression(part) for part in self.members(parts)))
        if (prop := self.one(node, "owl:onProperty")) is not None:
            path = self.path(prop)
            if filler := self.one(node, "owl:someValuesFrom"):
                return Some(path, self.expression(filler))
            if filler := self.one(node, "owl:allValuesFrom"):
                return Only(path, self.expression(filler))
            value = self.one(node, "owl:hasValue")
            if isinstance(value, NamedNode):
                return Value(path, value)
        raise ValueError(f"{node} is a class expression of a kind that is not known here")
