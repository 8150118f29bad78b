"""How much there is of what, counted once for each generation, beside the requests; and what is listed a page at a time.

While a large graph is counted again after a change, the counts of the generation before are told, with its number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ...graph.provenance import Entries
from ...ontology.terms import ej, term
from ..beside import Beside
from ..desk import desk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...graph import Graph
    from ...graph.provenance import Entry
    from ...graph.stats import Stats


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of one generation, the ids of its documents, and the names of its graphs with their sizes; in order."""

    stats: Stats
    documents: tuple[str, ...]
    graphs: tuple[tuple[str, int], ...]


def _counts_of(graph: Graph) -> Counts:
    stats, iris = graph.stats(), graph.iris
    asked = f"SELECT ?document WHERE {{ GRAPH {iris.graph('provenance')} {{ ?document {term('rdf:type')} {ej('Document')} }} }}"
    found = (row.get("document") for row in graph.sparql(asked))
    documents = {iris.document(document) for document in found if isinstance(document, NamedNode)}
    named = ((iris.graph_name(iri), size) for iri, size in sorted(stats.graphs.items()))
    sizes = tuple((name, size) for name, size in named if name)
    return Counts(stats, tuple(sorted(documents)), sizes)


def counts() -> Counts:
    """The newest counts; `NotYet` where the very first take longer than one waits."""
    return _COUNTS.now()


def entries(names: Iterable[str]) -> Iterator[Entry]:
    """What is recorded of some documents; a document that has just been taken out is left out."""
    graph = desk().graph
    known = Entries(graph.store(), graph.iris)
    return (entry for name in names if (entry := known.get(name)) is not None)


_COUNTS: Final = Beside("counts", lambda graph, _: _counts_of(graph))
