"""`/answer/binds`, `/answer/protected`, `/answer/changes`, `/answer/if-reversed`: questions over many.

Each is a page and JSON, as `/answer/enforceable` is; the command line and Python say the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, jsonify, render_template, request
from pyoxigraph import NamedNode

from ...graph.errors import EntityNotFound
from ..day import address, asked_day
from ..desk import desk
from ..errors import DoorError, problem_of
from ..lists.listing import Download
from ..present import Table, Thing, names, thing
from ..protocol.negotiate import HTML, PLAIN_JSON, pick
from ..words import t
from ..written import as_day, written
from .saying import say, say_plainly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flask.typing import ResponseReturnValue

    from ..errors import Problem

bp: Final = Blueprint("overviews", __name__, url_prefix="/answer")
_Told = dict[str, Any]  # an object of the contract, as JSON has it
_Tables = list[tuple[str, Table]]
_MOST: Final = 50


@bp.get("/binds")
def binds() -> ResponseReturnValue:
    def ask(party: str) -> _Told:
        return desk().graph.what_binds(party, **_days()).to_json()

    return _answered("binds", ("party",), ask, _bound)


@bp.get("/protected")
def protected() -> ResponseReturnValue:
    def ask(provision: str) -> _Told:
        return desk().graph.who_is_protected(provision, **_days()).to_json()

    return _answered("protected", ("provision",), ask, _protection)


@bp.get("/changes")
def changes() -> ResponseReturnValue:
    def ask(provision: str = "", party: str = "") -> _Told:
        return desk().graph.changes(provision=provision or None, party=party or None, **_days()).to_json()

    return _answered("changes", ("provision", "party"), ask, _turns, optional=True)


@bp.get("/if-reversed")
def if_reversed() -> ResponseReturnValue:
    def ask(ruling: str) -> _Told:
        return desk().graph.if_reversed(ruling, **_days()).to_json()

    return _answered("if-reversed", ("ruling",), ask, _fallen)


def _days() -> dict[str, Any]:
    day = asked_day()
    return {"on": day.on, "known": day.known}


def _answered(
    name: str,
    fields: tuple[str, ...],
    ask: Callable[..., _Told],
    tables: Callable[[_Told], _Tables],
    *,
    optional: bool = False,
) -> ResponseReturnValue:
    """The answer as JSON or as a page; without what is asked about, an error or the empty form."""
    offer = pick(request.args.get("format"), request.headers.get("Accept"), (PLAIN_JSON, HTML))
    given = {field: request.args.get(field, "").strip() for field in fields}
    missing = [] if optional else [field for field, value in given.items() if not value]
    if offer is PLAIN_JSON:
        if missing:
            said = f"Say {' and '.join(missing)}: an id or an IRI."
            raise DoorError(400, "parameter", said, missing=missing)
        return jsonify(ask(**_named(given)))
    if missing:
        return _page(name, given)
    try:
        found = ask(**_named(given))
    except EntityNotFound as error:
        problem = problem_of(error)
        return _page(name, given, problem=problem), problem.status
    names().learn(NamedNode(iri) for iri in _iris(found))
    return _page(name, given, found=found, tables=tables(found))


def _named(given: dict[str, str]) -> dict[str, str]:
    """People write names into the form; ids and IRIs are tried first, so no name hides one."""
    from ..search.page import by_name

    found: dict[str, str] = {}
    for field, value in given.items():
        if not value:
            continue
        try:
            desk().graph.resolve(value)
            found[field] = value
        except EntityNotFound:
            found[field] = by_name(value) or value
    return found


def _page(
    name: str,
    given: dict[str, str],
    *,
    found: _Told | None = None,
    tables: _Tables | None = None,
    problem: Problem | None = None,
) -> str:
    day = asked_day()
    asked = {**given, "on": day.on, "known": day.known, "format": "json"}
    data = Download("JSON", address(f"/answer/{name}", asked), PLAIN_JSON.media_type)
    return render_template(
        "overview.html",
        name=name,
        given=given,
        found=found,
        tables=tables or [],
        problem=problem,
        say=say,
        say_plainly=say_plainly,
        checked=_day(found["checked_to"]) if found else "",
        downloads=[data] if found else [],
    )


# The tables of each


def _bound(found: _Told) -> _Tables:
    rows = [
        [
            [thing(each["provision"])],
            _state(each),
            [Thing(t(f"answer.{each['enforceable']}"))],
            _days_of(each["since"]),
            _days_of(each["until"]),
            [thing(iri) for iri in each["because"]],
        ]
        for each in found["provisions"]
    ]
    return [_table("provisions", ("provision", "state", "enforced", "from", "until", "because"), rows)]


def _protection(found: _Told) -> _Tables:
    reliefs = [
        [
            [thing(each["relief"])],
            [Thing(t(f"answer.relief-{each['state']}"))],
            [Thing(say(each["scope"]))],
            [thing(iri) for iri in each["binds"]],
            [thing(iri) for iri in each["does_not_bind"]],
        ]
        for each in found["relief"]
    ]
    parties = [[_members(each["members"]), _state(each)] for each in found["parties"]]
    parties.append([_members([]), _state(found["others"])])
    return [
        _table("relief", ("relief", "state", "scope", "binds", "does_not_bind"), reliefs),
        _table("parties", ("group", "state"), parties),
    ]


def _turns(found: _Told) -> _Tables:
    return [
        _table(which, ("provision", "group", "before", "after"), _changes(found[f"at_{which}"]))
        for which in ("previous", "next")
    ]


def _fallen(found: _Told) -> _Tables:
    reliefs = [[[thing(iri)]] for iri in found["relief"]]
    return [
        _table("would_end", ("relief",), reliefs),
        _table("would_change", ("provision", "group", "before", "after"), _changes(found["changes"])),
    ]


def _changes(found: list[_Told]) -> list[list[list[Thing]]]:
    return [
        [[thing(each["provision"])], _members(each["members"]), _state(each["before"]), _state(each["after"])]
        for each in found
    ]


def _table(title: str, columns: Iterable[str], rows: list[list[list[Thing]]]) -> tuple[str, Table]:
    return t(f"overview.{title}"), Table([t(f"column.{name}") for name in columns], rows)


def _state(outlook: _Told) -> list[Thing]:
    """A state with its reason, or with what is possible."""
    said = [Thing(t(f"state.{outlook['state']}"), state=outlook["state"])]
    if outlook["state"] == "uncertain":
        return said + [Thing(t(f"state.{each}")) for each in outlook["possible"]]
    return said + ([Thing(t(f"state.{outlook['reason']}"))] if outlook["reason"] else [])


def _members(members: list[str]) -> list[Thing]:
    """The members of a group, the first of them where they are many; nobody named is everyone else."""
    if not members:
        return [Thing(t("overview.everyone_else"))]
    more = [Thing(t("overview.more", n=len(members) - _MOST))] if len(members) > _MOST else []
    return [thing(iri) for iri in members[:_MOST]] + more


def _days_of(text: str | None) -> list[Thing]:
    """The cell of a day; an empty one where there is none."""
    return [Thing(_day(text), day=text)] if text else []


def _day(text: str | None) -> str:
    return written(as_day(text)) if text else ""


def _iris(value: object) -> Iterable[str]:
    """Every IRI of the graph in an object."""
    from .enforceable import iris_in

    return iris_in(value)
