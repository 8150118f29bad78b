"""Where staged documents say what they say: by the records of their rows, else by their text."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from ...ontology.terms import ej
from ..storage.pile import Pile

if TYPE_CHECKING:
    from .documents import Document
    from .staging import Staged

_ABOUT = ej("about")
_LINE = ej("line")


class Places:
    """The lines of documents on which they speak of things."""

    def __init__(self, staged: "Iterable[Staged]") -> None:
        self._documents: dict[NamedNode, Document] = {}
        self._large: dict[NamedNode, Pile] = {}
        self._lines: dict[tuple[NamedNode, object], int | None] = {}
        for each in staged:
            for graph, pile in each.graphs.items():
                self._documents[graph] = each.document
                if pile.large:
                    self._large[graph] = pile
                else:
                    self._read(graph, pile)

    def _read(self, graph: NamedNode, quads: Pile) -> None:
        about = [quad for quad in quads if quad.predicate == _ABOUT]
        records = {quad.subject for quad in about}
        lines: dict[object, int] = {}
        for quad in quads:
            if quad.predicate == _LINE and quad.subject in records and isinstance(quad.object, Literal):
                line = int(quad.object.value)
                lines[quad.subject] = min(line, lines.get(quad.subject, line))
        told: dict[tuple[NamedNode, object], int] = {}
        for quad in about:
            line = lines.get(quad.subject)
            if line is not None:
                told[graph, quad.object] = min(line, told.get((graph, quad.object), line))
        self._lines |= told | {(graph, record): line for record, line in lines.items()}

    def name(self, graph: NamedNode) -> str | None:
        """What messages call the document of that graph."""
        found = self._documents.get(graph)
        return found.name if found else None

    def line(self, graph: NamedNode, node: object) -> int | None:
        """The line on which the document of that graph speaks of a node, as well as one can tell."""
        key = (graph, node)
        if key not in self._lines:
            self._lines[key] = self._looked_up(graph, node)
        return self._lines[key]

    def _looked_up(self, graph: NamedNode, node: object) -> int | None:
        if graph in self._large and isinstance(node, (NamedNode, BlankNode)):
            found = _line(self._large[graph], node)
            if found is not None:
                return found
        document = self._documents.get(graph)
        if document is None or not isinstance(node, NamedNode):
            return None
        for written in (f"<{node.value}>", node.value.rpartition("/")[2].rpartition("#")[2]):
            line = document.line_of(written) if len(written) > 2 else None
            if line is not None:
                return line
        return None


def _line(pile: Pile, node: NamedNode | BlankNode) -> int | None:
    """The line of a record, else the first of the records about a node."""
    if next(pile.quads(node, _ABOUT), None) is not None:
        own = list(_numbers(pile.quads(node, _LINE)))
        if own:
            return min(own)
    records = (quad.subject for quad in pile.quads(None, _ABOUT, node))
    return min((line for each in records for line in _numbers(pile.quads(each, _LINE))), default=None)


def _numbers(quads: Iterable[Quad]) -> Iterator[int]:
    return (int(quad.object.value) for quad in quads if isinstance(quad.object, Literal))
