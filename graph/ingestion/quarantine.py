"""Documents that did not conform, parked with their bytes and their reports until somebody decides.

    <store>/quarantine/<id>/content       the document, gzipped
    <store>/quarantine/<id>/about.json    what it is called, whence and when, and why it is here

A document that is refused again takes the place of itself; one that goes in leaves.
"""

import gzip
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from ..errors import EntityNotFound, StoreCorrupted
from ..storage.files import sync_directory, write_file
from .documents import Document
from .receipt import Outcome

_ABOUT = "about.json"
_CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Parked:
    """One document in quarantine, and why it is there: a sentence for each problem."""

    id: str
    name: str
    digest: str
    form: str
    since: str
    problems: tuple[str, ...]
    outcome: dict[str, Any]
    path: Path

    def as_json(self) -> dict[str, Any]:
        """What is known of it, with the report as it was made."""
        return {
            "id": self.id,
            "name": self.name,
            "digest": self.digest,
            "form": self.form,
            "since": self.since,
            "problems": list(self.problems),
            "outcome": self.outcome,
        }


class Quarantine:
    """The quarantine of one store."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def park(self, document: Document, outcome: Outcome, since: str, form: str = "") -> None:
        """Put a document aside, with what is wrong with it; durable when it returns."""
        self.directory.mkdir(parents=True, exist_ok=True)
        about: dict[str, Any] = {
            "id": document.id,
            "name": document.name,
            "digest": document.digest,
            "title": document.title,
            "url": document.url,
            "licence": document.licence,
            "retrievedOn": document.retrieved_on.isoformat() if document.retrieved_on else "",
            "mapping": document.mapping,
            "mappingName": document.mapping_name,
            "form": form,
            "since": since,
            "problems": list(outcome.problems),
            "outcome": outcome.as_json(),
        }
        staged = Path(tempfile.mkdtemp(dir=self.directory, prefix=".parking-"))
        write_file(staged / _CONTENT, gzip.compress(document.content, mtime=0))
        write_file(staged / _ABOUT, json.dumps(about, indent=1, ensure_ascii=False).encode() + b"\n")
        self._remove(document.id)
        staged.chmod(0o755)
        staged.rename(self.directory / document.id)
        sync_directory(self.directory)

    def listed(self) -> list[Parked]:
        """What is parked, by id."""
        if not self.directory.is_dir():
            return []
        folders = sorted(each for each in self.directory.iterdir() if not each.name.startswith("."))
        return [_read(folder) for folder in folders]

    def find(self, name: str) -> Parked:
        """One parked document; `EntityNotFound` with ids like it."""
        listed = {parked.id: parked for parked in self.listed()}
        if name not in listed:
            from difflib import get_close_matches

            raise EntityNotFound(name, get_close_matches(name, listed, n=3))
        return listed[name]

    def document(self, name: str) -> Document:
        """A parked document as it was brought, to be read again."""
        parked = self.find(name)
        said = _about(parked.path)
        try:
            content = gzip.decompress((parked.path / _CONTENT).read_bytes())
        except (OSError, EOFError) as error:
            raise StoreCorrupted(f"{parked.path / _CONTENT} is damaged: {error}") from error
        retrieved = str(said.get("retrievedOn") or "")
        return Document(
            id=parked.id,
            name=parked.name,
            content=content,
            digest=parked.digest,
            title=str(said.get("title") or parked.name),
            url=str(said.get("url") or ""),
            licence=str(said.get("licence") or ""),
            retrieved_on=date.fromisoformat(retrieved) if retrieved else None,
            mapping=str(said.get("mapping") or ""),
            mapping_name=str(said.get("mappingName") or ""),
        )

    def drop(self, names: Sequence[str]) -> None:
        """Give these documents up; `EntityNotFound`, and none dropped, where one is not parked."""
        for name in names:
            self.find(name)
        self.release(names)

    def release(self, names: Sequence[str]) -> None:
        """Remove what has gone in, where it was parked."""
        for name in names:
            self._remove(name)

    def _remove(self, name: str) -> None:
        place = self.directory / name
        if place.exists():
            # Out of sight at once, so that no half of it is ever listed.
            gone = Path(tempfile.mkdtemp(dir=self.directory, prefix=".gone-"))
            place.rename(gone / name)
            shutil.rmtree(gone)


def _about(folder: Path) -> dict[str, Any]:
    try:
        return cast("dict[str, Any]", json.loads((folder / _ABOUT).read_bytes()))
    except (OSError, ValueError) as error:
        raise StoreCorrupted(f"{folder / _ABOUT} is damaged: {error}") from error


def _read(folder: Path) -> Parked:
    said = _about(folder)
    try:
        return Parked(
            str(said["id"]),
            str(said["name"]),
            str(said["digest"]),
            str(said["form"]),
            str(said["since"]),
            tuple(str(problem) for problem in said["problems"]),
            cast("dict[str, Any]", said["outcome"]),
            folder,
        )
    except (KeyError, TypeError) as error:
        raise StoreCorrupted(f"{folder / _ABOUT} is damaged: {error}") from error
