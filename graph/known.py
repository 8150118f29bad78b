"""What the graph knows already, as the sources ask it while they read new documents."""

from collections.abc import Collection, Iterable
from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ..ontology.terms import term
from .iris import KINDS, Iris

if TYPE_CHECKING:
    from .records import Ref
    from .store import Store

_LABEL: Final = term("rdfs:label")


class StoreKnown:
    """Kinds and labels of what a store describes, in all graphs but those that are read anew."""

    def __init__(self, store: "Store", iris: Iris, without: Iterable[NamedNode] = ()) -> None:
        self._store = store
        self._iris = iris
        self._without = frozenset(without)
        self.kinds = cache(self._kinds)  # a reference occurs many times in a document

    def _kinds(self, id: str, /) -> Collection[str]:  # noqa: A002 - the word of the house
        return tuple(kind for kind in sorted(KINDS) if self._describes(self._iris.entity(kind, id)))

    def label(self, ref: "Ref", /) -> str | None:
        """The English label of an entity, or whatever label it has."""
        found = [
            quad.object
            for quad in self._store.quads(self._iris.entity(ref.kind, ref.id), _LABEL)
            if quad.graph_name not in self._without
        ]
        labels = sorted(
            (each for each in found if isinstance(each, Literal)),
            key=lambda each: (each.language != "en", each.value),
        )
        return labels[0].value if labels else None

    def _describes(self, entity: NamedNode) -> bool:
        return any(quad.graph_name not in self._without for quad in self._store.quads(entity))
