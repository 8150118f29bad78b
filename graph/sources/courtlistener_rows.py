"""The records of CourtListener, as the API answers them and as the bulk data have them, one like the other.

The API's answers are JSON: one object, a page of results, a list, or one object on each line. The bulk data
are tables as PostgreSQL writes them: a backslash before a quotation mark or a backslash, and line breaks within quotation
marks; the older ones have a second quotation mark and bare backslashes. An empty cell and a null both say nothing.
"""

import csv
import io
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, cast

from ..errors import UnexpectedContent, UnreadableDocument
from ..ingestion.documents import Document
from ..records import PartialDate
from .csv_rows import Told, head, plain
from .facts_cells import Fault, day
from .json_values import RESULTS, objects

COURT, PERSON, POSITION, ORIGIN = "court", "person", "position", "originating court information"
DOCKET, CLUSTER, CITATION, OPINION = "docket", "opinion cluster", "citation", "opinion"
ORDER: Final = (COURT, PERSON, POSITION, ORIGIN, DOCKET, CLUSTER, CITATION, OPINION)
"""The kinds of records, each after those that it refers to."""

_ENDPOINTS: Final = {
    "courts": COURT, "people": PERSON, "positions": POSITION, "originating-court-information": ORIGIN,
    "dockets": DOCKET, "clusters": CLUSTER, "opinions": OPINION,
}  # fmt: skip
_SIGNS: Final = (
    (POSITION, ({"position_type", "person"}, {"position_type", "person_id"})),
    (PERSON, ({"name_last", "name_first"},)),
    (CITATION, ({"volume", "reporter", "page", "cluster_id"},)),
    (CLUSTER, ({"precedential_status", "date_filed"}, {"sub_opinions", "citations"})),
    (OPINION, ({"cluster_id", "type", "author_id"}, {"cluster", "type", "per_curiam"}, {"cluster_id", "type", "per_curiam"})),
    (ORIGIN, ({"docket_number", "date_received_coa"}, {"docket_number", "ordering_judge_str"})),
    (DOCKET, ({"docket_number", "court_id"}, {"docket_number", "court", "case_name"})),
    (COURT, ({"full_name", "citation_string"},)),
)  # fmt: skip
"""The columns by which a kind is told, most particular first."""

_EMPTY: Final = re.compile(r'"results"\s*:\s*\[\s*\]')
_GRANULARITY: Final = {"%Y": 4, "%Y-%m": 7, "%Y-%m-%d": 10, "": 10}
_DOUBLED: Final = re.compile(rb'""(?<=[^,\r\n"\\]"")(?=[^,\r\n"])')
_BARE: Final = re.compile(rb'\\(?<!\\\\)(?:\\\\)*[^"\\]')
"""Where a quotation mark in a cell is written twice, or a backslash once, as in older bulk data and by spreadsheets."""
_CELLS_LIMIT: Final = 2**31 - 1
_FEW: Final = 3


@dataclass(frozen=True, slots=True)
class Thing:
    """One record: its kind, its line, and its cells as the file has them."""

    kind: str
    line: int
    cells: Mapping[str, object]

    @property
    def id(self) -> str:
        return self.text("id") or self.ref("resource_uri")

    @property
    def key(self) -> str:
        """What names it in its document."""
        return f"{self.kind.replace(' ', '-')}-{self.id or f'line-{self.line}'}"

    def text(self, name: str) -> str:
        """A cell as text, without blanks around it or twice in it; empty where it says nothing."""
        value = self.cells.get(name)
        if isinstance(value, bool) or value is None or isinstance(value, (dict, list)):
            return ""
        return " ".join(str(value).split())

    def flag(self, name: str) -> bool:
        """Whether a cell says yes: `true` in JSON, `t` in a table."""
        return self.cells.get(name) is True or self.text(name).lower() in {"t", "true"}

    def ref(self, name: str) -> str:
        """The id that a cell leads to: of an address, of an object, or as it stands. `_id` may end its name."""
        for column in (name, f"{name}_id"):
            found = _leads_to(self.cells.get(column))
            if found:
                return found
        return ""

    def refs(self, name: str) -> tuple[str, ...]:
        """The ids that a list leads to."""
        value = self.cells.get(name)
        listed = cast("list[object]", value) if isinstance(value, list) else []
        return tuple(found for each in listed if (found := _leads_to(each)))

    def nested(self, name: str) -> Mapping[str, object] | None:
        """The object within a cell."""
        value = self.cells.get(name)
        return cast("dict[str, object]", value) if isinstance(value, dict) else None

    def listed(self, name: str) -> list[Mapping[str, object]]:
        """The objects of a list within a cell."""
        value = self.cells.get(name)
        listed = cast("list[object]", value) if isinstance(value, list) else []
        return [cast("dict[str, object]", each) for each in listed if isinstance(each, dict)]


