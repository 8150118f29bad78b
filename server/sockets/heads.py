"""Heads of requests and of responses that are much like the one before: read once, and written once.

A program sends the same headers with every request, and gets the same with every answer but for a few
values. What is read here is what waitress reads, what is written is what waitress would write.
"""

# waitress has no types, so what is read from its classes has none either.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import re
import time
from collections import OrderedDict
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from waitress.parser import HTTPRequestParser
from waitress.utilities import build_http_date

if TYPE_CHECKING:
    from .shortcut import Started

_LINE: Final = re.compile(rb"GET (/sparql)\?([!\"$-~]+) HTTP/1\.1")
_REMEMBERED: Final = 256
_LONGEST: Final = 2048
"""Longer headers are not remembered."""
_CHANGING: Final = frozenset(("Content-Length", "Date", "Etag", "X-Request-Id"))

_known: Final[OrderedDict[bytes, tuple[dict[str, str], bool]]] = OrderedDict()


class Parser(HTTPRequestParser):
    """Reads requests as waitress does; of a GET with headers that were read before, only the first line.

    For one thread, as the loop of a server is.
    """

    headers: Any
    first_line: Any
    command: Any
    connection_close: bool
    path: str = ""
    """Empty where no first line was read; waitress names it when the client of a refused request has left."""
    started: Started | None = None
    """What was begun of this request before it was left to a thread."""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the first line and the headers."""
        line, _, rest = header_plus.partition(b"\r\n")
        found = _LINE.fullmatch(line)
        if found is None or len(rest) > _LONGEST:
            super().parse_header(header_plus)
            return
        known = _known.get(rest)
        if known is None:
            super().parse_header(header_plus)
            # Headers that name their request never come again.
            if self.body_rcv is None and not self.expect_continue and "X_REQUEST_ID" not in self.headers:
                _known[rest] = self.headers.copy(), self.connection_close
                if len(_known) > _REMEMBERED:
                    _known.popitem(last=False)
            return
        self._take(line, found, known)

    def _take(self, line: bytes, found: re.Match[bytes], known: tuple[dict[str, str], bool]) -> None:
        headers, self.connection_close = known
        self.headers = headers.copy()
        self.first_line = line
        self.command, self.version = "GET", "1.1"
        self.path, self.query = found[1].decode("ascii"), found[2].decode("ascii")
        self.request_uri = f"{self.path}?{self.query}"
        self.proxy_scheme = self.proxy_netloc = self.fragment = ""
        adjustments: Any = self.adj
        self.url_scheme = adjustments.url_scheme


def written(headers: list[tuple[str, str]], *, ending: bool) -> bytes:
    """The head of a response of status 200, by name and in waitress's spelling; `ending` closes the connection."""
    fixed: list[tuple[str, str]] = []
    changing = {"Date": _date(int(time.time()))}
    for name, value in headers:
        spelled = _spelled(name)
        if spelled in _CHANGING:
            changing[spelled] = value
        else:
            fixed.append((spelled, value))
    form = _form(tuple(fixed), tuple(changing), ending=ending)
    return form.format_map(changing).encode("latin-1")


@lru_cache(_REMEMBERED)
def _form(fixed: tuple[tuple[str, str], ...], changing: tuple[str, ...], *, ending: bool) -> str:
    """The head, with places for the values that change."""
    lines = [(name, value.replace("{", "{{").replace("}", "}}")) for name, value in fixed]
    lines += [(name, f"{{{name}}}") for name in changing]
    if ending:
        lines.append(("Connection", "close"))
    told = [f"{name}: {value}\r\n" for name, value in sorted(lines, key=lambda line: line[0])]
    return f"HTTP/1.1 200 OK\r\n{''.join(told)}\r\n"


@lru_cache(_REMEMBERED)
def _spelled(name: str) -> str:
    return "-".join(part.capitalize() for part in name.split("-"))


@lru_cache(1)
def _date(seconds: int) -> str:
    found: str = build_http_date(seconds)
    return found
