"""Everything that follows by rule: the states over time, and the types that the ontology concludes."""

from collections.abc import Iterator

from pyoxigraph import Triple

from .. import ontology
from . import provenance
from .conclude import conclude
from .derive import derived_quads
from .iris import Iris
from .litigation import load
from .results import Solution
from .store import Store


def derived(store: Store, iris: Iris) -> Iterator[Triple]:
    """The statements of the graph `derived`: from what documents say, and never from itself."""
    graphs = provenance.asserted(store, iris)
    read = [*graphs, iris.graph("ontology"), iris.graph("concepts")]

    def select(sparql: str) -> Iterator[Solution]:
        return iter(store.query(sparql, default_graphs=read))

    for quad in derived_quads(load(select), iris.graph("derived"), iris):
        yield quad.triple
    yield from conclude(
        ontology.load("enjoin"), (quad for graph in graphs for quad in store.quads(graph=graph))
    )
