"""One state of a store as plain tuples of terms: what compiled shapes read, each node once."""

from pyoxigraph import Literal, NamedNode

from ..results import Term
from .states import TYPE, States

_About = dict[NamedNode, tuple[Term, ...]]


class View:
    """What is said in one state, read as it is asked for."""

    def __init__(self, states: States, state: int) -> None:
        self._states = states
        self._state = state
        self._about: dict[Term, _About] = {}
        self._member: dict[tuple[Term, Term], bool] = {}

    def about(self, node: Term) -> _About:
        """The values of a node by predicate."""
        found = self._about.get(node)
        if found is None:
            state = self._state
            found = {}
            for predicate, values in self._states.about(node).items():
                held = tuple(value for value, bits in values.items() if bits & state)
                if held:
                    found[predicate] = held
            self._about[node] = found
        return found

    def values(self, node: Term, predicate: Term) -> tuple[Term, ...]:
        """The values of one predicate."""
        return self.about(node).get(predicate, ()) if isinstance(predicate, NamedNode) else ()

    def leading(self, predicate: NamedNode, node: Term) -> tuple[Term, ...]:
        """The nodes from which a predicate leads to a node."""
        state = self._state
        return tuple(each for each, bits in self._states.into(predicate, node).items() if bits & state)

    def is_a(self, node: Term, cls: Term) -> bool:
        """Whether a node belongs to a class, by its types and the classes above them."""
        if isinstance(node, Literal):
            return False
        for each in self.about(node).get(TYPE, ()):
            if each == cls or cls in self._states.supers(each, self._state):
                return True
        return False
