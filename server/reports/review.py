"""`/review`: an editor decides on claims. Reading needs nothing but the token; each decision a name and a reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from time import monotonic
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request

from ...graph.claims.desk import EDITABLE, HEDGES
from ...graph.errors import UnexpectedContent
from ..access import is_token, takes_writes
from ..day import link
from ..desk import desk
from ..entities.disputes import everything
from ..errors import DoorError
from ..protocol.bodies import form
from ..words import t, words
from . import sessions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue

    from ...graph.claims.conflicts import Conflict
    from ...graph.claims.listing import Claim

bp: Final = Blueprint("review", __name__)

MOST_BODY: Final = 64 * 1024
STATUSES: Final = ("candidate", "stated", "accepted", "rejected", "edited")
_FILTERS: Final = ("source", "kind", "status")


@bp.get("/review")
def review() -> ResponseReturnValue:
    """The claims that wait, or the form that opens a session."""
    takes_writes()
    session = sessions.session()
    if session is None:
        return sessions.page("review_open.html")
    claims = desk().once("review-claims", desk().graph.claims.list)
    chosen = {name: request.args.get(name, "") for name in _FILTERS}
    if "status" not in request.args:
        chosen["status"] = "candidate"
    found = _filtered(claims, chosen)
    shown, pages = sessions.paged(found)
    return sessions.page(
        "review.html",
        session=session,
        claims=shown,
        **pages,
        chosen=chosen,
        sources=sorted({(each.source.partition("/")[2], each.source_label) for each in claims}),
        kinds=Counter(each.kind for each in claims),
        kind_named=_kind_named,
        statuses=STATUSES,
        conflicts=_conflicts(),
        editable=EDITABLE,
        hedges=HEDGES,
        address=_address,
        done=request.args.get("done", ""),
    )


@bp.post("/review/open")
def opened() -> ResponseReturnValue:
    """A session for whoever has the token; 401 for whoever has not."""
    takes_writes()
    sessions.from_here()
    given = form("form", MOST_BODY)
    if not is_token(given.get("token", "")):
        raise DoorError(401, "token", "This token is not the server's.")
    response = redirect(link("/review"), 303)
    name = sessions.sessions().begin(monotonic())
    response.set_cookie(
        sessions.COOKIE,
        name,
        max_age=int(sessions.LIFE_S),
        path="/review",
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )
    return sessions.unkept(cast("Response", response))


@bp.post("/review/close")
def closed() -> ResponseReturnValue:
    """The session ends."""
    sessions.authentic(form("form", MOST_BODY))
    sessions.sessions().open_.pop(request.cookies.get(sessions.COOKIE, ""), None)
    response = redirect(link("/review"), 303)
    response.delete_cookie(sessions.COOKIE, path="/review")
    return sessions.unkept(cast("Response", response))


@bp.post("/review/decide")
def decided() -> ResponseReturnValue:
    """One decision on one claim; then back to the list."""
    takes_writes()
    given = form("form", MOST_BODY)
    session = sessions.authentic(given)
    claim, verb = given.get("claim", ""), given.get("decision", "")
    editor, reason = given.get("editor", "").strip(), given.get("reason", "").strip()
    session.editor = editor or session.editor
    claims = desk().graph.claims
    try:
        match verb:
            case "accept":
                claims.accept(claim, editor=editor, reason=reason)
            case "reject":
                claims.reject(claim, editor=editor, reason=reason)
            case "edit":
                changes = {name: given[name] for name in EDITABLE if given.get(name, "").strip()}
                claims.edit(claim, changes, editor=editor, reason=reason)
            case _:
                raise DoorError(400, "decision", "A decision is accept, reject or edit.")
    except UnexpectedContent as error:
        raise DoorError(400, "decision", str(error)) from None
    kept = [(name, given.get(f"was_{name}", "")) for name in (*_FILTERS, "page")]
    query = urlencode([*kept, ("done", claim)])
    return sessions.unkept(cast("Response", redirect(f"/review?{query}", 303)))


# What is shown


def _filtered(claims: Sequence[Claim], chosen: Mapping[str, str]) -> list[Claim]:
    return [
        each
        for each in claims
        if (not chosen["source"] or each.source == f"source/{chosen['source']}")
        and (not chosen["kind"] or each.kind == chosen["kind"])
        and (not chosen["status"] or each.status == chosen["status"])
    ]


def _conflicts() -> Mapping[str, Sequence[Conflict]]:
    """The conflicts by the id of their claim."""
    found: defaultdict[str, list[Conflict]] = defaultdict(list)
    for each in everything():
        found[each.claim.partition("/")[2]].append(each)
    return found


def _kind_named(kind: str) -> str:
    """What a kind of claim is called; a relation that somebody wrote by hand is called as it is."""
    return t(f"claim_kind.{kind}") if f"claim_kind.{kind}" in words() else kind.replace("_", " ")


def _address(**changes: object) -> str:
    """The address of this list with another choice."""
    said = {name: request.args.get(name, "") for name in (*_FILTERS, "page") if name in request.args}
    return f"/review?{urlencode({**said, **{name: str(value) for name, value in changes.items()}})}"
