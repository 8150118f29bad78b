"""Orders and their provisions: the answer on a day, states over time, what changed them, who challenges them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from flask import request
from pyoxigraph import NamedNode

from ..answers.enforceable import choices
from ..answers.standing import SEVEN, Period, group_sizes, of_an_order, periods
from ..answers.verdict import verdict
from ..ask import lookup, text
from ..day import Change, asked_day, neighbours
from ..desk import desk
from ..entities.facts import capital
from ..entities.witnesses import witnesses
from ..pictures.chart import Chart, Drawing, Part, chart, members, natural, reasons, summaries
from ..pictures.happenings import Dot, Happening, chosen_of, dots, event_link, happenings
from ..pictures.swimlane import scale
from ..pictures.turned import turned
from ..pictures.zoom import window
from ..present import Thing, distinct, grouped, names, thing
from ..words import t
from ..written import as_day
from .claims import quotes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from ..answers.standing import Summary
    from ..ask import Solution, Term
    from ..pictures.chart import Members
    from ..pictures.zoom import Window

PATH: Final = "/doc/{}/{}"


@dataclass(frozen=True, slots=True)
class Wording:
    """What one provision says, whom it directs, and to whom it applies."""

    part: Part
    thing: Thing
    text: str
    applies: str
    directs: list[Thing]


def measure(iri: NamedNode) -> dict[str, object]:
    """The page of a measure: all of its provisions."""
    facts = lookup("measure-facts", [(iri,)])
    names().learn(term for row in facts for term in row.values())
    ended = min((text(row, "ended") for row in facts if "ended" in row), default="")
    enders = sorted({text(row, "ender") for row in facts if ended and text(row, "ended") == ended})
    return _page(iri) | {
        "facts": {
            "signed": next((as_day(text(row, "signed")) for row in facts if "signed" in row), None),
            "by": [thing(term) for term in distinct(facts, "by")],
            "citation": next((text(row, "citation") for row in facts if "citation" in row), ""),
            "topics": [thing(term) for term in distinct(facts, "topic")],
            "enders": [thing(iri) for iri in enders],
            "ended": as_day(ended),
            "related": [thing(term) for term in distinct(facts, "related")],
        },
    }


def provision(iri: NamedNode) -> dict[str, object]:
    """The page of one provision, with the form that asks for one party."""
    key = desk().graph.iris.kind_and_id(iri)
    near = [text(row, "sibling") for row in lookup("siblings", [(iri,)])]
    return _page(iri) | {"facts": None, "ask_for": key[1] if key else iri.value, "choices": choices(near)}


@dataclass(frozen=True, slots=True)
class Told:
    """What a measure's picture and answer are made from, on the day asked about."""

    found: list[Period]
    wordings: list[Wording]
    happened: list[Happening]
    turns: set[date]
    chips: dict[str, Summary]
    chosen: Happening | None
    bound: Members
    span: Window | None
    chart: Chart | None

    @property
    def parts(self) -> dict[str, Part]:
        return {wording.part.iri: wording.part for wording in self.wordings}


def _told(about: NamedNode) -> Told:
    on, path = asked_day().on, path_of(about)
    found = periods(lookup("periods", [(about,)]))
    wordings = _wordings(about, found)
    happened = happenings(lookup("acts", [(about,)]))
    turns = {day for period in found for day in (period.since, period.until) if day is not None}
    chips = summaries(found, on, group_sizes({period.group for period in found}))
    chosen = chosen_of(happened, request.args.get("event", ""), on)
    bound = members([about], found)
    whole = scale(found, desk().today())
    span = window(path, whole, turns, on) if whole else None
    shown = None
    if span is not None:
        parts = {wording.part.iri: wording.part for wording in wordings}
        shown = chart(
            found, Drawing(parts, bound, reasons(about), span, on, path, _labels(happened), chosen, chips)
        )
    return Told(found, wordings, happened, turns, chips, chosen, bound, span, shown)


def picture(about: NamedNode) -> tuple[Chart, Window, list[Dot]] | None:
    """The picture alone, for a file; `None` where no state is computed."""
    told = _told(about)
    if told.chart is None or told.span is None:
        return None
    return told.chart, told.span, dots(told.happened, told.span.scale)


