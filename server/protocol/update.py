"""`/update`: the SPARQL 1.1 Protocol for updates; each is validated, and done whole or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, jsonify, request

from ...graph.guard import tokens
from ...graph.provenance import from_json
from ...graph.remote.services import DOCUMENTS
from ..access import may_write, validation
from ..desk import desk
from ..errors import DoorError
from . import bodies
from .negotiate import PLAIN_JSON, choose
from .parameters import of_address, only
from .replies import base
from .sparql import QUERY, UPDATE, seconds, unread

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug.datastructures import MultiDict

    from ...graph.provenance import Entry
    from ...graph.updates.written import Written

bp: Final = Blueprint("update", __name__)

GENERATION: Final = "X-Enjoin-Generation"
_USING: Final = ("using-graph-uri", "using-named-graph-uri")


@bp.post("/update")
def update() -> ResponseReturnValue:
    """204 when the update is done, durable and published; 200 with the numbers where JSON is asked for."""
    admin = may_write()
    most = desk().settings.max_body
    if request.mimetype == bodies.FORM:
        given = bodies.form("update", most)
        if "query" in given:
            raise _only_updates()
        text = only(given, "update")
    elif request.mimetype == UPDATE:
        given = of_address()
        if "update" in given:
            raise DoorError(
                400, "update-twice", "The update stands in the body; leave it out of the address."
            )
        text = bodies.text("update", most)
    elif request.mimetype == QUERY:
        raise _only_updates()
    else:
        raise unread(f"An update is sent as {UPDATE} or {bodies.FORM}", UPDATE, bodies.FORM)
    return _done(text, given, admin=admin)


def _done(text: str, given: MultiDict[str, str], *, admin: bool) -> Response:
    default, named = (given.getlist(name) for name in _USING)
    if (default or named) and any(token.keyword in {"USING", "WITH"} for token in tokens(text)):
        raise DoorError(
            400,
            "using-twice",
            "The update says USING or WITH itself; leave using-graph-uri out of the request.",
        )
    written = desk().graph.update(
        text,
        base=base() if desk().graph.bare else None,
        using_graphs=default or None,
        using_named_graphs=named or None,
        validate=validation(given, admin=admin),
        timeout=seconds(given.get("timeout", "")),
        documents=_documents(),
    )
    return told(written)


def _documents() -> list[Entry]:
    """What the header `X-Enjoin-Documents` tells of graphs that were read from documents elsewhere: JSON."""
    text = request.headers.get(DOCUMENTS, "")
    try:
        return [from_json(each) for each in json.loads(text)] if text else []
    except (ValueError, TypeError) as error:
        raise DoorError(400, "documents", f"{DOCUMENTS} is no JSON list of documents: {error}.") from None


def told(written: Written, status: int = 204) -> Response:
    """What a write did: its numbers for those who ask for JSON, else nothing but the status."""
    accept = request.headers.get("Accept", "")
    if status in {200, 204} and "json" in accept and choose(accept, (PLAIN_JSON,)) is not None:
        response = jsonify(
            generation=written.generation,
            graphs={
                name: {"added": change.added, "removed": change.removed}
                for name, change in written.changes.items()
            },
            created=list(written.created),
        )
        response.status_code = 200
    else:
        response = Response(status=status)
    if response.status_code != 200:
        del response.headers["Content-Type"]
    response.headers[GENERATION] = str(written.generation)
    return response


def _only_updates() -> DoorError:
    return DoorError(400, "write-only", "This address takes updates only; queries go to /sparql.")
