"""Answers kept for those who ask the same again; one that is kept can never be wrong.

What is published never changes, and a question says in full what it asks of which generation. So the
same question has the same answer, unless it asks for the time, for chance, or for something new.
"""

import re
import threading
from collections import OrderedDict
from typing import Final, Generic, TypeVar

_FICKLE: Final = re.compile(r"\b(?:now|rand|(?:str)?uuid|bnode|service)\b|\\", re.IGNORECASE)
"""What makes two answers differ; with a backslash any of these can be spelled otherwise."""
_EXTRA: Final = 512
"""What an answer takes beside its body."""

T = TypeVar("T")


def lasting(sparql: str) -> bool:
    """Whether a query has the same answer each time, as far as a quick look can tell.

    >>> lasting("SELECT ?s WHERE { ?s ?p ?o }"), lasting("SELECT (NOW() AS ?t) {}")
    (True, False)
    """
    return _FICKLE.search(sparql) is None


class Kept(Generic[T]):
    """The answers asked for last, up to so many bytes in all; safe to use from many threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._answers: OrderedDict[bytes, tuple[T, int]] = OrderedDict()
        self.size = 0
        self.found = 0
        """How many answers were asked for again, and were there."""

    @property
    def on(self) -> bool:
        """Whether there is room for anything at all."""
        return self._most // 16 > _EXTRA

    def get(self, key: bytes) -> T | None:
        """The answer kept under a key."""
        with self._lock:
            found = self._answers.get(key)
            if found is None:
                return None
            self._answers.move_to_end(key)
            self.found += 1
            return found[0]

    def put(self, key: bytes, answer: T, size: int) -> None:
        """Keep an answer whose body has so many bytes; those asked for longest ago make room for it."""
        size += _EXTRA
        if size > self._most // 16:  # one that is large would drive out many
            return
        with self._lock:
            former = self._answers.pop(key, None)
            self.size += size - (former[1] if former is not None else 0)
            self._answers[key] = (answer, size)
            while self.size > self._most:
                _, (_, gone) = self._answers.popitem(last=False)
                self.size -= gone
