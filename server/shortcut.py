"""The short way to an answer: a plain query by GET, without the machinery that pages need.

Whatever is not plain (other parameters, other methods, browsers, conditions, errors) goes the long way,
through the application. The same request gets the same response by either way.
"""

from __future__ import annotations

import re
from functools import lru_cache
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote_plus

from werkzeug.http import parse_accept_header
from werkzeug.sansio.utils import get_current_url, get_host
from werkzeug.wsgi import wrap_file

from ..graph.errors import EnjoinError
from .desk import desk_of
from .errors import NotAcceptable
from .headers import kept_headers, new_id, note, tag_of
from .negotiate import HTML, RESULTS, TRIPLES, choose
from .replies import client_of, limits_of, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flask import Flask

    from ..graph.readers.pool import Answer
    from .negotiate import Offer

FAILED: Final = "enjoin.failed"
"""Where the long way finds the error of a query that was asked by the short one."""
_PATH: Final = "/sparql"
_QUERY: Final = "query="
_HOST: Final = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?")
_REMEMBERED: Final = 256


class Shortcut:
    """A WSGI application before another: it answers plain queries, and leaves the rest to the other."""

    def __init__(self, app: Flask) -> None:
        self._long = app.wsgi_app
        self._desk = desk_of(app)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        text = _plain(environ, self._desk.settings.max_query)
        liked = None if text is None else _liked(environ.get("HTTP_ACCEPT", ""))
        if text is None or liked is None:
            return self._long(environ, start_response)
        began, (table, triples) = perf_counter(), liked
        tag = tag_of(self._desk, f"{_PATH}?{environ['QUERY_STRING']}", environ.get("HTTP_ACCEPT", ""))
        try:
            answer, offer = self._offered(text, table, triples, environ)
        except (EnjoinError, NotAcceptable) as error:
            environ[FAILED] = error
            return self._long(environ, start_response)
        headers = [("Content-Type", offer.content_type), *told(answer, self._desk.settings)]
        request_id = new_id()
        start_response("200 OK", [*headers, *kept_headers(tag, request_id)])
        note(self._desk, request_id, "sparql", "GET", _PATH, 200, perf_counter() - began)
        if answer.file is None:
            return [answer.read()]
        answer.file.seek(0)
        return wrap_file(environ, answer.file)

    def _offered(
        self, text: str, table: Offer | None, triples: Offer | None, environ: dict[str, Any]
    ) -> tuple[Answer, Offer]:
        """The answer, and the format it is in; `NotAcceptable` where its kind was not asked for."""
        answer = self._ask(text, table, triples, environ)
        offer = triples if answer.kind == "triples" else table
        if offer is None:
            answer.close()
            raise NotAcceptable(environ["HTTP_ACCEPT"], TRIPLES if answer.kind == "triples" else RESULTS)
        return answer, offer

    def _ask(self, text: str, table: Offer | None, triples: Offer | None, environ: dict[str, Any]) -> Answer:
        at, settings = self._desk, self._desk.settings
        rows, graph = (table or RESULTS[0]).media_type, (triples or TRIPLES[0]).media_type
        gone: Any = environ.get("waitress.client_disconnected")
        return at.graph.answer(
            text,
            forms={"solutions": rows, "boolean": rows, "triples": graph},
            timeout=settings.timeout,
            limits=limits_of(settings),
            base=_base(environ.get("wsgi.url_scheme", "http"), environ["HTTP_HOST"]),
            packed=_takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")),
            services=settings.services,
            max_length=settings.max_query,
            client=client_of(environ.get("REMOTE_ADDR", "")),
            cancelled=gone,
        )


def _plain(environ: dict[str, Any], longest: int) -> str | None:
    """The query of a request that says nothing else; `None` where the long way must look at it."""
    given = environ.get("QUERY_STRING", "")
    if (
        environ["PATH_INFO"] != _PATH
        or environ["REQUEST_METHOD"] != "GET"
        or not given.startswith(_QUERY)
        or "&" in given
        or not given.isascii()
        or environ.get("SCRIPT_NAME")
        or "HTTP_IF_NONE_MATCH" in environ
        or "HTTP_AUTHORIZATION" in environ
        or not _HOST.fullmatch(environ.get("HTTP_HOST", ""))
    ):
        return None
    try:
        text = unquote_plus(given[len(_QUERY) :], errors="strict")
    except UnicodeDecodeError:
        return None
    # A character takes four bytes at most.
    return text if text and 4 * len(text) <= longest else None


@lru_cache(_REMEMBERED)
def _liked(accept: str) -> tuple[Offer | None, Offer | None] | None:
    """The formats of a table and of a graph that a header likes best; `None` for a browser, or for neither."""
    if choose(accept, (*RESULTS, *TRIPLES, HTML)) is HTML:
        return None
    found = choose(accept, RESULTS), choose(accept, TRIPLES)
    return None if found == (None, None) else found


@lru_cache(_REMEMBERED)
def _takes_gzip(header: str) -> bool:
    return parse_accept_header(header)["gzip"] > 0


@lru_cache(_REMEMBERED)
def _base(scheme: str, host: str) -> str:
    return get_current_url(scheme, get_host(scheme, host), "", _PATH)
