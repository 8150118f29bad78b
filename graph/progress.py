"""How far long work has come, told to whoever listens; where nobody does it costs nothing."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, TypeVar

Listener = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and how much there is."""

_Item = TypeVar("_Item")
_listener: Final[ContextVar[Listener | None]] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Generator[None]:
    """Within the block, what this thread does is told to `listener`."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def told(doing: str, items: Iterable[_Item], total: int) -> Iterator[_Item]:
    """The items one after another, `total` in all; each is told of when it is done."""
    listener = _listener.get()
    if listener is None:
        yield from items
        return
    listener(doing, 0, total)
    for number, item in enumerate(items, start=1):
        yield item
        listener(doing, number, total)
