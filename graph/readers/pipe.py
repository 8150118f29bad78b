"""How a server and its expendable processes talk: messages over a socket, with bodies and open files.

A message is four bytes of length, big-endian, and JSON. The body of an answer follows its message; a long
one is handed over as an open file instead, so that nobody holds it in memory. A question is two lengths,
its manner and its text (see `question.py`).
"""

import json
import os
import socket
import struct
import sys
from typing import Any, BinaryIO, Final, cast

FIRST: Final = 64 * 1024
"""So much is received at once: most messages with their bodies. No message is longer."""
LONGEST: Final = 1 << 20
"""No body is longer that does not come as a file."""
_LENGTHS: Final = struct.Struct(">II")
_ONE_FILE: Final = socket.CMSG_SPACE(4)

Reply = tuple[dict[str, Any], bytes, BinaryIO | None]
"""A message, its body, and the file that a long body is in."""


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


class Arriving:
    """A message as it arrives, with its body (of `size` bytes, says the message) or its file."""

    __slots__ = ("_file", "_message", "_rest")

    def __init__(self) -> None:
        self._rest = b""
        self._message: Any = None  # what JSON holds
        self._file: int | None = None

    def take(self, connection: socket.socket, flags: int = 0) -> bool:
        """Receive once; whether all of it is there. `EOFError` where the other side has gone, or says nonsense.

        With `MSG_DONTWAIT` among `flags`, `BlockingIOError` where nothing has come.
        """
        piece, gifts, _, _ = connection.recvmsg(FIRST, _ONE_FILE, flags)
        for _level, _kind, descriptors in gifts:
            self._file = int.from_bytes(descriptors[:4], sys.byteorder)
        if not piece:
            raise EOFError
        found = self._rest + piece if self._rest else piece
        message = self._message
        if message is None:
            end = 4 + int.from_bytes(found[:4], "big")
            if end > FIRST:
                raise EOFError
            if len(found) < max(4, end):
                self._rest = found
                return False
            self._message = message = _read(found[4:end])
            found = found[end:]
        self._rest = found
        return self._file is not None or len(found) >= message.get("size", 0)

    def reply(self) -> Reply:
        """What has arrived; the file is the caller's to close."""
        assert self._message is not None
        file, self._file = self._file, None
        return self._message, self._rest, None if file is None else os.fdopen(file, "rb")

    def close(self) -> None:
        """Let go of a file that nobody will ask for."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _read(text: bytes) -> dict[str, Any]:
    """A message; `EOFError` for what is none: a process that broke down may write anything."""
    try:
        message = json.loads(text)
    except ValueError:
        raise EOFError from None
    found = cast("dict[str, Any]", message if isinstance(message, dict) else {"size": None})
    size = found.get("size", 0)
    if not isinstance(size, int) or (size > LONGEST and "spooled" not in found):
        raise EOFError
    return found


def put_question(connection: socket.socket, manner: bytes, text: str) -> None:
    """Send a question to one who waits for it."""
    asked = text.encode("utf-8", "surrogatepass")
    connection.sendall(_LENGTHS.pack(len(manner), len(asked)) + manner + asked)


def take_question(connection: socket.socket) -> tuple[bytes, str]:
    """The manner and the text of the next question; `EOFError` where the other side has gone."""
    found = connection.recv(FIRST)
    if len(found) < _LENGTHS.size:
        found += receive(connection, _LENGTHS.size - len(found))
    manner, asked = _LENGTHS.unpack_from(found)
    text = _LENGTHS.size + manner
    if len(found) < text + asked:
        found += receive(connection, text + asked - len(found))
    return found[_LENGTHS.size : text], found[text:].decode("utf-8", "surrogatepass")


def receive(connection: socket.socket, size: int) -> bytes:
    """Exactly so many bytes; `EOFError` where the other side has gone."""
    found = bytearray()
    while len(found) < size:
        chunk = connection.recv(min(size - len(found), 1 << 20))
        if not chunk:
            raise EOFError
        found += chunk
    return bytes(found)
