"""For those who run it: is it alive, is it ready, may robots read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, jsonify, request

from ..graph.errors import ServiceError, StoreError
from .desk import desk

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp: Final = Blueprint("operations", __name__)

ROBOTS: Final = """User-agent: *
Disallow: /sparql?
Disallow: /search?
Disallow: /answer/
Crawl-delay: 1
"""


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="alive")


@bp.get("/readyz")
def readyz() -> ResponseReturnValue:
    """The graph answers: its generation, or 503."""
    try:
        desk().graph.sparql("ASK { ?s ?p ?o }")
        generation = desk().graph.generation
    except (StoreError, ServiceError):
        response = jsonify(status="not ready")
        response.status_code = 503
        response.headers["Retry-After"] = "5"
        return response
    return jsonify(status="ready", generation=generation)


@bp.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Requests, times, readers and the store, in the text format of Prometheus."""
    at = desk()
    load = at.graph.load()
    gauges = {
        "generation": ("The generation that is read.", float(at.graph.generation)),
        "queries_running": ("Queries that run now.", float(load.running)),
        "queries_waiting": ("Queries that wait for a reader now.", float(load.waiting)),
        "queries_most": ("Queries that may run at once.", float(at.settings.readers)),
        "readers_stopped": ("Readers that were stopped in the middle of a query.", float(load.stopped)),
        "store_bytes": ("Bytes of the files of the generation that is read.", float(load.bytes)),
    }
    return Response(at.metrics.text(gauges), content_type="text/plain; version=0.0.4; charset=utf-8")


@bp.get("/openapi.json")
def openapi() -> ResponseReturnValue:
    """All addresses of this server, described for programs (OpenAPI 3.1)."""
    from .protocol.openapi import described

    return Response(described(), content_type="application/openapi+json")


@bp.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """What robots should leave alone."""
    body = ROBOTS if desk().graph.bare else f"{ROBOTS}Sitemap: {request.url_root}sitemap.xml\n"
    return Response(body, content_type="text/plain; charset=utf-8")
