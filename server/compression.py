"""Answers that are text travel gzipped to those who take it. Long ones are compressed by their reader."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Final

from .replies import gzip_liked

if TYPE_CHECKING:
    from flask import Response

FROM: Final = 1024
LEVEL: Final = 5
_TEXT: Final = frozenset((
    "application/json", "application/n-triples", "application/n-quads", "application/trig",
    "application/sparql-query", "application/openapi+json", "image/svg+xml",
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


def _is_text(kind: str) -> bool:
    return kind.startswith("text/") or kind in _TEXT or kind.endswith(("+json", "+xml"))
