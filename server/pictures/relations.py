"""What an entity hangs together with, in fixed columns: orders, provisions, rulings, lawsuits, people and parties.

The picture is drawn from a table of lines and says nothing that the table does not.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ...ontology.terms import ej
from ..day import safe_day
from ..desk import desk
from ..entities.facts import capital
from ..present import Thing, names, thing
from ..words import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ...graph.backend import Backend

MOST: Final = 40
COLUMNS: Final = ("orders", "provisions", "rulings", "lawsuits", "people")
_COLUMN: Final[Mapping[str, int]] = {
    "order": 0, "statute": 0, "policy": 0, "provision": 1, "ruling": 2, "lawsuit": 3,
    "judge": 4, "official": 4, "person": 4, "jurisdiction": 4, "organization": 4, "agency": 4, "post": 4,
}  # fmt: skip
PLAIN: Final[Mapping[str, str]] = {
    "ofMeasure": "of", "challenges": "challenges", "blocks": "blocks", "reviews": "reviews", "author": "author",
    "issuedBy": "issued", "enactedBy": "issued",
}  # fmt: skip
"""By property that ties two things of the picture, what the tie says."""
Edge = tuple[str, str, str]
"""From, how, to."""
_MANY: Final = 60  # of one kind of tie, so that a hub is read as fast as any other
_IN_COLUMN: Final = 10
_SIGNS: Final = 24
_LINE: Final = 15
_GAP: Final = 12
_TOP: Final = 26
_LEFT: Final = (0, 21, 42, 63, 84)
"""Where each column begins, in percent; each is 16 wide."""
_WIDE: Final = 16


@dataclass(frozen=True, slots=True)
class Node:
    """One thing: its column, and the lines of text that its box has room for; `y` and `height` in pixels."""

    thing: Thing
    column: int
    lines: list[str]
    y: int
    height: int
    focus: bool

    @property
    def x(self) -> int:
        return _LEFT[self.column]

    @property
    def key(self) -> str:
        return self.thing.iri.rpartition("/id/")[2].replace("/", "-")


@dataclass(frozen=True, slots=True)
class Line:
    """One relation between two nodes, with what it says."""

    source: Node
    target: Node
    how: str

    @property
    def ends(self) -> tuple[float, int, float, int]:
        """x1, y1, x2, y2: from the near side of one box to the near side of the other."""
        one, other = self.source, self.target
        middle = one.y + one.height // 2, other.y + other.height // 2
        if one.column == other.column:
            return one.x + _WIDE / 2, middle[0], other.x + _WIDE / 2, middle[1]
        if one.column < other.column:
            return one.x + _WIDE, middle[0], other.x, middle[1]
        return one.x, middle[0], other.x + _WIDE, middle[1]


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes in their columns, the lines between them, and how many more there are than are drawn."""

    nodes: list[Node]
    lines: list[Line]
    height: int
    more: int

    @property
    def heads(self) -> list[tuple[int, str]]:
        """Where each column begins, and its heading."""
        return [(_LEFT[at], t(f"relation.{name}")) for at, name in enumerate(COLUMNS)]


def relations(about: NamedNode) -> Picture | None:
    """The neighbours of an entity and theirs, as far as there is room; `None` where it has none.

    Neighbours come first; of the second step only what ties them together or adds an empty column.
    """
    near = _edges([about.value])
    if not near:
        return None
    first = list(dict.fromkeys(end for edge in near for end in (edge[0], edge[2]) if end != about.value))
    room = _room([about.value], first)
    far = _edges([iri for iri in room if iri != about.value][:MOST])
    empty = set(range(len(COLUMNS))) - {column_of(iri) for iri in room}
    second = [end for edge in far for end in (edge[0], edge[2]) if end not in room]
    kept = _room(list(room), [iri for iri in dict.fromkeys(second) if column_of(iri) in empty])
    edges = list(dict.fromkeys(edge for edge in (*near, *far) if edge[0] in kept and edge[2] in kept))
    names().learn(NamedNode(iri) for iri in kept)
    return _placed(about.value, kept, edges, len(first) + 1 - len(room))


