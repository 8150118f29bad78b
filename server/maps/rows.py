"""The rows of the map's table, and the same as data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ...ontology.terms import ejv
from ..day import asked_day, safe_day
from ..desk import desk
from ..languages import language
from ..lists.listing import comma_separated
from ..present import Thing, names, thing, things
from .marking import word
from .places import once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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


@dataclass(frozen=True, slots=True)
class Ordered:
    """Findings in the order of the table, one for each government; `regions` names their states by FIPS code."""

    findings: list[Finding]
    called: Mapping[str, str]
    regions: Mapping[str, str]

    def region(self, each: Finding) -> tuple[str, int, str]:
        """What the table is ordered by: the name of the state, 0 for the state itself, its own name."""
        spot = each.spot
        return self.regions.get(spot.code[:2], ""), int(not spot.state), self.called[spot.iri]


def ordered(found: Mapping[str, Finding], known: Mapping[str, Spot], sort: str) -> Ordered:
    """The findings sorted by one of `ORDERS`."""
    called = _called(known)
    regions = {spot.code: called[spot.iri] for spot in known.values() if spot.state}
    listed = Ordered(once(found), called, regions)
    listed.findings.sort(key=partial(ORDERS[sort], listed))
    return listed


def _called(known: Mapping[str, Spot]) -> dict[str, str]:
    """The names of all places in the language of the request; kept until the graph changes."""

    def make() -> dict[str, str]:
        names().learn(map(NamedNode, known))
        return {iri: names().of(iri) for iri in known}

    return make() if safe_day().known is not None else desk().once(f"names of places {language()}", make)


def rows_of(listed: Sequence[Finding], causes: Mapping[str, Thing], most: int | None = None) -> list[Row]:
    """One row for each of these; `causes` tells by period who decided it. A row names `most` things at most."""
    iris = [iri for each in listed for iri in (each.spot.iri, *each.things[:most], *each.spot.within)]
    names().learn([*map(NamedNode, iris), *(ejv(each.spot.kind) for each in listed)])
    return [
        Row(
            place=thing(each.spot.iri),
            kind=thing(ejv(each.spot.kind)),
            within=things([NamedNode(iri) for iri in each.spot.within]),
            level=each.level,
            word=word(each.level),
            count=len(each.things),
            what=things([NamedNode(iri) for iri in each.things[:most]]),
            because=list({causes[p].iri: causes[p] for p in each.periods if p in causes}.values()),
        )
        for each in listed
    ]


ORDERS: Final[dict[str, Callable[[Ordered, Finding], tuple[object, ...]]]] = {
    "place": lambda of, each: (of.called[each.spot.iri],),
    "within": lambda of, each: of.region(each),
    "state": lambda of, each: (word(each.level), *of.region(each)),
    "count": lambda of, each: (-len(each.things), *of.region(each)),
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
