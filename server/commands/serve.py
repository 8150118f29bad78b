"""`serve`: the site and the endpoint, by a production server."""

from __future__ import annotations

import gc
import logging
import signal
import socket
import sys
from threading import Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Final

import click

from ...graph.errors import StoreError, StoreMissing, StoreOutdated
from ..door import Door, examples, shared
from ..log import Handler, Log, to_descriptor
from ..settings import LOG_FORMATS, SettingsError

if TYPE_CHECKING:
    from types import FrameType

    from ...graph import Graph
    from ..desk import Desk
    from ..settings import Settings
    from ..sockets.server import Server

logger = logging.getLogger(__name__)

GIVE_BACK_S: Final = 20.0
"""How often memory that is free goes back to the system."""


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
@click.option(
    "--max-requests", type=click.IntRange(min=0), metavar="N", help="Requests a minute of one client."
)
@click.option(
    "--max-seconds",
    type=click.FloatRange(min=0),
    metavar="S",
    help="Processor seconds a minute of one client.",
)
@click.option(
    "--log-format",
    type=click.Choice(LOG_FORMATS),
    help="A line for each request, in this form, on standard error.",
)
@click.option("--log-clients", is_flag=True, help="With the client's address.")
@click.option(
    "--slow-query", type=click.FloatRange(min=0), metavar="S", help="Log queries that take so long; 0: none."
)
@click.option(
    "--stop-timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="S",
    help="Seconds that answers under way get when it is stopped.",
)
@click.option("--migrate", is_flag=True, help="Bring a store of an earlier version up to this one first.")
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
    log = _log(door)
    _hold_little()
    try:
        listener = listen(door.settings)
        try:
            graph = _opened(door, empty=empty)
            _run(door, graph, listener, log)
        finally:
            listener.close()
    finally:
        log.close()


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
        graph = _brought_up(door)
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


def _brought_up(door: Door) -> Graph:
    """The graph of a store that is there, migrated first where that was asked for."""
    try:
        return door.graph(write=True)
    except StoreOutdated:
        if not door.settings.migrate:
            raise
        from ...graph import Graph

        done = Graph.migrate(door.settings.store)
        door.say(f"Format {done.before} became {done.after}; the store as it was is in {done.copy}.")
        return door.graph(write=True)


def _run(door: Door, graph: Graph, listener: socket.socket, log: Log) -> None:
    from .. import create_app
    from ..desk import desk_of
    from ..sockets.server import make

    settings = door.settings
    if graph.path is not None:
        graph.readers(
            settings.readers,
            timeout_s=settings.timeout,
            memory=settings.max_memory,
            most_waiting=settings.max_waiting,
            most_per_client=settings.max_per_client,
            cache=settings.max_cached,
        )
    app = create_app(graph, settings, today=door.today, log=log)
    desk = desk_of(app)
    server = make(app, listener, settings, desk)
    address = address_of(listener, settings)
    graph.announce(address)
    asked = _Asked(server)
    door.out(f"Enjoin serves {address}")
    sys.stdout.flush()
    gc.collect()
    gc.freeze()  # what is there now stays: looking through it for rubbish again and again would be in vain
    while not asked.to_stop:
        server.turn()
        if asked.to_reload:
            asked.to_reload = False
            _reload(door, desk)
    _finish(server, asked, settings.stop_timeout)
    door.say("Stopped.")


class _Asked:
    """What signals have asked for: SIGTERM and SIGINT to stop, a second one at once; SIGHUP to read secrets again."""

    def __init__(self, server: Server) -> None:
        self.to_stop = 0
        self.to_reload = False
        self._server = server
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._heard)

    def _heard(self, number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGHUP:
            self.to_reload = True
        else:
            self.to_stop += 1
        self._server.pull_trigger()


def _reload(door: Door, desk: Desk) -> None:
    """Take the tokens that hold now; everything else is for the next start."""
    try:
        desk.reload(door.again())
    except SettingsError as error:
        logger.error("not reloaded, the former tokens hold: %s", error)  # noqa: TRY400 - it says all there is
    else:
        door.say("Reloaded: the tokens are those that hold now.")


def _hold_little() -> None:
    """Keep what threads let go of from piling up.

    Each generation leaves things that pages had made of the last one, in the places of many threads, where the
    library of C would keep the room; after a day of writes that is more than all that is in use.
    """
    from ...graph.readers.confined import give_back, keep_memory_together

    keep_memory_together()

    def work() -> None:
        while True:
            sleep(GIVE_BACK_S)
            give_back()

    Thread(target=work, name="memory", daemon=True).start()


def _log(door: Door) -> Log:
    """The log of the server, into which goes all that is said from now on."""
    settings = door.settings
    log = Log(
        to_descriptor(sys.stderr.fileno()),
        settings.log_format or "text",
        requests=door.verbose or settings.log_format is not None,
        clients=settings.log_clients,
    )
    logging.getLogger().handlers[:] = [Handler(log)]
    logging.getLogger("waitress").setLevel(logging.ERROR)
    if settings.log_format is not None:
        door.teller = lambda text, level: log.event(level, "message", {"message": text})
    return log


def _finish(server: Server, asked: _Asked, patience_s: float) -> None:
    """No new requests; those under way get their answers, for as long as is decent, or until asked to stop again."""
    server.stop()
    end = monotonic() + patience_s
    while server.busy and monotonic() < end and asked.to_stop < 2:
        server.turn(0.1)
    server.task_dispatcher.shutdown(timeout=1)
    for channel in list(server.active_channels.values()):
        channel.handle_close()
