"""Which entities have a key in common: kept beside the store, so that a batch is held against its like only.

The index is a cache. Each document is entered with the revision that was read; those that have changed since are
entered anew when the index is next used, whoever changed them, and nothing else is read.
"""

import sqlite3
from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from ..backend import Backend
from ..errors import StoreError
from ..iris import Iris
from ..provenance import Entry
from .features import NAMES, NUMBERS, blocks, read
from .neighbours import Neighbourhood

LATER: Final = 5_000
"""More documents than this are not entered on the way: that waits until somebody asks for all links."""
_VERSION: Final = 2
TABLES: Final = """
CREATE TABLE standing (generation INTEGER NOT NULL, whole INTEGER NOT NULL);
CREATE TABLE document (name TEXT PRIMARY KEY, stamp TEXT NOT NULL);
CREATE TABLE entity (document TEXT NOT NULL, iri TEXT NOT NULL, block TEXT NOT NULL, settled INTEGER NOT NULL);
CREATE INDEX entity_block ON entity (block, iri);
CREATE INDEX entity_document ON entity (document);
CREATE INDEX entity_iri ON entity (iri);
"""


class Index:
    """The index of one store; without a `path` it lives as long as this object."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._memory = sqlite3.connect(":memory:", check_same_thread=False) if path is None else None
        if self._memory is not None:
            self._memory.executescript(TABLES)

    def refresh(self, store: Backend, iris: Iris, entries: Mapping[str, Entry]) -> list[str]:
        """Enter what has changed since the index was last used; the names of those documents."""
        with self._open() as base:
            held = dict(base.execute("SELECT name, stamp FROM document"))
            stamps = {name: _stamp(entry) for name, entry in entries.items()}
            gone = [name for name in held if name not in stamps]
            changed = [name for name, stamp in stamps.items() if held.get(name) != stamp]
            for name in (*gone, *changed):
                _enter(base, store, iris, name, entries.get(name))
            return changed

    def standing(self) -> tuple[int, bool] | None:
        """The generation to which the index was last brought, and whether it was brought there wholly."""
        with self._open() as base:
            found = base.execute("SELECT generation, whole FROM standing").fetchone()
        return (found[0], bool(found[1])) if found is not None else None

    def stand(self, generation: int, *, whole: bool) -> None:
        """Say that the index was brought to a generation."""
        with self._open() as base:
            base.execute("DELETE FROM standing")
            base.execute("INSERT INTO standing VALUES (?, ?)", (generation, int(whole)))

    def enter(self, store: Backend, iris: Iris, names: Collection[str], entries: Mapping[str, Entry]) -> None:
        """Enter these documents as they are now, or take them out, and look at no others."""
        with self._open() as base:
            for name in sorted(names):
                _enter(base, store, iris, name, entries.get(name))

    def count(self) -> int:
        """How many documents are entered."""
        with self._open() as base:
            return int(base.execute("SELECT COUNT(*) FROM document").fetchone()[0])

    @contextmanager
    def neighbourhood(self) -> Generator[Neighbourhood]:
        """Who shares a key with whom, for as long as a search takes."""
        with self._open() as base:
            yield Neighbourhood(base)

    @contextmanager
    def _open(self) -> Generator[sqlite3.Connection]:
        if self._memory is not None:
            with self._memory:
                yield self._memory
            return
        assert self._path is not None  # it is one or the other
        try:
            with closing(sqlite3.connect(self._path, timeout=30)) as base:
                if base.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
                    base.executescript(
                        "DROP TABLE IF EXISTS standing; DROP TABLE IF EXISTS document; DROP TABLE IF EXISTS entity;"
                        f" {TABLES}"
                    )
                    base.execute(f"PRAGMA user_version = {_VERSION}")
                with base:
                    yield base
        except sqlite3.OperationalError as error:  # the disk is full, or may only be read
            raise StoreError(f"{self._path} cannot be written: {error}; nothing was lost") from error

    def close(self) -> None:
        """Let go of it."""
        if self._memory is not None:
            self._memory.close()


def _enter(base: sqlite3.Connection, store: Backend, iris: Iris, name: str, entry: Entry | None) -> None:
    """Enter a document as it is now; only take it out, where there is no entry of it."""
    base.execute("DELETE FROM entity WHERE document = ?", (name,))
    base.execute("DELETE FROM document WHERE name = ?", (name,))
    if entry is not None:
        base.executemany("INSERT INTO entity VALUES (?, ?, ?, ?)", _rows(store, iris, name))
        base.execute("INSERT INTO document VALUES (?, ?)", (name, _stamp(entry)))


def _stamp(entry: Entry) -> str:
    return f"{entry.revision} {entry.recorded_at} {entry.digest}"


def _rows(store: Backend, iris: Iris, document: str) -> Iterator[tuple[str, str, str, int]]:
    """What a document adds: the keys of every entity that it has a name for, by all that the graph says of it."""
    graph = iris.graph(document)
    named = {quad.subject for name in NAMES for quad in store.quads(None, name, None, graph)}
    for node in named:
        kind, _ = (iris.kind_and_id(node) if isinstance(node, NamedNode) else None) or ("", "")
        found = read(store, iris, node) if kind in NUMBERS and isinstance(node, NamedNode) else None
        if found is not None:
            of_names, of_numbers = blocks(found)
            yield from ((document, found.iri.value, block, int(found.settled)) for block in sorted(of_names))
            # One number is one number, whether or not it settles who is meant.
            yield from ((document, found.iri.value, block, 0) for block in sorted(of_numbers))
