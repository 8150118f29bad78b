"""The facets of a list as its page offers them: every value with how many things it would leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import request
from pyoxigraph import NamedNode

from ..day import link
from ..present import names, thing
from ..words import t
from .listing import Facet
from .shelf import of_term

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .listing import Listing
    from .shelf import Shelf

STATE: Final = "state"
MOST: Final = 60
"""Values of a facet that a page offers."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: as an address writes it, as people read it, and how many things it would leave."""

    value: str
    text: str
    count: int
    chosen: bool
    href: str


@dataclass(frozen=True, slots=True)
class Offered:
    """One facet as the page offers it; `more` values are not shown."""

    name: str
    title: str
    values: list[Value]
    more: int

    @property
    def chosen(self) -> list[Value]:
        """The values that narrow the list now."""
        return [value for value in self.values if value.chosen]


def filters(listing: Listing) -> dict[str, list[str]]:
    """What the address narrows the list by: the values given for each of its facets."""
    known = [facet.name for facet in listing.facets] + ([STATE] if listing.states else [])
    given = {name: list(dict.fromkeys(filter(None, request.args.getlist(name)))) for name in known}
    return {name: values for name, values in given.items() if values}


def offered(
    listing: Listing,
    chosen: Mapping[str, list[str]],
    facet: Callable[[str], Mapping[str, frozenset[int]]],
    held: Shelf,
) -> list[Offered]:
    """Every facet of the list. A value is counted among the things that the other facets leave."""
    found: list[Offered] = []
    state = [Facet(STATE, STATE)] if listing.states else []
    for each in (*state, *listing.facets):
        others = {name: values for name, values in chosen.items() if name != each.name}
        base = held.chosen(others, {name: facet(name) for name in others})
        counts = {
            value: len(numbers if base is None else base & numbers)
            for value, numbers in facet(each.name).items()
        }
        picked = chosen.get(each.name, [])
        ranked = _ranked(each, counts, picked)
        said = _texts(each, ranked[:MOST], held, facet(each.name))
        values = [
            Value(
                value,
                said[value],
                counts.get(value, 0),
                value in picked,
                _toggled(listing, chosen, each.name, value),
            )
            for value in ranked[:MOST]
        ]
        if len(values) > 1 or picked:
            found.append(Offered(each.name, each.title, values, max(len(ranked) - MOST, 0)))
    return found


def _ranked(facet: Facet, counts: Mapping[str, int], picked: list[str]) -> list[str]:
    """The values that leave something, the chosen ones among them; years latest first, others commonest first."""
    living = [value for value in counts if counts[value] or value in picked]
    living += [value for value in picked if value not in counts]
    if facet.name == "year":
        return sorted(living, reverse=True)
    return sorted(living, key=lambda value: (value not in picked, -counts.get(value, 0), value))


def _texts(
    facet: Facet, values: list[str], held: Shelf, having: Mapping[str, frozenset[int]]
) -> dict[str, str]:
    """Each value in words: the name of what it stands for, which one thing that has it tells."""
    if facet.name == STATE:
        return {value: t(f"state.{value}") if value in having else value for value in values}
    if facet.column not in held.cells or facet.value is not of_term:
        return {value: value for value in values}
    terms = {
        value: term
        for value in values
        if value in having
        for term in held.cells[facet.column][next(iter(having[value]))]
        if facet.value(term) == value
    }
    names().learn(term for term in terms.values() if isinstance(term, NamedNode))
    return {value: thing(terms[value]).text if value in terms else value for value in values}


def _toggled(listing: Listing, chosen: Mapping[str, list[str]], name: str, value: str) -> str:
    """The address of the list with one value more, or without it."""
    now = chosen.get(name, [])
    after = [each for each in now if each != value] if value in now else [*now, value]
    return link(f"/{listing.name}", **{**chosen, name: after}, sort=request.args.get("sort"))
