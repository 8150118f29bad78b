"""A store before and after a change, both looked at without copying either.

What is asked of the store is kept while a change is judged, by subject and by predicate and object,
so that the cost follows what the change touches, whatever the size of the store.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, cached_property
from itertools import islice
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ... import ontology
from ...ontology.terms import term
from ..backend import Backend
from ..results import Term
from ..storage.pile import Pile
from .piled import Piled

BEFORE: Final = 1
AFTER: Final = 2
EITHER: Final = BEFORE | AFTER
"""Which state a statement belongs to, as bits: one that the change leaves alone belongs to both."""

TYPE: Final = term("rdf:type")
SUBCLASS: Final = term("rdfs:subClassOf")

_KEPT: Final = 50_000
"""Of so many nodes what was read is kept."""

About = dict[NamedNode, dict[Term, int]]
Into = dict[Term, int]


class TooMany(Exception):
    """More statements than were to be read match; the walk is tried another way."""


class Budget:
    """How many statements a walk may still read; none means as many as there are."""

    def __init__(self, left: int | None = None) -> None:
        self.left = left

    def spend(self, count: int) -> None:
        """Raises `TooMany` when it is used up."""
        if self.left is not None:
            self.left -= count
            if self.left < 0:
                raise TooMany


class Statements:
    """Statements by subject, by predicate and object, and by object."""

    def __init__(self, statements: Iterable[Triple | Quad]) -> None:
        self.about: defaultdict[Term, list[Triple | Quad]] = defaultdict(list)
        self.into: defaultdict[tuple[NamedNode, Term], list[Triple | Quad]] = defaultdict(list)
        for said in statements:
            self.about[said.subject].append(said)
            self.into[said.predicate, said.object].append(said)

    @cached_property
    def mentions(self) -> dict[Term, list[Triple | Quad]]:
        """By object; seldom asked for."""
        found: defaultdict[Term, list[Triple | Quad]] = defaultdict(list)
        for said in (each for held in self.about.values() for each in held):
            found[said.object].append(said)
        return dict(found)


_NOTHING: Final = Statements(())


@cache
def vocabulary() -> Statements:
    """What data is judged with, besides what documents say: the classes, and the concepts of the closed lists."""
    return Statements([*ontology.load("enjoin"), *ontology.load("concepts")])


class States:
    """The statements of a store, of all graphs but the hidden ones, before and after a change."""

    def __init__(
        self,
        store: Backend,
        hidden: Collection[NamedNode] = (),
        added: Collection[Quad] = (),
        removed: Collection[Quad] = (),
        *,
        alone: bool = False,
    ) -> None:
        """The vocabulary is part of both states, unless the store is looked at `alone`. Large piles stay on disk."""
        self._store = store
        self._hidden = frozenset(hidden)
        self._added = Piled(added) if isinstance(added, Pile) and added.large else Statements(added)
        self._removed = removed if isinstance(removed, Pile) and removed.large else frozenset(removed)
        self._vocabulary = vocabulary() if not alone else _NOTHING
        self.forget()

    def forget(self) -> None:
        """Let go of what was read: a long walk through a large store need not keep it all."""
        self._about: dict[Term, About] = {}
        self._into: dict[tuple[NamedNode, Term], Into] = {}
        self._mentioned: dict[Term, bool] = {}
        self._supers: dict[tuple[Term, int], frozenset[Term]] = {}

    def about(self, node: Term) -> About:
        """What is said of a node, by predicate and object, with the states that say it."""
        found = self._about.get(node)
        if found is None:
            if len(self._about) >= _KEPT:
                self._about.clear()
            found = self._about[node] = self._read_about(node)
        return found

    def _read_about(self, node: Term) -> About:
        found: About = {}
        if isinstance(node, (Literal, Triple)):
            return found
        for quad in self._quads(node, None, None):
            held = found.setdefault(quad.predicate, {})
            held[quad.object] = held.get(quad.object, 0) | self._bits(quad)
        for said in self._added.about.get(node, ()):
            held = found.setdefault(said.predicate, {})
            held[said.object] = held.get(said.object, 0) | AFTER
        for said in self._vocabulary.about.get(node, ()):
            found.setdefault(said.predicate, {})[said.object] = EITHER
        return found

    def into(self, predicate: NamedNode, node: Term, budget: Budget | None = None) -> Into:
        """The nodes from which a predicate leads to a node, with the states in which it does."""
        found = self._into.get((predicate, node))
        if found is None:
            if len(self._into) >= _KEPT:
                self._into.clear()
            left = None if budget is None or budget.left is None else budget.left + 1
            read = list(islice(self._quads(None, predicate, node), left)) if self._is_mentioned(node) else []
            if budget is not None:
                budget.spend(len(read))
            found = self._into[predicate, node] = {}
            for quad in read:
                found[quad.subject] = found.get(quad.subject, 0) | self._bits(quad)
            for said in self._come(predicate, node, left, budget):
                found[said.subject] = found.get(said.subject, 0) | AFTER
            for said in self._vocabulary.into.get((predicate, node), ()):
                found[said.subject] = EITHER
        return found

    def _come(
        self, predicate: NamedNode, node: Term, left: int | None, budget: Budget | None
    ) -> Collection[Triple | Quad]:
        """The statements that come by which a predicate leads to a node; those on disk are read within a budget."""
        if isinstance(self._added, Statements):
            return self._added.into.get((predicate, node), ())
        read = self._added.into.first((predicate, node), left)
        if budget is not None:
            try:
                budget.spend(len(read))
            except TooMany:
                del self._into[predicate, node]  # not all of them are there
                raise
        return read

    def _is_mentioned(self, node: Term) -> bool:
        """Whether the store has any statement whose object is a node: of most that a batch brings it has none."""
        found = self._mentioned.get(node)
        if found is None:
            if len(self._mentioned) >= _KEPT:
                self._mentioned.clear()
            found = next(iter(self._store.quads(None, None, node)), None) is not None
            self._mentioned[node] = found
        return found

    def entered(self, predicate: NamedNode, node: Term, state: int) -> bool:
        """Whether a predicate leads to a node from any other in a state: of many, no more are read than it takes."""
        known = self._into.get((predicate, node))
        if known is not None:
            return any(bits & state for bits in known.values())
        if state & AFTER and self._come(predicate, node, 1, None):
            return True
        if not self._is_mentioned(node):
            return False
        return any(self._bits(quad) & state for quad in self._quads(None, predicate, node))

    def entering(self, node: Term, state: int, most: int) -> set[NamedNode] | None:
        """The properties that lead to a node in a state; `None` where more than `most` statements have to be read for it."""
        read = list(islice(self._store.quads(None, None, node), most + 1))
        if len(read) > most:
            return None
        found = {
            quad.predicate
            for quad in read
            if quad.graph_name not in self._hidden and self._bits(quad) & state
        }
        if state & AFTER:
            found.update(said.predicate for said in self._added.mentions.get(node, ()))
        return found

    def mentions(self, node: Term, budget: Budget | None = None) -> Iterator[tuple[Term, NamedNode, int]]:
        """Subject, predicate and states of every statement whose object is a node."""
        for quad in self._quads(None, None, node):
            if budget is not None:
                budget.spend(1)
            yield quad.subject, quad.predicate, self._bits(quad)
        for said in self._added.mentions.get(node, ()):
            yield said.subject, said.predicate, AFTER
        for said in self._vocabulary.mentions.get(node, ()):
            yield said.subject, said.predicate, EITHER

    def _quads(self, subject: Term | None, predicate: NamedNode | None, value: Term | None) -> Iterator[Quad]:
        hidden = self._hidden
        if isinstance(subject, Literal):
            return
        for quad in self._store.quads(subject, predicate, value):
            if quad.graph_name not in hidden:
                yield quad

    def _bits(self, quad: Quad) -> int:
        return BEFORE if self._removed and quad in self._removed else EITHER

    def bits(self, said: Triple | Quad) -> int:
        """The states that hold a statement, in whichever graph."""
        return self.about(said.subject).get(said.predicate, {}).get(said.object, 0)

    def quads(
        self,
        subject: NamedNode | BlankNode | Triple | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
    ) -> Iterator[Quad]:
        """The statements of documents, after the change; a subject or a value must be given."""
        for quad in self._quads(subject, predicate, value):
            if not self._removed or quad not in self._removed:
                yield quad
        told: list[Triple | Quad] = []
        if subject is not None:
            told = self._added.about.get(subject, [])
        elif value is not None:
            told = self._added.mentions.get(value, [])
        for said in told:
            if (
                isinstance(said, Quad)
                and (predicate is None or said.predicate == predicate)
                and (value is None or said.object == value)
            ):
                yield said

    def pairs(self, predicate: NamedNode) -> Iterator[tuple[Term, Term]]:
        """Subject and object of every statement of a predicate, after the change."""
        for quad in self._quads(None, predicate, None):
            if quad not in self._removed:
                yield quad.subject, quad.object
        for index in (self._added, self._vocabulary):
            yield from (
                (said.subject, said.object)
                for held in index.about.values()
                for said in held
                if said.predicate == predicate
            )

    def mentioned(self, predicate: NamedNode) -> set[Term]:
        """The subjects of all statements of a predicate, in either state."""
        found: set[Term] = {quad.subject for quad in self._quads(None, predicate, None)}
        return found | {
            said.subject
            for held in self._added.about.values()
            for said in held
            if said.predicate == predicate
        }

    def after(self) -> Iterator[Triple | Quad]:
        """Every statement after the change: for what cannot be followed."""
        for quad in self._quads(None, None, None):
            if quad not in self._removed:
                yield quad
        for index in (self._added, self._vocabulary):
            yield from (said for held in index.about.values() for said in held)

    # Classes

    def supers(self, cls: Term, state: int) -> frozenset[Term]:
        """A class and all classes above it, in a state."""
        found = self._supers.get((cls, state))
        if found is None:
            seen: set[Term] = set()
            rest = [cls]
            while rest:
                each = rest.pop()
                if each not in seen:
                    seen.add(each)
                    rest += [above for above, bits in self._above(each).items() if bits & state]
            found = self._supers[cls, state] = frozenset(seen)
        return found

    def _above(self, cls: Term) -> Mapping[Term, int]:
        return self.about(cls).get(SUBCLASS, {})

    def below(self, cls: Term) -> set[Term]:
        """A class and all classes under it, in either state."""
        seen: set[Term] = set()
        rest = [cls]
        while rest:
            each = rest.pop()
            if each not in seen:
                seen.add(each)
                rest += self.into(SUBCLASS, each)
        return seen

    def classes(self, node: Term, state: int) -> set[Term]:
        """The classes that a node belongs to, with those above them, in a state."""
        types = self.about(node).get(TYPE, {})
        return {each for cls, bits in types.items() if bits & state for each in self.supers(cls, state)}
