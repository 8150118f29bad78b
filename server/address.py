"""The address under which the site is known, for what a page says of itself: canonical links, citations, cards."""

from __future__ import annotations

from typing import Final

from flask import request

from .desk import desk

_HERE: Final = frozenset(("localhost", "127.0.0.1", "[::1]"))
"""Names of this machine, which nobody gains by pretending."""


def root() -> str:
    """The beginning of absolute addresses, without a slash at its end; empty where the site has no known name.

    What a request calls the server is anybody's word: repeated in a page it would lead readers, and whoever keeps
    the page for them, elsewhere. So it counts for this machine's own names alone; others are the operator's to say.
    """
    said = desk().settings.url
    if said:
        return said.rstrip("/")
    name = (
        request.host.rpartition(":")[0]
        if not request.host.endswith("]") and ":" in request.host
        else request.host
    )
    return request.url_root.rstrip("/") if name in _HERE else ""
