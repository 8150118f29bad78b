"""Locks on files, held until they are released or their process ends, however it ends."""

import fcntl
import os
from pathlib import Path

from ..errors import StoreError, StoreLocked
from .files import writing_to


class WriterLock:
    """The lock of the one process that writes to a store; its file says who that is."""

    def __init__(self, path: Path, holder: str = "") -> None:
        """Take the lock, or raise `StoreLocked` with what its holder wrote there."""
        try:
            self._descriptor: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreError(
                f"{path} cannot be opened ({error.strerror}); is the store read-only?"
            ) from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            said = os.pread(self._descriptor, 4096, 0).decode(errors="replace").strip()
            os.close(self._descriptor)
            raise StoreLocked(
                f"the store in {path.parent} is being written by {said or 'another process'}"
                f" (lock: {path}); ask that one, or try again when it has ended",
                str(path),
            ) from None
        try:
            with writing_to(path):
                self.sign(holder)
        except StoreError:
            self.release()
            raise

    def sign(self, holder: str) -> None:
        """Write who holds the lock: `http://127.0.0.1:8080`."""
        if self._descriptor is not None:
            said = f"process {os.getpid()}" + (f", {holder}" if holder else "")
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, said.encode() + b"\n", 0)

    def release(self) -> None:
        """Let others write."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class ReaderLock:
    """A share of the lock on something that must not be deleted while it is read."""

    def __init__(self, path: Path) -> None:
        """Share the lock; `FileNotFoundError` where it was deleted with what it guards."""
        self._descriptor: int | None = None
        self._descriptor = descriptor = os.open(path, os.O_RDONLY)
        fcntl.flock(descriptor, fcntl.LOCK_SH)

    def release(self) -> None:
        """Stop reading; also done when nothing refers to the lock any more."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    __del__ = release


def unread(path: Path) -> int | None:
    """A descriptor that keeps readers out, or `None` while there are some; close it afterwards."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
