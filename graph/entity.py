"""All that is said about one IRI, ready to show: what, by whom, and what refers to it.

A page or a terminal loops over what is here; it asks nothing more. Each statement knows the
documents that say it and the record of the row it stands in; one without a record says so.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from ..ontology.terms import ej, term
from . import rdf
from .backend import Backend
from .errors import EntityNotFound
from .iris import Iris
from .portrait import Entity, Group, Links, Named, Said, Statement
from .precedence import Precedence
from .results import Term, shown

_TYPE: Final = term("rdf:type")
_LABELS: Final = (term("rdfs:label"), term("skos:prefLabel"), term("dcterms:title"), term("foaf:name"))
_MOST_LINKS: Final = 50
"""How many of the things that refer to an entity by one property are listed; all are counted."""


def describe(store: Backend, iri: NamedNode, iris: Iris, *, most: int = _MOST_LINKS, skip: int = 0) -> Entity:
    """Everything about `iri`; of what refers to it by one property, `most` after the first `skip`.

    Raises `EntityNotFound` where nothing is said of it.
    """
    return _Describing(store, iri, iris).entity(most, skip)


def label_of(store: Backend, found: Term) -> str:
    """What a term is called: its English label or title, else its short form."""
    if not isinstance(found, NamedNode):
        return shown(found)
    for predicate in _LABELS:
        labels = sorted(
            (quad.object.language != "en", quad.object.value)
            for quad in store.quads(found, predicate)
            if isinstance(quad.object, Literal)
        )
        if labels:
            return labels[0][1]
    return rdf.short(found)


class _Describing:
    """The description of one entity in the making: each name and record is looked up once."""

    def __init__(self, store: Backend, iri: NamedNode, iris: Iris) -> None:
        self._store = store
        self._iri = iri
        self._iris = iris
        self._names: dict[Term, Named] = {}
        self._records: dict[NamedNode, list[tuple[Said, frozenset[NamedNode]]]] = {}
        self._derived = iris.graph("derived")
        self._precedence = Precedence(store)

    def entity(self, most: int, skip: int) -> Entity:
        quads = list(self._store.quads(self._iri))
        if not quads:
            raise EntityNotFound(self._iris.short(self._iri))
        kind, name = self._iris.kind_and_id(self._iri) or ("", "")
        types = {quad.object for quad in quads if quad.predicate == _TYPE}
        return Entity(
            self._iri,
            kind,
            name,
            label_of(self._store, self._iri),
            self._sorted(types),
            tuple(self._groups(quad for quad in quads if quad.predicate != _TYPE)),
            tuple(self._links(most, skip)),
        )

    def _groups(self, quads: Iterable[Quad]) -> Iterable[Group]:
        said: defaultdict[NamedNode, defaultdict[Term, list[NamedNode]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for quad in quads:
            graph = quad.graph_name if isinstance(quad.graph_name, NamedNode) else self._derived
            said[quad.predicate][quad.object].append(graph)
        for predicate in self._ordered(said):
            values = said[predicate]
            statements = [
                Statement(self._name(value), tuple(sorted(self._all_said(graphs, predicate), key=_in_order)))
                for value, graphs in values.items()
            ]
            # Where sources differ, the word of the best of them goes first; nobody's is left out.
            statements.sort(key=lambda each: (each.rank, str(each.value.label), str(each.value.term)))
            yield Group(self._name(predicate), tuple(statements))

    def _ordered(self, predicates: Iterable[NamedNode]) -> list[NamedNode]:
        """Labels first, then by name; notes last."""
        notes = ej("note")
        return sorted(
            predicates,
            key=lambda each: (each not in _LABELS, each == notes, self._name(each).label.lower(), each.value),
        )

    def _all_said(self, graphs: Iterable[NamedNode], predicate: NamedNode) -> Iterable[Said]:
        return (each for graph in graphs for each in self._said(graph, predicate))

    def _said(self, graph: NamedNode, predicate: NamedNode) -> list[Said]:
        """Who says, in that graph, something with that property of the entity."""
        if graph not in self._records:
            self._records[graph] = list(self._read_records(graph))
        found = [
            Said(
                said.document,
                said.title,
                said.derived,
                said.record,
                said.line,
                "knowledge" if predicate in knowledge else said.verification,
                said.sources,
                said.note,
                said.rank,
            )
            for said, knowledge in self._records[graph]
        ]
        title = label_of(self._store, graph)
        if title == graph.value:
            title = self._iris.graph_name(graph) or graph.value
        rank = self._precedence.of_document(graph)
        return found or [Said(graph, title, derived=graph == self._derived, rank=rank)]

    def _read_records(self, graph: NamedNode) -> Iterable[tuple[Said, frozenset[NamedNode]]]:
        for about in self._store.quads(None, ej("about"), self._iri, graph):
            record = about.subject
            if not isinstance(record, NamedNode):
                continue
            said: defaultdict[NamedNode, list[Term]] = defaultdict(list)
            for quad in self._store.quads(record, graph=graph):
                said[quad.predicate].append(quad.object)
            line, note = _first(said[ej("line")]), _first(said[ej("sourceNote")])
            cited = [each for each in said[ej("citedSource")] if isinstance(each, NamedNode)]
            yield (
                Said(
                    graph,
                    label_of(self._store, graph),
                    record=record,
                    line=int(line) if line.isdigit() else None,
                    verification=_first(said[ej("verification")]).rpartition("/")[2],
                    sources=self._sorted(said[ej("citedSource")]),
                    note=note,
                    rank=self._precedence.of_record(graph, cited),
                ),
                frozenset(each for each in said[ej("knowledgeOf")] if isinstance(each, NamedNode)),
            )

    def _links(self, most: int, skip: int) -> Iterable[Links]:
        counted = self._store.select(
            f"SELECT ?p (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s ?p {self._iri} . FILTER (?p != {ej('about')}) }} "
            "GROUP BY ?p"
        )
        numbers = {row["p"]: int(_first([row["n"]])) for row in counted if "p" in row}
        for predicate in self._ordered(each for each in numbers if isinstance(each, NamedNode)):
            rows = self._store.select(
                f"SELECT DISTINCT ?s WHERE {{ ?s {predicate} {self._iri} }} ORDER BY ?s OFFSET {skip} LIMIT {most}"
            )
            subjects = [self._name(row["s"]) for row in rows]
            yield Links(self._name(predicate), numbers[predicate], tuple(subjects))

    def _name(self, found: Term) -> Named:
        if found not in self._names:
            self._names[found] = Named(found, label_of(self._store, found))
        return self._names[found]

    def _sorted(self, found: Iterable[Term]) -> tuple[Named, ...]:
        names = [self._name(each) for each in found]
        return tuple(sorted(names, key=lambda each: (each.label, str(each.term))))


def _in_order(said: Said) -> tuple[bool, bool, int, str, int, str]:
    """Those with a record first, the best source first, then by document and line; what is derived last."""
    return (said.derived, said.record is None, said.rank, said.title, said.line or 0, str(said.record))


def _first(found: Sequence[Term]) -> str:
    return next((each.value for each in found if isinstance(each, (NamedNode, BlankNode, Literal))), "")
