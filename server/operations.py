"""For those who run it: is it alive, is it ready, may robots read it."""

from __future__ import annotations

import resource
import shutil
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, jsonify, request

from ..graph.errors import ServiceError, StoreError
from .beside import being_built
from .desk import desk
from .metrics import Measure, counter, gauge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue

    from .desk import Desk

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
    return Response(at.metrics.text(_measured(at)), content_type="text/plain; version=0.0.4; charset=utf-8")


def _measured(at: Desk) -> Iterator[Measure]:
    """What holds now, and what is counted elsewhere."""
    load, quotas = at.graph.load(), at.quotas
    yield gauge("generation", "The generation that is read.", at.graph.generation)
    yield gauge(
        "indices_being_built", "Indices of the pages that are built beside the requests.", being_built()
    )
    yield gauge("queries_running", "Queries that run now.", load.running)
    yield gauge("queries_waiting", "Queries that wait for a reader now.", load.waiting)
    yield gauge("queries_most", "Queries that may run at once.", at.settings.readers)
    yield counter(
        "readers_stopped_total", "Readers that were stopped in the middle of a query.", load.stopped
    )
    yield counter("answers_kept_total", "Answers given that were kept from before.", load.kept)
    yield gauge("answers_kept_bytes", "Bytes of the answers that are kept now.", load.kept_bytes)
    yield gauge("store_bytes", "Bytes of the files of the generation that is read.", load.bytes)
    if at.graph.path is not None:
        disk = shutil.disk_usage(at.graph.path)
        yield gauge("disk_free_bytes", "Bytes that are free where the store is.", disk.free)
    refused = [({"quota": name}, float(count)) for name, count in sorted(quotas.refused.items())]
    yield Measure(
        "quota_refusals_total", "Requests refused as a client had used up its minute.", refused, "counter"
    )
    yield gauge("quota_clients", "Clients whose use is remembered.", quotas.clients)
    yield gauge("quota_requests", "Requests that one client has in a minute; 0 is no limit.", quotas.requests)
    yield gauge(
        "quota_seconds", "Processor seconds that one client has in a minute; 0 is no limit.", quotas.seconds
    )
    if at.log is not None:
        yield counter("log_lines_lost_total", "Lines of the log that nobody took in time.", at.log.dropped)
    yield from _of_process()


def _of_process() -> Iterator[Measure]:
    """What the serving process takes; its readers are processes of their own, and come and go."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    yield counter(
        "processor_seconds_total", "Processor seconds of the serving process.", used.ru_utime + used.ru_stime
    )
    with suppress(OSError):  # only Linux tells
        resident = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
        yield gauge("resident_bytes", "Bytes of memory that the serving process holds.", resident)
        yield gauge(
            "open_files",
            "Descriptors that the serving process has open.",
            sum(1 for _ in Path("/proc/self/fd").iterdir()),
        )
    yield gauge("threads", "Threads of the serving process.", threading.active_count())


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
