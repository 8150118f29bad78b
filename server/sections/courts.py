"""Lawsuits, their proceedings, and rulings: the path through the courts, and what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal

from ..ask import Solution, lookup, text
from ..day import Change, asked_day, neighbours
from ..present import distinct, grouped, names, table, thing, things
from ..timeline import when
from ..words import t
from ..written import as_day, written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pyoxigraph import NamedNode


def lawsuit(iri: NamedNode) -> dict[str, object]:
    """The page of a lawsuit: where it stands, its dockets, rulings and parties."""
    on = asked_day().on
    dockets = lookup("proceedings", [(iri,)])
    rulings = lookup("rulings-in", [(iri,)])
    days = {day for row in rulings if (day := as_day(text(row, "decided"))) is not None}
    filed = [day for row in dockets if (day := as_day(text(row, "filed"))) is not None]
    before, after = neighbours((Change(day) for day in days | set(filed)), on)
    checked = [as_day(text(row, "day")) for row in lookup("checked", [(iri,)])]
    return {
        "stands": _stands(rulings, filed, on),
        "proceedings": table(
            dockets,
            {
                "proceeding": t("column.name"),
                "court": t("column.court"),
                "docket": t("column.docket"),
                "filed": t("column.filed"),
                "terminated": t("column.terminated"),
                "judge": t("column.judge"),
            },
            by="proceeding",
        ),
        "rulings": ruling_table(rulings, court=True),
        "parties": table(
            lookup("parties", [(iri,)]),
            {
                "party": t("column.party"),
                "role": t("column.role"),
                "capacity": t("column.capacity"),
                "joined": t("column.from"),
                "left": t("column.until"),
            },
            by="party",
        ),
        "checked": max((day for day in checked if day is not None), default=None),
        "day_before": before,
        "day_after": after,
    }


def ruling_table(rows: Sequence[Solution], *, court: bool = False) -> object:
    """Rulings as a table: date, name, kind, court or lawsuit, judge, what was held back."""
    columns = {
        "decided": t("column.date"),
        "ruling": t("column.ruling"),
        "type": t("column.type"),
        **(
            {"court": t("column.court"), "author": t("column.author")}
            if court
            else {"lawsuit": t("column.lawsuit")}
        ),
        "provision": t("column.blocks"),
    }
    return table(rows, columns, by="ruling")


def _stands(rulings: Sequence[Solution], filed: Sequence[date], on: date) -> str:
    """One sentence: the last ruling on record by a day."""
    done = [row for row in rulings if (day := as_day(text(row, "decided"))) is not None and day <= on]
    if done:
        last = done[-1]
        return t(
            "lawsuit.stands_last", ruling=names().of(text(last, "ruling")), day=written(text(last, "decided"))
        )
    return t("lawsuit.stands_before") if filed and min(filed) > on else t("lawsuit.stands_none")


def ruling(iri: NamedNode) -> dict[str, object]:
    """The page of a ruling: its effects, dispositions and votes, what it reviews and what reviewed it."""
    effects = lookup("effects-of", [(iri,)])
    dated: list[Solution] = [row | {"when": Literal(when(row)[0])} for row in effects]
    review = grouped(lookup("review", [(iri,)]), "relation")
    return {
        "effects": table(
            dated,
            {
                "effect": t("column.effect"),
                "type": t("column.type"),
                "target": t("column.target"),
                "scope": t("column.scope"),
                "when": t("column.date"),
            },
            by="effect",
        ),
        "votes": table(
            lookup("votes-on", [(iri,)]),
            {"judge": t("column.judge"), "vote": t("column.vote"), "note": t("entity.note")},
        ),
        "dispositions": table(
            lookup("dispositions-of", [(iri,)]),
            {"type": t("column.disposition"), "below": t("column.ruling"), "text": t("entity.note")},
        ),
        "reviews": things(distinct(review.get("reviews", []), "other")),
        "reviewed_by": things(distinct(review.get("reviewed-by", []), "other")),
        "lawsuits": things(distinct(review.get("lawsuit", []), "other")),
        "thing": thing,
    }
