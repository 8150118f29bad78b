"""Who may run a query now: so many at once, the others wait for their turn, and too many are sent away.

A query's cost shows only while it runs. So each begins as a short one; when it has run for a while and
others wait who have not begun, it becomes a long one. Of the places all but one may be taken by long
ones; where these are taken it gives its place up and waits to begin again. Thus one place always goes
from hand to hand quickly, and a simple question is answered soon, however many hard ones are asked.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ..errors import QueryAbandoned, QueryOverloaded, QueryTimeout

POLL_S: Final = 0.01
"""How often it is looked whether one that runs must yield."""
_WAITING_POLL_S: Final = 0.05
_LONGEST_SLICE_S: Final = 0.25
_SHORTEST_SLICE_S: Final = 0.01
_MANY: Final = "many long queries are being answered; try again later"
_IDLE_SLICES: Final = 10
_ALL_SLICES_S: Final = 0.3
"""Within about this time everybody who waits should have had a turn."""


@dataclass(slots=True, eq=False)
class Turn:
    """One query's claim to a place; give it back with `Turns.release`.

    It waits no more (`called`) when it has its place, or was sent away (`expelled`); then `ring` is told, which
    must do next to nothing: others wait meanwhile. `Turns` alone changes it.
    """

    client: str
    deadline: float
    limit_s: float
    ring: Callable[[], None] | None = None
    long: bool = False
    since: float = 0.0
    expelled: bool = False
    called: bool = False
    bell: threading.Event | None = None

    def call(self) -> None:
        """Let whoever waits for it know; the lock is held."""
        self.called = True
        if self.bell is not None:
            self.bell.set()
        if self.ring is not None:
            self.ring()


class Turns:
    """The places; safe to use from many threads. Times are those of `time.monotonic`."""

    def __init__(self, places: int, most_waiting: int, most_per_client: int | None = None) -> None:
        self._places = places
        self._long_places = max(1, places - 1)
        self._most_waiting = most_waiting
        self._most_long_waiting = max(1, most_waiting // 2)
        self._most_per_client = most_per_client
        self._lock = threading.Lock()
        self._running: list[Turn] = []
        self._waiting: list[Turn] = []

    @property
    def running(self) -> int:
        """How many run now."""
        return len(self._running)

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return len(self._waiting)

    def take(self, client: str, limit_s: float, gone: Callable[[], bool] | None = None) -> Turn:
        """A turn, as soon as there is a place for it, within `limit_s` seconds.

        Raises `QueryOverloaded` where too many wait already, in all or of this client, or where
        the time has passed, and `QueryAbandoned` where the client is `gone`.
        """
        turn = self.begin(client, limit_s)
        self.wait(turn, gone)
        return turn

    def begin(self, client: str, limit_s: float, ring: Callable[[], None] | None = None) -> Turn:
        """A turn that has its place, or waits for it while the caller does something else.

        Raises `QueryOverloaded` as `take` does.
        """
        turn = Turn(client, time.monotonic() + limit_s, limit_s)
        with self._lock:
            if self._most_per_client is not None and client:
                theirs = sum(other.client == client for other in (*self._running, *self._waiting))
                if theirs >= self._most_per_client and not self._expel(client):
                    raise QueryOverloaded(
                        f"{theirs} queries of yours are being answered already; try again soon"
                    )
            if len(self._running) < self._places and not any(not other.long for other in self._waiting):
                self._begin(turn)
                turn.called = True
            elif len(self._waiting) >= self._most_waiting and not self._expel():
                raise QueryOverloaded(f"{len(self._waiting)} queries wait already; try again soon")
            else:
                turn.ring = ring
                self._waiting.append(turn)
        return turn

    def must_yield(self, turn: Turn, used_s: float) -> bool:
        """Whether a query that runs must give its place up: it is long, and places for these are taken.

        `used_s` is how long it has had a processor, which on a busy machine is not how long it runs.
        """
        if turn.long or not self._waiting:
            return False
        with self._lock:
            new = sum(not other.long for other in self._waiting)
            slice_s = min(max(_ALL_SLICES_S / (new + 1), _SHORTEST_SLICE_S), _LONGEST_SLICE_S)
            ran_s = time.monotonic() - turn.since
            if not new or ran_s < slice_s or (used_s < slice_s and ran_s < _IDLE_SLICES * slice_s):
                return False
            if self._long() < self._long_places:
                turn.long = True
                return False
            return True

    def again(self, turn: Turn, gone: Callable[[], bool] | None = None) -> None:
        """Give the place up and wait for one of the long ones; raises as `take` does."""
        with self._lock:
            self._running.remove(turn)
            turn.called = False
            turn.long = True
            full = sum(other.long for other in self._waiting) >= self._most_long_waiting
            if not full:
                self._waiting.append(turn)
            self._call()
        if full:
            raise QueryOverloaded(_MANY)
        self.wait(turn, gone)

    def release(self, turn: Turn) -> None:
        """Give the place back; a turn that waits, or was given back, is just forgotten."""
        with self._lock:
            for those in (self._running, self._waiting):
                if turn in those:
                    those.remove(turn)
            self._call()

    def wait(self, turn: Turn, gone: Callable[[], bool] | None = None) -> None:
        """Returns when a turn has its place; else gives it back, and raises as `take` does."""
        with self._lock:
            # Few have to wait in a thread, and an event costs more than all else that is done here.
            bell = None if turn.called else threading.Event()
            turn.bell = bell
        try:
            while bell and not bell.wait(min(_WAITING_POLL_S, max(turn.deadline - time.monotonic(), 0.001))):
                _check(turn, gone)
            if turn.expelled:
                raise QueryOverloaded(_MANY)  # noqa: TRY301 - as from waiting
        except BaseException:
            self.release(turn)
            raise

    def _expel(self, client: str | None = None) -> bool:
        """Send the last long one that waits (of a client) away, for one that may be short; the lock is held."""
        for turn in reversed(self._waiting):
            if turn.long and client in {None, turn.client}:
                self._waiting.remove(turn)
                turn.expelled = True
                turn.call()
                return True
        return False

    def _begin(self, turn: Turn) -> None:
        turn.since = time.monotonic()
        self._running.append(turn)

    def _long(self) -> int:
        return sum(other.long for other in self._running)

    def _call(self) -> None:
        """Call those whose turn it is; the lock is held."""
        while len(self._running) < self._places:
            turn = self._next()
            if turn is None:
                return
            self._waiting.remove(turn)
            self._begin(turn)
            turn.call()

    def _next(self) -> Turn | None:
        """A long one where there is a place for it, else of the new ones whose client has the fewest turns."""
        if self._long() < self._long_places:
            long = next((turn for turn in self._waiting if turn.long), None)
            if long is not None:
                return long
        new = [turn for turn in self._waiting if not turn.long]
        running = [turn.client for turn in self._running]
        return min(new, key=lambda turn: running.count(turn.client), default=None)


def _check(turn: Turn, gone: Callable[[], bool] | None) -> None:
    """Whether it is still worth waiting."""
    if gone is not None and gone():
        raise QueryAbandoned("whoever asked has gone")
    if time.monotonic() >= turn.deadline:
        if turn.long:
            raise QueryTimeout(turn.limit_s)
        raise QueryOverloaded("all readers are busy; try again soon")
