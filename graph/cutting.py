"""The engine's own writers of results, stopped at a limit and cut at a whole row.

The engine writes far faster than Python could row by row, but knows no limit. So its bytes go into a
spool as they come, and are counted there: separators give an upper bound of the rows, and only where
that reaches the limit are the rows found one by one. Nothing but a piece of the answer is in memory.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO, Final

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions

_FORMATS: Final = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
# What stands at least once for every row but one, and may stand more often in its values.
_SEPARATOR: Final = {"json": b"},{", "xml": b"</result>", "csv": b"\n", "tsv": b"\n"}
_CLOSING: Final = {"json": b"]}}", "xml": b"</results></sparql>", "csv": b"", "tsv": b""}
# XML can say in itself that it was cut; the others would no longer be what they are.
_CUT: Final = {**_CLOSING, "xml": b"<!-- cut at a limit: there are more results --></results></sparql>"}
_CSV_ROW: Final = re.compile(rb'(?:[^"\n]++|"[^"]*+")*+\n')
_NOT_XML: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_PIECE: Final = 1 << 20
_SLACK: Final = 4096


class LimitReached(OSError):
    """Thrown through the engine's writer to stop it; never leaves this module."""


class Sink:
    """What the engine writes into: hands the bytes on to a spool, and stops the engine soon after a limit."""

    def __init__(self, form: str, spool: BinaryIO, rows: int | None = None, size: int | None = None) -> None:
        """`spool` is empty, can be read and can be truncated."""
        self.form = form
        self.rows = rows
        self.size = size
        self.replaced = 0
        self._spool = spool
        self._written = 0
        self._head = bytearray()
        self._rows_begin = -1
        self._separators = 0
        self._tail = b""
        self._look_at = rows if rows is not None else 0
        self._place = 0  # after the last row that was counted
        self._counted = 0
        self._xml = XmlFilter() if form == "xml" else None

    @property
    def found(self) -> int:
        """How many rows were written, as what separates them tells: of JSON whose values look so, a few too many."""
        if self._place > self._rows_begin >= 0:
            return self._counted  # they were counted one by one
        empty = self._written <= self._rows_begin + len(_CLOSING[self.form])
        return self._separators + (self.form == "json" and not empty)

    def write(self, chunk: bytes) -> int:
        """Take the next bytes; `LimitReached` when the answer is certainly longer than allowed."""
        self._take(self._xml.clean(chunk) if self._xml else chunk)
        if self._rows_begin < 0:
            return len(chunk)
        if self.size is not None and self._written > self.size + _SLACK:
            raise LimitReached
        if self.rows is not None and self._separators > self._look_at:
            if self._count(self.rows, None):
                raise LimitReached
            self._look_at = self._separators + self.rows - self._counted
        return len(chunk)

    def flush(self) -> None:
        """Nothing waits."""

    def finish(self) -> bool:
        """Cut the spool where it must be cut; whether it was."""
        if self._xml:
            self._take(self._xml.rest())
            self.replaced = self._xml.replaced
        too_long = self.size is not None and self._written > self.size
        if self._rows_begin < 0 or not (
            too_long or (self.rows is not None and self._separators >= self.rows)
        ):
            return False
        whole, cut = _CLOSING[self.form], _CUT[self.form]
        more = self._count(self.rows, None if self.size is None else self.size - len(whole))
        if not more:
            # All complete rows fit. The body itself may still be one that the engine was stopped in.
            self._spool.seek(self._place)
            more = self._spool.read(len(whole) + 1) != whole
        if more:
            if self.size is not None and cut != whole:  # what says so needs a place, too
                self._place, self._counted = self._rows_begin, 0
                self._count(self.rows, self.size - len(cut))
            self._spool.seek(self._place)
            self._spool.truncate()
            self._spool.write(cut)
        self._spool.seek(0, 2)
        return more

    def _take(self, chunk: bytes) -> None:
        self._spool.write(chunk)
        self._written += len(chunk)
        if self._rows_begin < 0:
            self._head += chunk
            self._rows_begin = self._place = head_end(self.form, self._head)
            if self._rows_begin < 0:
                return
            chunk = bytes(self._head[self._rows_begin :])
            self._head.clear()
        separator = _SEPARATOR[self.form]
        seen = self._tail + chunk
        self._separators += seen.count(separator)
        self._tail = seen[-len(separator) + 1 :] if len(separator) > 1 else b""

    def _count(self, rows: int | None, most: int | None) -> bool:
        """Go on behind every complete row that is within the limits; whether there is one beyond them."""
        for end in self._row_ends():
            if self._counted == rows or (most is not None and end > most):
                self._spool.seek(0, 2)
                return True
            self._place, self._counted = end, self._counted + 1
        self._spool.seek(0, 2)
        return False

    def _row_ends(self) -> Iterator[int]:
        """Where each complete row after `_place` ends, in bytes from the beginning."""
        base, buffer, size = self._place, b"", _PIECE
        while True:
            self._spool.seek(base + len(buffer))
            piece = self._spool.read(size)
            if not piece:
                return
            buffer += piece
            end = 0
            for end in row_ends(self.form, buffer):
                yield base + end
            base, buffer = base + end, buffer[end:]
            size = _PIECE if end else size * 2  # a row longer than a piece is not read again and again


