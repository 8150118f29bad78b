"""For those who run it: is it alive, is it ready, may robots read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, jsonify

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


@bp.get("/robots.txt")
def robots() -> ResponseReturnValue:
    return Response(ROBOTS, content_type="text/plain; charset=utf-8")
