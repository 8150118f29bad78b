"""An answer of the graph as a response: sent as it was written, from memory or from its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Response, g, request
from werkzeug.wsgi import wrap_file

from ...graph.results import Limits
from ..day import asked_day
from ..desk import desk
from ..noted import Asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from ...graph.readers.pool import Answer
    from ..settings import Settings
    from .negotiate import Offer

TRUNCATED: Final = "X-Enjoin-Truncated"
NOTICE: Final = "X-Enjoin-Notice"


def ask(
    sparql: str,
    table: Offer,
    triples: Offer,
    *,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    timeout: float | None = None,
) -> Answer:
    """The answer to a stranger's query, written as `table` or, where it is a graph, as `triples`."""
    at = desk()
    noted = g.asked = Asked(sparql, by="reader")
    answer = at.graph.answer(
        sparql,
        forms={"solutions": table.media_type, "boolean": table.media_type, "triples": triples.media_type},
        known=None if at.graph.bare else asked_day().known,
        default_graphs=default_graphs or None,
        named_graphs=named_graphs or None,
        timeout=at.settings.timeout if timeout is None else timeout,
        limits=limits(),
        base=base(),
        packed=gzip_liked(),
        services=at.settings.services,
        max_length=at.settings.max_query,
        client=client(),
        cancelled=gone(),
    )
    noted.rows, noted.used_s = answer.rows, answer.used_s
    noted.by = by_whom(answer)
    return answer


def by_whom(answer: Answer) -> str:
    """Who has given an answer that a thread waited for, as the log says it."""
    return "kept" if answer.kept else "reader"


def sent(answer: Answer, offer: Offer) -> Response:
    """The response that carries an answer; its file is closed when the last byte has left."""
    if request.method == "HEAD":
        answer.close()
        response = Response(content_type=offer.content_type)
    elif (file := answer.file) is None:
        response = Response(answer.read(), content_type=offer.content_type)
    else:
        file.seek(0)
        response = Response(
            wrap_file(request.environ, file), content_type=offer.content_type, direct_passthrough=True
        )
    for name, value in told(answer, desk().settings):
        response.headers[name] = value
    return response


def told(answer: Answer, settings: Settings) -> Iterator[tuple[str, str]]:
    """The headers that say how an answer is sent, and what is missing or changed in it."""
    yield "Content-Length", str(answer.size)
    if answer.encoding:
        yield "Content-Encoding", answer.encoding
    if answer.truncated:
        yield TRUNCATED, _named(settings)
    if answer.notice:
        yield NOTICE, answer.notice


def limits() -> Limits:
    """The most that one answer may hold."""
    return limits_of(desk().settings)


def limits_of(settings: Settings) -> Limits:
    """The same, by the settings."""
    return Limits(settings.max_rows, settings.max_bytes)


def limit_named() -> str:
    """The limits of an answer as its header and its note name them."""
    return _named(desk().settings)


def _named(settings: Settings) -> str:
    return f"rows={settings.max_rows}, bytes={settings.max_bytes}"


def base() -> str:
    """What relative IRIs of a query are read against where the store has no base of its own."""
    return request.base_url


def client() -> str:
    """Whom a request comes from, as far as taking turns needs to know; it is kept nowhere else."""
    return client_of(request.remote_addr or "")


def client_of(address: str) -> str:
    """The same, by the address."""
    # One household has a /64 of addresses; counting each would count none.
    return ":".join(address.split(":")[:4]) if ":" in address else address


def gone() -> Callable[[], bool] | None:
    """Whether the client has left meanwhile, where the server can tell."""
    found: Any = request.environ.get("waitress.client_disconnected")
    return found if callable(found) else None  # pyright: ignore[reportReturnType]  # of the environment


def gzip_liked() -> bool:
    """Whether the client takes gzip."""
    return request.accept_encodings["gzip"] > 0
