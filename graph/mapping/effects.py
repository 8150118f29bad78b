"""Relief, scopes, protected classes and what is done to them: the heart of the record."""

from typing import Final

from pyoxigraph import Literal

from ...ontology.terms import EDTF, ej
from .. import records as r
from ..dates import parse_edtf
from ..records import Ref
from .context import Context
from .statements import Entity, Page, day

EVERYONE: Final = ej("Everyone")


def relief(page: Page, relief: r.Relief, _context: Context) -> None:
    entity = page.entity("relief", relief.id, ej("Relief"), label=relief.label)
    entity.concept(ej("reliefType"), relief.type)
    entity.refer(ej("grantedBy"), relief.granted_by)
    entity.refer(ej("restrains"), *relief.restrains)
    entity.text(ej("restrainsConduct"), relief.restrains_conduct)
    entity.text(ej("note"), relief.notes)


def scope(page: Page, scope: r.Scope, _context: Context) -> None:
    entity = page.entity("scope", scope.id, ej("Scope"), label=scope.label)
    entity.concept(ej("scopeKind"), scope.kind)
    entity.add(ej("protects"), EVERYONE if scope.everyone else None)
    entity.refer(ej("protects"), *scope.protects)
    entity.refer(ej("protectsPartiesOf"), *scope.protects_parties_of)
    entity.refer(ej("territory"), *scope.territory)
    entity.refer(ej("binds"), *scope.binds)
    entity.refer(ej("doesNotBind"), *scope.does_not_bind)
    entity.refer(ej("coversProvision"), *scope.covers_provisions)
    entity.text(ej("conduct"), scope.conduct)
    entity.text(ej("exception"), scope.exception)
    entity.text(ej("condition"), scope.condition)
    entity.concept(ej("application"), scope.application)
    entity.concept(ej("includesSubdivisions"), scope.includes_subdivisions)
    entity.concept(ej("membersKnown"), scope.members_known)
    entity.concept(ej("memberKind"), *scope.member_kinds)
    entity.refer(ej("knownNonMember"), *scope.known_non_members)
    entity.refer(ej("narrowestReading"), scope.narrowest)
    entity.refer(ej("widestReading"), scope.widest)
    entity.text(ej("note"), scope.notes)


def protected_class(page: Page, found: r.ProtectedClass, _context: Context) -> None:
    entity = page.entity("class", found.id, ej("ProtectedClass"), label=found.label)
    entity.text(ej("definition"), found.definition)
    entity.concept(ej("takesIn"), found.takes_in)
    entity.refer(ej("certifiedBy"), found.certified_by)
    entity.refer(ej("decertifiedBy"), found.decertified_by)
    entity.refer(ej("territory"), *found.territory)
    entity.text(ej("note"), found.notes)


def effect(page: Page, effect: r.Effect, context: Context) -> None:
    entity = begin(
        page,
        effect.id,
        effect.type,
        context.labels.of(Ref("effect", effect.id)),
        effect.edtf,
        at_mandate=effect.at_mandate is True,
    )
    if effect.produced_by is None:
        lapse(page, entity, effect.id, context.labels.of(effect.acts_on[0]), effect.edtf)
    entity.refer(ej("producedBy"), effect.produced_by)
    entity.refer(ej("actsOn"), *effect.acts_on)
    entity.refer(ej("setsScope"), effect.sets_scope)
    entity.refer(ej("suspendsScope"), effect.suspends_scope)
    entity.refer(ej("undoes"), *effect.undoes)
    entity.refer(ej("successor"), effect.successor)
    entity.number(ej("sequence"), effect.sequence)
    entity.flag(ej("atMandate"), effect.at_mandate)
    entity.refer(ej("presupposedBy"), effect.presupposed_by)
    entity.concept(ej("endReason"), effect.end_reason)
    entity.day(ej("lapsesOn"), effect.lapses_on)
    entity.text(ej("conditionalOn"), effect.conditional_on)
    entity.text(ej("note"), effect.notes)
    if effect.event is not None:
        entity.refer(ej("ofEvent"), Ref("event", effect.event))
        # Every effect of the event says what it is: each row stands on its own.
        page.entity("event", effect.event, ej("Event"), label=_event_label(effect, context))


def _event_label(effect: r.Effect, context: Context) -> str:
    """The label of an effect's event, the same whichever of its effects is asked."""
    told = context.events.get(effect.event or "", effect)
    producer = context.labels.of(told.produced_by) if told.produced_by is not None else "lapse of time"
    return f"shared day of the effects of the {producer}"


def begin(page: Page, name: str, kind: str, label: str, edtf: str, *, at_mandate: bool = False) -> Entity:
    """Begin to speak of an effect of that type, on the day or within the span of the EDTF text.

    No latest day is written for an open span: the effect may never have happened. Nor is one for
    an effect at a mandate of which only the day of the decision is told: that is its first day.
    """
    entity = page.entity("effect", name, ej("LegalEffect"), label=label)
    entity.concept(ej("effectType"), kind)
    entity.add(ej("edtf"), Literal(edtf, datatype=EDTF))
    bounds = parse_edtf(edtf)
    entity.add(ej("earliest"), day(bounds.earliest))
    unknown = bounds.latest is None or (at_mandate and bounds.latest == bounds.earliest)
    entity.add(ej("latest"), None if unknown or bounds.latest is None else day(bounds.latest))
    return entity


def lapse(page: Page, effect: Entity, name: str, target: str, edtf: str) -> None:
    """Let an effect be produced by the passing of time; its day is told where it is one day."""
    ref = Ref("event", f"{name}-lapse")
    event = page.entity(ref.kind, ref.id, ej("LapseEvent"), label=f"lapse of time: {target}")
    bounds = parse_edtf(edtf)
    event.add(ej("on"), day(bounds.earliest) if bounds.earliest == bounds.latest else None)
    effect.refer(ej("producedBy"), ref)
