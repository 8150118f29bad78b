"""Where everything of a store stands on disk, and the stamp that says it is a store."""

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from ...ontology import VERSION
from ..errors import StoreCorrupted, StoreError, StoreMissing, StoreOutdated, StoreVersion
from .files import sweep, sync_directory, write_file

FORMAT: Final = 2
"""Version of the layout that is written; an earlier one is read and can be migrated (`migrations`), a later one is refused.

1   what there was at first
2   the stamp says of which version the store's vocabulary and rules are, so that an earlier program does not take them back
"""
_NUMBERS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Layout:
    """The directory of a store.

    store.json      the format's version, the base IRI of the data, whether it is a bare store, and of which
                    version its vocabulary is; written last when a store is made
    lock            held by the one process that writes
    pending         there while what was committed is not yet derived and published
    data/           the engine's own files; a bare store has none, its newest generation is all it has
    data.next/      there for the moment in which other files take the place of `data`
    generations/    what readers open (`publish`)
    trial/          what writes are tried out on; of no worth once they have ended
    revisions/      earlier revisions of documents (`revisions`)
    quarantine/     documents that did not conform (`quarantine`)
    before/<n>/     a copy of the store as it was in format n, made before it was migrated (`migrations`)
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
    def before(self) -> Path:
        return self.path / "before"

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
        self.put_stamp({**said, "bare": True} if bare else {**said, "version": VERSION})

    def put_stamp(self, said: Mapping[str, Any]) -> None:
        """Write the stamp as it is given: that of a copy, or of the next format."""
        write_file(self.stamp, json.dumps(said).encode() + b"\n")

    def admit_writer(self) -> None:
        """Raise `StoreOutdated` for an earlier format, `StoreVersion` where the vocabulary is of a later version than ours."""
        said = self.said()
        if said["format"] < FORMAT:
            raise StoreOutdated(
                f"the store in {self.path} has format {said['format']}, this version of Enjoin writes {FORMAT}; "
                f"bring it up with `enjoin --store {self.path} migrate`, which keeps a copy of it as it is"
            )
        version = str(said.get("version", VERSION))
        if _later(version, VERSION):
            raise StoreVersion(
                f"the vocabulary of the store in {self.path} is that of Enjoin {version}, and this is {VERSION}: "
                "it can be read; write to it with that version, or restore a backup from before"
            )

    def name_version(self) -> None:
        """Say that the vocabulary is this version's, where it was an earlier one's."""
        said = self.said()
        if said.get("version") != VERSION and not said.get("bare"):
            self.put_stamp({**said, "version": VERSION})

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
        for found in self.data.glob(
            "LOG.old.*"
        ):  # the engine begins one whenever it is opened, and keeps a thousand
            found.unlink(missing_ok=True)
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
        return str(self.said()["base"])

    def bare(self) -> bool:
        """Whether it is a plain SPARQL store; raises what `base` does."""
        return bool(self.said().get("bare", False))

    def said(self) -> dict[str, Any]:
        """The stamp; raises what `base` does."""
        try:
            said = cast("dict[str, Any]", json.loads(self.stamp.read_bytes()))
            version, _ = said["format"], str(said["base"])
        except (FileNotFoundError, NotADirectoryError):
            raise StoreMissing(f"there is no store in {self.path}; make one with `enjoin init`") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreCorrupted(f"{self.stamp} is damaged, or not a store's: {error}") from error
        if not isinstance(version, int) or not 1 <= version <= FORMAT:
            raise StoreVersion(
                f"the store in {self.path} has format {version!r}, this version of Enjoin reads 1 to {FORMAT}; "
                "use the version that made it, or restore a backup from before it was migrated"
            )
        return said


def _later(one: str, other: str) -> bool:
    """Whether a version is later than another, by their numbers."""
    return [int(each) for each in _NUMBERS.findall(one)] > [int(each) for each in _NUMBERS.findall(other)]
