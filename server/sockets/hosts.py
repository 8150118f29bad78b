"""The name by which a server was called, looked at before any address is made of it."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any, Final

from ..errors import PROBLEM_TYPE, TITLES
from ..headers import REQUEST_ID, SAFETY, note
from ..lines import Request, method_of
from ..log import id_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..desk import Desk

_HOST: Final = re.compile(
    r"""(?: [A-Za-z0-9_-]{1,63} (?: \. [A-Za-z0-9_-]{1,63} )* \.?   # a name, or an address of version 4
        | \[ [0-9A-Fa-f:.]{2,45} \] )                               # an address of version 6
        (?: : [0-9]{0,5} )?""",
    re.VERBOSE,
)
_LONGEST: Final = 262
_SAID: Final = "The header Host names no host."


class Hosts:
    """A WSGI application before another: whoever names no host that could be one gets 400."""

    def __init__(self, inner: Callable[..., Iterable[bytes]], desk: Desk) -> None:
        self._inner = inner
        self._desk = desk

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        host: str = environ.get("HTTP_HOST", "")
        if not host or (len(host) <= _LONGEST and _HOST.fullmatch(host)):
            return self._inner(environ, start_response)
        request_id = id_of(environ.get("HTTP_X_REQUEST_ID"))
        told = {"type": "/about#host", "title": TITLES[400], "status": 400, "detail": _SAID, "instance": "/"}
        body = json.dumps({**told, "request": request_id}).encode()
        headers = [*SAFETY.items(), ("Content-Type", PROBLEM_TYPE), ("Cache-Control", "no-store")]
        headers.append((REQUEST_ID, request_id))
        method, path = method_of(environ["REQUEST_METHOD"]), environ.get("PATH_INFO", "")
        client = (
            environ.get("REMOTE_ADDR", "") if self._desk.log is not None and self._desk.log.clients else ""
        )
        note(
            self._desk,
            "none",
            Request(time.time(), request_id, method, path, 400, 0.0, len(body), "door", client),
        )
        start_response("400 Bad Request", [*headers, ("Content-Length", str(len(body)))])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
