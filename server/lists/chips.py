"""The states of orders and provisions on a day, each as one chip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from ..answers.days import calendar
from ..answers.standing import Period, group_sizes, summarised
from ..ask import lookup, text

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from ..answers.standing import Summary


def chips_of(things: Collection[str], on: date) -> dict[str, Summary]:
    """Of some orders and provisions, the states on a day as one chip each; none of what has no state then."""
    asked = [(NamedNode(iri),) for iri in things]
    parts = {text(row, "provision") for row in lookup("provisions-of", asked)} if asked else set[str]()
    together: dict[str, list[Period]] = {}
    for period in map(Period.of, calendar().rows_of({*things, *parts}, on)):
        for about in {period.measure, period.provision}.intersection(things):
            together.setdefault(about, []).append(period)
    mixed = {p.group for found in together.values() if len({p.state for p in found}) > 1 for p in found}
    sizes = group_sizes(mixed)
    return {about: summarised(found, sizes) for about, found in together.items()}
