"""An ontology, read into what can be concluded from it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from pyoxigraph import NamedNode, Triple

from .expressions import And, Expression, Named, Node, Only, Or, PropertyPath, Reader


@dataclass(frozen=True, slots=True)
class Axioms:
    """Classes, properties and what follows from them.

    `supers` holds every named superclass, near and far; `definitions` the expressions that suffice for
    membership; `only` what a member may lead to; `implies` the paths that an edge of a property is also
    an edge of; `either` the classes to one of which a property leads; `disjoint` pairs of classes that
    share no member.
    """

    classes: frozenset[NamedNode]
    properties: frozenset[NamedNode]
    supers: Mapping[NamedNode, frozenset[NamedNode]]
    only: Mapping[NamedNode, tuple[Only, ...]]
    definitions: tuple[tuple[NamedNode, Expression], ...]
    domains: Mapping[NamedNode, tuple[NamedNode, ...]]
    ranges: Mapping[NamedNode, tuple[NamedNode, ...]]
    either: Mapping[NamedNode, tuple[NamedNode, ...]]
    implies: Mapping[NamedNode, tuple[PropertyPath, ...]]
    transitive: frozenset[NamedNode]
    irreflexive: frozenset[NamedNode]
    asymmetric: frozenset[NamedNode]
    disjoint: frozenset[frozenset[NamedNode]]

    @classmethod
    def read(cls, ontology: Iterable[Triple]) -> "Axioms":
        """The axioms of an ontology; `ValueError` where a definition uses a construct not known here."""
        reader = Reader(ontology)
        definitions: list[tuple[NamedNode, Expression]] = []
        supers: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        only: dict[NamedNode, list[Only]] = defaultdict(list)
        implies: dict[NamedNode, set[PropertyPath]] = defaultdict(set)

        def require(name: NamedNode, expression: Expression) -> None:
            match expression:
                case Named():
                    supers[name].add(expression.cls)
                case Only():
                    only[name].append(expression)
                case And():
                    for part in expression.parts:
                        require(name, part)
                case _:
                    pass  # a union, a some or a value alone gives no named class to conclude

        for name, node in reader.pairs("rdfs:subClassOf"):
            if isinstance(name, NamedNode):
                require(name, reader.expression(node))
        for name, node in reader.pairs("owl:equivalentClass"):
            if isinstance(name, NamedNode):
                expression = reader.expression(node)
                require(name, expression)
                definitions.append((name, expression))
        for below, above in reader.pairs("rdfs:subPropertyOf"):
            implies[_named(below)].add(PropertyPath(_named(above)))
        for one, other in reader.pairs("owl:inverseOf"):
            if isinstance(one, NamedNode):
                implies[one].add(PropertyPath(_named(other), inverse=True))
                implies[_named(other)].add(PropertyPath(one, inverse=True))
        for prop in _kind(reader, "owl:SymmetricProperty"):
            implies[prop].add(PropertyPath(prop, inverse=True))
        groups = [
            [_named(member) for member in reader.members(head)]
            for node in reader.subjects("rdf:type", "owl:AllDisjointClasses")
            for head in reader.objects(node, "owl:members")
        ]
        pairs = {frozenset(pair) for group in groups for pair in combinations(group, 2)}
        pairs |= {frozenset((_named(a), _named(b))) for a, b in reader.pairs("owl:disjointWith")}
        classes = _kind(reader, "owl:Class")
        return cls(
            classes=classes,
            properties=_kind(reader, "owl:ObjectProperty"),
            supers={name: _closure(name, supers) for name in classes},
            only={name: tuple(found) for name, found in only.items()},
            definitions=tuple(definitions),
            domains=_by_property(reader, "rdfs:domain"),
            ranges=_by_property(reader, "rdfs:range"),
            either=_unions(reader),
            implies={prop: tuple(paths) for prop, paths in implies.items()},
            transitive=_kind(reader, "owl:TransitiveProperty"),
            irreflexive=_kind(reader, "owl:IrreflexiveProperty"),
            asymmetric=_kind(reader, "owl:AsymmetricProperty"),
            disjoint=frozenset(pairs),
        )


def _named(node: Node) -> NamedNode:
    if isinstance(node, NamedNode):
        return node
    raise ValueError(f"{node} stands where only a named term is known here")


def _kind(reader: Reader, curie: str) -> frozenset[NamedNode]:
    return frozenset(node for node in reader.subjects("rdf:type", curie) if isinstance(node, NamedNode))


def _by_property(reader: Reader, curie: str) -> dict[NamedNode, tuple[NamedNode, ...]]:
    """Named domains or ranges; a union of classes gives no type to conclude."""
    found: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for prop, cls in reader.pairs(curie):
        if isinstance(cls, NamedNode):
            found[_named(prop)].append(cls)
    return {prop: tuple(classes) for prop, classes in found.items()}


def _unions(reader: Reader) -> dict[NamedNode, tuple[NamedNode, ...]]:
    """Ranges that are unions of named classes."""
    found: dict[NamedNode, tuple[NamedNode, ...]] = {}
    for prop, node in reader.pairs("rdfs:range"):
        expression = reader.expression(node)
        if isinstance(expression, Or):
            found[_named(prop)] = tuple(part.cls for part in expression.parts if isinstance(part, Named))
    return found


def _closure(name: NamedNode, supers: Mapping[NamedNode, set[NamedNode]]) -> frozenset[NamedNode]:
    seen: set[NamedNode] = set()
    waiting = [name]
    while waiting:
        for above in supers.get(waiting.pop(), ()):
            if above not in seen:
                seen.add(above)
                waiting.append(above)
    return frozenset(seen)
