"""The mapping file of a tracker: which column is what, and what its status words mean.

A mapping is TOML that somebody writes by hand who has never seen this program (docs/trackers.md), so each
mistake is told with its line, its key, and what may stand there.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final, cast

from ..errors import UnreadableDocument
from ..records import PartialDate, slug
from .csv_rows import plain
from .facts_cells import Fault, nearest
from .tracker_cells import orders, unmarked
from .tracker_days import DATES, read_day
from .tracker_toml import MappingText

FIELDS: Final[Mapping[str, str]] = {
    "key": "what tells the rows apart for good; without it the first docket does",
    "citation": "caption, docket number and court in one cell",
    "caption": "the name of the case",
    "docket": "docket numbers",
    "court": "the court, by its citation or name",
    "order": "the orders challenged, by number or Federal Register address",
    "judge": "the judge",
    "filed": "the day of filing",
    "terminated": "the day on which the docket was closed",
    "updated": "the day on which the row was last looked at",
    "links": "web addresses",
    "topic": "what the tracker calls the subject",
    "note": "remarks, kept word for word",
}
"""What a column may be."""
STATES: Final = ("blocked", "partly-blocked", "restricted", "stayed", "in-force", "not-in-force")
COURSES: Final = ("pending", "appealed", "closed", "ended-by-dismissal", "consolidated", "transferred")
NOTHING: Final = "nothing"
"""The meaning of a word that says nothing in our terms, such as “Unclear”."""
MEANINGS: Final = (*STATES, *COURSES, NOTHING)

_TRACKER: Final = (
    "name",
    "id",
    "url",
    "licence",
    "as-of",
    "recognise",
    "optional",
    "missing",
    "dates",
    "html",
    "header-rows",
    "skip",
)
_COLUMN: Final = ("column", "columns", "split", "pattern")
_STATUS: Final = ("column", "day", "words", "pattern")
_SECTIONS: Final = ("tracker", "columns", "constants", "orders", "status")
_CONSTANTS: Final = ("court", "order", "topic", "updated")
_AT: Final = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Cells:
    """Where a field is read from: columns in their order, and how a cell is taken apart."""

    columns: tuple[str, ...]
    split: str = ""
    pattern: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """A column of status words; `words` has the meaning of each, in small letters."""

    column: str
    day: str
    words: Mapping[str, str]
    pattern: re.Pattern[str] | None = None

    def meaning(self, word: str) -> str | None:
        """What a word means, marks of footnotes aside; nothing for one that the mapping does not have."""
        return self.words.get(plain_word(word)) or self.words.get(plain_word(unmarked(word)))


@dataclass(frozen=True, slots=True)
class TrackerMapping:
    """A mapping file as it is followed. Columns have the names by which they are compared (`plain`)."""

    file: str
    name: str
    id: str
    url: str = ""
    licence: str = ""
    as_of: PartialDate | None = None
    recognise: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    dates: tuple[str, ...] = ("iso", "month/day/year", "month name")
    html: bool = False
    fields: Mapping[str, Cells] = field(default_factory=dict[str, Cells])
    constants: Mapping[str, str] = field(default_factory=dict[str, str])
    statuses: tuple[Status, ...] = ()
    header_rows: int = 1
    skip: tuple[str, ...] = ()
    orders: Mapping[str, str] = field(default_factory=dict[str, str])
    """Orders by what the tracker calls them, in small letters: numbers as `EO 14160`."""
    spelled: Mapping[str, str] = field(default_factory=dict[str, str])
    """How the mapping file spells each column."""

    def says_nothing(self, cell: str) -> bool:
        """Whether a cell is empty, or has a word that stands for an empty one."""
        word = plain_word(cell)
        return not word or word in self.missing

    def skips(self, cells: Sequence[str]) -> bool:
        """Whether a row is about no lawsuit: its first cell that is not empty has one of the words for that."""
        first = next((plain for cell in cells if (plain := plain_word(cell))), "")
        return any(
            first.startswith(word.rstrip("… ."))
            if word.endswith(("…", "..."))
            else first.rstrip(" :") == word
            for word in self.skip
        )

    @property
    def columns(self) -> frozenset[str]:
        """Every column that anything is read of."""
        found = {column for cells in self.fields.values() for column in cells.columns}
        found |= {each.column for each in self.statuses} | {each.day for each in self.statuses if each.day}
        return frozenset(found)


def plain_word(word: str) -> str:
    return " ".join(word.split()).casefold()


def read_mapping(text: str, name: str) -> TrackerMapping:
    """The mapping that a TOML text is; `UnexpectedContent` with line, key and what may stand there."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        where = f"{name}, line {found[1]}" if found else name
        problem = f"it is no TOML ({str(error).partition(' (at')[0]})"
        cure = 'write key = "text", and each key of a section once'
        raise UnreadableDocument(where, problem, cure) from error
    reader = MappingText(text, name)
    for section, value in given.items():
        if section not in _SECTIONS:
            close = nearest(section, _SECTIONS)
            cure = f"use one of {', '.join(_SECTIONS)}" + (f"; {close} may be meant" if close else "")
            raise reader.fault(section, "", f"there is no such section as {section!r}", cure)
        if section == "status" and not isinstance(value, list):
            cure = "write [[status]] with two brackets, once for each column of status words"
            raise reader.fault(section, "", "[status] is one section of many", cure)
        if section != "status" and not isinstance(value, dict):
            raise reader.fault(
                section, "", f"{section!r} is no section", f"write [{section}] on a line of its own"
            )
    return _mapping(reader, given)


