"""Places and what holds for them on a day: what the map shows, one finding for each place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ...ontology.terms import EJV
from ..answers.days import calendar
from ..answers.standing import Period, of_an_order
from ..ask import lookup, text
from ..day import safe_day
from ..desk import desk
from ..present import STATES, grouped
from .suits import parties

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from ...graph.answers.calendar import Row

HELD: Final = tuple(state for state in STATES if state not in {"in-force", "not-in-force"})
"""What a court has done to a provision, gravest first."""
_PERIOD, _PROVISION, _GROUP, _REST, _STATE, _MEASURE = 0, 1, 2, 3, 4, 8
"""Where a row of the calendar has what is asked of it here."""
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
    return desk().once("spots", _spots) if safe_day().known is None else _spots()


def _spots() -> dict[str, Spot]:
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
    found: dict[str, Finding] = {}
    everywhere: list[str] = []
    drawn: dict[str, tuple[list[Row], Row | None]] = {}
    for provision, rows in _of_orders(calendar().rows_on(on, () if order else HELD), order).items():
        rest = next((row for row in rows if row[_REST] and row[_STATE] in HELD), None)
        if rest and not order:
            everywhere.append(provision)
        else:
            drawn[provision] = rows, rest
    members = calendar().members(row[_GROUP] for rows, _ in drawn.values() for row in rows)
    for provision, (rows, rest) in drawn.items():
        named = {place: row for row in rows for place in members.get(row[_GROUP], ())}
        for place in known if rest else named:
            row = named.get(place, rest)
            if row is not None and row[_STATE] in HELD and place in known:
                _add(found, known[place], row[_STATE], provision, row[_PERIOD])
    return Held(found, everywhere)


def _of_orders(rows: Iterable[Row], order: str) -> dict[str, list[Row]]:
    """The periods by provision, of `order` alone where it is given; none of a statute or of a policy of a place's own."""
    wanted: dict[str, bool] = {}
    found: dict[str, list[Row]] = {}
    for row in rows:
        provision, measure = row[_PROVISION], row[_MEASURE]
        if order not in {"", provision, measure}:
            continue
        about = measure or provision
        if about not in wanted:
            wanted[about] = of_an_order(about)
        if wanted[about]:
            found.setdefault(provision, []).append(row)
    return found


def policies(on: date, known: Mapping[str, Spot]) -> dict[str, Finding]:
    """The places with a policy of their own that is in force on a day, or held back by a court."""
    enacted = list(grouped(lookup("map-policies"), "policy").values())
    parts = [{text(row, name) for row in rows for name in ("policy", "provision")} for rows in enacted]
    held: dict[str, set[str]] = {}
    for period in map(Period.of, calendar().rows_of(set[str]().union(*parts), on)):
        held.setdefault(period.provision, set()).add(period.state)
    found: dict[str, Finding] = {}
    for rows, of in zip(enacted, parts, strict=True):
        states = set[str]().union(*(held.get(each, ()) for each in of))
        for place, since in {(text(row, "place"), text(row, "enacted")) for row in rows}:
            level = _level(states, since, on)
            if level and place in known:
                _add(found, known[place], level, text(rows[0], "policy"), order=_POLICY)
    return found


def _level(states: set[str], enacted: str, on: date) -> str:
    """How a policy stands: as its provisions do, and where nothing is derived of them by the day of its enactment.

    One that stands is enough: what is asked is whether the place has any. Empty for what is not in force.
    """
    if not states and enacted and enacted <= on.isoformat()[: len(enacted)]:
        return "in-force"
    gravest = next((each for each in STATES if each in states), "not-in-force")
    return "" if gravest == "not-in-force" else "in-force" if "in-force" in states else gravest


def lawsuits(on: date, known: Mapping[str, Spot]) -> dict[str, Finding]:
    """The places that are a party to a lawsuit which is open on a day, as far as the record says."""
    found: dict[str, Finding] = {}
    for place, lawsuit in parties().open_on(on):
        if place in known:
            _add(found, known[place], OWN, lawsuit)
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
