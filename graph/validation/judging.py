"""Staged documents judged together with what is known: which may go in, and which may not, and why."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from itertools import chain, groupby
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ... import shapes
from ...ontology.terms import term
from ...shapes.report import Path, Place, Report, Result, Severity
from .. import provenance
from ..backend import Backend
from ..ingestion.changes import changes
from ..ingestion.places import Places
from ..ingestion.staging import Staged
from ..iris import Iris
from ..storage.pile import Shelf
from ..storage.store import Store
from .states import AFTER, States

if TYPE_CHECKING:
    from .following import Following

_CLASS: Final = term("sh:ClassConstraintComponent")
_MAX_COUNT: Final = term("sh:MaxCountConstraintComponent")
_REMEMBERED: Final = 50_000
"""Of so many nodes it is remembered whether anything describes them."""
_DESCRIBED: Final = NamedNode(f"{shapes.NAMESPACE}ReferenceIsDescribed")


class Judgement:
    """What is wrong after a change, as far as the change concerns it, and whose fault each result is.

    The change is that of staged documents, of graphs that are dropped, or of single statements. Only
    the focus nodes that it may concern are judged, see `following`.
    """

    def __init__(
        self,
        store: Store,
        staged: Sequence[Staged],
        dropped: Collection[NamedNode],
        iris: Iris,
        *,
        changed: Collection[str] | None = None,
        entire: bool = False,
        added: Iterable[Quad] = (),
        removed: Iterable[Quad] = (),
        shelf: Shelf | None = None,
    ) -> None:
        """`changed` names the documents that differ from what the store has of them; all, without it.

        With `entire` everything that the documents speak of is judged, not only what they change.
        `added` and `removed` are single statements that come and go besides. On the `shelf` lies what comes and
        goes; without one it is all in memory.
        """
        self.iris = iris
        self.places = Places(staged)
        self._store = store
        self._owner = {name: each.document.id for each in staged for name in each.graphs}
        shelf = shelf or Shelf.in_memory()
        come = [each for each in staged if changed is None or each.document.id in changed]
        self.added, self.removed = changes(store, [each.graphs for each in come], shelf)
        self.added.add(added)
        self.removed.add(removed)
        for name in dropped:
            self.removed.add(store.quads(graph=name))
        self._spoken = [quads for each in staged for quads in each.graphs.values()] if entire else []
        self._hidden = provenance.made(iris)
        self.states = States(store, self._hidden, self.added, self.removed)
        self.gone = self._gone()

    @cached_property
    def report(self) -> Report:
        """What is wrong or missing; what leads nowhere is told once, not again by the shapes."""
        return told_once(self._lost, map(self._told, self._found))

    @cached_property
    def faults(self) -> Report:
        """The violations that the change brings: a store that was filled under other shapes has its own."""
        found = self.report.violations
        known: set[Result] = set()
        if any(result not in self._lost for result in found):
            grave = [result for result in self._found if result.severity is Severity.VIOLATION]
            before = self._following.former(grave, States(self._store, self._hidden))
            known = {self._told(result) for result in before}
        return Report.of(result for result in found if result not in known)

    @cached_property
    def _following(self) -> "Following":
        from .following import Following

        touched = chain(self.added, self.removed)
        if any(pile.large for pile in (self.added, self.removed, *self._spoken)):
            return Following(self.states, touched, spoken=self._entire)
        subjects = {quad.subject for quad in self._entire}
        return Following(self.states, touched, subjects)

    @property
    def _entire(self) -> Iterator[Quad]:
        return chain.from_iterable(self._spoken)

    @cached_property
    def _found(self) -> list[Result]:
        something = self.added or self.removed or any(self._spoken)
        return self._following.results() if something else []

    @cached_property
    def _lost(self) -> list[Result]:
        """References to entities of ours that nothing describes."""
        ours: dict[object, bool] = {}
        left = (quad for entity in self.gone for quad in self.states.quads(value=entity))
        found: list[Result] = []
        for quad, new in chain(
            ((each, True) for each in self.added), ((each, False) for each in chain(left, self._entire))
        ):
            value, subject = quad.object, quad.subject
            if not isinstance(value, NamedNode) or isinstance(subject, Triple):
                continue
            if value not in ours:
                if len(ours) >= _REMEMBERED:
                    ours.clear()
                ours[value] = self.iris.kind_and_id(value) is not None and not self._described(value)
            if ours[value] and (not new or self.states.bits(quad) == AFTER):
                found.append(_nothing(subject, quad.predicate, value, self.iris))
        return found

    def _described(self, entity: NamedNode) -> bool:
        """Whether anything is said of an entity after the change."""
        said = self.states.about(entity).values()
        return any(bits & AFTER for values in said for bits in values.values())

    def _gone(self) -> list[NamedNode]:
        """Entities that only statements described that went, and that nothing describes any more."""
        before = (subject for subject, _ in groupby(self.removed, key=lambda quad: quad.subject))
        ours = (each for each in before if isinstance(each, NamedNode) and self.iris.kind_and_id(each))
        return sorted({each for each in ours if not self._described(each)}, key=lambda each: each.value)

    def _told(self, result: Result) -> Result:
        """A result about too many values names the documents that differ."""
        if result.component != _MAX_COUNT or result.path is None or result.path.iri is None:
            return result
        if not isinstance(result.focus, (NamedNode, BlankNode)):
            return result
        said: defaultdict[str, set[str]] = defaultdict(set)
        for quad in self.states.quads(result.focus, result.path.iri):
            said[self._document(quad, result.focus)].add(_shown(quad.object))
        if len(said) < 2:
            return result
        told = "; ".join(
            f"{name} says {' and '.join(sorted(values))}" for name, values in sorted(said.items())
        )
        return replace(result, message=f"{result.message} Documents differ: {told}.")

    def _document(self, quad: Quad, focus: object) -> str:
        graph = quad.graph_name
        if not isinstance(graph, NamedNode):
            return "the store"
        name, line = self.places.name(graph), self.places.line(graph, focus)
        if name is None:
            return f"the document {self.iris.graph_name(graph) or graph.value}"
        return f"{name}, line {line}" if line else name

    def blamed(self, result: Result, changed: Collection[str]) -> set[str]:
        """The changed documents, by id, that a result is about: those that say it, else that tell of its node."""
        for graphs in self._telling(result):
            owners = {self._owner[graph] for graph in graphs if graph in self._owner}
            if owners.intersection(changed):
                return owners.intersection(changed)
        return set()

    def _telling(self, result: Result) -> Iterator[set[NamedNode]]:
        focus, value = result.focus, result.value
        iri = result.path.iri if result.path else None
        if isinstance(focus, (NamedNode, BlankNode)):
            if iri is not None:
                yield _graphs(self.states.quads(focus, iri, value))
            yield _graphs(self.states.quads(focus))
        yield _graphs(self.states.quads(value=focus))
        if isinstance(value, (NamedNode, BlankNode)):
            yield _graphs(self.states.quads(value))

    def locate(self, result: Result, document: str = "") -> Place | None:
        """Where a user finds what a result is about: in the given document, or in one that tells of it."""
        for graphs in self._telling(result):
            for graph in sorted(graphs, key=lambda each: each.value):
                name = self.places.name(graph)
                if name and (not document or self._owner.get(graph) == document):
                    return Place(name, self.places.line(graph, result.focus))
        return None


def judge(
    store: Store, staged: list[Staged], changed: Collection[str], iris: Iris, shelf: Shelf | None = None
) -> tuple[list[Staged], dict[str, tuple[Report, partial[Place | None]]], Judgement | None]:
    """The documents that may go in, and for the others why not.

    A document that is refused may be what another one refers to, so the rest is judged again
    until nothing is wrong with it. The last judgement tells the warnings about what goes in.
    """
    refused: dict[str, tuple[Report, partial[Place | None]]] = {}
    kept: list[Staged] = list(staged)
    while any(each.document.id in changed for each in kept):
        new = [each.document.id for each in kept if each.document.id in changed]
        judgement = Judgement(store, kept, (), iris, changed=new, shelf=shelf)
        of_document: defaultdict[str, list[Result]] = defaultdict(list)
        for result in judgement.faults.results:
            # What no document of the batch says is the fault of what they changed together.
            for name in judgement.blamed(result, new) or new:
                of_document[name].append(result)
        if not of_document:
            return kept, refused, judgement
        for name, results in of_document.items():
            refused[name] = (Report.of(results), partial(judgement.locate, document=name))
        kept = [each for each in kept if each.document.id not in of_document]
    return [], refused, None


def _nothing(subject: NamedNode | BlankNode, predicate: NamedNode, entity: NamedNode, iris: Iris) -> Result:
    """A statement that refers to an entity of ours of which nothing is said."""
    kind, name = iris.kind_and_id(entity) or ("", entity.value)
    return Result(
        Severity.VIOLATION,
        subject,
        Path.of(predicate),
        entity,
        f"Nothing describes {kind}/{name}; describe it, load the document that does, or correct the id.",
        _DESCRIBED,
        _CLASS,
    )


def audit(store: Backend, iris: Iris) -> Report:
    """Everything that documents say held against all shapes, whatever was judged before.

    In memory are, at any time, only the nodes that are judged together and what is read from them.
    """
    from .following import Following

    hidden = provenance.made(iris)
    states = States(store, hidden)
    lost: list[Result] = []
    described: dict[NamedNode, bool] = {}
    for graph in provenance.asserted(store, iris):
        for quad in store.quads(graph=graph):
            subject, value = quad.subject, quad.object
            if not isinstance(value, NamedNode) or isinstance(subject, Triple):
                continue
            if value not in described:
                if len(described) >= _REMEMBERED:
                    described.clear()
                described[value] = iris.kind_and_id(value) is None or any(
                    said.graph_name not in hidden for said in store.quads(value)
                )
            if not described[value]:
                lost.append(_nothing(subject, quad.predicate, value, iris))
    return told_once(lost, Following.everything(states).results())


def told_once(lost: Collection[Result], found: Iterable[Result]) -> Report:
    """References that lead nowhere, and of the other results those that do not come of them."""
    nowhere = {result.value for result in lost}
    others = (each for each in found if each.value not in nowhere and each.focus not in nowhere)
    return Report.of([*lost, *others])


def remarks(judgement: Judgement, changed: Collection[str]) -> dict[str, list[Result]]:
    """What the shapes say, short of a Violation, about each document that goes in."""
    found: defaultdict[str, list[Result]] = defaultdict(list)
    for result in judgement.report.results:
        for name in judgement.blamed(result, changed):
            if name in changed:
                found[name].append(result)
    return found


def _graphs(quads: Iterable[Quad]) -> set[NamedNode]:
    return {quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)}


def _shown(found: NamedNode | BlankNode | Literal | Triple) -> str:
    return f'"{found.value}"' if isinstance(found, Literal) else str(found).strip("<>").rpartition("/")[2]
