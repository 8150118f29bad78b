"""Places, and what is found of them on a day: what the map shows, one finding for each place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ...ontology.terms import EJV
from ..ask import lookup, text
from ..day import safe_day
from ..desk import desk
from ..present import grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_WHOLE: Final = "nation"
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
    """What holds for one place in a word, and how many things say so."""

    spot: Spot
    level: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Told:
    """The things that hold for one place, and the periods that say so."""

    things: list[str] = field(default_factory=list[str])
    periods: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class Held:
    """What holds on a day: by place, and the provisions held back for everyone alike.

    `tell` looks up what is said of some of the places, by IRI: there may be very many in all.
    """

    places: Mapping[str, Finding]
    everywhere: list[str]
    tell: Callable[[Iterable[str]], Mapping[str, Told]]


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


def once(found: Mapping[str, Finding]) -> list[Finding]:
    """The findings with each government once, though it has two ids."""
    return [
        each
        for iri, each in found.items()
        if not (each.spot.twin and each.spot.twin in found and each.spot.twin < iri)
    ]
