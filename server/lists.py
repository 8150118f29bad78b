"""`/orders`, `/lawsuits`, `/rulings`, `/judges`, `/places`, `/sources`, each also as data."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, abort, render_template, request
from pyoxigraph import NamedNode

from .day import asked_day, link
from .desk import desk
from .listing import LISTS, as_csv, as_json, downloads
from .negotiate import CSV, GRAPHS, HTML, PLAIN_JSON, pick
from .present import grouped, table
from .standing import group_sizes, standing, summarised

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from .listing import Listing
    from .standing import Period, Summary

bp: Final = Blueprint("lists", __name__)
PAGE: Final = 200
_DATA: Final = (CSV, PLAIN_JSON, GRAPHS[0])
_NAME: Final = f"<any({', '.join(LISTS)}):name>"


@bp.get(f"/{_NAME}")
@bp.get(f"/{_NAME}.<any(csv, json, ttl):suffix>")
def listed(name: str, suffix: str | None = None) -> ResponseReturnValue:
    listing = LISTS[name]
    offer = pick(suffix or request.args.get("format"), request.headers.get("Accept"), (HTML, *_DATA))
    if offer is HTML:
        return _page(listing)
    if offer is CSV:
        body = as_csv(listing)
    elif offer is PLAIN_JSON:
        body = as_json(listing)
    else:
        body = _described(listing)
    return Response(body, content_type=offer.content_type)


def _page(listing: Listing) -> str:
    rows = listing.rows()
    keys = list(grouped(rows, listing.key))
    pages = max(1, -(-len(keys) // PAGE))
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= pages:
        abort(404)
    wanted = set(keys[(page - 1) * PAGE : page * PAGE])
    shown = [row for row in rows if listing.key in row and row[listing.key].value in wanted]
    return render_template(
        "list.html",
        listing=listing,
        section=f"/{listing.name}",
        count=len(keys),
        page=page,
        pages=pages,
        table=table(shown, listing.headings, by=listing.key),
        chips=_chips() if listing.name == "orders" else {},
        downloads=downloads(f"/{listing.name}", _DATA, ("CSV", "JSON", "Turtle")),
        page_link=partial(_page_link, listing),
    )


def _page_link(listing: Listing, number: int) -> str:
    return link(f"/{listing.name}", page=number)


def _chips() -> dict[str, Summary]:
    """By measure, the states of all its provisions on the day as one chip."""
    sizes = group_sizes()
    by_measure: dict[str, list[Period]] = {}
    for period in standing(asked_day().on):
        by_measure.setdefault(period.measure or period.provision, []).append(period)
    return {measure: summarised(found, sizes) for measure, found in by_measure.items()}


def _described(listing: Listing) -> bytes:
    iris = " ".join(f"{NamedNode(iri)}" for iri in grouped(listing.rows(), listing.key))
    text = f"CONSTRUCT {{ ?thing ?property ?value }} WHERE {{ VALUES ?thing {{ {iris} }} ?thing ?property ?value }}"
    return desk().graph.sparql(text).write("text/turtle")
