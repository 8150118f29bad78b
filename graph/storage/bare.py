"""Keeps a bare store: plain SPARQL, without vocabulary, provenance, validation or derivation.

All that it holds is its newest generation. A write is done in an expendable process, on a checkpoint
of that generation; where it changed something, the engine's files are adopted as the next one, by
renaming. The serving process itself never opens the engine for writing, whatever is written.
"""

import logging
import shutil
import tempfile
from pathlib import Path

from ..errors import StoreError, StoreLocked
from ..iris import DEFAULT_BASE
from ..updates.change import Change
from ..updates.scratch import Scratch
from ..updates.trials import Task
from . import publish as publishing
from .files import writing_to
from .keeper import DiskKeeper
from .layout import Layout
from .lock import WriterLock
from .store import Store

logger = logging.getLogger(__name__)


class BareKeeper(DiskKeeper):
    """A bare store on disk, for writing or for reading."""

    _writer: WriterLock | None = None

    def _enter(self, path: Path, holder: str, *, write: bool) -> None:
        """What killed writers left unfinished counts for nothing."""
        self.bare = True
        if write:
            self.layout.admit_writer()
            self._writer = WriterLock(self.layout.lock, holder)
            self._tidy()
        if publishing.newest(self.layout.generations) is None:
            self._begin(path)

    @classmethod
    def create(cls, path: Path, base: str = DEFAULT_BASE, holder: str = "") -> "BareKeeper":
        """A new store with nothing in it."""
        layout = Layout(path)
        layout.claim()
        lock = WriterLock(layout.lock, holder)
        with writing_to(path):
            layout.write_stamp(base, bare=True)
        lock.release()
        return cls(path, write=True, holder=holder)

    def _begin(self, path: Path) -> None:
        """The first generation: empty, or what a backup holds."""
        lock = None
        if self._writer is None:
            try:
                lock = WriterLock(self.layout.lock, "beginning")
            except StoreLocked:
                return
        with writing_to(path):
            self.layout.trial.mkdir(exist_ok=True)
            folder = Path(tempfile.mkdtemp(dir=self.layout.trial))
            data = self.layout.data
            first = Scratch.reading(data) if data.is_dir() else Scratch.at(folder / "empty")
            first.backup(folder / "whole")
            first.close()
            publishing.adopt(folder / "whole", self.layout.generations)
            shutil.rmtree(folder, ignore_errors=True)
            shutil.rmtree(data, ignore_errors=True)
        if lock is not None:
            lock.release()

    def begin_writing(self) -> None:
        """Nothing: what would follow is refused in words of its own."""

    def store(self) -> Store:
        raise StoreError("a bare store is changed by SPARQL updates and whole graphs only")

    def attempt(self, task: Task, timeout_s: float) -> Task:
        """Do a write, and publish what it changed; `generation` tells where it can be read."""
        if self._writer is None:
            raise StoreError("the graph was opened for reading; open it for writing")
        current = self.current()
        told = self._trials.run(
            {
                **task,
                "store": str(current.path),
                "work": str(self.layout.trial / "work"),
                "becomes": str(publishing.following(self.layout.generations)),
            },
            timeout_s,
        )
        number = current.number
        if "generation" in told:
            with self._lock:
                self._read = None  # ours must not keep the last one from being deleted
            with writing_to(self.layout.generations):
                number = publishing.adopt(Path(told["generation"]), self.layout.generations).number
        return {**told, "generation": number}

    def settle(self, *, full: bool = False) -> Change:
        """Nothing is ever left to do."""
        del full
        return Change()

    def publish(self) -> publishing.Generation:
        return self.current()

    def announce(self, holder: str) -> None:
        if self._writer is not None:
            self._writer.sign(holder)

    def close(self) -> None:
        super().close()
        if self._writer is not None:
            shutil.rmtree(self.layout.trial, ignore_errors=True)
            self._writer.release()
            self._writer = None
