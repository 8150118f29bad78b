"""A list of one kind of thing, read once for each generation and then filtered, counted and cut in memory.

Every value of a facet knows the numbers of the things that have it, so that a filter is an intersection
of sets and an unfiltered page costs what it shows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ..ask import Term, lookup, text
from ..day import safe_day
from ..desk import desk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..ask import Solution
    from .listing import Listing

LABEL: Final = "label"
_YEAR: Final = 4


@dataclass(frozen=True, slots=True)
class Shelf:
    """The things of a list by number, in its own order: their names, their values by column, their facets."""

    iris: list[str]
    labels: list[str]
    cells: dict[str, list[tuple[Term, ...]]]
    facets: dict[str, dict[str, frozenset[int]]]
    sorted_by: dict[str, list[int]] = field(default_factory=dict[str, list[int]])

    def chosen(
        self, filters: Mapping[str, Sequence[str]], more: Mapping[str, Mapping[str, frozenset[int]]]
    ) -> set[int] | None:
        """The numbers of the things that have one of the values asked for of each facet; `None` for all."""
        found: set[int] | None = None
        for facet, values in filters.items():
            having = more.get(facet) or self.facets.get(facet, {})
            these = {number for value in values for number in having.get(value, ())}
            found = these if found is None else found & these
        return found

    def ordered(self, chosen: set[int] | None, by: str, *, reverse: bool) -> list[int]:
        """The numbers chosen, in their own order or by a column; what has no value comes last."""
        order = self._order(by) if by else range(len(self.iris))
        if reverse:
            without = [n for n in order if by and not self._key(by, n)]
            order = [n for n in reversed(order) if not by or self._key(by, n)] + without
        return list(order) if chosen is None else [n for n in order if n in chosen]

    def _order(self, by: str) -> list[int]:
        if by not in self.sorted_by:
            every = range(len(self.iris))
            self.sorted_by[by] = sorted(every, key=lambda n: (not self._key(by, n), self._key(by, n), n))
        return self.sorted_by[by]

    def _key(self, by: str, number: int) -> str:
        if by == LABEL:
            return self.labels[number].casefold()
        found = self.cells[by][number]
        return found[0].value.casefold() if found else ""


def shelf(listing: Listing) -> Shelf:
    """The shelf of a list: of what is known now kept until the graph changes, of another day read anew."""
    if safe_day().known is not None:
        return _read(listing)
    return desk().once(f"shelf {listing.name}", lambda: _read(listing))


def _read(listing: Listing) -> Shelf:
    numbers: dict[str, int] = {}
    labels: list[str] = []
    found: dict[str, list[dict[str, Term]]] = {name: [] for name in listing.variables}
    for row in lookup(f"list-{listing.name}"):
        thing = row.get(listing.key)
        if not isinstance(thing, NamedNode):
            continue
        number = numbers.setdefault(thing.value, len(numbers))
        if number == len(labels):
            labels.append(text(row, LABEL) or thing.value.rpartition("/")[2])
            for values in found.values():
                values.append({})
        _add(row, number, found)
    cells = {name: [tuple(values.values()) for values in column] for name, column in found.items()}
    return Shelf(
        iris=list(numbers),
        labels=labels,
        cells=cells,
        facets={facet.name: _facet(cells[facet.column], facet.value) for facet in listing.facets},
    )


def _add(row: Solution, number: int, found: dict[str, list[dict[str, Term]]]) -> None:
    for name, values in found.items():
        if name in row:
            values[number][str(row[name])] = row[name]


def _facet(column: list[tuple[Term, ...]], value: Callable[[Term], str]) -> dict[str, frozenset[int]]:
    having: dict[str, set[int]] = {}
    for number, terms in enumerate(column):
        for term in terms:
            having.setdefault(value(term), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in having.items() if name}


def of_term(term: Term) -> str:
    """A value of a facet as an address writes it: an identifier, or the text itself."""
    if isinstance(term, NamedNode):
        found = desk().graph.iris.kind_and_id(term.value)
        return found[1] if found else term.value.rpartition("/")[2].rpartition("#")[2]
    return term.value


def of_year(term: Term) -> str:
    """The year of a day."""
    return term.value[:_YEAR] if term.value[:_YEAR].isdigit() else ""
