"""The facts format: a folder of CSV files, one per kind of fact, each with a header.

The columns are those of `facts_law` and `facts_world`; every file may also have `source`,
`verified` and `fields_from_knowledge`, which say where a row comes from. Cells hold ids, and
several values are joined by `; `. An empty cell means "not established". Rows whose `verified`
is `unsure` are left out, and so is a reference to one of them.

Nothing is guessed: an unknown column, a cell that does not fit, an impossible date keep the
document out, each with its place and its cure.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from ..errors import UnexpectedContent
from ..ingestion.documents import Document
from ..iris import Iris
from ..mapping import to_triples
from ..records import Batch, Known, Nothing
from . import Parsed
from .facts_reader import Reader
from .facts_settled import Differing
from .facts_table import BESIDE, FORMATS, PROVENANCE, base_name, header_of, open_table

if TYPE_CHECKING:
    from ..errors import SourceError

NAME: Final = "facts"
VERSION: Final = "1"

_MARKS: Final = frozenset(column.name for column in PROVENANCE)


def sniff(document: Document) -> bool:
    """Whether the file has one of the format's names or columns.

    A file by the name of one of ours counts when its header is near ours, so that a misspelt
    column is told as such; any other file when its header is one of ours.
    """
    header = set(header_of(document.content))
    name = base_name(document.name)
    if name in BESIDE:
        return name.endswith(".csv")
    if name in FORMATS:
        return len(header & set(FORMATS[name].names)) > 1 or "verified" in header
    return "verified" in header and any(header <= set(format_.names) | _MARKS for format_ in FORMATS.values())


def read(documents: Sequence[Document], known: Known | None = None) -> Batch:
    """The records of the documents, one sheet for each, in their order."""
    tables = [open_table(document.name, document.content) for document in documents]
    return Reader(tables, known or Nothing()).read()


def parse(documents: Sequence[Document], iris: Iris, known: Known) -> Iterator[Parsed]:
    """The statements of each document; a reference that leads nowhere is a fault of its document."""
    batch = read(documents, known)
    for document, sheet in zip(documents, batch.sheets, strict=True):
        faults: list[SourceError] = [
            *sheet.faults,
            *(UnexpectedContent(lost.where, lost.problem, lost.cure) for lost in sheet.dangling),
        ]
        graph = iris.graph(document.id)
        differing = Differing(known, iris, document)
        found = () if faults else tuple(to_triples(sheet, batch, iris, graph, known, differing))
        notices = tuple(str(notice) for notice in (*sheet.notices, *differing.notices))
        yield Parsed(document, found, tuple(faults), notices)
