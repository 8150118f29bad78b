"""The engine's own writers of results, stopped at a limit and cut at a whole row.

The engine writes far faster than Python could row by row, but knows no limit. So its bytes are
counted as they come: separators give an upper bound of the rows, and only where that reaches the
limit are the rows found one by one.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions

_FORMATS: Final = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
# What stands at least once for every row, and may stand more often in its values.
_SEPARATOR: Final = {"json": b"},{", "xml": b"</result>", "csv": b"\n", "tsv": b"\n"}
_CLOSING: Final = {"json": b"]}}", "xml": b"</results></sparql>", "csv": b"", "tsv": b""}
_JSON_PARTS: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"|[{}]', re.DOTALL)
_CSV_ROW: Final = re.compile(rb'(?:[^"\n]|"[^"]*+")*+\n')
_NOT_XML: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


class LimitReached(OSError):
    """Thrown through the engine's writer to stop it; never leaves this module."""


class Sink:
    """What the engine writes into: keeps the bytes, and stops the engine soon after a limit."""

    def __init__(self, form: str, rows: int | None = None, size: int | None = None) -> None:
        self.form = form
        self.rows = rows
        self.size = size
        self.body = bytearray()
        self._separators = 0
        self._look_at = rows if rows is not None else 0

    def write(self, chunk: bytes) -> int:
        """Take the next bytes; `LimitReached` when the answer is certainly longer than allowed."""
        separator = _SEPARATOR[self.form]
        tail = bytes(self.body[-len(separator) + 1 :]) if len(separator) > 1 else b""
        self._separators += (tail + chunk).count(separator)
        self.body += chunk
        if head_end(self.form, self.body) < 0:
            return len(chunk)
        if self.size is not None and len(self.body) > self.size + 4096:
            raise LimitReached
        if self.rows is not None and self._separators > self._look_at:
            complete = sum(1 for _ in row_ends(self.form, self.body))
            if complete > self.rows:
                raise LimitReached
            self._look_at = self._separators + self.rows - complete
        return len(chunk)

    def flush(self) -> None:
        """Nothing waits."""

    def finish(self) -> tuple[bytes, bool]:
        """The body, cut where it must be, and whether it was."""
        body = self.body
        too_long = self.size is not None and len(body) > self.size
        cut = None
        if too_long or (self.rows is not None and self._separators >= self.rows):
            cut = self._cut()
        if cut is not None:
            body = body[:cut] + _CLOSING[self.form]
        return _clean(self.form, bytes(body)), cut is not None

    def _cut(self) -> int | None:
        """Where the last row ends that is within the limits; `None` where all rows are."""
        most = len(self.body) if self.size is None else self.size - len(_CLOSING[self.form])
        end, count, whole = head_end(self.form, self.body), 0, len(self.body)
        for row_end in row_ends(self.form, self.body):
            if row_end > most or count == self.rows:
                return end
            end, count = row_end, count + 1
        # All complete rows fit. The body itself may still be one that the engine was stopped in.
        return None if bytes(self.body[end:whole]) == _CLOSING[self.form] else end


def written(found: QuerySolutions | QueryBoolean, sink: Sink) -> tuple[bytes, bool]:
    """Results in the sink's format, and whether they were cut."""
    form = _FORMATS[sink.form]
    if isinstance(found, QueryBoolean):
        return found.serialize(format=form) or b"", False
    with suppress(LimitReached):
        found.serialize(sink, form)  # pyright: ignore[reportArgumentType]  # write and flush are all it needs
    return sink.finish()


def head_end(form: str, body: bytes | bytearray) -> int:
    """Where the head of a document ends and its first row would begin; -1 while it is not complete."""
    mark = {"json": b'"bindings":[', "xml": b"<results>", "csv": b"\n", "tsv": b"\n"}[form]
    place = body.find(mark)
    return place + len(mark) if place >= 0 else -1


def row_ends(form: str, body: bytes | bytearray) -> Iterator[int]:
    """Where each complete row ends, in bytes from the beginning."""
    start = head_end(form, body)
    if form == "json":
        depth = 0
        for part in _JSON_PARTS.finditer(body, start):
            sign = part.group()
            depth += (sign == b"{") - (sign == b"}")
            if sign == b"}" and depth == 0:
                yield part.end()
            elif depth < 0:
                return
    elif form == "csv":
        while found := _CSV_ROW.match(body, start):
            yield (start := found.end())
    else:
        mark = _SEPARATOR[form]
        while (place := body.find(mark, start)) >= 0:
            yield (start := place + len(mark))


def _clean(form: str, body: bytes) -> bytes:
    """XML without the characters that it cannot hold; the engine writes them as they are."""
    if form != "xml":
        return body
    return clean_xml(body)


def clean_xml(body: bytes) -> bytes:
    """What XML 1.0 cannot hold becomes U+FFFD; a carriage return, which a reader would lose, is escaped."""
    return _NOT_XML.sub(b"\xef\xbf\xbd", body).replace(b"\r", b"&#13;")
