"""What the editor asks while somebody types: the vocabulary, what may stand here, and whether it is SPARQL.

    GET  /api/vocabulary            the terms of the ontology, with what they mean
    GET, POST /api/complete         query, at (an offset): what the data has in that place, most used first
    GET, POST /api/check            query: whether it can be read, else the line, the column and why

Queries are those of strangers: they run in a process of their own, for 300 ms at most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, jsonify, request
from pyoxigraph import Literal, NamedNode

from ...graph import guard
from ...graph.errors import QueryError, QueryOverloaded, QueryRefused, QuerySyntaxError, QueryTimeout
from ...graph.results import Limits
from ...ontology.terms import PREFIXES
from ..ask import plain
from ..day import asked_day
from ..desk import desk
from ..errors import DoorError, problem_of
from ..present import names
from ..protocol import bodies
from ..protocol.parameters import of_address, only
from ..protocol.replies import base, client, gone
from ..words import t
from .completion import MOST, place_in, update_named
from .vocabulary import Word, spelled, vocabulary

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug.datastructures import MultiDict

    from ...graph.results import Results
    from ..errors import Problem
    from .completion import Place

bp: Final = Blueprint("assist", __name__)

TIME_S: Final = 0.3
_BYTES: Final = 1 << 20
_NOWHERE: Final = "urn:x-enjoin:nowhere"


@bp.get("/api/vocabulary")
def words() -> ResponseReturnValue:
    """The terms of the ontology for an editor: as they are typed, what they are called, what they mean."""
    found = [] if desk().graph.bare else list(vocabulary().values())
    return jsonify({"prefixes": prefixes(), "terms": [word.as_json() for word in found]})


@bp.route("/api/complete", methods=["GET", "POST"])
def complete() -> ResponseReturnValue:
    """What may be written at a place of an unfinished query, as the data has it, most used first."""
    given = _given()
    text = _text(given)
    at = given.get("at", type=int)
    place = place_in(text, len(text) if at is None else min(max(at, 0), len(text)))
    if place is None:
        return jsonify({"position": None, "terms": []})
    return jsonify({"position": place.position, "terms": [word.as_json() for word in _found(place)]})


@bp.route("/api/check", methods=["GET", "POST"])
def check() -> ResponseReturnValue:
    """Whether a text is a query that is answered here; else where and why not."""
    problem = fault(_text(_given()))
    if problem is None:
        return jsonify({"ok": True})
    told = {name: problem.more[name] for name in ("line", "column", "quoted") if problem.more.get(name)}
    return jsonify({"ok": False, "type": problem.kind, "detail": problem.detail, **told})


def prefixes() -> dict[str, str]:
    """The prefixes that need no declaration."""
    return {} if desk().graph.bare else dict(PREFIXES)


def fault(text: str) -> Problem | None:
    """Why a text is not answered, as far as can be told without answering it."""
    try:
        _asked(text, nowhere=True)
    except (QueryTimeout, QueryOverloaded):
        return None  # it was read; whether it can be answered in time is another question
    except QueryError as error:
        return explained(text, error)
    return None


def explained(text: str, error: QueryError) -> Problem:
    """The error as it is told, an update by its own name: the commonest thing that is no query."""
    form = update_named(text) if isinstance(error, (QuerySyntaxError, QueryRefused)) else ""
    if form:
        return problem_of(DoorError(400, "read-only", t("sparql.update", form=form)))
    return problem_of(error)


def _given() -> MultiDict[str, str]:
    if request.method == "POST" and request.mimetype == bodies.FORM:
        return bodies.form("query", desk().settings.max_query)
    return of_address()


def _text(given: MultiDict[str, str]) -> str:
    text = only(given, "query")
    most = desk().settings.max_query
    if len(text.encode()) > most:
        raise bodies.too_large("query", most)
    return text


def _asked(text: str, *, nowhere: bool = False) -> Results:
    """A stranger's query within the time of an editor; `nowhere` asks it of no data at all."""
    at = desk()
    graphs = (_NOWHERE,) if nowhere else None
    return at.graph.sparql(
        text,
        known=None if at.graph.bare else asked_day().known,
        default_graphs=graphs,
        named_graphs=graphs,
        timeout=min(TIME_S, at.settings.timeout),
        limits=Limits(MOST, _BYTES),
        stranger=True,
        base=base(),
        max_length=2 * at.settings.max_query,
        client=client(),
        cancelled=gone(),
    )


def _found(place: Place) -> list[Word]:
    """The terms of the data in this place; none where they cannot be found in time."""
    query = place.query()
    if query is None:
        return []
    try:
        guard.check(query, max_length=2 * desk().settings.max_query)
        rows = list(_asked(query))
    except QueryError:
        return []  # the query is unfinished, or too much: the vocabulary is offered all the same
    counted: list[tuple[str, int]] = []
    for row in map(plain, rows):
        wanted, count = row.get("_wanted"), row.get("_count")
        if isinstance(wanted, NamedNode):
            counted.append((wanted.value, int(count.value) if isinstance(count, Literal) else 0))
    known = {} if desk().graph.bare else vocabulary()
    if not desk().graph.bare:
        names().learn(NamedNode(iri) for iri, _ in counted if iri not in known)
    kind = "property" if place.position == "predicate" else "class" if place.predicate == "a" else "thing"
    spelling = {**prefixes(), **declared(place.prologue)}
    return [_word(iri, count, known.get(iri), kind, spelling) for iri, count in counted]


def _word(iri: str, count: int, known: Word | None, kind: str, spelling: dict[str, str]) -> Word:
    name = spelled(iri, spelling)
    if known is not None:
        return Word(name, known.kind, known.label, known.definition, count)
    label = "" if desk().graph.bare else names().of(iri)
    return Word(name, kind, label, "", count)


def declared(prologue: str) -> dict[str, str]:
    """The prefixes that a query declares itself."""
    listed = list(guard.tokens(prologue))
    return {
        name.text.removesuffix(":"): iri.text[1:-1]
        for word, name, iri in zip(listed, listed[1:], listed[2:], strict=False)
        if word.keyword == "PREFIX" and iri.kind == "iri"
    }
