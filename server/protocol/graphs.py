"""`/data`: the SPARQL 1.1 Graph Store Protocol, whole graphs in and out."""

from __future__ import annotations

import secrets
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from flask import Blueprint, request
from pyoxigraph import NamedNode

from ...graph.errors import GraphNotFound
from ...graph.updates.written import Written
from ..access import may_write, validation
from ..desk import desk
from ..errors import DoorError
from . import bodies
from .negotiate import GRAPHS, TRIPLES, pick
from .parameters import of_address
from .preconditions import check, tag_of
from .replies import ask, sent
from .sparql import format_named, unread
from .update import told

if TYPE_CHECKING:
    from pathlib import Path

    from flask.typing import ResponseReturnValue

bp: Final = Blueprint("graphs", __name__)
PATH: Final = "/data"
MULTIPART: Final = "multipart/form-data"
_XML: Final = frozenset(("text/xml", "application/xml"))
_TAKEN: Final = (*(offer.media_type for offer in GRAPHS), MULTIPART)
_NAMED: Final = "Name the graph: ?graph=IRI, or ?default for the default graph."


@bp.get(PATH)
@bp.get(f"{PATH}/<path:name>")
def read(name: str = "") -> ResponseReturnValue:
    """A graph in the format that is liked best; 404 where there is none of that name. The default one always is."""
    graph = _target(name)
    if graph is not None and not desk().graph.has_graph(graph):
        raise GraphNotFound(graph)
    offer = pick(format_named(of_address()), request.headers.get("Accept"), TRIPLES)
    response = sent(ask(_all_of(graph), offer, offer), offer)
    if "X-Enjoin-Truncated" not in response.headers:  # what was cut must not be written back
        response.set_etag(tag_of(offer.name, response.headers.get("Content-Encoding", "")))
        response.make_conditional(request)
    return response


@bp.put(PATH)
@bp.put(f"{PATH}/<path:name>")
def replace(name: str = "") -> ResponseReturnValue:
    """Make a graph hold what the body says: 201 where it is new, else 204."""
    admin = may_write()
    graph = _target(name)
    with ExitStack() as held:
        data, form = _document(held)
        held.enter_context(desk().graph.writing)
        check(exists=_exists(graph))
        written = desk().graph.put_graph(
            graph, data, form, base=_base(graph), validate=validation(admin=admin)
        )
    return told(written, 201 if _is_new(written, graph) else 204)


@bp.post(PATH)
@bp.post(f"{PATH}/<path:name>")
def add(name: str = "") -> ResponseReturnValue:
    """Add what the body says to a graph; without a graph, to a new one that is told in `Location`."""
    admin = may_write()
    fresh = not name and not {"graph", "default"} & set(of_address())
    graph = _minted() if fresh else _target(name)
    validate = validation(admin=admin)
    with ExitStack() as held:
        parts = _parts() if request.mimetype == MULTIPART else [_document(held)]
        held.enter_context(desk().graph.writing)
        check(exists=not fresh and _exists(graph))
        written = desk().graph.post_parts(graph, parts, base=_base(graph), validate=validate)
    response = told(written, 201 if _is_new(written, graph) else 204)
    if fresh:
        response.status_code = 201
        response.headers["Location"] = _place_of(graph or "")
    return response


@bp.delete(PATH)
@bp.delete(f"{PATH}/<path:name>")
def remove(name: str = "") -> ResponseReturnValue:
    """Take a graph out, or empty the default one; 404 where there is none of that name."""
    admin = may_write()
    graph, at = _target(name), desk().graph
    with at.writing:
        check(exists=_exists(graph))
        if graph is None and not at.has_graph(None):  # empty as it is
            return told(Written(at.generation, {}))
        written = at.delete_graph(graph, validate=validation(admin=admin))
    return told(written)


def _exists(graph: str | None) -> bool:
    """Whether there is such a graph. A dataset always has a default graph, be it empty (SPARQL 1.1, 13)."""
    return graph is None or desk().graph.has_graph(graph)


def _target(name: str) -> str | None:
    """The graph that a request names, `None` for the default graph; 400 for none, several, or no IRI."""
    given = of_address()
    graphs, default = given.getlist("graph"), "default" in given
    if name:
        if not desk().graph.bare:
            raise DoorError(404, "http-404", f"There is no graph at this address. {_NAMED}")
        if graphs or default:
            raise DoorError(400, "graph", "The address is the graph's own; leave ?graph and ?default out.")
        graphs = [_own_address()]
    if len(graphs) + default != 1:
        raise DoorError(400, "graph", _NAMED if not graphs else f"One graph at a time. {_NAMED}")
    if default or graphs == ["default"]:
        return None
    try:
        return NamedNode(graphs[0]).value
    except ValueError:
        raise DoorError(400, "graph", f"{graphs[0]!r} is no absolute IRI. {_NAMED}") from None


def _own_address() -> str:
    """The address of this request as it was written, without its query."""
    raw = str(request.environ.get("REQUEST_URI", "")).partition("?")[0]
    return f"{request.host_url.rstrip('/')}{raw}" if raw.startswith(PATH) else request.base_url


def _minted() -> str:
    """The name of a graph that has none yet."""
    name = f"posted-{secrets.token_hex(8)}"
    return f"{request.host_url}data/{name}" if desk().graph.bare else desk().graph.iris.graph(name).value


def _place_of(graph: str) -> str:
    """Where a graph is read and written."""
    if desk().graph.bare and graph.startswith(f"{request.host_url}data/"):
        return graph
    return f"{request.host_url}data?{urlencode({'graph': graph}, quote_via=quote)}"


def _base(graph: str | None) -> str:
    """What relative IRIs of a body are read against: the graph itself."""
    return graph or request.base_url


def _all_of(graph: str | None) -> str:
    at = desk().graph
    if graph is None and at.bare:
        return "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    name = at.iris.graph("default") if graph is None else NamedNode(graph)
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}"


def _is_new(written: Written, graph: str | None) -> bool:
    return graph is not None and graph in written.created


def _document(held: ExitStack) -> tuple[bytes | Path, str]:
    """The body and its media type, for as long as `held` is open; 415 for one that is not read here."""
    form = _media_type(request.mimetype)
    return held.enter_context(bodies.document("body", desk().settings.max_body)), form


def _parts() -> list[tuple[bytes | Path, str]]:
    """The files of a form: each is a document of its own, with its own media type."""
    if request.headers.get("Content-Encoding"):
        raise DoorError(415, "content-encoding", "A form of files is not read compressed.")
    found: list[tuple[bytes | Path, str]] = []
    for name in request.files:
        for file in request.files.getlist(name):
            with file.stream as stream:
                found.append((stream.read(), _media_type(file.mimetype)))
    if not found:
        raise DoorError(400, "multipart", "The form holds no file; name each part's file and Content-Type.")
    return found


def _media_type(kind: str) -> str:
    """The media type of a document as the graph knows it."""
    if kind in _XML:
        return "application/rdf+xml"
    for offer in GRAPHS:
        if kind in {offer.media_type, *offer.also}:
            return offer.media_type
    raise unread(f"A graph is sent as one of {', '.join(_TAKEN)}", *_TAKEN)
