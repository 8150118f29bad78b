"""Places and what holds for them on a day: what the map shows, one finding for each place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ...ontology.terms import EJV
from ..answers.days import calendar
from ..answers.standing import Period, of_an_order, standing
from ..ask import lookup, text
from ..present import STATES, grouped
from ..written import as_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from ..ask import Solution

HELD: Final = tuple(state for state in STATES if state not in {"in-force", "not-in-force"})
"""What a court has done to a provision, gravest first."""
_WHOLE: Final = "nation"
_POLICY: Final = ("in-force", *HELD)
OWN: Final = "own"
"""The level of a place that is a party itself."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: its kind (`city`), its GEOID, what it lies in, and the other id of its government."""

    iri: str
    kind: str
    code: str
    within: tuple[str, ...]
    twin: str

    @property
    def state(self) -> bool:
        """Whether it fills an area of the map: a state, a territory, the District of Columbia."""
        return len(self.code) == 2 and self.code.isdigit()


@dataclass(slots=True)
class Finding:
    """What holds for one place: its level, and the things and causes that it is made of."""

    spot: Spot
    level: str
    things: list[str] = field(default_factory=list[str])
    periods: list[str] = field(default_factory=list[str])


def spots() -> dict[str, Spot]:
    """All places by IRI, but for the country as a whole."""
    found: dict[str, Spot] = {}
    for iri, rows in grouped(lookup("map-places"), "place").items():
        kind = text(rows[0], "kind").removeprefix(EJV)
        if kind == _WHOLE:
            continue
        found[iri] = Spot(
            iri,
            kind,
            text(rows[0], "code"),
            tuple(dict.fromkeys(text(row, "within") for row in rows if "within" in row)),
            text(rows[0], "twin"),
        )
    return found


@dataclass(frozen=True, slots=True)
class Held:
    """What courts hold back on a day: by place, and the provisions held back for everyone alike."""

    places: dict[str, Finding]
    everywhere: list[str]


def injunctions(on: date, known: Mapping[str, Spot], order: str = "") -> Held:
    """The places for which a court holds back some provision on a day, of `order` alone where it is given.

    A place is bound as the group that names it, and where none does as everyone else is. Without an
    order, what is held back for everyone else counts for no place: it would fill the whole map.
    """
    by_provision: dict[str, list[Period]] = {}
    for period in standing(on, () if order else HELD):
        if of_an_order(period.measure or period.provision) and order in {
            "",
            period.provision,
            period.measure,
        }:
            by_provision.setdefault(period.provision, []).append(period)
    found: dict[str, Finding] = {}
    everywhere: list[str] = []
    members = calendar().members(period.group for each in by_provision.values() for period in each)
    for provision, periods in by_provision.items():
        named = {place: period for period in periods for place in members.get(period.group, ())}
        rest = next((period for period in periods if period.rest and period.state in HELD), None)
        if rest and not order:
            everywhere.append(provision)
            continue
        for place in known if rest else named:
            period = named.get(place, rest)
            if period is not None and period.state in HELD and place in known:
                _add(found, known[place], period.state, provision, period.iri)
    return Held(found, everywhere)


def policies(on: date, known: Mapping[str, Spot]) -> dict[str, Finding]:
    """The places with a policy of their own that is in force on a day, or held back by a court."""
    of: dict[str, list[Period]] = {}
    for period in standing(on):
        for about in {period.provision, period.measure}:
            of.setdefault(about, []).append(period)
    found: dict[str, Finding] = {}
    for row in lookup("map-policies"):
        policy, place = text(row, "policy"), text(row, "place")
        states = {period.state for period in of.get(policy, ())}
        enacted = text(row, "enacted")
        if not states and enacted and enacted <= on.isoformat()[: len(enacted)]:
            states = {"in-force"}
        state = next((each for each in STATES if each in states), "not-in-force")
        if state != "not-in-force" and place in known:
            # One policy that stands is enough: what is asked is whether the place has any.
            _add(found, known[place], "in-force" if "in-force" in states else state, policy, order=_POLICY)
    return found


def lawsuits(on: date, known: Mapping[str, Spot]) -> dict[str, Finding]:
    """The places that are a party to a lawsuit which is open on a day, as far as the record says."""
    found: dict[str, Finding] = {}
    for row in _open_lawsuits(lookup("map-lawsuits"), on):
        if text(row, "place") in known:
            _add(found, known[text(row, "place")], OWN, text(row, "lawsuit"))
    return found


def _open_lawsuits(rows: Iterable[Solution], on: date) -> list[Solution]:
    """One row for each place and lawsuit that had been filed by a day and was not over on it."""
    pairs: dict[tuple[str, str], list[Solution]] = {}
    for row in rows:
        pairs.setdefault((text(row, "place"), text(row, "lawsuit")), []).append(row)
    found: list[Solution] = []
    for together in pairs.values():
        filed = [day for row in together if (day := as_day(text(row, "filed")))]
        joined = [day for row in together if (day := as_day(text(row, "joined")))]
        ends = [as_day(text(row, "terminated")) for row in together]
        over = all(end is not None and end <= on for end in ends)
        begun = [*filed, *joined]
        if begun and max(min(filed, default=begun[0]), min(joined, default=begun[0])) <= on and not over:
            found.append(together[0])
    return found


def once(found: Mapping[str, Finding]) -> list[Finding]:
    """The findings with each government once, though it has two ids."""
    return [
        each
        for iri, each in found.items()
        if not (each.spot.twin and each.spot.twin in found and each.spot.twin < iri)
    ]


def _add(
    found: dict[str, Finding],
    spot: Spot,
    level: str,
    thing: str,
    period: str = "",
    order: tuple[str, ...] = (*STATES, OWN),
) -> None:
    finding = found.setdefault(spot.iri, Finding(spot, level))
    finding.level = min(finding.level, level, key=order.index)
    if thing not in finding.things:
        finding.things.append(thing)
    if period and period not in finding.periods:
        finding.periods.append(period)