def _mapping(reader: MappingText, given: Mapping[str, Any]) -> TrackerMapping:
    about: dict[str, Any] = given.get("tracker", {})
    reader.only("tracker", about, _TRACKER)
    name = reader.text_of("tracker", about, "name")
    if not slug(name):
        raise reader.fault(
            "tracker", "name", "the tracker has no name", 'write name = "…", as people know it'
        )
    html = about.get("html", False)
    if not isinstance(html, bool):
        raise reader.fault("tracker", "html", f"{html!r} is neither true nor false", "write true or false")
    fields = dict(_fields(reader, given.get("columns", {})))
    if not {"citation", "docket", "caption"} & fields.keys():
        cure = "name at least one of citation, docket and caption, so that a row is about some lawsuit"
        raise reader.fault("columns", "", "no column says which lawsuit a row is about", cure)
    constants: dict[str, Any] = given.get("constants", {})
    reader.only("constants", constants, _CONSTANTS)
    header_rows = about.get("header-rows", 1)
    if not isinstance(header_rows, int) or isinstance(header_rows, bool) or not 1 <= header_rows <= 5:
        cure = "write how many rows name the columns, from 1 to 5"
        raise reader.fault("tracker", "header-rows", f"{header_rows!r} is no number of rows", cure)
    updated = fields.get("updated")
    dates = reader.texts_of("tracker", about, "dates") or TrackerMapping(file="", name="", id="").dates
    for one in dates:
        if one not in DATES:
            raise reader.fault(
                "tracker", "dates", f"{one!r} is no way to write days", f"use some of {', '.join(DATES)}"
            )
    return TrackerMapping(
        file=reader.name,
        name=name,
        id=slug(reader.text_of("tracker", about, "id") or name),
        url=reader.text_of("tracker", about, "url"),
        licence=reader.text_of("tracker", about, "licence"),
        as_of=_as_of(reader, about, dates),
        recognise=frozenset(map(plain, reader.texts_of("tracker", about, "recognise"))),
        optional=frozenset(map(plain, reader.texts_of("tracker", about, "optional"))),
        missing=frozenset(map(plain_word, reader.texts_of("tracker", about, "missing"))),
        dates=dates,
        html=html,
        fields=fields,
        constants={key: reader.text_of("constants", constants, key) for key in constants},
        header_rows=header_rows,
        skip=tuple(map(plain_word, reader.texts_of("tracker", about, "skip"))),
        orders=_nicknames(reader, given.get("orders", {})),
        statuses=tuple(_statuses(reader, given.get("status", []), updated.columns[0] if updated else "")),
        spelled=reader.spelled,
    )


