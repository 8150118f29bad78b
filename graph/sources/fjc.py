"""The Federal Judicial Center's directory of judges: every judge, with every appointment to a court.

Its export comes in two shapes: the wide `judges.csv`, with up to six appointments to a row, and one
file for each category, of which the service and the demographics are read. A judge is known by the
`nid`; an appointment by the judge and its sequence. Where the directory says something else than the
graph has, it becomes a claim of the directory.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from ..ingestion.documents import Document
from ..iris import Iris
from ..records import Known
from . import Parsed
from .csv_rows import header
from .fjc_columns import of_directory
from .fjc_reader import Reader
from .lists import found_by, parse_lists

NAME: Final = "fjc"
VERSION: Final = "2"
LICENCE: Final = "https://www.usa.gov/government-works"
"""The directory is a work of the United States Government, in the public domain (17 U.S.C. 105)."""


def sniff(document: Document) -> bool:
    """Whether the columns are those of the directory, in one of its shapes."""
    return of_directory(header(document))


def parse(documents: Sequence[Document], iris: Iris, known: Known) -> Iterator[Parsed]:
    """The statements of each document; see `Source.parse`."""
    return parse_lists(
        documents,
        iris,
        known,
        source=NAME,
        licence=LICENCE,
        read=lambda told, settled: Reader(told, known, settled).records(),
        entities=found_by,
    )
