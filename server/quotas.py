"""How much one client may ask in a minute: requests, and seconds of a processor.

A client has a bucket that fills all the time and holds what a minute gives; what it asks is taken out. Once it is empty
the client is told when there will be enough again. What a query takes is known only when it has ended, so a
bucket of seconds may be overdrawn: then nothing is answered until that is made up for.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

MINUTE_S: Final = 60.0
MOST_CLIENTS: Final = 20_000
"""Clients that are remembered; of more, those who asked longest ago are forgotten, as if they had not asked."""
_DEEPEST: Final = 10.0
"""By so many minutes' worth a bucket is overdrawn at most: nobody is kept out for longer."""


class Bucket:
    """What one client has left."""

    __slots__ = ("at", "requests", "seconds")

    def __init__(self, requests: float, seconds: float, at: float) -> None:
        self.requests = requests
        self.seconds = seconds
        self.at = at


class Quotas:
    """The buckets of all clients; safe to use from many threads. A limit of 0 is none."""

    def __init__(
        self, requests: int = 0, seconds: float = 0.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """So many requests, and seconds of a processor, in a minute."""
        self.on = bool(requests or seconds)
        self.requests = requests
        self.seconds = seconds
        self.refused = {"requests": 0, "seconds": 0}
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    @property
    def clients(self) -> int:
        """How many are remembered."""
        return len(self._buckets)

    def has(self, client: str) -> bool:
        """Whether a request would be answered; it counts for nothing."""
        with self._lock:
            return self._lacks(self._bucket(client)) is None

    def take(self, client: str) -> float:
        """Count a request: 0 where it may be answered, else the seconds until one may be."""
        with self._lock:
            bucket = self._bucket(client)
            lacks = self._lacks(bucket)
            if lacks is None:
                bucket.requests -= 1
                return 0.0
            name, wait_s = lacks
            self.refused[name] += 1
            return wait_s

    def spend(self, client: str, seconds: float) -> None:
        """Say what the answer to a request has cost."""
        if self.seconds and seconds > 0:
            with self._lock:
                bucket = self._bucket(client)
                bucket.seconds = max(bucket.seconds - seconds, -_DEEPEST * self.seconds)

    def _bucket(self, client: str) -> Bucket:
        """The bucket as it is now; the lock is held."""
        now = self._clock()
        found = self._buckets.get(client)
        if found is None:
            found = self._buckets[client] = Bucket(self.requests, self.seconds, now)
            if len(self._buckets) > MOST_CLIENTS:
                self._buckets.popitem(last=False)
            return found
        self._buckets.move_to_end(client)
        minutes = (now - found.at) / MINUTE_S
        found.at = now
        found.requests = min(found.requests + minutes * self.requests, self.requests)
        found.seconds = min(found.seconds + minutes * self.seconds, self.seconds)
        return found

    def _lacks(self, bucket: Bucket) -> tuple[str, float] | None:
        """Which quota is used up, and for how many seconds yet."""
        if self.requests and bucket.requests < 1:
            return "requests", MINUTE_S * (1 - bucket.requests) / self.requests
        if self.seconds and bucket.seconds <= 0:
            return "seconds", max(MINUTE_S * -bucket.seconds / self.seconds, 1.0)
        return None


def retry_after(wait_s: float) -> str:
    """The header that says when to come again: whole seconds, one at least."""
    return str(max(1, math.ceil(wait_s)))
