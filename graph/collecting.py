"""The collector of cycles, kept from looking for them again and again while a great deal is read."""

import gc
import threading
from collections.abc import Generator
from contextlib import contextmanager

_lock = threading.Lock()
_inside = 0
_was = False


@contextmanager
def uncollected() -> Generator[None]:
    """Python looks for cycles whenever many objects were made: a quarter of the time, and finds few.

    It may be entered again, from other threads too; it looks again when the last one has left.
    """
    global _inside, _was  # noqa: PLW0603 - the collector is one for the process
    with _lock:
        if _inside == 0:
            _was = gc.isenabled()
            gc.disable()
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0 and _was:
                gc.enable()
