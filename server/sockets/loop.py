"""The loop of the server: it waits for many sockets at once, and what is idle costs nothing.

The sockets of waitress say whether they want to read or write when they are asked. Asking each of a
thousand idle connections in every round would take longer than answering a query. So they are registered
with the system once, and asked again only after something has happened to them.
"""

# waitress has no types, so what is read from its classes has none either.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import select
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from waitress.wasyncore import readwrite

if TYPE_CHECKING:
    from collections.abc import Callable

_READ: Final = select.POLLIN | select.POLLPRI


class Loop:
    """What is waited for; all of it is for one thread, but for `served`.

    `objects` are waitress's, by descriptor: they come and go, and `doubt` and `forget` say so. By `waker`
    threads end the waiting when they have changed something.
    """

    def __init__(self, objects: dict[int, Any], waker: Any) -> None:
        self._objects = objects
        self._waker = waker
        self._served: deque[Any] = deque()
        self._poll: Any = select.epoll() if hasattr(select, "epoll") else select.poll()
        # One counts in seconds, the other in milliseconds.
        self._unit = 1 if hasattr(select, "epoll") else 1000
        self._wanted: dict[int, int] = {}
        self._watched: dict[int, Callable[[], None]] = {}
        self._doubtful: set[Any] = set(objects.values())
        self._busy: set[Any] = set()

    def doubt(self, each: Any) -> None:
        """Ask an object of waitress again what it wants, before the next round."""
        self._doubtful.add(each)

    def served(self, each: Any) -> None:
        """The same, from a thread that has ended its work on it; it wakes the loop then."""
        self._served.append(each)

    def forget(self, each: Any, descriptor: int | None) -> None:
        """An object is closed."""
        self._doubtful.discard(each)
        self._busy.discard(each)
        if descriptor is not None and self._wanted.pop(descriptor, 0):
            self._unregister(descriptor)

    def watch(self, descriptor: int, ready: Callable[[], None]) -> None:
        """Call `ready` whenever a descriptor that is no object of waitress can be read."""
        self._watched[descriptor] = ready
        self._poll.register(descriptor, select.POLLIN)

    def unwatch(self, descriptor: int) -> None:
        """No more; it may be closed by now."""
        if self._watched.pop(descriptor, None) is not None:
            self._unregister(descriptor)

    def turn(self, most_s: float) -> None:
        """One round: wait for at most so many seconds, and handle what has come."""
        self._settle()
        last: list[tuple[Any, int]] = []
        for descriptor, flags in self._poll.poll(most_s * self._unit):
            ready = self._watched.get(descriptor)
            if ready is not None:
                ready()
                continue
            each = self._objects.get(descriptor)
            if each is None:
                continue
            if each.accepting:
                # A new connection may get the number of one that is closed in this round.
                last.append((each, flags))
            else:
                self._handle(each, flags)
        for each, flags in last:
            self._handle(each, flags)

    def close(self) -> None:
        """Let go of the system's list."""
        if hasattr(self._poll, "close"):
            self._poll.close()

    def _handle(self, each: Any, flags: int) -> None:
        readwrite(each, flags)
        self._doubtful.add(each)
        if each is self._waker:
            # Threads are at work on those that have a request.
            self._doubtful |= self._busy
            while self._served:
                self._doubtful.add(self._served.popleft())

    def _settle(self) -> None:
        """Tell the system what is wanted now."""
        doubtful, self._doubtful = self._doubtful, set()
        for each in doubtful:
            descriptor = each._fileno  # noqa: SLF001 - waitress has no other name for it
            if descriptor is None:
                continue
            if getattr(each, "requests", None):
                self._busy.add(each)
            else:
                self._busy.discard(each)
            wanted = _READ if each.readable() else 0
            if not each.accepting and each.writable():
                wanted |= select.POLLOUT
            self._want(descriptor, wanted)

    def _want(self, descriptor: int, wanted: int) -> None:
        had = self._wanted.get(descriptor, 0)
        if wanted == had:
            return
        if not had:
            self._poll.register(descriptor, wanted)
        elif wanted:
            self._poll.modify(descriptor, wanted)
        else:
            self._unregister(descriptor)
        self._wanted[descriptor] = wanted

    def _unregister(self, descriptor: int) -> None:
        with suppress(OSError, KeyError):  # the system forgets what is closed by itself
            self._poll.unregister(descriptor)
