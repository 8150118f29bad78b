"""Pages take turns: a few are made at once, a few wait, and more are sent away.

Queries of strangers run in processes of their own; pages are made here, by one interpreter. Without
turns a crowd at one slow page would keep everybody from everything else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import g, request

from ...graph.readers.turns import Turns
from ..protocol.replies import client, gone

if TYPE_CHECKING:
    from flask import Flask

AT_ONCE: Final = 4
WAITING: Final = 12
WAIT_S: Final = 10.0
_FREE: Final = frozenset(("static", "sparql", "graphs", "update", "operations", "bare"))
"""What has limits of its own, or costs nothing."""


def take_turns(app: Flask) -> None:
    """Lets a page of `app` begin when there is a place for it; else 429."""
    turns = Turns(AT_ONCE, WAITING, AT_ONCE + WAITING - 2)

    @app.before_request
    def begin() -> None:  # pyright: ignore[reportUnusedFunction]
        if request.endpoint is not None and request.endpoint.partition(".")[0] not in _FREE:
            g.turn = turns.take(client(), WAIT_S, gone())

    @app.teardown_request
    def end(_error: BaseException | None) -> None:  # pyright: ignore[reportUnusedFunction]
        turn = g.pop("turn", None)
        if turn is not None:
            turns.release(turn)
