"""People, offices, courts, places, sources, and what articles claim."""

from dataclasses import dataclass

from .base import PartialDate, Record, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgeship(Record):
    """One appointment of one judge; `number` counts the judge's appointments.

    It begins on `from_date`, else on the day of the commission. An empty `name_fjc` is one of which
    another document tells. `tenure` is the id of the tenure where it is not made of judge and number.
    """

    judge: str
    number: int
    name_fjc: str
    court: Ref | None = None
    commission_date: PartialDate | None = None
    fjc_nid: str | None = None
    title: str | None = None
    appointing_president: str | None = None
    party_of_appointing_president: str | None = None
    appointing_official: Ref | None = None
    nomination_date: PartialDate | None = None
    confirmation_date: PartialDate | None = None
    senior_status_date: PartialDate | None = None
    chief_from_year: PartialDate | None = None
    chief_to_year: PartialDate | None = None
    termination: str | None = None
    termination_date: PartialDate | None = None
    notes: str | None = None
    name: str | None = None
    tenure_label: str | None = None
    seat_id: str | None = None
    from_date: PartialDate | None = None
    recess_appointment_date: PartialDate | None = None
    chief_again_from_year: PartialDate | None = None
    chief_again_to_year: PartialDate | None = None
    tenure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeLife(Record):
    """Who a judge is, apart from any appointment."""

    judge: str
    name: str
    fjc_nid: str
    born_on: PartialDate | None = None
    died_on: PartialDate | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Official(Record):
    id: str
    name: str
    kind: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeTenure(Record):
    """One person's time in one office; `post` is the office's id."""

    official: Ref
    post: str
    office: str
    number: int
    jurisdiction: Ref | None = None
    start_date: PartialDate | None = None
    end_date: PartialDate | None = None
    acting: bool | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Record):
    id: str
    label: str
    also_called: tuple[str, ...] = ()
    post_in: Ref | None = None
    single_holder: bool | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Court(Record):
    id: str
    name: str
    level: str
    citation_string: str | None = None
    courtlistener_id: str | None = None
    courts_db_id: str | None = None
    appeals_to: Ref | None = None
    appeals_from: PartialDate | None = None
    appeals_until: PartialDate | None = None
    part_of: Ref | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction(Record):
    id: str
    name: str
    kind: str
    label: str | None = None
    also_called: tuple[str, ...] = ()
    state: str | None = None
    fips: str | None = None
    geoid: str | None = None
    within: tuple[Ref, ...] = ()
    same_government_as: tuple[Ref, ...] = ()
    on_cis_list_2025_05: bool | None = None
    on_doj_list_2025_08_05: bool | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency(Record):
    id: str
    name: str
    abbreviation: str | None = None
    part_of: Ref | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization(Record):
    id: str
    name: str
    abbreviation: str | None = None
    also_called: tuple[str, ...] = ()
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Designation(Record):
    id: str
    designator: Ref
    designated: Ref
    designated_as: str
    by_measure: Ref | None = None
    asserted_in: Ref | None = None
    from_date: PartialDate | None = None
    until_date: PartialDate | None = None
    criteria: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Record):
    id: str
    label: str
    kind: str | None = None
    rank: str | None = None
    url: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Record):
    """One thing a text says, with the words it says it in.

    `line` is the line of the text, from 1; `start` and `end` count characters in that line. `holds_on` is
    the day for which the source says it, `means` what its words mean as a state or course of ours.
    """

    id: str
    article: str
    quote: str
    claim: str
    text_line: int
    start: int | None = None
    end: int | None = None
    claim_type: str | None = None
    asserted_by: str | None = None
    speaker: Ref | None = None
    reported_by: str | None = None
    as_of: str | None = None
    subject: str | None = None
    subject_refs: tuple[Ref, ...] = ()
    predicate: str | None = None
    object: str | None = None
    object_refs: tuple[Ref, ...] = ()
    definition: str | None = None
    quantity: int | None = None
    unit: str | None = None
    approximate: bool | None = None
    relative_date: str | None = None
    resolves_to: str | None = None
    conflicts_with: tuple[Ref, ...] = ()
    hedge: str | None = None
    check: str | None = None
    record: tuple[Ref, ...] = ()
    notes: str | None = None
    holds_on: PartialDate | None = None
    means: str | None = None
