"""Orders, provisions, policies and statutes, and when they are in force."""

from collections.abc import Collection
from typing import Final

from ...ontology.terms import ej
from .. import records as r
from ..records import PartialDate, Ref
from .context import Context
from .effects import begin, lapse
from .labels import provision_short
from .statements import ALT_LABEL, TITLE, Page

CLASSES: Final = {
    "executive_order": ej("ExecutiveOrder"),
    "proclamation": ej("Proclamation"),
    "presidential_memorandum": ej("PresidentialMemorandum"),
    "agency_memorandum": ej("AgencyDirective"),
    "agency_letter": ej("AgencyDirective"),
    "grant_condition": ej("GrantCondition"),
    "designation_list": ej("DesignationList"),
    "presidential_document": ej("Order"),
}

_BEGINS: Final = frozenset(("takes-effect", "reinstates"))
_ENDS: Final = frozenset(("revokes", "supersedes", "expire"))


def order(page: Page, order: r.Order, context: Context) -> None:
    ref = Ref("order", order.id)
    label, short = context.labels.of(ref), context.labels.short(ref)
    entity = page.entity("order", order.id, CLASSES[order.kind], ej("Order"), label=label)
    entity.english(ALT_LABEL, short if short != label else None)
    entity.english(TITLE, order.title or None)
    entity.text(ej("number"), order.number)
    entity.when(ej("signedOn"), order.signed_on)
    entity.when(ej("publishedOn"), order.published_on)
    entity.text(ej("frCitation"), order.fr_citation)
    entity.text(ej("frDocumentNumber"), order.fr_document_number)
    entity.text(ej("frPages"), order.fr_pages)
    entity.refer(ej("issuedBy"), order.issuer)
    entity.refer(ej("relatesTo"), *order.relates_to)
    entity.concept(ej("topic"), order.topic)
    entity.day(ej("checkedTo"), order.checked_to)
    entity.text(ej("note"), order.notes)
    _begins(page, context, ref, order.in_force_from)
    _ends(page, context, ref, order.in_force_to, order.ended_by)


def provision(page: Page, provision: r.Provision, context: Context) -> None:
    ref = Ref("provision", provision.id)
    entity = page.entity("provision", provision.id, ej("Provision"), label=context.labels.of(ref))
    entity.english(ALT_LABEL, provision_short(context.labels, provision))
    entity.refer(ej("ofMeasure"), provision.measure)
    entity.refer(ej("partOf"), provision.part_of or context.whole_of(provision))
    entity.text(ej("section"), provision.section)
    entity.text(ej("heading"), provision.heading)
    entity.text(ej("text"), provision.short_text)
    entity.text(ej("subjectNote"), provision.subject)
    entity.text(ej("appliesTo"), provision.applies_to)
    entity.refer(ej("directs"), *provision.directs)
    entity.text(ej("requiresProduct"), provision.requires_product)
    entity.refer(ej("substantiveSuccessorOf"), *provision.successor_of)
    entity.text(ej("note"), provision.notes)


def policy(page: Page, policy: r.Policy, context: Context) -> None:
    ref = Ref("policy", policy.id)
    entity = page.entity("policy", policy.id, ej("LocalPolicy"), label=context.labels.of(ref))
    entity.english(TITLE, policy.title)
    entity.refer(ej("enactedBy"), policy.jurisdiction)
    entity.concept(ej("policyKind"), policy.kind)
    entity.text(ej("billNumber"), policy.bill_number)
    entity.text(ej("citation"), policy.citation)
    entity.when(ej("introducedOn"), policy.introduced_on)
    entity.when(ej("enactedOn"), policy.enacted_on)
    entity.text(ej("note"), policy.notes)
    _begins(page, context, ref, policy.in_force_from)
    _ends(page, context, ref, policy.in_force_to, ())


def statute(page: Page, statute: r.Statute, context: Context) -> None:
    label = context.labels.of(Ref("statute", statute.id))
    entity = page.entity("statute", statute.id, ej("Statute"), label=label)
    entity.english(TITLE, statute.title)
    entity.text(ej("citation"), statute.citation)
    entity.text(ej("enactedByText"), statute.enacted_by)
    entity.when(ej("enactedOn"), statute.enacted_on)
    entity.text(ej("roleNote"), statute.role)


def _begins(page: Page, context: Context, ref: Ref, since: PartialDate | None) -> None:
    """What `in_force_from` stands for, unless effects.csv says when the measure takes effect."""
    if since is None or context.effects_on.get(ref, set()) & _BEGINS:
        return
    label = f"{context.labels.of(ref)} takes effect"
    entity = begin(page, f"{ref.id}-takes-effect", "takes-effect", label, str(since))
    entity.refer(ej("producedBy"), ref)
    entity.refer(ej("actsOn"), ref)


def _ends(
    page: Page, context: Context, ref: Ref, until: PartialDate | None, ended_by: Collection[Ref]
) -> None:
    """What `in_force_to` and `ended_by` stand for, unless effects.csv says how the measure ends."""
    if until is None or context.effects_on.get(ref, set()) & _ENDS:
        return
    name = context.labels.of(ref)
    for ender in ended_by:
        label = f"{context.labels.of(ender)} revokes {name}"
        entity = begin(page, f"{ref.id}-revoked-by-{ender.id}", "revokes", label, str(until))
        entity.refer(ej("producedBy"), ender)
        entity.refer(ej("actsOn"), ref)
    if not ended_by:
        entity = begin(page, f"{ref.id}-expires", "expire", f"{name} expires", str(until))
        lapse(page, entity, f"{ref.id}-expires", name, str(until))
        entity.refer(ej("actsOn"), ref)
