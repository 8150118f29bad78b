"""The body of a request: bounded, also after decompression, and read as what it says it is."""

from __future__ import annotations

import tempfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flask import request

from ..errors import DoorError
from .parameters import decoded

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from werkzeug.datastructures import MultiDict

FORM: Final = "application/x-www-form-urlencoded"
_PIECE: Final = 1 << 16
_GZIP: Final = 31  # what zlib calls a stream with gzip's own head and checksum
_IN_MEMORY: Final = 1 << 20
_UTF_8: Final = frozenset(("", "utf-8", "utf8", "us-ascii", "ascii"))


def too_large(what: str, most: int) -> DoorError:
    """413, with the limit that was passed."""
    said = f"{most // 1024**2} MiB" if most >= 1024**2 else f"{most // 1024} KiB"
    if most < 1024:
        said = f"{most} bytes"
    return DoorError(413, "size", f"The {what} is longer than {said}.", limit={"bytes": most})


def text(what: str, most: int) -> str:
    """The whole body as text: UTF-8, `most` bytes at most, 400 where it is none."""
    body = b"".join(_pieces(what, most))
    _check_charset()
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DoorError(
            400, "encoding", f"The {what} is not UTF-8: byte {error.start}.", byte=error.start
        ) from None


def form(what: str, most: int) -> MultiDict[str, str]:
    """The parameters of a percent-encoded form, which may be three times as long as what they hold."""
    _check_charset()
    return decoded(b"".join(_pieces(what, 3 * most + _PIECE)), "body")


@contextmanager
def document(what: str, most: int) -> Generator[bytes | Path]:
    """The body for as long as the block runs: its bytes, or the file that a long one was put in."""
    _check_charset()
    with tempfile.NamedTemporaryFile(prefix="enjoin-") as file:
        held, size = bytearray(), 0
        for piece in _pieces(what, most):
            size += len(piece)
            held += piece
            if size > _IN_MEMORY:
                file.write(held)
                held.clear()
        if size <= _IN_MEMORY:
            yield bytes(held)
        else:
            file.write(held)
            file.flush()
            yield Path(file.name)


def _check_charset() -> None:
    charset = request.mimetype_params.get("charset", "").strip().lower()
    if charset not in _UTF_8:
        raise DoorError(415, "charset", f"The body is in {charset!r}; send UTF-8.")


def _pieces(what: str, most: int) -> Iterator[bytes]:
    """The body in pieces, decompressed; 413 as soon as there are more than `most` bytes of it."""
    encoding = request.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip"}:
        raise DoorError(
            415,
            "content-encoding",
            f"A body in Content-Encoding {encoding!r} is not read here; send it plain or gzipped.",
            headers={"Accept-Encoding": "gzip"},
        )
    if (request.content_length or 0) > most:
        raise too_large(what, most)
    packed = encoding in {"gzip", "x-gzip"}
    size = 0
    for piece in _unpacked(_read(), what) if packed else _read():
        size += len(piece)
        if size > most:
            raise too_large(what, most)
        yield piece


def _read() -> Iterator[bytes]:
    while piece := request.stream.read(_PIECE):
        yield piece


def _unpacked(pieces: Iterator[bytes], what: str) -> Iterator[bytes]:
    """The same, decompressed a little at a time, so that no small body becomes a large one at once."""
    engine = zlib.decompressobj(_GZIP)
    begun = False
    try:
        for piece in pieces:
            rest = piece
            while rest:
                if engine.eof:
                    engine = zlib.decompressobj(_GZIP)  # several gzip members make one body
                begun = True
                yield engine.decompress(rest, _PIECE)
                rest = engine.unconsumed_tail or engine.unused_data
        while begun and not engine.eof and (more := engine.decompress(b"", _PIECE)):
            yield more
    except zlib.error:
        raise DoorError(400, "content-encoding", f"The {what} is not gzip, though it says so.") from None
    if begun and not engine.eof:
        raise DoorError(400, "content-encoding", f"The {what} ends in the middle of its gzip stream.")
