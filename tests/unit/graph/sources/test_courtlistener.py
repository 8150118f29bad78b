"""CourtListener: dockets, decisions, judges and courts, from the API and from the bulk data."""

import bz2
import csv
import gzip
import io
import json
import zipfile
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

import statements
from enjoin.graph import Graph, starter
from enjoin.graph.citations import docket_numbers
from enjoin.graph.ingestion import documents
from enjoin.graph.ingestion.documents import Document, from_bytes
from enjoin.graph.ingestion.known import StoreKnown
from enjoin.graph.records import Known, Nothing
from enjoin.graph.sources import courtlistener, facts, find, fjc, get
from enjoin.graph.storage.store import Store
from enjoin.ontology.terms import term
from statements import IRIS, Said, values

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "courtlistener"
SAMPLES = Path(__file__).resolve().parents[5] / "shared" / "samples" / "courtlistener-api"
JSON = ("dockets", "people", "positions", "clusters", "opinions")
BULK = sorted(path.name for path in FIXTURES.glob("*.csv"))
parsed, said = partial(statements.parsed, courtlistener.parse), partial(statements.said, courtlistener.parse)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def fixture(name: str) -> Document:
    return from_bytes((FIXTURES / name).read_bytes(), name)


def page(*objects: dict[str, Any]) -> Document:
    return from_bytes(
        json.dumps({"count": len(objects), "next": None, "results": objects}, indent=1).encode(), "page.json"
    )


def change(name: str, **fields: Any) -> dict[str, Any]:
    """The first object of a fixture, with other values; a field that is `...` is left out."""
    found: dict[str, Any] = json.loads((FIXTURES / name).read_text(encoding="utf-8"))["results"][0]
    return {key: value for key, value in {**found, **fields}.items() if value is not ...}


def faults(*given: Document) -> list[str]:
    return [str(fault) for each in parsed(*given) for fault in each.faults]


def notices(*given: Document, known: Known | None = None) -> list[str]:
    return [each for one in parsed(*given, known=known) for each in one.notices]


@pytest.fixture(scope="module")
def record() -> Known:
    """What the starter record knows."""
    found = [
        documents.from_bytes(file.read_bytes(), file.name, id=file.name.removesuffix(".csv"))
        for file in files(starter).iterdir()
        if file.name.endswith(".csv")
    ]
    store = Store.memory()
    for each in facts.parse(found, IRIS, Nothing()):
        graph = IRIS.graph(each.document.id)
        store.apply(
            [
                Quad(one.subject, one.predicate, one.object, graph)
                for one in each.statements
                if isinstance(one, Triple)
            ],
            [],
        )
    return StoreKnown(store, IRIS)


@pytest.fixture(scope="module")
def told(record: Known) -> Said:
    """What the fixtures of the API say, over the starter record."""
    return said(*(fixture(f"{name}.json") for name in JSON), known=record)


@pytest.fixture(scope="module")
def bulk() -> Said:
    """What the fixtures of the bulk data say, to an empty graph."""
    return said(*map(fixture, BULK))


@pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.iterdir()))
def test_every_shape_is_told_by_its_content(name: str) -> None:
    assert find(from_bytes((FIXTURES / name).read_bytes(), "unnamed")) is get("courtlistener")


def test_a_list_and_one_object_on_each_line_are_read_too() -> None:
    whole = json.loads((FIXTURES / "dockets.json").read_text(encoding="utf-8"))["results"]
    listed = from_bytes(json.dumps(whole).encode(), "dockets.json")
    assert find(listed) is get("courtlistener")
    assert said(listed) >= {
        each for each in said(fixture("dockets.json")) if each.predicate == term("ej:filedOn")
    }
    lines = said(fixture("dockets.jsonl"))
    assert values(lines, "proceeding", "cand-3-17-cv-00485", "ej:filedOn") == ["2017-01-31"]
    assert values(lines, "proceeding", "cand-3-17-cv-00574", "ej:terminatedOn") == ["2019-08-23"]


