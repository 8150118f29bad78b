"""The page of an entity put together: what its kind shows, what it hangs together with, who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import render_template, request

from ..day import link
from ..pictures.relations import relations
from ..written import briefly
from .disputes import disputes
from .facts import facts_of
from .incoming import incoming
from .witnesses import witnesses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...graph.entity import Entity
    from ..lists.listing import Download
    from ..present import Thing

MOST: Final = 500
"""How many rows of one lookup a page shows at most; all are under what refers to it."""
DRAWN: Final = frozenset(("order", "statute", "policy", "provision"))
"""Kinds whose states are also a picture by themselves, `.svg`."""


def entity_page(
    entity: Entity,
    path: str,
    downloads: Sequence[Download],
    crumbs: Sequence[Thing] = (),
    section: tuple[str, Mapping[str, object]] = ("", {}),
) -> str:
    """The page of an entity; `section` is the template of its kind and what that is given."""
    template, found = section
    return render_template(
        "entity.html",
        entity=facts_of(entity),
        section_template=template,
        section_data=found,
        answered=bool(found.get("answered")),
        open_statements=bool(found.get("open_statements")),
        crumbs=crumbs,
        canonical=path,
        downloads=downloads,
        incoming=incoming(entity.iri, entity, path),
        disputes=disputes(entity),
        crowded=max((links.count for links in entity.links), default=0) > MOST,
        relations=relations(entity.iri) if entity.kind else None,
        witnesses=witnesses(),
        briefly=briefly,
        svg_href=link(f"{path}.svg", **_span()) if entity.kind in DRAWN else None,
        section="/" + str(found.get("list", "")) if found.get("list") else None,
        day_before=found.get("day_before"),
        day_after=found.get("day_after"),
    )


def _span() -> dict[str, str]:
    """The part of the time that the page shows, where its address names one."""
    return {name: request.args[name] for name in ("from", "to") if name in request.args}
