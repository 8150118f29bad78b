"""A finished store becomes a generation: immutable, readable by many processes beside the writer.

    <store>/generations/<n>/        a copy of the engine's files, by hard links
    <store>/generations/<n>.lock    shared by those who read it
    <store>/generations/current     the number of the newest

The pointer is renamed into place when its generation is whole, so a reader finds either the last
one or the next. Those that nobody reads any more are deleted when the next one is published.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .errors import StoreCorrupted, StoreMissing
from .files import sync_directory, write_file
from .lock import ReaderLock, unread
from .store import Store

_POINTER: Final = "current"
_TRIES: Final = 10


@dataclass(frozen=True, slots=True)
class Generation:
    """One published state of a store; numbers grow by one."""

    number: int
    path: Path

    @property
    def lock(self) -> Path:
        return self.path.with_name(f"{self.path.name}.lock")


def publish(store: Store, directory: Path) -> Generation:
    """Make what `store` holds now the newest generation; durable and visible when it returns."""
    directory.mkdir(parents=True, exist_ok=True)
    last = max([_pointed(directory) or 0, *_numbers(directory)])
    fresh = Generation(last + 1, directory / str(last + 1))
    store.backup(fresh.path)
    fresh.lock.touch()
    for file in fresh.path.iterdir():
        _sync(file)
    sync_directory(fresh.path)
    write_file(directory / _POINTER, f"{fresh.number}\n".encode())
    clean(directory)
    return fresh


def newest(directory: Path) -> Generation | None:
    """The generation that the pointer names; `None` where nothing was published yet."""
    number = _pointed(directory)
    return None if number is None else Generation(number, directory / str(number))


def open_newest(directory: Path) -> tuple[Generation, Store]:
    """The newest generation, and a store that reads it and keeps it from being deleted.

    Raises `StoreMissing` where nothing was published, `StoreCorrupted` where it is gone.
    """
    for _ in range(_TRIES):
        found = newest(directory)
        if found is None:
            raise StoreMissing(f"nothing was published in {directory.parent}; run `enjoin publish`")
        store = open_generation(found)
        if store is not None:
            return found, store
    raise StoreCorrupted(f"the generation that {directory / _POINTER} names is gone; publish again")


def open_generation(generation: Generation) -> Store | None:
    """A store that reads a generation; `None` where it was deleted, as a newer one was published."""
    try:
        lock = ReaderLock(generation.lock)
    except FileNotFoundError:
        return None
    return Store.snapshot(generation.path, lock) if generation.path.is_dir() else None


def clean(directory: Path) -> None:
    """Delete the generations before the newest that nobody reads, and what was never finished."""
    current = _pointed(directory)
    for number in _numbers(directory):
        generation = Generation(number, directory / str(number))
        if number == current:
            continue
        generation.lock.touch()  # a copy that was cut short has none
        held = unread(generation.lock)
        if held is None:
            continue
        try:
            shutil.rmtree(generation.path)
            generation.lock.unlink()
        finally:
            os.close(held)


def _pointed(directory: Path) -> int | None:
    try:
        return int((directory / _POINTER).read_text())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreCorrupted(f"{directory / _POINTER} is damaged: {error}; publish again") from error


def _numbers(directory: Path) -> list[int]:
    return sorted(int(path.name) for path in directory.iterdir() if path.name.isdigit() and path.is_dir())


def _sync(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
