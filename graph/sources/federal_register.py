"""The Federal Register's lists of presidential documents: the API's JSON, and the CSV exports.

Every order of a list goes in with its number, days, pages and issuer, and what its disposition note
says was amended, revoked or superseded, as dated effects beside the note itself. An order that is
only mentioned is described by its number. Where a list says something else than the graph has, it
becomes a claim of the list.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from ..ingestion.documents import Document
from ..iris import Iris
from ..records import Known
from . import Parsed
from .csv_rows import head, header
from .federal_register_reader import Reader, in_order
from .lists import parse_lists

NAME: Final = "federal-register"
VERSION: Final = "1"
LICENCE: Final = "https://www.usa.gov/government-works"
"""The lists are works of the United States Government, in the public domain (17 U.S.C. 105)."""

_COLUMNS: Final = frozenset((
    "citation", "document_number", "publication_date", "signing_date", "executive_order_number",
    "disposition_notes", "subtype", "html_url", "start_page", "proclamation_number",
))  # fmt: skip


def sniff(document: Document) -> bool:
    """Whether it is an answer of the API, or has the columns of an export."""
    start = head(document)
    if start.lstrip()[:1] in {"{", "["}:
        listed = '"document_number"' in start and '"publication_date"' in start
        return '"@context"' not in start and (
            listed
            or ('"results"' in start and "federalregister.gov" in start)
            or ('"results"' not in start and '"count"' in start and '"description"' in start)
        )
    columns = header(document)
    return "verified" not in columns and len(columns & _COLUMNS) >= 3


def own_id(document: Document) -> str:
    """The archives' table bears the name of the export, `executive_orders.csv`, and is another document."""
    columns = header(document)
    archived = {"number", "notes"} <= columns and not columns & {
        "executive_order_number",
        "disposition_notes",
    }
    return f"{document.id}-archives" if archived and not document.id.endswith("-archives") else document.id


def parse(documents: Sequence[Document], iris: Iris, known: Known) -> Iterator[Parsed]:
    """The statements of each document; see `Source.parse`."""
    return parse_lists(
        documents,
        iris,
        known,
        source=NAME,
        licence=LICENCE,
        read=lambda told, settled: Reader(told, known, settled).records(),
        entities=in_order,
    )
