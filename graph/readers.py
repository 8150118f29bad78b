"""A few killable readers, and the questions that wait for one.

Each question has a time limit, within which it is answered or its reader is killed; another one
takes that place at once. So no query, however hard, keeps others from being answered for long.
"""

import contextlib
import json
import os
import queue
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, Self

from . import errors
from .errors import (
    QueryError,
    QueryOverloaded,
    QueryParameterError,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    StoreError,
)
from .formats import Kind
from .guard import MAX_LENGTH
from .publish import Generation
from .results import NO_LIMITS, Limits
from .worker import receive, send

GIB: Final = 1024**3
_POLL_S: Final = 0.05
_START_S: Final = 30.0
_ANY_FORM: Final[Mapping[Kind, str]] = {"solutions": "json", "boolean": "json", "triples": "turtle"}


class GenerationGone(StoreError):
    """The generation was deleted, as a newer one was published; ask the newer one."""


@dataclass(slots=True)
class Answer:
    """A written answer: its kind, media type, size, whether it was cut; the body in memory or in a file.

    Use it in a `with` block, or close it: the file of a long one stays on disk until then.
    """

    kind: Kind
    media_type: str
    truncated: bool
    size: int
    _body: bytes = b""
    _file: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        if self._file is not None:
            self._file.close()

    def read(self) -> bytes:
        """The whole body."""
        if self._file is None:
            return self._body
        self._file.seek(0)
        return self._file.read()

    def chunks(self, size: int = 1 << 16) -> Iterator[bytes]:
        """The body in pieces; the answer is closed at the end."""
        if self._file is None:
            yield self._body
            return
        self._file.seek(0)
        with self._file as file:
            while chunk := file.read(size):
                yield chunk


class Reader:
    """One process that answers one question at a time."""

    def __init__(self, memory: int) -> None:
        """Start it; it is ready when its first message has come, see `wait_until_ready`."""
        self._connection, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, and two numbers
                [sys.executable, "-P", "-m", f"{__package__}.worker", str(theirs.fileno()), str(memory)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # an interrupt at the terminal is for the server to handle
            )
        self._ready = False

    def ask(
        self, asked: dict[str, Any], timeout_s: float, cancelled: Callable[[], bool] | None
    ) -> tuple[dict[str, Any], bytes, BinaryIO | None]:
        """Put a question, and take the answer's message with its body or its file.

        Raises `QueryTimeout`, or `QueryOverloaded` where the process died of the question; the
        reader must then be killed.
        """
        try:
            if not self._ready:
                self._wait(time.monotonic() + _START_S, None, _START_S)
                json.loads(self._next())
                self._ready = True
            send(self._connection, asked)
            self._wait(time.monotonic() + timeout_s, cancelled, timeout_s)
            head, descriptors, _, _ = socket.recv_fds(self._connection, 4, 1)
            file = os.fdopen(descriptors[0], "rb") if descriptors else None
            head += receive(self._connection, 4 - len(head))
            message: dict[str, Any] = json.loads(receive(self._connection, int.from_bytes(head, "big")))
            body = b"" if file else receive(self._connection, int(message.get("size", 0)))
        except (EOFError, ConnectionError):
            raise QueryOverloaded("the query needs more memory or depth than one may have") from None
        return message, body, file

    def _next(self) -> bytes:
        return receive(self._connection, int.from_bytes(receive(self._connection, 4), "big"))

    def _wait(self, deadline: float, cancelled: Callable[[], bool] | None, timeout_s: float) -> None:
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise QueryTimeout(timeout_s)
            pause = left if cancelled is None else min(left, _POLL_S)
            if select.select([self._connection], [], [], pause)[0]:
                return
            if cancelled is not None and cancelled():
                raise QueryError("the asker has gone")

    def kill(self) -> None:
        """End it now, whatever it does."""
        self._connection.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()


