"""`/answer/enforceable`: could a provision be enforced against a party on a day, and why.

The other addresses under `/answer` are those of `overviews`.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, Final, cast

from flask import Blueprint, Response, jsonify, render_template, request
from pyoxigraph import NamedNode

from ...graph.errors import EntityNotFound
from ...ontology.terms import EJV
from ..beside import NotYet
from ..day import address, asked_day, safe_day
from ..desk import desk
from ..errors import DoorError, problem_of
from ..lists.listing import Download
from ..present import names, thing
from ..protocol.negotiate import CSV, HTML, PLAIN_JSON, pick
from ..written import as_day, written
from . import overviews
from .batch import Answered, answered, from_csv, from_json, to_csv, to_json
from .days import calendar
from .saying import say, say_plainly

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flask.typing import ResponseReturnValue

    from ..errors import Problem

bp: Final = Blueprint("answers", __name__)
bp.register_blueprint(overviews.bp)
PATH: Final = "/answer/enforceable"
MOST: Final = 10_000
OFFERED: Final = 500
"""Of how many provisions a form offers each; of more it offers those near, and takes any."""


@bp.get(PATH)
def enforceable() -> ResponseReturnValue:
    offer = pick(request.args.get("format"), request.headers.get("Accept"), (PLAIN_JSON, HTML))
    day = asked_day()
    provision, party = (request.args.get(name, "").strip() for name in ("provision", "party"))
    if offer is PLAIN_JSON:
        missing = [name for name, given in (("provision", provision), ("party", party)) if not given]
        if missing:
            raise DoorError(
                400, "parameter", f"Say {' and '.join(missing)}: an id or an IRI.", missing=missing
            )
        return jsonify(_ask(provision, party))
    if not (provision and party):
        return _page(provision, party)
    try:
        answer = _ask(provision, party)
    except EntityNotFound as error:
        problem = problem_of(error)
        return _page(provision, party, problem=problem), problem.status
    downloads = [
        Download(
            "JSON",
            address(
                PATH,
                {"provision": provision, "party": party, "on": day.on, "known": day.known, "format": "json"},
            ),
            PLAIN_JSON.media_type,
        )
    ]
    return _page(provision, party, answer=answer, downloads=downloads)


@bp.post(PATH)
def many() -> ResponseReturnValue:
    """A list of questions, CSV or JSON, answered in the same or the liked format."""
    kind = request.mimetype
    text = _text(request.get_data())
    if kind == "text/csv":
        questions = from_csv(text, "the body")
    elif kind == "application/json":
        questions = from_json(text, "the body")
    else:
        raise DoorError(415, "media-type", "Send questions as text/csv or application/json.")
    if len(questions) > MOST:
        raise DoorError(413, "questions", f"{len(questions)} questions at once; at most {MOST} are taken.")
    found: list[Answered] = []
    end = monotonic() + desk().settings.timeout
    for each in answered(desk().graph, questions, desk().today()):
        found.append(each)
        if monotonic() > end and len(found) < len(questions):
            raise DoorError(
                503,
                "questions-time",
                f"Only {len(found)} of {len(questions)} questions could be answered in time; send fewer at once.",
                headers={"Retry-After": "5"},
                limit={"seconds": desk().settings.timeout},
            )
    same = CSV if kind == "text/csv" else PLAIN_JSON
    accept = request.headers.get("Accept")
    offers = (same, *(offer for offer in (CSV, PLAIN_JSON) if offer is not same))
    if pick(request.args.get("format"), accept, offers) is CSV:
        return Response(to_csv(found), content_type=CSV.content_type)
    return jsonify(answers=to_json(found))


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DoorError(400, "encoding", f"The body is not UTF-8: byte {error.start}.") from None


def _ask(provision: str, party: str) -> dict[str, Any]:
    day = asked_day()
    graph = desk().graph
    try:
        return graph.status(provision, party=party, on=day.on, known=day.known).to_json()
    except EntityNotFound:
        # People write names into the form; ids and IRIs are tried first, so no name hides one.
        from ..search.page import by_name

        found = [by_name(provision) or provision, by_name(party) or party]
        if found == [provision, party]:
            raise
        return graph.status(found[0], party=found[1], on=day.on, known=day.known).to_json()


def _page(
    provision: str,
    party: str,
    *,
    answer: dict[str, Any] | None = None,
    problem: Problem | None = None,
    downloads: list[Download] | None = None,
) -> str:
    if answer:
        concepts = (EJV + str(step["type"]) for step in answer["derivation"])
        names().learn(NamedNode(iri) for iri in (*iris_in(answer), *concepts))
    return render_template(
        "answer.html",
        provision=provision,
        party=party,
        answer=answer,
        problem=problem,
        thing=thing,
        day_in=_day_in,
        say=say,
        say_plainly=say_plainly,
        effect_name=_effect_name,
        choices=choices(),
        downloads=downloads or [],
    )


def _effect_name(concept: str) -> str:
    """An effect's kind in words."""
    return names().of(EJV + concept)


def _day_in(text: str | None) -> str:
    """A day of an answer in words."""
    return written(as_day(text)) if text else ""


def choices(near: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The provisions with a computed state, as id and name, for the form: all, or of very many only those `near`.

    None while the first calendar of a large graph is built: the form takes what is written, too.
    """
    try:
        days = calendar()
    except NotYet:
        return []
    found = desk().once("provisions", days.provisions) if safe_day().known is None else days.provisions()
    iris = [NamedNode(iri) for iri in (found if len(found) <= OFFERED else near)]
    names().learn(iris)
    at = desk().graph.iris
    called = [(at.kind_and_id(iri.value), names().of(iri.value)) for iri in iris]
    return sorted(((key[1], name) for key, name in called if key), key=lambda pair: pair[1])


def iris_in(value: object) -> Iterator[str]:
    """Every IRI in an answer."""
    if isinstance(value, dict):
        for part in cast("dict[str, object]", value).values():
            yield from iris_in(part)
    elif isinstance(value, list):
        for part in cast("list[object]", value):
            yield from iris_in(part)
    elif isinstance(value, str) and value.startswith(desk().graph.iris.base):
        yield value