@pytest.mark.parametrize("packing", ["bz2", "gz", "zip"])
def test_the_bulk_data_may_be_packed(packing: str, tmp_path: Path) -> None:
    content = (FIXTURES / "search_dockets.csv").read_bytes()
    path = tmp_path / f"dockets-2030-01-01.csv.{packing}"
    if packing == "zip":
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w") as archive:
            archive.writestr("dockets-2030-01-01.csv", content)
        path.write_bytes(whole.getvalue())
    else:
        path.write_bytes((bz2 if packing == "bz2" else gzip).compress(content))
    (found,) = documents.read(path)
    assert (found.id, found.content) == ("dockets-2030-01-01", content)
    assert find(found) is get("courtlistener")


# Proceedings and lawsuits


def test_dockets_of_the_record_are_the_same_proceedings_however_their_number_is_spelled(told: Said) -> None:
    for name, number in (
        ("sf-v-trump-2017", "4501001"),
        ("santa-clara-v-trump-2017", "4501002"),
        ("ca9-17-17478", "4501003"),
    ):
        assert values(told, "proceeding", name, "ej:courtListenerId") == [number]
        assert (
            values(told, "proceeding", name, "ej:docketNumber") == []
        )  # the record has it, as the court writes it
        assert values(told, "proceeding", name, "ej:caption") == []
    assert values(told, "proceeding", "sf-v-trump-2017", "ej:presidedBy") == ["orrick"]
    assert values(told, "proceeding", "sf-v-trump-2017", "ej:partOfLawsuit") == ["sf-v-trump-2017"]
    assert values(told, "lawsuit", "sf-v-trump-2017", "rdf:type") == []


def test_every_docket_of_the_record_is_found_by_each_of_its_numbers(record: Known) -> None:
    table = files(starter).joinpath("cases.csv").read_text(encoding="utf-8")
    dockets: list[dict[str, Any]] = []
    wanted: dict[str, str] = {}
    for case in csv.DictReader(table.splitlines()):
        for number in docket_numbers(case["docket_number"]):
            ident = str(1_000_000 + len(dockets))
            spelled = str(number).upper().replace("-CV-0", "-CV-")
            wanted[ident] = case["id"]
            dockets.append(
                change(
                    "dockets.json",
                    id=ident,
                    court_id=case["court"],
                    court=None,
                    docket_number=spelled,
                    date_filed=None,
                    assigned_to=None,
                    resource_uri=...,
                )
            )
    (one,) = parsed(page(*dockets), known=record)
    assert one.faults == ()
    found = {
        each.subject.value.rpartition("-")[2]: each.object.value.rpartition("/")[2]
        for each in one.statements
        if isinstance(each, Triple)
        and each.predicate == term("ej:about")
        and isinstance(each.subject, NamedNode)
        and isinstance(each.object, NamedNode)
        if "#docket-" in each.subject.value and "/proceeding/" in each.object.value
    }
    assert found == wanted
    assert len(wanted) > 70


def test_a_new_docket_is_a_proceeding_and_a_lawsuit_by_its_court_and_number(told: Said) -> None:
    name = "mad-1-30-cv-10001"
    assert values(told, "proceeding", name, "rdfs:label") == [
        "Town of Exampleton v. Nobody, No. 1:30-cv-10001 (D. Mass.)"
    ]
    assert values(told, "proceeding", name, "ej:docketNumber") == ["1:30-cv-10001"]
    assert values(told, "proceeding", name, "ej:inCourt") == ["mad"]
    assert values(told, "proceeding", name, "ej:partOfLawsuit") == [name]
    assert values(told, "lawsuit", name, "ej:caption") == ["Town of Exampleton v. Nobody"]


def test_a_judge_whom_nobody_describes_is_kept_in_the_words_of_the_docket(told: Said) -> None:
    assert values(told, "proceeding", "mad-1-30-cv-10001", "ej:presidedBy") == []
    assert values(told, "proceeding", "mad-1-30-cv-10001", "ej:note") == [
        "Assigned to, in the words of the source: Alex Q. Example",
        "Referred to, in the words of the source: Robin Sample",
    ]


def test_parties_are_named_by_the_caption_only(told: Said) -> None:
    assert not [each for each in told if each.predicate == term("ej:party")]
    for words in ("Lawyers", "A summary", "The text of an opinion", "San Francisco, CA"):
        assert not [each for each in told if isinstance(each.object, Literal) and words in each.object.value]


