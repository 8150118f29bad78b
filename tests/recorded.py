"""A server on this machine that answers as it was told, in turn, and remembers what it was asked."""

import socket
import struct
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Answer:
    """One answer. A `cut` one ends before the bytes that it promises, a `reset` one with a broken connection.

    A `loose` one promises no length; a `chunked` one comes in pieces; one with a `drip` of seconds comes byte by byte,
    where its head is slow from the first header on.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])
    cut: bool = False
    reset: bool = False
    loose: bool = False
    chunked: bool = False
    drip: float = 0.0
    slow_head: bool = False


@dataclass
class Asked:
    """One request, as it came."""

    path: str
    headers: Message


@dataclass
class Recorded:
    """The server: answers by path with its query, each list in turn, its last one again and again."""

    base: str
    answers: dict[str, list[Answer]] = field(default_factory=dict[str, "list[Answer]"])
    asked: list[Asked] = field(default_factory=list[Asked])

    def on(self, path: str, *answers: Answer | bytes | str) -> str:
        """Answer so from now on; gives the address."""
        self.answers[path] = [each if isinstance(each, Answer) else Answer(_bytes(each)) for each in answers]
        return self.base + path

    def next(self, path: str) -> Answer:
        listed = self.answers.get(path)
        if not listed:
            return Answer(b"{}", 404)
        return listed.pop(0) if len(listed) > 1 else listed[0]

    @property
    def paths(self) -> list[str]:
        return [each.path for each in self.asked]


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


@contextmanager
def recorded() -> Generator[Recorded]:
    """A running server, on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(Asked(self.path, self.headers))
            answer = told.next(self.path)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.slow_head:
                self.flush_headers()
                with suppress(OSError):
                    for sign in b"X-Slow: " + b"x" * 10_000:
                        self.wfile.write(bytes((sign,)))
                        time.sleep(answer.drip)
                return
            short = answer.cut or answer.reset
            if answer.chunked:
                self.send_header("Transfer-Encoding", "chunked")
            elif not answer.loose:
                self.send_header("Content-Length", str(len(answer.body) + (100 if short else 0)))
            self.end_headers()
            if answer.status != 304:
                with suppress(OSError):  # whoever asked may have gone
                    self._send(answer)

        def _send(self, answer: Answer) -> None:
            pieces = (
                [answer.body[at : at + 1] for at in range(len(answer.body))] if answer.drip else [answer.body]
            )
            for piece in pieces:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if answer.chunked else piece)
                if answer.drip:
                    self.wfile.flush()
                    time.sleep(answer.drip)
            if answer.chunked and not answer.cut:
                self.wfile.write(b"0\r\n\r\n")
            if answer.reset:
                self.wfile.flush()
                # Linger for no time: the connection ends as one does that is cut, not as one that is closed.
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library calls it so
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told = Recorded(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