def _leads_to(value: object) -> str:
    if isinstance(value, dict):
        said = cast("dict[str, object]", value)
        return _leads_to(said.get("id")) or _leads_to(said.get("resource_uri"))
    if isinstance(value, bool) or value is None or isinstance(value, list):
        return ""
    text = str(value).strip()
    # Of an address, https://…/api/rest/v4/courts/cand/, the last part.
    return text.rstrip("/").rpartition("/")[2].partition("?")[0]


def fault(told: Told, thing: Thing, field: str, fault_: Fault) -> None:
    """Tell what is wrong with a field of a record, with the record's id."""
    where = f"{told.document.at(thing.line)}, {thing.kind} {thing.id or '(no id)'}, field {field}"
    told.faults.append(UnexpectedContent(where, fault_.problem, fault_.cure))


def is_numbered(told: Told, thing: Thing) -> bool:
    """Whether a record has a number for an id; else that is told."""
    if thing.id.isascii() and thing.id.isdigit():
        return True
    fault(told, thing, "id", Fault(f"{thing.id!r} is no number of a record", "write digits"))
    return False


def date_of(told: Told, thing: Thing, name: str) -> PartialDate | None:
    """A day, no more precise than its granularity: `date_granularity_start` for `date_start`."""
    cell = thing.text(name)
    if not cell:
        return None
    granularity = thing.text(f"date_granularity_{name.removeprefix('date_')}")
    length = _GRANULARITY.get(granularity)
    if length is None:
        cure = "write %Y, %Y-%m or %Y-%m-%d"
        fault(
            told,
            thing,
            f"date_granularity_{name.removeprefix('date_')}",
            Fault(f"{granularity!r} is no granularity", cure),
        )
        return None
    # Some answers have the moment, 2017-01-31T00:00:00-08:00: the day is the court's.
    try:
        return day(cell.partition("T")[0][:length])
    except Fault as wrong:
        fault(told, thing, name, wrong)
        return None


def is_courtlistener(document: Document) -> bool:
    """Whether the beginning of a document is that of records of CourtListener."""
    start = head(document)
    sign = start.lstrip()[:1]
    if sign in {"{", "["}:
        first = start[:8192]
        if any(f'"@{word}"' in first for word in ("context", "graph", "id")):
            return False
        if "/api/rest/v" in first and any(f"/{name}/" in first for name in _ENDPOINTS):
            return True
        if _EMPTY.search(first) and '"next"' in first and '"previous"' in first:
            return True
        names = {name for _, signs in _SIGNS for each in signs for name in each if f'"{name}"' in start}
        return any(each <= names for _, signs in _SIGNS for each in signs if len(each) > 1)
    return kind_of(_header(start)) is not None


def kind_of(columns: frozenset[str] | set[str], address: str = "") -> str | None:
    """The kind of record that has these columns, or this address in the API."""
    parts = address.rstrip("/").split("/")
    if len(parts) > 1 and parts[-2] in _ENDPOINTS:
        return _ENDPOINTS[parts[-2]]
    if "verified" in columns:  # a file of facts, which has courts and rulings of its own
        return None
    return next((kind for kind, signs in _SIGNS if any(each <= columns for each in signs)), None)