def test_an_appeal_belongs_to_the_lawsuit_it_came_from(told: Said) -> None:
    assert values(told, "proceeding", "ca9-17-17478", "ej:appealFrom") == ["sf-v-trump-2017"]
    assert values(told, "proceeding", "ca9-17-17478", "ej:partOfLawsuit") == ["sf-v-trump-2017"]
    assert values(told, "proceeding", "ca9-17-17478", "ej:note") == [
        "Notice of appeal filed below on 14 December 2017.", "The judgment below is of 20 November 2017.",
    ]  # fmt: skip


def test_the_docket_below_is_kept_though_nobody_has_told_of_it(told: Said) -> None:
    below = "mad-1-30-cv-10077"
    assert values(told, "proceeding", "ca1-30-1501", "ej:appealFrom") == [below]
    assert values(told, "proceeding", "ca1-30-1501", "ej:partOfLawsuit") == [below]
    assert values(told, "proceeding", below, "ej:docketNumber") == ["1:30-cv-10077"]
    assert values(told, "proceeding", below, "ej:inCourt") == ["mad"]
    assert values(told, "proceeding", below, "ej:filedOn") == ["2030-04-01"]
    assert values(told, "lawsuit", below, "ej:caption") == ["Town of Exampleton v. Somebody"]


def test_a_docket_below_that_is_in_the_batch_is_told_of_once(bulk: Said) -> None:
    below = "nysd-1-30-cv-02001"
    assert values(bulk, "proceeding", "ca2-30-2222", "ej:appealFrom") == [below]
    assert values(bulk, "proceeding", below, "rdfs:label") == [
        'Doe "Pat" v. Back\\slash Corp., No. 1:30-cv-02001 (S.D.N.Y.)'
    ]
    assert values(bulk, "lawsuit", below, "rdfs:label") == ['Doe "Pat" v. Back\\slash Corp.']


def test_an_appeal_from_an_agency_stands_for_itself(bulk: Said) -> None:
    assert values(bulk, "proceeding", "ca2-30-2223", "ej:appealFrom") == []
    assert values(bulk, "proceeding", "ca2-30-2223", "ej:partOfLawsuit") == ["ca2-30-2223"]
    assert values(bulk, "proceeding", "ca2-30-2223", "ej:note") == [
        "Came from, in the words of the source: Board of Immigration Appeals"
    ]


def test_cells_of_the_bulk_data_keep_quotation_marks_and_backslashes(bulk: Said) -> None:
    assert values(bulk, "proceeding", "nysd-1-30-cv-02001", "ej:caption") == [
        'Doe, also called "Pat", v. Back\\slash Corp., and others'
    ]
    assert values(bulk, "proceeding", "nysd-1-30-cv-02001", "ej:url") == [
        "https://www.courtlistener.com/docket/9200001/doe-v-back/"
    ]


def test_what_has_no_docket_number_is_passed_over_and_told() -> None:
    found = notices(*map(fixture, BULK))
    assert any(
        "dockets without a docket number are passed over: 1 (docket 9200003 is the first)" in each
        for each in found
    )
    assert any(
        "rulings on dockets without a docket number are passed over, with their opinions: 1" in each
        for each in found
    )


def test_two_dockets_of_one_number_in_the_graph_are_for_a_person_to_judge() -> None:
    store = Store.memory()
    for name in ("a", "b"):
        subject = IRIS.entity("proceeding", name)
        for prop, value in (
            ("ej:docketNumber", Literal("3:17-cv-00485")),
            ("ej:inCourt", IRIS.entity("court", "cand")),
        ):
            store.apply([Quad(subject, term(prop), value, IRIS.graph("x"))], [])
    known = StoreKnown(store, IRIS)
    found = said(fixture("docket.json"), known=known)
    assert values(found, "proceeding", "cl-4501001", "rdf:type") == ["ns#Proceeding"]
    assert any(
        "a, b have that number too; kept apart from both" in each
        for each in notices(fixture("docket.json"), known=known)
    )


def test_a_number_that_two_divisions_have_is_not_one_docket(record: Known) -> None:
    other = page(change("dockets.json", id=1, docket_number="5:17-cv-00485", resource_uri=...))
    assert values(said(other, known=record), "proceeding", "cand-5-17-cv-00485", "rdf:type") == [
        "ns#Proceeding"
    ]


# Conflicts


