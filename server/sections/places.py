"""Places: what binds them on a day and over time, their policies, lawsuits, and who calls them a sanctuary."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ..answers.standing import SEVEN, Period, of_an_order, period_of
from ..ask import Solution, lookup, text
from ..day import Change, asked_day, link, neighbours
from ..desk import desk
from ..entities.facts import capital
from ..entities.witnesses import witnesses
from ..lists.listing import Download
from ..pictures.chart import Row, briefs, natural
from ..pictures.happenings import ruling_facts, title_of
from ..pictures.swimlane import Telling, Track, drawn, lane, scale
from ..pictures.zoom import window
from ..present import Thing, distinct, grouped, names, thing, things
from ..words import t
from ..written import as_day, written
from .measures import path_of
from .people import sued

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

HELD_BACK: Final = frozenset(("blocked", "restricted", "stayed"))
QUESTION: Final = "/queries/what-binds"


@dataclass(frozen=True, slots=True)
class Bound:
    """A provision, what it is about, its period for the place, and what opened that."""

    provision: Thing
    subject: str
    period: Period
    because: Thing | None
    iris: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """The periods of every provision for one place, with the producer that opened each."""

    chosen: Mapping[str, list[Period]]
    opened: Mapping[str, str]
    subjects: Mapping[str, str]

    @property
    def all(self) -> list[Period]:
        return [period for found in self.chosen.values() for period in found]

    @property
    def turns(self) -> list[date]:
        """The days on which anything changes for the place, in order."""
        days = {day for period in self.all for day in (period.since, period.until) if day is not None}
        return sorted(days)


def reach(iri: NamedNode) -> Reach:
    """What reaches a place; a group that names it speaks for it, else the rest group does."""
    chosen: dict[str, list[Period]] = {}
    opened: dict[str, str] = {}
    subjects: dict[str, str] = {}
    named = grouped(lookup("place-periods", [(iri,)]), "provision")
    for provision, told in (grouped(lookup("rest-periods"), "provision") | named).items():
        if not of_an_order(provision):
            continue
        by_period = grouped(told, "period")
        chosen[provision] = [period for rows in by_period.values() if (period := period_of(rows[0]))]
        opened.update({period: text(rows[0], "producer") for period, rows in by_period.items()})
        subjects[provision] = text(told[0], "subject")
    return Reach(chosen, opened, subjects)


def binds(iri: NamedNode) -> dict[str, object]:
    """The part of a place's page that depends on the day; asked alone, it is `?part=binds`."""
    found = reach(iri)
    return _binds(iri, found, briefs(found.chosen))


def place(iri: NamedNode) -> dict[str, object]:
    """The page of a place."""
    on = asked_day().on
    found = reach(iri)
    short = briefs(found.chosen)
    rows = lookup("place-about", [(iri,)])
    names().learn(term for row in rows for term in row.values())
    said = _designations(iri)
    changes = _changes(found, short)
    before, after = neighbours(changes, on)
    witnesses().learn([iri.value, *(str(row["iri"]) for row in said), *(text(row, "policy") for row in rows)])
    return {
        "answered": True,
        "list": "places",
        "kinds": things(distinct(rows, "kind")),
        "within": things(distinct(rows, "within")),
        "same": things(distinct(rows, "same")),
        "policies": _policies(rows),
        "sued": sued(iri),
        "designations": said,
        "slider": _slider(changes, on),
        "exports": _exports(iri),
        **_binds(iri, found, short),
        **_lanes(iri, found, short),
        "day_before": before,
        "day_after": after,
    }


def _binds(iri: NamedNode, found: Reach, short: Mapping[str, Thing]) -> dict[str, object]:
    on = asked_day().on
    held_on = [period for period in found.all if period.holds(on) and period.state != "not-in-force"]
    names().learn(
        NamedNode(each) for period in held_on for each in (period.provision, found.opened[period.iri]) if each
    )
    bound = [
        Bound(
            short[period.provision],
            found.subjects.get(period.provision, ""),
            period,
            thing(found.opened[period.iri]) if found.opened[period.iri] else None,
            (found.opened[period.iri],),
        )
        for period in held_on
    ]
    bound.sort(key=lambda each: natural(each.provision.text))
    witnesses().learn(iri for each in bound for iri in each.iris)
    before, after = neighbours(_changes(found, short), on)
    return {
        "before": before,
        "after": after,
        "name": names().of(iri.value),
        "held": [each for each in bound if _held(each.period)],
        "free": [each for each in bound if not _held(each.period)],
    }


def _changes(found: Reach, short: Mapping[str, Thing]) -> list[Change]:
    """Each day on which something changes, with what that is where it is one thing."""
    began: dict[date, list[Period]] = {}
    for period in found.all:
        began.setdefault(period.since, []).append(period)
    return [Change(day, _said(began.get(day, []), short)) for day in found.turns]


