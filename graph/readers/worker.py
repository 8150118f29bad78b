"""The readers' program: answers strangers' queries in expendable processes, over published generations.

The engine knows no time limit and no memory limit; a process has both. This program loads everything
once and then forks a reader whenever it is told to, in milliseconds. A reader may not open connections
(where the system lets it give that up), may not grow beyond its share of memory, and ends with its
parent. `nursery.py` starts the program, `readers.py` talks to the readers and kills those that are late.

    python -m enjoin.graph.readers.worker <descriptor> <memory in bytes> <network: 0 or 1>
"""

import gc
import os
import resource
import signal
import socket
import sys
import tempfile
import threading
import time
import zlib
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from pyoxigraph import NamedNode

from .. import guard
from ..errors import QueryError, QuerySyntaxError, StoreError
from ..formats import named
from ..results import Limits
from ..storage.publish import Generation, open_generation
from ..storage.store import Store
from . import confined
from .pipe import send, take_question
from .question import manner_of

INLINE: Final = 256 * 1024
"""A longer body is handed over as a file."""
PACKED_FROM: Final = 1024
"""A shorter body is not compressed: it would hardly become shorter."""
PACKED_LEVEL: Final = 3

_PIECE: Final = 1 << 18
_STACK: Final = 256 * 1024 * 1024
_GZIP: Final = 31  # what zlib calls a stream with gzip's own head and checksum


class Worker:
    """Answers one question after another; keeps the generation of the last one open."""

    def __init__(self, memory: int) -> None:
        self._open: tuple[str, Store] | None = None
        self._memory = memory
        self._most = 0
        self._peak = 0

    def answer(self, asked: dict[str, Any], text: str, spool: BinaryIO) -> dict[str, Any]:
        """The message that answers a query, whose body is put into `spool`; an asker's error is one too.

        `asked` is the manner in which it is to be answered, see `question.py`.
        """
        try:
            store = self._store(asked["generation"])
            if store is None:
                return {"error": "gone"}
            if "forms" not in asked:
                return {}
            guard.check(text, max_length=asked["max_length"], services=asked["services"])
            results = store.query(
                text,
                default_graphs=_nodes(asked["default_graphs"]),
                named_graphs=_nodes(asked["named_graphs"]),
                prefixes=asked["prefixes"],
                base=asked["base"],
                union=asked["union"],
            )
            form = named(asked["forms"][results.kind], results.kind)
            results.write_to(spool, form, Limits(asked["rows"], asked["bytes"]), asked["prefixes"] or {})
        except QuerySyntaxError as error:
            return {"error": "syntax", "said": error.args[0], "line": error.line, "column": error.column,
                    "quoted": error.quoted}  # fmt: skip
        except QueryError as error:
            return {"error": type(error).__name__, "said": str(error)}
        except StoreError as error:
            return {"error": "store", "said": str(error)}
        except MemoryError:
            return {"error": "memory"}
        told = {"kind": results.kind, "media_type": form.media_type, "truncated": results.truncated}
        return {**told, "replaced": results.replaced, "rows": results.rows}

    @property
    def tired(self) -> bool:
        """Whether an answer has left this process so large that a fresh one should take its place."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if peak == self._peak:  # it was never larger than when it was looked at last
            return False
        self._peak = peak
        return bool(self._most) and confined.address_space() > self._most - self._memory // 2

    def _store(self, path: str) -> Store | None:
        if self._open is None or self._open[0] != path:
            self._open = None
            confined.limit_memory(None)
            store = open_generation(Generation(int(Path(path).name), Path(path)))
            if store is None:
                return None
            self._open = (path, store)
            self._most = confined.address_space() + self._memory
            confined.limit_memory(self._memory)
        return self._open[1]


def _nodes(names: list[str] | None) -> list[NamedNode] | None:
    try:
        return None if names is None else [NamedNode(name) for name in names]
    except ValueError as error:
        raise QueryError(f"a graph is named by an IRI: {error}") from error


def serve(connection: socket.socket, memory: int) -> None:
    """Answer questions until the other side closes the connection, each within `memory` bytes."""
    worker = Worker(memory)
    send(connection, {"ready": threading.get_native_id()})
    while True:
        try:
            manner, text = take_question(connection)
        except (EOFError, ConnectionError):
            return
        asked = manner_of(manner)
        with _spool() as spool:
            before = time.thread_time()
            message = worker.answer(asked, text, spool)
            message["used"] = round(time.thread_time() - before, 6)
            size = 0 if "error" in message else spool.seek(0, os.SEEK_END)
            if asked.get("packed") and size >= PACKED_FROM:
                with _spool() as packed:
                    _pack(spool, packed)
                    _hand_over(connection, {**message, "encoding": "gzip", "tired": worker.tired}, packed)
            else:
                _hand_over(connection, {**message, "tired": worker.tired}, spool)


def _spool() -> BinaryIO:
    """A file that is in memory while it is small."""
    return cast("BinaryIO", tempfile.SpooledTemporaryFile(INLINE))


def _pack(body: BinaryIO, packed: BinaryIO) -> None:
    engine = zlib.compressobj(PACKED_LEVEL, zlib.DEFLATED, _GZIP)
    body.seek(0)
    while piece := body.read(_PIECE):
        packed.write(engine.compress(piece))
    packed.write(engine.flush())


def _hand_over(connection: socket.socket, message: dict[str, Any], spool: BinaryIO) -> None:
    size = 0 if "error" in message else spool.seek(0, os.SEEK_END)
    if size <= INLINE:
        spool.seek(0)
        send(connection, {**message, "size": size}, spool.read(size))
    else:
        spool.flush()
        send(connection, {**message, "size": size, "spooled": True}, file=spool.fileno())


def _read(connection: socket.socket, memory: int) -> None:
    """Be a reader until the connection is closed."""
    confined.end_with_forker()
    confined.go_first()
    threading.stack_size(_STACK)  # the engine's parser recurses; what it may need was checked before
    thread = threading.Thread(target=serve, args=(connection, memory))
    thread.start()
    thread.join()


def main(descriptor: int, memory: int, *, network: bool) -> None:
    """Fork a reader for each connection that comes over the socket inherited as `descriptor`."""
    if not network:
        confined.give_up_the_network()
    confined.leave_no_core()
    confined.keep_memory_together()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for readers, they leave no trace
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=descriptor) as control:
        while True:
            said, connections, _, _ = socket.recv_fds(control, 1, 1)
            if not said or not connections:
                return
            with socket.socket(fileno=connections[0]) as connection:
                try:
                    child = os.fork()
                except OSError:
                    control.sendall(bytes(4))  # too many processes: the other side tries again
                    continue
                if child == 0:
                    control.close()
                    _read(connection, memory)
                    os._exit(0)
            _announce(control, child)


def _announce(control: socket.socket, child: int) -> None:
    """Say which process was forked, with a handle on it that outlives its number, where there are such."""
    number = child.to_bytes(4, "big")
    if not hasattr(os, "pidfd_open"):
        control.sendall(number)
        return
    try:
        handle = os.pidfd_open(child)
    except OSError:
        control.sendall(number)
        return
    socket.send_fds(control, [number], [handle])
    os.close(handle)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), network=sys.argv[3] == "1")
