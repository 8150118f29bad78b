"""A tracker of any shape, read by its mapping: dockets are found, status words are claims for their day."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from enjoin.graph import Graph
from enjoin.graph.errors import SourceError
from enjoin.graph.ingestion import documents
from enjoin.graph.sources import find
from enjoin.graph.sources.tracker_cells import Cited, cited, named_court, orders, untagged
from enjoin.graph.sources.tracker_days import read_day
from enjoin.graph.sources.tracker_mapping import read_mapping, shipped
from enjoin.ontology.terms import ej, ejv

DOCS = Path(__file__).resolve().parents[4] / "docs" / "trackers.md"
SAMPLE = Path(__file__).resolve().parents[5] / "shared/samples/markwiemer-tracker/trump-litigation-data.csv"
CLOCK = datetime(2026, 11, 21, tzinfo=UTC)


def example() -> tuple[str, str]:
    """The CSV and the mapping of the documentation."""
    text = DOCS.read_text(encoding="utf-8")
    (table,) = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    (mapping,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    return table, mapping


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    table, mapping = example()
    (tmp_path / "our-tracker.csv").write_text(table, encoding="utf-8")
    (tmp_path / "our-tracker.csv.mapping.toml").write_text(mapping, encoding="utf-8")
    return tmp_path


def entity(name: str) -> NamedNode:
    return NamedNode("https://w3id.org/enjoin/id/" + name)


def values(graph: Graph, name: str, predicate: str) -> set[str]:
    found = graph.store().quads(entity(name), ej(predicate))
    return {quad.object.value for quad in found if isinstance(quad.object, (NamedNode, Literal))}


def test_the_example_of_the_documentation_goes_in(folder: Path, starter_copy: Graph) -> None:
    graph = starter_copy
    receipt = graph.ingest(folder / "our-tracker.csv", source_date=date(2025, 6, 1))
    assert not receipt.quarantined, receipt.text()
    assert (
        "3 of their dockets stand in the graph: ca1-25-1170, doe-v-trump, santa-clara-v-trump-2025"
        in receipt.text()
    )
    claim = "claim/our-tracker-mad-1-25-cv-10135-status"
    assert values(graph, claim, "quote") == {"Order blocked"}
    assert values(graph, claim, "claimedState") == {ejv("blocked").value}
    assert values(graph, claim, "asOf") == {"2025-02-19"}
    assert values(graph, claim, "claimSubject") == {entity("lawsuit/doe-v-trump").value}
    assert not values(graph, "claim/our-tracker-cand-5-25-cv-00981-status", "claimedState")
    # A row without a docket number is a docket of its court all the same, with the day of the document.
    assert values(graph, "proceeding/mdd-roe-v-noem", "inCourt") == {entity("court/mdd").value}
    assert values(graph, "claim/our-tracker-mdd-status", "asOf") == {"2025-06-01"}
    assert values(graph, "lawsuit/mdd-roe-v-noem", "challenges") == {entity("order/eo-14159").value}
    assert [(row.status.quote, row.result) for row in graph.reconcile("our-tracker-of-lawsuits").rows] == [
        ("Order blocked", "agrees"), ("Filed", "not-comparable"), ("On hold", "not-comparable"),
    ]  # fmt: skip


def test_the_mapping_may_be_named(folder: Path, starter: Graph) -> None:
    named = (folder / "our-tracker.csv.mapping.toml").rename(folder / "elsewhere.toml")
    receipt = starter.ingest(folder / "our-tracker.csv", mapping=named, dry_run=True)
    assert [outcome.state for outcome in receipt.outcomes] == ["added"]
    assert receipt.outcomes[0].adapter.startswith("tracker 2 by elsewhere.toml ")


def test_another_mapping_makes_another_revision_and_the_same_one_none(folder: Path) -> None:
    with Graph.memory(clock=lambda: CLOCK) as graph:
        mapping, table = folder / "our-tracker.csv.mapping.toml", folder / "our-tracker.csv"
        graph.ingest(table)
        assert not graph.ingest(table).changed
        mapping.write_text(mapping.read_text().replace('"On hold" = "nothing"', '"On hold" = "stayed"'))
        receipt = graph.ingest(table)
        assert [outcome.state for outcome in receipt.outcomes] == ["changed"]
        told = receipt.outcomes[0].differences.sentences
        assert any("claims the state stayed, new" in sentence for sentence in told), told


def test_a_day_that_the_graph_has_otherwise_is_a_claim(folder: Path, starter: Graph) -> None:
    table = folder / "our-tracker.csv"
    table.write_text(table.read_text().replace("Jan. 30, 2025", "Jan. 29, 2025"))
    text = starter.ingest(table, dry_run=True).text()
    assert "was filed on 29 January 2025. Another document, read before, has 30 January 2025." in text


@pytest.mark.parametrize(
    ("was", "is_", "told"),
    [
        ("caption =", "captions =", "line 10, [columns] captions: there is no such key as 'captions'; use one of"),
        ("[columns]", "[column]", "[column]: there is no such section as 'column'"),
        ('"Filed" = "pending"', '"Filed" = "open"', "line 26, [status.words] Filed: 'open' is no meaning; use one of"),
        ('split = ";"', 'splits = ";"', "line 19, [columns.docket] splits: there is no such key"),
        ('dates = ["month name"]', 'dates = ["us"]', "line 5, [tracker] dates: 'us' is no way to write days"),
        ('name = "Our tracker of lawsuits"', "name = 3", "line 2, [tracker] name: 3 is no text"),
        ("[[status]]", "[status]", "[status]: [status] is one section of many"),
        ('caption = "Case"', 'caption = "Case', "line 10: it is no TOML"),
        ('column = "Docket No."', "column = []", "[columns] docket: no column is named"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_mapping_is_told_with_its_line(was: str, is_: str, told: str) -> None:
    _, mapping = example()
    assert was in mapping
    with pytest.raises(SourceError) as error:
        read_mapping(mapping.replace(was, is_, 1), "m.toml")
    assert told in str(error.value), str(error.value)
    assert error.value.cure


@pytest.mark.parametrize(
    ("was", "is_", "told"),
    [
        ("Docket No.", "Docket Nos.", "there is no column 'Docket No.', which the mapping names; it may be called docket_nos now"),
        ("Jan. 20, 2025", "soon", "filed: 'soon' is no day as the mapping says"),
        ("Order blocked", "Blocked, mostly", "Status “Blocked, mostly” (1 row) is not in our-tracker.csv.mapping.toml"),
        ("D. Mass.", "Court of Nowhere", "no court is told for '1:25-cv-10135'"),
        ("Case,Court", "Case,Case", "there is no column 'Court'"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_file_is_told(
    folder: Path, starter: Graph, was: str, is_: str, told: str
) -> None:
    table = folder / "our-tracker.csv"
    table.write_text(table.read_text().replace(was, is_, 1))
    text = starter.ingest(table, dry_run=True).text()
    assert told in text, text


def test_days_in_another_form_keep_the_file_out_where_none_can_be_read(folder: Path, starter: Graph) -> None:
    mapping = folder / "our-tracker.csv.mapping.toml"
    mapping.write_text(mapping.read_text().replace('"month name"', '"iso"'))
    (outcome,) = starter.ingest(folder / "our-tracker.csv", dry_run=True).outcomes
    assert outcome.quarantined
    assert "none of its days can be read" in outcome.problems[0]


def test_a_number_without_its_office_needs_the_caption_too(folder: Path, starter: Graph) -> None:
    table = folder / "our-tracker.csv"
    table.write_text(table.read_text().replace("5:25-cv-00981", "25-cv-981"))
    text = starter.ingest(table, dry_run=True).text()
    assert "25-cv-00981 is taken for santa-clara-v-trump-2025, whose court and caption agree" in text, text
    table.write_text(table.read_text().replace("County of Santa Clara v. Trump", "Poe v. Moe"))
    text = starter.ingest(table, dry_run=True).text()
    assert "2 of their dockets stand in the graph: ca1-25-1170, doe-v-trump" in text, text


def test_a_file_that_nobody_knows_asks_for_a_mapping(tmp_path: Path, starter: Graph) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    (outcome,) = starter.ingest(tmp_path / "x.csv", source="tracker", dry_run=True).outcomes
    assert "docs/trackers.md" in outcome.problems[0]


def test_a_parked_tracker_keeps_its_mapping(folder: Path, tmp_path: Path) -> None:
    table = folder / "our-tracker.csv"
    table.write_text(table.read_text().replace("Case,", "Caseload,"))
    with Graph.init(tmp_path / "var", clock=lambda: CLOCK) as graph:
        assert graph.ingest(table).quarantined
        receipt = graph.quarantine.retry("our-tracker")
        assert "there is no column 'Case'" in receipt.text()


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Doe v. Trump, 1:25-cv-10135, (D. Mass.)", [Cited("Doe v. Trump", "mad", ("1:25-cv-10135",))]),
        ("King County v. Turner (W.D. Wash.)\n\n2:25-cv-00814", [Cited("King County v. Turner", "wawd", ("2:25-cv-00814",))]),
        ("25-1313 (Ninth Circuit)", [Cited("", "ca9", ("25-1313",))]),
        ("No. 24A886", [Cited("", "scotus", ("24A886",))]),
        ("A v. B (D. Md.) 8:25-cv-1; C v. D (D.D.C.) 1:25-cv-2",
         [Cited("A v. B", "mdd", ("8:25-cv-00001",)), Cited("C v. D", "dcd", ("1:25-cv-00002",))]),
        ("N.D. Cal. — 3:25-cv-01350-WHO", [Cited("", "cand", ("3:25-cv-01350",))]),
        ("D. Mass. 1:25-cv-10139; 1st Cir. 25-1170", [Cited("", "mad", ("1:25-cv-10139",)), Cited("", "ca1", ("25-1170",))]),
        ("Doe v. Trump; 25-1; 26-2", [Cited("Doe v. Trump 25-1 26-2", "", ("25-1", "26-2"))]),
        ("Doe (a minor) v. Trump, 1:25-cv-10135 (D. Mass.)", [Cited("Doe (a minor) v. Trump", "mad", ("1:25-cv-10135",))]),
    ],
)  # fmt: skip
def test_dockets_are_read_as_people_cite_them(cell: str, found: list[Cited]) -> None:
    assert list(cited(cell)) == found


def test_courts_orders_and_tags_are_read_as_people_write_them() -> None:
    assert [named_court(text) for text in ("District Court, N.D. California", "D. Minn.", "SCOTUS", "nowhere")] == [
        "cand", "mnd", "scotus", "",
    ]  # fmt: skip
    assert orders("(EOs 14154, 14151, 14222) and Executive Order 13768") == (
        ("eo", "14154"), ("eo", "14151"), ("eo", "14222"), ("eo", "13768"),
    )  # fmt: skip
    assert orders("in 2025, 14160 people") == ()
    assert orders("Proclamation No. 10,888 and EO 14,159") == (("eo", "14159"), ("proc", "10888"))
    assert [named_court(text) for text in ("N.D. Calif.", "N.D. CA", "1st Circuit", "USCA9", "25-1", "Washington")] == [
        "cand", "cand", "ca1", "ca9", "", "",
    ]  # fmt: skip
    assert untagged('A &amp; B <a href="https://x.org/">v. C</a>') == ("A & B v. C", ("https://x.org/",))


JUST_SECURITY = """\ufeffcase_name,case_url,filings,filed_date,state_ags,case_status,issue_area,executive_action,last_case_update
"King County v. Turner (W.D. Wash.)

