"""The readers that are ready for a question, a few more than are needed, so that none is waited for."""

import contextlib
import os
import select
import socket
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from ..errors import QueryError, QueryExhausted, QueryOverloaded, QueryTimeout
from .nursery import Nursery
from .pipe import Arriving, Reply, put_question
from .question import Question, opening
from .turns import POLL_S

SPARES: Final = 2
"""How many readers are ready to take the place of one that is killed."""
_START_S: Final = 30.0
_STARTS: Final = 3
_NICE: Final = 10


class Gone(Exception):
    """A reader died before it was asked; another one is to be asked."""


class Reader:
    """One process that answers one question at a time."""

    def __init__(self, nursery: Nursery, memory: int) -> None:
        """Fork it; `QueryOverloaded` where that cannot be done."""
        self._memory = memory
        self.slowed = False
        self._used_before = 0.0
        for last in (*[False] * (_STARTS - 1), True):
            self._connection, self.process = nursery.fork()
            self._arriving = Arriving()
            self._poll = select.poll()
            self._poll.register(self._connection, select.POLLIN)
            try:
                self._thread = int(self.reply(time.monotonic() + _START_S, _START_S)[0]["ready"])
            except (OSError, QueryTimeout, QueryExhausted):
                self.kill()
                if last:
                    raise QueryOverloaded("no reader can be started at the moment; try again soon") from None
            else:
                return

    def put(self, asked: Question) -> None:
        """Put a question; `Gone` where nobody is there to answer it."""
        self._used_before = self.process.processor_s()
        self._arriving = Arriving()
        try:
            put_question(self._connection, asked.manner, asked.text)
        except ConnectionError:
            raise Gone from None

    def reply(self, deadline: float, limit_s: float, checks: Sequence[Callable[[], None]] = ()) -> Reply:
        """Wait for the answer: its message with its body or its file.

        Raises what one of `checks` raises while it waits, `QueryTimeout`, or `QueryExhausted`
        where the process died of the question; the reader must then be killed.
        """
        while True:
            self._wait(deadline, limit_s, checks)
            if (found := self.arrived()) is not None:
                return found

    def arrived(self) -> Reply | None:
        """The answer, as soon as all of it has come; waits for nothing. Raises `QueryExhausted` as `reply` does."""
        try:
            whole = self._arriving.take(self._connection, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return None
        except (EOFError, ConnectionError):
            raise QueryExhausted(self._memory) from None
        return self._arriving.reply() if whole else None

    def fileno(self) -> int:
        """The descriptor that can be read when something has arrived."""
        return self._connection.fileno()

    def open(self, generation: str) -> None:
        """Open a generation beforehand, so that the next question need not wait for that."""
        with contextlib.suppress(QueryError, Gone):
            self.put(opening(generation))
            self.reply(time.monotonic() + _START_S, _START_S)

    def used_s(self) -> float:
        """Seconds of a processor that the present question has had."""
        return self.process.processor_s() - self._used_before

    def slow_down(self) -> None:
        """Let others have the processor first, from now on: there is no way back."""
        if not self.slowed:
            self.slowed = True
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._thread, _NICE)

    @property
    def alive(self) -> bool:
        """Whether it waits for a question: one that has died can be read, as its end has come."""
        return not self._poll.poll(0)

    def _wait(self, deadline: float, limit_s: float, checks: Sequence[Callable[[], None]]) -> None:
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise QueryTimeout(limit_s)
            # Rounded up, as a pause of no milliseconds would be none.
            pause = 1 + int(1000 * (min(left, POLL_S) if checks else left))
            if self._poll.poll(pause):
                return
            for check in checks:
                check()

    def kill(self, wait_s: float = 0.0) -> None:
        """End it now, whatever it does, and wait at most so many seconds until it has ended."""
        self._connection.close()
        self._arriving.close()
        self.process.kill()
        if wait_s:
            self.process.wait(wait_s)
        self.process.forget()


class Stock:
    """The readers that wait for a question, a few more than are needed; safe to use from many threads."""

    def __init__(self, count: int, memory: int, *, network: bool) -> None:
        self.memory = memory
        self._wanted = count + SPARES
        self._alive = 0
        self._lock = threading.Lock()
        self._closed = False
        self._newest = ""
        self.stopped = 0
        self._nursery = Nursery(memory, network=network)
        self.idle: list[Reader] = []

    def get(self) -> Reader:
        """A reader that is ready; a new one where all are taken."""
        while True:
            with self._lock:
                reader = self.idle.pop() if self.idle else None
                if reader is None:
                    self._alive += 1
            if reader is None:
                return self._new()
            if reader.alive:
                return reader
            self.discard(reader)

    def ready(self) -> Reader | None:
        """A reader that waits for a question, where there is one; it may have died since."""
        with self._lock:
            return self.idle.pop() if self.idle else None

    def put(self, reader: Reader, generation: str) -> None:
        """Take a reader back."""
        self._newest = generation
        with self._lock:
            if not self._closed and len(self.idle) < self._wanted:
                self.idle.append(reader)
                return
            self._alive -= 1
        reader.kill()  # more were started than are needed, when some were missing

    def take_back(self, reader: Reader, reply: Reply, generation: str) -> None:
        """Take back a reader that has answered, or end it where it would be of no more use."""
        if reader.slowed or reply[0].get("tired"):
            self.discard(reader)
        else:
            self.put(reader, generation)

    def discard(self, reader: Reader) -> None:
        """End a reader, and see to it that another takes its place."""
        reader.kill()
        with self._lock:
            self._alive -= 1
            self.stopped += 1
        self.refill()

    def refill(self) -> None:
        """Start what is missing, beside what is going on."""
        if not self._closed and self._alive < self._wanted:
            threading.Thread(target=self._refill, daemon=True).start()

    def _refill(self) -> None:
        with contextlib.suppress(QueryOverloaded):  # then it is started when it is needed
            while True:
                with self._lock:
                    if self._closed or self._alive >= self._wanted:
                        return
                    self._alive += 1
                reader = self._new()
                if self._newest:
                    reader.open(self._newest)
                self.put(reader, self._newest)

    def _new(self) -> Reader:
        try:
            return Reader(self._nursery, self.memory)
        except BaseException:
            with self._lock:
                self._alive -= 1
            raise

    def close(self) -> None:
        """End all that wait, and the nursery, with which those end that still answer."""
        with self._lock:
            self._closed = True
            idle, self.idle = self.idle, []
        for reader in idle:
            reader.kill(wait_s=1.0)
        self._nursery.close()
