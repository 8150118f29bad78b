"""Orders as the Federal Register lists them, and what its notes say became of them."""

from ...ontology.terms import ej
from .. import records as r
from ..records import Ref
from . import measures
from .context import Context
from .effects import begin
from .statements import Entity, Page


def printed_order(page: Page, found: r.PrintedOrder, context: Context) -> None:
    measures.order(page, found.order, context)
    entity = page.entities[0]
    entity.text(ej("url"), found.url)
    entity.text(ej("sourceWording"), found.wording)
    entity.text(ej("note"), *found.notes)
    bearing: dict[Ref, Entity] = {Ref("order", found.order.id): entity}
    for one, other in found.related:
        if one not in bearing:
            bearing[one] = page.entity(one.kind, one.id, label=None)
        bearing[one].refer(ej("relatesTo"), other)
    for effect in found.effects:
        _effect(page, effect)


def _effect(page: Page, found: r.PrintedEffect) -> None:
    if found.type is not None and found.edtf is not None:
        entity = begin(page, found.id, found.type, found.label, found.edtf)
    else:
        entity = page.entity("effect", found.id, ej("LegalEffect"), label=found.label)
        entity.concept(ej("effectType"), found.type)
    entity.refer(ej("producedBy"), found.producer)
    entity.refer(ej("actsOn"), found.target)
    entity.text(ej("sourceWording"), found.wording)
