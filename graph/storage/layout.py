"""Where everything of a store stands on disk, and the stamp that says it is a store."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from ..errors import StoreCorrupted, StoreError, StoreMissing, StoreVersion
from .files import sweep, sync_directory, write_file

FORMAT: Final = 1
"""Version of the layout; another one is refused, never guessed at."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The directory of a store.

    store.json      the format's version, the base IRI of the data, and whether it is a bare store;
                    written last when a store is made
    lock            held by the one process that writes
    pending         there while what was committed is not yet derived and published
    data/           the engine's own files; a bare store has none, its newest generation is all it has
    data.next/      there for the moment in which other files take the place of `data`
    generations/    what readers open (`publish`)
    trial/          what writes are tried out on; of no worth once they have ended
    revisions/      earlier revisions of documents (`revisions`)
    quarantine/     documents that did not conform (`quarantine`)
    links.sqlite    by which keys entities are held against one another; a cache (`identity.index`)
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
    def following(self) -> Path:
        return self.path / "data.next"

    @property
    def generations(self) -> Path:
        return self.path / "generations"

    @property
    def trial(self) -> Path:
        return self.path / "trial"

    @property
    def revisions(self) -> Path:
        return self.path / "revisions"

    @property
    def quarantine(self) -> Path:
        return self.path / "quarantine"

    def claim(self) -> None:
        """Make the directory, or take an empty one; `StoreError` where a store or other files are in it."""
        if self.stamp.exists():
            raise StoreError(f"there is a store in {self.path} already")
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            # A creation that was cut short leaves these two and no stamp.
            strange = sorted(file.name for file in self.path.iterdir() if file.name not in {"lock", "data"})
            sync_directory(self.path.parent)
        except OSError as error:
            raise StoreError(f"no store can be made in {self.path}: {error.strerror or error}") from error
        if strange:
            raise StoreError(
                f"{self.path} holds other files ({', '.join(strange[:3])}); name an empty directory"
            )

    def write_stamp(self, base: str, *, bare: bool = False) -> None:
        """Say that a store stands here, whole, whose data has that base IRI."""
        said: dict[str, Any] = {"format": FORMAT, "base": base}
        if bare:
            said["bare"] = True
        write_file(self.stamp, json.dumps(said).encode() + b"\n")

    def exchange(self, made: Path) -> None:
        """Let the engine's files in `made`, which are on disk, be `data`; nobody has either open.

        `data` goes before the next ones come, which is the moment of the change: see `mend`.
        """
        made.rename(self.following)
        sync_directory(self.path)
        self.trial.mkdir(exist_ok=True)
        former = self.trial / f"former-{made.parent.name}"
        self.data.rename(former)
        self.mend()
        shutil.rmtree(former, ignore_errors=True)

    def mend(self) -> None:
        """End an exchange of `data` that was cut short, one way or the other; only for who has the lock."""
        if not self.following.is_dir():
            return
        if self.data.is_dir():
            shutil.rmtree(self.following)
        else:
            self.following.rename(self.data)
        sync_directory(self.path)

    def tidy(self) -> None:
        """Delete what writers that were killed left unfinished; only for the one that has the lock."""
        shutil.rmtree(self.trial, ignore_errors=True)
        for found in self.quarantine.glob(".parking-*"):
            shutil.rmtree(found, ignore_errors=True)
        for folder in (self.path, self.generations, self.quarantine, self.revisions):
            if folder.is_dir():
                for found in (folder, *(each for each in folder.iterdir() if each.is_dir())):
                    sweep(found)

    def mark_pending(self) -> None:
        """Say on disk that what is being committed is not yet derived and published."""
        write_file(self.pending, b"derive and publish\n")

    def base(self) -> str:
        """The base IRI of the store's data; `StoreMissing`, `StoreVersion` or `StoreCorrupted`."""
        return str(self._said()["base"])

    def bare(self) -> bool:
        """Whether it is a plain SPARQL store; raises what `base` does."""
        return bool(self._said().get("bare", False))

    def _said(self) -> dict[str, Any]:
        try:
            said = cast("dict[str, Any]", json.loads(self.stamp.read_bytes()))
            version, _ = said["format"], str(said["base"])
        except (FileNotFoundError, NotADirectoryError):
            raise StoreMissing(f"there is no store in {self.path}; make one with `enjoin init`") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreCorrupted(f"{self.stamp} is damaged, or not a store's: {error}") from error
        if version != FORMAT:
            raise StoreVersion(
                f"the store in {self.path} has format {version}, this version of Enjoin reads {FORMAT}; "
                "export it with the version that made it, and ingest the export"
            )
        return said
