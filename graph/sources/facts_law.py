"""The facts files about measures, lawsuits and what courts did."""

from collections.abc import Callable, Sequence
from typing import Final

from ..records import (
    Case,
    Disposition,
    Effect,
    Order,
    PartyRole,
    Policy,
    ProtectedClass,
    Provision,
    Ref,
    Relief,
    Ruling,
    Scope,
    Statute,
    Vote,
)
from . import facts_words as words
from .facts_columns import (
    Format,
    RawRow,
    choice,
    choices,
    citation,
    citations,
    day,
    edtf,
    ident,
    number,
    ref,
    refs,
    text,
    texts,
    unread,
    word,
    yes_no,
)

MEASURE: Final = ("order", "policy", "statute")
TARGET: Final = ("provision", *MEASURE)
PERSON: Final = ("official", "judge", "person")
AGENT: Final = ("jurisdiction", "organization", "agency", "post", *PERSON)
EVERYONE: Final = "everyone"
LAPSE: Final = "lapse"
PER_CURIAM: Final = "per curiam"


def one(kind: str) -> Callable[[RawRow], tuple[Ref, ...]]:
    """The row speaks of the entity of that kind whose id it bears."""
    return lambda row: (Ref(kind, row["id"]),)


def _case(row: RawRow) -> tuple[Ref, ...]:
    proceeding = Ref("proceeding", row["id"])
    return (proceeding,) if row["parent_case"] else (Ref("lawsuit", row["id"]), proceeding)


def _party_role(row: RawRow) -> str:
    return "-".join((row["proceeding"], row["role"], row["party"].rpartition("/")[2]))


def _vote(row: RawRow) -> str:
    return f"{row['ruling']}-{row['judge']}"


def _ruling(rows: Sequence[RawRow]) -> list[dict[str, object]]:
    def per_curiam(row: RawRow) -> bool | None:
        if row["author"] == PER_CURIAM or row["per_curiam"] == "yes":
            return True
        return False if row["per_curiam"] == "no" else None

    return [{"per_curiam": per_curiam(row)} for row in rows]


def _scope(rows: Sequence[RawRow]) -> list[dict[str, object]]:
    return [{"everyone": row["protects"] == EVERYONE} for row in rows]


def _event(row: RawRow) -> tuple[Ref, ...]:
    return (Ref("event", row["event"]),) if row["event"] else ()


LABEL: Final = text("label")
NOTES: Final = text("notes")

