"""The short way to an answer: a plain query by GET, or one that was begun, without the machinery of pages.

Whatever is not plain (other parameters, browsers, conditions, errors) goes the long way, through the
application. The same request gets the same response by either way.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter, time
from typing import TYPE_CHECKING, Any, Final

from werkzeug.wsgi import wrap_file

from ...graph.errors import EnjoinError
from ..desk import desk_of
from ..errors import NotAcceptable
from ..headers import note
from ..lines import Request
from ..log import id_of
from ..noted import FAILED, Failed
from ..protocol.negotiate import RESULTS, TRIPLES
from ..protocol.replies import by_whom, client_of
from ..throttle import cost
from .plain import PATH, by_get

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flask import Flask

    from ...graph.readers.pool import Answer, Begun
    from ..protocol.negotiate import Offer
    from .plain import Plain

STARTED: Final = "enjoin.started"
"""Where the short way finds a query that was begun before it came here, as `Started`."""


@dataclass(frozen=True, slots=True)
class Started:
    """A plain query that was begun, the tag of its answer, when (by `perf_counter`), and its request's name."""

    plain: Plain
    begun: Begun
    tag: str | None
    at: float
    request_id: str


class Shortcut:
    """A WSGI application before another: it answers plain queries, and leaves the rest to the other."""

    def __init__(self, app: Flask) -> None:
        self._long = app.wsgi_app
        self._desk = desk_of(app)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        started: Started | None = environ.get(STARTED)
        at = self._desk
        plain = self._plain(environ) if started is None else started.plain
        address = environ.get("REMOTE_ADDR", "")
        if plain is None or (started is None and not self._counted(address)):
            return self._long(environ, start_response)
        began = perf_counter() if started is None else started.at
        tag = plain.tag(at) if started is None else started.tag
        request_id = id_of(environ.get("HTTP_X_REQUEST_ID")) if started is None else started.request_id
        try:
            answer, offer = self._offered(plain, started, environ)
        except (EnjoinError, NotAcceptable) as error:
            at.quotas.spend(client_of(address), cost(error))
            environ[FAILED] = Failed(error, plain.text, request_id, began)
            return self._long(environ, start_response)
        start_response("200 OK", plain.headers(at, answer, offer, tag, request_id))
        client = address if at.log is not None and at.log.clients else ""
        seconds = perf_counter() - began
        told = Request(
            time(), request_id, plain.method, PATH, 200, seconds, answer.size, by_whom(answer), client
        )
        note(at, "sparql", told, plain.text, answer.rows)
        at.quotas.spend(client_of(address), answer.used_s)
        if answer.file is None:
            return [answer.read()]
        answer.file.seek(0)
        return wrap_file(environ, answer.file)

    def _counted(self, address: str) -> bool:
        """Whether the client may ask, which counts; where not, the long way says so."""
        quotas, client = self._desk.quotas, client_of(address)
        if not quotas.on:
            return True
        return quotas.has(client) and not quotas.take(client)

    def _plain(self, environ: dict[str, Any]) -> Plain | None:
        if (
            environ["PATH_INFO"] != PATH
            or environ["REQUEST_METHOD"] != "GET"
            or environ.get("SCRIPT_NAME")
            or "&" in environ.get("QUERY_STRING", "")
        ):
            return None
        headers = {name[5:]: value for name, value in environ.items() if name.startswith("HTTP_")}
        scheme = environ.get("wsgi.url_scheme", "http")
        return by_get(environ.get("QUERY_STRING", ""), headers, scheme, self._desk.settings.max_query)

    def _offered(
        self, plain: Plain, started: Started | None, environ: dict[str, Any]
    ) -> tuple[Answer, Offer]:
        """The answer, and the format it is in; `NotAcceptable` where its kind was not asked for."""
        asked = plain.asked(self._desk)
        if started is not None:
            asked["begun"] = started.begun
        answer = self._desk.graph.answer(
            plain.text,
            **asked,
            client=client_of(environ.get("REMOTE_ADDR", "")),
            cancelled=environ.get("waitress.client_disconnected"),
        )
        offer = plain.manner.offer(answer)
        if offer is None:
            answer.close()
            raise NotAcceptable(plain.manner.accept, TRIPLES if answer.kind == "triples" else RESULTS)
        return answer, offer
