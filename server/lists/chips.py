"""The states of orders and provisions on a day, each as one chip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers.standing import group_sizes, kept_by_day, standing, summarised

if TYPE_CHECKING:
    from datetime import date

    from ..answers.standing import Period, Summary


def on_the_day(on: date) -> dict[str, Summary]:
    """By order and by provision, its states on a day as one chip; those of a few days are kept until the graph changes."""
    return kept_by_day("chips", on, lambda: _all(on))


def _all(on: date) -> dict[str, Summary]:
    together: dict[str, list[Period]] = {}
    for period in standing(on):
        for about in {period.measure, period.provision} - {""}:
            together.setdefault(about, []).append(period)
    mixed = {p.group for found in together.values() if len({p.state for p in found}) > 1 for p in found}
    sizes = group_sizes(mixed)
    return {about: summarised(found, sizes) for about, found in together.items()}
