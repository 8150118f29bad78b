"""A store of an earlier format becomes one of this format: in steps, each of which is done or not.

    <store>/before/<n>/     the store as it was in format n, copied before the first step; `restore` reads it

A step changes the store from one format to the next, and the stamp, which is replaced at once, says when it is done. A
step that was cut short is done again by the next `migrate`; so a step must come to the same end from wherever it was
left. What it changes in the engine's files it changes in one transaction, or in a copy that takes their place.
"""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal

from ...ontology import VERSION
from ...ontology.terms import term
from ..errors import StoreCorrupted
from ..iris import Iris
from ..updates.scratch import Scratch
from . import backup, publish
from .files import sync_tree, writing_to
from .layout import Layout
from .lock import WriterLock
from .store import Store


@dataclass(frozen=True, slots=True)
class Step:
    """From the format before `to` on to `to`; `change` gives what the stamp says more afterwards."""

    to: int
    what: str
    change: Callable[[Layout], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Migrated:
    """What was done: from which format to which, by which steps, and where the copy of the former store is."""

    before: int
    after: int
    steps: tuple[str, ...] = ()
    copy: Path | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "before": self.before,
            "after": self.after,
            "steps": list(self.steps),
            "copy": None if self.copy is None else str(self.copy),
        }


def migrate(path: Path, steps: Sequence[Step] | None = None, *, keep: bool = True) -> Migrated:
    """Bring the store in a directory up to the last format; nothing is done where it has it.

    The caller opens it for writing afterwards, which brings vocabulary and rules up too. Raises what
    opening a store raises. Without `keep` no copy is made: for a store that is one already.
    """
    steps = STEPS if steps is None else steps
    layout = Layout(path)
    layout.said()
    lock = WriterLock(layout.lock, "migrating")
    try:
        layout.mend()
        layout.tidy()  # what a migration, or a writer, that was killed left
        before = int(layout.said()["format"])  # with the lock: another process may just have done it
        todo = [step for step in steps if step.to > before]
        if not todo:
            return Migrated(before, before)
        copy = _copied(layout, before) if keep else None
        for step in todo:
            more = step.change(layout)
            layout.put_stamp({**layout.said(), **more, "format": step.to})
    finally:
        lock.release()
    return Migrated(before, todo[-1].to, tuple(step.what for step in todo), copy)


def _copied(layout: Layout, number: int) -> Path:
    """A copy of the store as it is now; one that is whole, as the migration was cut short after it, is left."""
    copy = layout.before / str(number)
    if not Layout(copy).stamp.exists():
        backup.keep(layout, copy)
    return copy


def rewrite(layout: Layout, change: Callable[[Scratch], None]) -> None:
    """Change what the engine holds, in a copy of its files that takes their place at once: for steps that need it."""
    newest = publish.newest(layout.generations) if layout.bare() else None
    made = layout.trial / "migration" / "data"
    with writing_to(layout.path):
        shutil.rmtree(made.parent, ignore_errors=True)
        made.parent.mkdir(parents=True)
        backup.copy(layout.data if newest is None else newest.path, made)
        scratch = Scratch.at(made)
        try:
            change(scratch)
            scratch.flush()
        finally:
            scratch.close()
        sync_tree(made)
        if newest is not None:
            publish.adopt(made, layout.generations)
            return
        if not layout.bare():
            layout.mark_pending()  # what follows is derived, and published, when it is opened
        layout.exchange(made)


def _version_named(layout: Layout) -> dict[str, Any]:
    """The stamp names the version that the store's own vocabulary says it has."""
    said = layout.said()
    if said.get("bare"):
        return {}
    newest = publish.newest(layout.generations)
    held = layout.data if newest is None else newest.path
    if not (held / "CURRENT").exists():
        raise StoreCorrupted(f"the store in {layout.path} has lost its data; restore a backup")
    iris = Iris(str(said["base"]))
    ontology, told = iris.graph("ontology"), term("owl:versionInfo")
    store = Store.snapshot(held)
    versions = [quad.object for quad in store.quads(ontology, told, graph=iris.graph("provenance"))]
    store.close()
    return {"version": next((each.value for each in versions if isinstance(each, Literal)), VERSION)}


STEPS: Final = (Step(2, "the stamp names the version of the vocabulary", _version_named),)
