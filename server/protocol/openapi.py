"""The addresses of this server for programs (OpenAPI 3.1), made from the addresses themselves."""

from __future__ import annotations

import inspect
import json
import re
from typing import TYPE_CHECKING, Any, Final

from flask import current_app

from ...graph.remote.services import DOCUMENTS
from ..desk import desk
from ..lists.listing import LISTS
from .negotiate import GRAPHS, RESULTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.routing import Rule

_PART: Final = re.compile(r"<(?:(\w+)(?:\(([^)]*)\))?:)?(\w+)>")
_METHODS: Final = ("GET", "POST", "PUT", "DELETE")
_WRITES: Final = frozenset((
    ("/update", "POST"), ("/data", "PUT"), ("/data", "POST"), ("/data", "DELETE"),
    ("/data/{name}", "PUT"), ("/data/{name}", "POST"), ("/data/{name}", "DELETE"),
))  # fmt: skip

Told = tuple[str, str]
_DATASET: Final[tuple[Told, ...]] = (
    ("query", "The query; without one the answer is the service description."),
    ("default-graph-uri", "A graph of the default graph; repeatable."),
    ("named-graph-uri", "A graph that GRAPH sees; repeatable."),
    (
        "format",
        "The format by name instead of by Accept: json, xml, csv, tsv, ttl, nt, nq, trig, rdf, jsonld.",
    ),
    ("timeout", "Seconds after which the query is stopped, up to the server's limit."),
)
_USING: Final[tuple[Told, ...]] = (
    ("using-graph-uri", "A graph of the default graph of WHERE; repeatable."),
    ("using-named-graph-uri", "A graph that GRAPH in WHERE sees; repeatable."),
    ("validate", "off leaves the validation out; with the admin token only."),
)
_GRAPH: Final[tuple[Told, ...]] = (
    ("graph", "The IRI of the graph, or default."),
    ("default", "The default graph; takes no value."),
)
_OF_TRACKERS: Final[tuple[Told, ...]] = (
    ("source", "A tracker by its id; all of them where it is left out."),
    ("result", "Only statuses of which this came: agrees, stale, disagrees or not-comparable."),
)
_OF_A_MAP: Final[tuple[Told, ...]] = (
    (
        "show",
        "injunction (who is protected by a ruling), policy (own policies) or lawsuit (who is in court).",
    ),
    ("order", "Only from this order or provision: an id or IRI."),
    ("region", "Only there: northeast, midwest, south or west."),
    ("sort", "By what the table is sorted: within, place, state or count."),
)
_OF_A_SEARCH: Final[tuple[Told, ...]] = (
    ("q", "What to look for."),
    ("kind", "Only things of this kind."),
    ("page", "Which page of the things of that kind, from 1."),
)


def _lists() -> Iterator[tuple[str, tuple[Told, ...]]]:
    """Each list with what narrows it, orders it and cuts it."""
    for listing in LISTS.values():
        facets = [*(["state"] if listing.states else []), *(facet.name for facet in listing.facets)]
        yield (
            listing.name,
            (
                *((facet, f"Only those with this {facet}; repeatable.") for facet in facets),
                ("sort", "The column to sort by, with - before it from the end."),
                ("page", "Which page, from 1; data is never cut into pages."),
            ),
        )


_PARAMETERS: Final[dict[str, tuple[Told, ...]]] = {
    "/sparql": _DATASET,
    "/update": _USING,
    "/data": _GRAPH,
    "/search": _OF_A_SEARCH,
    "/search.{suffix}": _OF_A_SEARCH,
    "/api/suggest": (("q", "What a reader has typed so far."),),
    **{f"/{name}{end}": told for name, told in _lists() for end in ("", ".{suffix}")},
    "/answer/enforceable": (
        ("provision", "An id or IRI of a provision or an order."),
        ("party", "An id or IRI of whoever it would be enforced against."),
    ),
    "/answer/binds": (("party", "An id or IRI of a place or party."),),
    "/answer/protected": (("provision", "An id or IRI of a provision."),),
    "/answer/changes": (
        ("provision", "Only of this provision or order: an id or IRI."),
        ("party", "Only for this place or party: an id or IRI."),
    ),
    "/answer/if-reversed": (("ruling", "An id or IRI of a ruling."),),
    "/api/complete": (
        ("query", "The text of an unfinished query."),
        ("at", "Where in it the cursor stands, in characters from 0; at its end where it is left out."),
    ),
    "/api/check": (("query", "The text that may be a query."),),
    "/reconciliation": _OF_TRACKERS,
    "/reconciliation.csv": _OF_TRACKERS,
    "/reconciliation.json": _OF_TRACKERS,
    "/queries/{name}": (
        ("page", "Which page of the table, from 1, or all for one page; data is never cut into pages."),
    ),
    "/map": _OF_A_MAP,
    "/map.{suffix}": _OF_A_MAP,
    "/dump/{name}": (),
}
_DAYS: Final[tuple[Told, ...]] = (
    ("on", "The day asked about, YYYY-MM-DD; today where it is left out."),
    ("known", "The day whose knowledge counts, YYYY-MM-DD."),
    ("lang", "The language of the page, en or es; else the one that Accept-Language likes."),
    ("cite", "The citation of the page instead of the page: text, bibtex, ris or csl."),
)
_DAYLESS: Final = frozenset(("/update", "/healthz", "/readyz", "/metrics", "/openapi.json", "/robots.txt"))
_BODIES: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("/sparql", "POST"): ("application/sparql-query", "application/x-www-form-urlencoded"),
    ("/update", "POST"): ("application/sparql-update", "application/x-www-form-urlencoded"),
    ("/data", "PUT"): tuple(offer.media_type for offer in GRAPHS),
    ("/data", "POST"): (*(offer.media_type for offer in GRAPHS), "multipart/form-data"),
    ("/answer/enforceable", "POST"): ("application/json", "text/csv"),
    ("/api/complete", "POST"): ("application/x-www-form-urlencoded",),
    ("/api/check", "POST"): ("application/x-www-form-urlencoded",),
}
_ANSWERS: Final[dict[str, tuple[str, ...]]] = {
    "/sparql": tuple(offer.media_type for offer in (*RESULTS, *GRAPHS)),
    "/data": tuple(offer.media_type for offer in GRAPHS),
}


