"""What every response carries: safety, sharing, and a tag by which it need not be sent twice."""

from __future__ import annotations

import hashlib
import secrets
from time import perf_counter, time
from typing import TYPE_CHECKING, Final

from flask import g, request

from .compression import compress, compress_file
from .desk import desk
from .languages import language
from .lines import Request, method_of
from .log import id_of
from .noted import FAILED, Asked, Failed
from .protocol.negotiate import HTML

if TYPE_CHECKING:
    from flask import Flask, Response

    from .desk import Desk

REQUEST_ID: Final = "X-Request-Id"
_STYLES: Final = "style-src 'self'"
CONTENT_SECURITY: Final = (
    f"default-src 'none'; script-src 'self'; {_STYLES}; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
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
_SHOWN: Final = "ETag, Link, Location, Retry-After, X-Enjoin-Generation, X-Enjoin-Notice, X-Enjoin-Truncated, X-Request-Id"
_READS: Final = frozenset(("GET", "HEAD", "OPTIONS"))
_ALWAYS: Final = (
    *SAFETY.items(),
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", _SHOWN),
    ("Vary", "Accept, Accept-Encoding"),
)
# Where something is written, other sites may read but make no browser write: a preflight is told of
# no method that writes, and of no Authorization, so a token that a browser knows cannot be used.
_WRITTEN: Final = ("/update", "/data")
_NEVER_SAME: Final = frozenset((
    "operations.healthz", "operations.readyz", "operations.metrics", "static", "graphs.read",
))  # fmt: skip


def nonce() -> str:
    """A word that lets style sheets of this one answer in, and no others; the answer is then kept nowhere."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(18)
        g.pop("tag", None)  # an answer kept by its tag would come with another answer's word
    found: str = g.nonce
    return found


def tag() -> str:
    """The tag of this request's answer: the same while the graph and the day are."""
    liked = request.headers.get("Accept", "")
    # Data has no language, and plain queries get their tag elsewhere (`shortcut.py`): it must be this one.
    plain = request.path == "/sparql" and HTML.media_type not in liked
    return tag_of(desk(), request.full_path, liked if plain else f"{liked}\n{language()}")


def tag_of(at: Desk, path: str, accept: str) -> str:
    """The tag of the answer to a path with its query, for a reader who likes `accept`."""
    parts = (str(at.graph.generation), at.today().isoformat(), path, accept)
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def kept_headers(tag: str, request_id: str) -> list[tuple[str, str]]:
    """What `guard` adds to an answer to a plain question that anybody may keep and ask for again."""
    return [("ETag", f'W/"{tag}"'), ("Cache-Control", "no-cache"), (REQUEST_ID, request_id), *_ALWAYS]


def passing_headers(request_id: str) -> list[tuple[str, str]]:
    """The same for an answer that nobody keeps."""
    return [("Cache-Control", "no-store"), (REQUEST_ID, request_id), *_ALWAYS]


def greet(app: Flask) -> None:
    """Gives each request of `app` its name, before anything else is done."""

    @app.before_request
    def begin() -> None:  # pyright: ignore[reportUnusedFunction]
        failed: Failed | None = request.environ.get(FAILED)
        if failed is None:
            g.began = perf_counter()
            g.request_id = id_of(request.headers.get(REQUEST_ID))
        else:
            g.began, g.request_id = failed.began, failed.request_id
            g.asked = Asked(failed.text, by="reader")


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
        if "nonce" in g:
            styles = f"{_STYLES} 'nonce-{nonce()}'"
            response.headers["Content-Security-Policy"] = CONTENT_SECURITY.replace(_STYLES, styles)
        for name, value in SAFETY.items():
            response.headers.setdefault(name, value)
        _share(response)
        if "ETag" in response.headers:
            response.headers.setdefault("Cache-Control", "no-cache")
        elif "tag" in g and response.status_code in {200, 304}:
            response.set_etag(g.tag, weak=True)
            response.headers.setdefault("Cache-Control", "no-cache")
        elif request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        if request.endpoint != "static":
            response.vary.update(("Accept", "Accept-Encoding"))
            if response.mimetype == HTML.media_type:
                response.vary.add("Accept-Language")
                response.headers.setdefault("Content-Language", language())
            compress(response)
        else:
            compress_file(response)
        response.headers[REQUEST_ID] = g.get("request_id", "")
        _note(response)
        return response


def _note(response: Response) -> None:
    at, asked = desk(), g.get("asked", _NOTHING)
    seconds = perf_counter() - g.get("began", perf_counter())
    size = response.calculate_content_length()
    told = Request(
        time(),
        g.get("request_id", ""),
        method_of(request.method),
        request.path,
        response.status_code,
        seconds,
        -1 if size is None else size,
        asked.by,
        (request.remote_addr or "") if at.log is not None and at.log.clients else "",
    )
    note(at, (request.endpoint or "none").partition(".")[0], told, asked.text, asked.rows)


_NOTHING: Final = Asked("")


def note(at: Desk, kind: str, told: Request, query: str = "", rows: int | None = None) -> None:
    """Counts a request, and tells the log of it; of what was asked only where it is a `query` that took long."""
    at.metrics.count(kind, told.method, told.status, told.seconds)
    log = at.log
    if log is None:
        return
    log.request(told)
    if query and told.seconds >= at.slow_s:
        log.slow(told.id, query, told.seconds, rows)


def _share(response: Response) -> None:
    """What other sites' pages may do: read everything, write nothing."""
    writes = request.path in _WRITTEN or request.path.startswith("/data/")
    if writes and request.method not in _READS:
        return
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = _SHOWN
    if request.method == "OPTIONS" and "Allow" in response.headers:
        allowed = [each.strip() for each in response.headers["Allow"].split(",")]
        shared = sorted(set(allowed) & _READS if writes else set(allowed))
        response.headers["Access-Control-Allow-Methods"] = ", ".join(shared)
        response.headers["Access-Control-Allow-Headers"] = _SHARED
        response.headers["Access-Control-Max-Age"] = "86400"
