"""Places: what binds them on a day and over time, their policies, lawsuits, and who calls them a sanctuary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ask import Solution, lookup, text
from ..day import asked_day, link, neighbours
from ..entities.facts import capital
from ..entities.witnesses import witnesses
from ..lists.listing import Download
from ..present import distinct, grouped, names, thing, things
from ..written import as_day, written
from .binding import binds, changes, data, lanes, reach_of, slider
from .measures import path_of
from .people import sued

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import NamedNode


def place(iri: NamedNode) -> dict[str, object]:
    """The page of a place."""
    on = asked_day().on
    found = reach_of(iri)
    rows = lookup("place-about", [(iri,)])
    names().learn(term for row in rows for term in row.values())
    said = _designations(iri)
    turning = changes(found)
    before, after = neighbours(turning, on)
    witnesses().learn([iri.value, *(str(row["iri"]) for row in said), *(text(row, "policy") for row in rows)])
    return {
        "answered": True,
        "list": "places",
        "kinds": things(distinct(rows, "kind")),
        "within": things(distinct(rows, "within")),
        "same": things(distinct(rows, "same")),
        "policies": _policies(rows),
        **sued(iri),
        "designations": said,
        "slider": slider(turning, on),
        "exports": _exports(iri),
        **binds(iri, turning),
        **lanes(iri, found, [each.on for each in turning]),
        "day_before": before,
        "day_after": after,
    }


def _exports(iri: NamedNode) -> list[Download]:
    """What binds the place on the day as data: the named query that asks it."""
    return [
        Download("CSV", data(iri, ".csv"), "text/csv"),
        Download("JSON", data(iri, ".json"), "application/json"),
        Download("Turtle", link(f"{path_of(iri)}.ttl"), "text/turtle"),
    ]


def _policies(rows: Sequence[Solution]) -> list[dict[str, object]]:
    return [
        {
            "iri": policy,
            "policy": thing(policy),
            "enacted": as_day(text(of[0], "enacted")),
            "said": written(text(of[0], "enacted")),
            "citation": text(of[0], "citation"),
            "kind": names().of(text(of[0], "policyKind")) if "policyKind" in of[0] else "",
        }
        for policy, of in grouped(rows, "policy").items()
    ]


def _designations(iri: NamedNode) -> list[dict[str, object]]:
    """Who calls the place a sanctuary, as what, from when to when, and where that is said."""
    rows = lookup("designated", [(iri,)])
    names().learn(term for row in rows for term in row.values())
    return [
        {
            "iri": designation,
            "by": things(distinct(of, "by")),
            "as": capital(text(of[0], "as")),
            "since": written(text(of[0], "from")),
            "until": written(text(of[0], "until")),
            "where": things([*distinct(of, "list"), *distinct(of, "said")]),
            "thing": thing(designation),
        }
        for designation, of in grouped(rows, "designation").items()
    ]
