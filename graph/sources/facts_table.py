"""A facts file as rows of cells: the CSV, its encoding and its header, no meaning yet."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from ..errors import SourceError, UnexpectedContent, UnreadableDocument
from ..records import Dangling, Notice
from . import facts_law, facts_world
from . import facts_words as words
from .facts_cells import Fault, nearest
from .facts_columns import Column, Format, RawRow, choice, text

FORMATS: Final = {format_.file: format_ for format_ in (*facts_law.FORMATS, *facts_world.FORMATS)}
"""Every file of the format that holds facts."""

BESIDE: Final = frozenset(("expected_answers.csv", "corrections.csv", "README.md"))
"""Files that stand beside the facts and are none: questions with answers, and what people read."""

PROVENANCE: Final = (
    text("source"),
    choice("verified", words.VERIFIED, filled=True),
    text("fields_from_knowledge"),
)
"""Columns that every file may have."""


@dataclass(slots=True)
class Table:
    """One file: its rows, and what is to be said about them; `incomplete` without a needed column."""

    name: str
    format: Format | None = None
    columns: dict[str, Column] = field(default_factory=dict[str, Column])
    rows: list[RawRow] = field(default_factory=list[RawRow])
    notices: list[Notice] = field(default_factory=list[Notice])
    faults: list[SourceError] = field(default_factory=list[SourceError])
    dangling: list[Dangling] = field(default_factory=list[Dangling])
    incomplete: bool = False

    def fault(self, row: RawRow, column: str, fault: Fault) -> None:
        place = f", column {column}" if column else ""
        where = f"{self.name}, line {row.line}{place}"
        self.faults.append(UnexpectedContent(where, fault.problem, fault.cure))

    def notice(self, row: RawRow, said: str) -> None:
        self.notices.append(Notice(self.name, row.line, said))


def base_name(name: str) -> str:
    """The name of a file without its folder."""
    return name.replace("\\", "/").rpartition("/")[2]


def header_of(content: bytes) -> list[str]:
    """The columns of a CSV file, as well as they can be made out; none where that is not CSV."""
    first = content.partition(b"\n")[0].decode("utf-8-sig", errors="replace")
    try:
        return next(csv.reader([first.rstrip("\r")], strict=True), list[str]())
    except csv.Error:
        return []


def open_table(name: str, content: bytes) -> Table:
    """The file as rows of cells, with the faults that keep it out.

    A file with faults is read on as far as it can be: others may refer to its rows, and one
    fault is enough to tell.
    """
    table = Table(name)
    if base_name(name) in BESIDE:
        table.notices.append(Notice(name, 1, "holds no facts and is not loaded"))
        return table
    lines = _lines(table, content)
    line, header = next(lines, (1, list[str]()))
    table.format = _format(table, header)
    if table.format is None:
        return table
    table.columns = {column.name: column for column in (*table.format.columns, *PROVENANCE)}
    table.faults.extend(_header_faults(table, line, header))
    for at, cells in lines:
        if len(cells) == len(header):
            table.rows.append(RawRow(at, dict(zip(header, cells, strict=True))))
        else:
            table.faults.append(_uneven(f"{name}, line {at}", len(cells), len(header)))
    return table


def _lines(table: Table, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file, each with the first of its lines; blank lines are passed over."""
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = f"byte 0x{content[error.start]:02X} is not UTF-8"
        where = f"{table.name}, line {line}"
        table.faults.append(UnreadableDocument(where, problem, "save the file as CSV in UTF-8"))
        decoded = content.decode("utf-8-sig", errors="replace")
    rows = csv.reader(io.StringIO(decoded, newline=""), strict=True)
    line = 1
    try:
        for cells in rows:
            if cells:
                yield line, [cell.strip() for cell in cells]
            line = rows.line_num + 1
    except csv.Error as error:
        cure = 'close every quotation mark, and write one inside a cell twice ("")'
        where = f"{table.name}, line {line}"
        table.faults.append(UnreadableDocument(where, f"this is no CSV ({error})", cure))


def _format(table: Table, header: list[str]) -> Format | None:
    """The format of the file: that of its name, else the only one that its header fits."""
    found = FORMATS.get(base_name(table.name))
    if found is not None:
        return found
    fitting = [
        format_
        for format_ in FORMATS.values()
        if set(header) <= {column.name for column in (*format_.columns, *PROVENANCE)}
        and {column.name for column in format_.columns if column.required} <= set(header)
    ]
    if len(fitting) == 1:
        return fitting[0]
    near = nearest(base_name(table.name), FORMATS)
    hint = f"did you mean {near}? " if near else ""
    cure = f"{hint}name it as one of: {', '.join(FORMATS)}"
    table.faults.append(UnexpectedContent(table.name, "is no file of the facts format", cure))
    return None


def _header_faults(table: Table, line: int, header: list[str]) -> Iterator[UnexpectedContent]:
    """Columns that the format does not know, that come twice, or that are missing."""
    where = f"{table.name}, line {line}"
    for place, column in enumerate(header, start=1):
        at = f"{where}, column {column or place}"
        if column in header[: place - 1]:
            yield UnexpectedContent(at, "the column is there twice", "take one out")
        elif column not in table.columns:
            near = nearest(column, table.columns)
            hint = f"did you mean {near}? " if near else ""
            problem = f"the format has no column {column!r} here" if column else "the column has no name"
            yield UnexpectedContent(at, problem, f"{hint}rename the column or take it out")
    for column in table.columns.values():
        if column.required and column.name not in header:
            table.incomplete = True
            problem = f"the column {column.name} is missing"
            yield UnexpectedContent(where, problem, "add it: every row needs it")


def _uneven(where: str, cells: int, columns: int) -> UnexpectedContent:
    return UnexpectedContent(
        where,
        f"the row has {cells} cells, the header {columns}",
        'put a cell that holds a comma or a line break in quotation marks ("…")',
    )
