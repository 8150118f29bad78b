"""Lawsuits as a tracker lists them; what it says of their status is a claim, and stands in `claims`."""

from ...ontology.terms import ej
from .. import records as r
from .context import Context
from .statements import Page


def tracked_suit(page: Page, found: r.TrackedSuit, _context: Context) -> None:
    """The lawsuit of a row, and its dockets."""
    lawsuit = page.entity("lawsuit", found.lawsuit.id, ej("Lawsuit"), label=found.label)
    lawsuit.text(ej("caption"), found.caption)
    lawsuit.refer(ej("challenges"), *found.challenges)
    lawsuit.text(ej("note"), *found.notes)
    for docket in found.dockets:
        entity = page.entity("proceeding", docket.id, ej("Proceeding"), label=docket.label)
        entity.refer(ej("partOfLawsuit"), docket.lawsuit)
        entity.refer(ej("inCourt"), docket.court)
        entity.text(ej("caption"), docket.caption)
        entity.text(ej("docketNumber"), *docket.numbers)
        entity.when(ej("filedOn"), docket.filed_on)
        entity.when(ej("terminatedOn"), docket.terminated_on)
        entity.refer(ej("presidedBy"), docket.judge)
        entity.text(ej("courtListenerId"), docket.courtlistener_id)
        entity.text(ej("url"), *docket.urls)
