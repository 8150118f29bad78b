"""Who decided the periods that pages tell of; what was found is kept until the graph changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ..ask import lookup, text
from ..day import safe_day
from ..desk import desk

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEPT: Final = 50_000
_AT_ONCE: Final = 2000


def causes(periods: Iterable[str]) -> dict[str, str]:
    """By period the ruling or measure that opened it; of several, the latest."""
    kept = dict[str, str]() if safe_day().known is not None else desk().once("causes", dict[str, str])
    wanted = list(dict.fromkeys(periods))
    found = {period: kept[period] for period in wanted if period in kept}
    asked = [period for period in wanted if period not in found]
    for start in range(0, len(asked), _AT_ONCE):
        fresh: dict[str, str] = {}
        for row in lookup("openers", [(NamedNode(iri),) for iri in asked[start : start + _AT_ONCE]]):
            fresh.setdefault(text(row, "period"), text(row, "producer"))
        found |= fresh
        if len(kept) > _KEPT:
            kept.clear()
        kept.update(fresh)
    return found
