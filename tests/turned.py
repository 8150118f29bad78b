"""A server whose loop a thread of the test turns."""

import socket
import threading
from typing import Any


class Turned:
    """Turns `server`, which listens on `listener`, until it is closed."""

    def __init__(self, server: Any, listener: socket.socket) -> None:
        self.server = server
        self.listener = listener
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.turn)
        self.thread.start()

    def turn(self) -> None:
        while not self.stopping.is_set():
            self.server.turn(0.05)

    def connect(self) -> socket.socket:
        return socket.create_connection(self.listener.getsockname(), timeout=60)

    def close(self) -> None:
        self.stopping.set()
        self.thread.join()
        for channel in list(self.server.active_channels.values()):
            channel.handle_close()
        self.server.task_dispatcher.shutdown(timeout=2)
        self.server.close()
        self.listener.close()
