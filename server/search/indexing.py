"""The index of names kept up with the graph: built beside the requests, never twice at once."""

from __future__ import annotations

import sqlite3
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookLonger
from threading import Lock, Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar, cast

from flask import current_app, has_app_context

from ...graph.errors import EnjoinError
from ..ask import plain
from ..desk import desk
from ..errors import RETRY_AFTER_S, DoorError
from ..lookups import text_of
from .finding import KINDS, Index, Name, simplified

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ...graph import Graph

PATIENCE_S: Final = 4.0
"""How long a question waits for an index that is being built, where there is none at all."""
_QUICK_S: Final = 1.0
_REST: Final = 4
"""A graph that changes all the time is not indexed all the time: this many times what it took is rested."""
_KEY: Final = "enjoin.search"
_BREATH: Final = 2000
_ALIKE: Final = 100
"""Identifiers among which one looks for those most like another."""


class Indexed(Protocol):
    """An index of one generation of the graph."""

    @property
    def generation(self) -> int: ...


T = TypeVar("T", bound=Indexed)


class NotYet(DoorError):
    """The first index of a large graph is still being built."""

    def __init__(self) -> None:
        super().__init__(
            503,
            "not-ready",
            "The index of this graph is being built; ask again in a few seconds.",
            {"Retry-After": RETRY_AFTER_S},
        )


class Keeper(Generic[T]):
    """Gives the index of the generation served; while a slow one is built, the one before it."""

    __slots__ = ("_building", "_lock", "_make", "_ready", "_rests_until", "_took_s")

    def __init__(self, make: Callable[[Graph], T]) -> None:
        self._make = make
        self._lock = Lock()
        self._ready: T | None = None
        self._building: Future[T] | None = None
        self._took_s = self._rests_until = 0.0

    def index(self, graph: Graph) -> T:
        """An index to look things up in; `NotYet` where the very first takes longer than one waits."""
        generation = graph.generation
        with self._lock:
            ready = self._ready
            if ready is not None and (ready.generation == generation or monotonic() < self._rests_until):
                return ready
            building = self._building or self._begin(graph)
        if ready is not None and self._took_s > _QUICK_S:
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
        return self._ready

    def warm(self, graph: Graph) -> None:
        """Begins to build where nothing is built yet, and does not wait."""
        with self._lock:
            if self._ready is None and self._building is None:
                self._begin(graph)

    def _again(self, graph: Graph, found: T) -> T:
        with self._lock:
            building = self._building or self._begin(graph)
        try:
            return building.result(PATIENCE_S)
        except TookLonger:
            return found

    def _begin(self, graph: Graph) -> Future[T]:
        future: Future[T] = Future()
        self._building = future
        Thread(target=self._build, args=(graph, future), name="index", daemon=True).start()
        return future

    def _build(self, graph: Graph, future: Future[T]) -> None:
        began = monotonic()
        try:
            index = self._make(graph)
        except (EnjoinError, sqlite3.Error, OSError) as error:
            with self._lock:
                self._building = None
            future.set_exception(error)
            return
        with self._lock:
            self._took_s = monotonic() - began
            if self._took_s > _QUICK_S:
                self._rests_until = monotonic() + _REST * self._took_s
            self._ready, self._building = index, None
        future.set_result(index)


def set_up(extensions: dict[str, object]) -> None:
    """Gives an application its keeper."""
    extensions[_KEY] = Keeper(_index_of)


def _index_of(graph: Graph) -> Index:
    generation = graph.generation
    return Index(names_of(graph), generation)


def index() -> Index:
    """The index of this application's graph."""
    return _keeper().index(desk().graph)


def ready() -> Index | None:
    """The index if there is one, of this generation or the one before; waits for nothing."""
    found = cast("Keeper[Index] | None", current_app.extensions.get(_KEY))
    return found.ready if found is not None else None


def likely(name: str, kinds: Sequence[str]) -> list[str] | None:
    """Identifiers that may be meant by one that nothing has; `None` for who asks outside of a request.

    None while the first index of a large graph is built, and none of kinds that nobody looks for.
    """
    if not has_app_context():
        return None
    asked = [kind for kind in kinds if kind in KINDS]
    if not name or len(asked) < bool(kinds):
        return []
    try:
        return index().like(name, asked, _ALIKE)
    except NotYet:
        return []


def warm() -> None:
    """Sees to it that the index is being built, for the question that may come next."""
    _keeper().warm(desk().graph)


def _keeper() -> Keeper[Index]:
    return cast("Keeper[Index]", current_app.extensions[_KEY])


def names_of(graph: Graph) -> Iterator[Name]:
    """Every name of what people look for, and its identifier."""
    seen: set[str] = set()
    for nth, row in enumerate(map(plain, graph.sparql(text_of("names")))):
        if nth % _BREATH == _BREATH - 1:
            sleep(0.001)  # requests come first
        iri = row["thing"].value
        found = graph.iris.kind_and_id(iri)
        if found is None or found[0] not in KINDS:
            continue
        if iri not in seen:
            seen.add(iri)
            yield Name(iri, found[0], found[1], found[1].casefold(), is_id=True)
        name = row["name"].value
        yield Name(iri, found[0], name, simplified(name))
