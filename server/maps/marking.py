"""From findings to marks: each place in words, each state with what holds in it and in its places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ..present import href_of, names
from ..words import t
from .drawing import Mark, Picture, picture, within
from .findings import injunctions
from .outlines import point_of
from .places import OWN, once, spots

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from .places import Finding, Spot

UNPLACED: Final = 60
"""How many of the places that the picture has no spot for are named below it."""


def word(level: str) -> str:
    """A level in a word."""
    return t(f"map.{level}") if level in {OWN, "some"} else t(f"state.{level}")


def drawn(found: Mapping[str, Finding], known: Mapping[str, Spot], region: str = "") -> Picture:
    """The map of these findings; a state whose places have some, and itself none, is *partly* so."""
    listed = once(found)
    states = [spot for spot in known.values() if spot.state]
    inside = _inside(listed)
    named, omitted = _named([each for each in listed if not each.spot.state], region)
    names().learn(
        NamedNode(iri) for iri in [*(spot.iri for spot in states), *(each.spot.iri for each in named)]
    )
    return picture(
        [_of_state(spot, found.get(spot.iri), inside.get(spot.code, [])) for spot in states],
        [_of_place(each) for each in named],
        region,
        omitted,
    )


def _named(places: Iterable[Finding], region: str) -> tuple[list[Finding], int]:
    """The places to draw, and of those that lie nowhere in the picture the first few; how many are left out."""
    named: list[Finding] = []
    nowhere = 0
    for each in places:
        if not within(each.spot.code, region):
            continue
        if point_of(each.spot.code) is None:
            nowhere += 1
            if nowhere > UNPLACED:
                continue
        named.append(each)
    return named, max(nowhere - UNPLACED, 0)


def protected(on: date) -> Picture:
    """Who is protected on a day by some ruling from some order: the picture of the first page."""
    known = spots()
    return drawn(injunctions(on, known).places, known)


def _inside(found: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The cities and counties by the code of their state."""
    by_state: dict[str, list[Finding]] = {}
    for each in found:
        if not each.spot.state and len(each.spot.code) > 2:
            by_state.setdefault(each.spot.code[:2], []).append(each)
    return by_state


def _of_state(spot: Spot, own: Finding | None, inside: list[Finding]) -> Mark:
    name = names().of(spot.iri)
    level = _level(own, inside)
    parts = [word(level) if level else ""]
    parts.append(t("map.places_in", n=len(inside)) if inside else "")
    said = ", ".join(part for part in parts if part) or t("map.nothing")
    return Mark(
        spot.iri,
        spot.code,
        name,
        f"{name}: {said}",
        level,
        len(inside) + (own is not None),
        href_of(spot.iri)[0],
    )


def _level(own: Finding | None, inside: list[Finding]) -> str:
    """What fills a state: its own level, or *partly* so where only places in it are blocked or have some."""
    levels = {each.level for each in inside}
    if own and (own.level in {"blocked", "in-force", OWN} or "blocked" not in levels):
        return own.level
    if not inside:
        return ""
    return "some" if levels & {"in-force", OWN} else "partly-blocked"


def _of_place(found: Finding) -> Mark:
    name = names().of(found.spot.iri)
    said = f"{name}: {word(found.level)}"
    return Mark(
        found.spot.iri,
        found.spot.code,
        name,
        said,
        found.level,
        found.count,
        href_of(found.spot.iri)[0],
    )
