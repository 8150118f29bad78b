"""Trackers as newsrooms keep them: titles, merged headers, marks, links, totals, dates within status words, nicknames."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from enjoin.graph import Graph
from enjoin.graph.ingestion.documents import Document, from_bytes, read
from enjoin.graph.ingestion.known import StoreKnown
from enjoin.graph.sources import Parsed, find, get, tracker
from enjoin.graph.sources.csv_rows import Told, heading, lines
from enjoin.graph.sources.tracker_cells import cited, unlinked, unmarked
from enjoin.graph.sources.tracker_mapping import read_mapping
from enjoin.ontology.terms import ej
from statements import IRIS

if TYPE_CHECKING:
    from enjoin.graph.storage.store import Store

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "trackers"


def desk(name: str) -> Document:
    (found,) = read(FIXTURES / f"{name}.csv")
    assert find(found) is get("tracker")
    return found


def known(graph: Graph) -> StoreKnown:
    return StoreKnown(cast("Store", graph.store()), IRIS)


def said(graph: Graph, document: Document) -> Parsed:
    (found,) = tracker.parse([document], IRIS, known(graph))
    assert [str(fault) for fault in found.faults] == []
    return found


def values(found: Parsed, name: str, prop: str) -> list[str]:
    subject = NamedNode(f"https://w3id.org/enjoin/id/{name}")
    objects = [
        each.object for each in found.statements
        if isinstance(each, Triple) and each.subject == subject and each.predicate == ej(prop)
    ]  # fmt: skip
    return sorted(
        each.value.rpartition("/")[2] if isinstance(each, NamedNode) else each.value
        for each in objects
        if isinstance(each, (NamedNode, Literal))
    )


def claim(found: Parsed, name: str) -> tuple[list[str], ...]:
    return tuple(
        values(found, f"claim/{name}", prop) for prop in ("claimSubject", "claimedState", "asOf", "quote")
    )


def test_titles_a_merged_header_section_rows_marks_and_totals_do_no_harm(starter: Graph) -> None:
    found = said(starter, desk("newsroom"))
    told = "\n".join(found.notices)
    assert "newsroom.csv, line 5: the columns are named here; what stands above is passed over" in told
    assert (
        "3 rows; 4 of their dockets stand in the graph: ca1-25-1170, doe-v-trump, new-jersey-v-trump, sf-v-trump-2025"
        in told
    )
    for line, text in (
        (7, "BIRTHRIGHT CITIZENSHIP"),
        (14, "Total: 3 cases"),
        (15, "* Joined with others."),
        (16, "Source: court records"),
    ):
        assert f"newsroom.csv, line {line}: passed over: {text!r}" in told
    assert claim(found, "newsroom-mad-1-25-cv-10135-where-it-stands-now") == (
        ["doe-v-trump"], ["blocked"], ["2025-02-13"], ["Blocked†"],
    )  # fmt: skip
    assert claim(found, "newsroom-cand-3-25-cv-01350-where-it-stands-now")[:3] == (
        ["sf-v-trump-2025"], ["partly-blocked"], ["2025-04-24"],
    )  # fmt: skip


def test_a_nickname_leads_to_its_orders_and_numbers_beside_it_count_too(starter: Graph) -> None:
    found = said(starter, desk("newsroom"))
    assert values(found, "lawsuit/sf-v-trump-2025", "challenges") == ["eo-14159", "eo-14218", "eo-14287"]
    assert values(found, "lawsuit/new-jersey-v-trump", "challenges") == ["eo-14160"]
    told = "\n".join(said(starter, desk("desk")).notices)
    assert (
        "'DOGE' (1 row) names no order by number, and is not under [orders] of desk.csv.mapping.toml" in told
    )


def test_a_number_of_a_trial_court_is_never_one_of_the_court_of_appeals_beside_it(starter: Graph) -> None:
    found = said(starter, desk("newsroom"))
    subjects = {
        each.subject.value
        for each in found.statements
        if isinstance(each, Triple) and isinstance(each.subject, NamedNode)
    }
    assert [each for each in subjects if "ca9-3-25" in each or "ca1-1-25" in each] == []


@pytest.mark.parametrize(("cell", "expected"), [
    ("3:25-cv-00485; 25-1234 (9th Cir.)", [("", ("3:25-cv-00485",)), ("ca9", ("25-1234",))]),
    ("3:25-cv-00485, 25-1234 (9th Cir.)", [("", ("3:25-cv-00485",)), ("ca9", ("25-1234",))]),
    ("3:25-cv-00485 (N.D. Cal.); 25-1234 (9th Cir.)", [("cand", ("3:25-cv-00485",)), ("ca9", ("25-1234",))]),
    ("3:25-cv-00485 (N.D. Cal.), 25-1234 (9th Cir.)", [("cand", ("3:25-cv-00485",)), ("ca9", ("25-1234",))]),
    ("3:25-cv-00485, 3:25-cv-00574 (N.D. Cal.)", [("cand", ("3:25-cv-00485", "3:25-cv-00574"))]),
    ("25-1234, 25-1235 (9th Cir.)", [("ca9", ("25-1234", "25-1235"))]),
    ("1:25-cv-10135; 24A884 (U.S. Supreme Court)", [("", ("1:25-cv-10135",)), ("scotus", ("24A884",))]),
])  # fmt: skip
def test_several_dockets_in_one_cell_each_have_their_own_court(cell: str, expected: list[object]) -> None:
    assert [(each.court, each.numbers) for each in cited(cell)] == expected


def test_links_of_markdown_and_formulas_are_read_as_links(starter: Graph) -> None:
    found = said(starter, desk("notebook"))
    assert "2 of their dockets stand in the graph: doe-v-trump, sf-v-trump-2025" in "\n".join(found.notices)
    assert values(found, "lawsuit/doe-v-trump", "challenges") == ["eo-14160"]
    assert values(found, "lawsuit/sf-v-trump-2025", "challenges") == ["eo-14159", "eo-14218"]
    assert values(found, "proceeding/mdd-8-25-cv-99999", "caption") == ["Roe v. Noem"]


def test_a_status_may_have_its_day_within(starter: Graph) -> None:
    found = said(starter, desk("notebook"))
    assert claim(found, "notebook-mad-1-25-cv-10135-latest") == (
        ["doe-v-trump"], ["blocked"], ["2025-02-13"], ["PI granted (2/13/2025)"],
    )  # fmt: skip
    # Of several the last one counts, as the mapping says.
    assert claim(found, "notebook-cand-3-25-cv-01350-latest")[1:3] == (["partly-blocked"], ["2025-04-24"])
    # Where the pattern finds nothing the word is the cell, and the day that of the tracker.
    assert claim(found, "notebook-mdd-8-25-cv-99999-latest")[1:3] == (["pending"], ["2025-06-01"])
    told = "\n".join(said(starter, desk("desk")).notices)
    assert (
        "line 6: status_as_of: 'soon' is no day as the mapping says they are written; the day is left out"
        in told
    )


def test_each_of_them_goes_into_the_starter_graph(starter: Graph) -> None:
    receipt = starter.ingest(
        *(FIXTURES / f"{name}.csv" for name in ("newsroom", "notebook", "desk")), dry_run=True
    )
    assert [outcome.state for outcome in receipt.outcomes] == ["added"] * 3, receipt.text()


def test_a_note_below_the_table_that_nobody_announced_is_told_with_the_cure(starter: Graph) -> None:
    document = desk("newsroom")
    text = (FIXTURES / "newsroom.csv").read_text(encoding="utf-8") + "Corrections: none\n"
    found = from_bytes(text.encode(), "newsroom.csv")
    again = replace(found, mapping=document.mapping, mapping_name=document.mapping_name)
    (told,) = tracker.parse([again], IRIS, known(starter))
    (fault,) = map(str, told.faults)
    assert fault.startswith("newsroom.csv, line 17: the row has 1 cells, the header 8; ")
    assert fault.endswith("or take a note out")


def test_a_header_is_found_below_titles_and_put_together_from_its_rows() -> None:
    text = "Our list\n\nAs of today,,\nCase,Status,\n,Now,Since\nDoe,x,y\n"
    document = from_bytes(text.encode(), "x.csv")
    assert heading(document, {"case", "status_now"}, 2).columns == ("case", "status_now", "status_since")
    assert heading(document, {"now", "since"}).columns == ("", "now", "since")
    assert heading(document, {"nothing", "case"}).columns == ("case", "status", "")
    assert heading(from_bytes(b"", "x.csv"), {"case"}).columns == ()


@pytest.mark.parametrize(("cell", "plain"), [
    ("Doe v. Trump*", "Doe v. Trump"), ("*Doe v. Trump", "Doe v. Trump"), ("Blocked††", "Blocked"), ("Blocked ¹²", "Blocked"),
    ("Blocked [a]", "Blocked"), ("In re [Redacted]", "In re [Redacted]"), ("EO 14160", "EO 14160"), ("Title 42 U.S.C. § 1983", "Title 42 U.S.C. § 1983"),
    ("3:25-cv-00485*", "3:25-cv-00485"), ("", ""), ("* * *", ""), ("v. 2", "v. 2"),
])  # fmt: skip
def test_marks_of_footnotes_are_no_part_of_a_cell(cell: str, plain: str) -> None:
    assert unmarked(cell) == plain


@pytest.mark.parametrize(("cell", "plain"), [
    ("[a](https://x.org/1), [b](https://x.org/2)", ("a, b", ("https://x.org/1", "https://x.org/2"))),
    ("[a](javascript:x)", ("[a](javascript:x)", ())), ("[a] (b)", ("[a] (b)", ())),
    ('=hyperlink("https://x.org/1";"a ""b""")', ('=hyperlink("https://x.org/1";"a ""b""")', ())),
    ('=HYPERLINK("https://x.org/1";"a")', ("a", ("https://x.org/1",))), ('=CMD("x")', ('=CMD("x")', ())),
])  # fmt: skip
def test_only_web_addresses_are_links(cell: str, plain: tuple[str, tuple[str, ...]]) -> None:
    assert unlinked(cell) == plain


