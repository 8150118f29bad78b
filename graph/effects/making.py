"""The rows of a graph made into things: what is said of an order made an order."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from ...ontology.terms import EJ, term
from .gather import AGENTS, Facts
from .things import (
    EFFECT_TYPES,
    Agent,
    Containment,
    Court,
    Effect,
    Id,
    Lawsuit,
    Measure,
    PartyRole,
    Proceeding,
    ProtectedClass,
    Provision,
    Relief,
    Ruling,
    Scope,
)


def measure(facts: Facts, cited: tuple[Id, ...]) -> Measure:
    citations = (*facts.all("frCitation"), *facts.all("citation"))
    begun = facts.bounds("signedOn", "enactedOn", "publishedOn")
    return Measure(
        id=facts.id, label=facts.label, begun=begun, checked_to=facts.day("checkedTo"),
        enacted_by=facts.one("enactedBy"), citations=citations, sources=cited,
    )  # fmt: skip


def provision(facts: Facts) -> Provision:
    of = facts.one("ofMeasure") or facts.id
    return Provision(id=facts.id, label=facts.label, measure=of, part_of=facts.one("partOf"))


def court(facts: Facts) -> Court:
    return Court(id=facts.id, label=facts.label, level=facts.word("courtLevel"))


def proceeding(facts: Facts) -> Proceeding:
    return Proceeding(
        id=facts.id, label=facts.label, lawsuits=facts.all("partOfLawsuit"), court=facts.one("inCourt"),
        appeal_from=facts.all("appealFrom"),
    )  # fmt: skip


def lawsuit(facts: Facts) -> Lawsuit:
    checked = facts.day("checkedTo")
    return Lawsuit(id=facts.id, label=facts.label, challenges=facts.all("challenges"), checked_to=checked)


def ruling(facts: Facts, cited: tuple[Id, ...]) -> Ruling:
    return Ruling(
        id=facts.id, label=facts.label, court=facts.one("byCourt"), decided=facts.bounds("decidedOn"),
        mandate=facts.bounds("mandateIssuedOn"), kind=facts.word("rulingType"),
        proceedings=facts.all("inProceeding"), citations=(*facts.all("citation"), *facts.all("docketEntry")),
        sources=cited,
    )  # fmt: skip


def relief(facts: Facts) -> Relief:
    return Relief(
        id=facts.id, label=facts.label, kind=facts.word("reliefType"), granted_by=facts.one("grantedBy"),
        restrains=facts.all("restrains"), conduct=facts.one("restrainsConduct"),
    )  # fmt: skip


_ONCE: Final = {
    "effectType": "type", "producedBy": "producer", "earliest": "earliest day", "latest": "latest day",
    "setsScope": "scope", "suspendsScope": "suspended scope", "successor": "successor", "lapsesOn": "term",
    "ofEvent": "event", "sequence": "place within its day", "atMandate": "word on the mandate",
}  # fmt: skip
_DAYS: Final = ("earliest", "latest", "lapsesOn")


def effect(facts: Facts, cited: tuple[Id, ...]) -> Effect:
    """The effect, with what of its record cannot be read: the shapes do not let such in.

    Where no day is recorded it may have come at any time, or never.
    """
    earliest, latest = facts.day("earliest"), facts.day("latest")
    edtf = facts.one("edtf") or ""
    bounds = facts.bounds("edtf")
    if earliest is None:
        earliest, latest = (
            (bounds.earliest, latest or bounds.latest) if bounds is not None else (date.min, latest)
        )
    sequence, mandate = facts.one("sequence"), facts.one("atMandate")
    return Effect(
        id=facts.id, type=facts.word("effectType") or "unrecorded", producer=facts.one("producedBy") or "",
        targets=facts.all("actsOn"), earliest=earliest, latest=latest, faults=tuple(_faults(facts)), label=facts.label, edtf=edtf, sets_scope=facts.one("setsScope"),
        suspends_scope=facts.one("suspendsScope"), undoes=facts.all("undoes"), successor=facts.one("successor"),
        sequence=int(sequence) if sequence is not None and sequence.lstrip("+-").isdigit() else None,
        event=facts.one("ofEvent"), at_mandate=None if mandate is None else mandate in {"true", "1"},
        presupposed_by=facts.one("presupposedBy"), end_reason=facts.word("endReason"),
        lapses_on=facts.day("lapsesOn"), conditional_on=facts.one("conditionalOn"), sources=cited,
    )  # fmt: skip


def _faults(facts: Facts) -> Iterator[str]:
    """What the record of an effect lacks, or says twice, each as the end of a sentence."""
    for name, word in _ONCE.items():
        if len(facts.all(name)) > 1:
            yield f"has more than one {word}"
    kind = facts.word("effectType")
    if kind is None:
        yield "has no type, so that nobody knows what it did"
    elif kind not in EFFECT_TYPES:
        yield f"is of a type that nobody knows ({kind})"
    if facts.one("producedBy") is None:
        yield "has no producer"
    for name in _DAYS:
        if facts.one(name) is not None and facts.day(name) is None:
            yield f"has a day that no calendar has ({facts.one(name)})"


def scope(facts: Facts) -> Scope:
    everyone = f"{EJ}Everyone"
    protects = facts.all("protects")
    return Scope(
        id=facts.id, label=facts.label, kind=facts.word("scopeKind"), everyone=everyone in protects,
        protects=tuple(each for each in protects if each != everyone), parties_of=facts.all("protectsPartiesOf"),
        territory=facts.all("territory"), binds=facts.all("binds"), does_not_bind=facts.all("doesNotBind"),
        provisions=facts.all("coversProvision"), conduct=facts.one("conduct"), exception=facts.one("exception"),
        condition=facts.one("condition"), application=facts.word("application"),
        subdivisions=facts.word("includesSubdivisions") or "no",
        open_list=facts.word("membersKnown") == "some-members", member_kinds=facts.words("memberKind"),
        non_members=facts.all("knownNonMember"), narrowest=facts.one("narrowestReading"),
        widest=facts.one("widestReading"),
    )  # fmt: skip


def protected_class(facts: Facts) -> ProtectedClass:
    return ProtectedClass(
        id=facts.id, label=facts.label, definition=facts.one("definition") or "", takes_in=facts.word("takesIn"),
        certified_by=facts.one("certifiedBy"), decertified_by=facts.one("decertifiedBy"),
        territory=facts.all("territory"),
    )  # fmt: skip


def agent(facts: Facts) -> Agent:
    types = facts.all("type")
    category = next((name for curie, name in AGENTS.items() if term(curie).value in types), "person")
    return Agent(
        id=facts.id, label=facts.label, category=category, kind=facts.word("jurisdictionKind"),
        within=facts.all("within"), same_government=facts.all("sameGovernmentAs"),
    )  # fmt: skip


def containment(facts: Facts) -> Containment | None:
    part, whole = facts.one("part"), facts.one("whole")
    if part is None or whole is None:
        return None
    since, until = facts.bounds("from"), facts.bounds("until")
    return Containment(id=facts.id, part=part, whole=whole, since=since, until=until)


def role(facts: Facts) -> PartyRole | None:
    party, in_proceeding = facts.one("party"), facts.one("inProceeding")
    if party is None or in_proceeding is None:
        return None
    return PartyRole(
        id=facts.id, party=party, proceeding=in_proceeding, role=facts.word("role"),
        capacity=facts.word("capacity"), joined=facts.bounds("joinedOn"), left=facts.bounds("leftOn"),
    )  # fmt: skip
