"""A server on this machine that answers as it was told, in turn, and remembers what it was asked."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Answer:
    """One answer. A `cut` one ends before the bytes that it promises; `length` promises others."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])
    cut: bool = False


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
            self.send_header("Content-Length", str(len(answer.body) + (100 if answer.cut else 0)))
            self.end_headers()
            if answer.status != 304:
                self.wfile.write(answer.body)

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
