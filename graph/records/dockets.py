"""What an archive of dockets and opinions tells: dockets, decisions, and who sat on which court."""

from dataclasses import dataclass

from .base import PartialDate, Record, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Docket(Record):
    """One docket as an archive has it.

    `lawsuit_caption` is there where the docket's own lawsuit, of the same id, is described with it.
    """

    id: str
    label: str
    court: Ref
    docket_number: tuple[str, ...] = ()
    lawsuits: tuple[Ref, ...] = ()
    lawsuit_caption: str | None = None
    caption: str | None = None
    filed_on: PartialDate | None = None
    terminated_on: PartialDate | None = None
    presided_by: Ref | None = None
    referred_to: Ref | None = None
    appeal_from: tuple[Ref, ...] = ()
    courtlistener_id: str | None = None
    url: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Record):
    """One decision with the opinions that go with it; one that is known already has no label here."""

    id: str
    label: str | None = None
    proceeding: Ref | None = None
    court: Ref | None = None
    decided_on: PartialDate | None = None
    ruling_type: str | None = None
    citation: tuple[str, ...] = ()
    author: Ref | None = None
    per_curiam: bool | None = None
    bench: tuple[Ref, ...] = ()
    bench_type: str | None = None
    courtlistener_id: str | None = None
    url: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeFound(Record):
    """A judge as an archive knows one: name, numbers elsewhere, birth and death."""

    judge: str
    label: str
    name: str | None = None
    fjc_nid: str | None = None
    courtlistener_id: str | None = None
    born_on: PartialDate | None = None
    died_on: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatHeld(Record):
    """One time of a judge on a court."""

    id: str
    judge: Ref
    court: Ref
    label: str
    title: str | None = None
    from_date: PartialDate | None = None
    until_date: PartialDate | None = None
    nominated_on: PartialDate | None = None
    confirmed_on: PartialDate | None = None
    recess_appointed_on: PartialDate | None = None
    senior_from: PartialDate | None = None
    chief_from: PartialDate | None = None
    chief_until: PartialDate | None = None
    end_reason: str | None = None
    appointing_official: Ref | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtIds(Record):
    """What an archive calls a court that the graph describes already."""

    id: str
    courtlistener_id: str | None = None
    courts_db_id: str | None = None
