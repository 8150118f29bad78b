"""Keeps a store: one writer, readers on published generations, and nothing left half done.

Whoever reads sees the newest generation, never the writer's store: a document that was committed but
not yet derived is no state that anybody should see. What a writer began and did not end, because it
was killed, is ended by the next one that opens the store.
"""

import logging
import threading
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from .. import ontology, shapes
from ..ontology.terms import ej, term
from . import publish as publishing
from .backend import Backend
from .change import Change
from .errors import StoreError, StoreLocked, StoreMissing
from .iris import DEFAULT_BASE, Iris
from .layout import Layout
from .remote import Remote
from .store import Store
from .things import DEFAULT_RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

logger = logging.getLogger(__name__)

_ROOMS: Final = {
    "ontology": ("enjoin", "deprecated"),
    "concepts": ("concepts",),
}
"""The graphs of the vocabulary, and which parts of the ontology each holds."""


class Keeper:
    """A store in memory: its writer and its readers are one."""

    path: Path | None = None
    writing: threading.RLock
    """Held from the first look at the store to the publishing of what was done: one change at a time."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        self.iris = Iris(base)
        self.generation = 0
        self.writing = threading.RLock()
        self._store: Store | None = Store.memory()
        fill(self.store(), self.iris)

    def store(self) -> Store:
        """The store to write to; `StoreError` where it was opened for reading."""
        if self._store is None:
            raise StoreError("the graph was opened for reading; open it for writing")
        return self._store

    def reading(self) -> Backend:
        """What is asked: a state that was published."""
        return self.store()

    def writable_or_read(self) -> Store:
        """The store to try something out on: the one to write to, else the one that is read."""
        found = self._store or self.reading()
        if not isinstance(found, Store):
            raise StoreError("this needs a store of our own; a service has none")
        return found

    def settle(self, *, full: bool = False) -> Change:
        """Derive and publish what was committed; `full` derives from scratch."""
        change = self._derive(full=full)
        self.generation += 1
        return change

    def _derive(self, *, full: bool) -> Change:
        del full  # there is no former state in memory to go on from
        return derive(self.store(), self.iris)

    def announce(self, holder: str) -> None:
        """Tell others who writes here."""

    def close(self) -> None:
        """Let go of everything."""
        self._store = None


class RemoteKeeper(Keeper):
    """A service elsewhere: it is asked, and keeps itself."""

    def __init__(self, service: Remote, base: str = DEFAULT_BASE) -> None:
        self.iris = Iris(base)
        self.generation = 0
        self.writing = threading.RLock()
        self._store = None
        self._service = service

    def store(self) -> Store:
        raise StoreError(f"the service at {self._service.address} is only asked from here, not written to")

    def reading(self) -> Backend:
        return self._service


class DiskKeeper(Keeper):
    """A store on disk, for writing or for reading."""

    def __init__(self, path: Path, *, write: bool = False, holder: str = "") -> None:
        """Open what is in that directory, and first end what a killed writer left."""
        self.path = path
        self.layout = Layout(path)
        self.iris = Iris(self.layout.base())
        self.writing = threading.RLock()
        self._lock = threading.Lock()
        self._store = Store.open(path, holder) if write else None
        self._read: Store | None = None
        if write:
            self._recover()
        elif self.layout.pending.exists() or publishing.newest(self.layout.generations) is None:
            self._recover_for_readers()
        found, self._read = publishing.open_newest(self.layout.generations)
        self.generation = found.number

    @classmethod
    def create(cls, path: Path, base: str = DEFAULT_BASE, holder: str = "") -> "DiskKeeper":
        """A new store with nothing in it but the vocabulary."""
        store = Store.create(path, base, holder)
        Layout(path).mark_pending()
        store.close()
        return cls(path, write=True, holder=holder)

    def _recover(self) -> None:
        """End what was begun: the vocabulary of this version, derived, published."""
        stale = self.layout.pending.exists() or publishing.newest(self.layout.generations) is None
        other_rules = fill(self.store(), self.iris)
        if other_rules or stale:
            logger.info("deriving and publishing what was left to do in %s", self.path)
            self.settle(full=other_rules)

    def _recover_for_readers(self) -> None:
        try:
            self._store = Store.open(self.path or Path(), "recovering")
        except StoreLocked:
            return  # its writer is at work, and will publish
        except StoreError as error:
            logger.warning("%s", error)
            return
        try:
            self._recover()
        finally:
            self._store.close()
            self._store = None

    def reading(self) -> Backend:
        """The newest generation; it is looked up each time, so that what was published is seen."""
        found = publishing.newest(self.layout.generations)
        with self._lock:
            if self._read is None or (found is not None and found.number != self.generation):
                # The former one is let go when the last that reads it has ended.
                opened, self._read = publishing.open_newest(self.layout.generations)
                self.generation = opened.number
            return self._read

    def settle(self, *, full: bool = False) -> Change:
        self.layout.mark_pending()
        change = self._derive(full=full)
        self.publish()
        self.layout.pending.unlink(missing_ok=True)
        return change

    def _derive(self, *, full: bool) -> Change:
        """What was published last is whole, whatever has become of the store since: go on from there."""
        if full or publishing.newest(self.layout.generations) is None:
            return derive(self.store(), self.iris)
        _, former = publishing.open_newest(self.layout.generations)
        return derive(self.store(), self.iris, former)

    def publish(self) -> publishing.Generation:
        """Make what the store holds the newest generation."""
        with self._lock:
            self._read = None  # ours must not keep the last one from being deleted
        found = publishing.publish(self.store(), self.layout.generations)
        logger.info("published generation %d", found.number)
        return found

    def current(self) -> publishing.Generation:
        """The generation that is read now; `StoreMissing` where nothing was published."""
        found = publishing.newest(self.layout.generations)
        if found is None:
            raise StoreMissing(f"nothing was published in {self.path}; run `enjoin publish`")
        return found

    def announce(self, holder: str) -> None:
        self.store().announce(holder)

    def close(self) -> None:
        self._read = None
        if self._store is not None:
            self._store.close()
        super().close()


def fill(store: Store, iris: Iris) -> bool:
    """Bring the graphs of the vocabulary, and the rules, up to this version; whether anything had to change."""
    provenance = iris.graph("provenance")
    wanted = _versions(iris)
    about = {triple.subject for triple in wanted}
    held = {quad.triple for quad in store.quads(graph=provenance) if quad.subject in about}
    if held == wanted:
        return False
    kept = [quad for quad in store.quads(graph=provenance) if quad.subject not in about]
    graphs: dict[NamedNode, Iterable[Triple | Quad]] = {
        iris.graph(name): [triple for part in parts for triple in ontology.load(part)]
        for name, parts in _ROOMS.items()
    }
    store.replace({**graphs, iris.graph("shapes"): shapes.load(), provenance: [*kept, *wanted]})
    return True


def _versions(iris: Iris) -> set[Triple]:
    """What the vocabulary and the rules of this version are known by; `derived` is stale under others."""
    texts = {name: "".join(ontology.text(part) for part in parts) for name, parts in _ROOMS.items()}
    digests = {name: f"sha256:{sha256(text.encode()).hexdigest()}" for name, text in texts.items()}
    digests["shapes"] = shapes.digest()
    found = {Triple(iris.graph(name), ej("digest"), Literal(digest)) for name, digest in digests.items()}
    found |= {
        Triple(iris.graph(name), term("owl:versionInfo"), Literal(ontology.VERSION)) for name in digests
    }
    rules = Triple(iris.graph("derived"), ej("ruleSetVersion"), Literal(DEFAULT_RULES.version))
    return found | {rules}


def derive(store: Store, iris: Iris, former: Store | None = None) -> Change:
    """Rebuild the graph `derived` of a store, all at once; how it changed. `former`: see `deriving`."""
    from .deriving import derived

    graph = iris.graph("derived")
    return store.replace({graph: derived(store, iris, former)}).get(graph, Change())
