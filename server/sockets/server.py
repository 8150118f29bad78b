"""The sockets of the server: waitress, with a loop that answers plain queries itself.

Requests are received and answers sent by one thread that never blocks, so that a slow client costs a
descriptor and no thread.
"""

# waitress has no types, so what is read from its classes has none either.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import resource
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from waitress.server import TcpWSGIServer

from ..errors import PROBLEM_TYPE
from ..headers import REQUEST_ID, SAFETY, note
from ..lines import Request, method_of
from ..log import id_of
from .connections import IDLE_S, Channel
from .direct import Direct
from .loop import Loop

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from ..desk import Desk
    from ..settings import Settings

HEAD: Final = 448 * 1024
"""The longest head of a request: a query text of full size, percent-encoded, and the rest."""
_LOOK_S: Final = 5
_ENDING: Final = (
    b'{"type": "/about#ending", "title": "Not at the moment", "status": 503, '
    b'"detail": "This server is being stopped; please try again soon."}\n'
)
_ENDING_HEAD: Final = (
    "HTTP/1.1 503 Service Unavailable\r\n"
    f"Connection: close\r\nContent-Type: {PROBLEM_TYPE}\r\nContent-Length: {len(_ENDING)}\r\n"
    "Cache-Control: no-store\r\nRetry-After: 5\r\n"
    + "".join(f"{name}: {value}\r\n" for name, value in SAFETY.items())
)
_MARGIN: Final = 64


class Server(TcpWSGIServer):
    """Listens, and looks after its connections."""

    channel_class: Any = Channel
    active_channels: Any
    most: int = 0
    _map: dict[int, Any]
    _fileno: int | None
    direct: Direct | None = None

    def __init__(self, application: Callable[..., Any], **given: Any) -> None:
        """As waitress has it."""
        super().__init__(application, **given)
        self.stopping = False
        self.desk: Desk | None = None
        self._late: deque[Any] = deque()
        self.loop = Loop(self._map, self.trigger)

    def del_channel(self, map: Any = None) -> None:  # noqa: A002 - its name there
        """It listens no more."""
        self.loop.forget(self, self._fileno)
        super().del_channel(map)

    def turn(self, most_s: float = 1.0) -> None:
        """One round of the loop, of so many seconds at most."""
        self.loop.doubt(self)  # it counts connections and looks at the clock when it is asked
        self.loop.turn(most_s if self.direct is None else self.direct.look(most_s))
        while self._late:
            self._turn_away(self._late.popleft())

    def add_task(self, task: Any) -> None:
        """A connection has a request: answered here and now, or by a thread; told to go where the server ends."""
        if self.stopping:
            self._late.append(task)  # waitress still has its hands on the connection
        elif self.direct is None or not self.direct.take(task):
            self.queue(task)

    def stop(self) -> None:
        """Take no new connections, and no new requests from those there are."""
        self.stopping = True
        self.accepting = False
        self.del_channel()
        if self.socket is not None:
            self.socket.close()
        for channel in list(self.active_channels.values()):
            if not channel.requests and not channel.total_outbufs_len and channel.request is None:
                channel.handle_close()

    @property
    def busy(self) -> bool:
        """Whether answers are under way."""
        return any(
            channel.requests or channel.total_outbufs_len for channel in list(self.active_channels.values())
        )

    def note(self, channel: Any, request_id: str, status: int, size: int) -> None:
        """Count and log a request that was turned away here, before any application saw it."""
        if self.desk is None:
            return
        request = channel.requests[0]
        log = self.desk.log
        client = channel.addr[0] if log is not None and log.clients else ""
        method = method_of(str(getattr(request, "command", "") or ""))
        path = str(getattr(request, "path", "") or "")
        note(
            self.desk,
            "none",
            Request(time.time(), request_id, method, path, status, 0.0, size, "door", client),
        )

    def _turn_away(self, channel: Any) -> None:
        """Answer a request that came after the end was decided."""
        if not channel.connected or not channel.requests:
            return
        request_id = id_of(channel.requests[0].headers.get("X_REQUEST_ID"))
        self.note(channel, request_id, 503, len(_ENDING))
        head = f"{_ENDING_HEAD}{REQUEST_ID}: {request_id}\r\n\r\n".encode("latin-1")
        channel.finish(head + _ENDING, ending=True)

    def queue(self, channel: Any) -> None:
        """A connection has a request that a thread is to answer."""
        super().add_task(channel)

    def handle_accept(self) -> None:
        """Take a new connection; where there are too many, one that does nothing makes room for it."""
        super().handle_accept()
        every: list[Channel] = list(self.active_channels.values())
        if len(every) <= self.most:
            return
        idle = (each for each in every if not each.requests and not each.total_outbufs_len)
        oldest = min(idle, key=lambda channel: channel.last_activity, default=None)
        if oldest is not None:
            oldest.handle_close()

    def maintenance(self, now: Any) -> None:  # seconds, with their fractions
        """Give up idle connections, and those of clients that are too slow."""
        super().maintenance(now)
        clock = time.monotonic()
        for channel in list(self.active_channels.values()):
            if channel.too_slow(clock):
                channel.cancel()
            self.loop.doubt(channel)

    def close(self) -> None:
        """Let go of all sockets of its own."""
        super().close()
        self.loop.close()


def make(
    application: Callable[..., Any], listener: socket.socket, settings: Settings, desk: Desk | None = None
) -> Server:
    """A server on a socket that is bound already; its loop is the caller's to `turn`.

    With a `desk`, plain queries are answered in the loop.
    """
    _allow_descriptors(3 * settings.max_connections + 256)
    server = Server(
        application,
        _sock=listener,
        bind_socket=False,
        sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
        threads=settings.threads,
        ident=None,  # no banner
        max_request_body_size=settings.max_body + 1,
        max_request_header_size=HEAD,
        connection_limit=settings.max_connections + _MARGIN,
        cleanup_interval=_LOOK_S,
        channel_timeout=IDLE_S,
        channel_request_lookahead=1,  # else nobody would notice that a client has left
        clear_untrusted_proxy_headers=settings.trusted_proxies == 0,
    )
    server.most = settings.max_connections
    server.desk = desk
    if desk is not None and not settings.trusted_proxies:  # else what a proxy says of the client counts
        server.direct = Direct(desk, server.loop, server.pull_trigger)
    return server


def _allow_descriptors(wanted: int) -> None:
    """As many open files as the connections may need, as far as the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
