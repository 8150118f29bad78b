"""The focus nodes that a change concerns, some at a time: of a large change they are kept in a table, not in memory."""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import groupby, islice
from typing import Final, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from ..results import Term
from ..tables import Tables
from .affected import Change, Compiled, Focus, Query, focus_of_change
from .states import States

_PORTION: Final = 10_000
"""So many statements are followed at once: what is read on the way from them is in memory."""
_TABLE: Final = "CREATE TABLE concerned (node TEXT, rule INTEGER, PRIMARY KEY (node, rule)) WITHOUT ROWID"
_ADD: Final = "INSERT OR IGNORE INTO concerned VALUES (?, ?)"
_EVERY: Final = "SELECT node, rule FROM concerned ORDER BY node, rule"
_OF: Final = "SELECT rule FROM concerned WHERE node = ?"


class Concerned(Protocol):
    """The focus nodes that a change concerns, and the shapes by which it does."""

    @property
    def everywhere(self) -> Collection[Query]:
        """Constraints that it may concern at any node."""
        ...

    def parts(self, size: int) -> tuple[int, Iterator[Focus]]:
        """How many parts of so many nodes there are, and those, in the order of the nodes."""
        ...

    def among(self, nodes: set[Term]) -> Focus:
        """Those of these nodes only."""
        ...


class Few:
    """All of them in memory."""

    def __init__(self, focus: Focus) -> None:
        self._focus = focus
        self.everywhere = focus.everywhere

    def parts(self, size: int) -> tuple[int, Iterator[Focus]]:
        """See `Concerned.parts`."""
        nodes = sorted(self._focus.nodes, key=str)
        starts = range(0, len(nodes), size)
        return len(starts), (self._focus.among(set(nodes[start : start + size])) for start in starts)

    def among(self, nodes: set[Term]) -> Focus:
        """See `Concerned.among`."""
        return self._focus.among(nodes)


class Many(Tables):
    """Those of a large change, which is followed portion by portion: each node once, however often it is met."""

    def __init__(
        self, states: States, shapes: Compiled, touched: Iterable[Quad], spoken: Iterable[Quad] = ()
    ) -> None:
        """`touched` are the statements that came and went; the subjects of those `spoken` are judged besides."""
        super().__init__(_TABLE)
        self._shapes = [reading.shape for reading in shapes.readings]
        self._queries = shapes.queries
        self.everywhere: list[Query] = []
        self._count = 0

        def follow(change: Iterable[Quad], subjects: Collection[Term]) -> None:
            self._add(focus_of_change(states, Change(states, change), shapes, subjects))
            states.forget()

        _portioned(touched, lambda some: follow(some, ()))
        _portioned(spoken, lambda some: follow((), {quad.subject for quad in some}))
        self._filled("")
        (self._count,) = self._database.execute("SELECT COUNT(DISTINCT node) FROM concerned").fetchone()

    def _add(self, focus: Focus) -> None:
        for number, shape in enumerate(self._shapes):
            self._database.executemany(_ADD, ((str(node), number) for node in focus.core.get(shape, ())))
        held = {id(query): nodes for query, nodes in focus.queries}
        for number, query in enumerate(self._queries, start=len(self._shapes)):
            self._database.executemany(_ADD, ((str(node), number) for node in held.get(id(query), ())))
        self.everywhere += [query for query in focus.everywhere if query not in self.everywhere]

    def parts(self, size: int) -> tuple[int, Iterator[Focus]]:
        """See `Concerned.parts`."""
        return -(-self._count // size), self._parts(size)

    def _parts(self, size: int) -> Iterator[Focus]:
        rows = self._database.execute(_EVERY)
        by_node = ((node, [rule for _, rule in held]) for node, held in groupby(rows, key=lambda row: row[0]))
        while some := list(islice(by_node, size)):
            yield self._focus((_term(node), rules) for node, rules in some)

    def among(self, nodes: set[Term]) -> Focus:
        """See `Concerned.among`."""
        of = self._database.execute
        return self._focus((node, [rule for (rule,) in of(_OF, (str(node),))]) for node in nodes)

    def _focus(self, held: Iterable[tuple[Term, Iterable[int]]]) -> Focus:
        core: dict[Term, set[Term]] = {shape: set() for shape in self._shapes}
        queries: list[tuple[Query, set[Term]]] = [(query, set()) for query in self._queries]
        for node, rules in held:
            for rule in rules:
                if rule < len(self._shapes):
                    core[self._shapes[rule]].add(node)
                else:
                    queries[rule - len(self._shapes)][1].add(node)
        return Focus(core, queries)


def _portioned(quads: Iterable[Quad], follow: Callable[[list[Quad]], None]) -> None:
    quads = iter(quads)
    while some := list(islice(quads, _PORTION)):
        follow(some)


def _term(text: str) -> Term:
    """The term that was written so, as N-Triples have it."""
    if text.startswith("<"):
        return NamedNode(text[1:-1])
    if text.startswith("_:"):
        return BlankNode(text[2:])
    said = next(iter(parse(f"<a:a> <a:a> {text} .".encode(), format=RdfFormat.N_TRIPLES)))
    assert isinstance(said.object, Literal)
    return said.object
