"""`/orders`, `/lawsuits`, `/rulings` and the other lists: narrowed by facets, each also as data."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, render_template, request
from pyoxigraph import NamedNode

from ..ask import lookup, text
from ..day import asked_day, link
from ..present import Table, Thing, names, thing
from ..protocol.negotiate import CSV, GRAPHS, HTML, PLAIN_JSON, pick
from ..protocol.turtle import described
from .chips import on_the_day
from .facets import filters, offered
from .listing import LISTS, comma_separated, downloads
from .paging import Pages, asked_page
from .shelf import LABEL, shelf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue

    from ..answers.standing import Summary
    from ..ask import Term
    from .listing import Listing
    from .shelf import Shelf

bp: Final = Blueprint("lists", __name__)
PAGE: Final = 100
_DATA: Final = (CSV, PLAIN_JSON, GRAPHS[0])
_MADE: Final = ("signed", "enacted")
_WHOLE: Final = frozenset(("citation", "code"))
"""Columns whose values are read as one and are not broken."""
_NAME: Final = f"<any({', '.join(LISTS)}):name>"


@dataclass(frozen=True, slots=True)
class Asked:
    """A list as one address asks for it: what narrows it, its order, and the things that are left."""

    listing: Listing
    shelf: Shelf
    filters: dict[str, list[str]]
    sort: str
    states: Mapping[str, Summary]
    by_state: dict[str, frozenset[int]]
    numbers: list[int] = field(default_factory=list[int])

    @property
    def narrowing(self) -> dict[str, object]:
        """The arguments that narrow the list and order it, for links to the same things as data."""
        return {**self.filters, "sort": self.sort or None}

    def facet(self, name: str) -> Mapping[str, frozenset[int]]:
        """Each value of a facet with the numbers of the things that have it."""
        return self.by_state if name == "state" and self.listing.states else self.shelf.facets[name]


@bp.get(f"/{_NAME}")
@bp.get(f"/{_NAME}.<any(csv, json, ttl):suffix>")
def listed(name: str, suffix: str | None = None) -> ResponseReturnValue:
    listing = LISTS[name]
    offer = pick(suffix or request.args.get("format"), request.headers.get("Accept"), (HTML, *_DATA))
    found = asked(listing)
    if offer is HTML:
        return _page(found)
    if offer is CSV:
        body = _as_csv(found)
    elif offer is PLAIN_JSON:
        body = _as_json(found)
    else:
        body = described([found.shelf.iris[number] for number in found.numbers])
    return Response(body, content_type=offer.content_type)


def asked(listing: Listing) -> Asked:
    """The list that this request's address asks for."""
    held = shelf(listing)
    chosen = filters(listing)
    sort = request.args.get("sort", "")
    sort = sort if sort.removeprefix("-") in listing.headings else ""
    states: Mapping[str, Summary] = {}
    by_state: dict[str, frozenset[int]] = {}
    if listing.states:
        states = on_the_day(asked_day().on)
        grouped: dict[str, set[int]] = {}
        for number, iri in enumerate(held.iris):
            if iri in states:
                grouped.setdefault(states[iri].state, set()).add(number)
        by_state = {state: frozenset(numbers) for state, numbers in grouped.items()}
    these = held.chosen(chosen, {"state": by_state} if listing.states else {})
    numbers = held.ordered(these, sort.removeprefix("-"), reverse=sort.startswith("-"))
    return Asked(listing, held, chosen, sort, states, by_state, numbers)


def _page(found: Asked) -> str:
    listing = found.listing
    pages = Pages(len(found.numbers), asked_page(), PAGE)
    shown = found.numbers[pages.first : pages.last]
    iris = [found.shelf.iris[number] for number in shown]
    return render_template(
        "list.html",
        listing=listing,
        section=f"/{listing.name}",
        count=len(found.numbers),
        whole=len(found.shelf.iris),
        pages=pages,
        table=_table(found, shown),
        sorts=_sorts(found),
        facets=offered(found.listing, found.filters, found.facet, found.shelf),
        sort=found.sort,
        chips=found.states if listing.states else None,
        iris=iris,
        later=_later(found, shown) if listing.states else (),
        whole_columns=_WHOLE,
        under=[_under(found, number) for number in shown],
        downloads=downloads(f"/{listing.name}", _DATA, ("CSV", "JSON", "Turtle"), **found.narrowing),
    )


