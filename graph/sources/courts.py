"""The courts of courts-db: every court of its table, with the one above it, and the body it is part of.

The package's table, `courts.json`, is read as it is; a court that the graph describes already stays as it is.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from ..citations.courts import entries_of
from ..errors import UnexpectedContent
from ..ingestion.documents import Document
from ..iris import Iris
from ..records import Known, Record, Row, Source, slug
from . import Parsed
from .court_records import CourtRecords
from .csv_rows import Told, head
from .json_values import objects
from .lists import found_by, parse_lists
from .settled import Settled

NAME: Final = "courts"
VERSION: Final = "1"
LICENCE: Final = "https://spdx.org/licenses/BSD-2-Clause"
SOURCE: Final = "courts-db, Free Law Project"
ADDRESS: Final = "https://github.com/freelawproject/courts-db"

_SIGNS: Final = ("citation_string", "examples", "regex", "location")


def sniff(document: Document) -> bool:
    """Whether it is a list of courts with the patterns by which courts-db finds them."""
    start = head(document)
    return start.lstrip()[:1] == "[" and all(f'"{sign}"' in start for sign in _SIGNS)


def parse(documents: Sequence[Document], iris: Iris, known: Known) -> Iterator[Parsed]:
    """The statements of each document; see `Source.parse`."""
    return parse_lists(
        documents,
        iris,
        known,
        source=NAME,
        licence=LICENCE,
        read=lambda told, _settled: _records(told, known, _settled),
        entities=found_by,
    )


def _records(told: Told, known: Known, _settled: Settled) -> list[Record]:
    lines: dict[str, int] = {}
    rows: list[dict[str, object]] = []
    for line, row in objects(told.document):
        ident, name = row.get("id"), row.get("name")
        if not isinstance(ident, str) or not isinstance(name, str) or not ident or not name.strip():
            where = told.document.at(line)
            raise UnexpectedContent(where, "a court without an id or a name", "give it both, or leave it out")
        lines.setdefault(ident, line)
        rows.append(row)
    table = entries_of(rows)
    found = CourtRecords(known, SOURCE, table=table)
    for ident in table:
        found.find(ident, lines[ident])
    row = Row(line=1, key="source", verified="stored")
    source = Source(row=row, id=slug(SOURCE), label=SOURCE, kind="curated", rank="secondary", url=ADDRESS)
    return [source, *found.records()]
