"""Property paths of a validation report: a property, or a way over several of them.

Shapes graphs and reports write a path as a small tree of blank nodes (SHACL, section 2.3.1), people
read it as SPARQL writes it. Both are here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from pyoxigraph import BlankNode, NamedNode, Triple

from ..ontology.terms import term

__all__ = ["WAYS", "Kind", "Path"]

Kind = Literal["property", "sequence", "alternative", "inverse", "zero-or-more", "one-or-more", "zero-or-one"]

WAYS: Final[dict[Kind, NamedNode]] = {
    "alternative": term("sh:alternativePath"),
    "inverse": term("sh:inversePath"),
    "zero-or-more": term("sh:zeroOrMorePath"),
    "one-or-more": term("sh:oneOrMorePath"),
    "zero-or-one": term("sh:zeroOrOnePath"),
}
"""The property by which SHACL writes each kind of way; a sequence is a bare list."""

_SIGNS: Final[dict[Kind, str]] = {"zero-or-more": "*", "one-or-more": "+", "zero-or-one": "?"}
_FIRST: Final = term("rdf:first")
_REST: Final = term("rdf:rest")
_NIL: Final = term("rdf:nil")


@dataclass(frozen=True, slots=True)
class Path:
    """A property (`iri`), or a way of some kind over other paths (`parts`, in order)."""

    kind: Kind
    iri: NamedNode | None = None
    parts: tuple["Path", ...] = ()

    @classmethod
    def of(cls, iri: NamedNode) -> "Path":
        """The path that is one property."""
        return cls("property", iri)

    def written(self, name: Callable[[str], str]) -> str:
        """The path as SPARQL writes it; `name` shortens the IRI of a property.

        >>> way = Path("sequence", parts=(Path.of(term("rdf:first")), Path.of(term("rdf:rest"))))
        >>> Path("inverse", parts=(way,)).written(lambda iri: iri.rpartition("#")[2])
        '^(first/rest)'
        """
        if self.iri is not None:
            return name(self.iri.value)
        inner = [part.written(name) if part.iri else f"({part.written(name)})" for part in self.parts]
        if self.kind == "inverse":
            return f"^{inner[0]}"
        if self.kind in _SIGNS:
            return f"{inner[0]}{_SIGNS[self.kind]}"
        return ("/" if self.kind == "sequence" else "|").join(inner)

    def nodes(self, fresh: Callable[[], BlankNode]) -> tuple[NamedNode | BlankNode, list[Triple]]:
        """The node that stands for the path in a graph, and the triples it needs there.

        `fresh` gives a new blank node each time.
        """
        if self.iri is not None:
            return self.iri, []
        if self.kind == "sequence":
            return self._list(fresh)
        node = fresh()
        inner, triples = self._list(fresh) if self.kind == "alternative" else self.parts[0].nodes(fresh)
        return node, [Triple(node, WAYS[self.kind], inner), *triples]

    def _list(self, fresh: Callable[[], BlankNode]) -> tuple[BlankNode, list[Triple]]:
        cells = [fresh() for _ in self.parts]
        triples: list[Triple] = []
        for part, (cell, rest) in zip(self.parts, pairwise([*cells, _NIL]), strict=True):
            node, inner = part.nodes(fresh)
            if isinstance(cell, BlankNode):
                triples += [Triple(cell, _FIRST, node), Triple(cell, _REST, rest), *inner]
        return cells[0], triples
