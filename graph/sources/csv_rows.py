"""Rows of a CSV file as others wrote it: any order of columns, any line ends, comma, semicolon or tab.

The names of the columns are compared in small letters, with `_` for whatever is no letter or
digit: `Court Name (1)` is `court_name_1`. What can be read without guessing is read and told;
all else is a fault with its line.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..errors import SourceError, UnexpectedContent, UnreadableDocument
from ..ingestion.documents import Document
from ..records import Notice, PartialDate
from .facts_cells import Fault, day

MAX_FAULTS: Final = 100
"""So many faults of one file are told; then it is not read on."""

_DELIMITERS: Final = ",;\t|"
_NAMES_DELIMITER: Final = re.compile(r"\"?sep=[,;\t|]\"?\s*", re.IGNORECASE)
"""The line that spreadsheets write before the header to say what separates the cells."""
_HEAD: Final = 64 * 1024
_AMERICAN: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the first of its lines, from 1, and its cells by column, without blanks around them."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(slots=True)
class Told:
    """What is to be said about one document while it is read."""

    document: Document
    notices: list[Notice] = field(default_factory=list[Notice])
    faults: list[SourceError] = field(default_factory=list[SourceError])

    def notice(self, line: int, said: str) -> None:
        self.notices.append(Notice(self.document.name, line, said))

    def fault(self, line: int, column: str, fault: Fault) -> None:
        where = self.document.at(line) + (f", column {column}" if column else "")
        self.faults.append(UnexpectedContent(where, fault.problem, fault.cure))

    @property
    def enough(self) -> bool:
        return len(self.faults) >= MAX_FAULTS


def plain(name: str) -> str:
    """The name of a column as it is compared."""
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")


def head(document: Document) -> str:
    """The beginning of a document, as well as it can be read: for telling what it is, not for reading it."""
    start = document.content[:_HEAD]
    encoding = "utf-16" if start[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    return start.decode(encoding, errors="replace")


def header(document: Document) -> frozenset[str]:
    """The columns of a document, as well as they can be made out; none where it is no CSV."""
    first = _first_line(head(document))
    try:
        return frozenset(map(plain, next(csv.reader([first], delimiter=_delimiter(first)), list[str]())))
    except csv.Error:
        return frozenset()


def lines(told: Told, known: Collection[str]) -> Iterator[Line]:
    """The rows of a document from the top; `known` are the columns that anything is read of.

    Blank rows and rows that repeat the header are passed over. Where the file cannot be read on,
    there are no more rows, and a fault says why.
    """
    delimiter = _delimiter_of(told)
    reader = csv.reader(io.StringIO(told.document.text, newline=""), strict=True, delimiter=delimiter)
    columns: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            at, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None and _NAMES_DELIMITER.fullmatch(delimiter.join(cells)):
                continue
            if columns is None:
                columns = [plain(cell) for cell in cells]
                _check_header(told, at, columns, known)
                continue
            if [plain(cell) for cell in cells] == columns:
                told.notice(at, "the header stands here again and is passed over")
                continue
            row = _row(told, at, columns, cells, known)
            if row is not None:
                yield row
            if told.enough:
                return
    except csv.Error as error:
        cure = 'close every quotation mark, and write one inside a cell twice ("")'
        told.faults.append(
            UnreadableDocument(told.document.at(reader.line_num), f"this is no CSV ({error})", cure)
        )
    if columns is None:
        told.faults.append(UnexpectedContent(told.document.name, "it is empty", "check the file"))


def _delimiter_of(told: Told) -> str:
    """What separates the cells, judged by the first line of the file."""
    delimiter = _delimiter(_first_line(told.document.text[:_HEAD]))
    if delimiter != ",":
        told.notice(1, f"the cells are separated by {'a tab' if delimiter == chr(9) else delimiter}")
    return delimiter


def _first_line(text: str) -> str:
    """The line of the header."""
    return next(
        (each for each in text.splitlines() if each.strip() and not _NAMES_DELIMITER.fullmatch(each)), ""
    )


def _delimiter(first: str) -> str:
    return max(_DELIMITERS, key=lambda sign: (first.count(sign), sign == ","))


def _check_header(told: Told, line: int, columns: Sequence[str], known: Collection[str]) -> None:
    for column in sorted({name for name in columns if name and columns.count(name) > 1}):
        told.notice(line, f"the column {column} is there {columns.count(column)} times")
    unknown = sorted({name for name in columns if name and name not in known})
    if unknown:
        told.notice(line, f"nothing is read of the columns {', '.join(unknown)}")


def _row(
    told: Told, line: int, columns: Sequence[str], cells: Sequence[str], known: Collection[str]
) -> Line | None:
    """The row by column; one cell more or less than the header is no row, unless the rest is empty."""
    found = [cell.strip().replace("\xa0", " ").strip() for cell in cells]
    if any(found[len(columns) :]) or len(found) < len(columns):
        fault = Fault(
            f"the row has {len(cells)} cells, the header {len(columns)}",
            'put a cell that holds a comma or a line break in quotation marks ("…")',
        )
        told.fault(line, "", fault)
        return None
    row: dict[str, str] = {}
    for column, cell in zip(columns, found, strict=False):
        before = row.get(column, "")
        if before and cell and before != cell and column in known:
            fault = Fault(
                f"the column is there more than once, with {before!r} and {cell!r}", "take one of them out"
            )
            told.fault(line, column, fault)
            return None
        row[column] = before or cell
    return Line(line, row)


def date_cell(told: Told, row: Line, column: str) -> PartialDate | None:
    """A day as `2024-09-26`, `09/26/2024` or a year; nothing for an empty cell, or for a fault."""
    cell = row[column]
    if not cell:
        return None
    american = _AMERICAN.fullmatch(cell)
    written = f"{american[3]}-{int(american[1]):02}-{int(american[2]):02}" if american else cell
    try:
        return day(written)
    except Fault as fault:
        told.fault(row.number, column, fault)
        return None
