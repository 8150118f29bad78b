"""The SPARQL door: the SPARQL 1.1 Protocol for queries, and a plain form for people."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, g, request

from ..desk import desk
from ..errors import DoorError, NotAcceptable
from ..noted import FAILED
from ..noted import Asked as Noted
from . import bodies
from .description import described
from .negotiate import GRAPHS, HTML, RESULTS, TRIPLES, choose, named
from .parameters import first, of_address, only
from .replies import ask, base, client, gone, limit_named, limits, sent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue
    from werkzeug.datastructures import MultiDict

    from ...graph.results import Limits, Results
    from .negotiate import Offer

bp: Final = Blueprint("sparql", __name__)

QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_OF_STATEMENTS: Final = {"xml": "rdf", "json": "jsonld"}


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
    if (failed := request.environ.get(FAILED)) is not None:
        raise failed.error
    given = of_address()
    if "update" in given:
        raise _only_queries()
    if "query" not in given:
        return _without_query(given)
    return _answer(_asked(given))


@bp.post("/sparql")
def by_post() -> ResponseReturnValue:
    if (failed := request.environ.get(FAILED)) is not None:
        raise failed.error
    most = desk().settings.max_query
    if request.mimetype == bodies.FORM:
        form = bodies.form("query", most)
        if "update" in form:
            raise _only_queries()
        return _answer(_asked(form))
    if request.mimetype == QUERY:
        return _answer(_asked(of_address(), text=bodies.text("query", most)))
    if request.mimetype == UPDATE:
        raise _only_queries()
    raise unread(f"A query is sent as {QUERY} or {bodies.FORM}", QUERY, bodies.FORM)


def _only_queries() -> DoorError:
    return DoorError(403, "read-only", "This address answers queries only; updates go to /update.")


def unread(said: str, *taken: str) -> DoorError:
    """415, with the media types that are taken."""
    kind = request.mimetype or "nothing named"
    return DoorError(
        415, "media-type", f"{said}, not as {kind}.", headers={"Accept-Post": ", ".join(taken)}, taken=taken
    )


def _asked(given: MultiDict[str, str], text: str | None = None) -> Asked:
    """The query that these parameters ask; 400 for none, for several, or for a bad limit."""
    if text is not None and "query" in given:
        raise DoorError(400, "query-twice", "The query stands in the body; leave it out of the address.")
    if text is None:
        text = only(given, "query")
    most = desk().settings.max_query
    if len(text.encode()) > most:
        raise bodies.too_large("query", most)
    return Asked(
        text=text,
        default_graphs=tuple(given.getlist("default-graph-uri")),
        named_graphs=tuple(given.getlist("named-graph-uri")),
        format=format_named(given) or format_named(of_address()),
        timeout=seconds(given.get("timeout", "")),
    )


def format_named(given: MultiDict[str, str]) -> str | None:
    """The format that `format=` or `output=` names."""
    return first(given, ("format", "output"))


def seconds(text: str) -> float:
    """The time limit: a client may ask for less than the server's, never for more."""
    most = desk().settings.timeout
    if not text:
        return most
    try:
        wanted = float(text)
    except ValueError:
        wanted = math.nan
    if not wanted > 0:
        raise DoorError(400, "timeout", f"timeout={text!r} is no number of seconds above zero.")
    return min(wanted, most)


def _without_query(given: MultiDict[str, str]) -> ResponseReturnValue:
    """The service description for programs, the form for people."""
    from ..workbench import editor

    name = format_named(given)
    if name is None and choose(request.headers.get("Accept"), (*GRAPHS, HTML)) is HTML:
        return editor.page(editor.example())
    return described(request.headers.get("Accept"), name)


def _answer(asked: Asked) -> ResponseReturnValue:
    from ..workbench import editor

    accept = request.headers.get("Accept")
    browser = asked.format == "html" or (
        asked.format is None and choose(accept, (*RESULTS, *TRIPLES, HTML)) is HTML
    )
    return editor.shown(asked, run) if browser else _data(asked, accept)


def _data(asked: Asked, accept: str | None) -> Response:
    """The answer in the format that is liked best for its kind; only then is it known which kind it is."""
    table, triples = wanted(asked.format, accept, RESULTS), wanted(asked.format, accept, TRIPLES)
    if table is None and triples is None:
        raise NotAcceptable(asked.format or accept or "", (*RESULTS, *TRIPLES))
    answer = ask(
        asked.text,
        table or RESULTS[0],
        triples or TRIPLES[0],
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        timeout=asked.timeout,
    )
    offer = triples if answer.kind == "triples" else table
    if offer is None:
        answer.close()
        raise NotAcceptable(asked.format or accept or "", TRIPLES if answer.kind == "triples" else RESULTS)
    return sent(answer, offer)


def wanted(name: str | None, accept: str | None, offers: Sequence[Offer]) -> Offer | None:
    """The offer that is asked for by name, else liked best by the header; `None` for neither.

    Client libraries name their one format with every query, also where the answer is of the other
    kind: `xml` and `json` are then those of statements, and else the header counts where it is precise.
    """
    if not name:
        return choose(accept, offers)
    found = named(name, offers) or named(_OF_STATEMENTS.get(name.lower(), name), offers)
    return found or (choose(accept, offers) if accept and "*" not in accept else None)


def run(asked: Asked, most: Limits) -> Results:
    """The answer of the graph as terms, within limits."""
    from ..day import asked_day

    g.asked = Noted(asked.text, by="reader")
    return desk().graph.sparql(
        asked.text,
        known=asked_day().known,
        default_graphs=asked.default_graphs or None,
        named_graphs=asked.named_graphs or None,
        timeout=asked.timeout,
        limits=most,
        stranger=True,
        base=base(),
        max_length=desk().settings.max_query,
        client=client(),
        cancelled=gone(),
    )


def written(results: Results, offer: Offer) -> Response:
    """Results in the format of an offer; a cut answer says so."""
    body = results.write(offer.media_type, limits())
    response = Response(body, content_type=offer.content_type)
    if results.truncated:
        response.headers["X-Enjoin-Truncated"] = limit_named()
    return response
