"""What a shape reads: the ways that its constraints walk from a focus node, compiled from the shapes.

Every construct of SHACL Core is known here. Another one is a `ValueError`: whoever overlooked what a
constraint reads would overlook what a change breaks.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from ...ontology.terms import term
from ...shapes.paths import WAYS, Path
from ..results import Term
from .ways import START, Step, Way, Ways

_SH: Final = term("sh:path").value.removesuffix("path")
_ANY: Final = Step(None)

# By what they read. Those that look at a value only, by its spelling or its number, read nothing else.
_SHAPES: Final = ("node", "property", "not", "qualifiedValueShape")
_LISTS: Final = ("and", "or", "xone")
_PAIRS: Final = ("equals", "disjoint", "lessThan", "lessThanOrEquals")
_TARGETS: Final = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
_ALONE: Final = frozenset((
    "datatype", "nodeKind", "minCount", "maxCount", "minExclusive", "minInclusive", "maxExclusive",
    "maxInclusive", "minLength", "maxLength", "pattern", "flags", "languageIn", "uniqueLang", "hasValue", "in",
    "ignoredProperties", "qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint", "path",
    "message", "severity", "name", "description", "order", "group", "defaultValue", "deactivated", "declare",
))  # fmt: skip
_TOLD: Final = frozenset(
    (*_TARGETS, "message", "severity", "name", "description", "order", "group", "declare")
)


@dataclass(frozen=True, slots=True)
class Targets:
    """Which nodes a shape is about."""

    classes: frozenset[Term]
    subjects_of: frozenset[Term]
    objects_of: frozenset[Term]
    nodes: frozenset[Term]

    def __bool__(self) -> bool:
        return bool(self.classes or self.subjects_of or self.objects_of or self.nodes)


@dataclass(frozen=True, slots=True)
class Reading:
    """A shape with targets: the ways it walks, and at which of their places it asks for which class."""

    shape: Term
    targets: Targets
    way: Way
    classes: frozenset[tuple[int, Term]]


class Shapes:
    """The triples of a shapes graph, to be asked by subject and name."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._said: defaultdict[Term, defaultdict[NamedNode, list[Term]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._parents: defaultdict[Term, list[Term]] = defaultdict(list)
        for triple in triples:
            self._said[triple.subject][triple.predicate].append(triple.object)
            if triple.predicate == term("sh:property"):
                self._parents[triple.object].append(triple.subject)

    def get(self, subject: Term, name: str) -> list[Term]:
        """The values of a property of SHACL."""
        return self._said[subject][NamedNode(_SH + name)] if subject in self._said else []

    def constraints(self, subject: Term) -> set[str]:
        """The names of the properties of SHACL that a shape has."""
        found = self._said.get(subject) or dict[NamedNode, list[Term]]()
        return {each.value.removeprefix(_SH) for each in found if each.value.startswith(_SH)}

    def members(self, head: Term) -> list[Term]:
        """The members of an RDF list."""
        found: list[Term] = []
        while head in self._said and self._said[head][term("rdf:first")]:
            found += self._said[head][term("rdf:first")]
            head = self._said[head][term("rdf:rest")][0]
        return found

    def parents(self, shape: Term) -> list[Term]:
        """The shapes that have this one as `sh:property`."""
        return self._parents.get(shape, [])

    def path(self, node: Term) -> Path:
        """The property path that a node stands for."""
        if isinstance(node, NamedNode):
            return Path.of(node)
        if members := self.members(node):
            return Path("sequence", parts=tuple(self.path(each) for each in members))
        for kind, way in WAYS.items():
            for inner in self.get(node, way.value.removeprefix(_SH)):
                several = self.members(inner) if kind == "alternative" else [inner]
                return Path(kind, parts=tuple(self.path(each) for each in several))
        raise ValueError(f"{node} is no property path that SHACL knows")

    def targets(self, shape: Term) -> Targets:
        """What a shape is about; a shape that is a class is about its members."""
        classes, *others = (frozenset(self.get(shape, kind)) for kind in _TARGETS)
        types = self._said[shape][term("rdf:type")]
        if term("rdfs:Class") in types or term("owl:Class") in types:
            classes |= {shape}
        return Targets(classes, *others)

    def with_targets(self) -> list[Term]:
        """The shapes that say what they are about and ask something of it, in the order in which they stand."""
        asking = [shape for shape in self._said if self.constraints(shape) - _TOLD]
        return [shape for shape in asking if self.targets(shape)]


def compile_all(triples: Iterable[Triple]) -> list[Reading]:
    """What each shape with targets reads; `ValueError` for a construct that is not of SHACL Core."""
    shapes = Shapes(triples)
    return [_Compiler(shapes).compiled(shape) for shape in shapes.with_targets()]


class _Compiler:
    """Lays out the ways of one shape with all shapes in it."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._ways = Ways(either_order=True)
        self._classes: set[tuple[int, Term]] = set()

    def compiled(self, shape: Term) -> Reading:
        self._shape(shape, frozenset({START}), ())
        return Reading(shape, self._shapes.targets(shape), self._ways.laid_out(), frozenset(self._classes))

    def _shape(self, shape: Term, focus: frozenset[int], outer: tuple[Term, ...]) -> None:
        """What a shape reads whose focus nodes are at these places."""
        if shape in outer:
            raise ValueError(f"the shape {shape} refers to itself, which SHACL leaves undefined")
        if Literal("true", datatype=term("xsd:boolean")) in self._shapes.get(shape, "deactivated"):
            return
        paths = self._shapes.get(shape, "path")
        values = self._ways.follow(focus, self._shapes.path(paths[0])) if paths else focus
        for name in sorted(self._shapes.constraints(shape)):
            self._constraint(shape, name, focus, values, (*outer, shape))

    def _constraint(
        self, shape: Term, name: str, focus: frozenset[int], values: frozenset[int], outer: tuple[Term, ...]
    ) -> None:
        found = self._shapes.get(shape, name)
        if name == "class":
            self._classes |= {(place, cls) for place in values for cls in found}
        elif name == "closed":
            self._ways.leg(values, _ANY)
        elif name in _PAIRS:
            for each in found:
                self._ways.follow(focus, self._shapes.path(each))
        elif name in _SHAPES:
            for each in [*found, *(self._siblings(shape) if name == "qualifiedValueShape" else ())]:
                self._shape(each, values, outer)
        elif name in _LISTS:
            for each in (member for head in found for member in self._shapes.members(head)):
                self._shape(each, values, outer)
        elif name not in _ALONE and name not in _TARGETS:
            raise ValueError(f"what sh:{name} of the shape {shape} reads is not known")

    def _siblings(self, shape: Term) -> list[Term]:
        """The value shapes that `sh:qualifiedValueShapesDisjoint` looks at too."""
        if not self._shapes.get(shape, "qualifiedValueShapesDisjoint"):
            return []
        beside = [
            each for parent in self._shapes.parents(shape) for each in self._shapes.get(parent, "property")
        ]
        found = [value for each in beside for value in self._shapes.get(each, "qualifiedValueShape")]
        return [value for value in found if value not in self._shapes.get(shape, "qualifiedValueShape")]
