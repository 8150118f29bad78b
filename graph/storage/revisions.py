"""Earlier revisions of documents, kept as files beside the store so that `known` can ask for them.

`<store>/revisions/<document>/<revision>.nq.gz` (`iri-<hash>` for an id that is an IRI, or no name for a folder) holds the statements of the document's graph and
its entry of the graph `provenance`, as they were; a comment in its first line says from when to
when the store held them. A file whose revision is still (or again) the current one is left over
from a commit that did not happen, and counts for nothing.
"""

import gzip
import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, cast

from pyoxigraph import Quad, RdfFormat, parse

from .. import rdf
from ..errors import EntityNotFound, StoreCorrupted
from ..provenance import Entry
from .files import sync_directory, write_file

# Anybody may ask for any id: one with dots and slashes would lead out of the folder.
_PLAIN: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}")


@dataclass(frozen=True, slots=True)
class Revision:
    """A former state of a document: held from `recorded_at` up to, not including, `until`."""

    document: str
    revision: int
    digest: str
    recorded_at: str
    until: str
    statements: int
    path: Path

    def as_json(self) -> dict[str, str | int]:
        return {
            "revision": self.revision,
            "digest": self.digest,
            "recordedAt": self.recorded_at,
            "until": self.until,
            "statementCount": self.statements,
        }


def keep(directory: Path, entry: Entry, quads: Iterable[Quad], until: str) -> Revision:
    """Write the revision that `entry` and `quads` are, before it is replaced; durable when it returns."""
    folder = _folder(directory, entry.id)
    folder.mkdir(parents=True, exist_ok=True)
    sync_directory(directory)
    kept = Revision(
        entry.id,
        entry.revision,
        entry.digest,
        entry.recorded_at,
        until,
        entry.statements,
        folder / f"{entry.revision}.nq.gz",
    )
    head = json.dumps({"document": entry.id, **kept.as_json()}, ensure_ascii=True)
    body = "".join(f"{quad} .\n" for quad in rdf.canonical(quads))
    write_file(kept.path, gzip.compress(f"# {head}\n{body}".encode(), mtime=0))
    return kept


def documents(directory: Path) -> list[str]:
    """The ids of the documents of which a revision is kept, sorted."""
    found: list[str] = []
    for folder in directory.iterdir() if directory.is_dir() else ():
        first = next(folder.glob("*.nq.gz"), None)
        if first is not None:
            found.append(_read_head(first).document)
    return sorted(found)


def _folder(directory: Path, document: str) -> Path:
    """The folder of a document's revisions; only a plain id makes the name of a folder as it is."""
    if _PLAIN.fullmatch(document):
        return directory / document
    return directory / f"iri-{sha256(document.encode()).hexdigest()[:32]}"


def listed(directory: Path, document: str, current: Entry | None) -> list[Revision]:
    """The earlier revisions of a document, first to last."""
    found = [_read_head(path) for path in _folder(directory, document).glob("*.nq.gz")]
    before = current.revision if current else None
    return sorted(
        (kept for kept in found if before is None or kept.revision < before), key=lambda kept: kept.revision
    )


def latest(directory: Path, document: str) -> int:
    """The number of the last revision that a file is kept of; 0 where there is none."""
    names = (path.name.partition(".")[0] for path in _folder(directory, document).glob("*.nq.gz"))
    return max((int(name) for name in names if name.isdigit()), default=0)


def load(revision: Revision) -> list[Quad]:
    """The statements of a revision, in its graph and in `provenance`."""
    return list(parse(_unpacked(revision.path), format=RdfFormat.N_QUADS))


def find(directory: Path, document: str, number: int, current: Entry | None) -> Revision:
    """One earlier revision of a document; `EntityNotFound` where it is not kept."""
    for kept in listed(directory, document, current):
        if kept.revision == number:
            return kept
    raise EntityNotFound(f"{document} revision {number}")


def _read_head(path: Path) -> Revision:
    try:
        said = cast("dict[str, Any]", json.loads(_unpacked(path).partition(b"\n")[0].removeprefix(b"# ")))
        return Revision(
            str(said["document"]),
            int(said["revision"]),
            str(said["digest"]),
            str(said["recordedAt"]),
            str(said["until"]),
            int(said["statementCount"]),
            path,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise StoreCorrupted(f"{path} is damaged: {error}") from error


def _unpacked(path: Path) -> bytes:
    try:
        return gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise StoreCorrupted(f"{path} is damaged: {error}") from error