def _header(start: str) -> frozenset[str]:
    first = next((line for line in start.splitlines() if line.strip()), "")
    try:
        return frozenset(map(plain, next(csv.reader([first]), list[str]())))
    except csv.Error:
        return frozenset()


def things(told: Told) -> Iterator[Thing]:
    """The records of a document from the top; what is none is a fault. Nothing after what cannot be read."""
    try:
        start = head(told.document).lstrip()[:1]
        yield from _of_json(told) if start in {"{", "["} else _of_csv(told)
    except (UnreadableDocument, UnexpectedContent) as error:
        told.faults.append(error)


def _of_json(told: Told) -> Iterator[Thing]:
    empty = True
    for line, said in objects(told.document):
        empty = False
        address = said.get("resource_uri")
        kind = kind_of(frozenset(said), address if isinstance(address, str) else "")
        if kind is None:
            told.fault(
                line, "", Fault(_unknown(said, address), "leave it out: see docs/sources.md for what is read")
            )
        else:
            yield from _whole(Thing(kind, line, said))
        if told.enough:
            return
    if empty:
        told.notice(1, f"the page holds no {RESULTS}")


def _whole(thing: Thing) -> Iterator[Thing]:
    """A record, and the records within it: some answers have the person of a position, or the court, whole."""
    yield thing
    for value in thing.cells.values():
        listed = cast("list[object]", value) if isinstance(value, list) else [value]
        for each in listed:
            if isinstance(each, dict):
                said = cast("dict[str, object]", each)
                if thing.kind == PERSON and "position_type" in said:
                    said = {"person": thing.id, **said}
                address = said.get("resource_uri")
                kind = kind_of(frozenset(said), address if isinstance(address, str) else "")
                # Without its fields it is only a way to write an address.
                if kind is not None and len(said) > _FEW:
                    yield from _whole(Thing(kind, thing.line, said))


def _unknown(said: Mapping[str, object], address: object) -> str:
    if isinstance(address, str) and address:
        return f"{address} is no record that is read"
    names = ", ".join(sorted(said)[:6])
    return f"this is no record of CourtListener that is read; it has the fields {names or '(none)'}"


def _of_csv(told: Told) -> Iterator[Thing]:
    # A cell may hold the whole text of an opinion.
    csv.field_size_limit(min(sys.maxsize, _CELLS_LIMIT))
    encoding = "utf-16" if told.document.content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    content = told.document.content
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    escape = None if _DOUBLED.search(content) or _BARE.search(content) else "\\"
    reader = csv.reader(text, strict=True, doublequote=True, escapechar=escape)
    columns: list[str] | None = None
    kind = ""
    line = 1
    try:
        for cells in reader:
            at, line = line, reader.line_num + 1
            if not any(cells):
                continue
            if columns is None:
                columns = [plain(cell) for cell in cells]
                found = kind_of(frozenset(columns))
                if found is None:
                    said = f"the columns {', '.join(columns[:6])} … are those of no table that is read"
                    raise UnexpectedContent(told.document.at(at), said, "see docs/sources.md for the tables")
                kind = found
                continue
            if len(cells) != len(columns):
                said = f"the row has {len(cells)} cells, the header {len(columns)}"
                told.fault(at, "", Fault(said, 'write \\" for a quotation mark within a cell'))
            else:
                yield Thing(kind, at, dict(zip(columns, cells, strict=True)))
            if told.enough:
                return
    except csv.Error as error:
        cure = 'close every quotation mark, and write \\" for one within a cell'
        raise UnreadableDocument(told.document.at(line), f"this is no table ({error})", cure) from error
    except UnicodeDecodeError:
        _ = told.document.text  # raises, with the line
    if columns is None:
        raise UnexpectedContent(told.document.name, "it is empty", "check the file")
