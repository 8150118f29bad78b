"""What two states of a graph can be: a release, a dump, a store, the files of an ontology.

Each is opened as a store of named graphs, so that all are compared alike. A dump that is large is put on disk for
the while, and never held whole in memory.
"""

import gzip
import json
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, cast

from pyoxigraph import Quad, RdfFormat, parse

from ...ontology import PARTS
from ..errors import StoreError, UnreadableDocument
from ..formats import by_suffix
from ..iris import DEFAULT_BASE, Iris
from ..storage.store import Store

if TYPE_CHECKING:
    from ..backend import Backend

DUMP: Final = "data/all.nq.gz"
MANIFEST: Final = "release.json"
ANSWERS: Final = "queries/answers.json"
_LARGE: Final = 32 * 2**20
"""Bytes of a dump from which on it is put on disk."""
_VOCABULARY: Final = {"enjoin": "ontology", "deprecated": "ontology", "concepts": "concepts"}
"""The graph that each part of the ontology is loaded into; the alignments are no graph of a store."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two states that are compared; `folder` is that of a release, `plain` a dump without named graphs."""

    name: str
    store: "Backend"
    iris: Iris
    folder: Path | None = None
    plain: bool = False

    def manifest(self) -> dict[str, Any]:
        """What a release says of itself, else nothing."""
        return read_json(self.folder / MANIFEST) if self.folder else {}

    def answers(self) -> list[dict[str, Any]]:
        """What a release says of the answers to its queries, else nothing."""
        path = self.folder / ANSWERS if self.folder else None
        return cast("list[dict[str, Any]]", read_json(path)) if path is not None and path.is_file() else []


def read_json(path: Path) -> Any:  # as it is written there
    """The JSON in a file; `StoreError` where there is none."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be read: {error}") from error


@contextmanager
def opened(place: Path) -> Generator[Side]:
    """What lies at a path, to be compared, until the block ends.

    Raises `StoreError` where there is nothing of that kind, `UnreadableDocument` for a dump that is none.
    """
    if (place / MANIFEST).is_file():
        base = str(read_json(place / MANIFEST).get("base") or DEFAULT_BASE)
        with _loaded(place / DUMP) as store:
            yield Side(place.resolve().name, store, Iris(base), place)
    elif (place / "store.json").is_file():
        from ..storage.keeper import DiskKeeper

        keeper = DiskKeeper(place)
        try:
            yield Side(str(place), keeper.reading(), keeper.iris)
        finally:
            keeper.close()
    elif any((place / f"{part}.ttl").is_file() for part in PARTS):
        yield Side(str(place), Store.memory(_words(place)), Iris())
    elif place.is_file():
        with _loaded(place) as store:
            yield Side(place.name, store, Iris(_base(store)), plain=not store.graphs())
    else:
        raise StoreError(f"{place} is no release, no dump, no store and no folder of an ontology")


@contextmanager
def _loaded(path: Path) -> "Generator[Store]":
    """A dump as a store: in memory, or where it is large in a directory for the while."""
    if not path.is_file():
        raise StoreError(f"{path} is missing")
    if path.stat().st_size < _LARGE:
        yield Store.memory(_read(path))
        return
    with tempfile.TemporaryDirectory(prefix="enjoin-diff.") as folder:
        store = Store.scratch(Path(folder), _read(path))
        try:
            yield store
        finally:
            store.close()


def _read(path: Path) -> Iterator[Quad]:
    form = by_suffix(path.name)
    if form is None or not isinstance(form.engine, RdfFormat):
        raise UnreadableDocument(
            path.name, "its name tells no format of RDF", "call it .nq.gz, .trig or .ttl"
        )
    try:
        with path.open("rb") as raw:
            file = cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if path.name.endswith(".gz") else raw
            yield from parse(file, format=form.engine)
    except (SyntaxError, EOFError, gzip.BadGzipFile) as error:
        raise UnreadableDocument(path.name, str(error).partition("\n")[0]) from error


def _words(folder: Path) -> Iterator[Quad]:
    """The parts of an ontology, each in the graph that a store has it in."""
    for part, graph in _VOCABULARY.items():
        path = folder / f"{part}.ttl"
        if path.is_file():
            name = Iris().graph(graph)
            for quad in _read(path):
                yield Quad(quad.subject, quad.predicate, quad.object, name)


def _base(store: "Backend") -> str:
    """Where the IRIs of a dump begin, told by the names of its graphs."""
    for name in store.graphs():
        base, mark, rest = name.value.rpartition("graph/")
        if mark and rest in {"provenance", "derived", "ontology"}:
            return base
    return DEFAULT_BASE
