"""The one place that holds the engine: a store on disk, in memory, or a snapshot to read.

Only named graphs are used. Queries see the union of all of them as their default graph, unless
they say otherwise with FROM or GRAPH.
"""

import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final, cast

import pyoxigraph as ox
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple

from .. import guard
from ..errors import QuerySyntaxError, StoreCorrupted, StoreError, StoreLocked
from ..iris import DEFAULT_BASE
from ..planning.plans import Plans
from ..results import Results, Solution, Term
from ..updates.change import Change, compare
from ..wording import syntax_error
from .files import sync_tree, writing_to
from .layout import Layout
from .lock import ReaderLock, WriterLock

LARGE: Final = 20_000
"""So many statements are changed in one transaction; more of them by files of their own, see `Store.apply`."""
HUGE: Final = 500_000
"""After so many statements came at once the files are compacted: as they were loaded they are read half as quickly, or less."""
_AT_ONCE: Final = 10_000
_REMEMBERED: Final = 50_000
"""Of a change of more statements than this it is not remembered which they were."""
_UNKNOWN: Final = re.compile(r"The custom function <([^>]*)> is not supported")


def _no_value(*_: object) -> None:
    """What a function that nobody knows gives."""


class Store:
    """A set of named graphs that can be asked, and changed all or nothing."""

    def __init__(
        self, engine: ox.Store, path: Path | None = None, lock: WriterLock | ReaderLock | None = None
    ) -> None:
        self._engine: ox.Store | None = engine
        self._lock = lock
        self.path = path
        self.writable = path is None or isinstance(lock, WriterLock)
        self.plans: Plans | None = None
        """How texts are put to what never changes."""
        self.failed = False
        """Whether writing failed: the engine then refuses all that follows, until it is opened anew."""
        self.changed: set[Quad] | None = None
        """What was put in or taken out since `unchanged`, or more than that; `None` where that is not known."""

    @classmethod
    def memory(cls, quads: Iterable[Quad] = ()) -> "Store":
        """A store that nothing on disk knows of."""
        engine = ox.Store()
        engine.bulk_extend(quads)
        return cls(engine)

    @classmethod
    def scratch(cls, path: Path, quads: Iterable[Quad]) -> "Store":
        """Statements put on disk for a while, in an empty directory that nobody else knows of."""
        engine = ox.Store(str(path))
        engine.bulk_extend(quads)
        return cls(engine, path)

    @classmethod
    def create(cls, path: Path, base: str = DEFAULT_BASE, holder: str = "") -> "Store":
        """An empty store in a new or empty directory, open for writing."""
        layout = Layout(path)
        layout.claim()
        store = cls._locked(path, holder)
        # Last, so that a directory with a stamp is a whole store.
        layout.write_stamp(base)
        return store

    @classmethod
    def open(cls, path: Path, holder: str = "") -> "Store":
        """The store in that directory, for writing; one process at a time.

        `holder` is what others are told while it is open (the address of a server). Raises
        `StoreMissing`, `StoreVersion`, `StoreLocked` or `StoreCorrupted`.
        """
        layout = Layout(path)
        layout.admit_writer()
        if not any((place / "CURRENT").exists() for place in (layout.data, layout.following)):
            raise StoreCorrupted(f"the store in {path} has lost its data; restore a backup")
        return cls._locked(path, holder)

    @classmethod
    def _locked(cls, path: Path, holder: str) -> "Store":
        lock = WriterLock(Layout(path).lock, holder)
        try:
            with _opening(path):
                Layout(path).mend()
                return cls(ox.Store(str(Layout(path).data)), path, lock)
        except StoreError:
            lock.release()
            raise

    @classmethod
    def snapshot(cls, path: Path, lock: ReaderLock | None = None) -> "Store":
        """What a published generation holds: files that no process writes, open for reading.

        `lock` keeps them from being deleted as long as the store, or anything read from it, is used.
        """
        with _opening(path):
            store = cls(ox.Store.read_only(str(path)), path, lock)
        store.plans = Plans()
        return store

    @property
    def _open(self) -> ox.Store:
        if self._engine is None:
            raise StoreError("the store is closed")
        return self._engine

    def unchanged(self) -> None:
        """From now on it is remembered what changes, as long as that is little."""
        self.changed = set()

    def note(self, quads: Iterable[Quad]) -> None:
        """Remember statements that come or go."""
        quads = iter(quads)
        while self.changed is not None and (some := list(islice(quads, _AT_ONCE))):
            self.changed.update(some)
            if len(self.changed) > _REMEMBERED:
                self.changed = None

    def reopen(self) -> None:
        """Open the engine's files anew, after writing failed; what was committed is there."""
        if self.path is not None and isinstance(self._lock, WriterLock):
            self._engine = None
            with _opening(self.path):
                Layout(self.path).mend()
                self._engine = ox.Store(str(Layout(self.path).data))
        self.failed = False

    def close(self) -> None:
        """Let go of the files and of the lock; what iterates over the store must have ended."""
        self._engine = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def announce(self, holder: str) -> None:
        """Tell others who it is that writes here: `http://127.0.0.1:8080`."""
        if isinstance(self._lock, WriterLock):
            self._lock.sign(holder)

    # Asking

    def query(
        self,
        sparql: str,
        *,
        default_graphs: Sequence[NamedNode] | None = None,
        named_graphs: Sequence[NamedNode] | None = None,
        prefixes: Mapping[str, str] | None = None,
        base: str | None = None,
        union: bool = True,
    ) -> Results:
        """The results of any query; the text is not checked, see `guard` for strangers' queries.

        The default graph is the union of all named graphs unless `union` is off, the query has
        FROM, or graphs are given: then it is the merge of `default_graphs`, and GRAPH sees only
        `named_graphs`. Raises `QuerySyntaxError`.
        """
        given: dict[str, Any] = {}
        if default_graphs is not None or named_graphs is not None:
            given = {"default_graph": list(default_graphs or ()), "named_graphs": list(named_graphs or ())}
        elif union and not guard.names_dataset(sparql):
            given = {"use_default_graph_as_union": True}
        given["base_iri"] = base
        if self.plans is not None:
            try:
                text = self.plans.text(sparql, lambda short: self._rows(short, prefixes, given))
                if text != sparql:
                    return Results(self._put(text, prefixes, given), self)
            except (QuerySyntaxError, StoreCorrupted):
                pass  # what is wrong is said of the text that was asked
        return Results(self._put(sparql, prefixes, given), self)

    def _rows(
        self, sparql: str, prefixes: Mapping[str, str] | None, given: Mapping[str, Any]
    ) -> list[tuple[Term | None, ...]]:
        return [tuple(row) for row in self._put(sparql, prefixes, given)]

    def _put(self, sparql: str, prefixes: Mapping[str, str] | None, given: Mapping[str, Any]) -> Any:
        """What the engine finds for a text."""
        # A function that nobody knows is an error of its expression (SPARQL 1.1, 17.2), not of the query.
        unknown: dict[NamedNode, Callable[..., Any]] = {}
        # Handing over prefixes costs more than reading most texts, and most texts do without.
        handed: dict[str, str] | None = None
        while True:
            try:
                return self._open.query(sparql, prefixes=handed, custom_functions=unknown or None, **given)
            except SyntaxError as error:
                if handed is not None or not prefixes:
                    raise syntax_error(sparql, error, prefixes or ()) from error
                handed = dict(prefixes)
            except (OSError, RuntimeError) as error:
                named = _UNKNOWN.search(str(error))
                if named is None or NamedNode(named[1]) in unknown:
                    raise StoreCorrupted(f"the store cannot be read: {error}") from error
                unknown[NamedNode(named[1])] = _no_value

    def select(self, sparql: str) -> Iterator[Solution]:
        """The solutions of a SELECT over all graphs, each as what it binds."""
        return iter(self.query(sparql))

    def ask(self, sparql: str) -> bool:
        """The answer to an ASK over all graphs."""
        return bool(self.query(sparql))

    def construct(self, sparql: str) -> Iterator[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE over all graphs."""
        return self.query(sparql).triples()

    def quads(
        self,
        subject: NamedNode | BlankNode | Triple | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,  # noqa: A002 - the word of the specification
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The statements that match; `None` matches everything."""
        try:  # asked a million times: a context manager would cost more than most answers
            yield from self._open.quads_for_pattern(subject, predicate, object, graph)
        except (OSError, RuntimeError) as error:
            raise StoreCorrupted(f"the store cannot be read: {error}") from error

    def graphs(self) -> list[NamedNode]:
        """The names of the graphs, sorted."""
        with _reading():
            found = [name for name in self._open.named_graphs() if isinstance(name, NamedNode)]
        return sorted(found, key=lambda name: name.value)

    def has_graph(self, name: NamedNode) -> bool:
        """Whether there is a graph of that name, be it empty."""
        return self._open.contains_named_graph(name)

    def counts(self) -> dict[NamedNode, int]:
        """How many statements each graph holds."""
        rows = self.select("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        found = {cast("NamedNode", row["g"]): int(cast("ox.Literal", row["n"]).value) for row in rows}
        return dict(sorted(found.items(), key=lambda item: item[0].value))

    def __len__(self) -> int:
        return len(self._open)

    def __contains__(self, quad: Quad) -> bool:
        return quad in self._open

    # Changing

    def load(self, quads: Iterable[Quad]) -> None:
        """Add to a store in memory: fast, and without a transaction."""
        if self.path is not None:
            raise StoreError("a store on disk is changed by replace")
        self._open.bulk_extend(quads)

    def replace(
        self,
        graphs: Mapping[NamedNode, Iterable[Triple | Quad]],
        drop: Collection[NamedNode] = (),
    ) -> dict[NamedNode, Change]:
        """Make each graph hold exactly these statements, and drop others: one transaction.

        Either all of it is done, durably, or nothing. What a graph holds already is left alone,
        so the same statements again change nothing. Blank nodes are the graph's own: a graph
        that has some is written whole when it changed.
        """
        changes: dict[NamedNode, Change] = {}
        added: list[Quad] = []
        removed: list[Quad] = []
        for name, statements in graphs.items():
            wanted = normal(name, statements)
            held = set(self.quads(graph=name))
            changes[name] = change = compare(held, wanted)
            if change:
                added += wanted - held
                removed += held - wanted
        dropped = [name for name in drop if name not in graphs and self._open.contains_named_graph(name)]
        for name in dropped:
            changes[name] = Change(removed=sum(1 for _ in self.quads(graph=name)))
        self.apply(added, removed, dropped=dropped)
        if added or removed or dropped:
            self.flush()
        return changes

    def apply(
        self,
        added: Iterable[Quad],
        removed: Iterable[Quad] = (),
        *,
        created: Iterable[NamedNode] = (),
        dropped: Iterable[NamedNode] = (),
    ) -> None:
        """Take statements out and put others in, blank nodes as they are: one transaction.

        It outlives this process, and a power cut once it was published (or flushed). The graphs `created` are there afterwards, be they empty; those `dropped` are not.
        A change of many statements is made in a copy of the files, which then takes their place; collections
        of them are gone through twice, and never copied.
        """
        added = added if isinstance(added, Collection) else list(added)
        removed = removed if isinstance(removed, Collection) else list(removed)
        dropped = list(dropped)
        if self.changed is not None:
            for quads in (added, removed, *(self.quads(graph=name) for name in dropped)):
                self.note(quads)
        if self.path is not None and len(added) + len(removed) > LARGE:
            self._apply_to_files(added, removed, created, dropped)
            return
        added, removed = list(added), list(removed)
        operations = [f"DROP SILENT GRAPH {name}" for name in dropped]
        functions: dict[NamedNode, Any] = {}
        for verb, quads in (("DELETE", removed), ("INSERT", added)):
            own = [quad for quad in quads if isinstance(quad.graph_name, DefaultGraph)]
            named = [quad for quad in quads if not isinstance(quad.graph_name, DefaultGraph)]
            for statements, template in ((named, "GRAPH ?g { ?s ?p ?o }"), (own, "?s ?p ?o")):
                if statements:
                    operations.append(_told_by_number(verb, template, statements, functions))
        operations += [f"CREATE SILENT GRAPH {name}" for name in created]
        if operations:
            self._write(" ;\n".join(operations), functions=functions, flush=False)

    def _apply_to_files(
        self,
        added: Iterable[Quad],
        removed: Iterable[Quad],
        created: Iterable[NamedNode],
        dropped: Iterable[NamedNode],
    ) -> None:
        """What `apply` does, by files of the engine's own: several times quicker, and not kept in memory."""
        assert self.path is not None
        if not self.writable:
            raise StoreError("this store is open for reading only")
        made = Layout(self.path).trial / "large" / "data"
        with writing_to(self.path):
            shutil.rmtree(made.parent, ignore_errors=True)
            made.parent.mkdir(parents=True)
            self.backup(made)
            try:
                engine = ox.Store(str(made))
                for name in dropped:
                    engine.remove_graph(name)
                for quad in removed:
                    engine.remove(quad)
                come, count = iter(added), 0
                while some := list(islice(come, _AT_ONCE)):
                    engine.bulk_extend(some)
                    count += len(some)
                if count > HUGE:
                    engine.optimize()
                for name in created:
                    engine.add_graph(name)
                engine.flush()
                del engine
            except (OSError, RuntimeError) as error:
                shutil.rmtree(made.parent, ignore_errors=True)
                raise StoreError(f"the store cannot be written: {error}; nothing was changed") from error
            sync_tree(made, but=".sst")
        self.exchange(made, known=True)

    def exchange(self, made: Path, *, known: bool = False) -> None:
        """Hold what the engine's files in `made` hold instead: quicker than any transaction, for what is large.

        Unless what differs is `known`, because it was noted, nobody knows then what has changed.
        """
        if not known:
            self.changed = None
        if self.path is None or not isinstance(self._lock, WriterLock):
            raise StoreError("only a store on disk, open for writing, has files to exchange")
        self._engine = None
        self.failed = True  # until it is open again
        with writing_to(self.path):
            Layout(self.path).exchange(made)
        self.reopen()

    def update(self, sparql: str, prefixes: Mapping[str, str] | None = None) -> None:
        """Do a SPARQL update, all of its operations or none, durably; LOAD and SERVICE are refused."""
        guard.check(sparql, "update", max_length=None)
        self.changed = None
        self._write(sparql, prefixes)

    def _write(
        self,
        sparql: str,
        prefixes: Mapping[str, str] | None = None,
        functions: Mapping[NamedNode, Any] | None = None,
        *,
        flush: bool = True,
    ) -> None:
        if not self.writable:
            raise StoreError("this store is open for reading only")
        try:
            self._open.update(
                sparql,
                prefixes=dict(prefixes) if prefixes else None,
                custom_functions=dict(functions) if functions else None,
            )
            if flush:
                self.flush()
        except SyntaxError as error:
            raise syntax_error(sparql, error, prefixes or (), update=True) from error
        except RuntimeError as error:  # also the engine's word for "that graph exists already" and the like
            self.failed = True
            raise StoreError(f"the update was not done: {error}") from error
        except OSError as error:
            self.failed = True
            raise StoreError(f"the store cannot be written: {error}") from error

    def flush(self) -> None:
        """Returns when everything written is on disk."""
        if self.path is not None:
            self._open.flush()

    def optimize(self) -> None:
        """Compact the files; worth it after many small changes, or one that is huge."""
        self._open.optimize()

    def backup(self, target: Path) -> None:
        """A copy of the data as it is now, by hard links, on disk when it returns; `target` must not exist."""
        try:
            self._open.backup(str(target))
            # The engine syncs its tables when it writes them, and leaves other files to the system.
            sync_tree(target, but=".sst")
        except (OSError, RuntimeError) as error:
            self.failed = True
            raise StoreError(f"no copy could be made in {target}: {error}") from error


def normal(graph: NamedNode, statements: Iterable[Triple | Quad]) -> set[Quad]:
    """The statements in that graph as the engine keeps them: `"01"^^xsd:integer` becomes `1`.

    Blank nodes get labels of their own, so that graphs never share one.
    """
    return {quad for some in normalized(graph, statements) for quad in some}


Own = defaultdict[BlankNode, BlankNode]
"""The labels that the blank nodes of a graph have got."""


def normalized(
    graph: NamedNode, statements: Iterable[Triple | Quad], own: Own | None = None
) -> Iterator[Iterable[Quad]]:
    """What `normal` gives, some at a time; `own` are the labels given before, where it is told in portions."""
    own = defaultdict(BlankNode) if own is None else own
    quads = (
        Quad(
            own[said.subject] if isinstance(said.subject, BlankNode) else said.subject,
            said.predicate,
            own[said.object] if isinstance(said.object, BlankNode) else said.object,
            graph,
        )
        for said in statements
    )
    while some := list(islice(quads, _AT_ONCE)):  # the engine need not hold all of them at once
        engine = ox.Store()
        engine.extend(some)
        yield engine


def _told_by_number(verb: str, template: str, quads: Sequence[Quad], functions: dict[NamedNode, Any]) -> str:
    """An operation on just these statements, which the engine takes one by one from functions.

    So blank nodes are those that the store has: in the text of an update they would be new ones.
    """
    parts: list[str] = []
    for variable, part in (("s", "subject"), ("p", "predicate"), ("o", "object"), ("g", "graph_name")):
        if f"?{variable} " in f"{template} ":
            name = NamedNode(f"urn:enjoin:{verb}:{len(functions)}")
            functions[name] = _part(quads, part)
            parts.append(f"BIND({name}(?n) AS ?{variable})")
    numbers = " ".join(map(str, range(len(quads))))
    return f"{verb} {{ {template} }} WHERE {{ VALUES ?n {{ {numbers} }} {' '.join(parts)} }}"


def _part(quads: Sequence[Quad], part: str) -> Callable[[ox.Literal], Term]:
    return lambda number: getattr(quads[int(number.value)], part)


@contextmanager
def _opening(path: Path) -> Generator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:  # RocksDB's corruption is a RuntimeError
        if "lock hold" in str(error) or "LOCK" in str(error):
            lock = str(path / "data" / "LOCK")
            raise StoreLocked(f"another program has the store in {path} open (lock: {lock})", lock) from error
        raise StoreCorrupted(
            f"the store in {path} cannot be opened: {error}; restore a backup, or ingest the documents again"
        ) from error


@contextmanager
def _reading() -> Generator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise StoreCorrupted(f"the store cannot be read: {error}") from error
