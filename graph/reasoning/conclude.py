"""What the definitions of the ontology make of the data: a person with a court seat is a judge.

A small forward reasoner over the constructs that the ontology uses. It needs no Java, so that the graph
`derived` comes out the same on every machine; HermiT (`reason.py`) is the judge of it, in the
tests and in `enjoin check --reason`. Each conclusion keeps the statements it rests on.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, Protocol, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ...ontology.terms import term
from .axioms import Axioms
from .expressions import TYPE, And, Expression, Named, Node, Only, Or, PropertyPath, Some, Value

Premises: TypeAlias = tuple[Triple, ...]
"""Statements of the data on which a conclusion rests."""

SCHEMA: Final = frozenset((
    term("owl:Class"), term("owl:ObjectProperty"), term("owl:DatatypeProperty"), term("owl:AnnotationProperty"),
))  # fmt: skip


class Statement(Protocol):
    """A triple or a quad."""

    @property
    def subject(self) -> NamedNode | BlankNode | Triple: ...
    @property
    def predicate(self) -> NamedNode: ...
    @property
    def object(self) -> NamedNode | BlankNode | Literal | Triple: ...


class Conclusions:
    """The types of every individual and the edges between them, with what they rest on."""

    def __init__(self, axioms: Axioms, statements: Iterable[Statement], *, explained: bool = True) -> None:
        """Unless it is to be `explained`, no conclusion keeps what it rests on: half the memory."""
        self.axioms = axioms
        self.asserted: dict[Node, set[NamedNode]] = defaultdict(set)
        self.types: dict[Node, dict[NamedNode, Premises]] = defaultdict(dict)
        self._members: dict[NamedNode, dict[Node, None]] = defaultdict(dict)
        self.edges: dict[PropertyPath, dict[Node, dict[Node, Premises]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        given: list[tuple[Node, NamedNode]] = []
        for subject, predicate, found in filter(None, map(_plain, statements)):
            if predicate in axioms.properties:
                premises = (Triple(subject, predicate, found),) if explained else ()
                self._connect(PropertyPath(predicate), subject, found, premises)
            if predicate == TYPE and isinstance(found, NamedNode) and found in axioms.classes:
                given.append((subject, found))
        self._close_transitive()
        for subject, cls in given:
            self.asserted[subject].add(cls)
            self._add(subject, cls, (Triple(subject, TYPE, cls),) if explained else ())
        self._apply_domains()
        while self._apply_definitions():
            pass

    @classmethod
    def under(cls, ontology: Iterable[Triple], statements: Iterable[Statement]) -> "Conclusions":
        """What an ontology makes of statements; `ValueError` for a definition of an unknown kind."""
        return cls(Axioms.read(ontology), statements)

    def new_types(self) -> dict[NamedNode, frozenset[NamedNode]]:
        """For each individual with a name, the classes it belongs to beyond those asserted of it."""
        found = {
            node: frozenset(types).difference(self.asserted.get(node, ()))
            for node, types in self.types.items()
            if isinstance(node, NamedNode)
        }
        return {node: classes for node, classes in found.items() if classes}

    def _connect(self, path: PropertyPath, subject: Node, found: Node, premises: Premises) -> None:
        if found in self.edges[path][subject]:
            return
        self.edges[path][subject][found] = premises
        self.edges[PropertyPath(path.prop, inverse=not path.inverse)][found][subject] = premises
        for implied in self.axioms.implies.get(path.prop, ()):
            self._connect(
                PropertyPath(implied.prop, implied.inverse != path.inverse), subject, found, premises
            )

    def _close_transitive(self) -> None:
        for prop in sorted(self.axioms.transitive, key=str):
            path = PropertyPath(prop)
            for start in list(self.edges[path]):
                waiting = list(self.edges[path][start].items())
                while waiting:
                    middle, premises = waiting.pop()
                    for end, more in list(self.edges[path].get(middle, {}).items()):
                        if end not in self.edges[path][start]:
                            self._connect(path, start, end, premises + more)
                            waiting.append((end, premises + more))

    def _add(self, node: Node, cls: NamedNode, premises: Premises) -> bool:
        if cls in self.types[node]:
            return False
        self.types[node][cls] = premises
        self._members[cls][node] = None
        for above in self.axioms.supers.get(cls, ()):
            self._add(node, above, premises)
        for only in self.axioms.only.get(cls, ()):
            if isinstance(only.filler, Named):
                for other, edge in self.edges[only.path][node].items():
                    self._add(other, only.filler.cls, premises + edge)
        return True

    def _apply_domains(self) -> None:
        for path, edges in [item for item in self.edges.items() if not item[0].inverse]:
            domains, ranges = self.axioms.domains.get(path.prop, ()), self.axioms.ranges.get(path.prop, ())
            for subject, found in list(edges.items()):
                for other, premises in found.items():
                    for cls in domains:
                        self._add(subject, cls, premises)
                    for cls in ranges:
                        self._add(other, cls, premises)

    def _apply_definitions(self) -> bool:
        """One pass over all definitions; whether it concluded anything."""
        changed = False
        for cls, expression in self.axioms.definitions:
            for node in self._candidates(expression):
                if cls not in self.types[node]:
                    premises = self._under(node, expression)
                    changed |= premises is not None and self._add(node, cls, premises)
        return changed

    def _candidates(self, expression: Expression) -> list[Node]:
        """Individuals that can fall under an expression: far fewer than all."""
        match expression:
            case Named():
                return list(self._members[expression.cls])
            case And():
                return min((self._candidates(part) for part in expression.parts), key=len)
            case Or():
                return [node for part in expression.parts for node in self._candidates(part)]
            case Some() | Value():
                return list(self.edges[expression.path])
            case Only():
                return []  # an open world: what is not stated may still be

    def _under(self, node: Node, expression: Expression) -> Premises | None:
        """The statements that put an individual under an expression; `None` if nothing does."""
        match expression:
            case Named():
                return self.types[node].get(expression.cls)
            case And():
                found = [self._under(node, part) for part in expression.parts]
                return None if None in found else tuple(t for each in found if each for t in each)
            case Or():
                held = (self._under(node, part) for part in expression.parts)
                return next((premises for premises in held if premises is not None), None)
            case Some():
                for other, edge in self.edges[expression.path].get(node, {}).items():
                    premises = self._under(other, expression.filler)
                    if premises is not None:
                        return edge + premises
                return None
            case Value():
                return self.edges[expression.path].get(node, {}).get(expression.value)
            case Only():
                return None


def _plain(statement: Statement) -> tuple[Node, NamedNode, Node] | None:
    """A statement between two nodes; literals and statements about the ontology itself drop out."""
    subject, found = statement.subject, statement.object
    if isinstance(subject, Node) and isinstance(found, Node) and found not in SCHEMA:
        return subject, statement.predicate, found
    return None


def conclude(ontology: Iterable[Triple], statements: Iterable[Statement]) -> list[Triple]:
    """The type triples that the ontology adds to the data, for the graph `derived`: sorted, none twice.

    Pure and repeatable. What contradicts the ontology is concluded too; `reason.py` finds and explains it.
    """
    concluded = Conclusions(Axioms.read(ontology), statements, explained=False).new_types()
    triples = [Triple(node, TYPE, cls) for node, classes in concluded.items() for cls in classes]
    return sorted(triples, key=str)
