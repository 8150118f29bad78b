"""Named queries: each a form with its own fields, a page with pictures, and data in every format."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, render_template, request

from ... import queries
from ...graph.errors import QueryParameterError
from ..day import Day, address, asked_day, link
from ..desk import desk
from ..errors import DoorError
from ..lists.listing import Download
from ..present import said, shown_columns
from ..protocol.negotiate import GRAPHS, HTML, RESULTS, choose, pick
from ..protocol.sparql import written
from ..publishing.edition import edition
from .editor import SHOWN, name_of, of_results
from .fields import called, faults, fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from ...graph.results import Results
    from ...queries import Query
    from ..present import Thing

bp: Final = Blueprint("questions", __name__)

_TWINS: Final = tuple(offer for offer in GRAPHS if offer.name in {"ttl", "jsonld", "nt", "rdf"})
_SUFFIXES: Final = "csv, tsv, json, xml, ttl, jsonld, nt, rdf, rq"
_NOT_PARAMETERS: Final = frozenset(("format", "known", "lang", "cite", "page"))
PAGE: Final = 25
"""Rows of the table on a page."""
_WHOLE: Final = "all"
"""The page that has all rows which a page may show."""
FIRST: Final = (
    "rulings-that-blocked-orders", "orders-blocked-on", "what-binds", "relief-in-force", "judges-who-restrained",
    "appeals-chain", "injunction-counts",
)  # fmt: skip
"""The questions that other pages offer to begin with."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A named query as a page tells of it: its question, what it gives, and what it asks for by name."""

    name: str
    theme: Thing
    question: Thing
    description: Thing | None
    parameters: list[str]


@dataclass(frozen=True, slots=True)
class Theme:
    """The questions of one theme; `anchor` is its place on the page."""

    name: Thing
    anchor: str
    queries: list[Asked]


@bp.get("/queries/")
def listed() -> ResponseReturnValue:
    themes: dict[str, list[Asked]] = {}
    for query in queries.all():
        themes.setdefault(query.theme, []).append(_told(query))
    listed = [
        Theme(found[0].theme, f"theme-{number}", found)
        for number, (_, found) in enumerate(sorted(themes.items()))
    ]
    return render_template("queries.html", section="/queries/", themes=listed)


@bp.get("/queries/<name>")
@bp.get(f"/queries/<name>.<any({_SUFFIXES}):suffix>")
def asked(name: str, suffix: str | None = None) -> ResponseReturnValue:
    query = found(name)
    if suffix == "rq":
        return Response(query.text, content_type="application/sparql-query; charset=utf-8")
    given = parameters(query)
    offers = (*RESULTS, *(_TWINS if twin(name) else ()), HTML)
    wanted = suffix or request.args.get("format")
    if wanted is None and choose(request.headers.get("Accept"), offers) is HTML:
        return _page(query, given)
    offer = pick(wanted, request.headers.get("Accept"), offers)
    if offer is HTML:
        return _page(query, given)
    constructed = offer in _TWINS
    return written(_run(twin(name) if constructed else query, given, asked_day()), offer)


def found(name: str) -> Query:
    """The named query; 404 names the nearest."""
    try:
        return queries.get(name)
    except queries.UnknownQuery as error:
        raise DoorError(
            404, "not-found", str(error), suggestions=[f"queries/{near}" for near in error.suggestions]
        ) from None


def twin(name: str) -> Query | None:
    """The same question answered as a graph, where there is one."""
    return queries.get(name, "constructs") if name in queries.names("constructs") else None


def parameters(query: Query) -> dict[str, str]:
    """What the address gives for the query's parameters; a name that it does not have is an error."""
    known = {parameter.name for parameter in query.parameters}
    strange = [name for name in request.args if name not in known | _NOT_PARAMETERS | {"on"}]
    if strange:
        taken = ", ".join(sorted(known)) or "none"
        raise QueryParameterError(f"{query.name} has no parameter {strange[0]!r}; it takes: {taken}")
    return {name: value for name, value in request.args.items() if name in known and value.strip()}


def _run(query: Query | None, given: Mapping[str, str], day: Day) -> Results:
    if query is None:
        raise DoorError(404, "not-found", "This question is not answered as a graph.")
    return desk().graph.query(query, known=day.known, timeout=desk().settings.timeout, **given)


def _page(query: Query, given: Mapping[str, str]) -> ResponseReturnValue:
    """The form, and below it what came of it; what does not fit a field is said beside it."""
    day = asked_day()
    wrong = faults(query, given)
    complete = not wrong and all(given.get(p.name) or not p.required for p in query.parameters)
    start = perf_counter()
    results = _run(query, given, day) if complete else None
    shown = (
        of_results(results, start, desk().settings.max_bytes, shown_columns(results.variables), _paged())
        if results
        else None
    )
    asked = {**given, **({"known": day.known} if day.known else {})}
    body = render_template(
        "query.html",
        query=_told(query),
        section="/queries/",
        fields=fields(query, given, wrong, day.on),
        wrong=wrong,
        found=shown,
        whole=address(f"/queries/{query.name}", {**request.args.to_dict(), "page": _WHOLE}),
        most=SHOWN,
        text=query.text,
        edit=address("/sparql", {"query": _text(query, given, day) if complete else query.text}),
        permalink=address(f"/queries/{query.name}", {**given, **_days(query, day)}),
        edition=edition().number,
        today=desk().today(),
        downloads=_downloads(query, asked) if shown else [],
    )
    return (body, 400) if wrong else body


def _paged() -> int:
    """How many rows the table has: those of a page, or all where the address asks for them (0)."""
    return 0 if request.args.get("page") == _WHOLE else PAGE


def _told(query: Query) -> Asked:
    """The query in the reader's language, where that has it."""
    return Asked(
        query.name,
        said("theme", query.theme, query.theme),
        said("question", query.name, query.question),
        said("description", query.name, query.description) if query.description else None,
        [called(parameter.name) for parameter in query.parameters],
    )


def _text(query: Query, given: Mapping[str, str], day: Day) -> str:
    """The query with these parameters in place; its own text where that is a graph's."""
    return desk().graph.bound(query, known=day.known, **given)


def _days(query: Query, day: Day) -> dict[str, object]:
    """The days written out, so that the address means the same tomorrow."""
    asks = any(parameter.name == "on" for parameter in query.parameters)
    return {"on": day.on.isoformat() if asks else None, "known": (day.known or desk().today()).isoformat()}


def _downloads(query: Query, asked: Mapping[str, object]) -> list[Download]:
    offers = sorted(RESULTS, key=lambda offer: ("csv", "tsv", "json", "xml").index(offer.name))
    twins = [offer for offer in _TWINS if offer.name in {"ttl", "jsonld"}] if twin(query.name) else []
    return [
        Download(name_of(offer), address(f"/queries/{query.name}.{offer.name}", asked), offer.media_type)
        for offer in (*offers, *twins)
    ]


def examples() -> list[Thing]:
    """A few questions to begin with, each leading to its text in the editor."""
    chosen = [name for name in FIRST if name in queries.names()] or list(queries.names()[:6])
    return [
        replace(said("question", query.name, query.question), href=address("/sparql", {"query": query.text}))
        for query in (queries.get(name) for name in chosen)
    ]


def beginnings() -> list[Thing]:
    """A few questions to begin with, each leading to its page."""
    chosen = [name for name in FIRST if name in queries.names()] or list(queries.names()[:6])
    return [
        replace(said("question", query.name, query.question), href=link(f"/queries/{query.name}"))
        for query in map(queries.get, chosen)
    ]
