"""Who may write: one token for writers, one for those who may also leave the validation out."""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from flask import request

from .desk import desk
from .errors import DoorError
from .protocol.parameters import of_address, switch

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

_CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="enjoin"'}
_WRONG: Final = {"WWW-Authenticate": 'Bearer realm="enjoin", error="invalid_token"'}


def may_write() -> bool:
    """Lets a request with a token pass, and says whether it is the admin's.

    403 where the server takes no writes, 401 where the request has no token or a wrong one.
    """
    takes_writes()
    settings = desk().settings
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given.strip():
        raise DoorError(401, "token", "Send Authorization: Bearer TOKEN.", headers=_CHALLENGE)
    admin, writer = _same(given, settings.admin_token), _same(given, settings.token)
    if not (admin or writer):
        raise DoorError(401, "token", "This token is not the server's.", headers=_WRONG)
    return admin


def writable() -> bool:
    """Whether anybody may write here at all."""
    settings = desk().settings
    return not settings.read_only and not (settings.token is None and settings.admin_token is None)


def takes_writes() -> None:
    """403 where the server takes no writes from anybody."""
    settings = desk().settings
    if not writable():
        why = "it is read-only" if settings.read_only else "it was started without a token"
        raise DoorError(403, "read-only", f"This server takes no writes: {why}.")


def is_token(given: str) -> bool:
    """Whether a text is a token with which one may write."""
    settings = desk().settings
    # Both are compared whatever the first says, so that the time tells nothing.
    admin, writer = _same(given, settings.admin_token), _same(given, settings.token)
    return admin or writer


def validation(given: MultiDict[str, str] | None = None, *, admin: bool) -> bool:
    """Whether the write is to be validated: always, but where the admin says `validate=off`."""
    places = [of_address()] if given is None else [of_address(), given]
    wanted = all(switch(place, "validate", default=True) for place in places)
    if not wanted and not admin:
        raise DoorError(403, "admin-token", "validate=off is taken with the admin token only.")
    return wanted


def _same(given: str, token: str | None) -> bool:
    """Compares in constant time, whatever the lengths; headers arrive as Latin-1."""
    if token is None:
        return False
    wanted = sha256(token.encode()).digest()
    return hmac.compare_digest(sha256(given.strip().encode("latin-1", "replace")).digest(), wanted)
