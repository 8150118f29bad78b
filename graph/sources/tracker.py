"""A tracker of lawsuits: any CSV, by a mapping file that says which column is what.

Dockets lead to the proceedings that the graph has, or describe new ones. What a tracker says of the status
of a lawsuit becomes a claim of that tracker for its day, with the cell as its quotation; it is never a fact.
The mapping comes with the document, or with the program for the trackers whose columns it knows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ..errors import SourceError, UnexpectedContent
from ..ingestion.documents import Document
from ..iris import Iris
from ..records import Claim, Court, Known, Order, Record, Ref, Source, TrackedSuit
from . import Parsed
from .csv_rows import Told, header
from .lists import Read, parse_lists
from .settled import Settled
from .tracker_mapping import TrackerMapping, read_mapping, shipped
from .tracker_reader import Reader

NAME: Final = "tracker"
VERSION: Final = "2"


def sniff(document: Document) -> bool:
    """Whether a mapping comes with it, or it has the columns of a tracker that is known."""
    return bool(document.mapping) or _recognised(document) is not None


def _recognised(document: Document) -> TrackerMapping | None:
    columns = header(document)
    return next((each for each in shipped() if each.recognise and each.recognise <= columns), None)


def parse(documents: Sequence[Document], iris: Iris, known: Known) -> Iterator[Parsed]:
    """The statements of each document; see `Source.parse`."""
    given = [_licensed(document) for document in documents]
    return parse_lists(given, iris, known, source=NAME, licence="", read=_reads(known), entities=_entities)


def _licensed(document: Document) -> Document:
    """The document under the licence that its mapping knows, where it came with no other."""
    try:
        return replace(document, licence=document.licence or mapping_of(document).licence)
    except SourceError:
        return document  # reading it will say what is wrong


def _reads(known: Known) -> Read:
    def read(told: Told, settled: Settled) -> list[Record]:
        return Reader(told, mapping_of(told.document), known, settled).records()

    return read


def mapping_of(document: Document) -> TrackerMapping:
    """The mapping by which a document is read; `UnexpectedContent` where none comes with it and none is known."""
    if document.mapping:
        return read_mapping(document.mapping, document.mapping_name)
    found = _recognised(document)
    if found is None:
        cure = "write a mapping file (docs/trackers.md) and name it with --mapping"
        raise UnexpectedContent(document.name, "nothing says which of its columns is what", cure)
    return found


def _entities(records: list[Record]) -> Iterator[tuple[Ref, Record]]:
    """The entities that are found by their records."""
    for record in records:
        if isinstance(record, TrackedSuit):
            yield record.lawsuit, record
        elif isinstance(record, Court):
            yield Ref("court", record.id), record
            yield Ref("post", f"{record.id}-judge"), record
        elif isinstance(record, Order):
            yield Ref("order", record.id), record
        elif isinstance(record, Source):
            yield Ref("source", record.id), record
        elif isinstance(record, Claim):
            yield Ref("claim", record.id), record
