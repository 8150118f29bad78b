"""Places: what binds them on a day and over time, their policies, lawsuits and designations."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from ..ask import lookup, text
from ..day import Change, asked_day, neighbours
from ..desk import desk
from ..present import Thing, distinct, grouped, names, thing, things
from ..standing import SEVEN, Period, deciders, of_an_order, periods
from ..swimlane import Track, lane, scale

HELD_BACK = frozenset(("blocked", "restricted", "stayed"))


@dataclass(frozen=True, slots=True)
class Bound:
    """A provision, its period for the place, and what opened that."""

    provision: Thing
    period: Period
    because: Thing | None


def place(iri: NamedNode) -> dict[str, object]:
    """The page of a place; a group that names it speaks for it, else the rest group does."""
    on = asked_day().on
    rows = lookup("place-periods", [(iri,)])
    chosen: dict[str, list[Period]] = {}
    for provision, found in grouped(rows, "provision").items():
        named = [row for row in found if text(row, "named") == "true"]
        chosen[provision] = periods(named or found)
    everything = [period for found in chosen.values() for period in found]
    names().learn(NamedNode(provision) for provision in chosen)
    turns = {day for period in everything for day in (period.since, period.until) if day is not None}
    before, after = neighbours((Change(day) for day in turns), on)
    facts = grouped(lookup("place-facts", [(iri,)]), "relation")
    contested = {
        provision: found
        for provision, found in chosen.items()
        if of_an_order(provision) and any(period.state in HELD_BACK for period in found)
    }
    drawn = scale([period for found in contested.values() for period in found], desk().today())
    name = names().of(iri.value)
    by = deciders(on)
    binds = [
        Bound(thing(period.provision), period, by.get(period.iri))
        for period in everything
        if period.holds(on) and period.state != "not-in-force" and of_an_order(period.provision)
    ]
    return {
        "held": [bound for bound in binds if _held(bound.period)],
        "free": [bound for bound in binds if not _held(bound.period)],
        "scale": drawn,
        "tracks": [
            Track(thing(provision), [lane(name, found, drawn, on, _nowhere)])
            for provision, found in contested.items()
            if drawn is not None
        ],
        "states": [state for state in SEVEN if any(period.state == state for period in everything)],
        "policies": things(distinct(facts.get("policy", []), "thing")),
        "lawsuits": things(distinct(facts.get("lawsuit", []), "thing")),
        "designations": things(distinct(facts.get("designation", []), "thing")),
        "day_before": before,
        "day_after": after,
    }


def _nowhere(_period: Period) -> str | None:
    """A bar of a place leads nowhere: the table above says what opened it."""
    return None


def _held(period: Period) -> bool:
    return period.state in {*HELD_BACK, "uncertain"}
