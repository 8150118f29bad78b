"""Connections that are ended from outside when their time is over, whatever a server sends, and however slowly.

A time limit for each reading is no limit for all of them: a server that sends one byte now and then never
exceeds it. So the socket is shut at the end of the time, and what reads from it finds it closed.
"""

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection


class Opened:
    """The socket of a request, once there is one."""

    def __init__(self) -> None:
        self.socket: socket.socket | None = None

    def end(self) -> None:
        """Shut the connection, so that reading from it comes to an end."""
        if self.socket is not None:
            with suppress(OSError):  # it may be closed already
                self.socket.shutdown(socket.SHUT_RDWR)


# The library's protocols for its own connections are narrower than its connections are, so they are no match for any.


class _Plain(HTTPConnection):
    def __init__(self, *given: Any, opened: Opened, **named: Any) -> None:
        super().__init__(*given, **named)
        self._opened = opened

    def connect(self) -> None:
        super().connect()
        self._opened.socket = self.sock


class _Safe(HTTPSConnection):
    def __init__(self, *given: Any, opened: Opened, **named: Any) -> None:
        super().__init__(*given, **named)  # pyright: ignore[reportUnknownMemberType]
        self._opened = opened

    def connect(self) -> None:
        super().connect()
        self._opened.socket = self.sock


class _PlainPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Plain  # pyright: ignore[reportAssignmentType]


class _SafePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _Safe  # pyright: ignore[reportAssignmentType]


@contextmanager
def connected(
    address: str, port: int, host: str, *, safe: bool, seconds: float
) -> Generator[urllib3.HTTPConnectionPool]:
    """One connection to an address, for so many seconds at most; a `safe` one is of the server `host`, or none."""
    opened = Opened()
    pool: urllib3.HTTPConnectionPool = (
        _SafePool(
            address, port, server_hostname=host, assert_hostname=host, cert_reqs="CERT_REQUIRED", retries=False,
            opened=opened,
        )
        if safe
        else _PlainPool(address, port, retries=False, opened=opened)
    )  # fmt: skip
    timer = threading.Timer(max(seconds, 0), opened.end)
    timer.daemon = True
    timer.start()
    try:
        yield pool
    finally:
        timer.cancel()
        pool.close()
