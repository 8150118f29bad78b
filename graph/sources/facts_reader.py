"""Rows of the facts files to records, once the ids of the whole batch are known."""

from collections.abc import Iterator
from typing import Final

from ..records import (
    Batch,
    Case,
    Dangling,
    Judgeship,
    Known,
    Notice,
    Record,
    Ref,
    Row,
    Ruling,
    Sheet,
)
from .facts_bench import read_bench
from .facts_cells import UNSURE, Fault, ident, is_id, split
from .facts_columns import Column, Format, RawRow
from .facts_table import PROVENANCE, Table

UNSURE_ROW: Final = "unsure"

_CITATIONS: Final = frozenset(("citation", "fr_citation"))


class Reader:
    """Reads the tables of one batch; used once."""

    def __init__(self, tables: list[Table], known: Known) -> None:
        self.tables = tables
        self.known = known
        self.index: dict[Ref, Record] = {}
        self.told: set[Ref] = set()
        self.declared: set[Ref] = set()
        self.left_out: set[Ref] = set()
        self.unreadable: set[str] = set()
        self.files = {table.format.file for table in tables if table.format is not None}

    def read(self) -> Batch:
        """One sheet for each table, in their order."""
        for table in self.tables:
            if table.format is not None:
                self._declare(table, table.format)
                if table.faults:  # some of its rows may not be known
                    self.unreadable.update(table.format.kinds)
        sheets = [self._sheet(table) for table in self.tables]
        return Batch(tuple(sheets), self.index)

    def _declare(self, table: Table, format_: Format) -> None:
        """Learn the ids of a file's rows; a key that comes twice is a fault."""
        first: dict[str, int] = {}
        readable: list[RawRow] = []
        for row in table.rows:
            try:
                key, refs = format_.key(row), (*format_.declares(row), *format_.mentions(row))
                for ref in refs:
                    ident(ref.id)
            except Fault as fault:
                table.fault(row, "id", fault)
                continue
            if key in first:
                fault = Fault(
                    f"{key!r} stands on line {first[key]} already", "give each row an id of its own"
                )
                table.fault(row, "id" if "id" in row.cells else "", fault)
            first.setdefault(key, row.line)
            readable.append(row)
            (self.left_out if row["verified"] == UNSURE_ROW else self.declared).update(refs)
        table.rows = readable

    def _sheet(self, table: Table) -> Sheet:
        records = tuple(self._records(table, table.format)) if table.format is not None else ()
        return Sheet(
            table.name,
            table.format.file if table.format is not None else "",
            () if table.faults else records,
            tuple(table.notices),
            tuple(table.faults),
            tuple(table.dangling),
        )

    def _records(self, table: Table, format_: Format) -> Iterator[Record]:
        sure = [row for row in table.rows if row["verified"] != UNSURE_ROW]
        for row in table.rows:
            if row["verified"] == UNSURE_ROW:
                table.notice(row, f"{format_.key(row)} is left out: nobody vouches for it")
        if table.incomplete:
            return
        unread: list[RawRow] = []
        for row, more in zip(sure, format_.more(sure), strict=True):
            record = self._record(table, format_, row, more)
            if record is None:
                continue
            if isinstance(record, Ruling) and "votes.csv" not in self.files:
                record, votes = read_bench(record, lambda name: self._find(name, ("judge",)))
                yield from votes
            if isinstance(record, Judgeship) and record.court is None:
                table.notice(
                    row, f"{format_.key(row)}: the court is not on record, the appointment is left out"
                )
            if self._is_only_text(record):
                unread.append(row)
            yield record
            for ref in format_.declares(row):
                if ref not in self.told:
                    self.told.add(ref)
                    self.index[ref] = record
            for ref in format_.mentions(row):
                self.index.setdefault(ref, record)
        if unread:
            table.notices.append(Notice(table.name, unread[0].line, _only_text(len(unread), format_)))

    def _is_only_text(self, record: Record) -> bool:
        """Whether the row says something that only another file can say so that it counts."""
        if isinstance(record, Ruling):
            return record.blocks is not None and "effects.csv" not in self.files
        if isinstance(record, Case):
            told = record.plaintiffs is not None or record.defendants is not None
            return told and "party_roles.csv" not in self.files
        return False

    def _record(self, table: Table, format_: Format, row: RawRow, more: dict[str, object]) -> Record | None:
        fields = dict(more)
        before = len(table.faults)
        for name, column in table.columns.items():
            cell = row[name]
            try:
                fields.update(self._cell(table, row, column, cell))
            except Fault as fault:
                table.fault(row, name, fault)
        if len(table.faults) > before:
            return None
        for column in PROVENANCE:
            fields.pop(column.field, None)
        return format_.record(row=_provenance(format_, row), **fields)

    def _cell(self, table: Table, row: RawRow, column: Column, cell: str) -> dict[str, object]:
        if column.filled and not cell and column.name in row.cells:
            raise Fault("the cell is empty", "every row needs it")
        if not cell or not column.field:
            return {}
        if UNSURE in cell and column.name in _CITATIONS:
            table.notice(row, "a citation marked UNSURE is left out")
        if not column.kinds:
            return {column.field: column.read(cell)}
        if column.things:
            found = [self._find(part, column.kinds) for part in split(cell)]
            things = tuple(ref for ref in found if ref is not None)
            told: dict[str, object] = {column.field: cell}
            return told | {column.things: things} if len(things) == len(found) else told
        if cell in column.but:
            return {}
        refs = tuple(
            ref for part in split(cell) if (ref := self._refer(table, row, column, part)) is not None
        )
        if column.many:
            return {column.field: refs}
        if len(refs) > 1:
            raise Fault(f"{cell!r} names {len(refs)} things", "write one")
        return {column.field: refs[0]} if refs else {}

    def _find(self, part: str, kinds: tuple[str, ...]) -> Ref | None:
        """What a bare id or `kind/id` means: something of the batch, else something known."""
        kind, slash, name = part.partition("/")
        if not is_id(name if slash else part):
            return None
        meant = [Ref(kind, name)] if slash and kind in kinds else [Ref(kind, part) for kind in kinds]
        here = next((ref for ref in meant if ref in self.declared or ref in self.left_out), None)
        return here or next((ref for ref in meant if ref.kind in self.known.kinds(ref.id)), None)

    def _refer(self, table: Table, row: RawRow, column: Column, part: str) -> Ref | None:
        found = self._find(part, column.kinds)
        if found is not None and found in self.left_out and found not in self.declared:
            table.notice(row, f"{column.name}: {found.id} is left out, nobody vouches for it")
            return None
        if found is not None:
            return found
        kind, slash, name = part.partition("/")
        ident(name if slash else part)
        if slash and kind not in column.kinds:
            raise Fault(f"{part!r}: a {kind} cannot stand here", f"write one of: {', '.join(column.kinds)}")
        if column.loose:
            table.notice(row, f"{column.name}: {part} is not on record and is left out")
            return None
        kinds = (kind,) if slash else column.kinds
        ref = Ref(kind, name) if slash else Ref(column.kinds[0], part)
        if self.unreadable.isdisjoint(kinds):
            table.dangling.append(Dangling(table.name, row.line, column.name, ref.id, kinds))
        return ref


def _provenance(format_: Format, row: RawRow) -> Row:
    source = row["source"] or row["check_source"]
    return Row(
        line=row.line,
        key=format_.key(row),
        verified=row["verified"],
        source=source or None,
        sources=tuple(split(source)),
        knowledge=tuple(split(row["fields_from_knowledge"])),
    )


def _only_text(rows: int, format_: Format) -> str:
    if format_.record is Ruling:
        return (
            f"what {rows} rulings block is kept as text and changes no state: "
            "write relief.csv, scopes.csv and effects.csv for it"
        )
    return f"the parties of {rows} cases are kept as text: write party_roles.csv for them"