def _as_of(reader: MappingText, about: Mapping[str, Any], dates: Sequence[str]) -> PartialDate | None:
    given = about.get("as-of", "")
    text = given if isinstance(given, str) else str(given)  # TOML has days of its own
    try:
        return read_day(text, (*dates, "iso")) if text else None
    except Fault as fault:
        raise reader.fault("tracker", "as-of", fault.problem, fault.cure) from None


def _nicknames(reader: MappingText, given: Mapping[str, Any]) -> Mapping[str, str]:
    """What the tracker calls an order, and its number."""
    found: dict[str, str] = {}
    for name in given:
        numbers = "; ".join(reader.texts_of("orders", given, name))
        if not orders(numbers):
            cure = 'write "EO 14160" or "Proclamation 10888", or a list of them'
            raise reader.fault("orders", name, f"{numbers!r} is no number of an order", cure)
        found[plain_word(name)] = numbers
    return found


def _fields(reader: MappingText, given: Mapping[str, Any]) -> Iterator[tuple[str, Cells]]:
    """Each field, told as the name of a column, a list of names, or a table with `column` and more."""
    reader.only("columns", given, FIELDS)
    for name, said in given.items():
        if isinstance(said, dict):
            parts = cast("dict[str, Any]", said)
            section = f"columns.{name}" if reader.has(f"columns.{name}") else "columns"
            reader.only(section, parts, _COLUMN)
            columns = (
                *reader.texts_of(section, parts, "column"),
                *reader.texts_of(section, parts, "columns"),
            )
            given_split = parts.get("split", "")
            if not isinstance(given_split, str):
                raise reader.fault(section, "split", f"{given_split!r} is no text", 'write split = ";"')
            cells = Cells(tuple(map(reader.column, columns)), given_split, reader.pattern(section, parts))
        else:
            cells = Cells(tuple(map(reader.column, reader.texts_of("columns", given, name))))
        if not any(cells.columns):
            cure = f'write {name} = "the name of a column", or {name} = ["one", "another"]'
            raise reader.fault("columns", name, "no column is named", cure)
        yield name, cells


def _statuses(reader: MappingText, given: Sequence[Any], updated: str) -> Iterator[Status]:
    for number, said in enumerate(given):
        reader.only("status", said, _STATUS, number)
        column = reader.text_of("status", said, "column", number)
        if not column:
            cure = 'write column = "…", and under [status.words] what its words mean'
            raise reader.fault("status", "", "no column is named", cure, number)
        words: Any = said.get("words", {})
        if not isinstance(words, dict):
            raise reader.fault(
                "status", "words", "this is no table of words", "write [status.words] below", number
            )
        meanings: dict[str, str] = {}
        for word, meaning in cast("dict[str, Any]", words).items():
            if meaning not in MEANINGS:
                close = nearest(str(meaning), MEANINGS)
                cure = f"use one of {', '.join(MEANINGS)}" + (f"; {close} may be meant" if close else "")
                raise reader.fault("status.words", word, f"{meaning!r} is no meaning", cure, number)
            meanings[plain_word(word)] = str(meaning)
        when = reader.text_of("status", said, "day", number)
        yield Status(
            reader.column(column),
            reader.column(when) if when else updated,
            meanings,
            reader.pattern("status", said, number),
        )


@cache
def shipped() -> tuple[TrackerMapping, ...]:
    """The mappings that come with the program, each recognised by the columns of its tracker."""
    folder = files(__name__.rpartition(".")[0]).joinpath("trackers")
    found = sorted(
        (each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name
    )
    return tuple(read_mapping(each.read_text(encoding="utf-8"), each.name) for each in found)
