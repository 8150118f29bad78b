"""What holds for places on a day: what courts hold back, policies of their own, lawsuits that they are in."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from ...graph.answers.calendar import COLUMNS
from ...graph.answers.holds import HELD
from ...graph.answers.standings import GRAVEST
from ..answers.days import calendar, days
from ..answers.standing import Period, of_an_order
from ..ask import lookup, text
from ..present import grouped
from .places import OWN, Finding, Held, Told
from .suits import parties

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from ...graph.answers.calendar import Row
    from ...graph.answers.holds import Held as Day
    from ...graph.answers.holds import Holds
    from ...graph.answers.parties import Parties
    from .places import Spot

_PERIOD, _PROVISION, _GROUP, _REST, _STATE, _MEASURE = 0, 1, 2, 3, 4, 8
"""Where a row of the calendar has what is asked of it here."""
_POLICY: Final = ("in-force", *HELD)
_OF_ORDER: Final = (
    f"SELECT {COLUMNS} FROM period p WHERE (p.provision = :order OR p.measure = :order)"  # noqa: S608  # our own words
    " AND p.since <= :on AND p.until > :on"
)


@dataclass(slots=True)
class _Gathering:
    """Findings as they are put together thing by thing; `order` has the levels, gravest first."""

    known: Mapping[str, Spot]
    order: tuple[str, ...]
    levels: dict[str, str] = field(default_factory=dict[str, str])
    told: dict[str, Told] = field(default_factory=dict[str, Told])

    def add(self, place: str, level: str, thing: str, period: str = "") -> None:
        if place not in self.known:
            return
        self.levels[place] = min(self.levels.get(place, level), level, key=self.order.index)
        told = self.told.setdefault(place, Told())
        if thing not in told.things:
            told.things.append(thing)
        if period and period not in told.periods:
            told.periods.append(period)

    def held(self) -> Held:
        places = {
            iri: Finding(self.known[iri], level, len(self.told[iri].things))
            for iri, level in self.levels.items()
        }
        return Held(places, [], lambda some: {iri: self.told[iri] for iri in some})


def injunctions(on: date, known: Mapping[str, Spot], order: str = "") -> Held:
    """The places for which a court holds back some provision on a day, of `order` alone where it is given.

    A place is bound as the group that names it, and where none does as everyone else is. Without an
    order, what is held back for everyone else counts for no place: it would fill the whole map.
    """
    if order:
        return _of_order(on, known, order)
    holds = days().holds
    day = holds.on(on)
    places = {iri: Finding(known[iri], level, n) for iri, (level, n) in day.reached.items() if iri in known}
    return Held(places, day.everywhere, partial(_told, holds, day))


def _told(holds: Holds, day: Day, places: Iterable[str]) -> dict[str, Told]:
    return {
        place: Told([provision for provision, _ in pairs], [period for _, period in pairs])
        for place, pairs in holds.told(day, places).items()
    }


def _of_order(on: date, known: Mapping[str, Spot], order: str) -> Held:
    found = _Gathering(known, GRAVEST)
    by_provision: dict[str, list[Row]] = {}
    for row in calendar().told(_OF_ORDER, {"order": order, "on": on.toordinal()}):
        if of_an_order(row[_MEASURE] or row[_PROVISION]):
            by_provision.setdefault(row[_PROVISION], []).append(row)
    members = calendar().members(row[_GROUP] for rows in by_provision.values() for row in rows)
    for provision, rows in by_provision.items():
        rest = next((row for row in rows if row[_REST] and row[_STATE] in HELD), None)
        named = {place: row for row in rows for place in members.get(row[_GROUP], ())}
        for place in known if rest else named:
            row = named.get(place, rest)
            if row is not None and row[_STATE] in HELD:
                found.add(place, row[_STATE], provision, row[_PERIOD])
    return found.held()


def policies(on: date, known: Mapping[str, Spot]) -> Held:
    """The places with a policy of their own that is in force on a day, or held back by a court."""
    enacted = list(grouped(lookup("map-policies"), "policy").values())
    parts = [{text(row, name) for row in rows for name in ("policy", "provision")} for rows in enacted]
    held: dict[str, set[str]] = {}
    for period in map(Period.of, calendar().rows_of(set[str]().union(*parts), on)):
        held.setdefault(period.provision, set()).add(period.state)
    found = _Gathering(known, _POLICY)
    for rows, of in zip(enacted, parts, strict=True):
        states = set[str]().union(*(held.get(each, ()) for each in of))
        for place, since in {(text(row, "place"), text(row, "enacted")) for row in rows}:
            if level := _level(states, since, on):
                found.add(place, level, text(rows[0], "policy"))
    return found.held()


def _level(states: set[str], enacted: str, on: date) -> str:
    """How a policy stands: as its provisions do, and where nothing is derived of them by the day of its enactment.

    One that stands is enough: what is asked is whether the place has any. Empty for what is not in force.
    """
    if not states and enacted and enacted <= on.isoformat()[: len(enacted)]:
        return "in-force"
    gravest = next((each for each in GRAVEST if each in states), "not-in-force")
    return "" if gravest == "not-in-force" else "in-force" if "in-force" in states else gravest


def lawsuits(on: date, known: Mapping[str, Spot]) -> Held:
    """The places that are a party to a lawsuit which is open on a day, as far as the record says."""
    suits = parties()
    places = {iri: Finding(known[iri], OWN, n) for iri, n in suits.counted(on).items() if iri in known}
    return Held(places, [], partial(_suits_of, suits, on))


def _suits_of(suits: Parties, on: date, places: Iterable[str]) -> dict[str, Told]:
    found: dict[str, Told] = {}
    for place, lawsuit in suits.open_on(on, places):
        found.setdefault(place, Told()).things.append(lawsuit)
    return found
