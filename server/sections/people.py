"""People and posts: who held which office when, and what judges wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ask import Solution, lookup, text
from ..day import Change, asked_day, neighbours
from ..present import Table, names, table
from ..words import t
from ..written import as_day, joined, written
from .courts import ruling_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pyoxigraph import NamedNode


def person(iri: NamedNode) -> dict[str, object]:
    """The page of a judge or an official."""
    rows = lookup("tenures", [(iri, None)])
    return _tenures(rows, "post") | {"rulings": ruling_table(lookup("rulings-by", [(iri,)]))}


def post(iri: NamedNode) -> dict[str, object]:
    """The page of a post: who held it."""
    return _tenures(lookup("tenures", [(None, iri)]), "holder")


def _tenures(rows: Sequence[Solution], of: str) -> dict[str, object]:
    on = asked_day().on
    turns = {
        day for row in rows for name in ("from", "until") if (day := as_day(text(row, name))) is not None
    }
    before, after = neighbours((Change(day) for day in turns), on)
    tenures = _table(rows, of)
    held = [names().of(text(row, of)) for row in rows if _holds(row, on)]
    seat = (
        t("person.seat", on=written(on), posts=joined(held)) if held else t("person.no_seat", on=written(on))
    )
    return {"tenures": tenures, "seat": seat if rows else "", "day_before": before, "day_after": after}


def _table(rows: Sequence[Solution], of: str) -> Table:
    return table(
        rows,
        {
            of: t("column.post") if of == "post" else t("column.name"),
            "from": t("column.from"),
            "until": t("column.until"),
            "acting": t("person.acting"),
            "president": t("column.appointed"),
        },
    )


def _holds(row: Solution, on: date) -> bool:
    since, until = as_day(text(row, "from")), as_day(text(row, "until"))
    return since is not None and since <= on and (until is None or on < until)
