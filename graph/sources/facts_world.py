"""The facts files about people, offices, courts, places, sources and what articles claim."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from ..records import (
    Agency,
    Claim,
    Court,
    Designation,
    Judgeship,
    Jurisdiction,
    OfficeTenure,
    Official,
    Organization,
    Post,
    Ref,
    Source,
    slug,
)
from . import facts_cells as cells
from . import facts_words as words
from .facts_cells import Fault
from .facts_columns import (
    Column,
    Format,
    RawRow,
    choice,
    day,
    edtf,
    ident,
    nothing,
    number,
    ref,
    refs,
    text,
    texts,
    unread,
    yes_no,
)
from .facts_law import AGENT, LABEL, MEASURE, NOTES, one

THINGS: Final = (
    "order", "provision", "policy", "statute", "lawsuit", "ruling", "official", "judge", "jurisdiction",
    "post", "court", "organization", "agency", "relief", "proceeding",
)  # fmt: skip

_JUDGESHIP: Final = re.compile(r"([a-z0-9-]+)#([1-9][0-9]*)")


def _judgeship(row: RawRow) -> tuple[str, int]:
    found = _JUDGESHIP.fullmatch(row["id"])
    if found is None:
        raise Fault(
            f"{row['id']!r} is no judge#number", "write the judge's id, # and which appointment it is"
        )
    return found[1], int(found[2])


def _judges(rows: Sequence[RawRow]) -> list[dict[str, object]]:
    return [{"number": _judgeship(row)[1]} for row in rows]


def court_post(court: str) -> str:
    """The id of the seats of a court."""
    return f"{court}-judge"


def _post(row: RawRow) -> str:
    """The post that a row of offices.csv is about: the middle of its id, else the office's name."""
    parts = row["id"].split("@")
    return parts[1] if len(parts) == 3 and parts[1] else slug(row["office"])


def _offices(rows: Sequence[RawRow]) -> list[dict[str, object]]:
    """Number each person's times in one post by their start, whatever the order of the rows."""
    numbers: dict[int, int] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for row in sorted(rows, key=lambda row: (row["start_date"], row["id"])):
        seen[row["official"], _post(row)] += 1
        numbers[row.line] = seen[row["official"], _post(row)]
    return [{"post": _post(row), "number": numbers[row.line]} for row in rows]


FORMATS: Final = (
    Format(
        "judges.csv",
        Judgeship,
        ("judge", "tenure"),
        lambda row: (Ref("judge", row["judge"]), Ref("tenure", "-".join(map(str, _judgeship(row))))),
        (
            text("id", "", filled=True), ident("judge"), text("fjc_nid"), text("name_fjc", filled=True),
            ref("court", "court"), text("title"), text("appointing_president"),
            text("party_of_appointing_president"), ref("appointing_official", "official"),
            day("nomination_date"), day("confirmation_date"), day("commission_date"),
            day("senior_status_date"), day("chief_from_year"), day("chief_to_year"), text("termination"),
            day("termination_date"), *unread("court_name"), NOTES,
        ),
        key=lambda row: "-".join(map(str, _judgeship(row))),
        more=_judges,
    ),
    Format(
        "officials.csv",
        Official,
        ("official",),
        one("official"),
        (ident(), text("name", filled=True), text("kind"), NOTES),
    ),
    Format(
        "offices.csv",
        OfficeTenure,
        ("post",),
        nothing,
        (
            text("id", "", filled=True), ref("official", "official", filled=True),
            text("office", filled=True), ref("jurisdiction", "jurisdiction"), day("start_date"),
            day("end_date"), yes_no("acting"), NOTES,
        ),
        mentions=lambda row: (Ref("post", _post(row)),),
        key=lambda row: row["id"].replace("@", "-").rstrip("-"),
        more=_offices,
    ),
    Format(
        "posts.csv",
        Post,
        ("post",),
        one("post"),
        (
            ident(), text("label", filled=True), texts("also_called"),
            ref("post_in", "agency", "jurisdiction", "organization"),
            yes_no("single_holder"), NOTES,
        ),
    ),
    Format(
        "courts.csv",
        Court,
        ("court", "post"),
        lambda row: (Ref("court", row["id"]), Ref("post", court_post(row["id"]))),
        (
            ident(), text("courtlistener_id"), text("courts_db_id"), text("name", filled=True),
            text("citation_string"), choice("level", words.COURT_LEVELS, filled=True),
            ref("appeals_to", "court"), day("appeals_from"), day("appeals_until"), NOTES,
        ),
    ),
    Format(
        "jurisdictions.csv",
        Jurisdiction,
        ("jurisdiction",),
        one("jurisdiction"),
        (
            ident(), text("name", filled=True), choice("kind", words.JURISDICTION_KINDS, filled=True), LABEL,
            texts("also_called"), text("state"), text("fips"), text("geoid"), refs("within", "jurisdiction"),
            refs("same_government_as", "jurisdiction"), yes_no("on_cis_list_2025_05"),
            yes_no("on_doj_list_2025_08_05"), *unread("litigated_in"), NOTES,
        ),
    ),
    Format(
        "agencies.csv",
        Agency,
        ("agency",),
        one("agency"),
        (ident(), text("name", filled=True), text("abbreviation"), ref("part_of", "agency"), NOTES),
    ),
    Format(
        "organizations.csv",
        Organization,
        ("organization",),
        one("organization"),
        (ident(), text("name", filled=True), text("abbreviation"), texts("also_called"), NOTES),
    ),
    Format(
        "designations.csv",
        Designation,
        ("designation",),
        one("designation"),
        (
            ident(), ref("designator", *AGENT, filled=True), ref("designated", "jurisdiction", filled=True),
            text("designated_as", filled=True), ref("by_measure", *MEASURE), ref("asserted_in", "source"),
            day("from", "from_date"), day("until", "until_date"), text("criteria"), NOTES,
        ),
    ),
    Format(
        "sources.csv",
        Source,
        ("source",),
        one("source"),
        (
            ident(), text("label", filled=True), choice("kind", words.SOURCE_KINDS),
            choice("rank", words.SOURCE_RANKS), text("url"), NOTES,
        ),
    ),
    Format(
        "claims.csv",
        Claim,
        ("claim",),
        one("claim"),
        (
            ident(), Column("article", "article", cells.name, required=True, filled=True), number("line", "text_line", filled=True),
            text("quote", filled=True), number("start"), number("end"), text("claim", filled=True),
            choice("claim_type", words.CLAIM_TYPES), text("asserted_by"), ref("speaker", *AGENT),
            text("reported_by"), text("as_of"),
            Column("subject", "subject", kinds=THINGS, things="subject_refs"), text("predicate"),
            Column("object", "object", kinds=THINGS, things="object_refs"), text("definition"),
            number("quantity"), text("unit"), yes_no("approximate"), text("relative_date"),
            edtf("resolves_to"), refs("conflicts_with", "claim"), choice("hedge", words.HEDGES), choice("check", words.CHECKS),
            refs("record", *THINGS), NOTES, *unread("check_source"),
        ),
    ),
)  # fmt: skip
