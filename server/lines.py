r"""One line of the log: as JSON for machines, as text for a terminal; nobody can put another line into it.

What clients send is written with escapes: JSON knows no others than ASCII signs here, in texts a sign that does
something to a terminal, or ends a line, stands as Python writes it: `\n`, `\x1b`.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from .metrics import METHODS

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_PATH: Final = 512
"""Signs of a path that a line holds."""


@dataclass(slots=True)
class Request:
    """One request that was answered.

    `path` is without what was asked (no query, so no token that somebody put there), `seconds` until the answer began,
    `size` the bytes of its body, -1 where it was sent piece by piece. `by` says who answered: `kept` (the same was asked
    before), `loop` (a reader, asked by the loop), `reader` (asked by a thread), `page` (the site), `door` (before any of these).
    `client` is only known where the operator wants it so.
    """

    at: float
    id: str
    method: str
    path: str
    status: int
    seconds: float
    size: int
    by: str
    client: str = ""


def method_of(said: str) -> str:
    """The method of a request, if it is one of the known: anybody may send any word."""
    return said if said in METHODS else "other"


def request_as_json(request: Request) -> str:
    """The line of a request, for machines."""
    client = f'"client":{_quoted(request.client)},' if request.client else ""
    size = "null" if request.size < 0 else request.size
    return (
        f'{{"time":"{stamp(request.at)}","level":"info","event":"request","id":"{request.id}",{client}'
        f'"method":"{request.method}","path":{_quoted(request.path)},"status":{request.status},"bytes":{size},'
        f'"ms":{1000 * request.seconds:.3f},"by":"{request.by}"}}\n'
    )


def request_as_text(request: Request) -> str:
    """The same for people."""
    size = "-" if request.size < 0 else request.size
    client = f" {harmless(request.client)}" if request.client else ""
    return (
        f"{stamp(request.at)} {request.method} {_shown(request.path)} {request.status} {size} B "
        f"{1000 * request.seconds:.1f} ms {request.by} {request.id}{client}\n"
    )


def event_as_json(at: float, level: str, event: str, told: Mapping[str, object]) -> str:
    """The line of anything else, for machines."""
    said = {"time": stamp(at), "level": level, "event": event, **told}
    return json.dumps(said, separators=(",", ":"), default=str) + "\n"


def event_as_text(at: float, level: str, event: str, told: Mapping[str, object]) -> str:
    """The same for people; what has several lines is set in, so that none of them passes for a line of the log."""
    told = dict(told)
    message, trace = str(told.pop("message", event)), str(told.pop("trace", ""))
    rest = "".join(f" {name}={harmless(str(value))}" for name, value in told.items())
    traced = "".join(f"    {harmless(line)}\n" for line in trace.splitlines())
    return f"{stamp(at)} {level.upper()} {harmless(message)}{rest}\n{traced}"


def harmless(text: str) -> str:
    r"""A text on one line, whose signs do nothing to a terminal.

    >>> print(harmless("a\nb \x1b[31mred \u202e \x9b, é"))
    a\nb \x1b[31mred \u202e \x9b, é
    """
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else _escaped(sign) for sign in text)


def _escaped(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")


@lru_cache(1024)
def _quoted(text: str) -> str:
    """A text in JSON, in ASCII signs alone."""
    return json.dumps(_cut(text))


@lru_cache(1024)
def _shown(path: str) -> str:
    return harmless(_cut(path)).replace(" ", "\\x20")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_PATH else text[:LONGEST_PATH] + "…"


def stamp(at: float) -> str:
    """A moment, in universal time, to the millisecond.

    >>> stamp(1763807400.25)
    '2025-11-22T10:30:00.250Z'
    """
    whole = int(at)
    return f"{_second(whole)}.{int(1000 * (at - whole)):03d}Z"


@lru_cache(4)
def _second(whole: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(whole))
