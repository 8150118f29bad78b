"""A release: one folder with the data, the words, the rules, the questions and their answers' digests.

    enjoin-1.0.0/
      README.md  CITATION.cff  release.json  catalogue.ttl  SHA256SUMS
      data/all.nq.gz      what documents say, what was derived, and the vocabulary; canonical and sorted
      data/asserted.trig.gz  what documents say
      ontology/*  shapes/*.ttl  queries/*.rq  queries/answers.json
      CHANGES.md  changes.json  data/changes.rdfp.gz    how it differs from the release before it, where there is one

The same graph, version, day and release before give the same bytes. The folder appears whole or not at all.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ... import ontology, queries, shapes
from .. import export, formats, rdf, stats
from ..errors import QueryParameterError, StoreError
from ..results import Results
from ..storage.files import sync_directory, sync_tree, writing_to
from . import answering, catalogue, previous, words
from .coverage import Coverage, coverage
from .previous import SUMS, Previous
from .sides import MANIFEST, Side

if TYPE_CHECKING:
    from ..backend import Backend
    from ..iris import Iris

DUMPS: Final[tuple[tuple[str, export.Layer], ...]] = (
    ("data/all.nq.gz", "all"),
    ("data/asserted.trig.gz", "asserted"),
)
_VERSION: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]*")


@dataclass(frozen=True, slots=True)
class Release:
    """A release that was written: its folder, its files with their SHA-256, and what it covers."""

    folder: Path
    version: str
    issued: date
    statements: int
    files: dict[str, str]
    coverage: Coverage
    previous: str = ""
    """The version of the release that it was compared with."""

    def as_json(self) -> dict[str, Any]:
        return {
            "folder": str(self.folder),
            "version": self.version,
            "issued": self.issued.isoformat(),
            "statements": self.statements,
            "files": self.files,
            "coverage": self.coverage.as_json(),
            "previous": self.previous or None,
        }


@dataclass(frozen=True, slots=True)
class Made:
    """What a release is made from: a state of the graph, who answers queries over it, and the release before."""

    store: "Backend"
    iris: "Iris"
    ask: Callable[[str], Results]
    rules: str
    previous: Previous | None = None


def release(made: Made, version: str, folder: Path, *, issued: date) -> Release:
    """Write the release `version` to `folder`/enjoin-`version`.

    Raises `QueryParameterError` for a version that cannot name a folder, `StoreError` where that release
    is there already or the disk does not take it: then nothing is left behind.
    """
    if not _VERSION.fullmatch(version):
        raise QueryParameterError(
            f"{version!r} is no version: write letters, digits, dots, plus and minus: 1.0.0"
        )
    target = folder / f"enjoin-{version}"
    if target.exists():
        raise StoreError(f"{target} is there already; a release is never changed, name the next version")
    with writing_to(folder):
        folder.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=f".enjoin-{version}.", dir=folder))
        try:
            found = _fill(place, made, version, issued)
            place.chmod(0o755)  # made for its owner alone; a release is for all
            sync_tree(place)
            place.rename(target)
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise
        sync_directory(folder)
    dumped, covered, files = found
    before = made.previous.version if made.previous else ""
    return Release(target, version, issued, dumped, files, covered, before)


def _fill(place: Path, made: Made, version: str, issued: date) -> tuple[int, Coverage, dict[str, str]]:
    counted = stats.count(made.store, rules=made.rules)
    covered = coverage(made.store)
    dumps = {path: _dump(made, place / path, layer) for path, layer in DUMPS}
    statements = dumps[DUMPS[0][0]].statements
    for path, content in _vocabulary():
        _put(place / path, content)
    digests = [each.as_json() for each in answering.answered(made.ask, made.iris)]
    _put(place / "queries/answers.json", _json(digests))
    before = made.previous.version if made.previous else ""
    if made.previous is not None:
        side = Side(f"enjoin-{version}", made.store, made.iris)
        for path, content in previous.files(previous.since(made.previous, side, digests), side):
            _put(place / path, content)
    triples = list(catalogue.entry(version, issued, made.iris, counted, dumps, before))
    _put(place / "catalogue.ttl", rdf.write(triples, formats.named("turtle", "triples"), catalogue.USED))
    told = words.Told(version, issued, statements, counted, covered, before)
    _put(place / "README.md", words.readme(told).encode())
    _put(place / "CITATION.cff", words.citation(told).encode())
    manifest = {
        "version": version,
        "issued": issued.isoformat(),
        "base": made.iris.base,
        "ontologyVersion": ontology.VERSION,
        "shapesVersion": shapes.VERSION,
        "ruleSetVersion": made.rules,
        "statements": statements,
        "coverage": covered.as_json(),
        "dumps": [{**dump.as_json(), "file": path} for path, dump in dumps.items()],
        "previous": made.previous.as_json() if made.previous else None,
    }
    _put(place / MANIFEST, _json(manifest))
    files = {
        path.relative_to(place).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(place.rglob("*"))
        if path.is_file()
    }
    _put(place / SUMS, "".join(f"{digest}  {path}\n" for path, digest in files.items()).encode())
    return statements, covered, files


def _dump(made: Made, path: Path, layer: export.Layer) -> export.Manifest:
    path.parent.mkdir(exist_ok=True)
    return export.save(export.of_layer(made.store, made.iris, layer), path)


def _vocabulary() -> Iterator[tuple[str, bytes]]:
    """The files of the ontology, the shapes and the queries, as they were written."""
    for part in ontology.PARTS:
        yield f"ontology/{part}.ttl", ontology.text(part).encode()
    yield f"ontology/{ontology.MAPPINGS}", ontology.mappings().encode()
    for part in shapes.PARTS:
        yield f"shapes/{part}.ttl", shapes.text(part).encode()
    for query in queries.all():
        yield f"queries/{query.name}.rq", query.text.encode()


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)


def _json(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def faults(folder: Path) -> list[str]:
    """What is wrong with a release, in sentences: files changed, missing, or not of it, and, where the release
    before lies beside it, what is not true in what is said of the change; none is whole.

    `StoreError` where the folder is no release.
    """
    try:
        listed = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise StoreError(
            f"{folder} is no release: {SUMS} cannot be read ({error.strerror or error})"
        ) from error
    said = {path: digest for digest, _, path in (line.partition("  ") for line in listed)}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {SUMS}
    wrong = [f"{path} is missing" for path in sorted(said.keys() - there)]
    wrong += [f"{path} is not of this release" for path in sorted(there - said.keys())]
    for path in sorted(there & said.keys()):
        if sha256((folder / path).read_bytes()).hexdigest() != said[path]:
            wrong.append(f"{path} is not as it was released")
    return wrong or previous.faults(folder)
