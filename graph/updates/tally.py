"""What is otherwise in a store than before: counted while it is changed, or compared when all is done."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from .scratch import Scratch


class Tally:
    """The statements and graphs of a scratch store that were touched, and whether they were there before."""

    def __init__(self, work: Scratch, before: Callable[[], Scratch]) -> None:
        """`before` opens the store as it was; it is only asked for where whole graphs are compared."""
        self.work = work
        self._before = before
        self._statements: dict[Quad, bool] = {}
        self._graphs: dict[NamedNode, bool] = {}
        self._whole: set[NamedNode | None] = set()
        self._only_added = False

    def statements(self, gone: Iterable[Quad], come: Iterable[Quad]) -> None:
        """Note statements that are there and about to go, and such as are not and about to come."""
        for quads, were_there in ((gone, True), (come, False)):
            for quad in quads:
                self._statements.setdefault(quad, were_there)

    def graph(self, name: NamedNode) -> None:
        """Note a graph that is about to be changed."""
        if name not in self._graphs:
            self._graphs[name] = self.work.has_graph(name)

    def whole(self, name: NamedNode | None, *, only_added: bool = False) -> None:
        """Note a graph that is about to change beyond single statements; or to which only some are added."""
        if name is not None:
            self.graph(name)
        self._whole.add(name)
        self._only_added = only_added

    def net(self) -> Iterator[tuple[Quad, bool]]:
        """The statements that are there now and were not before, with True; the lost ones with False."""
        for quad, was_there in self._statements.items():
            if _graph(quad) not in self._whole and (quad in self.work) != was_there:
                yield quad, not was_there
        known = {name for name in self._whole if name is None or self._graphs[name]}
        for name in self._whole - known:
            yield from ((quad, True) for quad in self.work.of_graph(name))
        for before in [self._before()] if known else []:
            yield from self._compared(before, known)

    def _compared(self, before: Scratch, names: Collection[NamedNode | None]) -> Iterator[tuple[Quad, bool]]:
        for name in names:
            is_gone = name is not None and not self.work.has_graph(name)
            lost = (quad for quad in before.of_graph(name) if is_gone or quad not in self.work)
            yield from ((quad, False) for quad in lost)
            yield from ((quad, True) for quad in self.work.of_graph(name) if quad not in before)

    def counts(self) -> dict[str, tuple[int, int]]:
        """How many statements came and went, by graph (the default graph has no name): `net`, only counted."""
        found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        for quad, was_there in self._statements.items():
            if _graph(quad) not in self._whole and (quad in self.work) != was_there:
                found[_name(_graph(quad))][was_there] += 1
        for name in self._whole:
            found[_name(name)][:] = self._counted(name)
        return {name: (came, went) for name, (came, went) in sorted(found.items()) if came or went}

    def _counted(self, name: NamedNode | None) -> tuple[int, int]:
        now = self.work.count(name)
        if name is not None and not self._graphs[name]:
            return now, 0
        before = self._before()
        then = before.count(name)
        if not now or not then or self._only_added:
            return max(0, now - then), max(0, then - now)
        came = sum(1 for quad in self.work.of_graph(name) if quad not in before)
        return came, then - (now - came)

    def created(self) -> list[NamedNode]:
        """The graphs that are there now and were not before, sorted."""
        return self._registered(before=False)

    def dropped(self) -> list[NamedNode]:
        """The graphs that were there before and are no more, sorted."""
        return self._registered(before=True)

    def _registered(self, *, before: bool) -> list[NamedNode]:
        found = (
            name for name, was in self._graphs.items() if was is before and self.work.has_graph(name) != was
        )
        return sorted(found, key=lambda name: name.value)


def _name(graph: NamedNode | None) -> str:
    return "" if graph is None else graph.value


def _graph(quad: Quad) -> NamedNode | None:
    return quad.graph_name if isinstance(quad.graph_name, NamedNode) else None
