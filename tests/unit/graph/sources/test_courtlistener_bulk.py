"""The bulk data of CourtListener in all its columns, as they are written now and as they were before."""

from collections.abc import Callable, Iterable
from functools import partial

import pytest
from pyoxigraph import Triple

import statements
from enjoin.graph.ingestion.documents import Document, from_bytes
from enjoin.graph.sources import courtlistener, find, get
from enjoin.graph.sources.courtlistener_rows import things
from enjoin.graph.sources.csv_rows import Told
from statements import values

parsed, said = partial(statements.parsed, courtlistener.parse), partial(statements.said, courtlistener.parse)

COLUMNS = {
    "opinions": (
        "id date_created date_modified author_str per_curiam joined_by_str type sha1 page_count download_url local_path "
        "plain_text html html_lawbox html_columbia html_anon_2020 xml_harvard html_with_citations extracted_by_ocr author_id "
        "cluster_id"
    ),
    "opinion-clusters": (
        "id date_created date_modified judges date_filed date_filed_is_approximate slug case_name_short case_name "
        "case_name_full scdb_id scdb_decision_direction scdb_votes_majority scdb_votes_minority source procedural_history "
        "attorneys nature_of_suit posture syllabus headnotes summary disposition history other_dates cross_reference "
        "correction citation_count precedential_status date_blocked blocked filepath_json_harvard docket_id arguments headmatter"
    ),
    "people-db-people": (
        "id date_created date_modified date_completed fjc_id slug name_first name_middle name_last name_suffix date_dob "
        "date_granularity_dob date_dod date_granularity_dod dob_city dob_state dob_country dod_city dod_state dod_country "
        "gender religion ftm_total_received ftm_eid has_photo is_alias_of_id"
    ),
    "people-db-positions": (
        "id date_created date_modified position_type job_title sector organization_name location_city location_state "
        "date_nominated date_elected date_recess_appointment date_referred_to_judicial_committee "
        "date_judicial_committee_action judicial_committee_action date_hearing date_confirmation date_start "
        "date_granularity_start date_termination termination_reason date_granularity_termination date_retirement "
        "nomination_process vote_type voice_vote votes_yes votes_no votes_yes_percent votes_no_percent how_selected "
        "has_inferred_values appointer_id court_id person_id predecessor_id school_id supervisor_id"
    ),
    "courts": (
        "id pacer_court_id pacer_has_rss_feed pacer_rss_entry_types date_last_pacer_contact fjc_court_id date_modified in_use "
        "has_opinion_scraper has_oral_argument_scraper position citation_string short_name full_name url start_date end_date "
        "jurisdiction notes parent_court_id"
    ),
    "dockets": (
        "id date_created date_modified source appeal_from_str assigned_to_str referred_to_str panel_str date_last_index "
        "date_cert_granted date_cert_denied date_argued date_reargued date_reargument_denied date_filed date_terminated "
        "date_last_filing case_name_short case_name case_name_full slug docket_number docket_number_core pacer_case_id cause "
        "nature_of_suit jury_demand jurisdiction_type appellate_fee_status appellate_case_type_information mdl_status "
        "filepath_local filepath_ia filepath_ia_json ia_upload_failure_count ia_needs_upload ia_date_first_change view_count "
        "date_blocked blocked appeal_from_id assigned_to_id court_id idb_data_id originating_court_information_id referred_to_id"
    ),
    "originating-court-information": (
        "id date_created date_modified docket_number assigned_to_str ordering_judge_str court_reporter date_disposed "
        "date_filed date_judgment date_judgment_eod date_filed_noa date_received_coa assigned_to_id ordering_judge_id"
    ),
}  # fmt: skip
"""As the publisher's script exports them."""

TEXTS = [
    "plain", 'with "quotes" within', '"at the start', 'at the end"', '"', '""', "back\\slash", "ends in a backslash\\", "\\",
    '\\"', 'C:\\orders\\"x"', 'line\nbreak, "cited"\r\nand more', "", 'a, "b", c', "\\n is no line break", '","', "“signs” § 5 — ñ",
]  # fmt: skip


