"""What the rules read, read by walking: along the statements of one of the two states of a change.

It gives what `gather` gives by SELECTs, but for what documents say only, and at a cost that follows
what is read: nothing is planned, and nothing else is looked at.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode

from ...ontology.terms import term
from ..validation.states import States
from . import gather
from .gather import Facts
from .things import Id

Step = Callable[[set[Id]], set[Id]]
_ON: Final = ("ej:actsOn", "ej:undoes", "ej:successor")


class Looked:
    """A `gather.Reader` over one state; `state` is the bit that its statements have."""

    def __init__(self, states: States, state: int) -> None:
        self._states = states
        self._state = state

    def describe(self, ids: Iterable[Id]) -> dict[Id, Facts]:
        found = {each: self._facts(node) for each in ids if (node := named(each)) is not None}
        return {key: facts for key, facts in found.items() if facts is not None}

    def _facts(self, node: NamedNode) -> Facts | None:
        counted = gather.predicates()
        facts: Facts | None = None
        for predicate, values in self._states.about(node).items():
            if predicate not in counted:
                continue
            local = predicate.value.rpartition("#")[2].rpartition("/")[2]
            for value, bits in values.items():
                if bits & self._state and isinstance(value, (NamedNode, Literal)):
                    facts = facts or Facts(node.value)
                    facts.add(local, value.value)
        return facts

    def effects_on(self, ids: Iterable[Id]) -> dict[Id, Facts]:
        return self.describe(self.leading(ids, *_ON))

    def leading(self, ids: Iterable[Id], *names: str) -> set[Id]:
        nodes = [node for each in ids if (node := named(each)) is not None]
        return {each for node in nodes for name in names for each in self._into(term(name), node)}

    def _into(self, predicate: NamedNode, node: NamedNode) -> Iterator[Id]:
        for subject, bits in self._states.into(predicate, node).items():
            if bits & self._state and isinstance(subject, NamedNode):
                yield subject.value

    def led(self, ids: Iterable[Id], *names: str) -> set[Id]:
        found: set[Id] = set()
        for node in (named(each) for each in ids):
            about = self._states.about(node) if node is not None else {}
            for name in names:
                values = about.get(term(name), {}).items()
                found.update(
                    value.value
                    for value, bits in values
                    if bits & self._state and isinstance(value, NamedNode)
                )
        return found

    def family(self, ids: Iterable[Id]) -> set[Id]:
        given = set(ids)
        up = self._closure(given, lambda some: self.led(some, "ej:partOf"))
        down = self._closure(given, lambda some: self.leading(some, "ej:partOf"))
        return {*up, *down, *self.led(given, "ej:ofMeasure"), *self.leading(given, "ej:ofMeasure")}

    @staticmethod
    def _closure(begin: set[Id], step: Step) -> set[Id]:
        found: set[Id] = set(begin)
        rest = set(begin)
        while rest:
            rest = step(rest) - found
            found |= rest
        return found

    def members(self, classes: Iterable[str]) -> set[Id]:
        return {each for name in classes for each in self._into(term("rdf:type"), term(name))}


def named(thing: Id) -> NamedNode | None:
    """The IRI of a thing; none for what no IRI can be."""
    try:
        return NamedNode(thing)
    except ValueError:
        return None
