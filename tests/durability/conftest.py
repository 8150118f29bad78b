"""File systems of a few MiB, for tests of what happens when nothing can be written any more."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """`disk(mib)`: a file system of that size."""
    made: list[Path] = []

    def make(mib: int) -> Path:
        place = tmp_path / f"disk-{len(made)}"
        place.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={mib}m", "tmpfs", str(place)]
        if os.getuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("only root can make a small disk")
        made.append(place)
        return place

    yield make
    for place in made:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def small_disk(disk: Callable[[int], Path]) -> Path:
    """A file system of a few MiB."""
    return disk(24)


def filled(place: Path) -> Path:
    """A file that takes all that is left."""
    file = place / "filler"
    with file.open("wb", buffering=0) as full:
        try:
            while True:
                full.write(b"\0" * 4096)
        except OSError:
            return file


@pytest.fixture
def fill() -> Callable[[Path], Path]:
    """`fill(place)` takes all that is left on the file system of a place; delete what it gives to have it again."""
    return filled
