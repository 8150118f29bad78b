"""The first page: the question, a search, and where everything stands on the day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from flask import Blueprint, render_template
from pyoxigraph import NamedNode

from .answers.standing import (
    SEVEN,
    Period,
    Summary,
    concept,
    counted,
    deciders,
    group_sizes,
    of_an_order,
    periods,
    standing,
    summarised,
)
from .ask import lookup, on_day, text
from .day import Change, asked_day, link, neighbours
from .desk import desk
from .lists.listing import Download
from .maps.marking import protected, word
from .pictures.strips import Stretch, broken, spoken, stretches
from .present import Thing, names, thing
from .reports.changes import latest
from .search.indexing import warm
from .words import t, words
from .workbench.questions import beginnings
from .written import as_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from flask.typing import ResponseReturnValue

    from .pictures.strips import Broken

bp: Final = Blueprint("home", __name__)
_LATEST: Final = 7
MOST: Final = 40
"""Rows of the table; the list of provisions has all."""
ORDER: Final = ("partly-blocked", "blocked", "restricted", "uncertain", "stayed", "in-force", "not-in-force")
"""What is held back comes first, what is gone last."""
TRIES: Final = ("San Francisco", "Orrick", "EO 13768", "17-17478")


@dataclass(frozen=True, slots=True)
class Row:
    """Provisions of one measure that stand alike on the day and always did: one chip, who decided it, one line.

    `name` is the provision where it is one, else the measure, whose `sections` are the provisions.
    """

    name: Thing
    sections: list[Thing]
    title: str
    signed: date | None
    summary: Summary
    since: date
    decided: list[Thing]
    history: list[Stretch]

    @property
    def said(self) -> str:
        """The history in words."""
        return spoken(self.history)


@bp.get("/")
def home() -> ResponseReturnValue:
    warm()
    on = asked_day().on
    contested: dict[str, list[Period]] = {}
    for period in periods(lookup("contested-periods")):
        contested.setdefault(period.provision, []).append(period)
    scale = broken([period for found in contested.values() for period in found], desk().today())
    found = _found(standing(on), contested, scale, on)
    loud = [each for each in found if each.provision in contested]
    quiet = [each for each in found if each.provision not in contested and of_an_order(each.provision)]
    rows = _together(loud)
    live = [row for row in rows if row.summary.state != "not-in-force"]
    before, after = (_told(change) for change in neighbours((Change(day) for day in turns()), on))
    asked = {"on": on.isoformat()}
    return render_template(
        "home.html",
        sentence=counted(each.summary for each in (*loud, *quiet)),
        tables=[
            ("live", live[:MOST], len(live)),
            ("gone", [row for row in rows if row not in live][:MOST], len(rows) - len(live)),
            ("quiet", _together(quiet)[:MOST], len(quiet)),
        ],
        scale=scale,
        states=[state for state in SEVEN if state in _states(loud, quiet)],
        latest=latest(on, _LATEST),
        picture=protected(on),
        level_word=word,
        map_href=link("/map"),
        day_before=before,
        day_after=after,
        downloads=[
            Download("CSV", link("/queries/orders-blocked-on.csv", **asked), "text/csv"),
            Download("JSON", link("/queries/orders-blocked-on.json", **asked), "application/json"),
            Download("Turtle", link("/queries/orders-blocked-on.ttl", **asked), "text/turtle"),
        ],
        questions=beginnings(),
        query=link("/queries/orders-blocked-on", **asked),
        tries=[(said, link("/search", q=said)) for said in TRIES],
    )


def turns() -> list[date]:
    """The days on which the state of any provision changes."""
    return sorted(day for row in lookup("turns") if (day := as_day(text(row, "from"))) is not None)


def _told(change: Change | None) -> Change | None:
    """A day with what was done on it: the first deed on record, in a word."""
    if change is None:
        return None
    rows = [row for row in on_day("changes", change.on) if text(row, "earliest") == change.on.isoformat()]
    done = concept(text(rows[0], "type")) if rows else ""
    said = t(f"deed.{done}") if f"deed.{done}" in words() else ""
    return replace(change, what=said[:1].lower() + said[1:])


@dataclass(frozen=True, slots=True)
class Found:
    """One provision on the day."""

    provision: str
    summary: Summary
    since: date
    decided: tuple[Thing, ...]
    history: tuple[Stretch, ...]


def _found(
    now: Iterable[Period], contested: dict[str, list[Period]], scale: Broken | None, on: date
) -> list[Found]:
    sizes, by = group_sizes(), deciders(on)
    by_provision: dict[str, list[Period]] = {}
    for period in now:
        by_provision.setdefault(period.provision, []).append(period)
    found: list[Found] = []
    for provision, group in by_provision.items():
        summary = summarised(group, sizes)
        state = "blocked" if summary.state == "partly-blocked" else summary.state
        telling = [period for period in group if period.state == state] or group
        decided = {by[period.iri].iri: by[period.iri] for period in telling if period.iri in by}
        history = stretches(contested[provision], scale) if scale and provision in contested else []
        since = max(period.since for period in telling)
        found.append(Found(provision, summary, since, tuple(decided.values())[:2], tuple(history)))
    return found


def _states(loud: Iterable[Found], quiet: Iterable[Found]) -> set[str]:
    """The states that the page shows, in chips or in histories."""
    drawn = {bar.state for each in loud for bar in each.history}
    return drawn | {each.summary.state for each in (*loud, *quiet)}


def _together(found: Iterable[Found]) -> list[Row]:
    """One row for the provisions of a measure that are told alike, what is held back first, then the latest."""
    facts = {text(row, "provision"): row for row in lookup("computed-measures")}
    alike: dict[tuple[object, ...], list[Found]] = {}
    for each in found:
        measure = text(facts[each.provision], "measure") if each.provision in facts else each.provision
        alike.setdefault((measure, each.summary, each.since, each.decided, each.history), []).append(each)
    names().learn(
        NamedNode(iri)
        for (measure, *_), of in alike.items()
        for iri in (str(measure), *(e.provision for e in of))
    )
    rows: list[Row] = []
    for (measure, *_), of in alike.items():
        first = facts.get(of[0].provision, {})
        rows.append(
            Row(
                name=thing(of[0].provision if len(of) == 1 else str(measure)),
                sections=[]
                if len(of) == 1
                else [_section(e.provision, text(facts[e.provision], "section")) for e in of],
                title=text(first, "title") or text(first, "heading"),
                signed=as_day(text(first, "signed")),
                summary=of[0].summary,
                since=of[0].since,
                decided=list(of[0].decided),
                history=list(of[0].history),
            )
        )
    rows.sort(key=lambda row: (row.since, row.name.text), reverse=True)
    return sorted(rows, key=lambda row: ORDER.index(row.summary.state))


def _section(iri: str, section: str) -> Thing:
    """A provision by its number, as it stands among others of the same measure."""
    return (
        replace(thing(iri), text=f"§ {section}" if section[0].isdigit() else section)
        if section
        else thing(iri)
    )
