"""What binds a place: on a day as a table, over time as lanes, and the days on which it changes.

Of a place that much binds the page shows a part: the tables in pages, the lanes of those that a court held back
last, the changes that are nearest to the day.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ...graph.answers.reach import Reach
from ..answers.days import calendar
from ..answers.standing import SEVEN, Period, counts_said, deciders
from ..ask import lookup, text
from ..day import Change, asked_day, link, neighbours
from ..desk import desk
from ..entities.portion import Portion, portion
from ..entities.witnesses import witnesses
from ..pictures.chart import Row, briefs, natural
from ..pictures.happenings import ruling_facts, title_of
from ..pictures.swimlane import Telling, Track, drawn, lane, scale
from ..pictures.zoom import window
from ..present import Thing, grouped, names
from ..words import t
from ..written import written
from .measures import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

QUESTION: Final = "/queries/what-binds"
HELD_BACK: Final = ("blocked", "restricted", "stayed", "uncertain")
"""The states of what may not, or not for certain, be enforced there as it is written."""
TRACKS: Final = 40
"""Of how many provisions a page draws the lanes at most."""
STEPS: Final = 120
"""How many days of change, before the day asked about and after it, the slider reaches."""
_KINDS: Final = ("order", "provision")


@dataclass(frozen=True, slots=True)
class Bound:
    """A provision, what it is about, its period for the place, and what opened that."""

    provision: Thing
    subject: str
    period: Period
    because: Thing | None


@dataclass(frozen=True, slots=True)
class Shown:
    """One table of what binds a place, and which part of it the page shows."""

    rows: list[Bound]
    pages: Portion


def reach_of(iri: NamedNode) -> Reach:
    """What the executive ordered and a place is reached by; statutes and local policies are not among it."""
    base = desk().graph.iris.base
    return Reach(calendar(), iri.value, tuple(f"{base}id/{kind}/" for kind in _KINDS))


def binds(iri: NamedNode, turning: Sequence[Change] | None = None) -> dict[str, object]:
    """The part of a place's page that depends on the day; asked alone, it is `?part=binds`.

    `turning` are the changes around the day, where the page has them already.
    """
    on = asked_day().on
    found = reach_of(iri)
    counts = found.counts(on)
    held = _part(found, "held", HELD_BACK, counts)
    free = _part(found, "free", ("in-force",), counts)
    told = _bound([*held[0], *free[0]])
    before, after = neighbours(changes(found, 1) if turning is None else turning, on)
    witnesses().learn(each.because.iri for each in told.values() if each.because)
    many = held[1].all > 1 or free[1].all > 1
    return {
        "before": before,
        "after": after,
        "name": names().of(iri.value),
        "held": _shown(held, told),
        "free": _shown(free, told),
        "counted": counts_said(counts) if many else "",
    }


def _part(
    found: Reach, name: str, states: Sequence[str], counts: Mapping[str, int]
) -> tuple[list[Period], Portion]:
    pages = portion(name, sum(counts.get(state, 0) for state in states))
    rows = found.on(asked_day().on, states, pages.first, pages.size)
    return [Period.of(row) for row in rows], pages


def _shown(part: tuple[list[Period], Portion], told: Mapping[str, Bound]) -> Shown:
    """In the order of the names where all are there, else the latest first."""
    rows = [told[period.iri] for period in part[0]]
    if part[1].all == 1:
        rows.sort(key=lambda each: natural(each.provision.text))
    return Shown(rows, part[1])


def _bound(found: Sequence[Period]) -> dict[str, Bound]:
    """By period, what a row of the table tells."""
    short, about = briefs(period.provision for period in found), _subjects(found)
    opened = deciders(period.iri for period in found)
    return {
        period.iri: Bound(
            short[period.provision], about.get(period.provision, ""), period, opened.get(period.iri)
        )
        for period in found
    }


def _subjects(found: Iterable[Period]) -> dict[str, str]:
    asked = [(NamedNode(iri),) for iri in dict.fromkeys(period.provision for period in found)]
    rows = grouped(lookup("subjects", asked), "provision") if asked else {}
    return {provision: text(of[0], "subject") for provision, of in rows.items()}


def changes(found: Reach, most: int | None = None) -> list[Change]:
    """The days on which something changes that are nearest to the day asked about, `STEPS` on either side.

    Each with what that is where it is one thing, else how many begin on it.
    """
    turns = found.turns(asked_day().on, most or STEPS)
    began = {day: (n, Period.of(row)) for day, (n, row) in found.began(turns).items()}
    short = briefs(period.provision for n, period in began.values() if n == 1)
    return [Change(day, _said(began.get(day), short)) for day in turns]


def _said(began: tuple[int, Period] | None, short: Mapping[str, Thing]) -> str:
    if began is None:
        return ""
    n, period = began
    if n > 1:
        return t("place.changes", n=n)
    return t("place.change", provision=short[period.provision].text, state=period.word.lower())


def slider(found: Sequence[Change], on: date) -> dict[str, object] | None:
    """The steps of the date slider: days and words for each, and the step that the asked day is in."""
    if len(found) < 2:
        return None
    days = [change.on for change in found]
    at = max((nth for nth, day in enumerate(days) if day <= on), default=0)
    return {
        "days": json.dumps([day.isoformat() for day in days]),
        "words": json.dumps(
            [f"{written(each.on)}: {each.what}" if each.what else written(each.on) for each in found],
            ensure_ascii=False,
        ),
        "at": at,
        "last": len(days) - 1,
        "said": written(on),
        "near": STEPS if at + 1 >= STEPS or len(days) - at > STEPS else 0,
    }


def lanes(iri: NamedNode, found: Reach, turns: Iterable[date]) -> dict[str, object]:
    """The provisions that a court ever held back for the place, each with its periods there as a lane."""
    on = asked_day().on
    contested, count = found.contested(on, TRACKS)
    by_provision: dict[str, list[Period]] = {iri: [] for iri in contested}
    for row in found.of(contested):
        by_provision[row[1]].append(Period.of(row))
    everything = [period for periods in by_provision.values() for period in periods]
    whole = scale(everything, desk().today())
    if whole is None:
        return {"tracks": [], "rows": [], "window": None, "states": [], "more": 0, "data": ""}
    span = window(path_of(iri), whole, turns, on)
    opened = deciders(period.iri for period in everything)
    told, name = _telling(opened), names().of(iri.value)
    short, about = briefs(contested), _subjects(everything)
    tracks: list[Track] = []
    rows: list[Row] = []
    for provision in sorted(contested, key=lambda each: natural(short[each].text)):
        heading, periods = short[provision], by_provision[provision]
        shown = drawn(periods, span.scale)
        if not shown:
            continue
        tracks.append(Track(heading, [lane(name, periods, span.scale, on, told)], about.get(provision, "")))
        rows += [_row(heading, name, period, opened.get(period.iri)) for period in shown]
    return {
        "tracks": tracks,
        "rows": rows,
        "window": span,
        "states": [state for state in SEVEN if any(row.period.state == state for row in rows)],
        "more": count - len(contested),
        "data": data(iri),
    }


def data(iri: NamedNode, suffix: str = "") -> str:
    """The address of the question that gives all that binds the place on the day."""
    key = desk().graph.iris.kind_and_id(iri)
    return link(
        f"{QUESTION}{suffix}", jurisdiction=key[1] if key else iri.value, on=asked_day().on.isoformat()
    )


def _row(heading: Thing, name: str, period: Period, opener: Thing | None) -> Row:
    return Row(heading, name, period, [opener] if opener else [], (opener.iri,) if opener else ())


def _telling(opened: Mapping[str, Thing]) -> Telling:
    """Bars lead to what opened them, and have room for its kind."""
    facts = ruling_facts(dict.fromkeys(each.iri for each in opened.values()))
    names().learn(row["type"] for of in facts.values() for row in of if "type" in row)
    said = {iri: t("lane.since", what=title_of(iri, of).text.lower()) for iri, of in facts.items()}

    def href(period: Period) -> str | None:
        return opened[period.iri].href if period.iri in opened else None

    def long(period: Period) -> str:
        return said.get(opened[period.iri].iri, "") if period.iri in opened else ""

    return Telling(href, long)
