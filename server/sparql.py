"""The SPARQL door: the SPARQL 1.1 Protocol for queries, and a plain form for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, request

from ..graph.results import Limits
from .description import described
from .desk import desk
from .errors import DoorError, NotAcceptable
from .negotiate import GRAPHS, HTML, RESULTS, choose, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask.typing import ResponseReturnValue
    from werkzeug.datastructures import MultiDict

    from ..graph.formats import Kind
    from ..graph.results import Results
    from .negotiate import Offer

bp: Final = Blueprint("sparql", __name__)

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of the protocol: its text, its dataset, the format named in the address."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None
    timeout: float | None = None


@bp.get("/sparql")
def by_get() -> ResponseReturnValue:
    if "update" in request.args:
        raise DoorError(403, "read-only", "This address answers queries only; updates go to /update.")
    if "query" not in request.args:
        return _without_query()
    return _answer(_asked(request.args))


@bp.post("/sparql")
def by_post() -> ResponseReturnValue:
    kind = request.mimetype
    if kind == FORM:
        form = request.form
        if "update" in form:
            raise DoorError(403, "read-only", "This address answers queries only; updates go to /update.")
        return _answer(_asked(form))
    if kind == QUERY:
        return _answer(_asked(request.args, text=_body()))
    if kind == UPDATE:
        raise DoorError(403, "read-only", "This address answers queries only; updates go to /update.")
    raise DoorError(
        415,
        "media-type",
        f"A query is sent as {QUERY} or {FORM}, not as {kind or 'nothing named'}.",
        headers={"Accept-Post": f"{QUERY}, {FORM}"},
    )


def _body() -> str:
    most = desk().settings.max_query
    if (request.content_length or 0) > most:
        raise too_long()
    try:
        return request.get_data().decode("utf-8")
    except UnicodeDecodeError as error:
        raise DoorError(400, "encoding", f"The query is not UTF-8: byte {error.start}.") from None


def too_long() -> DoorError:
    most = desk().settings.max_query
    return DoorError(
        413,
        "query-length",
        f"The query text is longer than {most // 1024} KiB.",
        limit={"bytes": most},
    )


def _asked(given: MultiDict[str, str], text: str | None = None) -> Asked:
    """The query that these parameters ask; 400 for none, for several, or for a bad limit."""
    texts = given.getlist("query")
    if text is not None and texts:
        raise DoorError(400, "query-twice", "The query stands in the body; leave it out of the address.")
    if text is None:
        if len(texts) != 1:
            raise DoorError(400, "query-count", f"Send one query; there are {len(texts)}.")
        text = texts[0]
    if len(text.encode("utf-8", "surrogatepass")) > desk().settings.max_query:
        raise too_long()
    return Asked(
        text=text,
        default_graphs=tuple(given.getlist("default-graph-uri")),
        named_graphs=tuple(given.getlist("named-graph-uri")),
        format=given.get("format") or request.args.get("format") or None,
        timeout=_seconds(given.get("timeout", "")),
    )


def _seconds(text: str) -> float:
    """The time limit: a client may ask for less than the server's, never for more."""
    most = desk().settings.timeout
    if not text:
        return most
    try:
        return min(max(float(text), 0.001), most)
    except ValueError:
        raise DoorError(400, "timeout", f"timeout={text!r} is no number of seconds.") from None


def _without_query() -> ResponseReturnValue:
    """The service description for programs, the form for people."""
    from . import editor

    name = request.args.get("format")
    if name is None and choose(request.headers.get("Accept"), (*GRAPHS, HTML)) is HTML:
        return editor.page(editor.EXAMPLE)
    return described(request.headers.get("Accept"), name)


def _answer(asked: Asked) -> ResponseReturnValue:
    from . import editor

    accept = request.headers.get("Accept")
    browser = asked.format == "html" or (
        asked.format is None and choose(accept, (*RESULTS, *GRAPHS, HTML)) is HTML
    )
    return editor.shown(asked, run) if browser else _data(asked, accept)


def _data(asked: Asked, accept: str | None) -> Response:
    """The answer in the format that is liked best for its kind; only then is it known which kind it is."""
    table, triples = wanted(asked.format, accept, RESULTS), wanted(asked.format, accept, GRAPHS)
    if table is None and triples is None:
        raise NotAcceptable(asked.format or accept or "", (*RESULTS, *GRAPHS))
    forms = (table or RESULTS[0], triples or GRAPHS[0])
    kind, body, truncated = _written(asked, forms)
    offer = triples if kind == "triples" else table
    if offer is None:
        raise NotAcceptable(asked.format or accept or "", GRAPHS if kind == "triples" else RESULTS)
    response = Response(body, content_type=offer.content_type)
    if truncated:
        response.headers["X-Enjoin-Truncated"] = limit_named()
    return response


def wanted(name: str | None, accept: str | None, offers: Sequence[Offer]) -> Offer | None:
    """The offer that is asked for by name, else liked best by the header; `None` for neither."""
    return named(name, offers) if name else choose(accept, offers)


def _written(asked: Asked, forms: tuple[Offer, Offer]) -> tuple[Kind, Iterable[bytes], bool]:
    """The answer in one of two forms (a table's, a graph's): its kind, its body, whether it was cut."""
    graph = desk().graph
    table, triples = forms
    if graph.path is None:  # no store of our own, so no readers: the answer comes from where the data is
        results = run(asked, limits())
        body = results.write((triples if results.kind == "triples" else table).media_type, limits())
        return results.kind, [body], results.truncated
    answer = graph.answer(
        asked.text,
        forms={"solutions": table.media_type, "boolean": table.media_type, "triples": triples.media_type},
        default_graphs=asked.default_graphs or None,
        named_graphs=asked.named_graphs or None,
        timeout=asked.timeout,
        limits=limits(),
    )
    if request.method == "HEAD":
        answer.close()
        return answer.kind, [], answer.truncated
    return answer.kind, answer.chunks(), answer.truncated


def run(asked: Asked, most: Limits) -> Results:
    """The answer of the graph as terms, within limits."""
    return desk().graph.sparql(
        asked.text,
        default_graphs=asked.default_graphs or None,
        named_graphs=asked.named_graphs or None,
        timeout=asked.timeout,
        limits=most,
        stranger=True,
    )


def written(results: Results, offer: Offer) -> Response:
    """Results in the format of an offer; a cut answer says so."""
    body = results.write(offer.media_type, limits())
    response = Response(body, content_type=offer.content_type)
    if results.truncated:
        response.headers["X-Enjoin-Truncated"] = limit_named()
    return response


def limits() -> Limits:
    """The most that one answer may hold."""
    settings = desk().settings
    return Limits(settings.max_rows, settings.max_bytes)


def limit_named() -> str:
    """The limits of an answer as its header and its note name them."""
    settings = desk().settings
    return f"rows={settings.max_rows}, bytes={settings.max_bytes}"
