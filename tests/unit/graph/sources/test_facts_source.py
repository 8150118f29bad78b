"""The facts format: what is read, what is left out, and what each fault says."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from enjoin.graph.ingestion import documents
from enjoin.graph.ingestion.documents import Document, from_bytes
from enjoin.graph.iris import Iris
from enjoin.graph.records import (
    Batch,
    Judgeship,
    Nothing,
    OfficeTenure,
    Order,
    PartialDate,
    Record,
    Ref,
    Ruling,
    Vote,
    slug,
    source_name,
)
from enjoin.graph.sources import facts
from enjoin.graph.sources.facts_cells import Fault, day, split

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "facts"
SHARED = Path(__file__).resolve().parents[5] / "shared" / "facts"
BAD = sorted(folder.name for folder in (FIXTURES / "bad").iterdir())


def good() -> list[Document]:
    return documents.read(FIXTURES / "good")


def with_file(file: Path) -> list[Document]:
    """The good folder with one file put in the place of its namesake, or added."""
    (other,) = documents.read(file)
    return [*(document for document in good() if document.name != other.name), other]


def records(batch: Batch, kind: type[Record]) -> list:
    return [record for sheet in batch.sheets for record in sheet.records if isinstance(record, kind)]


def told(batch: Batch) -> list[str]:
    return [str(notice) for sheet in batch.sheets for notice in sheet.notices]


def faults(given: Iterable[Document]) -> list[str]:
    parsed = facts.parse(list(given), Iris(), Nothing())
    return [str(fault) for each in parsed for fault in each.faults]


def test_a_good_folder_is_read_without_a_fault() -> None:
    batch = facts.read(good())
    assert faults(good()) == []
    counts = {sheet.format: len(sheet.records) for sheet in batch.sheets if sheet.format}
    assert counts["orders.csv"] == 3
    assert counts["judges.csv"] == 5
    assert counts["rulings.csv"] == 3  # two rulings, and one vote that the judges column states


@pytest.mark.parametrize("name", BAD)
def test_a_fault_names_the_file_the_line_and_the_cure(name: str) -> None:
    folder = FIXTURES / "bad" / name
    (file,) = folder.glob("*.csv")
    expected = (folder / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert faults(with_file(file)) == expected


@pytest.mark.parametrize("name", BAD)
def test_a_fault_keeps_its_own_document_out_and_no_other(name: str) -> None:
    (file,) = (FIXTURES / "bad" / name).glob("*.csv")
    for parsed in facts.parse(with_file(file), Iris(), Nothing()):
        if parsed.document.name == file.name:
            assert parsed.faults
            assert not parsed.statements
        else:
            assert not parsed.faults


def test_an_unsure_row_is_left_out_and_told() -> None:
    batch = facts.read(good())
    assert Ref("order", "eo-103") not in batch.index
    assert "orders.csv, line 5: eo-103 is left out: nobody vouches for it" in told(batch)


def test_a_reference_to_an_unsure_row_is_left_out_and_told() -> None:
    text = (FIXTURES / "good" / "cases.csv").read_text(encoding="utf-8")
    cases = from_bytes(text.replace("eo-101-2a,,", "eo-101-2a; order/eo-103,,").encode(), "cases.csv")
    batch = facts.read([*(each for each in good() if each.name != "cases.csv"), cases])
    (lawsuit,) = [record for record in records(batch, Record) if record.row.key == "quay-v-doe"]
    assert lawsuit.challenges == (Ref("provision", "eo-101-2a"),)
    assert "cases.csv, line 2: challenges: eo-103 is left out, nobody vouches for it" in told(batch)


def test_a_citation_marked_unsure_is_never_read() -> None:
    batch = facts.read(good())
    (ruling,) = [each for each in records(batch, Ruling) if each.id == "r-pi"]
    assert ruling.citation == ("1 Harb. 2d 3 (Dist. 2001)",)
    assert "rulings.csv, line 2: a citation marked UNSURE is left out" in told(batch)


def test_what_an_order_revokes_may_be_off_the_record() -> None:
    batch = facts.read(good())
    (order,) = [each for each in records(batch, Order) if each.id == "eo-102"]
    assert order.revokes == (Ref("order", "eo-101"),)
    assert "orders.csv, line 3: revokes: eo-77 is not on record and is left out" in told(batch)


def test_dates_keep_the_precision_that_they_have() -> None:
    batch = facts.read(good())
    (memo,) = [each for each in records(batch, Order) if each.id == "memo-2002"]
    assert memo.signed_on == PartialDate(2002, 11)
    assert str(memo.signed_on) == "2002-11"
    assert memo.signed_on.exact is None


@pytest.mark.parametrize(
    "text", ["2001-02-29", "2001-00-01", "0000-01-01", "2001-1-1", "2001-01-01T00:00", ""]
)
def test_no_impossible_date_is_read(text: str) -> None:
    with pytest.raises(Fault):
        day(text)


def test_a_leap_day_is_a_day() -> None:
    assert day("2024-02-29") == PartialDate(2024, 2, 29)


def test_the_sources_of_a_row_are_split_outside_brackets_only() -> None:
    batch = facts.read(good())
    (order,) = [each for each in records(batch, Order) if each.id == "eo-101"]
    assert order.row.source == "66 FR 101; harbor-news.example (page 2; online)"
    assert order.row.sources == ("66 FR 101", "harbor-news.example (page 2; online)")
    assert list(split("a (b; c); [d; e]; f")) == ["a (b; c)", "[d; e]", "f"]


def test_a_source_is_one_whatever_is_remarked_about_the_place() -> None:
    assert source_name("docket.example (the date)") == "docket.example"
    assert source_name("1 Harb. 2d 3 (Dist. (East) 2001)") == "1 Harb. 2d 3"
    assert source_name("(sic)") == "(sic)"
    assert slug("Café – 66 FR 101") == "cafe-66-fr-101"
    long = "a very long name of a source " * 6
    assert len(slug(long)) <= 80
    assert slug(long) != slug(long + "indeed")


def test_times_in_one_office_are_counted_by_their_start_not_by_their_line() -> None:
    found = {each.start_date: each.number for each in records(facts.read(good()), OfficeTenure)}
    assert found == {PartialDate(2001, 1, 20): 1, PartialDate(2005, 1, 20): 2}


def test_an_appointment_to_a_court_off_the_record_leaves_only_the_judge() -> None:
    batch = facts.read(good())
    (first, second) = [each for each in records(batch, Judgeship) if each.judge == "roach"]
    assert first.court is None
    assert second.court == Ref("court", "app")
    assert "judges.csv, line 3: roach-1: the court is not on record, the appointment is left out" in told(
        batch
    )


def test_only_a_remark_is_a_vote() -> None:
    batch = facts.read(good())
    (ruling,) = [each for each in records(batch, Ruling) if each.id == "r-app"]
    assert [seat.id for seat in ruling.bench] == ["roach", "trout", "salmon"]
    assert ruling.bench_type == "panel"
    assert ruling.per_curiam is True
    assert ruling.author is None
    assert [(vote.judge.id, vote.vote) for vote in records(batch, Vote)] == [("trout", "against")]


@pytest.mark.parametrize("judges", ["en banc", "roach and eleven others", "roach; somebody"])
def test_a_bench_that_is_not_all_judges_on_record_stays_text(judges: str) -> None:
    text = (FIXTURES / "good" / "rulings.csv").read_text(encoding="utf-8")
    rulings = from_bytes(text.replace("roach; trout (dissent); salmon", judges).encode(), "rulings.csv")
    batch = facts.read([*(each for each in good() if each.name != "rulings.csv"), rulings])
    (ruling,) = [each for each in records(batch, Ruling) if each.id == "r-app"]
    assert ruling.bench == ()
    assert ruling.judges == judges
    assert records(batch, Vote) == []


def test_a_majority_remark_counts_for_all_before_it() -> None:
    text = (FIXTURES / "good" / "rulings.csv").read_text(encoding="utf-8")
    judges = "roach; trout (majority); salmon (dissent)"
    rulings = from_bytes(text.replace("roach; trout (dissent); salmon", judges).encode(), "rulings.csv")
    batch = facts.read([*(each for each in good() if each.name != "rulings.csv"), rulings])
    votes = {vote.judge.id: vote.vote for vote in records(batch, Vote)}
    assert votes == {"roach": "for", "trout": "for", "salmon": "against"}


def test_what_only_other_files_can_say_is_told_not_guessed() -> None:
    said = told(facts.read(good()))
    assert any("what 1 rulings block is kept as text and changes no state" in each for each in said)
    assert any("the parties of 2 cases are kept as text" in each for each in said)


def test_questions_with_answers_are_no_facts() -> None:
    batch = facts.read(good())
    (sheet,) = [sheet for sheet in batch.sheets if sheet.file == "expected_answers.csv"]
    assert sheet.records == ()
    assert not sheet.faults


def test_a_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    marked = [
        replace(each, content=b"\xef\xbb\xbf" + each.content.replace(b"\n", b"\r\n")) for each in good()
    ]
    assert facts.read(marked).index == facts.read(good()).index
    assert all(facts.sniff(document) for document in marked)


def test_a_line_is_the_first_of_its_row_where_a_cell_has_several() -> None:
    orders = (FIXTURES / "good" / "orders.csv").read_text(encoding="utf-8")
    broken = orders.replace('"An order, with a comma"', '"An order,\nwith a line break"')
    batch = facts.read([from_bytes(broken.encode(), "orders.csv")])
    assert [each.row.line for each in records(batch, Order)] == [2, 4, 5]


def test_what_the_graph_knows_already_is_no_dangling_reference() -> None:
    class One(Nothing):
        def kinds(self, id: str, /) -> tuple[str, ...]:  # noqa: A002
            return ("order",) if id in {"eo-101", "memo-2002"} else ()

        def label(self, ref: Ref, /) -> str | None:
            return None

    (provisions,) = documents.read(FIXTURES / "good" / "provisions.csv")
    (parsed,) = facts.parse([provisions], Iris(), One())
    assert parsed.faults == ()
    (parsed,) = facts.parse([provisions], Iris(), Nothing())
    assert len(parsed.faults) == 3


def test_a_file_is_told_by_its_columns_when_its_name_says_nothing() -> None:
    content = (FIXTURES / "good" / "offices.csv").read_bytes()
    document = from_bytes(content, "terms-of-office.csv")
    assert facts.sniff(document)
    (sheet,) = facts.read([document]).sheets
    assert sheet.format == "offices.csv"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cases.csv", b"Case Name,Filings,Date Case Filed\nA v. B,1,2\n"),
        ("executive_orders.csv", b"citation,document_number\n66 FR 101,2001-1\n"),
        ("orders.csv", b"\x00\x01\x02"),
        ("orders.csv", b""),
    ],
)
def test_other_tables_are_not_taken_for_facts(name: str, content: bytes) -> None:
    assert not facts.sniff(from_bytes(content, name))


def test_a_misspelt_column_does_not_hide_that_the_file_is_one_of_ours() -> None:
    (document,) = documents.read(FIXTURES / "bad" / "unknown-column" / "orders.csv")
    assert facts.sniff(document)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the tables of ../shared are not here")
def test_the_shared_tables_are_read_without_a_fault() -> None:
    given = documents.read(SHARED)
    assert all(facts.sniff(document) for document in given)
    assert faults(given) == []
    counts = {sheet.format: len(sheet.records) for sheet in facts.read(given).sheets if sheet.format}
    assert counts["orders.csv"] == 30
    assert counts["policies.csv"] == 25  # two of 27 are unsure
    assert counts["claims.csv"] == 61