def new(text: str) -> str:
    """A cell with a backslash before a quotation mark, as the tables are written now."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def old(text: str) -> str:
    """A cell with each quotation mark twice, as the tables were written, and as spreadsheets write them."""
    return '"' + text.replace('"', '""') + '"'


def table(name: str, *rows: dict[str, str], cell: Callable[[str], str] = new) -> Document:
    """A table in all its columns; what a row does not say is null."""
    columns = COLUMNS[name].split()
    assert all(set(row) <= set(columns) for row in rows)
    lines = (",".join(cell(row[each]) if each in row else "" for each in columns) for row in rows)
    return from_bytes("\n".join([",".join(columns), *lines, ""]).encode(), f"{name}-2026-06-30.csv")


def cells(document: Document, *names: str) -> Iterable[tuple[object, ...]]:
    told = Told(document)
    found = [tuple(each.cells[name] for name in names) for each in things(told)]
    assert [str(fault) for fault in told.faults] == []
    return found


@pytest.mark.parametrize("name", COLUMNS)
def test_each_table_is_told_by_its_columns(name: str) -> None:
    assert find(table(name, {"id": "1"})) is get("courtlistener")


@pytest.mark.parametrize("cell", [new, old])
def test_texts_of_any_kind_leave_the_cells_beside_them_whole(cell: Callable[[str], str]) -> None:
    rows = [
        {"id": str(number), "author_str": one, "plain_text": other, "html": one + other, "type": "010combined", "cluster_id": "7"}
        for number, (one, other) in enumerate((one, other) for one in TEXTS for other in TEXTS)
    ]  # fmt: skip
    found = cells(table("opinions", *rows, cell=cell), "id", "author_str", "plain_text", "html", "cluster_id")
    assert found == [(row["id"], row["author_str"], row["plain_text"], row["html"], "7") for row in rows]


def test_a_text_of_many_megabytes_is_a_cell_like_any_other() -> None:
    text = 'It is "so ordered". \\ \n' * 200_000
    document = table("opinions", {"id": "1", "plain_text": text, "cluster_id": "7", "type": "010combined"})
    assert cells(document, "plain_text", "cluster_id") == [(text, "7")]


def test_a_text_that_is_not_closed_is_told_with_its_line() -> None:
    broken = (
        table("opinions", {"id": "1", "plain_text": "x", "type": "010combined"}).content.rstrip()
        + b'\n"2","never closed\n'
    )
    (one,) = parsed(from_bytes(broken, "opinions.csv"))
    assert not one.statements
    assert any("opinions.csv, line 3: this is no table" in str(fault) for fault in one.faults)


def judge(**position: str) -> list[Document]:
    return [
        table("people-db-people", {"id": "91", "name_first": "Jo", "name_last": 'O"Sample\\', "date_dob": "1970-01-01",
                                   "date_granularity_dob": "%Y", "has_photo": "f", "gender": "f", "dob_city": "Elsewhere"}),
        table("people-db-positions", {"id": "81", "position_type": "jud", "date_start": "2020-02-01", "date_granularity_start": "%Y-%m",
                                      "court_id": "nysd", "person_id": "91", "votes_yes": "51", "votes_yes_percent": "51.5",
                                      "has_inferred_values": "f", **position}),
    ]  # fmt: skip


def test_people_and_positions_in_all_their_columns_are_judges_and_tenures() -> None:
    found = said(
        *judge(
            date_termination="2024-05-06",
            date_granularity_termination="%Y-%m-%d",
            termination_reason="retire_vol",
        )
    )
    assert values(found, "judge", "cl-91", "foaf:name") == ['Jo O"Sample\\']
    assert values(found, "tenure", "cl-91-cl-81", "ej:from") == ["2020-02"]
    assert values(found, "tenure", "cl-91-cl-81", "ej:until") == ["2024-05-06"]
    assert values(found, "tenure", "cl-91-cl-81", "ej:post") == ["nysd-judge"]
    assert "Elsewhere" not in " ".join(str(each.object) for each in found)


def test_a_court_in_all_its_columns_that_no_table_has_is_described() -> None:
    row = {"id": "fogct", "full_name": 'Court of "Fogs"', "citation_string": "Fog Ct.", "short_name": "Fogs", "jurisdiction": "ST",
           "in_use": "t", "position": "99.5", "notes": 'Said to sit\nin "mist".', "url": "https://example.org/"}  # fmt: skip
    docket = {"id": "5", "court_id": "fogct", "docket_number": "30-1", "case_name": "A v. B", "blocked": "f"}
    found = said(table("courts", row), table("dockets", docket))
    assert values(found, "court", "fogct", "rdfs:label") == ['Court of "Fogs"']


APPEAL = {"id": "6", "court_id": "ca9", "docket_number": "30-1234", "case_name": "A v. B", "appeal_from_id": "cand",
          "originating_court_information_id": "51", "date_filed": "2030-07-01"}  # fmt: skip
BELOW = {
    "id": "5",
    "court_id": "cand",
    "docket_number": "3:30-cv-00485",
    "case_name": "A v. B",
    "date_filed": "2030-02-01",
}
ORIGIN = {
    "id": "51",
    "docket_number": "3:30-cv-00485-WHO",
    "date_filed": "2030-02-01",
    "date_filed_noa": "2030-06-30",
}


def test_both_ends_of_an_appeal_are_kept_when_one_is_not_loaded() -> None:
    origins = table("originating-court-information", ORIGIN)
    alone = said(table("dockets", APPEAL), origins)
    assert values(alone, "proceeding", "ca9-30-1234", "ej:appealFrom") == ["cand-3-30-cv-00485"]
    assert values(alone, "proceeding", "cand-3-30-cv-00485", "ej:docketNumber") == ["3:30-cv-00485"]
    assert values(alone, "proceeding", "cand-3-30-cv-00485", "ej:inCourt") == ["cand"]
    both = said(table("dockets", BELOW, APPEAL), origins)
    for prop in ("ej:appealFrom", "ej:partOfLawsuit"):
        assert values(both, "proceeding", "ca9-30-1234", prop) == values(
            alone, "proceeding", "ca9-30-1234", prop
        )
    below = said(table("dockets", BELOW))
    assert values(below, "proceeding", "cand-3-30-cv-00485", "ej:courtListenerId") == ["5"]


def test_an_appeal_without_the_table_that_names_the_docket_below_says_which_table_is_missing() -> None:
    (one,) = parsed(table("dockets", APPEAL))
    found = {each for each in one.statements if isinstance(each, Triple)}
    assert values(found, "proceeding", "ca9-30-1234", "ej:appealFrom") == []
    assert values(found, "proceeding", "ca9-30-1234", "ej:note") == [
        "Came from, in the words of the source: cand"
    ]
    told = "\n".join(one.notices)
    assert "appeals whose docket below is not told: 1 (docket 6 is the first, with record 51)" in told
    assert "give the table of originating court information with this one" in told
