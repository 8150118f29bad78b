"""Tables of one's own beside the engine: what it has no order for, kept as long as whoever made them."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any, Final

_AT_ONCE: Final = 900  # values in one question; SQLite takes at least 999
_FOR_ONESELF: Final = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
"""Nobody opens the file again: it need not survive anything."""


class Tables:
    """A database in a file without a name: filled once, then asked by many threads, one at a time."""

    __slots__ = ("_database", "_lock")

    def __init__(self, tables: str) -> None:
        """`tables` makes them; what is filled in then is one transaction, which `_filled` ends."""
        self._lock = Lock()
        # The empty path: a private database that spills to a file without a name.
        self._database = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._database.executescript(_FOR_ONESELF + tables)
        self._database.execute("BEGIN")

    def _filled(self, after: str) -> None:
        """`after` makes the indices, when everything is there."""
        self._database.execute("COMMIT")
        self._database.executescript(after)

    def _rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[Any]:
        """The rows of a question with its values, in their order or by their names."""
        with self._lock:
            return self._database.execute(sql, values).fetchall()

    def _with(self, sql: str, values: Iterable[object], *before: object) -> Iterator[Any]:
        """The rows of a question that ends with what must be one of the values; as many at once as it takes."""
        listed = list(values)
        for start in range(0, len(listed), _AT_ONCE):
            some = listed[start : start + _AT_ONCE]
            yield from self._rows(f"{sql} IN ({', '.join('?' * len(some))})", (*before, *some))

    def close(self) -> None:
        """Let go of the database."""
        with self._lock:
            self._database.close()

    def __del__(self) -> None:
        self._database.close()
