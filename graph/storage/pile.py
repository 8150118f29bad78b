"""Statements on their way in, of any number: as Python has them while they are few, in an engine when they are many.

The engine is in memory at first, and on disk when the statements are very many. All piles of one shelf are
counted together: a thousand small documents are as much as one large one. What is on disk lies in a folder of
its own beside the store, which goes with the shelf; one that a killed process left goes when the store is next
opened for writing.
"""

import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final, Self

import pyoxigraph as ox
from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from ..errors import StoreError
from ..results import Term
from .layout import Layout
from .store import Store

FEW: Final = 50_000
"""So many statements on all piles of a batch are kept as sets of Python's, which are quick and large."""
MANY: Final = 300_000
"""So many are kept in memory at all."""
_AT_ONCE: Final = 10_000


class Shelf:
    """Where the piles of one batch are kept; closed when the batch is done."""

    def __init__(self, beside: Path | None = None, *, few: int | None = None) -> None:
        """`beside` is the folder in which a folder is made for what is many; else where the system has such."""
        self._beside = beside
        self._most = FEW if few is None else few
        self._folder: Path | None = None
        self._boards: list[Board] = []
        self._small: list[Pile] = []
        self._few = 0

    @classmethod
    def for_store(cls, store: Store) -> "Shelf":
        """For what is to go into a store: beside it where it is on disk and this process writes to it."""
        return cls(Layout(store.path).trial if store.path is not None and store.writable else None)

    @classmethod
    def in_memory(cls) -> "Shelf":
        """For what is in memory anyhow: nothing goes to disk."""
        return cls(few=sys.maxsize)

    def pile(self, graph: NamedNode | None = None) -> "Pile":
        """An empty pile: of statements of one graph, or of any without one."""
        found = Pile(self, graph)
        self._small.append(found)
        return found

    def together(self, piles: Collection["Pile"]) -> "Pile | None":
        """A pile that is all of these, where that takes no copy: they are large, and lie where no others do."""
        boards = {id(each.board): each.board for each in piles}
        board = next(iter(boards.values()), None)
        if len(boards) != 1 or board is None or len(board.graphs) != len(piles):
            return None
        return Pile(self, None, board)

    def grown(self, count: int) -> None:
        """Told by a small pile how many statements came: when they are too many together all become large."""
        self._few += count
        if self._few <= self._most:
            return
        moved = [each for each in self._small if len(each)]
        self._small, self._few = [each for each in self._small if not len(each)], 0
        by_board: defaultdict[int, list[tuple[Pile, set[Quad]]]] = defaultdict(list)
        for each in moved:
            board = self._board(each.graph)
            by_board[id(board)].append((each, each.moved(board)))
        for piles in by_board.values():  # together: the engine makes files of its own of each portion
            piles[0][0].add(quad for _, held in piles for quad in held)

    def _board(self, graph: NamedNode | None) -> "Board":
        """A place for a large pile: that of others, where none of them is of the same graph."""
        if graph is not None:
            for board in self._boards:
                if board.graphs and graph not in board.graphs:
                    board.graphs.add(graph)
                    return board
        self._boards.append(Board(self, {graph} if graph is not None else set()))
        return self._boards[-1]

    def filled(self) -> None:
        """Told by a board in memory that it grew: all go to disk when they hold too much."""
        within = [board for board in self._boards if board.in_memory]
        if sum(board.count for board in within) > max(MANY, self._most):
            for board in within:
                board.to_disk(self._place() / str(self._boards.index(board)))

    def _place(self) -> Path:
        with on_disk():
            if self._folder is None:
                if self._beside is not None:
                    self._beside.mkdir(parents=True, exist_ok=True)
                self._folder = Path(tempfile.mkdtemp(prefix="enjoin-pile-", dir=self._beside))
        return self._folder

    def close(self) -> None:
        """Let go of all piles, and of their files."""
        for board in self._boards:
            board.engine = ox.Store()
        self._boards.clear()
        self._small.clear()
        folder, self._folder = self._folder, None
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Board:
    """An engine for large piles: of one graph each, or one that has it for itself."""

    def __init__(self, shelf: Shelf, graphs: set[NamedNode]) -> None:
        self.engine = ox.Store()
        self.graphs = graphs
        self.in_memory = True
        self.count = 0
        self._shelf = shelf

    def put(self, quads: Iterable[Quad]) -> None:
        """Take statements, some at a time."""
        quads = iter(quads)
        while some := list(islice(quads, _AT_ONCE)):
            with on_disk():
                self.engine.bulk_extend(some)
            if self.in_memory:
                self.count += len(some)
                self._shelf.filled()

    def to_disk(self, place: Path) -> None:
        """Go on from here on disk."""
        former, self.in_memory = self.engine, False
        with on_disk():
            self.engine = ox.Store(str(place))
        self.put(former)


class Pile(Collection[Quad]):
    """A set of statements, which may be many; those of a large one are as the engine keeps them."""

    def __init__(self, shelf: Shelf, graph: NamedNode | None, board: Board | None = None) -> None:
        self.graph = graph
        self.board = board
        """Where it lies once it is large: it is looked up there, then, and never copied."""
        self._shelf = shelf
        self._held: set[Quad] = set()
        self._count: int | None = None

    @property
    def large(self) -> bool:
        """Whether it is in an engine."""
        return self.board is not None

    def add(self, quads: Iterable[Quad]) -> None:
        """Put statements on it; `StoreError` where the disk has no room."""
        quads = iter(quads)
        while self.board is None and (some := list(islice(quads, _AT_ONCE))):
            before = len(self._held)
            self._held.update(some)
            self._shelf.grown(len(self._held) - before)
        if self.board is not None:
            self._count = None
            self.board.put(quads)

    def discard(self, quads: Iterable[Quad]) -> None:
        """Take statements off it."""
        if self.board is None:
            self._held.difference_update(quads)
            return
        self._count = None
        with on_disk():
            for quad in quads:
                self.board.engine.remove(quad)

    def moved(self, board: Board) -> set[Quad]:
        """Be large from here on; what was held is to be put on the board. Whoever goes through it goes on undisturbed."""
        held, self._held = self._held, set[Quad]()
        self.board, self._count = board, None
        return held

    def held(self) -> set[Quad]:
        """The set itself, of a small pile."""
        return self._held

    def quads(
        self,
        subject: NamedNode | BlankNode | Triple | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
    ) -> Iterator[Quad]:
        """The statements on it that match; quick only for one that is `large`."""
        if self.board is not None:
            with on_disk():
                return self.board.engine.quads_for_pattern(subject, predicate, value, self.graph)
        return (
            quad
            for quad in self._held
            if subject in {None, quad.subject}
            and predicate in {None, quad.predicate}
            and value in {None, quad.object}
        )

    def __iter__(self) -> Iterator[Quad]:
        return iter(self._held) if self.board is None else self.quads()

    def __len__(self) -> int:
        if self.board is None:
            return len(self._held)
        if self._count is None:
            self._count = sum(1 for _ in self)
        return self._count

    def __contains__(self, quad: object) -> bool:
        if self.board is None:
            return quad in self._held
        return isinstance(quad, Quad) and quad in self.board.engine


@contextmanager
def on_disk() -> Generator[None]:
    """Tells a `StoreError` where what is kept aside cannot be written or read."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise StoreError(
            f"what is brought in cannot be kept on disk while it is judged: {error}; nothing was changed"
        ) from error