class Readers:
    """A pool of readers for one process that serves; safe to use from many threads."""

    def __init__(
        self, count: int = 2, *, timeout_s: float = 10.0, memory: int = GIB, most_waiting: int = 64
    ) -> None:
        self.timeout_s = timeout_s
        self._memory = memory
        self._most_waiting = most_waiting
        self._waiting = 0
        self._lock = threading.Lock()
        self._closed = False
        self._idle: queue.LifoQueue[Reader] = queue.LifoQueue()
        for _ in range(count):
            self._idle.put(Reader(memory))
        # A pool that is forgotten, or whose process ends, leaves no process behind.
        self._end = weakref.finalize(self, _kill_all, self._idle)

    def run(
        self,
        generation: Generation,
        sparql: str,
        *,
        forms: Mapping[Kind, str] = _ANY_FORM,
        timeout_s: float | None = None,
        limits: Limits = NO_LIMITS,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        prefixes: Mapping[str, str] | None = None,
        base: str | None = None,
        union: bool = True,
        max_length: int | None = MAX_LENGTH,
        cancelled: Callable[[], bool] | None = None,
    ) -> Answer:
        """The written answer to a stranger's query; `forms` names a format for each kind of answer.

        Waits for a free reader at most as long as the query itself may take. Raises
        `QuerySyntaxError`, `QueryRefused`, `QueryParameterError`, `QueryTimeout`,
        `QueryOverloaded`, or `GenerationGone`.
        """
        limit_s = self.timeout_s if timeout_s is None else timeout_s
        asked: dict[str, Any] = {
            "generation": str(generation.path),
            "query": sparql,
            "forms": dict(forms),
            "rows": limits.rows,
            "bytes": limits.bytes,
            "default_graphs": None if default_graphs is None else list(default_graphs),
            "named_graphs": None if named_graphs is None else list(named_graphs),
            "prefixes": None if prefixes is None else dict(prefixes),
            "base": base,
            "union": union,
            "max_length": max_length,
        }
        reader = self._take(limit_s)
        try:
            message, body, file = reader.ask(asked, limit_s, cancelled)
        except BaseException:
            self._replace(reader)
            raise
        if self._closed:
            reader.kill()
        else:
            self._idle.put(reader)
        if "error" in message:
            raise _error(message)
        return Answer(
            message["kind"], message["media_type"], message["truncated"], int(message["size"]), body, file
        )

    def close(self) -> None:
        """End all readers; those that answer are ended when they have."""
        self._closed = True
        self._end()

    def _take(self, wait_s: float) -> Reader:
        with contextlib.suppress(queue.Empty):
            return self._idle.get_nowait()
        with self._lock:
            if self._waiting >= self._most_waiting:
                raise QueryOverloaded("too many queries wait already; try again soon")
            self._waiting += 1
        try:
            return self._idle.get(timeout=wait_s)
        except queue.Empty:
            raise QueryOverloaded("all readers are busy; try again soon") from None
        finally:
            with self._lock:
                self._waiting -= 1

    def _replace(self, reader: Reader) -> None:
        reader.kill()
        if not self._closed:
            self._idle.put(Reader(self._memory))


def _kill_all(idle: "queue.LifoQueue[Reader]") -> None:
    with contextlib.suppress(queue.Empty):
        while True:
            idle.get_nowait().kill()


def _error(message: dict[str, Any]) -> errors.EnjoinError:
    said = str(message.get("said", ""))
    match message["error"]:
        case "syntax":
            return QuerySyntaxError(
                said, line=message["line"], column=message["column"], quoted=message["quoted"]
            )
        case "QueryRefused":
            return QueryRefused(said)
        case "QueryParameterError":
            return QueryParameterError(said)
        case "memory":
            return QueryOverloaded("the query needs more memory than one may have")
        case "gone":
            return GenerationGone("this generation is gone")
        case "store":
            return StoreError(said)
        case _:
            return QueryError(said)
