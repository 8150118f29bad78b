"""Keeps a store: one writer, readers on published generations, and nothing left half done.

Whoever reads sees the newest generation, never the writer's store: a document that was committed but
not yet derived is no state that anybody should see. What a writer began and did not end, because it
was killed, is ended by the next one that opens the store.
"""

import logging
import shutil
import threading
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from ... import ontology, shapes
from ...ontology.terms import ej, term
from ..backend import Backend
from ..effects.things import DEFAULT_RULES
from ..errors import StoreError, StoreLocked, StoreMissing
from ..iris import DEFAULT_BASE, Iris
from ..updates.change import Change
from ..updates.trials import Trials
from . import publish as publishing
from .files import writing_to
from .layout import Layout
from .renewing import renew
from .store import Store

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ..updates.trials import Task

logger = logging.getLogger(__name__)

_ROOMS: Final = {
    "ontology": ("enjoin", "deprecated"),
    "concepts": ("concepts",),
}
"""The graphs of the vocabulary, and which parts of the ontology each holds."""
_GENERATIONS: Final = 1_000
"""Of so many generations this process remembers which graphs have changed with each."""
_VERSIONED: Final = (*_ROOMS, "shapes", "derived")
"""The graphs of which it is recorded by what version they were made."""


class Keeper:
    """A store in memory: its writer and its readers are one."""

    path: Path | None = None
    bare = False
    """Whether it keeps a plain SPARQL store: no vocabulary, provenance or derivation."""
    writing: threading.RLock
    """Held from the first look at the store to the publishing of what was done: one change at a time."""

    def __init__(self, base: str = DEFAULT_BASE, *, bare: bool = False) -> None:
        self.iris = Iris(base)
        self.generation = 0
        self.writing = threading.RLock()
        self._store: Store | None = Store.memory()
        self.bare = bare
        if not bare:
            fill(self.store(), self.iris)

    def store(self) -> Store:
        """The store to write to; `StoreError` where it was opened for reading."""
        if self._store is None:
            raise StoreError("the graph was opened for reading; open it for writing")
        return self._store

    def begin_writing(self) -> None:
        """Become the writer, where nobody else is; see `DiskKeeper`."""

    def reading(self) -> Backend:
        """What is asked: a state that was published."""
        return self.store()

    def writable_or_read(self) -> Store:
        """The store to try something out on: the one to write to, else the one that is read."""
        found = self._store or self.reading()
        if not isinstance(found, Store):
            raise StoreError("this needs a store of our own; a service has none")
        return found

    @property
    def beside(self) -> Layout | None:
        """Where on this machine stands what no engine keeps: documents held back, earlier revisions."""
        return None

    def remembering(self) -> Store:
        """The store to go back in time from."""
        found = self.reading()
        if not isinstance(found, Store):
            raise StoreError("this needs a store of our own; a service has none")
        return found

    def settle(self, *, full: bool = False) -> Change:
        """Derive and publish what was committed; `full` derives from scratch."""
        change = self._derive(full=full)
        self.generation += 1
        return change

    def show(self) -> None:
        """Publish what was committed, where nothing else follows from it than before."""
        self.settle()

    def _derive(self, *, full: bool) -> Change:
        del full  # there is no former state in memory to go on from
        return Change() if self.bare else derive(self.store(), self.iris)

    def changed_since(self, generation: int) -> frozenset[NamedNode] | None:
        """The graphs that have changed since a generation; `None` where that is not known."""
        del generation
        return None

    def announce(self, holder: str) -> None:
        """Tell others who writes here."""

    def close(self) -> None:
        """Let go of everything."""
        self._store = None


