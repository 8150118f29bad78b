"""`/search`: names, nicknames, numbers, docket numbers and citations, typing errors forgiven."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, jsonify, render_template, request
from pyoxigraph import NamedNode

from ..day import asked_day, link
from ..lists.chips import chips_of
from ..lists.listing import Download, comma_separated
from ..lists.paging import Pages, asked_page
from ..present import Thing, names, thing
from ..protocol.negotiate import CSV, GRAPHS, HTML, PLAIN_JSON, pick
from ..protocol.turtle import described
from ..words import t
from .finding import KINDS, LONGEST, Found, Piece, pieces
from .indexing import index

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue

    from ..answers.standing import Summary
    from .finding import Name

bp: Final = Blueprint("search", __name__)

FIRST: Final = 8
"""Things of each kind that are shown before one asks for that kind alone."""
PAGE: Final = 50
SUGGESTED: Final = 8
_DATA: Final = (CSV, PLAIN_JSON, GRAPHS[0])
_STANDING: Final = frozenset(("order", "provision", "policy", "statute"))


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found: its name, the other name that matched where it was another, its state."""

    thing: Thing
    named: list[Piece]
    matched: list[Piece]
    chip: Summary | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind; `href` leads to all of it where `hits` are not all."""

    kind: str
    count: int
    hits: list[Hit]
    href: str


@bp.get("/search")
@bp.get("/search.<any(csv, json, ttl):suffix>")
def search(suffix: str | None = None) -> ResponseReturnValue:
    text = request.args.get("q", "").strip()[:LONGEST]
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    offer = pick(suffix or request.args.get("format"), request.headers.get("Accept"), (HTML, *_DATA))
    found = index().find(text, kind) if text else Found([], more=False)
    instead = ""
    if text and not found.names:
        instead = index().corrected(text)
        found = index().find(instead, kind) if instead else found
    if offer is CSV:
        rows = [[name.iri, names_of(found)[name.iri], name.kind, name.name] for name in found.names]
        return Response(
            comma_separated(["iri", "label", "kind", "matched"], rows), content_type=CSV.content_type
        )
    if offer is GRAPHS[0]:
        return Response(described([name.iri for name in found.names]), content_type=offer.content_type)
    if offer is PLAIN_JSON:
        return jsonify(
            q=text, corrected=instead or None, kind=kind or None, more=found.more, results=_plain(found)
        )
    return _page(text, kind, found, instead if found.names else "")


@bp.get("/api/suggest")
def suggest() -> ResponseReturnValue:
    """What a reader may be typing: a few things, best first."""
    text = request.args.get("q", "").strip()[:LONGEST]
    found = index().find(text, most=200).names if text else []
    if text and not found:
        found = index().find(index().corrected(text), most=200).names
    found = found[:SUGGESTED]
    called = names_of(Found(found, more=False))
    return jsonify(
        suggestions=[
            {
                "label": called[name.iri],
                "matched": "" if name.is_id or name.name == called[name.iri] else name.name,
                "kind": t(f"kind_one.{name.kind}"),
                "href": thing(name.iri).href,
            }
            for name in found
        ]
    )


def _page(text: str, kind: str, found: Found, instead: str) -> str:
    pages = Pages(len(found.names), asked_page(), PAGE) if kind else None
    shown = {
        each: (of_kind[pages.first : pages.last] if pages else of_kind[:FIRST])
        for each, of_kind in found.by_kind.items()
    }
    visible = [name for of_kind in shown.values() for name in of_kind]
    names().learn(NamedNode(name.iri) for name in visible)
    standing = [name.iri for name in visible if name.kind in _STANDING]
    states = chips_of(standing, asked_day().on)
    counts = {each: len(of_kind) for each, of_kind in found.by_kind.items()}
    return render_template(
        "search.html",
        q=text,
        kind=kind,
        count=len(found.names),
        more=found.more,
        pages=pages,
        instead=instead,
        instead_href=link("/search", q=instead, kind=kind),
        every_href=link("/search", q=text),
        groups=[
            Group(
                each, counts[each], [hit(name, instead or text, states) for name in of_kind], _of(text, each)
            )
            for each, of_kind in shown.items()
        ],
        downloads=[
            Download(title, link(f"/search.{offer.name}", q=text, kind=kind), offer.media_type)
            for title, offer in zip(("CSV", "JSON", "Turtle"), _DATA, strict=True)
        ]
        if found.names and not instead
        else [],
    )


def _of(text: str, kind: str) -> str:
    return link("/search", q=text, kind=kind)


def hit(name: Name, text: str, states: dict[str, Summary]) -> Hit:
    """A found thing as the page shows it, what was asked for marked in its names."""
    shown = thing(name.iri)
    # An identifier is how programs find a thing; people need not see it again.
    other = [] if name.is_id or name.name == shown.text else pieces(name.name, text)
    return Hit(shown, pieces(shown.text, text), other, states.get(name.iri))


def names_of(found: Found) -> dict[str, str]:
    """What each thing that was found is called."""
    names().learn(NamedNode(name.iri) for name in found.names)
    return {name.iri: names().of(name.iri) for name in found.names}


def _plain(found: Found) -> list[dict[str, str]]:
    called = names_of(found)
    return [
        {"iri": name.iri, "label": called[name.iri], "kind": name.kind, "matched": name.name}
        for name in found.names
    ]


def by_name(text: str) -> str | None:
    """The IRI of the one thing that is called exactly so; `None` where none is, or several are."""
    found = {name.iri: name for name in index().exactly(text)}
    places = [iri for iri, name in found.items() if name.kind == "jurisdiction"]
    if len(places) == 1:
        return places[0]
    return next(iter(found)) if len(found) == 1 else None


def options(kinds: Iterable[str], most: int) -> list[tuple[str, str]]:
    """IRI and name of every thing of some kinds, for a field to choose from; none where they are too many."""
    found = index().of_kinds(tuple(kinds), most + 1)
    return [] if len(found) > most else [(name.iri, name.name) for name in found]
