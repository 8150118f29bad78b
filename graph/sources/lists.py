"""What the readers of public lists share: each document is read into one sheet, and mapped if nothing is wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from ..errors import SourceError
from ..ingestion.documents import Document
from ..iris import Iris
from ..mapping import to_triples
from ..records import Batch, Court, Known, Record, Ref, Sheet, Source
from . import Parsed
from .csv_rows import Told
from .settled import Settled

Read = Callable[[Told, Settled], list[Record]]
"""Reads one document; what is settled is shared by the documents of a batch."""
Entities = Callable[[list[Record]], Iterable[tuple[Ref, Record]]]
"""The entities that are found by their records."""


def found_by(records: Iterable[Record]) -> Iterator[tuple[Ref, Record]]:
    """The entities that are found by their records in a list of courts or judges: courts with their seats, and sources."""
    for record in records:
        if isinstance(record, Court):
            yield Ref("court", record.id), record
            yield Ref("post", f"{record.id}-judge"), record
        elif isinstance(record, Source):
            yield Ref("source", record.id), record


def parse_lists(
    documents: Sequence[Document],
    iris: Iris,
    known: Known,
    *,
    source: str,
    licence: str,
    read: Read,
    entities: Entities,
) -> Iterator[Parsed]:
    """The statements of each document; see `Source.parse`. `licence` is that of documents that name none."""
    settled = Settled(known)
    for given in documents:
        document = replace(given, licence=given.licence or licence)
        told = Told(document)
        try:
            records = read(told, settled)
        except SourceError as error:
            yield Parsed(document, (), (error,))
            continue
        sheet = Sheet(document.name, source, tuple(records), tuple(told.notices), tuple(told.faults))
        batch = Batch((sheet,), dict(entities(records)))
        notices = tuple(str(notice) for notice in sheet.notices)
        if sheet.faults:
            yield Parsed(document, (), sheet.faults, notices)
        else:
            graph = iris.graph(document.id)
            yield Parsed(document, tuple(to_triples(sheet, batch, iris, graph, known)), (), notices)
