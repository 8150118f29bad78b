"""Disposition notes: which phrases are understood, of which orders, and what is left as it is."""

import pytest

from enjoin.graph.records import PartialDate
from enjoin.graph.sources.dispositions import Clause, Mention, read


def one(note: str) -> Clause:
    (clause,) = read(note)
    return clause


def only(note: str) -> Mention:
    (mention,) = one(note).mentions
    return mention


@pytest.mark.parametrize(
    ("note", "on"),
    [
        ("Revoked by: EO 13993 of January 20, 2021", PartialDate(2021, 1, 20)),
        ("Revoked by: EO 13993, January 20, 2021", PartialDate(2021, 1, 20)),
        ("Revoked by EO 13993, Jan. 20, 2021", PartialDate(2021, 1, 20)),
        ("Revoked by: \t\tEO      13993, January\n     20, 2021;;", PartialDate(2021, 1, 20)),
        ("Revoked by: EO 13993, January, 20, 2021", PartialDate(2021, 1, 20)),
        ("Revoked by: EO 13993 of 1/20/2021", PartialDate(2021, 1, 20)),
        ("Rescinded by: Executive Order No. 13993", None),
        ("Revoked by: E.O. 13993 of January 20, 2021", PartialDate(2021, 1, 20)),
        ("REVOKED BY: EO 13993, JANUARY 20, 2021", PartialDate(2021, 1, 20)),
        ("Terminated by: EO 13993, 20 January 2021", PartialDate(2021, 1, 20)),
        ("Repealed by EO 13993", None),
        ("Revoked by: EO 13993, January 20, 199", None),
        ("Revoked by: EO 13993, January 34, 2021", None),
    ],
)
def test_the_day_of_an_order_is_read_in_every_style_and_never_guessed(
    note: str, on: PartialDate | None
) -> None:
    clause = one(note)
    assert (clause.meaning, clause.passive) == ("revokes", True)
    assert [(each.series, each.number, each.on) for each in clause.mentions] == [("eo", "13993", on)]


@pytest.mark.parametrize(
    ("phrase", "meaning", "passive", "partial"),
    [
        ("Amends", "amends", False, False),
        ("Amended by (continued)", "amends", True, False),
        ("Rescinds", "revokes", False, False),
        ("Revoked in part by", "revokes", True, True),
        ("Revoked (in part) by", "revokes", True, True),
        ("Partially supersedes", "supersedes", False, True),
        ("Superseded or revoked by", "supersedes", True, False),
        ("Revokes and supersedes", "supersedes", False, False),
        ("Replaced by", "supersedes", True, False),
        ("Superseded to extent inconsistent by", "supersedes", True, True),
        ("Reinstated by", "reinstates", True, False),
        ("See", "relates", False, False),
        ("Continued by", "relates", True, False),
    ],
)
def test_phrases_of_the_table(phrase: str, meaning: str, passive: bool, partial: bool) -> None:
    clause = one(f"{phrase}: EO 11246, September 24, 1965")
    assert (clause.meaning, clause.passive) == (meaning, passive)
    assert [each.partial for each in clause.mentions] == [partial]


@pytest.mark.parametrize(
    "item",
    [
        "EO 14017, February 24, 2021 (in part)",
        "sections 2 and 3 of EO 14017, February 24, 2021",
        "EO 14017, February 24, 2021 (sec. 2(b))",
        "EO 14017, February 24, 2021, to extent inconsistent",
    ],
)
def test_what_is_said_of_a_part_is_said_of_a_part(item: str) -> None:
    mention = only(f"Revokes: {item}")
    assert mention.partial
    assert mention.number == "14017"


def test_items_share_the_phrase_until_the_next_one() -> None:
    clauses = read(
        "Amends: EO 12372, July 14, 1982; Proc. 2413, July 2, 1940;\r\n ;  See:  EO 12829, January 6, 1993; "
        "Notice of May 5, 2018 (83 FR 1; 83 FR 2) Revokes: EO 12612, October 26, 1987"
    )
    assert [(each.phrase, [f"{m.series} {m.number}" for m in each.mentions]) for each in clauses] == [
        ("Amends", ["eo 12372", "proc 2413"]),
        ("See", ["eo 12829"]),
        ("Revokes", ["eo 12612"]),
    ]
    assert clauses[1].others == ("Notice of May 5, 2018 (83 FR 1; 83 FR 2)",)


def test_an_order_named_within_brackets_is_no_item_of_its_own() -> None:
    mention = only("Amends: EO 11248, October 10, 1965 (which was revoked by EO 11708, March 23, 1973)")
    assert (mention.number, mention.remark) == ("11248", "")


def test_a_day_of_effect_of_its_own_is_read() -> None:
    mention = only("Revokes: EO 13260, March 19, 2002 eff. March 31, 2002")
    assert (mention.on, mention.effective) == (PartialDate(2002, 3, 19), PartialDate(2002, 3, 31))


def test_a_remark_that_is_not_understood_is_kept() -> None:
    assert only("Revoked by: EO 12958, April 17, 1995 (effective date: 180 days after April 17, 1995)").remark
    assert only("Superseded by: EO 11246, September 24, 1965 (Committee abolished)").remark


@pytest.mark.parametrize(
    "note",
    [
        "Suspends: EO 13920, May 1, 2020",
        "Council terminated November 26, 1974, under Pub. L. 91-125",
        "EO 13679, October 10, 2014",
        "Continues certain committees established by: EO 11145, March 7, 1964; EO 11183, October 3, 1964",
    ],
)
def test_any_other_phrase_has_no_meaning_and_stays_whole(note: str) -> None:
    clause = one(note)
    assert clause.meaning is None
    assert clause.text == note


@pytest.mark.parametrize(
    ("note", "number"), [("See: EO 9744-a, June 29, 1946", "9744-A"), ("See: EO 11359A", "11359A")]
)
def test_numbers_may_have_a_letter(note: str, number: str) -> None:
    assert only(note).number == number


@pytest.mark.parametrize("note", ["Amends: EO 1919 1/2, April 21, 1914", "See: EO 9-2, January 28, 1873"])
def test_a_number_that_is_none_of_the_series_names_no_order(note: str) -> None:
    assert one(note).mentions == ()
    assert len(one(note).others) == 1


@pytest.mark.parametrize("note", ["", "  \n;;\n ", ";"])
def test_nothing_is_read_of_nothing(note: str) -> None:
    assert read(note) == ()