class DiskKeeper(Keeper):
    """A store on disk, for writing or for reading."""

    def __init__(self, path: Path, *, write: bool = False, holder: str = "") -> None:
        """Open what is in that directory, and first end what a killed writer left."""
        self.path = path
        self.layout = Layout(path)
        self._generations = self.layout.generations  # made once: every question looks there
        self.iris = Iris(self.layout.base())
        self.writing = threading.RLock()
        self._lock = threading.Lock()
        self._store: Store | None = None
        self._read: Store | None = None
        self._trials = Trials()
        self._changed: dict[int, frozenset[NamedNode]] = {}
        try:
            self._enter(path, holder, write=write)
            found, self._read = publishing.open_newest(self.layout.generations)
        except BaseException:
            self.close()  # or the lock would be held on
            raise
        self.generation = found.number

    def _enter(self, path: Path, holder: str, *, write: bool) -> None:
        """Become the writer, or only see to it that there is something to read."""
        if write:
            self._store = Store.open(path, holder)
            self._tidy()
            self._recover()
        elif self.layout.pending.exists() or publishing.newest(self.layout.generations) is None:
            self._recover_for_readers()

    @property
    def beside(self) -> Layout:
        return self.layout

    @classmethod
    def create(cls, path: Path, base: str = DEFAULT_BASE, holder: str = "") -> "DiskKeeper":
        """A new store with nothing in it but the vocabulary."""
        store = Store.create(path, base, holder)
        Layout(path).mark_pending()
        store.close()
        return cls(path, write=True, holder=holder)

    def _tidy(self) -> None:
        self.layout.tidy()
        publishing.clean_up(self.layout.generations)

    def _recover(self) -> None:
        """End what was begun: the vocabulary of this version, derived, published."""
        stale = self.layout.pending.exists() or publishing.newest(self.layout.generations) is None
        other_rules = fill(self.store(), self.iris)
        self.layout.name_version()
        if not (other_rules or stale):
            self.store().unchanged()  # it is what was published last
        else:
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
            self._tidy()
            self._recover()
        finally:
            self._store.close()
            self._store = None

    def begin_writing(self) -> None:
        """Become the writer of a store that was opened for reading; `StoreLocked` where another one writes."""
        if self._store is None:
            self._enter(self.path or Path(), "", write=True)

    def store(self) -> Store:
        found = super().store()
        if found.failed:
            found.reopen()
        return found

    def reading(self) -> Backend:
        """The newest generation; it is looked up each time, so that what was published is seen."""
        found = publishing.newest(self._generations)
        with self._lock:
            if self._read is None or (found is not None and found.number != self.generation):
                # The former one is let go when the last that reads it has ended.
                opened, self._read = publishing.open_newest(self._generations)
                self.generation = opened.number
            return self._read

    def settle(self, *, full: bool = False) -> Change:
        self.layout.mark_pending()
        change = self._derive(full=full)
        self.publish()
        self.layout.pending.unlink(missing_ok=True)
        return change

    def show(self) -> None:
        self.publish()
        self.layout.pending.unlink(missing_ok=True)

    def _derive(self, *, full: bool) -> Change:
        """What was published last is whole, whatever has become of the store since: go on from there."""
        store = self.store()
        if full or publishing.newest(self._generations) is None:
            return derive(store, self.iris)
        former = self._published()
        if store.changed is not None:
            change = rederive(store, self.iris, former, store.changed)
            if change is not None:
                return change
        return derive(store, self.iris, former)

    def _published(self) -> Store:
        """The newest generation, as a store."""
        found = self.reading()
        assert isinstance(found, Store)
        return found

    def publish(self) -> publishing.Generation:
        """Make what the store holds the newest generation."""
        with self._lock:
            self._read = None  # ours must not keep the last one from being deleted
        with writing_to(self.layout.generations):
            found = publishing.publish(self.store(), self.layout.generations)
        self._note(found.number)
        logger.info("published generation %d", found.number)
        return found

    def _note(self, number: int) -> None:
        """Remember what has changed with a generation, and begin anew."""
        store = self.store()
        if store.changed is None or len(self._changed) >= _GENERATIONS:
            self._changed.clear()
        if store.changed is not None:
            names = {quad.graph_name for quad in store.changed}
            self._changed[number] = frozenset(each for each in names if isinstance(each, NamedNode))
        store.unchanged()

    def changed_since(self, generation: int) -> frozenset[NamedNode] | None:
        numbers = range(generation + 1, self.current().number + 1)
        if not all(number in self._changed for number in numbers):
            return None
        return frozenset[NamedNode]().union(*(self._changed[number] for number in numbers))

    def attempt(self, task: "Task", timeout_s: float) -> "Task":
        """What a write would change, tried out in an expendable process on the newest generation; see `trial`."""
        return self._trials.run(
            {
                **task,
                "store": str(self.current().path),
                "work": str(self.layout.trial / "work"),
                "becomes": "",
            },
            timeout_s,
        )

    def end_what_was_begun(self) -> None:
        """Publish what was committed when its publishing failed: writes go on from what is published."""
        if self.layout.pending.exists():
            self.settle()

    def current(self) -> publishing.Generation:
        """The generation that is read now; `StoreMissing` where nothing was published."""
        found = publishing.newest(self._generations)
        if found is None:
            raise StoreMissing(f"nothing was published in {self.path}; run `enjoin publish`")
        return found

    def announce(self, holder: str) -> None:
        self.store().announce(holder)

    def close(self) -> None:
        self._trials.close()
        self._read = None
        if self._store is not None:
            shutil.rmtree(self.layout.trial, ignore_errors=True)
            self._store.close()
        super().close()


def fill(store: Store, iris: Iris) -> bool:
    """Bring the graphs of the vocabulary, and the rules, up to this version; whether anything had to change."""
    provenance = iris.graph("provenance")
    wanted = {Quad(each.subject, each.predicate, each.object, provenance) for each in _versions(iris)}
    # A look at these few, not through the provenance of everything: this is asked whenever a store is opened.
    held = {quad for name in _VERSIONED for quad in store.quads(iris.graph(name), graph=provenance)}
    if held == wanted:
        return False
    graphs: dict[NamedNode, Iterable[Triple | Quad]] = {
        iris.graph(name): [triple for part in parts for triple in ontology.load(part)]
        for name, parts in _ROOMS.items()
    }
    store.replace({**graphs, iris.graph("shapes"): shapes.load()})
    store.apply(wanted - held, held - wanted)  # last, so that whoever is cut short begins anew
    store.flush()
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


def rederive(store: Store, iris: Iris, former: Store, changed: "Collection[Quad]") -> Change | None:
    """Change in the graph `derived` what follows otherwise since `former`; `None`, and nothing done, where that is much.

    `changed` are all statements that may have come or gone.
    """
    from ..effects.deriving import follow

    told = [(quad, quad in former, quad in store) for quad in changed]
    came = [quad for quad, was, is_ in told if is_ and not was]
    went = [quad for quad, was, is_ in told if was and not is_]
    found = follow(store, iris, came, went)
    if found is None:
        return None
    if found.added or found.removed:
        store.apply(found.added, found.removed)
        store.flush()
    return Change(len(found.added), len(found.removed))


def derive(store: Store, iris: Iris, former: Store | None = None) -> Change:
    """Rebuild the graph `derived` of a store, in one transaction; how it changed. `former`: see `deriving`.

    What is too large to be held in memory is derived from scratch, and written, piece by piece.
    """
    from ..effects.deriving import derived
    from ..effects.piecemeal import derived_by_pieces, is_large

    graph = iris.graph("derived")
    if is_large(store, iris):
        return renew(store, graph, derived_by_pieces(store, iris))
    return store.replace({graph: derived(store, iris, former)}).get(graph, Change())
