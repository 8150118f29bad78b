"""Answers that are text travel gzipped to those who take it. Long ones are compressed by their reader."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Final

from .protocol.replies import gzip_liked

if TYPE_CHECKING:
    from flask import Response

FROM: Final = 1024
MOST_FILES: Final = 32
LEVEL: Final = 5
_TEXT: Final = frozenset((
    "application/json", "application/n-triples", "application/n-quads", "application/trig",
    "application/sparql-query", "application/openapi+json", "image/svg+xml",
    "application/javascript",
))  # fmt: skip


def compress(response: Response) -> None:
    """Compresses a response that is whole in memory, once, and only where it becomes shorter by it."""
    if (
        response.direct_passthrough
        or response.is_streamed
        or "Content-Encoding" in response.headers
        or response.status_code in {204, 304}
        or not _is_text(response.mimetype or "")
        or not gzip_liked()
    ):
        return
    body = response.get_data()
    if len(body) < FROM:
        return
    packed = gzip.compress(body, LEVEL, mtime=0)
    if len(packed) < len(body):
        response.set_data(packed)
        response.headers["Content-Encoding"] = "gzip"


def compress_file(response: Response) -> None:
    """Compresses a static file that is text; what it became is kept, since files do not change while served."""
    tag = response.get_etag()[0]
    length = response.content_length or 0
    if response.status_code != 200 or tag is None or length < FROM or not _is_text(response.mimetype or ""):
        return
    response.vary.add("Accept-Encoding")
    if not gzip_liked():
        return
    response.direct_passthrough = False
    response.set_data(_packed(tag, response.get_data()))
    response.set_etag(tag, weak=True)
    response.headers["Content-Encoding"] = "gzip"


_kept: dict[str, bytes] = {}


def _packed(tag: str, body: bytes) -> bytes:
    if tag not in _kept:
        if len(_kept) >= MOST_FILES:
            _kept.clear()
        _kept[tag] = gzip.compress(body, 9, mtime=0)
    return _kept[tag]


def _is_text(kind: str) -> bool:
    return kind.startswith("text/") or kind in _TEXT or kind.endswith(("+json", "+xml"))
