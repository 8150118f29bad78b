"""The rows of a graph made into things: what is said of an order made an order."""

from ..ontology.terms import EJ, term
from .gather import AGENTS, Facts
from .things import (
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
        citations=citations, sources=cited,
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


def effect(facts: Facts, cited: tuple[Id, ...]) -> Effect | None:
    """The effect; `None` for one without a type, a producer or a day, which the shapes do not let in."""
    kind, producer, earliest = facts.word("effectType"), facts.one("producedBy"), facts.day("earliest")
    edtf = facts.one("edtf") or ""
    bounds = facts.bounds("edtf")
    if earliest is None and bounds is not None:
        earliest = bounds.earliest
    if kind is None or producer is None or earliest is None:
        return None
    sequence, mandate = facts.one("sequence"), facts.one("atMandate")
    return Effect(
        id=facts.id, type=kind, producer=producer, targets=facts.all("actsOn"), earliest=earliest,
        latest=facts.day("latest"), label=facts.label, edtf=edtf, sets_scope=facts.one("setsScope"),
        suspends_scope=facts.one("suspendsScope"), undoes=facts.all("undoes"), successor=facts.one("successor"),
        sequence=int(sequence) if sequence is not None and sequence.lstrip("+-").isdigit() else None,
        event=facts.one("ofEvent"), at_mandate=None if mandate is None else mandate in {"true", "1"},
        presupposed_by=facts.one("presupposedBy"), end_reason=facts.word("endReason"),
        lapses_on=facts.day("lapsesOn"), conditional_on=facts.one("conditionalOn"), sources=cited,
    )  # fmt: skip


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
