"""Where everything of a store stands on disk, and the stamp that says it is a store."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from .errors import StoreCorrupted, StoreMissing, StoreVersion
from .files import write_file

FORMAT: Final = 1
"""Version of the layout; another one is refused, never guessed at."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The directory of a store.

    store.json      the format's version and the base IRI of the data; written last when a store is made
    lock            held by the one process that writes
    pending         there while what was committed is not yet derived and published
    data/           the engine's own files
    generations/    what readers open (`publish`)
    revisions/      earlier revisions of documents (`revisions`)
    quarantine/     documents that did not conform (`quarantine`)
    """

    path: Path

    @property
    def stamp(self) -> Path:
        return self.path / "store.json"

    @property
    def lock(self) -> Path:
        return self.path / "lock"

    @property
    def pending(self) -> Path:
        return self.path / "pending"

    @property
    def data(self) -> Path:
        return self.path / "data"

    @property
    def generations(self) -> Path:
        return self.path / "generations"

    @property
    def revisions(self) -> Path:
        return self.path / "revisions"

    @property
    def quarantine(self) -> Path:
        return self.path / "quarantine"

    def write_stamp(self, base: str) -> None:
        """Say that a store stands here, whole, whose data has that base IRI."""
        write_file(self.stamp, json.dumps({"format": FORMAT, "base": base}).encode() + b"\n")

    def mark_pending(self) -> None:
        """Say on disk that what is being committed is not yet derived and published."""
        write_file(self.pending, b"derive and publish\n")

    def base(self) -> str:
        """The base IRI of the store's data; `StoreMissing`, `StoreVersion` or `StoreCorrupted`."""
        try:
            said = cast("dict[str, Any]", json.loads(self.stamp.read_bytes()))
            version, base = said["format"], str(said["base"])
        except (FileNotFoundError, NotADirectoryError):
            raise StoreMissing(f"there is no store in {self.path}; make one with `enjoin init`") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreCorrupted(f"{self.stamp} is damaged, or not a store's: {error}") from error
        if version != FORMAT:
            raise StoreVersion(
                f"the store in {self.path} has format {version}, this version of Enjoin reads {FORMAT}; "
                "export it with the version that made it, and ingest the export"
            )
        return base
