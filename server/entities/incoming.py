"""What refers to an entity: every property with its count, one of them turned to any page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import abort, request

from ..ask import plain
from ..day import link, safe_day
from ..desk import desk
from ..lookups import bound
from ..present import things
from .facts import linking, naming

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from ...graph.entity import Entity, Links
    from ..present import Thing

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Incoming:
    """The things that refer to an entity by one property: those of this page, of `total`."""

    property: Thing
    name: str
    total: int
    things: list[Thing]
    open: bool
    page: int
    pages: int
    before: str | None
    after: str | None


def incoming(iri: NamedNode, entity: Entity, path: str) -> list[Incoming]:
    """All properties by which something refers to `iri`; `?incoming=` and `?page=` turn one of them.

    404 for a page that there is not. Only the things of one page are read from the graph.
    """
    wanted = request.args.get("incoming", "")
    page = request.args.get("page", 1, type=int)
    return [_incoming(iri, links, path, wanted, page) for links in entity.links]


def local(iri: str) -> str:
    """The last part of a property's IRI, as it stands in an address."""
    return re.split(r"[#/]", iri)[-1]


def _incoming(iri: NamedNode, links: Links, path: str, wanted: str, page: int) -> Incoming:
    name = local(str(links.predicate.term).strip("<>"))
    chosen = name == wanted
    pages = -(-links.count // PAGE)
    number = page if chosen else 1
    if not 1 <= number <= pages:
        abort(404)

    def turned(to: int) -> str | None:
        return link(f"{path}#incoming-{name}", incoming=name, page=to) if 1 <= to <= pages else None

    first: list[Thing] = [linking(each) for each in links.subjects[:PAGE]]
    return Incoming(
        property=naming(links.predicate),
        name=name,
        total=links.count,
        things=_page(iri, links, number) if number > 1 else first,
        open=chosen,
        page=number,
        pages=pages,
        before=turned(number - 1),
        after=turned(number + 1),
    )


def _page(iri: NamedNode, links: Links, number: int) -> list[Thing]:
    text = bound("incoming", [(links.predicate.term, iri)])
    found = desk().graph.sparql(f"{text} OFFSET {(number - 1) * PAGE} LIMIT {PAGE}", known=safe_day().known)
    return things([plain(row)["thing"] for row in found])
