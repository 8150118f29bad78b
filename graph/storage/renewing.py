"""One graph of a store made anew, however large it is: by the engine's bulk loader, in the memory of a part.

What is wanted is put into a store of its own first, which knows what came twice; then what differs is
written into a copy of the engine's files, and that takes their place at once. Who is killed meanwhile leaves
the store as it was, and a folder that the next writer deletes.
"""

import shutil
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple

from ..errors import StoreError
from ..updates.change import Change
from ..updates.scratch import Scratch
from .files import sync_tree, writing_to
from .layout import Layout
from .store import HUGE, Store

AT_ONCE: Final = 20_000
"""So many statements are handed to the engine at once."""


def renew(store: Store, graph: NamedNode, wanted: Iterable[Triple], at_once: int = AT_ONCE) -> Change:
    """Let a graph hold just these statements, of which some may come twice, and none has a blank node; how it changed.

    The same as `Store.replace`, for what is too large to be held in memory. Raises `StoreError`.
    """
    if store.path is None:
        return store.replace({graph: wanted}).get(graph, Change())
    if not store.writable:
        raise StoreError("this store is open for reading only")
    work = Layout(store.path).trial / "renewing"
    with writing_to(store.path):
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
    try:
        return _Renewing(store, graph, work, at_once).by(wanted)
    finally:
        shutil.rmtree(work, ignore_errors=True)


class _Renewing:
    """One graph, the statements that it is to hold, and a copy of the store."""

    def __init__(self, store: Store, graph: NamedNode, work: Path, at_once: int) -> None:
        self._store = store
        self._graph = graph
        self._work = work
        self._at_once = at_once

    def by(self, wanted: Iterable[Triple]) -> Change:
        with writing_to(self._work):
            fresh = Scratch.at(self._work / "wanted")
            try:
                for some in self._parts(
                    Quad(each.subject, each.predicate, each.object, self._graph) for each in wanted
                ):
                    fresh.put(some)
                return self._written(fresh)
            except RuntimeError as error:  # the engine's word for what became of its files
                raise StoreError(f"the store cannot be written: {error}; nothing was changed") from error
            finally:
                fresh.close()

    def _written(self, fresh: Store) -> Change:
        nothing_held = next(self._held(), None) is None  # then there is nothing to compare with
        made = self._work / "data"
        self._store.backup(made)
        copy = Scratch.at(made)
        try:
            added, removed = 0, 0
            for some in self._parts(
                quad for quad in fresh.quads() if nothing_held or quad not in self._store
            ):
                copy.put(some)
                self._store.note(some)
                added += len(some)
            for some in self._parts(quad for quad in self._held() if quad not in fresh):
                copy.take(some)
                self._store.note(some)
                removed += len(some)
            if added > HUGE:
                copy.optimize()
            copy.flush()
        finally:
            copy.close()
        if added or removed:
            sync_tree(made, but=".sst")
            self._store.exchange(made, known=True)
        return Change(added, removed)

    def _held(self) -> Iterator[Quad]:
        return self._store.quads(graph=self._graph)

    def _parts(self, quads: Iterable[Quad]) -> Iterator[list[Quad]]:
        rest = iter(quads)
        while some := list(islice(rest, self._at_once)):
            yield some
