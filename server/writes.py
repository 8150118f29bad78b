"""The addresses for writing. Nothing is written by the web yet, and they say so clearly."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Final

from flask import Blueprint, request

from .desk import desk
from .errors import DoorError

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp: Final = Blueprint("writes", __name__)


@bp.post("/update")
def update() -> ResponseReturnValue:
    """SPARQL 1.1 Update."""
    return _refused()


@bp.route("/data", methods=["PUT", "POST", "DELETE"])
def graph_store() -> ResponseReturnValue:
    """The writing half of the Graph Store Protocol."""
    return _refused()


def _refused() -> ResponseReturnValue:
    """Why not: no token here, none in the request, a wrong one, or nothing behind it yet."""
    token = desk().settings.token
    if token is None or desk().settings.read_only:
        raise DoorError(403, "read-only", "This server takes no writes: it was started without a token.")
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given:
        raise DoorError(
            401, "token", "Send Authorization: Bearer TOKEN.", headers={"WWW-Authenticate": "Bearer"}
        )
    if not hmac.compare_digest(given.strip().encode(), token.encode()):
        raise DoorError(
            401,
            "token",
            "This token is not the server's.",
            headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
        )
    raise DoorError(501, "no-writes", "Writing by HTTP is not built yet; use `enjoin ingest` on the store.")
