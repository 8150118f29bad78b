"""The log of a server: lines for standard error, which whoever runs it keeps, turns over and deletes.

The loop that answers plain queries must never wait, not even for a terminal that is stopped or a pipe that nobody
empties. So lines are put into a queue, unwritten, and a thread writes them a moment later, many at once.
Where they come faster than they are taken, those too many are counted instead; a `kill -9` may cost the last quarter of a second.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import threading
import time
from collections import deque
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from .lines import Request, event_as_json, event_as_text, request_as_json, request_as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FORMS: Final = ("text", "json")
PAUSE_S: Final = 0.25
"""How long lines are gathered before they are written."""
MOST: Final = 50_000
"""Lines that wait to be written; more are only counted."""
_AT_ONCE: Final = 512
LONGEST_QUERY: Final = 2000
"""Signs of a slow query's text that a line holds; its digest is of all of it."""
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def id_of(said: str | None) -> str:
    r"""The name of a request: the one that it came with (`X-Request-Id`), if it is well formed, else a new one.

    >>> id_of("7f3a-1"), len(id_of("a\nb")), len(id_of(None))
    ('7f3a-1', 16, 16)
    """
    return said if said and _ID.fullmatch(said) else secrets.token_hex(8)


class Log:
    """Takes lines from any thread, and never makes one wait."""

    def __init__(
        self,
        write: Callable[[bytes], object],
        form: str = "text",
        *,
        requests: bool = False,
        clients: bool = False,
    ) -> None:
        """`write` takes the bytes of whole lines; `requests` says whether each request has one, `clients` whether with its address."""
        self.requests = requests
        self.clients = clients
        self.dropped = 0
        self._write = write
        self._of_request = request_as_json if form == "json" else request_as_text
        self._of_event = event_as_json if form == "json" else event_as_text
        self._lines: deque[Request | str] = deque()
        self._wake = threading.Event()
        self._awake = False
        self._closed = False
        self._writing = threading.Lock()
        self._thread = threading.Thread(target=self._work, name="log", daemon=True)
        self._thread.start()

    def request(self, told: Request) -> None:
        """One request that was answered."""
        if self.requests:
            self._put(told)

    def event(self, level: str, event: str, told: Mapping[str, object]) -> None:
        """Anything else."""
        self._put(self._of_event(time.time(), level, event, told))

    def slow(self, request_id: str, text: str, seconds: float, rows: int | None) -> None:
        """A query that took long: its text, cut, and by what it is known again."""
        told: dict[str, object] = {
            "message": "slow query",
            "id": request_id,
            "ms": round(1000 * seconds, 1),
            "rows": rows,
            "digest": sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16],
            "query": text[:LONGEST_QUERY] + ("…" if len(text) > LONGEST_QUERY else ""),
        }
        self.event("warning", "slow-query", told)

    def close(self) -> None:
        """Write what waits."""
        self._closed = True
        self._wake.set()
        self._thread.join(timeout=2)
        if not self._thread.is_alive():  # else nobody takes the lines
            self.flush()

    def _put(self, line: Request | str) -> None:
        if len(self._lines) >= MOST:
            self.dropped += 1
            return
        self._lines.append(line)
        if not self._awake:  # waking it for each line would cost more than the line
            self._awake = True
            self._wake.set()
        if self._closed and not self._thread.is_alive():
            self.flush()

    def _work(self) -> None:
        while not self._closed:
            self._wake.wait()
            self._wake.clear()
            if not self._closed:
                time.sleep(PAUSE_S)
            self._awake = False  # before the last look, so that no line is overlooked
            self.flush()

    def flush(self) -> None:
        """Write what waits now, in the order in which it came."""
        with self._writing:
            while self._lines:
                some: list[str] = []
                while self._lines and len(some) < _AT_ONCE:
                    line = self._lines.popleft()
                    some.append(line if isinstance(line, str) else self._of_request(line))
                try:
                    self._write("".join(some).encode("utf-8", "backslashreplace"))
                except OSError:  # nobody reads: the server goes on
                    self.dropped += len(some)


class Handler(logging.Handler):
    """What the program itself says by `logging`, as lines of the same log."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log
        self._plain = logging.Formatter()

    def emit(self, record: logging.LogRecord) -> None:
        """Take one message."""
        told: dict[str, object] = {"message": record.getMessage(), "logger": record.name}
        if record.exc_info:
            told["trace"] = self._plain.formatException(record.exc_info)
        self._log.event(record.levelname.lower(), "message", told)


def to_descriptor(descriptor: int) -> Callable[[bytes], None]:
    """Writes whole lines to a descriptor, all of each."""

    def write(data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]

    return write
