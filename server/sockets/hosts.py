"""The name by which a server was called, looked at before any address is made of it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from ..errors import PROBLEM_TYPE, TITLES
from ..headers import SAFETY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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

    def __init__(self, inner: Callable[..., Iterable[bytes]]) -> None:
        self._inner = inner

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        host: str = environ.get("HTTP_HOST", "")
        if not host or (len(host) <= _LONGEST and _HOST.fullmatch(host)):
            return self._inner(environ, start_response)
        told = {"type": "/about#host", "title": TITLES[400], "status": 400, "detail": _SAID, "instance": "/"}
        body = json.dumps(told).encode()
        headers = [*SAFETY.items(), ("Content-Type", PROBLEM_TYPE), ("Cache-Control", "no-store")]
        start_response("400 Bad Request", [*headers, ("Content-Length", str(len(body)))])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
