"""One killable reader: answers strangers' queries in a process of its own, over a published generation.

The engine knows no time limit and no memory limit; a process has both. This one may not open
connections (where the system lets it give that up), may not grow beyond its share of memory, and
ends with its parent. `readers.py` starts it, talks to it over a socket, and kills it when it is late.

    python -m enjoin.graph.worker <descriptor> <memory in bytes>

A message is four bytes of length, big-endian, and JSON. An answer's body follows its message; a long
one is handed over as an open file instead, so that nobody holds it in memory twice.
"""

import ctypes
import json
import os
import resource
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Final

from pyoxigraph import NamedNode

from . import guard
from .errors import QueryError, QuerySyntaxError, StoreError
from .formats import named
from .publish import Generation, open_generation
from .results import Limits
from .store import Store

INLINE: Final = 256 * 1024
"""A longer body is handed over as a file."""

_STACK: Final = 256 * 1024 * 1024
_NEW_USER_AND_NETWORK: Final = 0x10000000 | 0x40000000  # CLONE_NEWUSER | CLONE_NEWNET


def send(
    connection: socket.socket, message: dict[str, Any], body: bytes = b"", file: int | None = None
) -> None:
    """Send a message, its body, and an open file."""
    text = json.dumps(message).encode()
    head = len(text).to_bytes(4, "big") + text
    if file is None:
        connection.sendall(head + body)
    else:
        # The file travels with the first byte; what is left of the head follows.
        sent = socket.send_fds(connection, [head], [file])
        connection.sendall(head[sent:])


def receive(connection: socket.socket, size: int) -> bytes:
    """Exactly so many bytes; `EOFError` where the other side has gone."""
    found = bytearray()
    while len(found) < size:
        chunk = connection.recv(min(size - len(found), 1 << 20))
        if not chunk:
            raise EOFError
        found += chunk
    return bytes(found)


class Worker:
    """Answers one question after another; keeps the generation of the last one open."""

    def __init__(self, memory: int) -> None:
        self._open: tuple[str, Store] | None = None
        self._memory = memory

    def answer(self, asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """The message and the body that answer a question; an error of the asker's is a message too."""
        try:
            store = self._store(Path(asked["generation"]))
            if store is None:
                return {"error": "gone"}, b""
            guard.check(asked["query"], max_length=asked["max_length"], services=())
            results = store.query(
                asked["query"],
                default_graphs=_nodes(asked["default_graphs"]),
                named_graphs=_nodes(asked["named_graphs"]),
                prefixes=asked["prefixes"],
                base=asked["base"],
                union=asked["union"],
            )
            form = named(asked["forms"][results.kind], results.kind)
            body = results.write(form, Limits(asked["rows"], asked["bytes"]))
        except QuerySyntaxError as error:
            return {"error": "syntax", "said": error.args[0], "line": error.line, "column": error.column,
                    "quoted": error.quoted}, b""  # fmt: skip
        except QueryError as error:
            return {"error": type(error).__name__, "said": str(error)}, b""
        except StoreError as error:
            return {"error": "store", "said": str(error)}, b""
        except MemoryError:
            return {"error": "memory"}, b""
        told = {"kind": results.kind, "media_type": form.media_type, "truncated": results.truncated}
        return {**told, "size": len(body)}, body

    def _store(self, path: Path) -> Store | None:
        if self._open is None or self._open[0] != str(path):
            self._open = None
            _limit_memory(None)
            store = open_generation(Generation(int(path.name), path))
            if store is None:
                return None
            self._open = (str(path), store)
            _limit_memory(self._memory)
        return self._open[1]


def _nodes(names: list[str] | None) -> list[NamedNode] | None:
    return None if names is None else [NamedNode(name) for name in names]


def serve(connection: socket.socket, memory: int) -> None:
    """Answer questions until the other side closes the connection, each within `memory` bytes."""
    worker = Worker(memory)
    send(connection, {"ready": os.getpid()})
    while True:
        try:
            size = int.from_bytes(receive(connection, 4), "big")
            asked = json.loads(receive(connection, size))
        except EOFError:
            return
        message, body = worker.answer(asked)
        if len(body) <= INLINE:
            send(connection, message, body)
            continue
        with tempfile.TemporaryFile() as spool:
            spool.write(body)
            spool.flush()
            del body
            send(connection, {**message, "spooled": True}, file=spool.fileno())


def _give_up_the_network() -> None:
    """An own, empty network, where the system lets an ordinary process have one."""
    user, group = os.getuid(), os.getgid()
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "unshare") or library.unshare(_NEW_USER_AND_NETWORK) != 0:
        return
    # In the new name space the process stays who it was, or it could make no temporary file.
    for name, said in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        Path("/proc/self", name).write_text(said)


def _limit_memory(most: int | None) -> None:
    """Let this process grow by so many bytes of address space from now on, and no more."""
    pages = Path("/proc/self/statm")
    now = int(pages.read_text().split()[0]) * resource.getpagesize() if pages.exists() else 0
    limit = resource.RLIM_INFINITY if most is None else now + most
    resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))


def _end_with(parent: int) -> None:
    """End when the process that started this one has ended, also in the middle of a query."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def main(descriptor: int, memory: int) -> None:
    """Serve on the socket that was inherited as `descriptor`, within `memory` bytes."""
    _give_up_the_network()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    threading.stack_size(_STACK)  # the engine's parser recurses; what it may need was checked before
    with socket.socket(fileno=descriptor) as connection:
        thread = threading.Thread(target=serve, args=(connection, memory))
        thread.start()
        thread.join()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
