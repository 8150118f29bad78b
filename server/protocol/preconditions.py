"""Writing only what one has seen (RFC 9110, section 13): entity tags of graphs, and who relies on them.

A graph's tag begins with the generation it was read from. `If-Match` holds while that generation is
still the newest: a write to any graph in between refuses it, also one to another graph. So it may
refuse too much, never too little.
"""

from __future__ import annotations

from typing import Final

from flask import request

from ..desk import desk
from ..errors import DoorError

_REFUSED: Final = "The graph may have changed since you read it; read it again, then write."


def tag_of(form: str, encoding: str = "") -> str:
    """The tag of a graph as it is now in a format; one that is compressed has a tag of its own."""
    return "-".join(part for part in (str(desk().graph.generation), form, encoding) if part)


def check(*, exists: bool) -> None:
    """Lets a write pass whose preconditions hold; 412 for others. To be asked while writers are held."""
    now = str(desk().graph.generation)
    wanted, unwanted = request.if_match, request.if_none_match
    if request.headers.get("If-Match"):
        same = exists and (wanted.star_tag or any(_generation(tag) == now for tag in wanted.as_set()))
        if not same:
            raise DoorError(412, "precondition", _REFUSED)
    if request.headers.get("If-None-Match"):
        if exists and unwanted.star_tag:
            raise DoorError(412, "precondition", "The graph exists already.")
        if exists and any(_generation(tag) == now for tag in unwanted.as_set(include_weak=True)):
            raise DoorError(412, "precondition", "The graph is still as you have read it.")


def _generation(tag: str) -> str:
    return tag.partition("-")[0]
