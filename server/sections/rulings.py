"""Rulings, relief and effects: what changed for whom, who decided it, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from ..answers.standing import SEVEN, periods
from ..ask import Solution, lookup, text
from ..day import Change, asked_day, neighbours
from ..desk import desk
from ..entities.facts import capital
from ..entities.witnesses import witnesses
from ..pictures.chart import Chart, Drawing, Part, Reasons, chart, members
from ..pictures.happenings import happenings, ruling_facts
from ..pictures.swimlane import scale
from ..pictures.turned import turned
from ..pictures.zoom import window
from ..present import distinct, grouped, names, table, thing, things
from ..reports.timeline import when
from ..words import t
from ..written import as_day, written
from .claims import quotes
from .lawsuits import silent_acts
from .measures import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ..pictures.happenings import Happening


def ruling(iri: NamedNode) -> dict[str, object]:
    """The page of a ruling: what it changed, its effects, votes, what it reviews and what reviewed it."""
    acts = lookup("acts-of", [(iri,)])
    mine = happenings(acts or silent_acts([{"producer": iri}]))[0]
    later = happenings(lookup("acts-on", [(iri,)]))
    facts = ruling_facts([iri.value]).get(iri.value, [])
    review = grouped(lookup("review", [(iri,)]), "relation")
    turns = turned(iri)
    on = asked_day().on
    days = (
        [each.on for each in later if each.on] + [turn.on for turn in turns] + ([mine.on] if mine.on else [])
    )
    said = {each.on: each.title.text for each in [mine, *later] if each.on}
    before, after = neighbours((Change(day, said.get(day, "")) for day in set(days)), on)
    witnesses().learn([*mine.iris, *(source for each in later for source in each.iris)])
    return {
        "answered": True,
        "list": "rulings",
        "mine": mine,
        "facts": _facts(facts),
        "sentence": _sentence(mine, later, on),
        "turns": turns,
        "effects": _effects(acts),
        "bench": _bench(iri),
        "dispositions": table(
            lookup("dispositions-of", [(iri,)]),
            {"type": t("column.disposition"), "below": t("column.ruling"), "text": t("entity.note")},
        ),
        "reviews": things(distinct(review.get("reviews", []), "other")),
        "reviewed_by": things(distinct(review.get("reviewed-by", []), "other")),
        "later": later,
        "quotes": quotes([iri.value]),
        "day_before": before,
        "day_after": after,
    }


def _facts(rows: Sequence[Solution]) -> dict[str, object]:
    return {
        "courts": [thing(term) for term in distinct(rows, "court")],
        "lawsuits": [thing(term) for term in distinct(rows, "lawsuit")],
        "authors": [thing(term) for term in distinct(rows, "author")],
        "types": [thing(term) for term in distinct(rows, "type")],
    }


def _sentence(mine: Happening, later: Sequence[Happening], on: date) -> str:
    """What it did, and what had become of it by a day."""
    did = mine.summary or "; ".join(deed.text for deed in mine.deeds) or t("ruling.no_effects")
    said = did if did.endswith(".") else f"{did}."
    if mine.on is not None and mine.on > on:
        return f"{t('ruling.not_yet')} {said}"
    fates = [each for each in later if each.on is not None and each.on <= on]
    if fates:
        last = fates[-1]
        said += " " + t(
            "ruling.fate", what=last.title.text.lower(), on=last.when if last.certain else written(last.on)
        )
    return said


def _effects(acts: Iterable[Solution]) -> list[dict[str, object]]:
    return [
        {
            "effect": thing(of[0]["effect"]),
            "type": thing(of[0]["type"]),
            "targets": [thing(term) for term in distinct(of, "target")],
            "scopes": [thing(term) for term in distinct(of, "scope")],
            "when": when(of[0])[0],
            "iri": iri,
        }
        for iri, of in grouped(list(acts), "effect").items()
    ]


def _bench(iri: NamedNode) -> dict[str, object]:
    """The judges who sat, each with a vote where one is recorded, and the kind of bench."""
    rows = lookup("bench", [(iri,)])
    names().learn(term for row in rows for term in row.values())
    author = {text(row, "author") for row in rows}
    return {
        "kind": next((names().of(text(row, "kind")) for row in rows if "kind" in row), ""),
        "judges": [
            {
                "judge": thing(judge),
                "author": judge in author,
                "votes": things(distinct(of, "vote")),
                "notes": [term.value for term in distinct(of, "note")],
            }
            for judge, of in grouped(rows, "judge").items()
        ],
    }


def relief(iri: NamedNode) -> dict[str, object]:
    """The page of a relief: what it restrains, for whom, how its scope may be read, what changed it."""
    rows = lookup("relief-facts", [(iri,)])
    names().learn(term for row in rows for term in row.values())
    happened = happenings(lookup("acts-on", [(iri,)]))
    on = asked_day().on
    past = [each for each in happened if each.on is not None and each.on <= on]
    before, after = neighbours((Change(each.on, each.title.text) for each in happened if each.on), on)
    witnesses().learn([iri.value, *(source for each in happened for source in each.iris)])
    last = past[-1] if past else None
    state = next((deed.state for deed in last.deeds if deed.state), "") if last else "not-in-force"
    return {
        "answered": True,
        "list": "rulings",
        "state": state,
        "sentence": t("relief.last", what="; ".join(deed.text for deed in last.deeds), on=last.when)
        if last
        else t("relief.not_yet"),
        "kinds": things(distinct(rows, "kind")),
        "rulings": things(distinct(rows, "ruling")),
        "restrains": things(distinct(rows, "restrains")),
        "conduct": [term.value for term in distinct(rows, "conduct")],
        "scopes": _scopes(rows),
        "happened": happened,
        **_lanes(iri),
        "day_before": before,
        "day_after": after,
    }


def _scopes(rows: Sequence[Solution]) -> list[dict[str, object]]:
    """Each scope that it had: since when, whom it protects and binds, and how it may be read."""
    return [
        {
            "scope": thing(scope),
            "since": as_day(text(of[0], "from")),
            **{
                name: things(distinct(of, name))
                for name in ("protects", "binds", "spares", "condition", "exception", "narrow", "wide")
            },
        }
        for scope, of in grouped(rows, "scope").items()
    ]


def _lanes(about: NamedNode) -> dict[str, object]:
    """The periods that rest on the ruling which granted a relief, as lanes."""
    found = periods(lookup("relief-periods", [(about,)]))
    whole = scale(found, desk().today())
    if not found or whole is None:
        return {"chart": None}
    on, path = asked_day().on, path_of(about)
    provisions = sorted({period.provision for period in found})
    names().learn(NamedNode(iri) for iri in provisions)
    parts = {
        iri: Part(iri, capital(names().of(iri)), names().of(iri), "", parent=False) for iri in provisions
    }
    days = {day for period in found for day in (period.since, period.until) if day is not None}
    span = window(path, whole, days, on)
    bound = members([NamedNode(iri) for iri in provisions], found)
    drawing = Drawing(parts, bound, Reasons({}), span, on, path, {}, None, {})
    shown: Chart = chart(found, drawing)
    return {
        "chart": shown,
        "window": span,
        "states": [state for state in SEVEN if any(row.period.state == state for row in shown.rows)],
    }


def effect(iri: NamedNode) -> dict[str, object]:
    """The page of an effect: who did what to what, with which scope, and what turned by it."""
    rows = lookup("effect-facts", [(iri,)])
    names().learn(term for row in rows for term in row.values())
    if not rows:
        return {}
    mine = happenings(rows)[0]
    witnesses().learn([iri.value])
    day = mine.on
    before, after = neighbours([Change(day)] if day else [], asked_day().on)
    return {
        "answered": True,
        "mine": mine,
        "type": thing(rows[0]["type"]),
        "producer": thing(rows[0]["producer"]),
        "targets": things(distinct(rows, "target")),
        "scopes": things(distinct(rows, "scope")),
        "when": when(rows[0])[0],
        "turns": turned(NamedNode(mine.iri)),
        "day_before": before,
        "day_after": after,
    }
