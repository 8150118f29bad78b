"""The documents of a Federal Register list: API pages and single documents in JSON, the exports in CSV.

Each is one `Printed`, in the words and numbers of the file; what they mean is said elsewhere.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, cast

from ..errors import UnexpectedContent, UnreadableDocument
from ..records import PartialDate
from .csv_rows import Line, Told, date_cell, lines
from .facts_cells import Fault
from .json_values import RESULTS, objects

PRESIDENTIAL: Final = frozenset(("", "presidential document", "presdocu"))
KINDS: Final = {
    "executive order": "executive_order",
    "proclamation": "proclamation",
    "memorandum": "presidential_memorandum",
    "presidential memorandum": "presidential_memorandum",
}
"""What the subtypes are called here; any other is a document of the President like a notice."""
OTHER: Final = "presidential_document"

_ALIASES: Final = {
    "executive_order_notes": "disposition_notes",
    "notes": "disposition_notes",
    "number": "executive_order_number",
    "presidential_document_type": "subtype",
}
READ: Final = frozenset((
    "citation", "document_number", "end_page", "html_url", "type", "subtype", "publication_date", "signing_date",
    "start_page", "title", "presidential_document_number", "disposition_notes", "executive_order_number", "proclamation_number", "effective_on",
    "president", "correction_of",
))  # fmt: skip
"""The columns that something is made of."""
QUOTED: Final = ("signing_date", "publication_date", "document_number", "citation", "start_page", "president")
"""The columns whose cells are kept as written, to be quoted where a document differs."""
UNREAD: Final = frozenset(("pdf_url", "not_received_for_publication"))
"""Columns of the exports that say nothing the others do not."""

_MORE: Final = "Extra data"
"""What the reader of JSON says where one value follows another."""
_NUMBER: Final = re.compile(r"(\d{1,5})(?:-?([A-Za-z]))?")
_STRAY_LETTER: Final = re.compile(r"-([A-Z]) (?=[A-Z])")
_CITATION: Final = re.compile(r"\d+ FR \d+")
_CORRECTION: Final = re.compile(r"[CRZ]\d+-.+")


@dataclass(frozen=True, slots=True)
class Printed:
    """One document as the list gives it; empty texts mean that the list does not say.

    `kind` is a kind of order, `number` that of its series. `cells` has some cells as written.
    """

    line: int
    kind: str
    subtype: str
    number: str
    title: str
    document_number: str
    citation: str
    pages: str
    url: str
    published_on: PartialDate | None
    signed_on: PartialDate | None
    effective_on: PartialDate | None
    note: str
    president: str
    corrects: bool
    cells: Mapping[str, str]


def printed(told: Told) -> Iterator[Printed]:
    """The documents of a list from the top; what is no document of the President is passed over."""
    others = 0
    for row in _rows(told):
        found = {_ALIASES[name]: cell for name, cell in row.cells.items() if name in _ALIASES and cell}
        line = Line(row.number, {**row.cells, **{name: row[name] or cell for name, cell in found.items()}})
        if line["type"].lower() not in PRESIDENTIAL:
            others += 1
            continue
        before = len(told.faults)
        document = _printed(told, line)
        if len(told.faults) == before:
            yield document
    if others:
        told.notice(1, f"documents that are not the President's are passed over: {others}")


def _rows(told: Told) -> Iterator[Line]:
    if told.document.text.lstrip()[:1] in {"{", "["}:
        yield from _objects(told)
    else:
        yield from lines(told, READ | UNREAD | _ALIASES.keys())


def _printed(told: Told, row: Line) -> Printed:
    subtype = row["subtype"]
    number, title = _number(told, row)
    kind = KINDS.get(subtype.lower(), OTHER)
    if not subtype and row["executive_order_number"]:
        kind = "executive_order"
    if not subtype and row["proclamation_number"]:
        kind = "proclamation"
    start, end = row["start_page"], row["end_page"]
    return Printed(
        line=row.number,
        kind=kind,
        subtype=subtype,
        number=number,
        title=title,
        document_number=row["document_number"],
        citation=row["citation"],
        pages=start if start == end or not end else f"{start}-{end}",
        url=row["html_url"] if row["html_url"].startswith(("http://", "https://")) else "",
        published_on=date_cell(told, row, "publication_date"),
        signed_on=date_cell(told, row, "signing_date"),
        effective_on=date_cell(told, row, "effective_on"),
        note=row["disposition_notes"],
        president=row["president"],
        corrects=bool(row["correction_of"]) or _CORRECTION.fullmatch(row["document_number"]) is not None,
        cells={name: row[name] for name in QUOTED},
    )


def _number(told: Told, row: Line) -> tuple[str, str]:
    """The number in the series, and the title.

    Digits with a capital letter after a hyphen; the export puts the letter of one order, 10571-A,
    before its title.
    """
    # The last column also has numbers of determinations, 2025-01, which are of no series here.
    columns = ("executive_order_number", "proclamation_number", "presidential_document_number")
    fitting = columns if row["subtype"].lower() in {"executive order", "proclamation"} else columns[:2]
    column = next((name for name in fitting if row[name]), columns[0])
    cell, title = row[column], row["title"]
    if not cell:
        return "", title
    found = _NUMBER.fullmatch(cell)
    if found is None:
        told.fault(
            row.number,
            column,
            Fault(f"{cell!r} is no number of an order", "write digits, with a letter at most"),
        )
        return "", title
    letter = found[2]
    stray = _STRAY_LETTER.match(title) if letter is None else None
    if stray is not None:
        letter, title = stray[1], title[stray.end() :]
        told.notice(
            row.number, f"the title begins with the letter of the number: read as {found[1]}-{letter}"
        )
    return f"{int(found[1])}-{letter.upper()}" if letter else str(int(found[1])), title


def citation_of(text: str) -> str | None:
    """A citation as the record writes it, volume, FR and page; nothing where that is not all."""
    return text if _CITATION.fullmatch(text) else None


def _objects(told: Told) -> Iterator[Line]:
    """The documents of an API answer: of its `results`, of a list, or the one that it is."""
    text = told.document.text
    try:
        said: object = json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == _MORE:  # one document on each line
            for line, each in objects(told.document):
                yield from _cells(told, line, each)
            return
        where = f"{told.document.name}, line {error.lineno}, column {error.colno}"
        told.faults.append(UnreadableDocument(where, f"this is no JSON: {error.msg}", "fetch it again"))
        return
    except RecursionError:
        told.faults.append(UnexpectedContent(told.document.name, "it nests too deep", "fetch it again"))
        return
    listed = _results(told, said)
    offset = 0
    line = 1
    for place, each in enumerate(listed, 1):
        if not isinstance(each, dict):
            told.fault(line, "", Fault(f"result {place} is no document", "fetch it again"))
            continue
        document = cast("dict[str, object]", each)
        at = text.find(f'"{document.get("document_number")}"', offset)
        if at >= 0:
            line += text.count("\n", offset, at)
            offset = at
        yield from _cells(told, line, document)
        if told.enough:
            return


def _cells(told: Told, line: int, document: Mapping[str, object]) -> Iterator[Line]:
    """The document as a row; of a page among others, each of its documents."""
    if isinstance(listed := document.get(RESULTS), list):
        for each in cast("list[object]", listed):
            if isinstance(each, dict):
                yield from _cells(told, line, cast("dict[str, object]", each))
        return
    yield Line(line, {name: _cell(told, line, name, value) for name, value in document.items()})


def _results(told: Told, said: object) -> list[object]:
    if isinstance(said, dict):
        envelope = cast("dict[str, object]", said)
        if RESULTS not in envelope and "count" in envelope:
            told.notice(1, "the answer holds no documents")
            return []
        if RESULTS not in envelope:
            return [envelope]
        said = envelope[RESULTS]
        pages = envelope.get("total_pages")
        if isinstance(pages, int) and pages > 1:
            told.notice(1, f"this is one of {pages} pages; the others are documents of their own")
    if isinstance(said, list):
        return cast("list[object]", said)
    told.fault(1, "results", Fault("results is no list", "fetch it again"))
    return []


def _cell(told: Told, line: int, name: str, value: object) -> str:
    """A value of JSON as a cell; of the president, the identifier, where it is one."""
    if isinstance(value, list) and name == "president":
        listed = cast("list[object]", value)
        if len(listed) > 1:
            told.notice(line, f"{len(listed)} presidents are named: the one of the day of signing is taken")
        value = listed[0] if len(listed) == 1 else None
    if isinstance(value, dict) and name == "president":
        value = cast("dict[str, object]", value).get("identifier")
    if isinstance(value, str):
        return " ".join(value.split()) if name == "title" else value.strip()
    if value is None or isinstance(value, bool) or name not in READ:
        return ""
    if isinstance(value, int):
        return str(value)
    told.fault(line, name, Fault(f"{value!r:.60} is neither text nor number", "fetch it again"))
    return ""
