"""The states of orders and provisions on a day, each as one chip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers.standing import group_sizes, standing, summarised
from ..day import safe_day
from ..desk import desk

if TYPE_CHECKING:
    from datetime import date

    from ..answers.standing import Period, Summary


def on_the_day(on: date) -> dict[str, Summary]:
    """By order and by provision, its states on a day as one chip; today's are kept until the graph changes."""
    at = desk()
    if on == at.today() and safe_day().known is None:
        return at.once(f"states {on}", lambda: _all(on))
    return _all(on)


def _all(on: date) -> dict[str, Summary]:
    sizes = group_sizes()
    together: dict[str, list[Period]] = {}
    for period in standing(on):
        for about in {period.measure, period.provision} - {""}:
            together.setdefault(about, []).append(period)
    return {about: summarised(found, sizes) for about, found in together.items()}
