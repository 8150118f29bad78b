"""`/map`: where injunctions protect, where places have policies of their own, and where they go to court."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from flask import Blueprint, render_template, request
from pyoxigraph import NamedNode

from ..answers.days import days
from ..answers.turns import held_back, turns_around
from ..assets import CURE, bundled
from ..day import asked_day, link
from ..desk import desk
from ..errors import DoorError
from ..languages import language
from ..lists.listing import Download
from ..lists.paging import Pages, asked_page
from ..present import names, thing, things
from ..protocol.negotiate import CSV, GRAPHS, HTML, PLAIN_JSON, pick
from ..words import t
from ..written import written
from .drawing import REGIONS, within
from .findings import injunctions, lawsuits, policies
from .marking import drawn
from .places import spots
from .rows import ORDERS, ordered, rows_of, sent
from .suits import parties

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from flask.typing import ResponseReturnValue

    from .places import Finding, Held, Spot

_T = TypeVar("_T")
bp: Final = Blueprint("map", __name__)
SHOWS: Final = ("injunction", "policy", "lawsuit")
SORTS: Final = tuple(ORDERS)
MOST: Final = 5
"""How many things a cell of the table names; the place's own page and the data have all."""
PAGE: Final = 100
"""Rows of the table on a page; the data have all."""
CHOICES: Final = 300
"""Up to so many orders and provisions are a list to choose from; beyond that one types."""
EVERYWHERE: Final = 100
_KEPT: Final = 8
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
    held = _kept("held", asked, lambda: _held(asked, known))
    if offer is GRAPHS[0]:  # of a government with two ids both are told of
        return sent(list(held.places.values()), held, offer, asked.told)
    listed = _kept("listed", asked, lambda: ordered(held.places, known, asked.sort), asked.sort)
    return _page(asked, held, known, listed) if offer is HTML else sent(listed, held, offer, asked.told)


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


def _kept(name: str, asked: Asked, make: Callable[[], _T], *also: object) -> _T:
    """What `make` gives for the map of an address, and what else it depends on; kept for those asked for last."""
    made_of = parties() if asked.show == "lawsuit" else days()  # it may be a generation behind
    if asked_day().known is not None:
        return make()
    which = (made_of, asked.show, asked.order, asked.region, asked.on, language(), *also)
    return desk().among(f"map {name}", which, make, _KEPT)


def _held(asked: Asked, known: Mapping[str, Spot]) -> Held:
    """What is shown: of a region its own places."""
    if asked.show == "lawsuit":
        held = lawsuits(asked.on, known)
    elif asked.show == "policy":
        held = policies(asked.on, known)
    else:
        held = injunctions(asked.on, known, asked.order)
    if not asked.region:
        return held
    places = {iri: each for iri, each in held.places.items() if within(each.spot.code, asked.region)}
    return replace(held, places=places)


def _page(asked: Asked, held: Held, known: Mapping[str, Spot], listed: Sequence[Finding]) -> str:
    before, after = turns_around(asked.on) if asked.show == "injunction" else (None, None)
    found, everywhere = held.places, held.everywhere
    pages = Pages(len(listed), asked_page(), PAGE)
    shown = listed[pages.first : pages.last]
    orders, many = _orders() if asked.show == "injunction" else ([], False)
    carried = tuple(asked_day().carried.items())  # as its links hand it on
    drawing = _kept("drawn", asked, lambda: drawn(found, known, asked.region), carried)
    titles = ("CSV", "JSON", "Turtle")
    return render_template(
        "map.html",
        section="/map",
        asked=asked,
        order=_id(asked.order),
        named=thing(asked.order) if asked.order else None,
        sentence=t(
            f"map.counted_{asked.show}" if listed else f"map.none_{asked.show}",
            n=len(listed),
            on=written(asked.on),
        ),
        picture=drawing,
        rows=rows_of(shown, held, MOST),
        count=len(listed),
        pages=pages,
        everywhere=things(NamedNode(iri) for iri in everywhere[:EVERYWHERE]),
        everyone=len(everywhere),
        most=MOST,
        bundled=bundled(),
        cure=CURE,
        orders=orders,
        typed=many,
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


def _orders() -> tuple[list[tuple[str, str]], bool]:
    """Orders and provisions that a court has ever held back, as id and name; nothing, and true, for too many to choose from."""
    at = days()
    which = (at.generation, language(), asked_day().known)
    return desk().among("map orders", which, lambda: _named(held_back(at.calendar, CHOICES + 1)), _KEPT)


def _named(iris: Sequence[str]) -> tuple[list[tuple[str, str]], bool]:
    if len(iris) > CHOICES:
        return [], True
    found = [
        iri
        for iri in iris
        if (key := desk().graph.iris.kind_and_id(iri)) and key[0] in {"order", "provision"}
    ]
    names().learn(NamedNode(iri) for iri in found)
    return sorted(((_id(iri), names().of(iri)) for iri in found), key=lambda pair: pair[1]), False