def test_another_day_than_the_record_has_is_a_claim(told: Said) -> None:
    assert values(told, "proceeding", "santa-clara-v-trump-2017", "ej:filedOn") == []
    claim = "dockets-docket-4501002-filed-on"
    assert values(told, "claim", claim, "ej:claimText") == [
        "Santa Clara v. Trump (2017), No. 3:17-cv-00574-WHO (N.D. Cal.) was filed on 4 February 2017."
    ]
    assert values(told, "claim", claim, "ej:note") == ["Another document, read before, has 3 February 2017."]
    assert values(told, "claim", claim, "ej:line") == ["51"]


def test_of_one_batch_the_first_docket_stands() -> None:
    one, other = (
        change("dockets.json"),
        change("dockets.json", id=2, date_filed="2017-02-01", resource_uri=...),
    )
    found = said(page(one, other))
    assert values(found, "proceeding", "cand-3-17-cv-00485", "ej:filedOn") == ["2017-01-31"]
    assert values(found, "claim", "page-docket-2-filed-on", "ej:claimObject") == ["2017-02-01"]
    # The archive has some dockets twice: both numbers lead to the one proceeding.
    assert values(found, "proceeding", "cand-3-17-cv-00485", "ej:courtListenerId") == ["2", "4501001"]


def test_a_date_that_is_less_precise_than_the_one_that_stands_says_nothing_new(record: Known) -> None:
    vague = change("positions.json", date_granularity_start="%Y", appointer=None, person=9001)
    found = said(
        page(change("people.json")), from_bytes(json.dumps([vague]).encode(), "positions.json"), known=record
    )
    assert values(found, "tenure", "orrick-1", "ej:from") == []
    assert not [each for each in found if each.predicate == term("ej:claimText")]


# Rulings


def test_a_cluster_is_the_ruling_with_which_it_has_docket_and_citation_in_common(told: Said) -> None:
    assert values(told, "ruling", "r-2017-04-25-santa-clara-pi", "ej:courtListenerId") == ["7001"]
    assert values(told, "ruling", "r-2017-04-25-santa-clara-pi", "ej:citation") == [
        "2017 U.S. Dist. LEXIS 62871"
    ]
    assert values(told, "ruling", "r-2017-04-25-santa-clara-pi", "ej:rulingType") == []
    assert values(told, "ruling", "r-2018-08-01-ca9", "ej:courtListenerId") == ["7002"]
    assert values(told, "ruling", "r-2018-08-01-ca9", "ej:note") == [
        "Disposition, in the words of the source: Affirmed in part, vacated in part, and remanded.",
        "Dissent by Fernandez.",
        "Judges, in the words of the source: Thomas, Gould, Fernandez",
        "Status of the opinion, in the words of the source: Published",
        "Written by, in the words of the source: Thomas",
    ]


def test_a_cluster_of_the_same_day_without_a_citation_in_common_is_a_ruling_of_its_own(record: Known) -> None:
    other = page(change("clusters.json", id=7999, citations=[], resource_uri=...))
    found = said(fixture("dockets.json"), other, known=record)
    assert values(found, "ruling", "cl-7999", "ej:inProceeding") == ["santa-clara-v-trump-2017"]
    assert values(found, "ruling", "cl-7999", "ej:rulingType") == ["decision"]


def test_without_its_docket_a_cluster_is_known_by_citation_and_day(record: Known) -> None:
    known = change("clusters.json")
    assert values(
        said(page(known), known=record), "ruling", "r-2017-04-25-santa-clara-pi", "ej:courtListenerId"
    ) == ["7001"]
    (other,) = parsed(page({**known, "date_filed": "2017-04-26"}), known=record)
    assert "nothing is known of the docket 4501002" in str(other.faults[0])


def test_records_within_records_are_read_too(record: Known) -> None:
    """Some answers have the person of a position whole, and the docket of a cluster."""
    person = change("people.json")
    position = change("positions.json", person=person, appointer=None)
    alone = from_bytes(json.dumps([position]).encode(), "positions.json")
    found = said(alone, known=record)
    assert values(found, "judge", "orrick", "ej:courtListenerId") == ["9001"]
    assert values(found, "tenure", "orrick-1", "ej:from") == ["2013-05-16"]
    cluster = change("clusters.json", docket=change("dockets.json"), docket_id=4501001, id=7005, citations=[])
    assert values(said(page(cluster)), "ruling", "cl-7005", "ej:inProceeding") == ["cand-3-17-cv-00485"]


