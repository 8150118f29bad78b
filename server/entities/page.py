"""`/id/…` 303 to `/doc/…`: every entity as a page and as data, from one list of formats."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import quote

from flask import Blueprint, Response, abort, redirect, render_template, request
from pyoxigraph import NamedNode

from ...graph.errors import EntityNotFound, QueryParameterError
from ...graph.iris import KINDS
from ..ask import lookup, text
from ..day import asked_day, link
from ..desk import desk
from ..errors import DoorError
from ..lists.listing import Download, safe
from ..pictures.drawing import picture_file
from ..present import SAFE_ID
from ..protocol.negotiate import CSV, GRAPHS, HTML, PLAIN_JSON, Offer, named, pick
from ..sections import PARTS, SECTIONS
from ..written import briefly
from .facts import crumbs
from .frame import DRAWN, entity_page
from .witnesses import witnesses

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from ...graph.entity import Entity
bp: Final = Blueprint("entities", __name__)
SVG: Final = Offer("svg", "image/svg+xml")
OFFERS: Final = (HTML, *GRAPHS, PLAIN_JSON, CSV)
_DRAWN: Final = (*OFFERS, SVG)
_BUTTONS: Final = (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("CSV", "csv"), ("JSON", "json"))


@bp.get("/id/<kind>/<path:name>")
def identified(kind: str, name: str) -> ResponseReturnValue:
    """The thing itself is not a document; this leads to one about it."""
    _found(kind, name)
    offer = pick(request.args.get("format"), request.headers.get("Accept"), OFFERS)
    suffix = "" if offer is HTML else f".{offer.name}"
    return redirect(link(f"/doc/{kind}/{quote(name, safe=SAFE_ID)}{suffix}"), 303)


@bp.get("/doc/<kind>/<path:name>")
def documented(kind: str, name: str) -> ResponseReturnValue:
    """The page about an entity, or its data."""
    stem, dot, suffix = name.rpartition(".")
    offer = named(suffix, (_DRAWN if kind in DRAWN else OFFERS)[1:]) if dot and stem else None
    if offer is None:
        if dot and stem and suffix.isalpha() and len(suffix) <= 6:
            offer = _odd_suffix(kind, name, suffix)
    else:
        name = stem
    iri = _found(kind, name)
    moved = _moved(desk().graph.iris.entity(kind, name))
    if moved is not None:
        return moved
    if offer is None:
        offer = pick(request.args.get("format"), request.headers.get("Accept"), OFFERS)
    if offer is HTML:
        part = PARTS.get((kind, request.args.get("part", "")))
        return page(iri, kind, name) if part is None else _part(iri, *part)
    if offer is SVG:
        return picture_file(iri)
    return Response(_data(iri, offer), content_type=offer.content_type)


def _odd_suffix(kind: str, name: str, suffix: str) -> Offer | None:
    """A suffix that is no format of ours is 406, unless the entity's id itself ends so."""
    try:
        _found(kind, name)
    except EntityNotFound:
        if _exists(kind, name.rpartition(".")[0]):
            pick(suffix, None, OFFERS)
    return None


def _exists(kind: str, name: str) -> bool:
    try:
        _found(kind, name)
    except EntityNotFound:
        return False
    return True


def _found(kind: str, name: str) -> NamedNode:
    """The IRI of an entity that is known; 404 suggests others of its kind."""
    if kind not in KINDS:
        abort(404)
    known = asked_day().known
    try:
        return desk().graph.resolve(f"{kind}/{name}", known=known)
    except EntityNotFound:
        pass
    try:
        return desk().graph.resolve(name, (kind,), known=known)
    except EntityNotFound as error:
        raise EntityNotFound(f"{kind}/{name}", [f"{kind}/{each}" for each in error.suggestions]) from None
    except ValueError:
        raise EntityNotFound(f"{kind}/{name}") from None


def _moved(iri: NamedNode) -> ResponseReturnValue | None:
    """301 to the identifier that replaced this one; 410 where it was withdrawn."""
    rows = lookup("replaced", [(iri,)])
    for row in rows:
        found = desk().graph.iris.kind_and_id(text(row, "new")) if "new" in row else None
        if found:
            return redirect(link(f"/doc/{found[0]}/{quote(found[1], safe=SAFE_ID)}"), 301)
    if any(text(row, "withdrawn") in {"true", "1"} for row in rows):
        raise DoorError(410, "withdrawn", "This identifier was withdrawn.")
    return None


def page(iri: NamedNode, kind: str, name: str) -> str:
    """The page of an entity: what its kind shows first, then every statement with its source."""
    day = asked_day()
    entity = desk().graph.show(iri.value, on=day.on, known=day.known)
    template, section = SECTIONS.get(kind, ("", None))
    found = section(iri) if section is not None else {}
    path = f"/doc/{kind}/{quote(name, safe=SAFE_ID)}"
    downloads = [
        Download(title, link(f"{path}.{suffix}"), cast("Offer", named(suffix, OFFERS)).media_type)
        for title, suffix in _BUTTONS
    ]
    return entity_page(entity, path, downloads, crumbs(kind, entity), (template, found))


def _part(iri: NamedNode, template: str, told: Callable[[NamedNode], dict[str, object]]) -> str:
    """The part of a page that depends on the day, for a script that has the rest of it already."""
    return render_template(template, s=told(iri), witnesses=witnesses(), briefly=briefly)


def _data(iri: NamedNode, offer: Offer) -> bytes:
    """What is said of an entity, in a format."""
    day = asked_day()
    graph = desk().graph
    if offer in {PLAIN_JSON, CSV}:
        entity = graph.show(iri.value, on=day.on, known=day.known)
        return _as_json(entity) if offer is PLAIN_JSON else _as_csv(entity)
    try:
        body = graph.export(entity=iri.value, form=offer.media_type, known=day.known)
    except QueryParameterError as error:
        raise DoorError(406, "not-acceptable", str(error)) from None
    return cast("bytes", body)


def _as_json(entity: Entity) -> bytes:
    return (json.dumps(entity.as_json(), ensure_ascii=False, indent=1) + "\n").encode()


def _as_csv(entity: Entity) -> bytes:
    """A line for each value: property, value, IRI or datatype, and who says it, how well checked."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["property", "value", "iri", "verification", "document", "line", "sources", "note"])
    for group in entity.groups:
        for statement in group.statements:
            value = statement.value
            iri = value.term.value if isinstance(value.term, NamedNode) else ""
            for said in statement.said:
                writer.writerow(
                    [
                        safe(str(cell))
                        for cell in (
                            group.predicate.label,
                            value.label,
                            iri,
                            "derived" if said.derived else said.verification,
                            said.title,
                            said.line or "",
                            "; ".join(source.label for source in said.sources),
                            said.note,
                        )
                    ]
                )
    return out.getvalue().encode()
