"""The catalogue of each list, as the pages ask: of the generation served, built beside the requests.

Each list has its own, built when somebody first asks for it. What was known on another day is read anew, and the
catalogues of the days asked for last are kept.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, Final

from ...graph.answers.catalogue import Catalogue, Value, both
from ...graph.answers.cataloguing import LABEL
from ...graph.answers.cataloguing import Facet as Narrowing
from ...graph.answers.standings import GRAVEST, PARTLY
from ..answers.days import days
from ..beside import Beside
from ..day import asked_day, safe_day
from ..desk import desk
from ..lookups import text_of
from .columns import taken_apart

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from ...graph.answers.catalogue import Flags
    from ...graph.backend import Backend
    from ...graph.iris import Iris
    from ..ask import Term
    from .listing import Facet, Listing

STATE: Final = "state"
_STATES: Final = ("", PARTLY, *GRAVEST)
"""The states of things by the byte that stands for each; 0 is none."""
STATES_SAID: Final = frozenset(_STATES[1:])
_BYTES: Final = {state: byte for byte, state in enumerate(_STATES)}
_DAYS_KEPT: Final = 16
_KNOWN_KEPT: Final = 4


@dataclass(slots=True)
class Shelf:
    """The catalogue of one list in one generation, and its states on the days asked for last."""

    catalogue: Catalogue
    states: dict[tuple[date, int], bytes] = field(default_factory=dict["tuple[date, int]", bytes])

    def states_on(self, on: date) -> bytes:
        """The state of each thing on a day, a byte at its number; read with `state_of`."""
        told = days()
        key = (on, told.generation)
        found = self.states.get(key)
        if found is None:
            named = ((iri, _BYTES[state]) for iri, state in told.standings.on(on) if state in _BYTES)
            found = self.catalogue.numbered(named)
            while len(self.states) >= _DAYS_KEPT:
                self.states.pop(next(iter(self.states), key), None)
            self.states[key] = found
        return found


@dataclass(frozen=True, slots=True)
class Chosen:
    """A list narrowed: by the values of its facets, and by the state of things where they have one."""

    catalogue: Catalogue
    filters: Mapping[str, Sequence[str]]
    states: bytes | None

    def flags(self, but: str = "") -> Flags | None:
        """What all filters leave, or all `but` one; `None` where nothing narrows."""
        found: Flags | None = None
        for facet, values in self.filters.items():
            if facet != but:
                found = both(found, self._having(facet, values))
        return found

    def _having(self, facet: str, values: Collection[str]) -> Flags:
        if facet == STATE and self.states is not None:
            wanted = {_BYTES[value] for value in values if value in _BYTES and value}
            return self.states.translate(bytes(byte in wanted for byte in range(256)))
        return self.catalogue.having(facet, values)

    def values(self, facet: str, most: int, *, latest: bool) -> tuple[list[Value], int]:
        """See `Catalogue.values`: a value is counted among the things that the other facets leave."""
        picked, flags = self.filters.get(facet, ()), self.flags(but=facet)
        if facet == STATE and self.states is not None:
            return self._of_state(flags, picked)
        return self.catalogue.values(facet, flags, picked, most, latest=latest)

    def _of_state(self, flags: Flags | None, picked: Collection[str]) -> tuple[list[Value], int]:
        assert self.states is not None
        counts = Counter(self.states if flags is None else compress(self.states, flags))
        del counts[0]
        named = {_STATES[byte]: count for byte, count in counts.items()}
        named |= {each: named.get(each, 0) for each in picked}
        ranked = sorted(named, key=lambda state: (state not in picked, -named[state], state))
        return [Value(state, named[state], None) for state in ranked], len(ranked)

    def numbers(self, sort: str) -> Sequence[int]:
        """The numbers of the things left, in the order asked for."""
        return self.catalogue.ordered(self.flags(), sort.removeprefix("-"), reverse=sort.startswith("-"))


def state_of(states: bytes | None, number: int) -> str:
    """The state of one thing; no text where it has none."""
    return "" if states is None else _STATES[states[number]]


def chosen(listing: Listing, filters: Mapping[str, Sequence[str]]) -> Chosen:
    """A list as this request narrows it; `NotYet` while its first catalogue is built."""
    held = shelf(listing)
    return Chosen(held.catalogue, filters, held.states_on(asked_day().on) if listing.states else None)


def shelf(listing: Listing) -> Shelf:
    """The catalogue of a list: of what is known now, or was on the day that the request names."""
    graph, known = desk().graph, safe_day().known
    if known is None:
        return _beside(listing).now()

    def make() -> Shelf:
        return Shelf(catalogue_of(listing, graph.store(known), graph.iris))

    return desk().among("lists known", (listing.name, known), make, _KNOWN_KEPT)


def _beside(listing: Listing) -> Beside[Shelf]:
    return Beside(
        f"list.{listing.name}", lambda graph, _: Shelf(catalogue_of(listing, graph.store(), graph.iris))
    )


def catalogue_of(listing: Listing, store: Backend, iris: Iris) -> Catalogue:
    """The catalogue of a list, read of a graph."""
    asked = taken_apart(text_of(f"list-{listing.name}"), listing.key, (LABEL, *listing.variables))
    return Catalogue(store, asked, [_narrowing(facet, iris) for facet in listing.facets])


def _narrowing(facet: Facet, iris: Iris) -> Narrowing:
    def value(term: Term) -> str:
        return facet.value(iris, term)

    return Narrowing(facet.name, facet.column, value)