@pytest.mark.parametrize(("more", "expected"), [
    ('[orders]\n"Birthright" = "14160"', "line 6, [orders] Birthright: '14160' is no number of an order; write \"EO 14160\""),
    ('[orders]\n"Birthright" = 14160', "line 6, [orders] Birthright: 14160 is no text"),
    ("", ""),
])  # fmt: skip
def test_a_mistake_in_the_nicknames_is_told_with_its_line(more: str, expected: str) -> None:
    text = f'[tracker]\nname = "x"\n[columns]\ncaption = "Case"\n{more}\n'
    if not expected:
        assert read_mapping(text, "m.toml").orders == {}
        return
    with pytest.raises(Exception, match="Birthright") as caught:
        read_mapping(text, "m.toml")
    assert expected in str(caught.value)


@pytest.mark.parametrize("rows", ["0", "6", '"2"', "1.5", "true"])
def test_a_number_of_header_rows_that_is_none_is_told(rows: str) -> None:
    text = f'[tracker]\nname = "x"\nheader-rows = {rows}\n[columns]\ncaption = "Case"\n'
    with pytest.raises(
        Exception, match=r"line 3, \[tracker\] header-rows: .* is no number of rows; write how many"
    ):
        read_mapping(text, "m.toml")


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_title_with_other_signs_does_not_say_what_separates_the_cells(sign: str) -> None:
    text = sign.join(["Case", "Status", "Since"])
    cells = sign.join(['"Doe v. Trump, et al.; In re X | Y"', "Blocked", "2025-02-03"])
    document = from_bytes(f'Our list, of lawsuits; "all" | of them\n\n{text}\n{cells}\n'.encode(), "x.csv")
    found = heading(document, {"case", "status", "since"})
    assert (found.columns, found.delimiter) == (("case", "status", "since"), sign)
    told = Told(document)
    (row,) = lines(told, {"case", "status", "since"}, named=found)
    assert row.cells == {
        "case": "Doe v. Trump, et al.; In re X | Y",
        "status": "Blocked",
        "since": "2025-02-03",
    }
    assert told.faults == []
