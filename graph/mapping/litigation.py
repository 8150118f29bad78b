"""Lawsuits, proceedings, parties, and the rulings with their benches, votes and dispositions."""

from collections.abc import Iterator
from typing import Final

from ...ontology.terms import ej
from .. import records as r
from ..records import Ref
from .context import Context
from .labels import roots_of
from .statements import Page

PARTS: Final = {
    "affirmed_in_part": ("affirmed",),
    "affirmed_in_part_reversed_in_part": ("affirmed", "reversed"),
    "affirmed_in_part_vacated_in_part": ("affirmed", "vacated"),
    "affirmed_in_substantial_part": ("affirmed",),
    "affirmed_merits": ("affirmed",),
    "reversed_and_remanded": ("reversed", "remanded"),
    "vacated_and_remanded": ("vacated", "remanded"),
}
"""The dispositions that a ruling's one word stands for, where it stands for others."""

WHOLE: Final = frozenset(
    ("affirmed", "clarified", "dismissed", "partial_stay_granted", "reversed", "stay_denied", "stay_granted",
     "vacated_as_moot")
)  # fmt: skip
"""Words that are a disposition as they stand."""


def case(page: Page, case: r.Case, context: Context) -> None:
    """The docket, and for the first docket of a dispute the lawsuit too."""
    ref = Ref("proceeding", case.id)
    entity = page.entity("proceeding", case.id, ej("Proceeding"), label=context.labels.of(ref))
    roots = roots_of(context.batch, ref)
    entity.refer(ej("partOfLawsuit"), *(Ref("lawsuit", root.id) for root in roots))
    entity.refer(ej("inCourt"), case.court)
    entity.text(ej("caption"), case.caption)
    entity.text(ej("docketNumber"), *case.docket_number)
    entity.when(ej("filedOn"), case.filed_on)
    entity.when(ej("terminatedOn"), case.terminated_on)
    entity.refer(ej("presidedBy"), case.judge)
    entity.refer(ej("appealFrom"), *case.parent_case)
    entity.refer(ej("consolidatedWith"), *case.consolidated_with)
    entity.text(ej("courtListenerId"), case.courtlistener_docket_id)
    if not context.batch.has("party_roles.csv"):
        entity.text(ej("note"), *_parties(case))
    if case.parent_case:
        entity.text(ej("note"), case.status_as_of)
        return
    label = context.labels.of(Ref("lawsuit", case.id))
    lawsuit = page.entity("lawsuit", case.id, ej("Lawsuit"), label=label)
    lawsuit.text(ej("caption"), case.caption)
    lawsuit.concept(ej("topic"), case.topic)
    lawsuit.refer(ej("challenges"), *case.challenges)
    lawsuit.refer(ej("claimUnder"), *case.claim_under)
    lawsuit.day(ej("checkedTo"), case.checked_to)
    lawsuit.text(ej("statusNote"), case.status_as_of)


def _parties(case: r.Case) -> Iterator[str]:
    """The parties in the words of the row, where no file tells of each."""
    if case.plaintiffs is not None:
        yield f"Plaintiffs, in the words of the source: {case.plaintiffs}"
    if case.defendants is not None:
        yield f"Defendants, in the words of the source: {case.defendants}"


def party_role(page: Page, role: r.PartyRole, context: Context) -> None:
    label = context.labels.from_record(role, "party-role")
    entity = page.entity("party-role", role.row.key, ej("PartyRole"), label=label)
    entity.refer(ej("party"), role.party)
    entity.concept(ej("role"), role.role)
    entity.refer(ej("inProceeding"), role.proceeding)
    entity.concept(ej("capacity"), role.capacity)
    entity.when(ej("joinedOn"), role.joined_on)
    entity.when(ej("leftOn"), role.left_on)
    entity.text(ej("joinedHow"), role.how)


def ruling(page: Page, ruling: r.Ruling, context: Context) -> None:
    ref = Ref("ruling", ruling.id)
    entity = page.entity("ruling", ruling.id, ej("Ruling"), label=context.labels.of(ref))
    reviewed = ruling.reviews or _reviewed(ruling, context)
    entity.refer(ej("inProceeding"), *ruling.case_id)
    entity.refer(ej("byCourt"), ruling.court)
    entity.when(ej("decidedOn"), ruling.date)
    entity.when(ej("enteredOn"), ruling.entered_on)
    entity.when(ej("mandateIssuedOn"), ruling.mandate_issued_on)
    entity.concept(ej("rulingType"), ruling.ruling_type or ruling.disposition)
    entity.refer(ej("reviews"), *reviewed)
    entity.text(ej("citation"), *ruling.citation)
    entity.text(ej("docketEntry"), *ruling.docket_entry)
    entity.refer(ej("author"), ruling.author)
    entity.flag(ej("perCuriam"), ruling.per_curiam)
    entity.text(ej("summary"), ruling.scope_text)
    entity.text(ej("note"), ruling.notes)
    if ruling.blocks is not None:
        entity.text(ej("note"), f"Blocks, in the words of the source: {ruling.blocks}")
    if ruling.judges is not None and not ruling.bench:
        entity.text(ej("note"), f"Judges, in the words of the source: {ruling.judges}")
    if ruling.bench:
        entity.refer(ej("hasBench"), Ref("bench", ruling.id))
        bench = page.entity("bench", ruling.id, ej("Bench"), label=f"bench of the {context.labels.of(ref)}")
        bench.concept(ej("benchType"), ruling.bench_type)
        bench.refer(ej("seat"), *ruling.bench)
    if not context.batch.has("dispositions.csv"):
        for number, word in enumerate(_words(ruling.disposition), start=1):
            name = f"{ruling.id}-{number}"
            entity.refer(ej("hasDisposition"), Ref("disposition", name))
            part = page.entity(
                "disposition", name, ej("Disposition"), label=f"{word}, {context.labels.of(ref)}"
            )
            part.concept(ej("dispositionType"), word)
            part.refer(ej("onRuling"), *reviewed)


def _reviewed(ruling: r.Ruling, context: Context) -> tuple[Ref, ...]:
    """The rulings of other courts that this one affects: those it reviews."""

    def elsewhere(ref: Ref) -> bool:
        other = context.batch.index.get(ref)
        return isinstance(other, r.Ruling) and other.court != ruling.court

    return tuple(ref for ref in ruling.affects_ruling if elsewhere(ref))


def _words(disposition: str) -> tuple[str, ...]:
    return PARTS.get(disposition) or ((disposition,) if disposition in WHOLE else ())


def disposition(page: Page, found: r.Disposition, context: Context) -> None:
    """The part, and the ruling's word that it is one of its own."""
    label = context.labels.of(Ref("disposition", found.id))
    ruling = page.entity("ruling", found.ruling.id, label=None)
    ruling.refer(ej("hasDisposition"), Ref("disposition", found.id))
    entity = page.entity("disposition", found.id, ej("Disposition"), label=label)
    entity.concept(ej("dispositionType"), found.type)
    entity.refer(ej("onRuling"), *found.on_ruling)
    entity.text(ej("dispositionText"), found.text)
    entity.text(ej("note"), found.notes)


def vote(page: Page, vote: r.Vote, context: Context) -> None:
    label = context.labels.from_record(vote, "vote")
    entity = page.entity("vote", vote.row.key, ej("JudgeVote"), label=label)
    entity.refer(ej("judge"), vote.judge)
    entity.refer(ej("onRuling"), vote.ruling)
    entity.refer(ej("onDisposition"), vote.disposition)
    entity.concept(ej("vote"), vote.vote)
    entity.text(ej("note"), vote.note)
