"""One connection to the server, as waitress keeps it: with a clock on slow clients and errors in the shape of ours.

A client that sends its head or its body a little at a time, or takes its answer so, is cut off when it
is slower than anybody needs to be.
"""

# waitress has no types, so what is read from its classes has none either.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownLambdaType=false

from __future__ import annotations

import json
import time
from contextlib import suppress
from socket import SHUT_WR
from typing import TYPE_CHECKING, Any, Final

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask, WSGITask

from ..errors import PROBLEM_TYPE, TITLES
from ..headers import REQUEST_ID, SAFETY
from ..log import id_of
from .heads import Parser
from .shortcut import STARTED

if TYPE_CHECKING:
    from .shortcut import Started

HEAD_S: Final = 20.0
"""How long the head of a request may take to arrive."""
IDLE_S: Final = 60
"""How long a connection may be kept without a request, or an answer without its client taking any of it."""
LINGER_S: Final = 10.0
"""How long a refused client may go on sending what nobody reads."""
DRAINED: Final = 1 << 18
SLOWEST: Final = 1024
"""Bytes a second; a body sent, or an answer taken, more slowly for long is given up."""

_DETAIL: Final = {
    400: "The request is no HTTP that is understood here.",
    413: "The body of the request is larger than is taken here.",
    431: "The head of the request is larger than is taken here; send the query by POST.",
    500: "The request could not be answered. It has been noted.",
    501: "The body comes in a Transfer-Encoding that is not read here.",
}


class Refusal(ErrorTask):
    """What waitress itself refuses, told as every error is told."""

    def execute(self) -> None:
        """Write the answer."""
        request: Any = self.request
        error: Any = request.error
        headers: list[tuple[str, str]] = self.response_headers  # pyright: ignore[reportAssignmentType]  # is one
        status = int(error.code)
        request_id = id_of(request.headers.get("X_REQUEST_ID"))
        told: dict[str, object] = {
            "type": f"/about#http-{status}",
            "title": TITLES.get(status, "The request failed"),
            "status": status,
            "detail": _DETAIL.get(status, "The request could not be answered."),
            "request": request_id,
        }
        if status == 413:
            told["limit"] = {"bytes": self.channel.adj.max_request_body_size - 1}
        body = (json.dumps(told) + "\n").encode()
        self.status = f"{status} {error.reason}"
        headers += [*SAFETY.items(), ("Content-Type", PROBLEM_TYPE), ("Cache-Control", "no-store")]
        headers.append((REQUEST_ID, request_id))
        self.set_close_on_finish()
        self.content_length = len(body)
        channel: Any = self.channel
        channel.refused = True
        try:
            # All at once: who reads the head and leaves would else be gone when the body is written.
            channel.write_soon(self.build_response_header() + body)
            self.wrote_header = True
        finally:
            channel.server.note(channel, request_id, status, len(body))


class Task(WSGITask):
    """A request that is answered; an answer without a body need not end its connection."""

    channel: Any

    def get_environment(self) -> dict[str, Any]:
        """What the application is told (PEP 3333), with what was begun already."""
        environ: dict[str, Any] = super().get_environment()
        started = getattr(self.request, "started", None)
        if started is not None:
            environ[STARTED] = started
        return environ

    def build_response_header(self) -> bytes:
        """The head of the response."""
        ending = self.close_on_finish
        asked: Any = self.request
        head: bytes = super().build_response_header()
        bodiless = self.version == "1.1" and not self.has_body
        if bodiless and not ending and asked.headers.get("CONNECTION", "").lower() != "close":
            self.close_on_finish = False
            head = head.replace(b"\r\nConnection: close\r\n", b"\r\n")
        return head


