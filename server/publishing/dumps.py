"""`/dump/…` and `/graph/…`: the whole graph, or one graph of it, to take away."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Final, cast

from flask import Blueprint, Response, redirect, render_template, request

from ...graph.errors import EntityNotFound
from ..day import asked_day, link
from ..desk import desk
from ..entities.frame import entity_page
from ..errors import DoorError
from ..lists.listing import Download
from ..lists.paging import Pages, asked_page
from ..protocol.negotiate import GRAPHS, HTML, named, pick
from ..reports.counts import counts
from ..words import t
from ..written import number

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ..protocol.negotiate import Offer

bp: Final = Blueprint("publishing", __name__)
LAYERS: Final = {"all": {"everything": True}, "data": {}, "asserted": {"asserted": True}}
"""Everything; what documents say and what follows; what documents say."""
PAGE: Final = 100
PACKED: Final = ("nq.gz", "trig.gz", "ttl.gz")


@bp.get("/dump/")
def dumps() -> ResponseReturnValue:
    graphs = counts().graphs
    pages = Pages(len(graphs), asked_page(), PAGE)
    return render_template(
        "dumps.html",
        layers=[(name, [(packed, f"/dump/{name}.{packed}") for packed in PACKED]) for name in LAYERS],
        graphs=[
            (name, count, [(packed, f"/dump/{name}.{packed}") for packed in PACKED])
            for name, count in graphs[pages.first : pages.last]
        ],
        pages=pages,
    )


@bp.get("/dump/<name>")
def dump(name: str) -> ResponseReturnValue:
    """A layer or one graph, gzipped, the same bytes for the same data."""
    stem, suffix = _split(name)
    offer = named(suffix, GRAPHS)
    if offer is None:
        raise DoorError(404, "not-found", f"A dump is named so: all.nq.gz. Formats: {', '.join(PACKED)}.")
    known = asked_day().known
    at = desk()
    if known is None:
        body = at.once(f"dump {name}", lambda: gzip.compress(_exported(stem, offer), mtime=0))
    else:  # days are without number: none is kept
        body = gzip.compress(_exported(stem, offer), mtime=0)
    response = Response(body, content_type="application/gzip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _split(name: str) -> tuple[str, str]:
    for packed in PACKED:
        if name.endswith(f".{packed}"):
            return name.removesuffix(f".{packed}"), packed.removesuffix(".gz")
    return name, ""


def _exported(stem: str, offer: Offer) -> bytes:
    graph = desk().graph
    known = asked_day().known
    if stem in LAYERS:
        chosen = LAYERS[stem]
        body = graph.export(
            form=offer.media_type,
            known=known,
            asserted=chosen.get("asserted", False),
            everything=chosen.get("everything", False),
        )
    else:
        try:
            body = graph.export(graph=stem, form=offer.media_type, known=known)
        except (ValueError, EntityNotFound) as error:
            suggestions = error.suggestions if isinstance(error, EntityNotFound) else []
            raise EntityNotFound(f"graph/{stem}", [f"graph/{each}" for each in suggestions]) from None
    return cast("bytes", body)


@bp.get("/graph/<name>")
def named_graph(name: str) -> ResponseReturnValue:
    """A document: what is known of it as a page, its statements as data."""
    stem, dot, suffix = name.rpartition(".")
    offer = named(suffix, GRAPHS) if dot else None
    stem = stem if offer is not None else name
    if offer is None:
        offer = pick(request.args.get("format"), request.headers.get("Accept"), (HTML, *GRAPHS))
        if offer is not HTML:
            return redirect(link(f"/graph/{name}.{offer.name}"), 303)
    if offer is not HTML:
        return Response(_exported(stem, offer), content_type=offer.content_type)
    return _page(stem)


def _page(name: str) -> str:
    """What is known of a graph: of a document its entry, of one of ours how much it holds."""
    graph = desk().graph
    files = [
        Download(title, link(f"/graph/{name}.{each}"), cast("Offer", named(each, GRAPHS)).media_type)
        for title, each in (("Turtle", "ttl"), ("TriG", "trig"), ("JSON-LD", "jsonld"))
    ]
    try:
        iri = graph.iris.graph(name)
    except ValueError:
        raise EntityNotFound(f"graph/{name}") from None
    try:
        entity = graph.show(iri.value, known=asked_day().known)
    except EntityNotFound:
        count = counts().stats.graphs.get(iri.value)
        if count is None:
            graph.document(name)  # suggests others; a document that was taken out has no page
            raise DoorError(410, "withdrawn", "This document was taken out of the graph.") from None
        lead = t("dump.holds", n=number(count))
        return render_template(
            "report.html",
            title=name,
            lead=lead,
            tables=[],
            notices=[],
            downloads=files,
            events=None,
            pages=None,
        )
    return entity_page(entity, f"/graph/{name}", files)
