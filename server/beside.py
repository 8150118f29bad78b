"""What is worked out of the whole graph beside the requests: for each generation, and never twice at once."""

from __future__ import annotations

import sqlite3
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookLonger
from dataclasses import dataclass
from threading import Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Final, Generic, TypeVar, cast

from flask import current_app

from ..graph.errors import EnjoinError
from .day import safe_day
from .desk import desk
from .errors import RETRY_AFTER_S, DoorError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ..graph import Graph

PATIENCE_S: Final = 4.0
"""How long a question waits for an index that is being built, where there is none at all."""
_QUICK_S: Final = 1.0
_REST: Final = 4
"""A graph that changes all the time is not indexed all the time: this many times what it took is rested."""


T = TypeVar("T")


class NotYet(DoorError):
    """The first index of a large graph is still being built."""

    def __init__(self) -> None:
        super().__init__(
            503,
            "not-ready",
            "The index of this graph is being built; ask again in a few seconds.",
            {"Retry-After": RETRY_AFTER_S},
        )


class _Line:
    """One index is built at a time: several would all be late, and leave the requests less of the interpreter."""

    def __init__(self) -> None:
        self.turn = Lock()
        self.length = 0
        """How many are being built or wait for it."""
        self.ahead_s = 0.0
        """How long these take, by how long each took last."""
        self._lock = Lock()

    def join(self, takes_s: float) -> None:
        """One comes that takes so long."""
        self._grow(1, takes_s)

    def leave(self, takes_s: float) -> None:
        """It goes."""
        self._grow(-1, -takes_s)

    def _grow(self, count: int, seconds: float) -> None:
        with self._lock:
            self.length += count
            self.ahead_s += seconds


_LINE: Final = _Line()


def being_built() -> int:
    """How many indices are being built, or wait for it."""
    return _LINE.length


@dataclass(frozen=True, slots=True)
class _Made(Generic[T]):
    """What was made of one generation."""

    value: T
    generation: int


class Keeper(Generic[T]):
    """Gives the index of the generation served; while a slow one is built, the one before it."""

    __slots__ = ("_building", "_lock", "_make", "_ready", "_rests_until", "_took_s")

    def __init__(self, make: Callable[[Graph], T]) -> None:
        self._make = make
        self._lock = Lock()
        self._ready: _Made[T] | None = None
        self._building: Future[_Made[T]] | None = None
        self._took_s = self._rests_until = 0.0

    def index(self, graph: Graph) -> T:
        """An index to look things up in; `NotYet` where the very first takes longer than one waits."""
        return self._newest(graph).value

    def _newest(self, graph: Graph) -> _Made[T]:
        generation = graph.generation
        with self._lock:
            ready = self._ready
            if ready is not None and (ready.generation == generation or monotonic() < self._rests_until):
                return ready
            building = self._building or self._begin(graph)
        if ready is not None and _LINE.ahead_s > _QUICK_S:
            return ready
        try:
            found = building.result(PATIENCE_S)
        except TookLonger:
            if ready is None:
                raise NotYet from None
            return ready
        # A generation may have passed since the building began; one more time is enough.
        return found if found.generation == generation else self._again(graph, found)

    @property
    def ready(self) -> T | None:
        """The newest index that is built."""
        ready = self._ready
        return ready.value if ready is not None else None

    def warm(self, graph: Graph) -> None:
        """Begins to build where nothing is built yet, and does not wait."""
        with self._lock:
            if self._ready is None and self._building is None:
                self._begin(graph)

    def _again(self, graph: Graph, found: _Made[T]) -> _Made[T]:
        with self._lock:
            building = self._building or self._begin(graph)
        try:
            return found if _LINE.ahead_s > _QUICK_S else building.result(PATIENCE_S)
        except TookLonger:
            return found

    def _begin(self, graph: Graph) -> Future[_Made[T]]:
        future: Future[_Made[T]] = Future()
        self._building = future
        _LINE.join(self._took_s)
        Thread(target=self._stand, args=(graph, future, self._took_s), name="index", daemon=True).start()
        return future

    def _stand(self, graph: Graph, future: Future[_Made[T]], expected_s: float) -> None:
        """In the line from the beginning until there is an index, or none."""
        try:
            self._build(graph, future)
        finally:
            _LINE.leave(expected_s)

    def _build(self, graph: Graph, future: Future[_Made[T]]) -> None:
        try:
            with _LINE.turn:
                began = monotonic()
                generation = graph.generation
                index = _Made(self._make(graph), generation)
                took_s = monotonic() - began
        except (EnjoinError, sqlite3.Error, OSError) as error:
            self._fail(future, error)
            return
        except BaseException as error:  # a fault of the program: whoever waits is told, and it is noted
            self._fail(future, error)
            raise
        with self._lock:
            self._took_s = took_s
            if self._took_s > _QUICK_S:
                self._rests_until = monotonic() + _REST * self._took_s
            self._ready, self._building = index, None
        future.set_result(index)

    def _fail(self, future: Future[_Made[T]], error: BaseException) -> None:
        """The next one who asks has it built again."""
        with self._lock:
            self._building = None
        future.set_exception(error)


class Beside(Generic[T]):
    """Something that each application keeps up with its graph under a name; `make` gets the day of knowledge, if one is asked for."""

    __slots__ = ("_make", "_name")

    def __init__(self, name: str, make: Callable[[Graph, date | None], T]) -> None:
        self._name = f"enjoin.{name}"
        self._make = make

    def now(self) -> T:
        """What there is of the generation served, or of the one before; `NotYet` while the first is made."""
        return self._keeper().index(desk().graph)

    def asked(self) -> T:
        """The same, or what there was by what was known on the day that the request names: that is made within it."""
        known = safe_day().known
        if known is None:
            return self.now()
        graph = desk().graph
        return desk().among(f"{self._name} known", known, lambda: self._make(graph, known), 1)

    def ready(self) -> T | None:
        """What there is already; waits for nothing, and has nothing made."""
        keeper = cast("Keeper[T] | None", current_app.extensions.get(self._name))
        return keeper.ready if keeper is not None else None

    def warm(self) -> None:
        """Sees to it that the first is being made, for the request that may come next."""
        self._keeper().warm(desk().graph)

    def _keeper(self) -> Keeper[T]:
        extensions = current_app.extensions
        found = extensions.get(self._name)
        if found is None:
            found = extensions.setdefault(self._name, Keeper(lambda graph: self._make(graph, None)))
        return cast("Keeper[T]", found)
