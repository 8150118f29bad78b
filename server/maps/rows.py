"""The rows of the map's table, and the same as data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ...ontology.terms import ejv
from ..day import asked_day
from ..desk import desk
from ..lists.listing import comma_separated
from ..present import Thing, names, thing, things
from .marking import word
from .places import once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .places import Finding, Spot


@dataclass(frozen=True, slots=True)
class Row:
    """One place of the table; the picture has the same ones."""

    place: Thing
    kind: Thing
    within: list[Thing]
    level: str
    word: str
    count: int
    what: list[Thing]
    because: list[Thing]
    region: tuple[str, int, str]
    """The name of its state, 0 for the state itself, its own name: the order of the table."""


def rows_of(
    found: Mapping[str, Finding], known: Mapping[str, Spot], causes: Mapping[str, Thing], sort: str
) -> list[Row]:
    """One row for each government, sorted by one of `ORDERS`; `causes` tells by period who decided it."""
    listed = once(found)
    iris = [iri for each in listed for iri in (each.spot.iri, *each.things, *each.spot.within)]
    states = [spot.iri for spot in known.values() if spot.state]
    names().learn([*map(NamedNode, [*iris, *states]), *(ejv(each.spot.kind) for each in listed)])
    regions = {spot.code: names().of(spot.iri) for spot in known.values() if spot.state}
    rows = [
        Row(
            place=thing(each.spot.iri),
            kind=thing(ejv(each.spot.kind)),
            within=things([NamedNode(iri) for iri in each.spot.within]),
            level=each.level,
            word=word(each.level),
            count=len(each.things),
            what=things([NamedNode(iri) for iri in each.things]),
            region=(regions.get(each.spot.code[:2], ""), int(not each.spot.state), names().of(each.spot.iri)),
            because=list({causes[p].iri: causes[p] for p in each.periods if p in causes}.values()),
        )
        for each in listed
    ]
    return sorted(rows, key=ORDERS[sort])


ORDERS: Final[dict[str, Callable[[Row], tuple[object, ...]]]] = {
    "place": lambda row: (row.place.text,),
    "within": lambda row: row.region,
    "state": lambda row: (row.word, *row.region),
    "count": lambda row: (-row.count, *row.region),
}


def as_csv(rows: list[Row]) -> bytes:
    """The table, several things of a cell joined by `; `."""
    heads = ["iri", "place", "kind", "within", "state", "count", "what", "because"]
    return comma_separated(
        heads,
        (
            [row.place.iri, row.place.text, row.kind.text, _texts(row.within), row.level, str(row.count),
             _texts(row.what), _texts(row.because)]
            for row in rows
        ),
    )  # fmt: skip


def _texts(found: list[Thing]) -> str:
    return "; ".join(each.text for each in found)


def as_json(rows: list[Row], asked: Mapping[str, str | None]) -> bytes:
    """The table, and before it what was asked for."""
    told = {
        **asked,
        "places": [
            {
                "iri": row.place.iri,
                "label": row.place.text,
                "kind": row.kind.iri,
                "within": [each.iri for each in row.within],
                "state": row.level,
                "what": [each.iri for each in row.what],
                "because": [each.iri for each in row.because],
            }
            for row in rows
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def as_turtle(found: Mapping[str, Finding]) -> bytes:
    """All that is said of the places, of what holds for them, and of the periods that say so."""
    iris = {iri for each in found.values() for iri in (each.spot.iri, *each.things, *each.periods)}
    values = " ".join(str(NamedNode(iri)) for iri in sorted(iris))
    query = f"CONSTRUCT {{ ?thing ?property ?value }} WHERE {{ VALUES ?thing {{ {values} }} ?thing ?property ?value }}"
    return desk().graph.sparql(query, known=asked_day().known).write("text/turtle")
