"""The main classes of the ontology as a picture with numbered lines, and the same lines as a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...ontology.terms import ej

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import NamedNode

    from ..present import Thing

PLACES: Final[Mapping[NamedNode, tuple[int, int]]] = {
    ej("Measure"): (0, 0), ej("Provision"): (1, 0), ej("StatePeriod"): (2, 0), ej("PartyGroup"): (3, 0),
    ej("Person"): (0, 1), ej("Relief"): (1, 1), ej("LegalEffect"): (2, 1), ej("Scope"): (3, 1),
    ej("Agent"): (4, 1), ej("Court"): (0, 2), ej("Ruling"): (1, 2),
    ej("Lawsuit"): (0, 3), ej("Proceeding"): (1, 3), ej("PartyRole"): (2, 3), ej("Source"): (3, 3),
    ej("Claim"): (4, 3),
}  # fmt: skip
"""Each class's column and row."""
LINES: Final = (
    (ej("ofMeasure"), ej("Provision"), ej("Measure")),
    (ej("ofProvision"), ej("StatePeriod"), ej("Provision")),
    (ej("ofGroup"), ej("StatePeriod"), ej("PartyGroup")),
    (ej("hasMember"), ej("PartyGroup"), ej("Agent")),
    (ej("openedBy"), ej("StatePeriod"), ej("LegalEffect")),
    (ej("issuedBy"), ej("Measure"), ej("Person")),
    (ej("restrains"), ej("Relief"), ej("Provision")),
    (ej("actsOn"), ej("LegalEffect"), ej("Relief")),
    (ej("setsScope"), ej("LegalEffect"), ej("Scope")),
    (ej("protects"), ej("Scope"), ej("Agent")),
    (ej("producedBy"), ej("LegalEffect"), ej("Ruling")),
    (ej("grantedBy"), ej("Relief"), ej("Ruling")),
    (ej("author"), ej("Ruling"), ej("Person")),
    (ej("byCourt"), ej("Ruling"), ej("Court")),
    (ej("inProceeding"), ej("Ruling"), ej("Proceeding")),
    (ej("partOfLawsuit"), ej("Proceeding"), ej("Lawsuit")),
    (ej("inProceeding"), ej("PartyRole"), ej("Proceeding")),
    (ej("party"), ej("PartyRole"), ej("Agent")),
    (ej("assertedIn"), ej("Claim"), ej("Source")),
    (ej("speaker"), ej("Claim"), ej("Agent")),
)
"""What ties them together, as it is used between these classes."""
WIDTH, HEIGHT = 1000, 400
_STEP_X, _STEP_Y = 212, 112
_BOX: Final = (140, 44)


@dataclass(frozen=True, slots=True)
class Box:
    """A class: its upper left corner, its name, and where that leads."""

    x: int
    y: int
    name: Thing


@dataclass(frozen=True, slots=True)
class Line:
    """A property between two classes: its number, its ends, and where the number stands."""

    number: int
    x1: float
    y1: float
    x2: float
    y2: float
    tie: Thing
    start: Thing
    end: Thing

    @property
    def middle(self) -> tuple[float, float]:
        return round((self.x1 + self.x2) / 2, 1), round((self.y1 + self.y2) / 2, 1)


def diagram(named: Mapping[NamedNode, Thing]) -> tuple[list[Box], list[Line]]:
    """The boxes and the lines, by the names of the terms."""
    width, height = _BOX
    corners = {iri: (x * _STEP_X + 6, y * _STEP_Y + 6) for iri, (x, y) in PLACES.items()}
    boxes = [Box(*corners[iri], named[iri]) for iri in PLACES]
    lines: list[Line] = []
    for number, (name, start, end) in enumerate(LINES, start=1):
        ends = [(corners[iri][0] + width / 2, corners[iri][1] + height / 2) for iri in (start, end)]
        (x1, y1), (x2, y2) = _edge(ends[0], ends[1]), _edge(ends[1], ends[0])
        lines.append(Line(number, x1, y1, x2, y2, named[name], named[start], named[end]))
    return boxes, lines


def _edge(middle: tuple[float, float], towards: tuple[float, float]) -> tuple[float, float]:
    """Where the line from the middle of a box leaves it."""
    dx, dy = towards[0] - middle[0], towards[1] - middle[1]
    across = abs(_BOX[0] / 2 / dx) if dx else 1.0
    down = abs(_BOX[1] / 2 / dy) if dy else 1.0
    share = min(across, down, 1.0)
    return round(middle[0] + dx * share, 1), round(middle[1] + dy * share, 1)


def terms() -> list[NamedNode]:
    """Every term that the picture names."""
    return [*PLACES, *dict.fromkeys(name for name, _, _ in LINES)]
