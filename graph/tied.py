"""Statements that hang together: by their blank nodes, which mean the same only where they stand together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Quad


class Ties:
    """Which blank nodes hang together, told tie by tie (union-find)."""

    def __init__(self) -> None:
        self._parent: dict[BlankNode, BlankNode] = {}

    def __iter__(self) -> Iterator[BlankNode]:
        """Every node that was tied or asked for."""
        return iter(list(self._parent))

    def tie(self, one: BlankNode, other: BlankNode) -> None:
        """Say that two hang together; a node may be tied to itself."""
        self._parent[self.root(one)] = self.root(other)

    def root(self, node: BlankNode) -> BlankNode:
        """The same node for all that hang together."""
        parent = self._parent
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node


def together(quads: Iterable[Quad]) -> list[list[Quad]]:
    """Statements that have blank nodes, those in one list whose blank nodes hang together; in their order."""
    listed = [(quad, nodes) for quad in quads if (nodes := blank_nodes(quad))]
    ties = Ties()
    for _, nodes in listed:
        ties.tie(nodes[0], nodes[-1])
    found: defaultdict[BlankNode, list[Quad]] = defaultdict(list)
    for quad, nodes in listed:
        found[ties.root(nodes[0])].append(quad)
    return list(found.values())


def blank_nodes(quad: Quad) -> list[BlankNode]:
    """The blank nodes of a statement: its subject, its object."""
    return [each for each in (quad.subject, quad.object) if isinstance(each, BlankNode)]
