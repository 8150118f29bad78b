"""Courts, proceedings and agencies: what was ruled there, who sat, where appeals go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..ask import Solution, lookup, text
from ..day import Change, asked_day, neighbours
from ..entities.witnesses import witnesses
from ..pictures.offices import tenures
from ..present import distinct, names, table, things
from ..words import t
from ..written import as_day
from .lawsuits import done_by, plainly
from .people import issued, sued
from .rolls import rulings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import NamedNode

    from ..entities.portion import Portion
    from ..pictures.happenings import Happening

_MOST: Final = 50


def court(iri: NamedNode) -> dict[str, object]:
    """The page of a court: its circuit, where appeals go, its rulings, and who sat then."""
    on = asked_day().on
    rows = lookup("court-facts", [(iri,)])
    names().learn(term for row in rows for term in row.values())
    ruled, pages = _rulings(iri)
    seats = tenures(lookup("seats", [(iri,)]), "holder")
    witnesses().learn(each.iri for each in seats)
    before, after = neighbours((Change(each.on, each.title.text) for each in ruled if each.on), on)
    return {
        "levels": things(distinct(rows, "level")),
        "circuits": things(distinct(rows, "circuit")),
        "above": things(distinct(rows, "above")),
        "below": things(distinct(rows, "below")),
        "ruled": ruled,
        "pages": pages,
        "seated": [each for each in seats if each.holds(on)],
        "others": [each for each in seats if not each.holds(on)],
        "day_before": before,
        "day_after": after,
    }


def _rulings(about: NamedNode) -> tuple[list[Happening], Portion]:
    """The rulings of a court or in a proceeding: a page of them, the latest first, each page in the order of days."""
    ruled = rulings_of("court-rulings", about, _MOST)
    found = done_by(ruled.shown)
    witnesses().learn(source for each in found for source in each.iris)
    return found, ruled.pages


def proceeding(iri: NamedNode) -> dict[str, object]:
    """The page of a proceeding: its court and lawsuit, the appeals up and down, its rulings and parties."""
    rows = lookup("proceeding-facts", [(iri,)])
    names().learn(term for row in rows for term in row.values())
    ruled, pages = _rulings(iri)
    days = [each.on for each in ruled if each.on]
    filed = as_day(text(rows[0], "filed")) if rows else None
    ended = as_day(text(rows[0], "terminated")) if rows else None
    before, after = neighbours((Change(day) for day in {*days, filed, ended} if day), asked_day().on)
    witnesses().learn([iri.value])
    return {
        "list": "lawsuits",
        "facts": {
            name: things(distinct(rows, name))
            for name in ("lawsuit", "court", "judge", "docket", "above", "below", "joined")
        },
        "filed": filed,
        "ended": ended,
        "ruled": ruled,
        "pages": pages,
        "parties": plainly(table(
            lookup("parties-in", [(iri,)]),
            {"party": t("column.party"), "role": t("column.role"), "capacity": t("column.capacity"),
             "joined": t("column.from"), "left": t("column.until")},
            by="party",
        )),
        "day_before": before,
        "day_after": after,
    }  # fmt: skip


def agency(iri: NamedNode) -> dict[str, object]:
    """The page of an agency or organization: what it issued, its lawsuits, whom it calls a sanctuary."""
    rows = lookup("designations-by", [(iri,)])
    names().learn(term for row in rows for term in row.values())
    return issued(iri) | sued(iri) | {"named": _named(rows)}


def _named(rows: Sequence[Solution]) -> object:
    return table(
        rows,
        {
            "place": t("column.place"),
            "as": t("column.called"),
            "from": t("column.from"),
            "until": t("column.until"),
            "said": t("column.where"),
        },
        by="designation",
    )
