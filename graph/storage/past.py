"""What was known on a day, for a server: put together once, in a process of its own, then read like a generation.

Days on which the same was known share one state. One state is put together at a time; who asks for it
meanwhile waits a little, and whoever asks for another is told to come back. A few are kept.
"""

import contextlib
import shutil
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from ...ontology.terms import term
from .. import provenance
from ..errors import QueryOverloaded, StoreError
from ..iris import Iris
from . import revisions
from .keeper import Keeper, derive
from .publish import Generation, open_generation
from .revisions import Revision
from .store import Store

if TYPE_CHECKING:
    from pyoxigraph import Quad

WAIT_S: Final = 5.0
"""How long one who asks waits for a state that is being put together."""
MOST: Final = 6
"""How many states are kept."""
_LONGEST_S: Final = 300.0

Differing = Mapping[str, Revision | None]
"""Documents that were otherwise then: the revision that was known, or nothing where there was none."""


def differing(keeper: Keeper, known: date) -> Differing:
    """The documents that were otherwise at the end of that day than they are now."""
    day = known.isoformat()
    entries = provenance.entries(keeper.reading(), keeper.iris)
    found: dict[str, Revision | None] = {
        name: None for name, entry in entries.items() if entry.recorded_at[:10] > day
    }
    if keeper.beside is not None:
        for document in revisions.documents(keeper.beside.revisions):
            for kept in revisions.listed(keeper.beside.revisions, document, entries.get(document)):
                # A revision is known up to the day before the one on which the next was recorded.
                if kept.recorded_at[:10] <= day < kept.until[:10]:
                    found[document] = kept
    return found


def rebuilt(now: Store, iris: Iris, changed: Differing) -> Store:
    """A store in memory in which these documents are as they were, with what follows from that."""
    other = {iris.graph(name) for name in changed} | {iris.graph("derived")}
    then = Store.memory(
        quad for quad in now.quads() if quad.graph_name not in other and quad.subject not in other
    )
    former: list[Quad] = [
        quad for kept in changed.values() if kept is not None for quad in revisions.load(kept)
    ]
    then.load(former)
    _unmerge(then, iris)
    derive(then, iris)
    return then


def _unmerge(then: Store, iris: Iris) -> None:
    """Take out what leads from an entity that was still one of its own to the one that it became later."""
    graph, replaced = iris.graph("adoptions"), term("dcterms:isReplacedBy")
    later = [
        quad
        for quad in then.quads(None, replaced, None, graph)
        if isinstance(quad.subject, NamedNode)
        and any(said.predicate != replaced for said in then.quads(quad.subject))
    ]
    if later:
        then.apply([], later)


@dataclass(slots=True, eq=False)
class _State:
    """A state that is put together, or was: `done` is set at the end, with or without success."""

    key: tuple[object, ...]
    generation: Generation
    done: threading.Event = field(default_factory=threading.Event)
    failed: bool = False


class Past:
    """The states of a store's past that a server has at hand; safe to use from many threads."""

    def __init__(self, path: Path, *, most: int = MOST, wait_s: float = WAIT_S) -> None:
        self._path = path
        self._most = most
        self._wait_s = wait_s
        self._lock = threading.Lock()
        self._states: dict[tuple[object, ...], _State] = {}
        self._last = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = Path(tempfile.mkdtemp(prefix="enjoin-known-"))
        self._end = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def at(self, number: int, known: date, changed: Differing) -> Generation:
        """The state in which these documents differ from generation `number`, to be read like one.

        Raises `QueryOverloaded` while it, or another one, is being put together.
        """
        key = (number, *((name, kept and kept.revision) for name, kept in sorted(changed.items())))
        with self._lock:
            state = self._states.pop(key, None)
            if state is not None and state.failed:
                state = None
            if state is None:
                state = self._begin(key, number, known)
            self._states[key] = state  # the last one is the one used last
        if not state.done.wait(self._wait_s):
            raise QueryOverloaded(
                "what was known on that day is being put together; ask again in some seconds"
            )
        if state.failed:
            raise StoreError(f"what was known on {known} cannot be put together from {self._path}")
        return state.generation

    def _begin(self, key: tuple[object, ...], number: int, known: date) -> _State:
        if any(not other.done.is_set() for other in self._states.values()):
            raise QueryOverloaded(
                "what was known on another day is being put together; ask again in some seconds"
            )
        self._forget(number)
        self._last += 1
        state = _State(key, Generation(self._last, self._folder / str(self._last)))
        threading.Thread(target=self._put_together, args=(state, number, known), daemon=True).start()
        return state

    def _put_together(self, state: _State, number: int, known: date) -> None:
        command = [sys.executable, "-P", "-m", f"{__package__}.rebuilding", str(self._path), str(number)]
        command += [known.isoformat(), str(state.generation.path)]
        try:
            with subprocess.Popen(  # noqa: S603 - our own module, a path, a number and a day
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            ) as process:
                self._process = process
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(_LONGEST_S)
                process.kill()
            state.generation.lock.touch()
            state.failed = process.returncode != 0
        except OSError:
            state.failed = True
        finally:
            self._process = None
            state.done.set()

    def _forget(self, number: int) -> None:
        """Delete the states that were not used for longest, and those of generations that are gone."""
        for key, state in list(self._states.items()):
            if len(self._states) >= self._most or key[0] != number or state.failed:
                del self._states[key]
                # Whoever reads it has its files open.
                shutil.rmtree(state.generation.path, ignore_errors=True)
                state.generation.lock.unlink(missing_ok=True)

    def close(self) -> None:
        """Delete all of them."""
        process = self._process
        if process is not None:
            process.kill()
        self._end()


def opened(state: Generation) -> Store:
    """A store that reads a state; `QueryOverloaded` where it was deleted at this very moment."""
    store: Any = open_generation(state)
    if store is None:
        raise QueryOverloaded("what was known on that day must be put together again; ask again")
    return store