def _said(began: Sequence[Period], short: Mapping[str, Thing]) -> str:
    if len(began) != 1:
        return t("place.changes", n=len(began)) if began else ""
    return t("place.change", provision=short[began[0].provision].text, state=began[0].word.lower())


def _slider(changes: Sequence[Change], on: date) -> dict[str, object] | None:
    """The steps of the date slider: days and words for each, and the step that the asked day is in."""
    if len(changes) < 2:
        return None
    days = [change.on for change in changes]
    return {
        "days": json.dumps([day.isoformat() for day in days]),
        "words": json.dumps(
            [f"{written(each.on)}: {each.what}" if each.what else written(each.on) for each in changes],
            ensure_ascii=False,
        ),
        "at": max((nth for nth, day in enumerate(days) if day <= on), default=0),
        "last": len(days) - 1,
        "said": written(on),
    }


def _exports(iri: NamedNode) -> list[Download]:
    """What binds the place on the day as data: the named query that asks it."""
    found = desk().graph.iris.kind_and_id(iri)
    given = {"jurisdiction": found[1] if found else iri.value, "on": asked_day().on.isoformat()}
    return [
        Download("CSV", link(f"{QUESTION}.csv", **given), "text/csv"),
        Download("JSON", link(f"{QUESTION}.json", **given), "application/json"),
        Download("Turtle", link(f"{path_of(iri)}.ttl"), "text/turtle"),
    ]


def _lanes(iri: NamedNode, found: Reach, short: Mapping[str, Thing]) -> dict[str, object]:
    contested = {
        provision: periods
        for provision, periods in found.chosen.items()
        if any(period.state in HELD_BACK for period in periods)
    }
    everything = [period for periods in contested.values() for period in periods]
    whole = scale(everything, desk().today())
    if whole is None:
        return {"tracks": [], "rows": [], "window": None, "states": []}
    on = asked_day().on
    span = window(path_of(iri), whole, found.turns, on)
    told = _telling(found)
    name = names().of(iri.value)
    tracks: list[Track] = []
    rows: list[Row] = []
    for provision in sorted(contested, key=lambda each: natural(short[each].text)):
        heading = short[provision]
        shown = drawn(contested[provision], span.scale)
        if not shown:
            continue
        tracks.append(
            Track(
                heading, [lane(name, contested[provision], span.scale, on, told)], found.subjects[provision]
            )
        )
        rows += [_row(heading, name, period, found) for period in shown]
    return {
        "tracks": tracks,
        "rows": rows,
        "window": span,
        "states": [state for state in SEVEN if any(row.period.state == state for row in rows)],
    }


def _row(heading: Thing, name: str, period: Period, found: Reach) -> Row:
    opener = found.opened[period.iri]
    return Row(heading, name, period, [thing(opener)] if opener else [], (opener,) if opener else ())


def _telling(found: Reach) -> Telling:
    """Bars lead to what opened them, and have room for its kind."""
    openers = [iri for iri in dict.fromkeys(found.opened.values()) if iri]
    names().learn(NamedNode(iri) for iri in openers)
    facts = ruling_facts(openers)
    names().learn(row["type"] for of in facts.values() for row in of if "type" in row)
    said = {iri: t("lane.since", what=title_of(iri, of).text.lower()) for iri, of in facts.items()}

    def href(period: Period) -> str | None:
        opener = found.opened[period.iri]
        return thing(opener).href if opener else None

    return Telling(href, lambda period: said.get(found.opened[period.iri], ""))


def _policies(rows: Sequence[Solution]) -> list[dict[str, object]]:
    return [
        {
            "iri": policy,
            "policy": thing(policy),
            "enacted": as_day(text(of[0], "enacted")),
            "said": written(text(of[0], "enacted")),
            "citation": text(of[0], "citation"),
            "kind": names().of(text(of[0], "policyKind")) if "policyKind" in of[0] else "",
        }
        for policy, of in grouped(rows, "policy").items()
    ]


def _designations(iri: NamedNode) -> list[dict[str, object]]:
    """Who calls the place a sanctuary, as what, from when to when, and where that is said."""
    rows = lookup("designated", [(iri,)])
    names().learn(term for row in rows for term in row.values())
    return [
        {
            "iri": designation,
            "by": things(distinct(of, "by")),
            "as": capital(text(of[0], "as")),
            "since": written(text(of[0], "from")),
            "until": written(text(of[0], "until")),
            "where": things([*distinct(of, "list"), *distinct(of, "said")]),
            "thing": thing(designation),
        }
        for designation, of in grouped(rows, "designation").items()
    ]


def _held(period: Period) -> bool:
    return period.state in {*HELD_BACK, "uncertain"}
