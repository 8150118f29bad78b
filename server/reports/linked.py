"""`/review/links`: an editor decides which entities are one. Each decision has a name and a reason, and can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, cast
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request

from ...graph.errors import QueryError
from ..access import takes_writes
from ..desk import desk
from ..errors import DoorError
from ..present import names, thing
from ..protocol.bodies import form
from . import sessions

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

State = Literal["candidate", "accepted", "rejected"]
bp: Final = Blueprint("linked", __name__)

MOST_BODY: Final = 64 * 1024
STATES: Final[tuple[State, ...]] = ("candidate", "accepted", "rejected")


@bp.get("/review/links")
def links() -> ResponseReturnValue:
    """The pairs that may be one, likeliest first; or the form that opens a session."""
    takes_writes()
    session = sessions.session()
    if session is None:
        return sessions.page("review_open.html")
    state = cast("State", request.args.get("state", "candidate"))
    if state not in STATES:
        raise DoorError(400, "state", f"A state is one of {', '.join(STATES)}.")
    found = desk().once(f"review-links {state}", lambda: desk().graph.links(state))
    shown, pages = sessions.paged(found)
    names().learn(node for each in shown for node in (each.keeps, each.other))
    return sessions.page(
        "review_links.html",
        session=session,
        links=shown,
        left_out=found.left_out,
        **pages,
        state=state,
        states=STATES,
        thing=thing,
        done=request.args.get("done", ""),
    )


@bp.post("/review/links/decide")
def decided() -> ResponseReturnValue:
    """One decision on one pair; then back to the list. 400 where it was decided otherwise already."""
    takes_writes()
    given = form("form", MOST_BODY)
    session = sessions.authentic(given)
    name, verb = given.get("link", ""), given.get("decision", "")
    editor, reason = given.get("editor", "").strip(), given.get("reason", "").strip()
    if not editor or not reason:
        raise DoorError(400, "decision", "A decision needs a name and a reason.")
    session.editor = editor
    known = desk().graph.links
    decide = {"accept": known.accept, "reject": known.reject, "undo": known.undo}.get(verb)
    if decide is None:
        raise DoorError(400, "decision", "A decision is accept, reject or undo.")
    try:
        decide(name, editor=editor, reason=reason)
    except QueryError as error:
        raise DoorError(400, "decision", str(error)) from None
    query = urlencode([("state", given.get("was_state", "candidate")), ("done", name)])
    return sessions.unkept(cast("Response", redirect(f"/review/links?{query}", 303)))
