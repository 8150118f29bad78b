"""Staged documents judged together with what is known: which may go in, and which may not, and why."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from .. import shapes
from ..ontology.terms import term
from ..shapes.report import Path, Place, Report, Result, Severity
from . import provenance
from .iris import Iris
from .staging import Places, Staged
from .store import Store
from .validate import context, validate

_CLASS: Final = term("sh:ClassConstraintComponent")
_MAX_COUNT: Final = term("sh:MaxCountConstraintComponent")
_DESCRIBED: Final = NamedNode(f"{shapes.NAMESPACE}ReferenceIsDescribed")

Graphs = Mapping[NamedNode, Collection[Quad]]


class Judgement:
    """What is wrong with a set of staged documents, and whose fault each result is."""

    def __init__(
        self, store: Store, staged: list[Staged], dropped: Collection[NamedNode], iris: Iris
    ) -> None:
        self.iris = iris
        self.staged = staged
        self.places = Places(staged)
        self.graphs = {name: quads for each in staged for name, quads in each.graphs.items()}
        self._owner = {name: each.document.id for each in staged for name in each.graphs}
        replaced = {*self.graphs, *dropped}
        kept = [graph for graph in provenance.asserted(store, iris) if graph not in replaced]
        self.context = context(self.graphs, (quad for graph in kept for quad in store.quads(graph=graph)))
        self.gone = _gone(store, replaced, self.context, iris)

    @cached_property
    def report(self) -> Report:
        """Everything that is wrong or missing; what leads nowhere is told once, not again by the shapes."""
        lost = list(self._dangling())
        nowhere = {result.value for result in lost}
        found = (self._told(each) for each in validate(self.context).results if each.value not in nowhere)
        return Report.of([*lost, *(each for each in found if each.focus not in nowhere)])

    def _dangling(self) -> Iterator[Result]:
        """References to entities of ours that nothing describes."""
        seen: dict[object, bool] = {}
        quads = [quad for held in self.graphs.values() for quad in held]
        quads += [quad for entity in self.gone for quad in self.context.quads(object=entity)]
        for quad in quads:
            found, subject = quad.object, quad.subject
            if not isinstance(found, NamedNode) or isinstance(subject, Triple):
                continue
            if found not in seen:
                ours = self.iris.kind_and_id(found) is not None
                seen[found] = not ours or next(self.context.quads(found), None) is not None
            if not seen[found]:
                kind, name = self.iris.kind_and_id(found) or ("", found.value)
                yield Result(
                    Severity.VIOLATION,
                    subject,
                    Path.of(quad.predicate),
                    found,
                    f"Nothing describes {kind}/{name}; describe it, load the document that does, or correct the id.",
                    _DESCRIBED,
                    _CLASS,
                )

    def _told(self, result: Result) -> Result:
        """A result about too many values names the documents that differ."""
        if result.component != _MAX_COUNT or result.path is None or result.path.iri is None:
            return result
        if not isinstance(result.focus, (NamedNode, BlankNode)):
            return result
        said: defaultdict[str, set[str]] = defaultdict(set)
        for quad in self.context.quads(result.focus, result.path.iri):
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
        """The documents, by id, that a result is about: those that say it, else those that tell of its node."""
        for graphs in self._telling(result):
            owners = {self._owner[graph] for graph in graphs if graph in self._owner}
            if owners:
                return owners & set(changed) or owners
        return set()

    def _telling(self, result: Result) -> Iterator[set[NamedNode]]:
        focus, value = result.focus, result.value
        iri = result.path.iri if result.path else None
        if isinstance(focus, (NamedNode, BlankNode)):
            if iri is not None:
                yield _graphs(self.context.quads(focus, iri, value))
            yield _graphs(self.context.quads(focus))
        yield _graphs(self.context.quads(object=focus))
        if isinstance(value, (NamedNode, BlankNode)):
            yield _graphs(self.context.quads(value))

    def locate(self, result: Result, document: str = "") -> Place | None:
        """Where a user finds what a result is about: in the given document, or in one that tells of it."""
        for graphs in self._telling(result):
            for graph in sorted(graphs, key=lambda each: each.value):
                name = self.places.name(graph)
                if name and (not document or self._owner.get(graph) == document):
                    return Place(name, self.places.line(graph, result.focus))
        return None


def judge(
    store: Store, staged: list[Staged], changed: Collection[str], iris: Iris
) -> tuple[list[Staged], dict[str, tuple[Report, partial[Place | None]]], Judgement | None]:
    """The documents that may go in, and for the others why not.

    A document that is refused may be what another one refers to, so the rest is judged again
    until nothing is wrong with it. The last judgement tells the warnings about what goes in.
    """
    refused: dict[str, tuple[Report, partial[Place | None]]] = {}
    kept: list[Staged] = list(staged)
    while any(each.document.id in changed for each in kept):
        judgement = Judgement(store, kept, (), iris)
        of_document: defaultdict[str, list[Result]] = defaultdict(list)
        nobodys: list[Result] = []
        for result in judgement.report.violations:
            owners = judgement.blamed(result, changed)
            nobodys += [] if owners else [result]
            for name in owners:
                of_document[name].append(result)
        for result in _new(nobodys, store, iris):
            # What no document of the batch says is the fault of what they changed together.
            for each in kept:
                if each.document.id in changed:
                    of_document[each.document.id].append(result)
        if not of_document:
            return kept, refused, judgement
        for name, results in of_document.items():
            refused[name] = (Report.of(results), partial(judgement.locate, document=name))
        kept = [each for each in kept if each.document.id not in of_document]
    return [], refused, None


def _new(results: list[Result], store: Store, iris: Iris) -> list[Result]:
    """The results that the store does not have already: it may have been filled under other shapes."""
    if not results:
        return []
    before = set(Judgement(store, [], (), iris).report.results)
    return [result for result in results if result not in before]


def remarks(judgement: Judgement, changed: Collection[str]) -> dict[str, list[Result]]:
    """What the shapes say, short of a Violation, about each document that goes in."""
    found: defaultdict[str, list[Result]] = defaultdict(list)
    for result in judgement.report.results:
        for name in judgement.blamed(result, changed):
            if name in changed:
                found[name].append(result)
    return found


def _gone(store: Store, replaced: Iterable[NamedNode], after: Store, iris: Iris) -> list[NamedNode]:
    """Entities that only the replaced graphs described, and that nothing would describe any more."""
    before = {
        quad.subject
        for graph in replaced
        for quad in store.quads(graph=graph)
        if isinstance(quad.subject, NamedNode) and iris.kind_and_id(quad.subject)
    }
    return sorted(
        (each for each in before if next(after.quads(each), None) is None), key=lambda each: each.value
    )


def _graphs(quads: Iterable[Quad]) -> set[NamedNode]:
    return {quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)}


def _shown(found: NamedNode | BlankNode | Literal | Triple) -> str:
    return f'"{found.value}"' if isinstance(found, Literal) else str(found).strip("<>").rpartition("/")[2]