def _page(about: NamedNode) -> dict[str, object]:
    on, path = asked_day().on, path_of(about)
    told = _told(about)
    shown, span, chosen = told.chart, told.span, told.chosen
    lawsuits = challengers(about)
    _learn_sources(told.happened, told.wordings, lawsuits, shown)
    said = {each.on: _in_short(each) for each in told.happened if each.on is not None and each.changes}
    before, after = neighbours((Change(day, said.get(day, "")) for day in told.turns), on)
    return {
        "answered": bool(of_an_order(about.value) or told.found),
        "list": "orders",
        "verdict": verdict(told.found, on, told.parts, told.bound, told.chips)
        if of_an_order(about.value) or told.found
        else None,
        "chart": shown,
        "window": span,
        "states": [
            state for state in SEVEN if shown and any(row.period.state == state for row in shown.rows)
        ],
        "placed": dots(told.happened, span.scale) if span else [],
        "happened": told.happened,
        "chosen": chosen,
        "detail": _detail(chosen) if chosen else None,
        "event_link": partial(event_link, path, **(span.kept if span else {})),
        "lawsuits": lawsuits,
        "wordings": told.wordings
        if len(told.wordings) > 1 or any(each.text for each in told.wordings)
        else [],
        "checked": checked(about),
        "day_before": before,
        "day_after": after,
    }


def path_of(iri: NamedNode) -> str:
    """The address of an entity's page."""
    found = desk().graph.iris.kind_and_id(iri)
    return PATH.format(*found) if found else "/"


def _wordings(about: NamedNode, found: Sequence[Period]) -> list[Wording]:
    """Each provision, by section; what has periods of its own but no section is one as well."""
    rows = lookup("provision-texts", [(about,)])
    names().learn(row[name] for row in rows for name in ("provision", "directs") if name in row)
    names().learn(NamedNode(period.provision) for period in found)
    whole = {text(row, "part") for row in rows}
    by_provision = grouped(rows, "provision")
    for period in found:
        by_provision.setdefault(period.provision, [])
    told = [_wording(iri, of, parent=iri in whole) for iri, of in by_provision.items()]
    return sorted(told, key=lambda each: natural(each.part.short))


def _wording(iri: str, rows: Sequence[Solution], *, parent: bool) -> Wording:
    first = rows[0] if rows else {}
    section = text(first, "section")
    subject = text(first, "heading") or text(first, "subject")
    numbered = section[:1].isdigit()
    name = capital(names().of(iri))
    return Wording(
        Part(
            iri,
            t("provision.short", section=section) if numbered else capital(section or name),
            t("provision.long", section=section) if numbered else name,
            subject if subject.lower() != section.lower() else "",
            parent,
        ),
        thing(iri),
        text(first, "text"),
        text(first, "applies"),
        [thing(term) for term in distinct(rows, "directs")],
    )


def _labels(happened: Iterable[Happening]) -> dict[str, str]:
    """By producer, the few words that a bar has room for."""
    return {
        each.iri: t("lane.since", what=_uncapital(each.title.text))
        for each in happened
        if "/ruling/" in each.iri
    }


def _uncapital(words: str) -> str:
    return words[:1].lower() + words[1:] if not any(sign.isdigit() for sign in words) else words


def _in_short(each: Happening) -> str:
    return next((deed.text for deed in each.deeds if deed.state), each.title.text)


def challengers(about: NamedNode) -> list[dict[str, object]]:
    """The lawsuits against a measure: court and number of the first docket, day of filing, what is challenged."""
    rows = lookup("challengers", [(about,)])
    names().learn(term for row in rows for term in row.values())
    return [
        {
            "iri": iri,
            "lawsuit": thing(iri),
            "court": [thing(term) for term in distinct(of, "court")],
            "docket": ", ".join(term.value for term in distinct(of, "docket")),
            "filed": min((day for row in of if (day := as_day(text(row, "filed")))), default=None),
            "ended": max((day for row in of if (day := as_day(text(row, "terminated")))), default=None),
            "parts": [thing(term) for term in distinct(of, "part")],
        }
        for iri, of in grouped(rows, "lawsuit").items()
    ]


def checked(about: NamedNode) -> date | None:
    """To which day the record was checked."""
    days = [as_day(text(row, "day")) for row in lookup("checked", [(about,)])]
    return max((day for day in days if day is not None), default=None)


def _detail(chosen: Happening) -> dict[str, object]:
    """What the card of the chosen event shows: what it reviews, what changed by it, sentences about it."""
    about = NamedNode(chosen.iri)
    review = grouped(lookup("review", [(about,)]), "relation")
    reviews: list[Term] = distinct(review.get("reviews", []), "other")
    names().learn(reviews)
    return {
        "reviews": [thing(term) for term in reviews],
        "quotes": quotes([chosen.iri])[:2],
        "changes": turned(about),
    }


def _learn_sources(
    happened: Iterable[Happening],
    wordings: Iterable[Wording],
    lawsuits: Iterable[Mapping[str, object]],
    shown: Chart | None,
) -> None:
    wanted = {iri for each in happened for iri in each.iris} | {each.part.iri for each in wordings}
    wanted |= {str(each["iri"]) for each in lawsuits}
    wanted |= {iri for row in (shown.rows if shown else ()) for iri in row.iris}
    witnesses().learn(wanted)
