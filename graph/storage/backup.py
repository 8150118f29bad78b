"""Copies of a store, made while it is served; put back; and checked, graph by graph."""

import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from .. import provenance, rdf
from ..errors import StoreError
from ..iris import Iris
from . import publish
from .files import sync_directory, sync_tree, write_file, writing_to
from .layout import Layout
from .store import Store

_NEVER_WRITTEN_AGAIN: Final = (".sst", ".gz")


@dataclass(frozen=True, slots=True)
class Checksum:
    """One graph: its statements, the SHA-256 of them as canonical N-Quads, and what is wrong with it."""

    graph: str
    statements: int
    sha256: str
    fault: str = ""

    def as_json(self) -> dict[str, str | int]:
        return {
            "graph": self.graph,
            "statements": self.statements,
            "sha256": self.sha256,
            "fault": self.fault,
        }


def backup(layout: Layout, target: Path) -> publish.Generation:
    """Copy the newest generation, and what is kept beside it, to a new or empty directory.

    Nothing is locked: a generation is never changed. The copy is a store that `restore` reads; it
    is on disk when this returns. One that was cut short is no store, and is begun anew.
    """
    said = layout.said()
    generation, held = publish.open_newest(layout.generations)  # held, so that it is not deleted meanwhile
    copied = Layout(target)
    with _making(target):
        copy(generation.path, copied.data)
        for source, place in ((layout.revisions, copied.revisions), (layout.quarantine, copied.quarantine)):
            if source.is_dir():
                copy(source, place)
        sync_tree(target)
        copied.put_stamp(said)
    held.close()
    return generation


def restore(source: Path, target: Path) -> None:
    """Make a store of a backup in a new or empty directory; it is published when it is first opened.

    It has the format of the backup: see `migrations` for an earlier one.
    """
    layout, said = Layout(target), Layout(source).said()
    with _making(target):
        for name in ("data", "revisions", "quarantine"):
            if (source / name).is_dir():
                shutil.copytree(source / name, target / name)
        sync_tree(target)
        layout.put_stamp(said)


def keep(layout: Layout, target: Path) -> None:
    """Copy a store that nobody has open, all that is durable of it; what `restore` reads. For who has its lock."""
    said = layout.said()
    copied = Layout(target)
    with _making(target):
        newest = publish.newest(layout.generations)
        if layout.data.is_dir():
            copy(layout.data, copied.data)
        elif newest is not None:
            copy(newest.path, copied.data)
        for source, place in ((layout.revisions, copied.revisions), (layout.quarantine, copied.quarantine)):
            if source.is_dir():
                copy(source, place)
        sync_tree(target)
        copied.put_stamp(said)


@contextmanager
def _making(target: Path) -> Generator[None]:
    """A new directory, or an empty one, or what a copy that was cut short left of one."""
    mark = target / "unfinished"
    with writing_to(target):
        if mark.exists():
            shutil.rmtree(target)
        if target.exists() and any(target.iterdir()):
            raise StoreError(f"{target} is not empty; name a new directory")
        target.mkdir(parents=True, exist_ok=True)
        write_file(mark, b"a copy was begun here\n")
        yield
        mark.unlink()
        sync_directory(target)
        sync_directory(target.parent)


def verify(store: Store, iris: Iris) -> Iterator[Checksum]:
    """Read every statement, graph by graph; a fault where there are not as many as were recorded."""
    entries = provenance.entries(store, iris)
    for graph in store.graphs():
        quads = rdf.canonical(store.quads(graph=graph))
        digest = sha256("".join(f"{quad} .\n" for quad in quads).encode()).hexdigest()
        entry = entries.get(iris.document(graph))
        wrong = entry is not None and entry.statements != len(quads)
        fault = f"{entry.statements} statements were recorded" if entry is not None and wrong else ""
        yield Checksum(graph.value, len(quads), digest, fault)
    held = {iris.document(graph) for graph in store.graphs()}
    for name, entry in entries.items():
        if name not in held and entry.statements:
            yield Checksum(iris.graph(name).value, 0, "", f"{entry.statements} statements were recorded")


def copy(source: Path, target: Path) -> None:
    """Copy a folder; files that are never written again are linked, where the disk is the same."""

    def link(file: str, copy: str) -> str:
        if file.endswith(_NEVER_WRITTEN_AGAIN):
            with suppress(OSError):  # another disk
                os.link(file, copy)
                return copy
        shutil.copy2(file, copy)
        return copy

    shutil.copytree(source, target, copy_function=link)
