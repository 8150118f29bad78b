"""`serve`: the site and the endpoint, by a production server."""

from __future__ import annotations

import gc
import logging
import signal
import socket
import sys
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

import click

from ...graph.errors import StoreError, StoreMissing
from ..door import Door, examples, shared

if TYPE_CHECKING:
    from types import FrameType

    from ...graph import Graph
    from ..settings import Settings
    from ..sockets.server import Server

PATIENCE_S: Final = 10.0
"""How long requests under way may still take when the server is stopped."""


class PortInUse(StoreError):
    """Another program listens at the address that the server was to have."""


@click.command(epilog=examples("enjoin serve", "enjoin serve --port 9000 --store /srv/enjoin"))
@click.option("--host", metavar="ADDRESS", help="Where to listen (default: $ENJOIN_HOST or 127.0.0.1).")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help="Where to listen (default: $ENJOIN_PORT or 8080; 0 takes a free one).",
)
@click.option("--readers", type=click.IntRange(min=1), metavar="N", help="How many queries run at once.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="S",
    help="Seconds that a query may take.",
)
@click.option("--max-rows", type=click.IntRange(min=1), metavar="N", help="Rows at which an answer ends.")
@click.option("--max-bytes", type=click.IntRange(min=1), metavar="N", help="Bytes at which an answer ends.")
@click.option("--max-query", type=click.IntRange(min=1), metavar="N", help="Bytes of the longest query.")
@click.option("--max-body", type=click.IntRange(min=1), metavar="N", help="Bytes of the longest upload.")
@click.option("--max-memory", type=click.IntRange(min=1), metavar="N", help="Bytes that one query may use.")
@click.option("--max-waiting", type=click.IntRange(min=0), metavar="N", help="How many queries may wait.")
@click.option(
    "--max-per-client", type=click.IntRange(min=1), metavar="N", help="How many of them one client's."
)
@click.option("--max-connections", type=click.IntRange(min=10), metavar="N", help="Connections at once.")
@click.option("--threads", type=click.IntRange(min=1), metavar="N", help="Requests answered at once.")
@click.option("--admin-token", metavar="TOKEN", help="For validate=off (or $ENJOIN_ADMIN_TOKEN).")
@click.option(
    "--service", "services", multiple=True, metavar="IRI", help="What SERVICE may call; repeatable."
)
@click.option("--trusted-proxies", type=click.IntRange(min=0), metavar="N", help="Proxies in front of it.")
@click.option("--read-only", is_flag=True, help="Take no writes, whatever the token.")
@click.option("--bare", is_flag=True, help="Be a plain SPARQL store: no vocabulary, no validation, no pages.")
@click.option("--empty", is_flag=True, help="Where there is no store yet, make an empty one.")
@shared()
@click.pass_obj
def serve(door: Door, empty: bool, **given: Any) -> None:  # the options are settings by name
    """Serve the site and the SPARQL endpoint.

    On a store that does not exist yet the starter graph is loaded first.
    """
    door.set(
        **{
            name: value
            for name, value in given.items()
            if not (value is None or value is False or value == ())
        }
    )
    door.serving = True
    listener = listen(door.settings)
    try:
        graph = _opened(door, empty=empty)
        _run(door, graph, listener)
    finally:
        listener.close()


def listen(settings: Settings) -> socket.socket:
    """A socket bound to the address; before any work, so that a port in use costs no waiting."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise PortInUse(f"{settings.host!r} is no address of this machine ({error.strerror})") from error
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(1024)
    except OSError as error:
        listener.close()
        raise PortInUse(
            f"port {settings.port} of {settings.host} cannot be had ({error.strerror}); "
            "stop what listens there, or name another: --port 9000"
        ) from error
    return listener


def address_of(listener: socket.socket, settings: Settings) -> str:
    """Where people find the server."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{listener.getsockname()[1]}"


def _opened(door: Door, *, empty: bool) -> Graph:
    """The graph to serve; a store that is not there yet is made."""
    bare = door.settings.bare
    try:
        graph = door.graph(write=True)
    except StoreMissing:
        if door.settings.endpoint:
            raise
        from .store import create

        return create(door, starter=not (empty or bare), bare=bare)
    if bare and not graph.bare:
        raise click.UsageError(
            f"The store in {door.settings.store} is not a bare one; leave --bare out, or name another: --store DIR"
        )
    return graph


def _run(door: Door, graph: Graph, listener: socket.socket) -> None:
    from .. import create_app
    from ..desk import desk_of
    from ..sockets.server import make

    settings = door.settings
    logging.getLogger("waitress").setLevel(logging.ERROR)
    if graph.path is not None:
        graph.readers(
            settings.readers,
            timeout_s=settings.timeout,
            memory=settings.max_memory,
            most_waiting=settings.max_waiting,
            most_per_client=settings.max_per_client,
            cache=settings.max_cached,
        )
    app = create_app(graph, settings, today=door.today)
    server = make(app, listener, settings, desk_of(app))
    address = address_of(listener, settings)
    graph.announce(address)
    stop = Event()

    def asked_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        server.pull_trigger()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, asked_to_stop)
    door.out(f"Enjoin serves {address}")
    sys.stdout.flush()
    gc.collect()
    gc.freeze()  # what is there now stays: looking through it for rubbish again and again would be in vain
    while not stop.is_set():
        server.turn()
    _finish(server)
    door.say("Stopped.")


def _finish(server: Server) -> None:
    """No new requests; those under way get their answers, for as long as is decent."""
    server.accepting = False
    server.del_channel()
    if server.socket is not None:
        server.socket.close()
    end = monotonic() + PATIENCE_S
    while monotonic() < end and any(
        channel.requests or channel.total_outbufs_len for channel in list(server.active_channels.values())
    ):
        server.turn(0.1)
    server.task_dispatcher.shutdown(timeout=1)
    for channel in list(server.active_channels.values()):
        channel.handle_close()
