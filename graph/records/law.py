"""Measures, lawsuits, and what courts did."""

from dataclasses import dataclass

from .base import PartialDate, Record, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Record):
    id: str
    kind: str
    title: str
    number: str | None = None
    label: str | None = None
    signed_on: PartialDate | None = None
    published_on: PartialDate | None = None
    in_force_from: PartialDate | None = None
    in_force_to: PartialDate | None = None
    ended_by: tuple[Ref, ...] = ()
    fr_citation: str | None = None
    fr_document_number: str | None = None
    fr_pages: str | None = None
    issuer: Ref | None = None
    revokes: tuple[Ref, ...] = ()
    relates_to: tuple[Ref, ...] = ()
    topic: str | None = None
    checked_to: PartialDate | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision(Record):
    id: str
    measure: Ref
    section: str | None = None
    part_of: Ref | None = None
    label: str | None = None
    heading: str | None = None
    short_text: str | None = None
    subject: str | None = None
    applies_to: str | None = None
    directs: tuple[Ref, ...] = ()
    requires_product: str | None = None
    successor_of: tuple[Ref, ...] = ()
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Record):
    id: str
    jurisdiction: Ref
    title: str
    kind: str | None = None
    label: str | None = None
    bill_number: str | None = None
    citation: str | None = None
    introduced_on: PartialDate | None = None
    enacted_on: PartialDate | None = None
    in_force_from: PartialDate | None = None
    in_force_to: PartialDate | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statute(Record):
    id: str
    citation: str
    title: str | None = None
    enacted_by: str | None = None
    enacted_on: PartialDate | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Record):
    """A docket; without `parent_case` it is also the lawsuit it began."""

    id: str
    caption: str
    court: Ref
    short_name: str | None = None
    docket_number: tuple[str, ...] = ()
    filed_on: PartialDate | None = None
    terminated_on: PartialDate | None = None
    plaintiffs: str | None = None
    defendants: str | None = None
    judge: Ref | None = None
    challenges: tuple[Ref, ...] = ()
    claim_under: tuple[Ref, ...] = ()
    parent_case: tuple[Ref, ...] = ()
    consolidated_with: tuple[Ref, ...] = ()
    courtlistener_docket_id: str | None = None
    topic: str | None = None
    checked_to: PartialDate | None = None
    status_as_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRole(Record):
    proceeding: Ref
    party: Ref
    role: str
    capacity: str | None = None
    joined_on: PartialDate | None = None
    left_on: PartialDate | None = None
    how: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling(Record):
    id: str
    case_id: tuple[Ref, ...]
    court: Ref
    date: PartialDate
    disposition: str
    ruling_type: str | None = None
    label: str | None = None
    entered_on: PartialDate | None = None
    mandate_issued_on: PartialDate | None = None
    scope_text: str | None = None
    affects_ruling: tuple[Ref, ...] = ()
    reviews: tuple[Ref, ...] = ()
    judges: str | None = None
    bench: tuple[Ref, ...] = ()
    bench_type: str | None = None
    author: Ref | None = None
    per_curiam: bool | None = None
    citation: tuple[str, ...] = ()
    docket_entry: tuple[str, ...] = ()
    blocks: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition(Record):
    id: str
    ruling: Ref
    type: str
    on_ruling: tuple[Ref, ...] = ()
    text: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote(Record):
    ruling: Ref
    judge: Ref
    vote: str
    disposition: Ref | None = None
    note: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief(Record):
    id: str
    label: str
    type: str
    granted_by: Ref
    restrains: tuple[Ref, ...] = ()
    restrains_conduct: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope(Record):
    """Whom a relief protects and binds, where, and which provisions; `everyone` covers all."""

    id: str
    label: str
    kind: str
    everyone: bool = False
    protects: tuple[Ref, ...] = ()
    protects_parties_of: tuple[Ref, ...] = ()
    territory: tuple[Ref, ...] = ()
    binds: tuple[Ref, ...] = ()
    does_not_bind: tuple[Ref, ...] = ()
    covers_provisions: tuple[Ref, ...] = ()
    conduct: str | None = None
    exception: str | None = None
    condition: str | None = None
    application: str | None = None
    includes_subdivisions: str | None = None
    members_known: str | None = None
    member_kinds: tuple[str, ...] = ()
    known_non_members: tuple[Ref, ...] = ()
    narrowest: Ref | None = None
    widest: Ref | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect(Record):
    """What one producer does to its targets; no producer means that time does it."""

    id: str
    type: str
    acts_on: tuple[Ref, ...]
    edtf: str
    produced_by: Ref | None = None
    label: str | None = None
    sets_scope: Ref | None = None
    suspends_scope: Ref | None = None
    undoes: tuple[Ref, ...] = ()
    successor: Ref | None = None
    sequence: int | None = None
    event: str | None = None
    at_mandate: bool | None = None
    presupposed_by: Ref | None = None
    end_reason: str | None = None
    lapses_on: PartialDate | None = None
    conditional_on: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedClass(Record):
    id: str
    label: str
    definition: str
    takes_in: str
    certified_by: Ref | None = None
    decertified_by: Ref | None = None
    territory: tuple[Ref, ...] = ()
    notes: str | None = None
