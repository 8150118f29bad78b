"""The directory of judges: people, appointments and courts, from both shapes of the export."""

import csv
from functools import partial
from importlib.resources import files
from pathlib import Path

import pytest
from pyoxigraph import Triple

import statements
from enjoin.graph import starter
from enjoin.graph.ingestion.documents import Document, from_bytes
from enjoin.graph.records import Nothing, Ref
from enjoin.graph.sources import find, fjc, get
from enjoin.graph.sources.fjc_courts import court_id, is_listed
from enjoin.graph.sources.presidents import presidencies
from statements import Said, values

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "fjc"
SAMPLES = Path(__file__).resolve().parents[5] / "shared" / "samples" / "fjc-judges"
parsed, said = partial(statements.parsed, fjc.parse), partial(statements.said, fjc.parse)


def fixture(name: str) -> Document:
    return from_bytes((FIXTURES / name).read_bytes(), name)


@pytest.fixture(scope="module")
def service() -> Said:
    return said(fixture("service.csv"))


@pytest.mark.parametrize("name", ["service.csv", "demographics.csv", "wide.csv"])
def test_the_directory_is_told_by_its_columns(name: str) -> None:
    assert find(fixture(name)) is get("fjc")
    assert find(from_bytes((FIXTURES / name).read_bytes(), "judges.csv")) is get("fjc")


def test_a_judge_is_a_person_with_a_number_and_an_appointment_is_a_tenure_of_a_seat(service: Said) -> None:
    assert values(service, "judge", "fjc-9000101", "rdf:type") == ["ns#Person"]
    assert values(service, "judge", "fjc-9000101", "rdfs:label") == ["Gene Harper Gray III"]
    assert values(service, "judge", "fjc-9000101", "ej:fjcName") == ["Gray, Gene Harper III"]
    assert values(service, "judge", "fjc-9000101", "ej:fjcNid") == ["9000101"]
    tenure = {
        prop: values(service, "tenure", "fjc-9000101-1", f"ej:{prop}")
        for prop in (
            "holder", "post", "tenureTitle", "seatId", "from", "until", "nominatedOn", "confirmedOn", "seniorFrom",
            "appointedBy", "appointingOfficial", "appointingPresidentName", "partyOfAppointingPresident", "endReason",
        )
    }  # fmt: skip
    assert tenure == {
        "holder": ["fjc-9000101"], "post": ["cand-judge"], "tenureTitle": ["Judge"], "seatId": ["CAND9901"],
        "from": ["2013-05-16"], "until": [], "nominatedOn": ["2013-01-04"], "confirmedOn": ["2013-05-15"],
        "seniorFrom": ["2023-05-20"], "appointedBy": ["president-of-the-united-states"],
        "appointingOfficial": ["obama"], "appointingPresidentName": ["Barack Obama"],
        "partyOfAppointingPresident": ["Democratic"], "endReason": [],
    }  # fmt: skip
    court = "United States District Court for the Northern District of California"
    label = f"Gene Harper Gray III, Judge, {court}, from 16 May 2013"
    assert values(service, "tenure", "fjc-9000101-1", "rdfs:label") == [label]


def test_two_times_as_chief_judge_are_both_kept(service: Said) -> None:
    assert values(service, "tenure", "fjc-9000101-1", "ej:chiefFrom") == ["2018", "2022"]
    assert values(service, "tenure", "fjc-9000101-1", "ej:chiefUntil") == ["2020"]


def test_a_reassignment_has_no_appointing_president(service: Said) -> None:
    assert values(service, "tenure", "fjc-9000101-2", "ej:appointedBy") == []
    assert values(service, "tenure", "fjc-9000101-2", "ej:note") == [
        "Appointing President: None (reassignment)."
    ]


def test_a_recess_appointment_begins_the_tenure(service: Said) -> None:
    assert values(service, "tenure", "fjc-9000102-1", "ej:from") == ["2000-12-27"]
    assert values(service, "tenure", "fjc-9000102-1", "ej:recessAppointedOn") == ["2000-12-27"]
    assert values(service, "tenure", "fjc-9000102-1", "ej:until") == ["2010-01-31"]
    assert values(service, "tenure", "fjc-9000102-1", "ej:endReason") == ["Retirement"]
    assert values(service, "tenure", "fjc-9000102-1", "ej:note") == [
        "Commissioned on 25 July 2001, after the recess appointment. Reappointed by George W. Bush (Republican)."
    ]


def test_courts_are_described_up_to_the_highest(service: Said) -> None:
    assert values(service, "court", "cand", "ej:citationString") == ["N.D. Cal."]
    assert values(service, "court", "cand", "ej:courtLevel") == ["trial-court"]
    assert values(service, "court", "cand", "ej:courtListenerId") == ["cand"]
    assert values(service, "court", "cand", "ej:inCircuit") == ["ca9"]
    assert values(service, "appellate-review", "cand-ca9", "ej:reviewingCourt") == ["ca9"]
    assert values(service, "court", "scotus", "rdfs:label") == ["Supreme Court of the United States"]
    assert values(service, "post", "cand-judge", "ej:inCourt") == ["cand"]


def test_a_court_that_nobody_knows_is_described_by_its_name_and_told() -> None:
    (one,) = parsed(fixture("service.csv"))
    found = {each for each in one.statements if isinstance(each, Triple)}
    ident = "u-s-court-of-fogs-and-lanterns"
    assert values(found, "court", ident, "rdfs:label") == ["U.S. Court of Fogs and Lanterns"]
    assert values(found, "court", ident, "ej:courtLevel") == ["trial-court"]
    assert any(
        each.startswith("service.csv, line 5: 'U.S. Court of Fogs and Lanterns' is no")
        for each in one.notices
    )


