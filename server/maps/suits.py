"""The places in court, as the map asks: the table of the generation served, built beside the requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.answers.parties import Parties
from ..beside import Beside

if TYPE_CHECKING:
    from datetime import date

    from ...graph import Graph


def parties() -> Parties:
    """Those of what is known now, or was on the day that the request names; `NotYet` while the first are read."""
    return _PARTIES.asked()


def _parties(graph: Graph, known: date | None) -> Parties:
    return Parties(graph.store(known))


_PARTIES: Final = Beside("parties", _parties)
