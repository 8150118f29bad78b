"""The rows of the map's table, and the same as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from ...ontology.terms import ejv
from ..answers.causes import causes
from ..day import safe_day
from ..desk import desk
from ..languages import language
from ..lists.sending import as_csv, as_json, document, statements
from ..present import forget, names, thing
from ..protocol.negotiate import CSV, GRAPHS
from .marking import word
from .places import once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from flask import Response

    from ..present import Thing
    from ..protocol.negotiate import Offer
    from .places import Finding, Held, Spot

_AT_ONCE: Final = 500
_HEADS: Final = ("iri", "place", "kind", "within", "state", "count", "what", "because")


@dataclass(frozen=True, slots=True)
class Row:
    """One place of the table; the picture has the same ones. `deciders` is how many there are `because` of whom it is so."""

    place: Thing
    kind: Thing
    within: list[Thing]
    level: str
    word: str
    count: int
    what: list[Thing]
    because: list[Thing]
    deciders: int


@dataclass(frozen=True, slots=True)
class Ranks:
    """What the table is ordered by, as numbers: `region` by the state, the state itself first, and the name; `name` alone."""

    region: Mapping[str, int]
    name: Mapping[str, int]

    def of(self, each: Finding) -> int:
        """By region; a place that has come or gone meanwhile, with another generation, is the first."""
        return self.region.get(each.spot.iri, 0)


def ordered(found: Mapping[str, Finding], known: Mapping[str, Spot], sort: str) -> list[Finding]:
    """The findings sorted by one of `ORDERS`, one for each government."""
    listed, ranks = once(found), _ranks(known)
    words = {level: word(level) for level in {each.level for each in listed}}
    listed.sort(key=ORDERS[sort](ranks, words))
    return listed


def _ranks(known: Mapping[str, Spot]) -> Ranks:
    """Those of all places in the language of the request; kept until the graph changes."""

    def make() -> Ranks:
        names().learn(map(NamedNode, known))
        called = {iri: names().of(iri) for iri in known}
        regions = {spot.code: called[spot.iri] for spot in known.values() if spot.state}
        by_region = {
            iri: (regions.get(spot.code[:2], ""), not spot.state, called[iri]) for iri, spot in known.items()
        }
        return Ranks(_numbered(by_region), _numbered(called))

    return make() if safe_day().known is not None else desk().once(f"ranks of places {language()}", make)


def _numbered(keys: Mapping[str, Any]) -> dict[str, int]:
    """The place of each key among all; the same for the same."""
    order = {key: number for number, key in enumerate(sorted(set(keys.values())))}
    return {iri: order[key] for iri, key in keys.items()}


ORDERS: Final[dict[str, Callable[[Ranks, Mapping[str, str]], Callable[[Finding], Any]]]] = {
    "place": lambda ranks, _: lambda each: ranks.name.get(each.spot.iri, 0),
    "within": lambda ranks, _: ranks.of,
    "state": lambda ranks, words: lambda each: (words[each.level], ranks.of(each)),
    "count": lambda ranks, _: lambda each: (-each.count, ranks.of(each)),
}


def rows_of(listed: Sequence[Finding], held: Held, most: int | None = None) -> list[Row]:
    """One row for each of these. A row names `most` things at most, and as many who decided them."""
    told = held.tell([each.spot.iri for each in listed])
    decided = causes(period for each in told.values() for period in each.periods)
    by = {
        iri: list(dict.fromkeys(decided[p] for p in each.periods if p in decided))
        for iri, each in told.items()
    }
    named = [(each.spot, told[each.spot.iri].things[:most], by[each.spot.iri][:most]) for each in listed]
    iris = [iri for spot, what, because in named for iri in (spot.iri, *spot.within, *what, *because)]
    names().learn([*map(NamedNode, iris), *(ejv(each.spot.kind) for each in listed)])
    return [
        Row(
            place=thing(spot.iri),
            kind=thing(ejv(spot.kind)),
            within=_things(spot.within),
            level=each.level,
            word=word(each.level),
            count=each.count,
            what=_things(what),
            because=_things(because),
            deciders=len(by[spot.iri]),
        )
        for each, (spot, what, because) in zip(listed, named, strict=True)
    ]


def _things(iris: Iterable[str]) -> list[Thing]:
    return [thing(iri) for iri in iris]


def sent(listed: Sequence[Finding], held: Held, offer: Offer, asked: Mapping[str, str | None]) -> Response:
    """The table as one document, up to the limits of the server; JSON repeats what was asked for."""
    most = desk().settings.max_rows
    more, listed = len(listed) > most, listed[:most]
    if offer is GRAPHS[0]:
        return statements(_iris(listed, held), offer, more=more)
    rows = _rows(listed, held)
    if offer is CSV:
        return document(as_csv(_HEADS, map(_cells, rows)), offer, more=more)
    return document(as_json("places", map(_object, rows), asked), offer, more=more)


def _rows(listed: Sequence[Finding], held: Held) -> Iterator[Row]:
    for start in range(0, len(listed), _AT_ONCE):
        yield from rows_of(listed[start : start + _AT_ONCE], held)
        forget()


def _cells(row: Row) -> list[str]:
    """A row of the table, several things of a cell joined by `; `."""
    return [
        row.place.iri, row.place.text, row.kind.text, _texts(row.within), row.level, str(row.count), _texts(row.what),
        _texts(row.because),
    ]  # fmt: skip


def _texts(found: list[Thing]) -> str:
    return "; ".join(each.text for each in found)


def _object(row: Row) -> dict[str, object]:
    return {
        "iri": row.place.iri,
        "label": row.place.text,
        "kind": row.kind.iri,
        "within": [each.iri for each in row.within],
        "state": row.level,
        "what": [each.iri for each in row.what],
        "because": [each.iri for each in row.because],
    }


def _iris(listed: Sequence[Finding], held: Held) -> list[str]:
    """The places, what holds for them, and the periods that say so."""
    told = held.tell([each.spot.iri for each in listed])
    return sorted({iri for place, each in told.items() for iri in (place, *each.things, *each.periods)})
