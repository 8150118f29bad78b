"""One state of a store as a graph of rdflib's that reads what it is asked for, when it is asked.

A processor of shapes that is given its focus nodes asks for nothing but what it reads from them. So
the neighbourhood that a change touches need not be worked out before: it comes into memory as it is
read, each node once, and the rest of the store never does.
"""

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode
from rdflib import BNode, URIRef
from rdflib import Literal as RDFLiteral
from rdflib.namespace import NamespaceManager
from rdflib.paths import Path

from ..errors import UnexpectedContent
from .states import States

if TYPE_CHECKING:
    from rdflib.term import Node

    from ..results import Term

_Said = dict["Node", list["Node"]]


class OnDemand(rdflib.Graph):
    """The statements of one state, read as they are asked for by subject or by object."""

    def __init__(self, states: States, state: int) -> None:
        super().__init__(store="SimpleMemory", bind_namespaces="none")
        self.namespace_manager = _NoNames(self, bind_namespaces="none")
        self._states = states
        self._state = state
        self._about: dict[Node, _Said] = {}
        self._into: dict[tuple[Node, Node], list[Node]] = {}
        self._terms = Terms()

    def node(self, found: "Term") -> "Node":
        """A term as rdflib has it."""
        return self._terms.node(found)

    def _of(self, subject: "Node") -> _Said:
        found = self._about.get(subject)
        if found is None:
            node, state = self._terms.node, self._state
            said = self._states.about(self._terms.term(subject)).items()
            listed = ((node(predicate), values) for predicate, values in said)
            found = {
                predicate: [node(value) for value, bits in values.items() if bits & state]
                for predicate, values in listed
            }
            self._about[subject] = found
        return found

    def _leading(self, predicate: "Node", value: "Node") -> list["Node"]:
        found = self._into.get((predicate, value))
        if found is None:
            name = self._terms.term(predicate)
            assert isinstance(name, NamedNode)
            read = self._states.into(name, self._terms.term(value))
            found = [self._terms.node(subject) for subject, bits in read.items() if bits & self._state]
            self._into[predicate, value] = found
        return found

    def objects(self, subject: Any = None, predicate: Any = None, unique: bool = False) -> Generator[Any]:
        if subject is None or predicate is None or isinstance(predicate, Path):
            yield from super().objects(subject, predicate, unique)
        else:
            yield from self._of(subject).get(predicate, ())

    def subjects(self, predicate: Any = None, object: Any = None, unique: bool = False) -> Generator[Any]:  # noqa: A002 - the word of rdflib
        if object is None or predicate is None or isinstance(predicate, Path):
            yield from super().subjects(predicate, object, unique)
        else:
            yield from self._leading(predicate, object)

    def triples(self, triple: Any) -> Generator[Any]:
        """The statements that match; `ValueError` where neither subject nor object is given."""
        subject, predicate, value = triple
        if isinstance(predicate, Path):
            for begin, end in predicate.eval(self, subject, value):
                yield begin, predicate, end
        elif subject is not None:
            for name, values in self._of(subject).items():
                if predicate is None or name == predicate:
                    yield from ((subject, name, each) for each in values if value is None or each == value)
        elif value is not None and predicate is not None:
            yield from ((each, predicate, value) for each in self._leading(predicate, value))
        elif value is not None:
            for told, name, bits in self._states.mentions(self._terms.term(value)):
                if bits & self._state:
                    yield self.node(told), self.node(name), value
        else:
            raise ValueError("a graph that is read on demand is asked from a subject or an object")

    def __bool__(self) -> bool:
        return True

    def __contains__(self, triple: Any) -> bool:
        return next(self.triples(triple), None) is not None

    def __iter__(self) -> Generator[Any]:
        raise ValueError("a graph that is read on demand is never read whole")


class Settled(rdflib.Graph):
    """A graph that does not change any more once it was filled, so that each answer is worked out once.

    pySHACL asks the shapes graph the same few things again for every node that it judges.
    """

    def __init__(self) -> None:
        super().__init__(store="SimpleMemory", bind_namespaces="none")
        self.namespace_manager = _NoNames(self, bind_namespaces="none")
        self._objects: dict[tuple[Any, Any], tuple[Any, ...]] | None = None
        self._listed: dict[Any, tuple[Any, ...]] = {}

    def __bool__(self) -> bool:
        return True  # counting, as rdflib does to answer this, takes a walk through all of it

    def settle(self) -> None:
        """From now on nothing is added."""
        self._objects = {}

    def objects(self, subject: Any = None, predicate: Any = None, unique: bool = False) -> Generator[Any]:
        if self._objects is None or subject is None or predicate is None:
            yield from super().objects(subject, predicate, unique)
            return
        found = self._objects.get((subject, predicate))
        if found is None:
            found = self._objects[subject, predicate] = tuple(super().objects(subject, predicate))
        yield from found

    def items(self, list: Any) -> Generator[Any]:  # noqa: A002 - the word of rdflib
        if self._objects is None:
            yield from super().items(list)
            return
        found = self._listed.get(list)
        if found is None:
            found = self._listed[list] = tuple(super().items(list))
        yield from found


class _NoNames(NamespaceManager):
    """Writes IRIs in full: the names that pySHACL looks up are for a text that nobody reads."""

    def bind(self, *_: Any, **__: Any) -> None:
        pass

    def normalizeUri(self, rdfTerm: str) -> str:  # noqa: N802, N803 - rdflib's names
        return f"<{rdfTerm}>"


class Terms:
    """Terms of the engine as rdflib's and back, each converted once; literals keep their spelling."""

    def __init__(self) -> None:
        self._nodes: dict[Term, Node] = {}
        self._found: dict[Node, Term] = {}

    def node(self, found: "Term") -> "Node":
        node = self._nodes.get(found)
        if node is None:
            node = self._nodes[found] = as_node(found)
            self._found[node] = found
        return node

    def term(self, node: "Node") -> "Term":
        found = self._found.get(node)
        if found is None:
            found = self._found[node] = as_term(node)
            self._nodes[found] = node
        return found


def as_node(found: "Term") -> "Node":
    """A term as rdflib has it; `UnexpectedContent` for a statement about a statement."""
    if isinstance(found, NamedNode):
        return URIRef(found.value)
    if isinstance(found, BlankNode):
        return BNode(found.value)
    if not isinstance(found, Literal):
        raise UnexpectedContent("", "a statement about a statement cannot be validated", "name it first")
    if found.language:
        return RDFLiteral(found.value, lang=found.language)
    return RDFLiteral(found.value, datatype=URIRef(found.datatype.value), normalize=False)


def as_term(node: "Node") -> "Term":
    """A node of rdflib's as the engine has it."""
    if isinstance(node, URIRef):
        return NamedNode(str(node))
    if isinstance(node, BNode):
        return BlankNode(str(node))
    if not isinstance(node, RDFLiteral):
        raise TypeError(f"{node!r} is no term")
    if node.language:
        return Literal(str(node), language=node.language)
    return Literal(str(node), datatype=NamedNode(str(node.datatype)) if node.datatype else None)
