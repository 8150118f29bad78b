"""The release before: which it is, how the new one differs from it, and whether what is said of that is true."""

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Quad

from ..errors import StoreError, UnreadableDocument
from . import comparing, difference, patch
from .sides import MANIFEST, Side, opened, read_json

if TYPE_CHECKING:
    from .difference import Difference

SUMS: Final = "SHA256SUMS"
PATCH: Final = "data/changes.rdfp.gz"
TOLD: Final = 2000
"""So many sentences are in `CHANGES.md`; `changes.json` has all."""


@dataclass(frozen=True, slots=True)
class Previous:
    """A release that came before another: its folder, version and day, and the SHA-256 of its checksums."""

    folder: Path
    version: str
    issued: str
    sums: str

    def as_json(self) -> dict[str, str]:
        return {"version": self.version, "issued": self.issued, "sums": self.sums}


def named(folder: Path) -> Previous:
    """The release in a folder; `StoreError` where there is none."""
    said = read_json(folder / MANIFEST)
    try:
        sums = sha256((folder / SUMS).read_bytes()).hexdigest()
        return Previous(folder, str(said["version"]), str(said["issued"]), sums)
    except (OSError, KeyError, TypeError) as error:
        raise StoreError(f"{folder} is no release that can be compared: {error}") from error


def latest(folder: Path) -> Previous | None:
    """The newest of the releases that lie in a folder, by their day, then their version."""
    found = [named(path.parent) for path in folder.glob(f"enjoin-*/{MANIFEST}")]
    return max(found, key=lambda each: (each.issued, _in_order(each.version)), default=None)


def _in_order(version: str) -> list[tuple[int, str]]:
    """A key under which 1.10 follows 1.9."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.findall(r"\d+|[^\d.]+", version)]


def since(previous: Previous, after: Side, answers: list[dict[str, Any]]) -> "Difference":
    """How a state, and what it answers, differ from a release."""
    with opened(previous.folder) as before:
        return difference.difference(before, after, difference.answers(before.answers(), answers))


def markdown(found: "Difference", after: Side) -> str:
    """The difference as `CHANGES.md`."""
    sections: dict[str, list[str]] = {
        "Documents": [f"{name}: {word}" for name, word in found.documents.items()]
    }
    by_kind: defaultdict[str, list[str]] = defaultdict(list)
    for each in found.told[:TOLD]:
        key = after.iris.kind_and_id(each.entity)
        by_kind[key[0] if key else "other"].append(each.sentence)
    sections |= {f"What is said of each {kind}": by_kind[kind] for kind in sorted(by_kind)}
    if len(found.told) > TOLD:
        sections["And more"] = [f"{len(found.told) - TOLD:,} more sentences are in `changes.json`"]
    if any(found.derived):
        sections["What follows"] = [f"{found.derived[0]:,} statements new, {found.derived[1]:,} gone"]
    sections["Ontology"] = found.terms.text() if found.terms else []
    sections["Answers to named queries"] = [each.text for each in found.answers]
    body = "\n\n".join(
        f"## {title}\n\n" + "\n".join(f"- {line}" for line in lines)
        for title, lines in sections.items()
        if lines
    )
    return (
        f"# From {found.before} to {found.after}\n\n{len(found.added):,} statements are new, {len(found.removed):,} "
        f"are gone. `{PATCH}` has them as an RDF Patch, `changes.json` all sentences by entity.\n\n{body}\n"
    )


def files(found: "Difference", after: Side) -> Iterator[tuple[str, bytes]]:
    """The files of a release that tell of the one before."""
    yield "CHANGES.md", markdown(found, after).encode()
    yield "changes.json", json.dumps(found.as_json(), ensure_ascii=False, indent=1).encode() + b"\n"
    yield PATCH, gzip.compress(found.patch(), mtime=0)


def faults(folder: Path) -> list[str]:
    """What is not true in what a release says of the one before it, where that lies beside it."""
    said = read_json(folder / MANIFEST).get("previous")
    if said is None:
        return []
    beside = folder.resolve().parent / f"enjoin-{said['version']}"
    if not (beside / MANIFEST).is_file():
        return []
    if named(beside).sums != said["sums"]:
        return [f"{beside.name} beside it is not the release that it was compared with"]
    try:
        added, removed = patch.read(gzip.decompress((folder / PATCH).read_bytes()))
    except (OSError, EOFError, SyntaxError, UnreadableDocument) as error:
        return [f"{PATCH} cannot be read: {error}"]
    with opened(beside) as before, opened(folder) as after:
        return list(_untrue(before, after, added, removed))


def _untrue(before: Side, after: Side, added: set[Quad], removed: set[Quad]) -> Iterator[str]:
    """The graphs of which the patch does not make what they now are."""
    graphs = {graph.value: graph for side in (before, after) for graph in side.store.graphs()}
    for each in comparing.changed(before.store, after.store, [graphs[name] for name in sorted(graphs)]):
        come = {quad for quad in added if quad.graph_name == each.graph}
        gone = {quad for quad in removed if quad.graph_name == each.graph}
        if come != each.added or gone != each.removed:
            yield f"{PATCH} does not tell how {after.iris.graph_name(each.graph) or each.graph.value} changed"
        added, removed = added - come, removed - gone
    if added or removed:
        yield f"{PATCH} tells of changes that are none"