def column_of(iri: str) -> int | None:
    """The column that a thing stands in; `None` for kinds that have none."""
    found = desk().graph.iris.kind_and_id(iri)
    return _COLUMN.get(found[0]) if found else None


def _edges(about: Sequence[str]) -> list[Edge]:
    """The ties of these things, a few of each kind, in order; read from the graph's own index."""
    store = desk().graph.store(safe_day().known)
    found: dict[Edge, None] = {}
    for iri in about:
        found.update(dict.fromkeys(_ties(store, NamedNode(iri))))
    return sorted(found)


def _ties(store: Backend, node: NamedNode) -> Iterator[Edge]:
    for name, how in PLAIN.items():
        for other in _out(store, node, name):
            yield node.value, how, other.value
        for other in _in(store, node, name):
            yield other.value, how, node.value
    for docket in _out(store, node, "inProceeding"):
        for lawsuit in _out(store, docket, "partOfLawsuit"):
            yield node.value, "in", lawsuit.value
    for seat in _in(store, node, "party"):
        for docket in _out(store, seat, "inProceeding"):
            for lawsuit in _out(store, docket, "partOfLawsuit"):
                yield lawsuit.value, "party", node.value
    for docket in _in(store, node, "partOfLawsuit"):
        for there in _in(store, docket, "inProceeding"):
            for party in _out(store, there, "party"):
                yield node.value, "party", party.value
            if any(_out(store, there, "byCourt")):
                yield there.value, "in", node.value
    for ruling in _out(store, node, "grantedBy"):
        yield from ((ruling.value, "blocks", each.value) for each in _out(store, node, "restrains"))
    for producer in _out(store, node, "producedBy"):
        for target in _out(store, node, "actsOn"):
            for each in (target, *_out(store, target, "restrains")):
                yield producer.value, "acts", each.value


def _out(store: Backend, node: NamedNode, name: str) -> list[NamedNode]:
    quads = store.quads(node, ej(name))
    return [quad.object for quad in islice(quads, _MANY) if isinstance(quad.object, NamedNode)]


def _in(store: Backend, node: NamedNode, name: str) -> list[NamedNode]:
    quads = store.quads(None, ej(name), node)
    return [quad.subject for quad in islice(quads, _MANY) if isinstance(quad.subject, NamedNode)]


def _room(there: Sequence[str], wanted: Iterable[str]) -> list[str]:
    """`there` and as many of the wanted as their columns, and the whole, have room for."""
    found = list(there)
    filled: dict[int, int] = {}
    for iri in wanted:
        column = column_of(iri)
        if column is None or len(found) >= MOST or filled.get(column, 0) >= _IN_COLUMN:
            continue
        filled[column] = filled.get(column, 0) + 1
        found.append(iri)
    return found


def _placed(focus: str, kept: Sequence[str], edges: Sequence[Edge], more: int) -> Picture | None:
    bottoms = [_TOP] * len(COLUMNS)
    nodes: dict[str, Node] = {}
    ordered = sorted(kept, key=lambda iri: (iri != focus, names().of(iri)))
    for iri in ordered:
        column = column_of(iri)
        if column is None:
            continue
        lines = textwrap.wrap(capital(names().of(iri)), _SIGNS, max_lines=3, placeholder=" …") or [
            iri[-_SIGNS:]
        ]
        height = len(lines) * _LINE + 12
        nodes[iri] = Node(thing(iri), column, lines, bottoms[column], height, iri == focus)
        bottoms[column] += height + _GAP
    lines = [
        Line(nodes[one], nodes[other], t(f"relation.{how}"))
        for one, how, other in edges
        if one in nodes and other in nodes and one != other
    ]
    return Picture(list(nodes.values()), lines, max(bottoms), max(more, 0)) if lines else None
