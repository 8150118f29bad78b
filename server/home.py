"""The first page: the question, a search, and where everything stands on the day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from flask import Blueprint, render_template
from pyoxigraph import NamedNode

from .answers.days import calendar
from .answers.glance import glances, kept_with_calendar, spans
from .answers.standing import SEVEN, concept, counted, deciders, kept_by_day, of_an_order, stands_of
from .answers.turns import turns_around
from .ask import lookup, text
from .day import asked_day, link
from .desk import desk
from .lists.listing import Download
from .maps.marking import protected, word
from .pictures.strips import Stretch, broken, spoken, stretches
from .present import Thing, names, thing
from .reports import events
from .reports.changes import done, latest
from .search.indexing import warm
from .words import t, words
from .workbench.questions import beginnings
from .written import as_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from flask.typing import ResponseReturnValue

    from .answers.glance import Glance
    from .answers.standing import Summary
    from .day import Change
    from .pictures.strips import Broken

bp: Final = Blueprint("home", __name__)
_LATEST: Final = 7
MOST: Final = 40
"""Rows of the table; the list of provisions has all."""
_TOLD: Final = 150
"""Provisions that are told in full, to be put together to rows: enough for what a table shows."""
_TELLING: Final = 8
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
    scale = broken(kept_with_calendar("days contested", lambda: calendar().days_contested()), desk().today())
    standing = kept_by_day("glances", on, lambda: glances(on))
    loud = [each for each in standing if each.contested]
    quiet = [each for each in standing if not each.contested and of_an_order(each.provision)]

    def tables() -> tuple[Table, Table, Table]:
        live = [each for each in loud if each.state != "not-in-force"]
        gone = [each for each in loud if each.state == "not-in-force"]
        return _rows(live, scale, on), _rows(gone, scale, on), _rows(quiet, None, on)

    live, gone, still = kept_by_day("home", on, tables)
    before, after = map(_told, turns_around(on))
    events.warm()
    asked = {"on": on.isoformat()}
    return render_template(
        "home.html",
        sentence=counted(each.state for each in (*loud, *quiet)),
        tables=[
            ("live", live.rows[:MOST], live.count),
            ("gone", gone.rows[:MOST], gone.count),
            ("quiet", still.rows[:MOST], len(quiet)),
        ],
        scale=scale,
        states=[state for state in SEVEN if state in _states((*loud, *quiet), (*live.rows, *gone.rows))],
        latest=latest(on, _LATEST),
        picture=kept_by_day("protected", on, lambda: protected(on)),
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


def _told(change: Change | None) -> Change | None:
    """A day with what was done on it: the first deed on record, in a word."""
    if change is None:
        return None
    first = calendar().doings(change.on, 0, 1)
    rows = done(first) if first and first[0][0] == change.on.isoformat() else []
    deed = concept(text(rows[0], "type")) if rows else ""
    said = t(f"deed.{deed}") if f"deed.{deed}" in words() else ""
    return replace(change, what=said[:1].lower() + said[1:])


@dataclass(frozen=True, slots=True)
class Found:
    """One provision on the day."""

    provision: str
    summary: Summary
    since: date
    decided: tuple[Thing, ...]
    history: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of a table, and how many there are: of very many provisions, how many provisions."""

    rows: list[Row]
    count: int


def _rows(standing: list[Glance], scale: Broken | None, on: date) -> Table:
    """The rows for these provisions, what is held back first, then the latest; only those told that may be shown."""
    standing.sort(key=lambda each: (ORDER.index(each.state), -each.since, each.provision))
    told = standing[:_TOLD]
    full = stands_of((each.provision for each in told), on)
    by = deciders(iri for each in told for iri in full[each.provision].telling[:_TELLING])
    histories = spans(full) if scale is not None else {}
    found: list[Found] = []
    for each in map(full.__getitem__, (glance.provision for glance in told)):
        decided = {by[iri].iri: by[iri] for iri in each.telling if iri in by}
        history = stretches(histories[each.provision], scale) if scale else []
        found.append(
            Found(each.provision, each.summary, each.since, tuple(decided.values())[:2], tuple(history))
        )
    rows = _together(found)
    return Table(rows, len(rows) if len(told) == len(standing) else len(standing))


def _states(standing: Iterable[Glance], rows: Iterable[Row]) -> set[str]:
    """The states that the page shows, in chips or in histories."""
    return {bar.state for row in rows for bar in row.history} | {each.state for each in standing}


def _together(found: Iterable[Found]) -> list[Row]:
    """One row for the provisions of a measure that are told alike, what is held back first, then the latest."""
    asked = [(NamedNode(each.provision),) for each in found]
    facts = {text(row, "provision"): row for row in (lookup("computed-measures", asked) if asked else [])}
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