def test_a_new_ruling_says_what_its_cluster_says(told: Said) -> None:
    ruling = {
        prop: values(told, "ruling", "cl-7003", f"ej:{prop}")
        for prop in (
            "byCourt",
            "decidedOn",
            "inProceeding",
            "rulingType",
            "hasBench",
            "perCuriam",
            "author",
            "note",
            "citation",
        )
    }
    assert ruling == {
        "byCourt": ["mad"], "decidedOn": ["2030-07-01"], "inProceeding": ["mad-1-30-cv-10001"], "rulingType": ["decision"],
        "hasBench": ["cl-7003"], "perCuriam": ["true"], "author": [], "citation": [],
        "note": ["Status of the opinion, in the words of the source: Unpublished", "The day is approximate, as the source says."],
    }  # fmt: skip
    assert values(told, "bench", "cl-7003", "ej:seat") == ["cl-9002"]
    assert values(told, "bench", "cl-7003", "ej:benchType") == ["single-judge"]


def test_a_day_that_is_approximate_is_marked_as_no_more_than_that(told: Said) -> None:
    marked = [
        each.subject
        for each in told
        if each.predicate == term("ej:knowledgeOf") and each.object == term("ej:decidedOn")
    ]
    assert [each.value.rpartition("#")[2] for each in marked if isinstance(each, NamedNode)] == [
        "opinion-cluster-7003"
    ]


def test_the_author_is_of_the_leading_opinion(told: Said) -> None:
    assert values(told, "ruling", "r-2017-04-25-santa-clara-pi", "ej:author") == ["orrick"]
    assert values(told, "ruling", "r-2018-08-01-ca9", "ej:author") == []


def test_citations_and_opinions_of_the_bulk_data_find_their_cluster(bulk: Said) -> None:
    assert values(bulk, "ruling", "cl-7101", "ej:citation") == ["2030 WL 45678", "999 F. Supp. 3d 123"]
    assert values(bulk, "ruling", "cl-7101", "ej:author") == ["cl-9101"]
    assert values(bulk, "ruling", "cl-7101", "rdfs:label") == [
        "ruling of 31 May 2030, Doe v. Back\\slash Corp. (S.D.N.Y.)"
    ]


def test_a_judge_who_held_no_seat_on_that_day_is_not_put_on_a_bench(record: Known) -> None:
    early = page(
        change(
            "clusters.json",
            id=1,
            date_filed="1999-01-01",
            citations=[],
            panel=[9002],
            judges="Example",
            resource_uri=...,
        )
    )
    found = said(
        fixture("dockets.json"), fixture("people.json"), fixture("positions.json"), early, known=record
    )
    assert values(found, "ruling", "cl-1", "ej:hasBench") == []
    assert "Judges, in the words of the source: Example" in values(found, "ruling", "cl-1", "ej:note")


# Judges


def test_the_older_number_of_the_judicial_center_leads_to_the_judge_of_the_record(told: Said) -> None:
    assert values(told, "judge", "orrick", "ej:courtListenerId") == ["9001"]
    assert values(told, "judge", "orrick", "rdfs:label") == ["William Horsley Orrick III"]
    assert values(told, "tenure", "orrick-1", "ej:from") == ["2013-05-16"]
    assert values(told, "tenure", "orrick-1", "ej:tenureTitle") == []


def test_a_number_with_another_name_leads_nowhere() -> None:
    wrong = page(change("people.json", name_last="Somebody"))
    assert values(said(wrong), "judge", "cl-9001", "foaf:name") == ["William H. Somebody III"]
    assert any("which is none, or another judge's: not used" in each for each in notices(wrong))


def test_dates_are_as_precise_as_they_are_given_and_no_more(told: Said, bulk: Said) -> None:
    assert values(told, "judge", "orrick", "ej:bornOn") == ["1953"]
    assert values(told, "judge", "cl-9002", "ej:bornOn") == ["1961-07"]
    assert values(told, "judge", "cl-9002", "ej:diedOn") == ["2031-02-03"]
    assert values(told, "tenure", "cl-9002-cl-8002", "ej:from") == ["2010-06"]
    assert values(bulk, "tenure", "cl-9101-cl-8101", "ej:from") == ["2020-02"]
    (month,) = [
        each.object
        for each in told
        if each.subject == IRIS.entity("judge", "cl-9002") and each.predicate == term("ej:bornOn")
    ]
    assert isinstance(month, Literal)
    assert month.datatype == term("xsd:gYearMonth")


