"""`/map`: where injunctions protect, where places have policies of their own, and where they go to court."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, render_template, request
from pyoxigraph import NamedNode

from ..answers.days import calendar
from ..answers.standing import deciders
from ..ask import lookup, text
from ..assets import CURE, bundled
from ..day import Change, asked_day, link, neighbours
from ..desk import desk
from ..errors import DoorError
from ..lists.listing import Download
from ..present import names, thing, things
from ..protocol.negotiate import CSV, GRAPHS, HTML, PLAIN_JSON, pick
from ..words import t
from ..written import written
from .drawing import REGIONS, within
from .marking import drawn
from .places import injunctions, lawsuits, policies, spots
from .rows import ORDERS, as_csv, as_json, as_turtle, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from flask.typing import ResponseReturnValue

    from .places import Finding, Spot
    from .rows import Row


bp: Final = Blueprint("map", __name__)
SHOWS: Final = ("injunction", "policy", "lawsuit")
SORTS: Final = tuple(ORDERS)
MOST: Final = 5
"""How many things a cell of the table names; the place's own page and the data have all."""
_DATA: Final = (CSV, PLAIN_JSON, GRAPHS[0])


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    show: str
    order: str
    region: str
    sort: str
    on: date

    @property
    def told(self) -> dict[str, str | None]:
        """What was asked for, as data repeats it."""
        return {
            "on": self.on.isoformat(),
            "show": self.show,
            "order": self.order or None,
            "region": self.region or None,
        }

    def link(self, **other: object) -> str:
        """The address of this map with something else."""
        given: dict[str, object] = {
            "show": self.show,
            "order": _id(self.order),
            "region": self.region,
            "sort": self.sort,
        }
        chosen = given | other
        defaults = {"show": SHOWS[0], "sort": "within"}
        return link(
            "/map", **{key: None if defaults.get(key) == value else value for key, value in chosen.items()}
        )


@bp.get("/map")
@bp.get("/map.<any(csv, json, ttl):suffix>")
def shown(suffix: str | None = None) -> ResponseReturnValue:
    """The map of a day with its table, or the table as data."""
    offer = pick(suffix or request.args.get("format"), request.headers.get("Accept"), (HTML, *_DATA))
    asked = _asked()
    known = spots()
    found, everywhere = _found(asked, known)
    opened = (iri for each in found.values() for iri in each.periods)
    causes = deciders(opened) if asked.show == "injunction" else {}
    rows = rows_of(found, known, causes, asked.sort)
    if offer is CSV:
        return Response(as_csv(rows), content_type=offer.content_type)
    if offer is PLAIN_JSON:
        return Response(as_json(rows, asked.told), content_type=offer.content_type)
    if offer is not HTML:
        return Response(as_turtle(found), content_type=offer.content_type)
    return _page(asked, found, known, rows, everywhere)


def _asked() -> Asked:
    order = request.args.get("order", "").strip()
    return Asked(
        show=_one_of("show", SHOWS, SHOWS[0]),
        order=desk().graph.resolve(order, ("order", "provision"), known=asked_day().known).value
        if order
        else "",
        region=_one_of("region", ("", *REGIONS), ""),
        sort=_one_of("sort", SORTS, "within"),
        on=asked_day().on,
    )


def _one_of(name: str, choices: Sequence[str], default: str) -> str:
    value = request.args.get(name, "").strip() or default
    if value not in choices:
        listed = ", ".join(choice for choice in choices if choice)
        raise DoorError(400, "parameter", f"{name}={value!r} is none of {listed}.", parameter=name)
    return value


def _id(iri: str) -> str:
    found = desk().graph.iris.kind_and_id(iri) if iri else None
    return found[1] if found else iri


def _found(asked: Asked, known: Mapping[str, Spot]) -> tuple[dict[str, Finding], list[str]]:
    """What is shown, and the provisions that are held back for everyone and so not drawn."""
    everywhere: list[str] = []
    if asked.show == "policy":
        found = policies(asked.on, known)
    elif asked.show == "lawsuit":
        found = lawsuits(asked.on, known)
    else:
        held = injunctions(asked.on, known, asked.order)
        found, everywhere = held.places, held.everywhere
    return {iri: each for iri, each in found.items() if within(each.spot.code, asked.region)}, everywhere


def _page(
    asked: Asked,
    found: Mapping[str, Finding],
    known: Mapping[str, Spot],
    rows: list[Row],
    everywhere: list[str],
) -> str:
    before, after = (
        neighbours((Change(day) for day in calendar().turns()), asked.on)
        if asked.show == "injunction"
        else (None, None)
    )
    drawing = drawn(found, known, asked.region)
    titles = ("CSV", "JSON", "Turtle")
    return render_template(
        "map.html",
        section="/map",
        asked=asked,
        order=_id(asked.order),
        named=thing(asked.order) if asked.order else None,
        sentence=t(
            f"map.counted_{asked.show}" if rows else f"map.none_{asked.show}",
            n=len(rows),
            on=written(asked.on),
        ),
        picture=drawing,
        rows=rows,
        everywhere=things(NamedNode(iri) for iri in everywhere),
        most=MOST,
        bundled=bundled(),
        cure=CURE,
        orders=_orders() if asked.show == "injunction" else [],
        levels=drawing.levels,
        shows=[(each, t(f"map.show_{each}")) for each in SHOWS],
        regions=[("", t("map.everywhere")), *((each, t(f"map.region_{each}")) for each in REGIONS)],
        heads=[
            (each, t(f"map.head_{each}_{asked.show}" if each in {"state", "count"} else f"map.head_{each}"))
            for each in SORTS
        ],
        day_before=before,
        day_after=after,
        downloads=[
            Download(title, asked.link().replace("/map", f"/map.{offer.name}", 1), offer.media_type)
            for offer, title in zip(_DATA, titles, strict=True)
        ],
    )


def _orders() -> list[tuple[str, str]]:
    """Orders and provisions that a court has ever held back, as id and name."""
    found = [
        iri
        for row in lookup("map-orders")
        if (key := desk().graph.iris.kind_and_id(iri := text(row, "measure")))
        and key[0] in {"order", "provision"}
    ]
    names().learn(NamedNode(iri) for iri in found)
    return sorted(((_id(iri), names().of(iri)) for iri in found), key=lambda pair: pair[1])
