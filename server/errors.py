"""What each error is called at the web's door: one table, one shape, nothing of ours leaks."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from flask import Response, g, json, request
from werkzeug.exceptions import HTTPException

from ..graph import errors
from .desk import desk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .protocol.negotiate import Offer

logger = logging.getLogger(__name__)

PROBLEM_TYPE: Final = "application/problem+json"
RETRY_AFTER_S: Final = "5"
MOST_RESULTS: Final = 1000
"""How many results of a validation an error tells; the report as Turtle has all."""


class DoorError(Exception):
    """A request that the web's door itself turns away; `more` are members of the problem."""

    def __init__(
        self, status: int, kind: str, detail: str, headers: Mapping[str, str] | None = None, **more: object
    ) -> None:
        super().__init__(status, kind, detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.headers = dict(headers or {})
        self.more = more


class NotAcceptable(DoorError):
    """None of what is offered was asked for; the answer lists what is."""

    def __init__(self, wanted: str, offers: Sequence[Offer]) -> None:
        offered = {offer.media_type: offer.name for offer in offers}
        super().__init__(
            406,
            "not-acceptable",
            f"{wanted!r} is not offered here. Offered: " + ", ".join(offered) + ".",
            offered=[{"format": name, "mediaType": media} for media, name in offered.items()],
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as it is told (RFC 9457): `kind` names it for machines, `detail` says it to people."""

    status: int
    kind: str
    title: str
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    more: Mapping[str, object] = field(default_factory=dict[str, object])

    def to_json(self, instance: str) -> str:
        told = {
            "type": f"/about#{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
            "request": g.get("request_id", ""),
            **self.more,
        }
        return json.dumps(told, ensure_ascii=False) + "\n"


TITLES: Final = {
    400: "The request cannot be understood",
    401: "A token is needed",
    403: "Not allowed",
    404: "Nothing here by that name",
    405: "Not possible at this address",
    406: "Not offered in that format",
    410: "Withdrawn",
    409: "Not as things stand",
    411: "The length is missing",
    412: "Not as it was",
    413: "Too large",
    414: "The address is too long",
    415: "Not in a format that is read here",
    422: "The data does not conform",
    429: "Too many at once",
    431: "The headers are too large",
    500: "Something went wrong here",
    501: "Not done here",
    503: "Not at the moment",
}

# The nearest class wins. A detail of `None` takes the error's own sentence; a fixed one stands
# where that sentence may name files or machines of ours.
TABLE: Final[dict[type[errors.EnjoinError], tuple[int, str, str | None]]] = {
    errors.QueryError: (400, "query", None),
    errors.QuerySyntaxError: (400, "query-syntax", None),
    errors.QueryParameterError: (400, "query-parameter", None),
    errors.QueryRefused: (400, "query-refused", None),
    errors.QueryTimeout: (503, "query-timeout", None),
    errors.QueryOverloaded: (429, "query-overloaded", None),
    errors.QueryExhausted: (503, "query-memory", None),
    errors.WriteExhausted: (413, "write-memory", None),
    errors.QueryAbandoned: (499, "query-abandoned", None),
    errors.LoadRefused: (403, "load-refused", None),
    errors.EntityNotFound: (404, "not-found", None),
    errors.GraphNotFound: (404, "graph-not-found", None),
    errors.GraphProtected: (403, "graph-protected", None),
    errors.Nonconforming: (422, "nonconforming", None),
    errors.SourceError: (400, "document", None),
    errors.StoreError: (503, "store", "The store cannot be read at the moment. Please try again soon."),
    errors.ServiceError: (503, "service", "The service behind this site does not answer at the moment."),
    errors.EnjoinError: (500, "error", "The request could not be answered."),
}


def problem_of(error: Exception) -> Problem:
    """How `error` is told. What is not expected is logged here, and told without its reason."""
    if isinstance(error, DoorError):
        return _problem(error.status, error.kind, error.detail, error.headers, error.more)
    if isinstance(error, errors.EnjoinError):
        return _ours(error)
    if isinstance(error, HTTPException):
        status = error.code or 500
        headers = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
        detail = WHAT.get(status, "")
        if status == 405 and "Allow" in headers:
            detail = f"{request.method} is not possible here. Possible: {headers['Allow']}."
        return _problem(status, f"http-{status}", detail, headers)
    told = (g.get("request_id", ""), request.method, request.path)
    logger.error("%s %s %s failed", *told, exc_info=error)
    return _problem(500, "error", "The request could not be answered. It has been noted.")


WHAT: Final = {
    400: "The request is malformed.",
    404: "There is no page and no data at this address.",
    413: "The body of the request is larger than is taken here.",
    414: "The address is longer than is taken here; send the query by POST.",
    415: "The body is in a format that is not read here.",
}


def _ours(error: errors.EnjoinError) -> Problem:
    status, kind, detail = next(TABLE[ancestor] for ancestor in type(error).__mro__ if ancestor in TABLE)
    headers: dict[str, str] = {}
    more: dict[str, object] = {}
    if isinstance(error, errors.QuerySyntaxError):
        more = {"line": error.line, "column": error.column, "quoted": error.quoted}
    elif isinstance(error, errors.EntityNotFound):
        more = {"suggestions": error.suggestions}
    elif isinstance(error, errors.QueryTimeout):
        more = {"limit": {"seconds": error.seconds}}
    elif isinstance(error, errors.QueryExhausted | errors.WriteExhausted):
        more = {"limit": {"bytes": error.bytes}}
    elif isinstance(error, errors.QueryOverloaded):
        settings = desk().settings
        at_once = {"running": settings.readers, "waiting": settings.max_waiting}
        more = {"limit": {**at_once, "perClient": settings.max_per_client}}
    elif isinstance(error, errors.SourceError):
        more = {"where": error.where, "problem": error.problem}
    elif isinstance(error, errors.Nonconforming):
        more = {"report": _bounded(error.report.to_json())}
    if status in {429, 503}:
        headers["Retry-After"] = RETRY_AFTER_S
    if status >= 500 and detail is not None:
        logger.error("%s %s", g.get("request_id", ""), error)
    return _problem(status, kind, detail or _sentence(str(error)), headers, more)


def _bounded(report: dict[str, Any]) -> dict[str, Any]:
    """A report whose list of results is not longer than anybody reads; its numbers are of all."""
    results: list[object] = report["results"]
    more = {"moreResults": len(results) - MOST_RESULTS} if len(results) > MOST_RESULTS else {}
    return {**report, "results": results[:MOST_RESULTS], **more}


def _problem(
    status: int,
    kind: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, object] | None = None,
) -> Problem:
    return Problem(status, kind, TITLES.get(status, "The request failed"), detail, headers or {}, more or {})


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!", '"')) else ".")


def as_json(problem: Problem) -> Response:
    """The problem for a machine."""
    return Response(
        problem.to_json(request.path), problem.status, {**problem.headers, "Content-Type": PROBLEM_TYPE}
    )
