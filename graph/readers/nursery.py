"""Where readers come from: one process that has everything loaded and forks a reader in milliseconds."""

import contextlib
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import Final

from ..errors import QueryOverloaded

_START_S: Final = 30.0
_TRIES: Final = 3
_BETWEEN_S: Final = 0.05
_ALLOCATOR: Final = "GLIBC_TUNABLES=glibc.malloc.tcache_count=200"
"""The engine takes and gives back small pieces of memory by the thousand for a query: of each size more are kept
at hand than usual, which saves a sixth of its time (5 MB at most; a library of another maker takes no notice)."""
_ITS_PROCESSOR_TIME: Final = 2  # Linux: the clock of another process, made of its number (CPUCLOCK_SCHED)


class Child:
    """A process of the nursery: it can be killed, and waited for."""

    def __init__(self, number: int, handle: int | None) -> None:
        """`handle` is a descriptor of the process, which no other can be mistaken for."""
        self.number = number
        self._handle = handle

    def kill(self) -> None:
        """End it now, whatever it does; it may be gone already."""
        with contextlib.suppress(ProcessLookupError):
            if self._handle is not None:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            else:
                os.kill(self.number, signal.SIGKILL)

    def processor_s(self) -> float:
        """Seconds of a processor that it has had, as far as the system tells; else none."""
        clock = (~self.number << 3) | _ITS_PROCESSOR_TIME
        try:
            return time.clock_gettime(clock)
        except OSError:
            return 0.0

    def wait(self, most_s: float) -> None:
        """Returns when it has ended, or after so many seconds; at once where the system gives no handle."""
        if self._handle is not None:
            poll = select.poll()
            poll.register(
                self._handle, select.POLLIN
            )  # who has ended can be read, also while nobody has buried it
            poll.poll(1000 * most_s)

    def forget(self) -> None:
        """Let go of the handle."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)


def _with_allocator() -> list[str]:
    """How to start a program whose memory is taken as readers need it."""
    program = shutil.which("env")
    return [] if program is None else [program, _ALLOCATOR]


class Nursery:
    """Forks readers; safe to use from many threads. It is started anew where it has died."""

    def __init__(self, memory: int, *, network: bool = False) -> None:
        """`memory` is how many bytes a reader may grow by; `network` leaves readers theirs."""
        self._arguments = [str(memory), str(int(network))]
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._closed = False
        with self._lock:
            self._start()

    def fork(self) -> tuple[socket.socket, Child]:
        """A new reader and the connection to it; `QueryOverloaded` where the system gives no process."""
        for last in (*[False] * (_TRIES - 1), True):
            with self._lock:
                found = self._forked()
            if found is not None:
                return found
            if last or self._closed:
                break
            time.sleep(_BETWEEN_S)
        raise QueryOverloaded("no reader can be started at the moment; try again soon")

    def close(self) -> None:
        """End the nursery, and with it its readers."""
        self._closed = True
        with self._lock:
            self._stop()

    def _forked(self) -> tuple[socket.socket, Child] | None:
        if self._closed:
            return None
        if self._control is None:
            self._start()
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                number, handles = self._asked(theirs)
        except (OSError, EOFError):
            ours.close()
            self._stop()  # it has died, or hangs: the next try starts another
            return None
        if number == 0:
            ours.close()
            return None
        return ours, Child(number, handles[0] if handles else None)

    def _asked(self, connection: socket.socket) -> tuple[int, list[int]]:
        control = self._control
        if control is None:
            raise EOFError
        socket.send_fds(control, [b"f"], [connection.fileno()])
        poll = select.poll()
        poll.register(control, select.POLLIN)
        if not poll.poll(_START_S * 1000):
            raise EOFError
        said, handles, _, _ = socket.recv_fds(control, 4, 1)
        if len(said) < 4:
            raise EOFError
        return int.from_bytes(said, "big"), handles

    def _start(self) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, and three numbers
                [
                    *_with_allocator(),
                    sys.executable,
                    "-P",
                    "-m",
                    f"{__package__}.worker",
                    str(theirs.fileno()),
                    *self._arguments,
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # an interrupt at the terminal is for the server to handle
            )

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
