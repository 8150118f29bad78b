"""`/orders`, `/lawsuits`, `/rulings` and the other lists: narrowed by facets, each also as data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from flask import Blueprint, render_template, request
from pyoxigraph import NamedNode

from ...graph.answers.cataloguing import LABEL
from ..ask import lookup, text
from ..day import asked_day, link
from ..present import Table, Thing, names, thing
from ..protocol.negotiate import CSV, GRAPHS, HTML, PLAIN_JSON, pick
from .chips import chips_of
from .facets import filters, offered
from .listing import LISTS, downloads
from .paging import Pages, asked_page
from .sending import sent
from .shelf import chosen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue

    from ...graph.answers.catalogue import Row
    from ..ask import Term
    from .listing import Listing
    from .shelf import Chosen

bp: Final = Blueprint("lists", __name__)
PAGE: Final = 100
_DATA: Final = (CSV, PLAIN_JSON, GRAPHS[0])
_MADE: Final = ("signed", "enacted")
_WHOLE: Final = frozenset(("citation", "code", "docket"))
"""Columns whose values are read as one and are not broken, where they are short."""
_SHORT: Final = 24
_NAME: Final = f"<any({', '.join(LISTS)}):name>"


@dataclass(frozen=True, slots=True)
class Asked:
    """A list as one address asks for it: what narrows it, its order, and the numbers of the things that are left."""

    listing: Listing
    chosen: Chosen
    sort: str
    numbers: Sequence[int]

    @property
    def narrowing(self) -> dict[str, object]:
        """The arguments that narrow the list and order it, for links to the same things as data."""
        return {**self.chosen.filters, "sort": self.sort or None}


@bp.get(f"/{_NAME}")
@bp.get(f"/{_NAME}.<any(csv, json, ttl):suffix>")
def listed(name: str, suffix: str | None = None) -> ResponseReturnValue:
    offer = pick(suffix or request.args.get("format"), request.headers.get("Accept"), (HTML, *_DATA))
    found = asked(LISTS[name])
    return _page(found) if offer is HTML else sent(found.listing, found.chosen, found.numbers, offer)


def asked(listing: Listing) -> Asked:
    """The list that this request's address asks for."""
    sort = request.args.get("sort", "")
    sort = sort if sort.removeprefix("-") in listing.headings else ""
    these = chosen(listing, filters(listing))
    return Asked(listing, these, sort, these.numbers(sort))


def _page(found: Asked) -> str:
    listing, held = found.listing, found.chosen
    pages = Pages(len(found.numbers), asked_page(), PAGE)
    rows = held.catalogue.rows(found.numbers[pages.first : pages.last])
    iris = [row.iri for row in rows]
    return render_template(
        "list.html",
        listing=listing,
        section=f"/{listing.name}",
        count=len(found.numbers),
        whole=held.catalogue.count,
        pages=pages,
        table=_table(listing, rows),
        sorts=_sorts(found),
        facets=offered(held, listing),
        sort=found.sort,
        chips=chips_of(iris, asked_day().on) if listing.states else None,
        iris=iris,
        later=_later(rows) if listing.states else (),
        whole_columns=_WHOLE,
        short=_SHORT,
        under=[_under(listing, row) for row in rows],
        downloads=downloads(f"/{listing.name}", _DATA, ("CSV", "JSON", "Turtle"), **found.narrowing),
    )


def _later(rows: Sequence[Row]) -> set[str]:
    """Of the things shown, those that were made only after the day asked about."""
    on = asked_day().on.isoformat()
    made = ((row.iri, next((row.cells[name] for name in _MADE if name in row.cells), ())) for row in rows)
    return {iri for iri, days in made if days and days[0].value > on}


def _table(listing: Listing, rows: Sequence[Row]) -> Table:
    columns = listing.shown
    names().learn(NamedNode(row.iri) for row in rows)
    names().learn(term for row in rows for name in columns for term in row.cells[name])
    cited = _cited() if "court" in columns else {}
    cells = [
        [[thing(row.iri)], *([_cell(term, cited) for term in row.cells[name]] for name in columns)]
        for row in rows
    ]
    return Table([listing.headings[name] for name in (LABEL, *columns)], cells)


def _cited() -> dict[str, str]:
    """How lawyers cite each court."""
    return {text(row, "court"): text(row, "citation") for row in lookup("court-citations")}


def _cell(term: Term, cited: Mapping[str, str]) -> Thing:
    """A cell; courts, whose names are long, are called as lawyers cite them."""
    found = thing(term)
    return replace(found, text=cited[found.iri]) if found.iri in cited else found


def _under(listing: Listing, row: Row) -> str:
    """What stands below a thing's name, if the list has that and it is not the name once more."""
    below = row.cells.get(listing.under, ())
    return below[0].value if below and below[0].value != row.label else ""


def _sorts(found: Asked) -> list[tuple[str, str]]:
    """For each column the address that sorts by it, and how it is sorted now (`aria-sort`)."""
    result: list[tuple[str, str]] = []
    for column in (LABEL, *found.listing.shown):
        now = {column: "ascending", f"-{column}": "descending"}.get(found.sort, "none")
        following = f"-{column}" if now == "ascending" else column
        result.append((link(f"/{found.listing.name}", **found.chosen.filters, sort=following), now))
    return result