def _later(found: Asked, shown: Sequence[int]) -> set[str]:
    """Of the things shown, those that were made only after the day asked about."""
    on = asked_day().on.isoformat()
    made = next((found.shelf.cells[name] for name in _MADE if name in found.shelf.cells), None)
    if made is None:
        return set()
    return {found.shelf.iris[number] for number in shown if made[number] and made[number][0].value > on}


def _table(found: Asked, shown: Sequence[int]) -> Table:
    held, columns = found.shelf, found.listing.shown
    names().learn(NamedNode(held.iris[number]) for number in shown)
    names().learn(term for name in columns for number in shown for term in held.cells[name][number])
    rows = [
        [[thing(held.iris[n])], *([_cell(term, name) for term in held.cells[name][n]] for name in columns)]
        for n in shown
    ]
    return Table([found.listing.headings[name] for name in (LABEL, *columns)], rows)


def _cell(term: Term, column: str) -> Thing:
    """A cell; courts, whose names are long, are called as lawyers cite them."""
    found = thing(term)
    if column != "court":
        return found
    cited = {text(row, "court"): text(row, "citation") for row in lookup("court-citations")}
    return replace(found, text=cited.get(found.iri, found.text))


def _under(found: Asked, number: int) -> str:
    """What stands below a thing's name, if the list has that and it is not the name once more."""
    cells = found.shelf.cells.get(found.listing.under)
    said = cells[number][0].value if cells and cells[number] else ""
    return said if said != found.shelf.labels[number] else ""


def _sorts(found: Asked) -> list[tuple[str, str]]:
    """For each column the address that sorts by it, and how it is sorted now (`aria-sort`)."""
    result: list[tuple[str, str]] = []
    for column in (LABEL, *found.listing.shown):
        now = {column: "ascending", f"-{column}": "descending"}.get(found.sort, "none")
        following = f"-{column}" if now == "ascending" else column
        result.append((link(f"/{found.listing.name}", **found.filters, sort=following), now))
    return result


def _as_csv(found: Asked) -> bytes:
    """The list as CSV: the IRI, the name, the columns, the state; several values joined by `; `."""
    state = ["state"] if found.listing.states else []
    rows = (
        [iri, label, *("; ".join(cell) for cell in cells), *([_state(found, iri)] if state else [])]
        for iri, label, cells in _plain(found)
    )
    return comma_separated(["iri", LABEL, *found.listing.columns, *state], rows)


def _as_json(found: Asked) -> bytes:
    """The list as JSON: one object each, several values as a list."""
    listed = [
        {"iri": iri, LABEL: label}
        | dict(zip(found.listing.columns, cells, strict=True))
        | ({"state": _state(found, iri) or None} if found.listing.states else {})
        for iri, label, cells in _plain(found)
    ]
    return (json.dumps({found.listing.name: listed}, ensure_ascii=False, indent=1) + "\n").encode()


def _state(found: Asked, iri: str) -> str:
    return found.states[iri].state if iri in found.states else ""


def _plain(found: Asked) -> list[tuple[str, str, list[list[str]]]]:
    held, columns = found.shelf, found.listing.columns
    names().learn(term for name in columns for n in found.numbers for term in held.cells[name][n])
    return [
        (held.iris[n], held.labels[n], [[_text(term) for term in held.cells[name][n]] for name in columns])
        for n in found.numbers
    ]


def _text(term: Term) -> str:
    return names().of(term.value) if isinstance(term, NamedNode) else term.value
