"""Rows of a CSV file as others wrote it: any order of columns, any line ends, comma, semicolon or tab.

The names of the columns are compared in small letters, with `_` for whatever is no letter or
digit: `Court Name (1)` is `court_name_1`. What can be read without guessing is read and told;
all else is a fault with its line.
"""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
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
_TITLES: Final = 30
"""Among so many rows the header is looked for."""
_HEAD: Final = 64 * 1024
_MIDNIGHT: Final = re.compile(r"[T ]0?0:00(?::00(?:\.0+)?)?Z?")
"""What spreadsheets put to a day when they save it again."""
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
    """The name of a column as it is compared; the X that R puts before a digit does not count."""
    found = re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")
    return found[1:] if found[:1] == "x" and found[1:2].isdigit() else found


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


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the columns are named: in the row of that number, from 1, of those that are not blank; and what separates the cells."""

    row: int
    columns: tuple[str, ...]
    delimiter: str


def heading(document: Document, wanted: Collection[str], rows: int = 1) -> Heading:
    """The first row that names all the columns that are wanted, else the one that names most of them.

    Of a header of several `rows`, each name is put together from the top: what stands over merged
    cells counts for each of them. Only the beginning of a file is looked through.
    """
    text, names = head(document), frozenset(wanted)
    usual = _delimiter(_first_line(text))
    found: list[tuple[int, Heading]] = []
    for delimiter in (usual, *_DELIMITERS.replace(usual, "")):
        row, lately = 0, list[list[str]]()
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        with suppress(csv.Error):  # reading the rows will say what is wrong
            for cells in islice((cells for cells in reader if _is_row(cells, delimiter)), _TITLES):
                row, lately = row + 1, [*lately, cells][-rows:]
                if len(lately) == rows:
                    columns = tuple(map(plain, _joined(lately)))
                    found.append((len(names & frozenset(columns)), Heading(row, columns, delimiter)))
    return max(found, key=lambda pair: pair[0], default=(0, Heading(1, (), usual)))[1]


def _is_row(cells: Sequence[str], delimiter: str) -> bool:
    """Whether a row says anything: it is not blank, and not the line that tells what separates the cells."""
    return any(map(str.strip, cells)) and not _NAMES_DELIMITER.fullmatch(delimiter.join(cells))


def _joined(rows: Sequence[Sequence[str]]) -> list[str]:
    """The names of a header of several rows; a blank cell above a name belongs to the one before it.

    >>> _joined([["Case", "Status", "", ""], ["", "Now", "Since", ""]])
    ['Case', 'Status Now', 'Status Since', '']
    """
    names = [cell.strip() for cell in rows[-1]]
    for row in reversed(rows[:-1]):
        last = ""
        for place, name in enumerate(names):
            cell = row[place].strip() if place < len(row) else ""
            last = cell or last
            names[place] = f"{last} {name}".strip() if name else cell
    return names


def lines(
    told: Told,
    known: Collection[str],
    *,
    named: Heading | None = None,
    skipped: Callable[[Sequence[str]], bool] = lambda _: False,
) -> Iterator[Line]:
    """The rows of a document from the top; `known` are the columns that anything is read of.

    The columns are `named` in some row, the first one that may be it. Blank rows, rows that repeat the header, and those that are
    `skipped` are passed over. Where the file cannot be read on, there are no more rows, and a fault says why.
    """
    told_of = named or heading(told.document, header(told.document))
    delimiter = told_of.delimiter
    if delimiter != ",":
        told.notice(1, f"the cells are separated by {'a tab' if delimiter == chr(9) else delimiter}")
    reader = csv.reader(io.StringIO(told.document.text, newline=""), strict=True, delimiter=delimiter)
    columns: list[str] | None = None
    line, row = 1, 0
    try:
        for cells in reader:
            at, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells) or (columns is None and not _is_row(cells, delimiter)):
                continue
            row += 1
            if row < told_of.row:
                continue
            if columns is None:
                if row > 1:
                    told.notice(at, "the columns are named here; what stands above is passed over")
                columns = list(told_of.columns) or [plain(cell) for cell in cells]
                _check_header(told, at, columns, known)
                continue
            if [plain(cell) for cell in cells] == columns:
                told.notice(at, "the header stands here again and is passed over")
                continue
            if skipped(cells):
                told.notice(at, f"passed over: {next(cell.strip() for cell in cells if cell.strip())!r:.80}")
                continue
            read = _row(told, at, columns, cells, known)
            if read is not None:
                yield read
            if told.enough:
                return
    except csv.Error as error:
        cure = 'close every quotation mark, and write one inside a cell twice ("")'
        told.faults.append(
            UnreadableDocument(told.document.at(reader.line_num), f"this is no CSV ({error})", cure)
        )
    if columns is None:
        told.faults.append(UnexpectedContent(told.document.name, "it is empty", "check the file"))


def _first_line(text: str) -> str:
    """The line of the header: the first one, less a title that stands alone above it."""
    listed = [each for each in text.splitlines() if each.strip() and not _NAMES_DELIMITER.fullmatch(each)]
    return next(
        (each for each in listed if any(sign in each for sign in _DELIMITERS)), next(iter(listed), "")
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
            'put a cell that holds a comma or a line break in quotation marks ("…"), or take a note out',
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
    try:
        return read_date(cell)
    except Fault as fault:
        told.fault(row.number, column, fault)
        return None


def read_date(cell: str) -> PartialDate:
    """A day as `2024-09-26` or `09/26/2024`, with or without midnight, or a month or a year; else `Fault`."""
    found = _MIDNIGHT.search(cell)
    plain = cell[: found.start()] if found is not None and found.end() == len(cell) else cell
    american = _AMERICAN.fullmatch(plain)
    return day(f"{american[3]}-{int(american[1]):02}-{int(american[2]):02}" if american else plain)
