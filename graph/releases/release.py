"""A release: one folder with the data, the words, the rules, the questions and their answers' digests.

    enjoin-1.0.0/
      README.md  CITATION.cff  release.json  catalogue.ttl  SHA256SUMS
      data/all.nq.gz      what documents say, what was derived, and the vocabulary; canonical and sorted
      data/asserted.trig.gz  what documents say
      ontology/*.ttl  shapes/*.ttl  queries/*.rq  queries/answers.json

The same graph, version and day give the same bytes. The folder appears whole or not at all.
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
from . import answering, catalogue, words
from .coverage import Coverage, coverage

if TYPE_CHECKING:
    from ..backend import Backend
    from ..iris import Iris

SUMS: Final = "SHA256SUMS"
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

    def as_json(self) -> dict[str, Any]:
        return {
            "folder": str(self.folder),
            "version": self.version,
            "issued": self.issued.isoformat(),
            "statements": self.statements,
            "files": self.files,
            "coverage": self.coverage.as_json(),
        }


def release(
    store: "Backend",
    iris: "Iris",
    version: str,
    folder: Path,
    *,
    issued: date,
    ask: Callable[[str], Results],
    rules: str,
) -> Release:
    """Write the release `version` of a store to `folder`/enjoin-`version`; `ask` answers a query over it.

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
        made = Path(tempfile.mkdtemp(prefix=f".enjoin-{version}.", dir=folder))
        try:
            found = _fill(made, store, iris, version, issued, ask, rules)
            made.chmod(0o755)  # made for its owner alone; a release is for all
            sync_tree(made)
            made.rename(target)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
        sync_directory(folder)
    dumped, covered, files = found
    return Release(target, version, issued, dumped, files, covered)


def _fill(
    made: Path,
    store: "Backend",
    iris: "Iris",
    version: str,
    issued: date,
    ask: Callable[[str], Results],
    rules: str,
) -> tuple[int, Coverage, dict[str, str]]:
    counted = stats.count(store, rules=rules)
    covered = coverage(store)
    dumps = {path: _dump(store, iris, made / path, layer) for path, layer in DUMPS}
    statements = dumps[DUMPS[0][0]].statements
    for path, content in _vocabulary():
        _put(made / path, content)
    digests = [each.as_json() for each in answering.answered(ask, iris)]
    _put(made / "queries/answers.json", _json(digests))
    triples = list(catalogue.entry(version, issued, iris, counted, dumps))
    _put(made / "catalogue.ttl", rdf.write(triples, formats.named("turtle", "triples"), catalogue.USED))
    told = words.Told(version, issued, statements, counted, covered)
    _put(made / "README.md", words.readme(told).encode())
    _put(made / "CITATION.cff", words.citation(told).encode())
    manifest = {
        "version": version,
        "issued": issued.isoformat(),
        "base": iris.base,
        "ontologyVersion": ontology.VERSION,
        "shapesVersion": shapes.VERSION,
        "ruleSetVersion": rules,
        "statements": statements,
        "coverage": covered.as_json(),
        "dumps": [{**dump.as_json(), "file": path} for path, dump in dumps.items()],
    }
    _put(made / "release.json", _json(manifest))
    files = {
        path.relative_to(made).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(made.rglob("*"))
        if path.is_file()
    }
    _put(made / SUMS, "".join(f"{digest}  {path}\n" for path, digest in files.items()).encode())
    return statements, covered, files


def _dump(store: "Backend", iris: "Iris", path: Path, layer: export.Layer) -> export.Manifest:
    path.parent.mkdir(exist_ok=True)
    return export.save(export.of_layer(store, iris, layer), path)


def _vocabulary() -> Iterator[tuple[str, bytes]]:
    """The files of the ontology, the shapes and the queries, as they were written."""
    for part in ontology.PARTS:
        yield f"ontology/{part}.ttl", ontology.text(part).encode()
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
    """What is wrong with the files of a release, in sentences: changed, missing, or not of it; none is whole.

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
    return wrong
