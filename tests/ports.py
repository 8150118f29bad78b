"""Ports for servers that cannot choose one themselves."""

import random
import socket


def free() -> int:
    """A port that nobody has, below those that the system gives to callers: none of them takes it meanwhile."""
    while True:
        port = random.randrange(10_000, 32_000)
        with socket.socket() as found:
            try:
                found.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