def described() -> str:
    """The description as JSON."""
    paths: dict[str, dict[str, Any]] = {}
    for rule in current_app.url_map.iter_rules():
        for path, choices in _paths(rule):
            operations = paths.setdefault(path, {})
            for method in _METHODS:
                if method in (rule.methods or ()):
                    operations[method.lower()] = _operation(rule, path, method, choices)
    told = {
        "openapi": "3.1.0",
        "info": {
            "title": "Enjoin",
            "summary": "Which rulings blocked which orders, on any date, for any party.",
            "version": "1",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Problem": _PROBLEM},
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


_PROBLEM: Final = {
    "type": "object",
    "description": "An error (RFC 9457); some carry more: line and column, limit, report, offered.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "request": {"type": "string"},
    },
}


def _paths(rule: Rule) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """The path of a rule as OpenAPI writes it, once for each choice of words, with what its names may be."""
    paths: list[tuple[str, dict[str, list[str]]]] = [(rule.rule, {})]
    for converter, arguments, name in _PART.findall(rule.rule):
        words = [word.strip(" \"'") for word in arguments.split(",")] if converter == "any" else []
        first = next(found for found in _PART.finditer(rule.rule) if found.group(3) == name).group()
        if words and rule.rule.startswith(f"/{first}"):
            paths = [(path.replace(first, word), told) for path, told in paths for word in words]
        else:
            paths = [(path.replace(first, f"{{{name}}}"), {**told, name: words}) for path, told in paths]
    yield from paths


_HEADERS: Final[dict[str, tuple[Told, ...]]] = {
    "/update": (
        (
            DOCUMENTS,
            "A JSON list that tells of the documents which the written graphs were read from elsewhere.",
        ),
    ),
}


def _operation(rule: Rule, path: str, method: str, choices: dict[str, list[str]]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": f"{method.lower()} {path}",
        "summary": _summary(rule),
        "parameters": [
            *({"name": name, "in": "path", "required": True, "schema": _schema(words)} for name, words in choices.items()),
            *({"name": name, "in": "query", "description": said, "schema": {"type": "string"}} for name, said in _query(path)),
            *({"name": name, "in": "header", "description": said, "schema": {"type": "string"}} for name, said in _HEADERS.get(path, ())),
        ],
        "responses": _responses(path, method),
    }  # fmt: skip
    bodies = _BODIES.get((path.replace("/data/{name}", "/data"), method))
    if bodies:
        told["requestBody"] = {"content": {kind: {} for kind in bodies}, "required": True}
    if (path, method) in _WRITES:
        told["security"] = [{"token": []}]
    return told


def _schema(words: list[str]) -> dict[str, Any]:
    return {"type": "string", "enum": words} if words else {"type": "string"}


def _query(path: str) -> tuple[Told, ...]:
    days = () if desk().graph.bare or path in _DAYLESS or path.startswith("/static/") else _DAYS
    return (*_PARAMETERS.get(path, ()), *days)


def _responses(path: str, method: str) -> dict[str, Any]:
    kinds = _ANSWERS.get(path, ()) if method != "DELETE" else ()
    content: dict[str, dict[str, Any]] = {kind: {} for kind in kinds}
    good: dict[str, Any] = {"description": "The answer."} | ({"content": content} if content else {})
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "204" if (path, method) in _WRITES else "200": good,
        "default": {"description": "An error, or an answer that is elsewhere.", "content": problem},
    }


def _summary(rule: Rule) -> str:
    """The first sentence on the view, or on its module."""
    view = current_app.view_functions[rule.endpoint]
    said = inspect.getdoc(view) or inspect.getdoc(inspect.getmodule(view)) or rule.endpoint
    return said.partition("\n")[0]
