"""Any data held against anybody's shapes: files in, a report out, nothing of ours mixed in."""

from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Quad

from ..errors import SourceError
from ..ingestion import documents
from ..sources import rdf
from .checked import Checked
from .validate import validate_with


def validate_files(data: Sequence[Path], shapes: Path) -> Checked:
    """The files together held against the shapes; each file's relative IRIs start at its own address."""
    quads: list[Quad] = []
    faults: list[SourceError] = []
    for path in data:
        try:
            quads += read(path)
        except SourceError as error:
            faults.append(error)
    verdict = validate_with(quads, read(shapes), shapes.name)
    return Checked(verdict.report, tuple(faults), written=verdict.turtle)


def read(path: Path) -> list[Quad]:
    """The statements of an RDF file, its own base kept."""
    [document] = documents.read(path)
    return list(rdf.read(document, path.resolve().as_uri()))
