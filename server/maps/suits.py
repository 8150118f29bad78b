"""The places in court, as the map asks: the table of the generation served, built beside the requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from flask import current_app

from ...graph.answers.parties import Parties
from ..day import safe_day
from ..desk import desk
from ..search.indexing import Keeper

if TYPE_CHECKING:
    from ...graph import Graph

_KEY: Final = "enjoin.parties"


@dataclass(frozen=True, slots=True)
class Kept:
    """The parties of one generation."""

    parties: Parties
    generation: int


def set_up(extensions: dict[str, object]) -> None:
    """Gives an application its keeper."""
    extensions[_KEY] = Keeper(_kept_of)


def _kept_of(graph: Graph) -> Kept:
    generation = graph.generation
    return Kept(Parties(graph.store()), generation)


def parties() -> Parties:
    """Those of what is known now, or was on the day that the request names; `NotYet` while the first are read."""
    known = safe_day().known
    if known is None:
        return cast("Keeper[Kept]", current_app.extensions[_KEY]).index(desk().graph).parties
    kept = desk().once("parties", dict[object, Parties])
    if known not in kept:
        kept.clear()
        kept[known] = Parties(desk().graph.store(known))
    return kept[known]
