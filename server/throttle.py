"""Each client gets its share of requests and of processor time; who has used it up is told when to come again.

Plain queries are looked at where they are answered (`sockets.direct`, `sockets.shortcut`), everything else here. Nothing is
counted of those who bring a token of the server, nor of what an operator watches.
"""

from __future__ import annotations

from time import thread_time
from typing import TYPE_CHECKING, Final

from flask import g, request

from ..graph.errors import QueryTimeout
from .access import is_token
from .desk import desk_of
from .errors import DoorError
from .noted import FAILED, Asked
from .protocol.replies import client
from .quotas import retry_after

if TYPE_CHECKING:
    from flask import Flask, Response

_FREE: Final = frozenset(("operations.healthz", "operations.readyz", "operations.metrics", "static"))


def throttle(app: Flask) -> None:
    """Counts what clients of `app` ask, where the operator has set a limit; 429 beyond it."""
    quotas = desk_of(app).quotas
    if not quotas.on:
        return

    @app.before_request
    def ask() -> None:  # pyright: ignore[reportUnusedFunction]
        if request.endpoint in _FREE or _has_token():
            return
        g.used_before = thread_time()
        if FAILED not in request.environ and (wait_s := quotas.take(client())):
            after = retry_after(wait_s)
            limit = {"requestsPerMinute": quotas.requests or None, "secondsPerMinute": quotas.seconds or None}
            said = f"You have asked as much as one client may in a minute; come again in {after} s."
            raise DoorError(429, "quota", said, headers={"Retry-After": after}, limit=limit)

    @app.after_request
    def spend(response: Response) -> Response:  # pyright: ignore[reportUnusedFunction]
        if "used_before" in g:
            asked: Asked | None = g.get("asked")
            used_s = asked.used_s if asked is not None else 0.0
            quotas.spend(client(), thread_time() - g.used_before + used_s)
        return response


def cost(error: Exception) -> float:
    """Seconds of a processor that a query took which has an error for an answer, as far as is known."""
    return error.seconds if isinstance(error, QueryTimeout) else 0.0


def _has_token() -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and is_token(given)