2:25-cv-00814",https://www.courtlistener.com/docket/69974547/king-county-v-turner/,,2025-05-02,,Government Action Temporarily Blocked,Grants,Executive Order 14218,2025-06-03
"""
LAWFARE = """Lawsuit,Executive Action,Status,Last Updated,Summary,Docket Number,Jurisdiction,Date Filed,Terminated
"<a href=""https://www.courtlistener.com/docket/1/x/"">Trump v. CASA</a>",EO 14160,Closed,"June 27, 2025",A summary,24A884; 24A885; 24A886,Supreme Court,"Mar. 13, 2025",Terminated 2025-06-27
"""


@pytest.mark.parametrize(
    ("text", "tracker", "docket", "state"),
    [
        (JUST_SECURITY, "just-security-tracker", "king-county-v-turner", "blocked"),
        (LAWFARE, "lawfare-tracker", "scotus-24a884", "closed"),
    ],
)
def test_trackers_of_known_shape_need_no_mapping(
    starter: Graph, text: str, tracker: str, docket: str, state: str
) -> None:
    document = documents.from_bytes(text.encode(), "export.csv", retrieved_on=date(2026, 4, 11))
    assert find(document).NAME == "tracker"
    receipt = starter.ingest(document, dry_run=True)
    assert not receipt.quarantined, receipt.text()
    assert f"1 of their dockets stand in the graph: {docket}" in receipt.text()
    assert "is not in" not in receipt.text()
    (mapping,) = [each for each in shipped() if each.id == tracker]
    assert state in {meaning for status in mapping.statuses for meaning in status.words.values()}


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the real sample is not beside this checkout")
def test_every_docket_of_the_real_tracker_that_the_starter_graph_has_is_linked(starter: Graph) -> None:
    receipt = starter.ingest(SAMPLE, dry_run=True, source_date=date(2026, 1, 3))
    assert not receipt.quarantined, receipt.text()
    assert (
        "251 rows; 17 of their dockets stand in the graph: ca1-25-1170, california-v-dot, casa-v-trump, chelsea-v-trump, "
        "doe-v-trump, franco-aleman-v-trump, illinois-v-fema, king-county-v-turner, new-jersey-v-trump, nhics-v-trump, "
        "nyic-v-trump, oca-d-v-huffman, oca-v-rubio, santa-clara-v-trump-2025, scotus-24a884, sf-v-trump-2025, "
        "washington-v-trump-2025"
    ) in receipt.text()
    assert "is not in markwiemer.toml" not in receipt.text()


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("7 Feb 2025", "2025-02-07"), ("07-Feb-25", "2025-02-07"), ("Tue, Jan. 21, 2025", "2025-01-21"), ("1st of May 2025", "2025-05-01"),
        ("20.01.2025", "2025-01-20"), ("20-1-25", "2025-01-20"), ("2025-02-07T00:00:00", "2025-02-07"), ("2025/02/07 10:30", "2025-02-07"),
        ("May 2025", "2025-05"),
    ],
)  # fmt: skip
def test_days_are_read_as_spreadsheets_write_them(written: str, day: str) -> None:
    assert str(read_day(written, ("iso", "day/month/year", "month name"))) == day
