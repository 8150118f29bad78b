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
from functools import lru_cache
from pathlib import Path
from typing import Final

from ..errors import StoreCorrupted, StoreMissing
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
    fresh = _next(directory)
    store.backup(fresh.path)
    return _point(fresh)


def adopt(made: Path, directory: Path) -> Generation:
    """Make the engine's files in `made`, which are all on disk, the newest generation, by renaming."""
    directory.mkdir(parents=True, exist_ok=True)
    fresh = _next(directory)
    made.rename(fresh.path)
    return _point(fresh)


def following(directory: Path) -> Path:
    """Where the next generation will be."""
    return _next(directory).path


def _next(directory: Path) -> Generation:
    numbers = _numbers(directory) if directory.is_dir() else []
    number = max([_pointed(directory) or 0, *numbers]) + 1
    return Generation(number, directory / str(number))


def _point(fresh: Generation) -> Generation:
    """Let the pointer name a generation that is whole, and delete those that nobody needs any more."""
    directory = fresh.path.parent
    fresh.lock.touch()
    sync_directory(directory)
    write_file(directory / _POINTER, f"{fresh.number}\n".encode())
    clean(directory)
    return fresh


def newest(directory: Path) -> Generation | None:
    """The generation that the pointer names; `None` where nothing was published yet."""
    number = _pointed(directory)
    return None if number is None else _generation(directory, number)


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


def clean_up(directory: Path) -> None:
    """Delete also what a killed process may have left: only for the one that writes, before it does."""
    if not directory.is_dir():
        return
    for found in directory.glob("*.tmp"):  # a copy of the engine's, before it is whole
        shutil.rmtree(found, ignore_errors=True)
    clean(directory)
    for found in directory.glob("*.lock"):
        if not found.with_suffix("").exists():
            found.unlink(missing_ok=True)


@lru_cache(16)
def _generation(directory: Path, number: int) -> Generation:
    return Generation(number, directory / str(number))


def _pointed(directory: Path) -> int | None:
    try:
        # Read for every question, so without what makes files comfortable.
        pointer = os.open(f"{directory}/{_POINTER}", os.O_RDONLY)
        try:
            return int(os.read(pointer, 32))
        finally:
            os.close(pointer)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreCorrupted(f"{directory / _POINTER} is damaged: {error}; publish again") from error


def _numbers(directory: Path) -> list[int]:
    return sorted(int(path.name) for path in directory.iterdir() if path.name.isdigit() and path.is_dir())
