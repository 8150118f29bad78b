"""What every response carries: safety, sharing, and a tag by which it need not be sent twice."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from flask import g, request

from .desk import desk

if TYPE_CHECKING:
    from flask import Flask, Response

CONTENT_SECURITY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

SAFETY: Final = {
    "Content-Security-Policy": CONTENT_SECURITY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
}

_SHARED: Final = "Accept, Content-Type, If-None-Match"
_SHOWN: Final = "ETag, Link, Retry-After, X-Enjoin-Truncated"
# Writes come by these paths only; no other site's page may make a browser send them.
_WRITES: Final = frozenset(("/update", "/data"))
_NEVER_SAME: Final = frozenset(("operations.healthz", "operations.readyz", "static"))


def tag() -> str:
    """The tag of this request's answer: the same while the graph and the day are."""
    at = desk()
    parts = (
        str(at.graph.generation),
        at.today().isoformat(),
        request.full_path,
        request.headers.get("Accept", ""),
    )
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def guard(app: Flask) -> None:
    """Gives `app` its headers, its tags, and its answer to other sites' questions."""

    @app.before_request
    def unchanged() -> Response | None:  # pyright: ignore[reportUnusedFunction]
        """304 where the reader has this very answer already."""
        if request.method not in {"GET", "HEAD"} or request.endpoint in {None, *_NEVER_SAME}:
            return None
        g.tag = tag()
        if request.if_none_match.contains_weak(g.tag) and not request.if_none_match.star_tag:
            response = app.response_class(status=304)
            response.set_etag(g.tag, weak=True)
            return response
        return None

    @app.after_request
    def dress(response: Response) -> Response:  # pyright: ignore[reportUnusedFunction]
        for name, value in SAFETY.items():
            response.headers.setdefault(name, value)
        if request.path not in _WRITES:
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = _SHOWN
            if request.method == "OPTIONS" and "Allow" in response.headers:
                response.headers["Access-Control-Allow-Methods"] = response.headers["Allow"]
                response.headers["Access-Control-Allow-Headers"] = _SHARED
                response.headers["Access-Control-Max-Age"] = "86400"
        if "tag" in g and response.status_code in {200, 304}:
            response.set_etag(g.tag, weak=True)
            response.headers.setdefault("Cache-Control", "no-cache")
        elif request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        if request.endpoint != "static":
            response.vary.add("Accept")
        return response