class Channel(HTTPChannel):
    """One connection, which knows how long its client has been at it."""

    task_class = Task
    error_task_class = Refusal
    parser_class = Parser
    server: Any
    request: Any
    requests: Any
    requests_lock: Any
    _fileno: int | None
    began: float = 0.0
    """When the request that is being received began to arrive; 0 where none is."""
    refused = False
    """Whether its request was refused before all of it had arrived."""
    draining_until: float = 0.0
    """Until when what still arrives of a refused request is thrown away; 0 where nothing is."""
    sending: tuple[float, int] = (0.0, 0)
    """When what waits to be sent was looked at first, and how much it was."""

    def add_channel(self, map: Any = None) -> None:  # noqa: A002 - its name there
        """It has come."""
        super().add_channel(map)
        self.server.loop.doubt(self)

    def del_channel(self, map: Any = None) -> None:  # noqa: A002 - its name there
        """It has gone."""
        self.server.loop.forget(self, self._fileno)
        super().del_channel(map)

    def service(self) -> None:
        """Answer the first request, in a thread."""
        # When this one is done, another thread may be at the next one before it is left here.
        started: Started | None = self.requests[0].started if self.requests else None
        try:
            super().service()
        finally:
            if started is not None:
                started.begun.give_up()  # what nobody took over
            self.server.loop.served(self)
            self.server.pull_trigger()

    def serve(self) -> None:
        """Let a thread answer the first request."""
        self.server.queue(self)

    def finish(self, response: bytes, *, ending: bool) -> None:
        """Send the whole response to the one request that there is, from the loop."""
        sent = 0
        try:
            sent = self.send(response)
        except OSError:
            self.handle_close()
        if not self.connected:
            return
        if sent < len(response):
            with self.outbuf_lock:
                self.outbufs[-1].append(response[sent:])
                self.total_outbufs_len += len(response) - sent
                # What follows goes into a buffer of its own, so that this one is let go.
                self.current_outbuf_count = self.adj.outbuf_high_watermark
        self.last_activity = time.time()
        with self.requests_lock:
            if ending:
                self.close_when_flushed = True
                for request in self.requests:
                    request.close()
                self.requests = []
            else:
                self.requests.pop(0).close()
        if self.requests:
            self.serve()
        elif (
            self.request is not None
            and self.request.expect_continue
            and self.request.headers_finished
            and not self.sent_continue
        ):
            self.send_continue()
        self.server.loop.doubt(self)

    def received(self, data: bytes) -> bool:
        """Take what has arrived."""
        if self.request is None:
            self.began = time.monotonic()
        found: bool = super().received(data)
        if self.request is None:
            self.began = 0.0
        return found

    def handle_write(self) -> None:
        """Send what waits. A refused client may still be sending: closed at once, it would not read why."""
        if self.draining_until:
            if self.will_close:
                self.handle_close()
            return
        lingering = self.refused and self.close_when_flushed
        if lingering:
            self.close_when_flushed = False
        super().handle_write()
        if lingering:
            self.close_when_flushed = True
            if self.connected and not self.total_outbufs_len:
                self.draining_until = time.monotonic() + LINGER_S
                with suppress(OSError, AttributeError):  # it may be closed by now
                    self.socket.shutdown(SHUT_WR)  # pyright: ignore[reportOptionalMemberAccess]  # the same

    def writable(self) -> bool:
        """Whether something is to be sent, or the connection to be closed."""
        return bool(self.will_close if self.draining_until else super().writable())

    def readable(self) -> bool:
        """Whether something may be received."""
        return not self.will_close if self.draining_until else bool(super().readable())

    def handle_read(self) -> None:
        """Receive, or throw away."""
        if not self.draining_until:
            super().handle_read()
            return
        try:
            self.recv(DRAINED)  # at the end it closes the connection
        except OSError:
            self.handle_close()
        if time.monotonic() > self.draining_until:
            self.will_close = True

    def too_slow(self, now: float) -> bool:
        """Whether the client is slower than anybody needs to be; asked every few seconds."""
        if self.draining_until:
            return now > self.draining_until
        request: Any = self.request
        if request is not None and self.began:
            arriving = now - self.began
            if not request.headers_finished:
                return arriving > HEAD_S
            return arriving > HEAD_S + request.body_bytes_received / SLOWEST
        waiting = self.total_outbufs_len
        since, then = self.sending
        if not waiting or waiting > then:
            self.sending = (now, waiting)
            return False
        return now - since > IDLE_S and (then - waiting) / (now - since) < SLOWEST
