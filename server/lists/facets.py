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
from .shelf import STATE, STATES_SAID
from .values import of_term, of_year

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...graph.answers.catalogue import Value as Held
    from .listing import Listing
    from .shelf import Chosen

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


def offered(chosen: Chosen, listing: Listing) -> list[Offered]:
    """Every facet of the list. A value is counted among the things that the other facets leave."""
    found: list[Offered] = []
    state = [Facet(STATE, STATE)] if listing.states else []
    for each in (*state, *listing.facets):
        values, living = chosen.values(each.name, MOST, latest=each.value is of_year)
        picked = chosen.filters.get(each.name, ())
        said = _texts(each, values)
        shown = [
            Value(
                value.value,
                said[value.value],
                value.count,
                value.value in picked,
                _toggled(listing, chosen.filters, each.name, value.value),
            )
            for value in values
        ]
        if len(shown) > 1 or picked:
            found.append(Offered(each.name, each.title, shown, max(living - MOST, 0)))
    return found


def _texts(facet: Facet, values: Sequence[Held]) -> dict[str, str]:
    """Each value in words: the name of what it stands for, which a term that has it tells."""
    if facet.name == STATE:
        return {
            each.value: t(f"state.{each.value}") if each.value in STATES_SAID else each.value
            for each in values
        }
    if facet.value is not of_term:
        return {each.value: each.value for each in values}
    terms = {each.value: each.term for each in values if each.term is not None}
    names().learn(term for term in terms.values() if isinstance(term, NamedNode))
    return {each.value: thing(each.term).text if each.term is not None else each.value for each in values}


def _toggled(listing: Listing, chosen: Mapping[str, Sequence[str]], name: str, value: str) -> str:
    """The address of the list with one value more, or without it."""
    now = list(chosen.get(name, ()))
    after = [each for each in now if each != value] if value in now else [*now, value]
    return link(f"/{listing.name}", **{**chosen, name: after}, sort=request.args.get("sort"))
