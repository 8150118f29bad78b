"""Whose word is shown first where sources differ: court record, gazette, official list, curated, tracker, press.

The order is that of the ontology (`ej:precedence` of the kinds of sources). It decides nothing but what is shown
first; whatever others say stays beside it.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from .. import ontology
from ..ontology.terms import EJV, ej, ejv, term
from .backend import Backend

LAST: Final = 99
"""The rank of a source of which nothing is known."""
ADAPTERS: Final[Mapping[str, str]] = {
    "courtlistener": "court-record",
    "federal-register": "gazette",
    "fjc": "official-list",
    "courts": "official-list",
    "facts": "curated",
    "tracker": "tracker",
    "article": "press",
}
"""What kind of source a document is, by what read it, where it cites none."""


@cache
def ranks() -> Mapping[str, int]:
    """The kinds of sources by name, each with its rank: 1 goes before 2."""
    triples = list(ontology.load("concepts"))
    kinds = {
        triple.subject
        for triple in triples
        if triple.predicate == term("skos:inScheme") and triple.object == ejv("source-kinds")
    }
    return {
        triple.subject.value.removeprefix(EJV): int(triple.object.value)
        for triple in triples
        if triple.predicate == ej("precedence")
        and triple.subject in kinds
        and isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, Literal)
    }


class Precedence:
    """The ranks of the sources and documents of one graph, each looked up once."""

    def __init__(self, store: Backend) -> None:
        self._store = store
        self._sources: dict[NamedNode, int] = {}
        self._documents: dict[NamedNode, int] = {}

    def of_record(self, document: NamedNode, sources: Iterable[NamedNode]) -> int:
        """The rank of a row: that of the best source that it cites, else of its document."""
        known = [rank for rank in map(self.of_source, sources) if rank != LAST]
        return min(known) if known else self.of_document(document)

    def of_source(self, source: NamedNode) -> int:
        """The rank of a source by its kind."""
        if source not in self._sources:
            kinds = [quad.object for quad in self._store.quads(source, ej("sourceKind"))]
            found = [
                ranks().get(kind.value.removeprefix(EJV), LAST)
                for kind in kinds
                if isinstance(kind, NamedNode)
            ]
            self._sources[source] = min(found, default=LAST)
        return self._sources[source]

    def of_document(self, document: NamedNode) -> int:
        """The rank of a document by what read it."""
        if document not in self._documents:
            adapters = [quad.object for quad in self._store.quads(document, ej("adapter"))]
            names = [each.value.partition(" ")[0] for each in adapters if isinstance(each, Literal)]
            found = [ranks().get(ADAPTERS.get(name, ""), LAST) for name in names]
            self._documents[document] = min(found, default=LAST)
        return self._documents[document]
