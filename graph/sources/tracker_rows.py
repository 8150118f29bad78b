"""The rows of a tracker by its mapping: what stands in each field, before anybody asks who is meant."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from ..records import PartialDate
from .csv_rows import Line, Told, heading, lines
from .facts_cells import Fault, nearest
from .tracker_cells import Cited, addresses, cited, named_court, orders, unlinked, unmarked, untagged
from .tracker_days import read_day
from .tracker_mapping import Cells, Status, TrackerMapping, plain_word

_PARTS: Final = re.compile(r"[;,\n]+")


@dataclass(frozen=True, slots=True)
class Word:
    """One cell of status words: the part that says it, its day, and what it means, if the mapping knows."""

    column: str
    quote: str
    day: PartialDate | None
    meaning: str | None


@dataclass(slots=True)
class TrackerRow:
    """One row; `dockets` are paired with the addresses of their own, where the mapping has one each."""

    line: int
    key: str = ""
    caption: str = ""
    dockets: list[tuple[Cited, tuple[str, ...]]] = field(default_factory=list[tuple[Cited, tuple[str, ...]]])
    orders: str = ""
    judge: str = ""
    filed: PartialDate | None = None
    terminated: PartialDate | None = None
    notes: list[str] = field(default_factory=list[str])
    words: list[Word] = field(default_factory=list[Word])


class Rows:
    """Reads the rows of one document."""

    def __init__(self, told: Told, mapping: TrackerMapping) -> None:
        self.told = told
        self.mapping = mapping
        wanted = mapping.columns - mapping.optional
        self._heading = heading(told.document, wanted, mapping.header_rows)
        self._unnamed: defaultdict[str, int] = defaultdict(int)
        self._days: defaultdict[str, list[tuple[int, Fault | None]]] = defaultdict(list)

    def read(self) -> Iterator[TrackerRow]:
        """The rows from the top; nothing where the document lacks a column that the mapping names."""
        if not self._has_columns():
            return
        for line in lines(self.told, self.mapping.columns, named=self._heading, skipped=self.mapping.skips):
            yield self._row(line)
        self._judge_days()
        self._tell_unnamed()

    def _has_columns(self) -> bool:
        there = frozenset(self._heading.columns)
        lacking = sorted(self.mapping.columns - there - self.mapping.optional)
        for column in lacking:
            spelled = self.mapping.spelled.get(column, column)
            close = nearest(column, there - self.mapping.columns)
            renamed = f"; it may be called {close} now" if close else ""
            cure = f"correct {self.mapping.file}, or list the column there under optional"
            self.told.fault(
                1, "", Fault(f"there is no column {spelled!r}, which the mapping names{renamed}", cure)
            )
        return not lacking

    def cells(self, line: Line, name: str) -> list[tuple[str, tuple[str, ...]]]:
        """The cells of a field, in the order of its columns, each with the addresses in its tags."""
        spec = self.mapping.fields.get(name)
        if spec is None:
            return []
        return [each for column in spec.columns for each in self._parts(line[column], spec)]

    def _parts(self, cell: str, spec: Cells) -> Iterator[tuple[str, tuple[str, ...]]]:
        text, links = self._plain(cell)
        if self.mapping.says_nothing(text):
            yield "", links
            return
        for part in text.split(spec.split) if spec.split else (text,):
            found = spec.pattern.search(part) if spec.pattern is not None else None
            if spec.pattern is not None and found is None:
                continue
            named = (
                next((value for value in found.groupdict().values() if value), "")
                if found is not None
                else ""
            )
            yield unmarked(named or (found[0] if found is not None else part)), links

    def _plain(self, cell: str) -> tuple[str, tuple[str, ...]]:
        """The text of a cell without its links, and their addresses."""
        text, within = untagged(cell) if self.mapping.html else (cell, ())
        plain, links = unlinked(text)
        return plain, (*within, *links)

    def first(self, line: Line, name: str) -> str:
        """The first cell of a field that says something."""
        return next((text for text, _ in self.cells(line, name) if text), "")

    def _row(self, line: Line) -> TrackerRow:
        notes = [("Topic", self.first(line, "topic")), ("Judge", self.first(line, "judge"))]
        spec = self.mapping.fields.get("note")
        for column in spec.columns if spec is not None else ():
            text = self._plain(line[column])[0]
            if not self.mapping.says_nothing(text):
                notes.append((self.mapping.spelled.get(column, column), text))
        return TrackerRow(
            line=line.number,
            key=self.first(line, "key"),
            caption=self.first(line, "caption"),
            dockets=list(self._dockets(line)),
            orders="\n".join([*self._orders(line), self.mapping.constants.get("order", "")]),
            filed=self._day(line, "filed"),
            terminated=self._day(line, "terminated"),
            notes=[f"{name}, in the words of the source: {text}" for name, text in notes if text],
            words=[word for status in self.mapping.statuses for word in self._words(line, status)],
        )

    def _orders(self, line: Line) -> Iterator[str]:
        """What a row says of orders: its cells, the addresses in them, and the numbers of nicknames."""
        for text, links in self.cells(line, "order"):
            parts = [unmarked(part) for part in (text, *_PARTS.split(text))]
            numbers = [self.mapping.orders.get(plain_word(part), "") for part in parts]
            if self.mapping.orders and text and not orders("\n".join([text, *links, *numbers])):
                self._unnamed[text] += 1
            yield from (text, *links, *numbers)

    def _tell_unnamed(self) -> None:
        for text, times in sorted(self._unnamed.items()):
            rows = f"{times} row{'s' if times > 1 else ''}"
            said = f"{text!r:.80} ({rows}) names no order by number, and is not under [orders] of {self.mapping.file}"
            self.told.notice(1, said)

    def _dockets(self, line: Line) -> Iterator[tuple[Cited, tuple[str, ...]]]:
        """The dockets that a row cites: whole citations, else numbers with the court of the row."""
        citations = self.cells(line, "citation")
        links = [(text, more) for text, more in self.cells(line, "links")]
        paired = len(citations) == len(links)
        for number, (text, within) in enumerate(citations):
            own = (*within, *addresses(links[number][0]), *links[number][1]) if paired else within
            for each in cited(text):
                yield each, tuple(dict.fromkeys(own))
        spare = (
            () if paired else tuple(address for text, more in links for address in (*addresses(text), *more))
        )
        tagged = (*self.cells(line, "caption"), *self.cells(line, "docket"))
        spare = (*spare, *(address for _, more in tagged for address in more))
        numbers = tuple(text for text, _ in self.cells(line, "docket") if text)
        court = named_court(self.first(line, "court") or self.mapping.constants.get("court", ""))
        if numbers or (court and not any(text for text, _ in citations)):
            found = [each for text in numbers for each in cited(text)]
            groups: dict[str, list[str]] = {court: []}
            for each in found:
                # A number of another court's stands beside those of the court that the row names.
                groups.setdefault(each.court or court, []).extend(each.numbers)
            for where, listed in groups.items():
                if listed or (where and len(groups) == 1):
                    yield (
                        Cited(self.first(line, "caption"), where, tuple(listed)),
                        tuple(dict.fromkeys(spare)),
                    )
                    spare = ()

    def _words(self, line: Line, status: Status) -> Iterator[Word]:
        text = self._plain(line[status.column])[0]
        if self.mapping.says_nothing(text):
            return
        found = status.pattern.search(text) if status.pattern is not None else None
        quote = found[0].strip() if found is not None else text
        named = found.groupdict() if found is not None else {}
        when = self._read(line.number, status.column, named.get("day") or "")
        when = when or (self._day_of(line, status.day) if status.day else None)
        retrieved = self.told.document.retrieved_on
        day = when or self.mapping.as_of
        if day is None and retrieved is not None:
            day = PartialDate(retrieved.year, retrieved.month, retrieved.day)
        yield Word(
            self.mapping.spelled.get(status.column, status.column),
            quote,
            day,
            status.meaning(named.get("word") or quote),
        )

    def _day(self, line: Line, name: str) -> PartialDate | None:
        spec = self.mapping.fields.get(name)
        return self._day_of(line, spec.columns[0]) if spec is not None else None

    def _day_of(self, line: Line, column: str) -> PartialDate | None:
        """A day of a row. One that cannot be read is left out and told, as long as others of the column can."""
        spec = next(
            (each for each in self.mapping.fields.values() if column in each.columns), Cells((column,))
        )
        text = next((part for part, _ in self._parts(line[column], spec) if part), "")
        return self._read(line.number, column, text)

    def _read(self, line: int, column: str, text: str) -> PartialDate | None:
        if not text:
            return None
        try:
            found = read_day(text, self.mapping.dates)
        except Fault as fault:
            self._days[column].append((line, fault))
            return None
        self._days[column].append((line, None))
        return found

    def _judge_days(self) -> None:
        for column, read in self._days.items():
            bad = {number: fault for number, fault in read if fault is not None}
            for number, fault in list(bad.items())[:1]:
                if len(bad) == len({number for number, _ in read}) and len(bad) > 1:
                    cure = "name the way in which the tracker writes days, as dates of [tracker]"
                    self.told.fault(
                        number, column, Fault(f"none of its days can be read: {fault.problem}", cure)
                    )
                    break
            else:
                for number, fault in bad.items():
                    self.told.notice(number, f"{column}: {fault.problem}; the day is left out")