def test_service_as_chief_judge_is_part_of_the_tenure_beside_which_it_is_held(told: Said) -> None:
    assert values(told, "tenure", "cl-9002-cl-8002", "ej:chiefFrom") == ["2019"]
    assert values(told, "tenure", "cl-9002-cl-8002", "ej:chiefUntil") == ["2025"]
    assert values(told, "tenure", "cl-9002-cl-8002", "ej:endReason") == ["Death"]
    assert values(told, "tenure", "cl-9002-cl-8003", "rdf:type") == []


def test_who_appointed_is_told_where_the_batch_says_who_that_was(told: Said) -> None:
    assert values(told, "tenure", "cl-9002-cl-8002", "ej:appointedBy") == ["president-of-the-united-states"]
    assert values(told, "tenure", "cl-9002-cl-8002", "ej:appointingOfficial") == ["obama"]
    assert values(told, "judge", "cl-9004", "rdf:type") == []  # a president is an official, and no judge


def test_what_is_private_to_a_person_is_not_read(told: Said, bulk: Said) -> None:
    words = [each.object.value for each in told | bulk if isinstance(each.object, Literal)]
    for private in ("San Francisco, CA", "Elsewhere", "Example & Sample LLP", "Partner", "pr", "un"):
        assert private not in words


def test_a_position_of_a_person_whom_nobody_describes_keeps_its_document_out() -> None:
    assert faults(fixture("positions.json"))[0] == (
        "positions.json, line 6, position 8001, field person: nothing is known of the person 9001; read the person with it, or before it"
    )


# Courts


def test_a_court_that_no_table_has_is_described_by_its_own_record() -> None:
    found = said(fixture("courts.json"))
    assert values(found, "court", "zzexample", "rdfs:label") == ["Example Court of Appeals"]
    assert values(found, "court", "zzexample", "ej:courtLevel") == ["appellate-court"]
    assert values(found, "court", "cand", "rdfs:label") == [
        "United States District Court for the Northern District of California"
    ]
    assert values(found, "court", "cand", "ej:inCircuit") == ["ca9"]


def test_the_courts_of_the_record_stay_as_they_are(record: Known, told: Said) -> None:
    assert values(told, "court", "cand", "rdfs:label") == []
    assert values(said(fixture("courts.json"), known=record), "court", "cand", "ej:citationString") == []


def test_every_court_that_courtlistener_lists_is_known() -> None:
    listed = SAMPLES / "court_choices.json"
    if not listed.exists():
        pytest.skip("the samples are not here")
    from enjoin.graph.citations import court_of_id

    unknown = [
        each["value"]
        for each in json.loads(listed.read_text(encoding="utf-8"))
        if court_of_id(each["value"]) is None
    ]
    assert len(unknown) < 25, unknown


# What keeps a document out


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"date_filed": "2017-02-30"},
            "line 5, docket 4501001, field date_filed: '2017-02-30': February 2017 has 28 days; write a day from 01 to 28",
        ),
        ({"date_filed": "01/31/2017"}, "field date_filed: '01/31/2017' is no date; write YYYY-MM-DD"),
        (
            {"court": None, "court_id": None},
            "field court: '' is no court that is known; read CourtListener's courts with it",
        ),
        (
            {"court": "https://www.courtlistener.com/api/rest/v4/courts/nowhere/"},
            "field court: 'nowhere' is no court that is known",
        ),
        (
            {"id": None, "resource_uri": "https://www.courtlistener.com/api/rest/v4/dockets/x/"},
            "field id: 'x' is no number of a record; write digits",
        ),
    ],
)
def test_a_wrong_value_is_told_with_its_place_and_its_cure(fields: dict[str, Any], words: str) -> None:
    (found,) = faults(page(change("dockets.json", **fields)))
    assert words in found
    assert found.startswith("page.json, line ")


def test_a_granularity_that_is_none_is_told() -> None:
    (found,) = faults(page(change("people.json", date_granularity_dob="%d")))
    assert (
        "person 9001, field date_granularity_dob: '%d' is no granularity; write %Y, %Y-%m or %Y-%m-%d"
        in found
    )


