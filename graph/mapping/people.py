"""Judges, officials, their posts and the times they held them."""

from typing import Final

from ...ontology.terms import ej
from .. import records as r
from ..records import Ref
from .context import Context
from .labels import natural_name
from .statements import ALT_LABEL, NAME, Page

PRESIDENT: Final = Ref("post", "president-of-the-united-states")


def court_post(court: Ref) -> Ref:
    """The seats of a court, as one post that several hold at a time."""
    return Ref("post", f"{court.id}-judge")


def judgeship(page: Page, found: r.Judgeship, context: Context) -> None:
    """The judge, and one appointment; without a court on record only the judge."""
    judge = Ref("judge", found.judge)
    name = found.name or natural_name(found.name_fjc)
    person = page.entity("judge", found.judge, ej("Person"), label=name)
    person.text(NAME, name)
    person.text(ej("fjcName"), found.name_fjc or None)
    person.text(ej("fjcNid"), found.fjc_nid)
    if found.court is None:
        return
    ref = Ref("tenure", found.tenure or f"{found.judge}-{found.number}")
    label = found.tenure_label or context.labels.from_record(found, "tenure")
    tenure = page.entity(ref.kind, ref.id, ej("Tenure"), label=label)
    tenure.refer(ej("holder"), judge)
    tenure.refer(ej("post"), court_post(found.court))
    tenure.text(ej("tenureTitle"), found.title)
    tenure.text(ej("seatId"), found.seat_id)
    tenure.when(ej("from"), found.from_date or found.commission_date)
    tenure.when(ej("until"), found.termination_date)
    tenure.when(ej("nominatedOn"), found.nomination_date)
    tenure.when(ej("confirmedOn"), found.confirmation_date)
    tenure.when(ej("recessAppointedOn"), found.recess_appointment_date)
    tenure.when(ej("seniorFrom"), found.senior_status_date)
    for since in (found.chief_from_year, found.chief_again_from_year):
        tenure.when(ej("chiefFrom"), since)
    for until in (found.chief_to_year, found.chief_again_to_year):
        tenure.when(ej("chiefUntil"), until)
    tenure.text(ej("endReason"), found.termination)
    tenure.text(ej("note"), found.notes)
    if found.appointing_president is not None:
        appointer = found.appointing_official or context.presidents.get(found.appointing_president)
        tenure.refer(ej("appointedBy"), PRESIDENT)
        tenure.refer(ej("appointingOfficial"), appointer)
        tenure.text(ej("appointingPresidentName"), found.appointing_president)
        tenure.text(ej("partyOfAppointingPresident"), found.party_of_appointing_president)


def judge_life(page: Page, found: r.JudgeLife, context: Context) -> None:
    """The judge as a person: name, birth and death."""
    label = context.known.label(Ref("judge", found.judge)) or found.name
    person = page.entity("judge", found.judge, ej("Person"), label=label)
    person.text(NAME, found.name)
    person.text(ej("fjcNid"), found.fjc_nid)
    person.when(ej("bornOn"), found.born_on)
    person.when(ej("diedOn"), found.died_on)
    person.text(ej("note"), found.notes)


def official(page: Page, official: r.Official, _context: Context) -> None:
    entity = page.entity("official", official.id, ej("Person"), label=official.name)
    entity.text(NAME, official.name)
    entity.text(ej("note"), official.notes)


def office_tenure(page: Page, found: r.OfficeTenure, context: Context) -> None:
    """One person's time in an office, and the office where no posts.csv tells of it."""
    post = Ref("post", found.post)
    label = context.labels.from_record(found, "tenure")
    tenure = page.entity(
        "tenure", f"{found.official.id}-{found.post}-{found.number}", ej("Tenure"), label=label
    )
    tenure.refer(ej("holder"), found.official)
    tenure.refer(ej("post"), post)
    tenure.when(ej("from"), found.start_date)
    tenure.when(ej("until"), found.end_date)
    tenure.flag(ej("acting"), found.acting)
    tenure.text(ej("note"), found.notes)
    if not isinstance(context.batch.index.get(post), r.Post):
        entity = page.entity("post", found.post, ej("Post"), label=found.office)
        entity.refer(ej("postIn"), found.jurisdiction)


def post(page: Page, post: r.Post, _context: Context) -> None:
    entity = page.entity("post", post.id, ej("Post"), label=post.label)
    entity.english(ALT_LABEL, *post.also_called)
    entity.refer(ej("postIn"), post.post_in)
    entity.flag(ej("singleHolder"), post.single_holder)
    entity.text(ej("note"), post.notes)
