"""Dockets, decisions and judges as an archive of dockets and opinions has them."""

from ...ontology.terms import ej
from .. import records as r
from ..records import Ref
from .context import Context
from .people import PRESIDENT, court_post
from .statements import NAME, Page


def docket(page: Page, found: r.Docket, _context: Context) -> None:
    """The docket; and its lawsuit, where no other docket began it."""
    entity = page.entity("proceeding", found.id, ej("Proceeding"), label=found.label)
    entity.refer(ej("partOfLawsuit"), *found.lawsuits)
    entity.refer(ej("inCourt"), found.court)
    entity.text(ej("caption"), found.caption)
    entity.text(ej("docketNumber"), *found.docket_number)
    entity.when(ej("filedOn"), found.filed_on)
    entity.when(ej("terminatedOn"), found.terminated_on)
    entity.refer(ej("presidedBy"), found.presided_by)
    entity.refer(ej("referredTo"), found.referred_to)
    entity.refer(ej("appealFrom"), *found.appeal_from)
    entity.text(ej("courtListenerId"), found.courtlistener_id)
    entity.text(ej("url"), found.url)
    entity.text(ej("note"), *found.notes)
    if found.lawsuit_caption is not None:
        lawsuit = page.entity("lawsuit", found.id, ej("Lawsuit"), label=found.lawsuit_caption)
        lawsuit.text(ej("caption"), found.lawsuit_caption)


def decision(page: Page, found: r.Decision, _context: Context) -> None:
    types = (ej("Ruling"),) if found.label is not None else ()
    entity = page.entity("ruling", found.id, *types, label=found.label)
    entity.refer(ej("inProceeding"), found.proceeding)
    entity.refer(ej("byCourt"), found.court)
    entity.when(ej("decidedOn"), found.decided_on)
    entity.concept(ej("rulingType"), found.ruling_type)
    entity.text(ej("citation"), *found.citation)
    entity.refer(ej("author"), found.author)
    entity.flag(ej("perCuriam"), found.per_curiam)
    entity.text(ej("courtListenerId"), found.courtlistener_id)
    entity.text(ej("url"), found.url)
    entity.text(ej("note"), *found.notes)
    if found.bench:
        ref = Ref("bench", found.id)
        entity.refer(ej("hasBench"), ref)
        bench = page.entity(ref.kind, ref.id, ej("Bench"), label=f"bench of the {found.label or found.id}")
        bench.concept(ej("benchType"), found.bench_type)
        bench.refer(ej("seat"), *found.bench)


def judge(page: Page, found: r.JudgeFound, _context: Context) -> None:
    person = page.entity("judge", found.judge, ej("Person"), label=found.label)
    person.text(NAME, found.name)
    person.text(ej("fjcNid"), found.fjc_nid)
    person.text(ej("courtListenerId"), found.courtlistener_id)
    person.when(ej("bornOn"), found.born_on)
    person.when(ej("diedOn"), found.died_on)


def seat_held(page: Page, found: r.SeatHeld, _context: Context) -> None:
    tenure = page.entity("tenure", found.id, ej("Tenure"), label=found.label)
    tenure.refer(ej("holder"), found.judge)
    tenure.refer(ej("post"), court_post(found.court))
    tenure.text(ej("tenureTitle"), found.title)
    tenure.when(ej("from"), found.from_date)
    tenure.when(ej("until"), found.until_date)
    tenure.when(ej("nominatedOn"), found.nominated_on)
    tenure.when(ej("confirmedOn"), found.confirmed_on)
    tenure.when(ej("recessAppointedOn"), found.recess_appointed_on)
    tenure.when(ej("seniorFrom"), found.senior_from)
    tenure.when(ej("chiefFrom"), found.chief_from)
    tenure.when(ej("chiefUntil"), found.chief_until)
    tenure.text(ej("endReason"), found.end_reason)
    tenure.text(ej("note"), *found.notes)
    if found.appointing_official is not None:
        tenure.refer(ej("appointedBy"), PRESIDENT)
        tenure.refer(ej("appointingOfficial"), found.appointing_official)


def court_ids(page: Page, found: r.CourtIds, _context: Context) -> None:
    entity = page.entity("court", found.id, ej("Court"), label=None)
    entity.text(ej("courtListenerId"), found.courtlistener_id)
    entity.text(ej("courtsDbId"), found.courts_db_id)
