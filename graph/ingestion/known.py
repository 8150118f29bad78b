"""What the graph knows already, as the sources ask it while they read new documents."""

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ...ontology.terms import EJV, term
from ..iris import KINDS, Iris
from ..records import Ref

if TYPE_CHECKING:
    from ..storage.store import Store

_LABEL: Final = term("rdfs:label")


class StoreKnown:
    """What a store says of its entities, in all graphs but those that are read anew."""

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

    def values(self, ref: "Ref", name: str, /) -> tuple[str, ...]:
        """See `Known.values`."""
        found = self._store.quads(self._iris.entity(ref.kind, ref.id), term(name))
        return tuple(sorted({self._shown(quad.object) for quad in found if self._counts(quad.graph_name)}))

    def having(self, name: str, value: str, /) -> tuple["Ref", ...]:
        """See `Known.having`."""
        found = self._store.quads(None, term(name), Literal(value))
        return self._refs(quad.subject for quad in found if self._counts(quad.graph_name))

    def pointing(self, name: str, ref: "Ref", /) -> tuple["Ref", ...]:
        """See `Known.pointing`."""
        found = self._store.quads(None, term(name), self._iris.entity(ref.kind, ref.id))
        return self._refs(quad.subject for quad in found if self._counts(quad.graph_name))

    def names(self, name: str, /) -> Iterator[tuple[Ref, str]]:
        """See `Known.names`."""
        for quad in self._store.quads(None, term(name)):
            if self._counts(quad.graph_name) and isinstance(quad.object, Literal):
                named = self._iris.kind_and_id(quad.subject) if isinstance(quad.subject, NamedNode) else None
                if named is not None:
                    yield Ref(*named), quad.object.value

    def kept(self) -> Iterator[str]:
        """See `Known.kept`; what editors decided is known whatever is read anew."""
        for quad in self._store.quads(None, term("ej:keptAs"), None, self._iris.graph("adoptions")):
            if isinstance(quad.object, Literal):
                yield quad.object.value

    def _counts(self, graph: object) -> bool:
        return graph not in self._without

    def _refs(self, found: "Iterable[NamedNode | BlankNode | Triple]") -> "tuple[Ref, ...]":
        names = {self._iris.kind_and_id(each) for each in found if isinstance(each, NamedNode)}
        return tuple(sorted(Ref(*name) for name in names if name is not None))

    def _shown(self, value: "NamedNode | BlankNode | Literal | Triple") -> str:
        if isinstance(value, NamedNode):
            concept = value.value.removeprefix(EJV)
            return concept if concept != value.value else self._iris.short(value)
        return value.value if isinstance(value, (Literal, BlankNode)) else str(value)

    def _describes(self, entity: NamedNode) -> bool:
        return any(quad.graph_name not in self._without for quad in self._store.quads(entity))