FORMATS: Final = (
    Format(
        "orders.csv",
        Order,
        ("order",),
        one("order"),
        (
            ident(), choice("kind", words.ORDER_KINDS, filled=True), text("number"),
            text("title", filled=True), LABEL, day("signed_on"), day("published_on"), day("in_force_from"),
            day("in_force_to"), refs("ended_by", *MEASURE), citation("fr_citation"),
            text("fr_document_number"), text("fr_pages"), ref("issuer", *PERSON), refs("revokes", *MEASURE, loose=True),
            refs("relates_to", *MEASURE, loose=True), word("topic"), day("checked_to"), NOTES,
        ),
    ),
    Format(
        "provisions.csv",
        Provision,
        ("provision",),
        one("provision"),
        (
            ident(), ref("order_id", *MEASURE, field="measure", filled=True), text("section"),
            ref("part_of", "provision"), LABEL, text("heading"), text("short_text"), text("subject"),
            text("applies_to"), refs("directs", "post"), text("requires_product"), refs("successor_of", "provision"), NOTES,
        ),
    ),
    Format(
        "policies.csv",
        Policy,
        ("policy",),
        one("policy"),
        (
            ident(), ref("jurisdiction", "jurisdiction", filled=True), choice("kind", words.POLICY_KINDS),
            text("title", filled=True), LABEL, text("bill_number"), citation("citation"),
            day("introduced_on"), day("enacted_on"), day("in_force_from"), day("in_force_to"), NOTES,
        ),
    ),
    Format(
        "statutes.csv",
        Statute,
        ("statute",),
        one("statute"),
        (
            ident(), text("citation", filled=True), text("title"), text("enacted_by"), day("enacted_on"),
            text("role"),
        ),
    ),
    Format(
        "cases.csv",
        Case,
        ("lawsuit", "proceeding"),
        _case,
        (
            ident(), text("caption", filled=True), text("short_name"), ref("court", "court", filled=True),
            texts("docket_number"), day("filed_on"), day("terminated_on"), text("plaintiffs"),
            text("defendants"), ref("judge", "judge"), refs("challenges", *TARGET),
            refs("claim_under", "statute"), refs("parent_case", "proceeding"), refs("consolidated_with", "proceeding"),
            text("courtlistener_docket_id"), word("topic"), day("checked_to"), text("status_as_of"),
        ),
    ),
    Format(
        "party_roles.csv",
        PartyRole,
        ("party-role",),
        lambda row: (Ref("party-role", _party_role(row)),),
        (
            ref("proceeding", "proceeding", filled=True), ref("party", *AGENT, filled=True),
            choice("role", words.ROLES, filled=True), choice("capacity", words.CAPACITIES),
            day("joined_on"), day("left_on"), text("how"),
        ),
        key=_party_role,
    ),
    Format(
        "rulings.csv",
        Ruling,
        ("ruling",),
        one("ruling"),
        (
            ident(), refs("case_id", "proceeding", filled=True), ref("court", "court", filled=True),
            day("date", filled=True), day("entered_on"), day("mandate_issued_on"),
            choice("disposition", words.DISPOSITIONS, filled=True), word("ruling_type"), LABEL,
            text("scope_text"), refs("affects_ruling", "ruling"), refs("reviews", "ruling"), text("judges"),
            refs("bench", "judge"), choice("bench_type", words.BENCH_TYPES),
            ref("author", "judge", but=(PER_CURIAM,)), *unread("per_curiam"), citations("citation"),
            texts("docket_entry"), text("blocks"), NOTES,
            choice("scope_kind", words.SCOPE_KINDS_IN_RULINGS, field=""),
            *unread("protected", "effective_from", "effective_to", "ended_by", "effect_on_affected"),
        ),
        more=_ruling,
    ),
    Format(
        "dispositions.csv",
        Disposition,
        ("disposition",),
        one("disposition"),
        (
            ident(), ref("ruling", "ruling", filled=True), word("type", filled=True),
            refs("on_ruling", "ruling"), text("text"), NOTES,
        ),
    ),
    Format(
        "votes.csv",
        Vote,
        ("vote",),
        lambda row: (Ref("vote", _vote(row)),),
        (
            ref("ruling", "ruling", filled=True), ref("judge", "judge", filled=True),
            choice("vote", words.VOTES, filled=True), ref("disposition", "disposition"), text("note"),
        ),
        key=_vote,
    ),
    Format(
        "relief.csv",
        Relief,
        ("relief",),
        one("relief"),
        (
            ident(), text("label", filled=True), choice("type", words.RELIEF_TYPES, filled=True),
            ref("granted_by", "ruling", filled=True), refs("restrains", *TARGET), text("restrains_conduct"),
            NOTES,
        ),
    ),
    Format(
        "scopes.csv",
        Scope,
        ("scope",),
        one("scope"),
        (
            ident(), text("label", filled=True), choice("kind", words.SCOPE_KINDS, filled=True),
            refs("protects", "jurisdiction", "class", *AGENT[1:], but=(EVERYONE,)),
            refs("protects_parties_of", "proceeding", "lawsuit"), refs("territory", "jurisdiction"),
            refs("binds", *AGENT), refs("does_not_bind", *AGENT), refs("covers_provisions", *TARGET),
            text("conduct"), text("exception"), text("condition"),
            choice("application", words.APPLICATIONS),
            choice("includes_subdivisions", words.INCLUDES_SUBDIVISIONS),
            choice("members_known", words.MEMBERS_KNOWN), choices("member_kinds", words.MEMBER_KINDS),
            refs("known_non_members", *AGENT), ref("narrowest", "scope"), ref("widest", "scope"), NOTES,
        ),
        more=_scope,
    ),
    Format(
        "effects.csv",
        Effect,
        ("effect",),
        one("effect"),
        (
            ident(), choice("type", words.EFFECT_TYPES, filled=True), LABEL,
            ref("produced_by", "ruling", *MEASURE, "event", filled=True, but=(LAPSE,)),
            refs("acts_on", "relief", "ruling", "effect", *TARGET, filled=True), ref("sets_scope", "scope"),
            ref("suspends_scope", "scope"), refs("undoes", "effect"), ref("successor", "relief"),
            edtf("edtf", filled=True), number("sequence"), text("event"), yes_no("at_mandate"),
            ref("presupposed_by", "ruling", "effect", *MEASURE), word("end_reason"), day("lapses_on"),
            text("conditional_on"), NOTES,
        ),
        mentions=_event,
    ),
    Format(
        "classes.csv",
        ProtectedClass,
        ("class",),
        one("class"),
        (
            ident(), text("label", filled=True), text("definition", filled=True),
            choice("takes_in", words.TAKES_IN, filled=True), ref("certified_by", "ruling"),
            ref("decertified_by", "ruling"), refs("territory", "jurisdiction"), NOTES,
        ),
    ),
)  # fmt: skip
