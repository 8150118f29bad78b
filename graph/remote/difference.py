"""What has to be done to one store so that it holds what another holds."""

from collections.abc import Collection
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from .. import rdf
from ..storage.store import Store


@dataclass(frozen=True, slots=True)
class Difference:
    """What comes into a graph and goes out of it; `wanted` is all that it then holds."""

    added: Collection[Quad]
    removed: Collection[Quad]
    wanted: Collection[Quad]

    @property
    def whole(self) -> bool:
        """Whether the graph is written whole: blank nodes have no names by which to take them out."""
        return any(map(rdf.has_blank_nodes, self.removed)) or any(map(rdf.has_blank_nodes, self.added))


def differences_of(store: Store, base: Store) -> list[tuple[NamedNode, Difference]]:
    """What is otherwise in one store than in another, by graph."""
    found: list[tuple[NamedNode, Difference]] = []
    for graph in sorted({*store.graphs(), *base.graphs()}, key=lambda each: each.value):
        wanted, held = set(store.quads(graph=graph)), set(base.quads(graph=graph))
        if wanted != held:
            each = Difference(wanted - held, held - wanted, wanted)
            found.append((graph, each))
    return found
