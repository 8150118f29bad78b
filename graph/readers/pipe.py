"""How a server and its expendable processes talk: messages over a socket, with bodies and open files.

A message is four bytes of length, big-endian, and JSON. The body of an answer follows its message; a long
one is handed over as an open file instead, so that nobody holds it in memory.
"""

import json
import socket
from typing import Any, Final

FIRST: Final = 64 * 1024
"""So much is received at once: most messages with their bodies."""


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


def receive_message(connection: socket.socket, begun: bytes = b"") -> tuple[dict[str, Any], bytes]:
    """A message, and what came with it of its body; `begun` is what was received of it already.

    Nobody sends before he is asked, so that nothing of a further message can be among it.
    """
    found = begun or connection.recv(FIRST)
    if len(found) < 4:
        found += receive(connection, 4 - len(found))
    end = 4 + int.from_bytes(found[:4], "big")
    if len(found) < end:
        found += receive(connection, end - len(found))
    message: dict[str, Any] = json.loads(found[4:end])
    return message, found[end:]


def receive(connection: socket.socket, size: int) -> bytes:
    """Exactly so many bytes; `EOFError` where the other side has gone."""
    found = bytearray()
    while len(found) < size:
        chunk = connection.recv(min(size - len(found), 1 << 20))
        if not chunk:
            raise EOFError
        found += chunk
    return bytes(found)
