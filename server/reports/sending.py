"""The timeline as data, written event by event: a long one is never in memory whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from ..desk import desk
from ..lists.sending import as_csv, as_json, document, statements
from ..protocol.negotiate import CSV, GRAPHS
from .events import all_told, chronicle, iris_of

if TYPE_CHECKING:
    from flask import Response

    from ...graph.answers.chronicle import Choice
    from ..pictures.happenings import Happening
    from ..protocol.negotiate import Offer

_COLUMNS: Final = ("day", "in_effect", "event", "iri", "case_court_judge", "did", "acts_on", "citation")


def sent(choice: Choice, offer: Offer) -> Response:
    """The events of a choice in order of time as one document, up to the limits of the server."""
    most = desk().settings.max_rows
    found = chronicle().events(choice, most + 1)
    more, found = len(found) > most, found[:most]
    if offer is GRAPHS[0]:
        return statements(iris_of(found, choice.year), offer, more=more)
    rows = (_as_row(each) for each in all_told(found, choice.year))
    if offer is CSV:
        return document(
            as_csv(_COLUMNS, ([_cell(row[name]) for name in _COLUMNS] for row in rows)), offer, more=more
        )
    return document(as_json("events", rows), offer, more=more)


def _as_row(each: Happening) -> dict[str, object]:
    return {
        "day": each.on.isoformat() if each.on else None,
        "in_effect": each.when,
        "event": each.title.text,
        "iri": each.iri,
        "case_court_judge": [thing.text for thing in each.before],
        "did": [deed.text for deed in each.deeds],
        "acts_on": [thing.iri for thing in each.targets],
        "citation": each.citation,
    }


def _cell(value: object) -> str:
    return "; ".join(map(str, cast("list[object]", value))) if isinstance(value, list) else str(value or "")