def test_a_ruling_on_a_docket_that_nobody_tells_of_waits_for_it() -> None:
    (found, *_) = faults(fixture("clusters.json"))
    assert found == (
        "clusters.json, line 6, opinion cluster 7001, field docket: nothing is known of the docket 4501002; "
        "read the docket with it, or before it (enjoin pull courtlistener --docket 4501002)"
    )
    (found, *_) = faults(fixture("opinions.json"))
    assert "opinion 70010, field cluster: nothing is known of the cluster 7001" in found


def test_a_record_of_another_kind_is_told() -> None:
    entry = {"resource_uri": "https://www.courtlistener.com/api/rest/v4/docket-entries/1/", "id": 1}
    (found,) = faults(page(change("dockets.json"), entry))
    assert "docket-entries/1/ is no record that is read" in found


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"count": 1, "results": [{"docket_number": "1", "court_id": "cand"', "line 1, column 67: this is no JSON"),
        ('[{"id": 1, "docket_number": "1", "court_id": "cand"}, 5]', "5 stands where a record should"),
        ('{"id": 1, "docket_number": "1", "court_id": "cand"} x', "this is no JSON"),
        ('id,docket_number,court_id,case_name\n1,"3:17-cv-1",cand\n', "line 2: the row has 3 cells, the header 4"),
        ('id,docket_number,court_id,case_name\n1,"3:17-cv-1",cand,"never closed\n', "this is no table"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_line(content: str, words: str) -> None:
    found = faults(from_bytes(content.encode(), "x"))
    assert len(found) == 1
    assert words in found[0]


def test_nesting_without_end_is_refused() -> None:
    deep = '{"docket_number": "1", "court_id": ' + "[" * 100_000 + "}"
    assert (
        "nests too deep" in faults(from_bytes(deep.encode(), "x"))[0]
        or "no JSON" in faults(from_bytes(deep.encode(), "x"))[0]
    )


def test_an_empty_page_says_so() -> None:
    document = from_bytes(b'{"count": 0, "next": null, "results": [], "api": "/api/rest/v4/dockets/"}', "x")
    (one,) = parsed(document)
    assert (list(one.statements), one.faults) == ([], ())
    assert "holds no results" in one.notices[0]


# The whole way


def test_the_fixtures_go_into_the_starter_graph_and_nothing_is_taken_twice(starter_copy: Graph) -> None:
    names = [FIXTURES / f"{name}.json" for name in JSON]
    proceedings = "PREFIX ej: <https://w3id.org/enjoin/ns#> SELECT DISTINCT ?p WHERE { ?p a ej:Proceeding }"
    before = len(list(starter_copy.sparql(proceedings)))
    receipt = starter_copy.ingest(*names)
    assert [(each.id, each.state, each.problems) for each in receipt.outcomes] == [
        (name, "added", ()) for name in JSON
    ]
    assert len(list(starter_copy.sparql(proceedings))) == before + 3
    assert not starter_copy.ingest(*names).changed
    assert starter_copy.audit().conforms
    entry = next(each for each in starter_copy.documents() if each.id == "dockets")
    assert (entry.licence, entry.adapter) == (courtlistener.LICENCE, "courtlistener 2")


def test_the_directory_of_judges_finds_the_tenures_that_courtlistener_told_of(memory: Store) -> None:
    """Whichever of the two lists is read first, an appointment is one tenure."""
    person = page(change("people.json"))
    seat = from_bytes(json.dumps([change("positions.json", appointer=None)]).encode(), "positions.json")
    for one in parsed(person, seat):
        graph = IRIS.graph(one.document.id)
        memory.apply(
            [
                Quad(each.subject, each.predicate, each.object, graph)
                for each in one.statements
                if isinstance(each, Triple)
            ],
            [],
        )
    row = "nid,Sequence,Judge Name,Court Type,Court Name,Appointment Title,Commission Date,Termination Date\n"
    row += '1394201,1,"Orrick, William Horsley III",U.S. District Court,U.S. District Court for the Northern District of California,Judge,2013-05-16,\n'
    (read,) = fjc.parse([from_bytes(row.encode(), "service.csv")], IRIS, StoreKnown(memory, IRIS))
    found = {each for each in read.statements if isinstance(each, Triple)}
    assert values(found, "tenure", "fjc-1394201-cl-8001", "ej:fjcName") == []
    assert values(found, "tenure", "fjc-1394201-cl-8001", "ej:from") == ["2013-05-16"]
    assert values(found, "tenure", "fjc-1394201-1", "rdf:type") == []