class XmlFilter:
    """XML without the characters that it cannot hold, piece by piece; `replaced` counts them."""

    def __init__(self) -> None:
        self.replaced = 0
        self._held = b""

    def clean(self, chunk: bytes) -> bytes:
        """What can be said of the bytes so far; the beginning of a doubtful character is held back."""
        chunk = self._held + chunk
        doubtful = next((mark for mark in (b"\xef\xbf", b"\xef") if chunk.endswith(mark)), b"")
        self._held = doubtful
        body, count = _NOT_XML.subn(b"\xef\xbf\xbd", chunk[: len(chunk) - len(doubtful)])
        self.replaced += count
        return body.replace(b"\r", b"&#13;")

    def rest(self) -> bytes:
        """What was held back."""
        held, self._held = self._held, b""
        return held


def written(found: QuerySolutions | QueryBoolean, sink: Sink, spool: BinaryIO) -> bool:
    """Write results into the spool, in the sink's format; whether they were cut."""
    form = _FORMATS[sink.form]
    if isinstance(found, QueryBoolean):
        spool.write(found.serialize(format=form) or b"")
        return False
    with suppress(LimitReached):
        found.serialize(sink, form)  # pyright: ignore[reportArgumentType]  # write and flush are all it needs
    return sink.finish()


def head_end(form: str, body: bytes | bytearray) -> int:
    """Where the head of a document ends and its first row would begin; -1 while it is not complete."""
    mark = {"json": b'"bindings":[', "xml": b"<results>", "csv": b"\n", "tsv": b"\n"}[form]
    place = body.find(mark)
    return place + len(mark) if place >= 0 else -1


def row_ends(form: str, body: bytes) -> Iterator[int]:
    """Where each complete row ends in a body that begins at a row, or at the comma before one."""
    if form == "json":
        yield from _json_row_ends(body)
    elif form == "csv":
        start = 0
        while found := _CSV_ROW.match(body, start):
            yield (start := found.end())
    else:
        mark, start = _SEPARATOR[form], 0
        while (place := body.find(mark, start)) >= 0:
            yield (start := place + len(mark))


def _json_row_ends(body: bytes) -> Iterator[int]:
    """A row ends where `},{` stands outside of all strings, the last where `]` does."""
    looked, inside, place = 0, False, -1
    for mark in (b"},{", b"}]"):
        while (place := body.find(mark, place + 1)) >= 0:
            part = body[looked:place]
            quotes = part.count(b'"')
            if b"\\" in part:
                quotes -= part.replace(b"\\\\", b"").count(b'\\"')
            looked, inside = place, inside != bool(quotes & 1)
            if not inside:
                yield place + 1
        place = looked
