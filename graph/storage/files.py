"""Files written whole or not at all: a temporary name, to disk, then renamed."""

import os
import re
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from ..errors import StoreError

_TEMPORARY: Final = re.compile(r"\..+\.[a-z0-9_]{8}")


@contextmanager
def replacing(path: Path) -> Generator[BinaryIO]:
    """A file to write that takes the place of `path` when the block ends well, durably.

    Where the block fails, `path` is as it was and no temporary file is left.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)  # mkstemp keeps others out; what we publish is for all  # noqa: PTH101
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def write_file(path: Path, content: bytes) -> None:
    """Write `content` to `path`, whole or not at all, durably; the directory must exist. Or `StoreError`."""
    with writing_to(path), replacing(path) as file:
        file.write(content)


@contextmanager
def writing_to(place: Path) -> Generator[None]:
    """Tells a `StoreError` where files cannot be written: the disk is full, or may only be read."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{place} cannot be written: {error.strerror or error}; nothing was lost") from error


def sweep(directory: Path) -> None:
    """Delete the temporary files that a killed process left in a directory."""
    for found in directory.iterdir():
        if _TEMPORARY.fullmatch(found.name) and found.is_file():
            found.unlink(missing_ok=True)


def sync_directory(path: Path) -> None:
    """Returns when the names in that directory are on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Returns when what the file holds is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(path: Path, *, but: str = "") -> None:
    """Returns when all files and folders below a folder, and the folder itself, are on disk.

    Files whose names end in `but` are left out: whoever wrote them has seen to it.
    """
    for found in path.iterdir():
        if found.is_dir():
            sync_tree(found, but=but)
        elif not but or not found.name.endswith(but):
            sync_file(found)
    sync_directory(path)
