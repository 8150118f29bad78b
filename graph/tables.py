"""Tables of one's own beside the engine: what it has no order for, kept as long as whoever made them."""

import sqlite3
from threading import Lock


class Tables:
    """A database in a file without a name: filled once, then asked by many threads, one at a time."""

    __slots__ = ("_database", "_lock")

    def __init__(self, tables: str) -> None:
        """`tables` makes them; what is filled in then is one transaction, which `_filled` ends."""
        self._lock = Lock()
        # The empty path: a private database that spills to a file without a name.
        self._database = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._database.executescript(tables)
        self._database.execute("BEGIN")

    def _filled(self, after: str) -> None:
        """`after` makes the indices, when everything is there."""
        self._database.execute("COMMIT")
        self._database.executescript(after)

    def close(self) -> None:
        """Let go of the database."""
        with self._lock:
            self._database.close()

    def __del__(self) -> None:
        self._database.close()
