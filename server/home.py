"""The first page: the question, a search, and where everything stands on the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, render_template
from pyoxigraph import NamedNode

from .ask import literal, lookup, text
from .day import Change, asked_day, link, neighbours
from .desk import desk
from .listing import Download
from .present import Thing, things
from .questions import beginnings
from .standing import (
    SEVEN,
    Period,
    Summary,
    counted,
    deciders,
    group_sizes,
    of_an_order,
    periods,
    standing,
    summarised,
)
from .swimlane import scale, strip
from .timeline import events
from .written import as_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from flask.typing import ResponseReturnValue

bp: Final = Blueprint("home", __name__)
_LATEST: Final = 8
ORDER: Final = ("partly-blocked", "blocked", "restricted", "uncertain", "stayed", "in-force", "not-in-force")
"""What is held back comes first, what is gone last."""


@bp.get("/")
def home() -> ResponseReturnValue:
    on = asked_day().on
    now = standing(on)
    sizes = group_sizes()
    contested: dict[str, list[Period]] = {}
    for period in periods(lookup("contested-periods")):
        contested.setdefault(period.provision, []).append(period)
    drawn = scale([period for found in contested.values() for period in found], desk().today())
    rows = _rows(now, sizes, deciders(on))
    loud = [row for row in rows if row.provision.iri in contested]
    quiet = [row for row in rows if row.provision.iri not in contested and of_an_order(row.provision.iri)]
    before, after = neighbours((Change(day) for day in turns()), on)
    return render_template(
        "home.html",
        sentence=counted(row.summary for row in (*loud, *quiet)),
        loud=loud,
        scale=drawn,
        strips={iri: strip(found, drawn) for iri, found in contested.items()} if drawn else {},
        quiet=quiet,
        states=[state for state in SEVEN if any(row.summary.state == state for row in (*loud, *quiet))],
        latest=events(lookup("changes", [(literal(on),)]), limit=_LATEST),
        day_before=before,
        day_after=after,
        downloads=[
            Download("CSV", link("/queries/orders-blocked-on.csv", on=on.isoformat()), "text/csv"),
            Download("JSON", link("/queries/orders-blocked-on.json", on=on.isoformat()), "application/json"),
            Download("Turtle", "/dump/all.ttl.gz", "application/gzip"),
        ],
        questions=beginnings(),
        query=link("/queries/orders-blocked-on", on=on.isoformat()),
        tries=[
            (word, link("/search", q=word)) for word in ("San Francisco", "Orrick", "EO 13768", "17-17478")
        ],
    )


def turns() -> list[date]:
    """The days on which the state of any provision changes."""
    return sorted(day for row in lookup("turns") if (day := as_day(text(row, "from"))) is not None)


@dataclass(frozen=True, slots=True)
class Row:
    """One provision on the day: its states as one chip, since when, and who decided it."""

    provision: Thing
    summary: Summary
    since: date
    decided: list[Thing]


def _rows(now: Iterable[Period], sizes: dict[str, int], by: dict[str, Thing]) -> list[Row]:
    by_provision: dict[str, list[Period]] = {}
    for period in now:
        by_provision.setdefault(period.provision, []).append(period)
    named = things(NamedNode(iri) for iri in by_provision)
    found: list[Row] = []
    for provision, group in zip(named, by_provision.values(), strict=True):
        summary = summarised(group, sizes)
        state = "blocked" if summary.state == "partly-blocked" else summary.state
        telling = [period for period in group if period.state == state] or group
        decided = {by[period.iri].iri: by[period.iri] for period in telling if period.iri in by}
        found.append(
            Row(provision, summary, max(period.since for period in telling), list(decided.values())[:2])
        )
    found.sort(key=lambda row: (row.since, row.provision.text), reverse=True)
    return sorted(found, key=lambda row: ORDER.index(row.summary.state))
