"""Named queries: each a form, a page, and data in every format."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, render_template, request

from .. import queries
from ..graph.errors import QueryParameterError
from .ask import plain
from .day import Day, address, asked_day, link
from .desk import desk
from .editor import SHOWN
from .errors import DoorError, problem_of
from .listing import Download
from .negotiate import GRAPHS, HTML, RESULTS, choose, pick
from .present import Table, shown_columns, table
from .sparql import limits, written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from ..graph.results import Results
    from ..queries import Parameter, Query
    from .errors import Problem
    from .present import Thing

bp: Final = Blueprint("questions", __name__)

_TWINS: Final = tuple(offer for offer in GRAPHS if offer.name in {"ttl", "jsonld", "nt", "rdf"})
_SUFFIXES: Final = "csv, tsv, json, xml, ttl, jsonld, nt, rdf, rq"
_NOT_PARAMETERS: Final = frozenset(("format", "known", "lang"))
FIRST: Final = (
    "rulings-that-blocked-orders", "orders-blocked-on", "what-binds", "relief-in-force", "judges-who-restrained",
    "appeals-chain", "injunction-counts",
)  # fmt: skip
"""The questions that other pages offer to begin with."""


@dataclass(frozen=True, slots=True)
class Input:
    """One field of a form."""

    name: str
    type: str
    value: str
    required: bool
    hint: str
    choices: list[tuple[str, str]]
    options: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of an answer."""

    count: int
    shown: int
    more: bool
    table: Table | None = None
    graph: str = ""


@bp.get("/queries/")
def listed() -> ResponseReturnValue:
    themes: dict[str, list[Query]] = {}
    for query in queries.all():
        themes.setdefault(query.theme, []).append(query)
    return render_template("queries.html", section="/queries/", themes=sorted(themes.items()))


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
    day = asked_day()
    complete = all(given.get(p.name) or not p.required for p in query.parameters)
    problem: Problem | None = None
    shown: Shown | None = None
    if complete:
        try:
            shown = _show(_run(query, given, day))
        except QueryParameterError as error:
            problem = problem_of(error)
    body = render_template(
        "query.html",
        query=query,
        section="/queries/",
        inputs=[_input(parameter, given, day) for parameter in query.parameters],
        problem=problem,
        results=shown,
        text=query.text,
        edit=address(
            "/sparql",
            {"query": desk().graph.bound(query, **given) if complete and not problem else query.text},
        ),
        downloads=_downloads(query, given, day) if shown else [],
    )
    return (body, problem.status) if problem else body


def _show(results: Results) -> Shown:
    if results.kind == "triples":
        body = results.write("turtle", limits()).decode()
        return Shown(body.count("\n"), 0, results.truncated, graph=body)
    rows = [plain(row) for row in islice(results, SHOWN + 1)]
    more = len(rows) > SHOWN
    rows = rows[:SHOWN]
    return Shown(len(rows), len(rows), more, table(rows, shown_columns(results.variables)))


def _downloads(query: Query, given: Mapping[str, str], day: Day) -> list[Download]:
    known = {"known": day.known} if day.known else {}
    offers = [offer for offer in RESULTS if offer.name in {"csv", "json"}]
    offers += [offer for offer in _TWINS if offer.name in {"ttl", "jsonld"}] if twin(query.name) else []
    return [
        Download(
            {"ttl": "Turtle", "jsonld": "JSON-LD"}.get(offer.name, offer.name.upper()),
            address(f"/queries/{query.name}.{offer.name}", {**given, **known}),
            offer.media_type,
        )
        for offer in offers
    ]


def _input(parameter: Parameter, given: Mapping[str, str], day: Day) -> Input:
    value = given.get(parameter.name, "")
    if not value and parameter.default == "today":
        value = day.on.isoformat()
    elif not value and parameter.required:
        value = parameter.example or ""
    return Input(
        name=parameter.name,
        type={"date": "date", "integer": "number"}.get(parameter.value, "text"),
        value=value or (parameter.default if parameter.default not in {None, "today"} else "") or "",
        required=parameter.required,
        hint=parameter.description,
        choices=[(choice, choice) for choice in parameter.choices],
        options=_options(parameter.kinds) if parameter.value == "id" else [],
    )


def _options(kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    """The things of some kinds as id and name, for a field's suggestions; none where there are too many."""
    from .search import index

    at = desk().graph.iris
    named: dict[str, str] = {}
    for name in index().names:
        if name.kind in kinds:
            named.setdefault(name.iri, name.name)
    if len(named) > SHOWN:
        return []
    pairs = [(at.kind_and_id(iri), name) for iri, name in named.items()]
    several = len(kinds) > 1
    return sorted((("/".join(key) if several else key[1]), name) for key, name in pairs if key)


def examples() -> list[Thing]:
    """A few questions to begin with, each leading to its text in the editor."""
    from .present import Thing

    chosen = [name for name in FIRST if name in queries.names()] or list(queries.names()[:6])
    return [
        Thing(query.question, address("/sparql", {"query": query.text}))
        for query in (queries.get(name) for name in chosen)
    ]


def beginnings() -> list[Thing]:
    """A few questions to begin with, each leading to its page."""
    from .present import Thing

    chosen = [name for name in FIRST if name in queries.names()] or list(queries.names()[:6])
    return [Thing(query.question, link(f"/queries/{query.name}")) for query in map(queries.get, chosen)]