def test_the_demographics_add_birth_and_death_to_the_same_people(service: Said) -> None:
    found = said(fixture("demographics.csv"))
    assert values(found, "judge", "fjc-9000101", "ej:bornOn") == ["1960"]
    assert values(found, "judge", "fjc-9000102", "ej:bornOn") == ["1939-04-30"]
    assert values(found, "judge", "fjc-9000102", "ej:diedOn") == ["2011-05-28"]
    assert values(found, "judge", "fjc-9000103", "ej:bornOn") == []
    assert values(found, "judge", "fjc-9000103", "ej:note") == ["Born ca. 1893."]
    for judge in ("fjc-9000101", "fjc-9000102", "fjc-9000103"):
        assert values(found, "judge", judge, "foaf:name") == values(service, "judge", judge, "foaf:name")
    words = " ".join(str(each.object) for each in found)
    assert "Female" not in words
    assert "Brooklyn" not in words


def test_the_wide_export_says_the_same_as_the_files_of_each_category(service: Said) -> None:
    wide = said(fixture("wide.csv"))
    apart = service | said(fixture("demographics.csv"))
    for prop in (
        "from",
        "until",
        "post",
        "holder",
        "nominatedOn",
        "confirmedOn",
        "seniorFrom",
        "seatId",
        "note",
    ):
        for number in (1, 2):
            name = f"fjc-9000101-{number}"
            assert values(wide, "tenure", name, f"ej:{prop}") == values(
                apart, "tenure", name, f"ej:{prop}"
            ), prop
    for prop in ("rdfs:label", "foaf:name", "ej:bornOn", "ej:fjcNid"):
        assert values(wide, "judge", "fjc-9000101", prop) == values(apart, "judge", "fjc-9000101", prop)


class World(Nothing):
    """A graph that knows a judge by number, with a tenure."""

    def having(self, name: str, value: str, /) -> tuple[Ref, ...]:
        return (Ref("judge", "gray"),) if (name, value) == ("ej:fjcNid", "9000101") else ()

    def values(self, ref: Ref, name: str, /) -> tuple[str, ...]:
        return {
            ("tenure/gray-1", "ej:from"): ("2013-05-17",),
            ("tenure/gray-1", "ej:confirmedOn"): ("2013-05-15",),
        }.get((str(ref), name), ())

    def label(self, ref: Ref, /) -> str | None:
        return {"judge/gray": "Judge Gray"}.get(str(ref))


def test_a_judge_whom_the_graph_knows_by_number_is_the_same_and_a_difference_is_a_claim() -> None:
    (one,) = parsed(fixture("service.csv"), known=World())
    found = {each for each in one.statements if isinstance(each, Triple)}
    assert values(found, "tenure", "gray-1", "ej:holder") == ["gray"]
    assert values(found, "tenure", "gray-1", "ej:from") == []
    assert values(found, "tenure", "gray-1", "ej:confirmedOn") == ["2013-05-15"]
    name = "service-9000101-1-from"
    assert values(found, "claim", name, "ej:claimObject") == ["2013-05-16"]
    assert values(found, "claim", name, "ej:comparedWith") == ["gray-1"]
    assert any(
        "began on 16 May 2013. Another document, read before, has 17 May 2013." in each
        for each in one.notices
    )
    (life,) = parsed(fixture("demographics.csv"), known=World())
    people = {each for each in life.statements if isinstance(each, Triple)}
    assert values(people, "judge", "gray", "rdfs:label") == ["Judge Gray"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"9000101","1"', '"x1","1"', "line 2, column nid: 'x1' is no number of a judge"),
        ('"9000101","1"', '"9000101",""', "line 2, column sequence: '' is no number of an appointment"),
        (
            '"9000101","2"',
            '"9000101","1"',
            "line 3, column sequence: appointment 1 of 9000101 stands on line 2 already",
        ),
        ("2013-05-16", "2013-05-36", "line 2, column commission_date: '2013-05-36': May 2013 has 31 days"),
        ('"Gray, Gene Harper III"', '"Gray" Gene', "line 2: this is no CSV"),
    ],
)
def test_a_spoiled_file_is_refused_with_line_and_column(old: str, new: str, expected: str) -> None:
    text = (FIXTURES / "service.csv").read_text(encoding="utf-8").replace(old, new, 1)
    (one,) = parsed(from_bytes(text.encode(), "service.csv"))
    assert not one.statements
    assert f"service.csv, {expected}" in str(one.faults[0])


def test_the_table_of_courts_has_the_ids_of_the_starter() -> None:
    with (Path(str(files(starter))) / "courts.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 30
    for row in rows:
        called = row["name"].replace("United States ", "U.S. ")
        called = row["name"] if row["level"] == "supreme" else called
        assert is_listed(called), called
        assert court_id(called) == row["id"]


def test_every_president_of_the_directory_is_in_the_table() -> None:
    if not SAMPLES.is_dir():
        pytest.skip("the samples are not beside this checkout")
    with (SAMPLES / "federal-judicial-service.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    named = {row["Appointing President"] for row in rows} - {each.fjc_name for each in presidencies()}
    assert named == {"None (reassignment)", "None (assignment)"}
    assert not {row["Court Name"] for row in rows if not is_listed(row["Court Name"])}
