"""Which data a page is made from: the generation, and the day of its newest document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...ontology.terms import ej, term
from ..ask import plain, text
from ..desk import desk
from ..written import as_day

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Edition:
    """One state of the graph: `number` grows with every change, `day` is when its newest document was fetched."""

    number: int
    day: date | None


def edition() -> Edition:
    """The edition that is served."""
    at = desk()
    return at.once("edition", lambda: Edition(at.graph.generation, _newest()))


def _newest() -> date | None:
    graph = desk().graph
    asked = (
        f"SELECT DISTINCT ?day WHERE {{ GRAPH {graph.iris.graph('provenance')} "
        f"{{ ?document {term('rdf:type')} {ej('Document')} ; {ej('retrievedOn')} ?day }} }}"
    )
    days = [as_day(text(plain(row), "day")) for row in graph.sparql(asked)]
    return max((day for day in days if day is not None), default=None)
