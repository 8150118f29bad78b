"""The directory of judges as it reaches people: saved again by other programs, cut down, joined, and with slips."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

import statements
from enjoin.graph import Graph
from enjoin.graph.ingestion.documents import Document, from_bytes
from enjoin.graph.sources import find, fjc, get
from enjoin.graph.sources.fjc_courts import court_id, is_listed
from statements import Said, values

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "fjc"
parsed, said = partial(statements.parsed, fjc.parse), partial(statements.said, fjc.parse)

COLUMNS = next(csv.reader([(FIXTURES / "service.csv").read_text(encoding="utf-8").splitlines()[0]]))
DEMOGRAPHICS = next(csv.reader([(FIXTURES / "demographics.csv").read_text(encoding="utf-8").splitlines()[0]]))
GROUP = COLUMNS[3:]
WIDE = [
    *DEMOGRAPHICS,
    *(f"{name} ({number})" for number in range(1, 7) for name in GROUP),
    *(f"Other Federal Judicial Service ({number})" for number in range(1, 5)),
    *(f"{name} ({number})" for number in range(1, 6) for name in ("School", "Degree", "Degree Year")),
    "Professional Career",
    "Other Nominations/Recess Appointments",
]
"""The columns of judges.csv as the Federal Judicial Center documents them."""

CAND = "U.S. District Court for the Northern District of California"
ONE = {
    "nid": "9000201", "Sequence": "1", "Judge Name": "Vale, Quinn", "Court Type": "U.S. District Court",
    "Court Name": CAND, "Appointment Title": "Judge", "Appointing President": "Barack Obama",
    "Party of Appointing President": "Democratic", "Seat ID": "CAND9902", "Commission Date": "2013-05-16",
}  # fmt: skip


def table(columns: Iterable[str], *rows: Mapping[str, str], delimiter: str = ",", end: str = "\n") -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(columns), restval="", delimiter=delimiter, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def service(*changes: Mapping[str, str], columns: Iterable[str] = COLUMNS) -> Document:
    rows = [{name: cell for name, cell in {**ONE, **each}.items() if name in columns} for each in changes]
    return from_bytes(table(columns, *rows).encode(), "federal-judicial-service.csv")


def faults(document: Document) -> list[str]:
    (one,) = parsed(document)
    assert not one.statements
    return [str(fault) for fault in one.faults]


def notices(document: Document) -> str:
    (one,) = parsed(document)
    assert [str(fault) for fault in one.faults] == []
    return "\n".join(one.notices)


def six() -> dict[str, str]:
    """A judge with six appointments, as the wide file has one."""
    days = [(f"{1990 + 5 * number}-03-04", f"{1995 + 5 * number}-03-04") for number in range(6)]
    row = {"nid": "9000202", "jid": "9000202", "Last Name": "Six", "First Name": "Ann", "Birth Year": "1950"}
    for number, (since, until) in enumerate(days, start=1):
        given = {**ONE, "Commission Date": since, "Termination Date": until, "Seat ID": f"CAND990{number}"}
        given["Termination"] = "Reassignment"
        row |= {f"{name} ({number})": cell for name, cell in given.items() if name in GROUP}
    row["Professional Career"] = 'Private practice, 1975-1990\nLaw clerk, "chambers"; 1974'
    return row


def wide(document: Document) -> Said:
    assert find(document) is get("fjc")
    return said(document)


def test_six_appointments_stand_in_one_row_of_the_documented_columns() -> None:
    assert len(WIDE) == 201
    found = wide(from_bytes(table(WIDE, six()).encode(), "judges.csv"))
    begun = [values(found, "tenure", f"fjc-9000202-{number}", "ej:from") for number in range(1, 7)]
    assert begun == [
        ["1990-03-04"],
        ["1995-03-04"],
        ["2000-03-04"],
        ["2005-03-04"],
        ["2010-03-04"],
        ["2015-03-04"],
    ]
    assert values(found, "tenure", "fjc-9000202-6", "ej:seatId") == ["CAND9906"]
    assert notices(from_bytes(table(WIDE, six()).encode(), "judges.csv")) == ""


def test_a_seventh_group_is_read_as_the_six_before_it() -> None:
    columns = [*WIDE, *(f"{name} (7)" for name in GROUP)]
    row = six() | {"Court Name (7)": CAND, "Commission Date (7)": "2021-01-02"}
    found = said(from_bytes(table(columns, row).encode(), "judges.csv"))
    assert values(found, "tenure", "fjc-9000202-7", "ej:from") == ["2021-01-02"]


def test_the_order_of_columns_and_columns_of_ones_own_make_no_difference() -> None:
    usual = said(from_bytes(table(WIDE, six()).encode(), "judges.csv"))
    turned = from_bytes(
        table(["My notes", *reversed(WIDE)], {**six(), "My notes": "?"}).encode(), "judges.csv"
    )
    assert wide(turned) == usual
    assert "nothing is read of the columns my_notes" in notices(turned)


@pytest.mark.parametrize(("delimiter", "end", "encoding"), [
    (",", "\n", "utf-8-sig"), (",", "\r\n", "utf-8"), (";", "\r\n", "utf-8-sig"), ("\t", "\r\n", "utf-16"),
])  # fmt: skip
def test_a_spreadsheet_may_have_saved_it(delimiter: str, end: str, encoding: str) -> None:
    usual = said(from_bytes(table(WIDE, six()).encode(), "judges.csv"))
    text = table(WIDE, six(), delimiter=delimiter, end=end)
    assert wide(from_bytes(text.encode(encoding), "judges.csv")) == usual


def test_another_encoding_is_refused_with_its_line() -> None:
    text = table(WIDE, six() | {"Birth City": "Mayagüez"})
    for encoding, expected in (
        ("cp1252", "line 2: byte 0xfc is not UTF-8"),
        ("utf-16-le", "a NUL character"),
    ):
        (told,) = faults(from_bytes(text.encode(encoding), "judges.csv"))
        assert expected in told or "is not UTF-8" in told
        assert "as UTF-8" in told


@pytest.mark.parametrize(
    "day", ["5/16/2013", "05/16/2013", "2013-05-16 00:00:00", "5/16/2013 0:00", "2013-05-16T00:00:00.000Z"]
)
def test_days_as_spreadsheets_write_them_are_the_same_days(day: str) -> None:
    found = said(service({"Commission Date": day, "Nomination Date": "2013-01-04"}))
    assert values(found, "tenure", "fjc-9000201-1", "ej:from") == ["2013-05-16"]
    assert values(found, "tenure", "fjc-9000201-1", "ej:nominatedOn") == ["2013-01-04"]


@pytest.mark.parametrize("day", ["16/05/2013", "5/16/13", "May 16, 2013", "2013-05-16 11:00:00", "2013-5-16"])
def test_a_day_that_could_be_another_is_refused(day: str) -> None:
    (told,) = faults(service({"Commission Date": day}))
    assert told.startswith("federal-judicial-service.csv, line 2, column commission_date: ")


def test_what_statistics_programs_write_for_nothing_and_for_numbers_is_read_as_meant() -> None:
    document = service(
        {"nid": "9000201.0", "Sequence": "1.0", "Service as Chief Judge, Begin": "2018.0", "Termination": "NaN",
         "Termination Date": "NaT", "Senior Status Date": "nan", "Reappointing President": "NA"},
    )  # fmt: skip
    found = said(document)
    assert values(found, "tenure", "fjc-9000201-1", "ej:chiefFrom") == ["2018"]
    assert values(found, "tenure", "fjc-9000201-1", "ej:until") == []
    assert "9000201.0 is read as 9000201" in notices(document)
    assert "NaT is read as an empty cell" in notices(document)


def test_columns_with_the_signs_that_r_gives_them_are_the_same_columns() -> None:
    columns = ["".join(sign if sign.isalnum() else "." for sign in name) for name in COLUMNS]
    columns = [f"X{name}" if name[0].isdigit() else name for name in columns]
    cells = {**ONE, "2nd Service as Chief Judge, Begin": "2022"}
    row = {renamed: cells.get(name, "") for name, renamed in zip(COLUMNS, columns, strict=True)}
    found = said(from_bytes(table(columns, row).encode(), "service.csv"))
    assert values(found, "tenure", "fjc-9000201-1", "ej:chiefFrom") == ["2022"]


@pytest.mark.parametrize(
    "column", ["nid", "Sequence", "Judge Name", "Court Name", "Commission Date", "Termination Date"]
)
def test_a_file_without_a_column_that_it_must_have_is_refused_once(column: str) -> None:
    document = service({}, {"nid": "9000203"}, columns=[name for name in COLUMNS if name != column])
    assert find(document) is get("fjc")
    name = column.lower().replace(" ", "_")
    cure = "take the file as the Federal Judicial Center offers it"
    assert faults(document) == [f"federal-judicial-service.csv, line 1: there is no column {name}; {cure}"]


def test_a_column_that_was_renamed_is_named() -> None:
    columns = ["Date of Commission" if name == "Commission Date" else name for name in COLUMNS]
    (told,) = faults(service({}, columns=columns))
    assert "there is no column commission_date; it may be called date_of_commission now" in told


@pytest.mark.parametrize(
    "column", ["Court Type", "Appointment Title", "Recess Appointment Date", "Seat ID", "Termination"]
)
def test_a_file_without_another_column_goes_in_and_says_so(column: str) -> None:
    document = service({}, columns=[name for name in COLUMNS if name != column])
    name = column.lower().replace(" ", "_")
    assert f"line 1: there is no column {name}: nothing is known of that" in notices(document)


def test_the_wide_file_must_have_the_days_of_each_appointment() -> None:
    for lacking in ("Last Name", "Court Name (3)", "Commission Date (1)", "Termination Date (6)"):
        columns = [name for name in WIDE if name != lacking]
        row = {name: cell for name, cell in six().items() if name in columns}
        (told,) = faults(from_bytes(table(columns, row).encode(), "judges.csv"))
        assert lacking.lower().replace(" ", "_").replace("(", "").replace(")", "") in told
    columns = [name for name in WIDE if not name.startswith("Birth")]
    row = {name: cell for name, cell in six().items() if name in columns}
    told = notices(from_bytes(table(columns, row).encode(), "judges.csv"))
    assert "there is no column birth_year, birth_month, birth_day: nothing is known of that" in told


def test_a_file_with_the_numbers_that_were_in_use_before_finds_the_same_judges() -> None:
    """3474 was the number of Judge Orrick in N.D. Cal. until 2017."""
    columns = ["jid", *(name for name in COLUMNS if name != "nid")]
    rows = [{**ONE, "jid": "3474", "Judge Name": "Orrick, William Horsley III"}]
    found = said(
        from_bytes(table(columns, {k: v for k, v in rows[0].items() if k in columns}).encode(), "service.csv")
    )
    assert values(found, "judge", "fjc-1394201", "ej:fjcNid") == ["1394201"]
    (told,) = faults(service({"nid": "3474"}))
    assert "line 2, column nid: no judge called 'Vale' had the number 3474 before 2017; give the nid" in told


@pytest.mark.parametrize(("name", "column"), [
    ("education.csv", "School,Degree,Degree Year"),
    ("professional-career.csv", "Professional Career"),
    ("other-federal-judicial-service.csv", "Other Federal Judicial Service"),
    ("other-nominations-recess.csv", "Other Nominations/Recess Appointments"),
])  # fmt: skip
def test_a_category_of_which_nothing_is_read_is_told_as_such(name: str, column: str) -> None:
    text = f'nid,Sequence,Judge Name,{column}\n9000201,1,"Vale, Quinn"{",x" * (column.count(",") + 1)}\n'
    document = from_bytes(text.encode(), name)
    assert find(document) is get("fjc")
    assert said(document) == set()
    assert "nothing is read of this file" in notices(document)


def test_a_header_alone_says_that_there_is_nothing() -> None:
    assert "there is no row below the header" in notices(service())


@pytest.mark.parametrize("spelled", [
    "United States District Court for the Northern District of California",
    "U. S. District Court, Northern District of California",
    "US District Court for Northern District of California", "U.S. DISTRICT COURT FOR THE NORTHERN DISTRICT OF CALIFORNIA",
    "N.D. Cal.", "Northern District of California",
])  # fmt: skip
def test_a_court_is_one_however_its_name_is_spelled(spelled: str) -> None:
    assert court_id(spelled) == "cand"
    assert values(said(service({"Court Name": spelled})), "tenure", "fjc-9000201-1", "ej:post") == [
        "cand-judge"
    ]


def test_names_that_mean_two_courts_or_none_are_no_spelling_of_one() -> None:
    assert court_id("U.S. Court of Appeals for the 9th Circuit") == "ca9"
    assert court_id("U.S. Court of Appeals for the D.C. Circuit") == "cadc"
    assert court_id("U.S. Circuit Court for the Ninth Circuit") != "ca9"
    assert not is_listed("Ninth Circuit")  # of appeals, or the one of 1869
    told = notices(service({"Court Name": f"{CAND}n"}))
    assert (
        f"is no court that is known: described by its name as u-s-district-court-for-the-northern-district-of-californian; '{CAND}' may be meant"
        in told
    )


@pytest.mark.parametrize(("changes", "expected"), [
    ({"Termination": "Death", "Termination Date": "2012-01-01"},
     "column termination_date: it ends on 2012-01-01, before it begins on 2013-05-16; correct one of the two days"),
    ({"Termination": "Death"}, "column termination_date: it ended (Death), and the day is not given; give the day"),
    ({"Court Name": ""}, "column court_name: appointment 1 has no court, but commission_date; give the name of the court"),
])  # fmt: skip
def test_an_appointment_that_cannot_be_is_refused_with_its_line(
    changes: dict[str, str], expected: str
) -> None:
    (told,) = faults(service(changes))
    assert f"federal-judicial-service.csv, line 2, {expected}" in told


def test_an_appointment_of_the_wide_file_without_its_court_is_refused() -> None:
    row = six() | {"Court Name (4)": ""}
    (told,) = faults(from_bytes(table(WIDE, row).encode(), "judges.csv"))
    assert "judges.csv, line 2, column court_name_4: appointment 4 has no court, but commission_date" in told


def test_an_appointment_that_nobody_knows_the_beginning_of_goes_in_and_is_told() -> None:
    document = service({"Commission Date": ""})
    assert values(said(document), "tenure", "fjc-9000201-1", "ej:from") == []
    assert "9000201 has neither a commission nor a recess appointment: no beginning" in notices(document)


def test_a_recess_appointment_that_was_not_confirmed_has_its_beginning_and_end() -> None:
    found = said(service({
        "Commission Date": "", "Recess Appointment Date": "1999-11-10", "Termination": "Recess Appointment-Not Confirmed",
        "Termination Date": "2000-10-31",
    }))  # fmt: skip
    assert values(found, "tenure", "fjc-9000201-1", "ej:from") == ["1999-11-10"]
    assert values(found, "tenure", "fjc-9000201-1", "ej:until") == ["2000-10-31"]


def test_senior_status_leaves_the_seat_and_elevation_ends_it() -> None:
    found = said(service(
        {"Senior Status Date": "2020-01-02"},
        {"nid": "9000204", "Termination": "Appointment to Another Judicial Position", "Termination Date": "2015-06-07"},
        {"nid": "9000204", "Sequence": "2", "Court Name": "U.S. Court of Appeals for the Ninth Circuit",
         "Court Type": "U.S. Court of Appeals", "Commission Date": "2015-06-05", "Seat ID": "CA99902"},
    ))  # fmt: skip
    assert values(found, "tenure", "fjc-9000201-1", "ej:seniorFrom") == ["2020-01-02"]
    assert values(found, "tenure", "fjc-9000201-1", "ej:until") == []
    assert values(found, "tenure", "fjc-9000204-1", "ej:until") == ["2015-06-07"]
    assert values(found, "tenure", "fjc-9000204-2", "ej:post") == ["ca9-judge"]
    told = notices(service({"Senior Status Date": "2010-01-02"}))
    assert "the senior status of 2010-01-02 does not lie within the appointment" in told


def test_a_president_whom_no_table_has_keeps_nobody_out() -> None:
    """The directory is newer than the program: the name is kept, the office described."""
    document = service({"Appointing President": "Jane Q. Future", "Commission Date": "2030-02-03"})
    receipt = Graph.memory(clock=lambda: datetime(2030, 3, 1, tzinfo=UTC)).ingest(document, dry_run=True)
    assert [each.state for each in receipt.outcomes] == ["added"]
    found = said(document)
    assert values(found, "tenure", "fjc-9000201-1", "ej:appointingPresidentName") == ["Jane Q. Future"]
    assert values(found, "tenure", "fjc-9000201-1", "ej:appointingOfficial") == []
    assert "'Jane Q. Future' is no President who is known: kept as a name" in notices(document)


@pytest.mark.parametrize("name", ["barack obama", "Barack  Obama", "BARACK OBAMA"])
def test_a_president_is_one_however_the_name_is_spelled(name: str) -> None:
    found = said(service({"Appointing President": name}))
    assert values(found, "tenure", "fjc-9000201-1", "ej:appointingOfficial") == ["obama"]


@pytest.mark.parametrize("name", ["None (assignment)", "None (reassignment)", "None (assigned)", "None", ""])
def test_nobody_is_no_president(name: str) -> None:
    found = said(service({"Appointing President": name, "Party of Appointing President": name}))
    assert values(found, "tenure", "fjc-9000201-1", "ej:appointedBy") == []
    assert values(found, "tenure", "fjc-9000201-1", "ej:partyOfAppointingPresident") == []


def test_a_row_that_is_there_twice_counts_once_unless_the_two_differ() -> None:
    assert "line 3: the same as line 2, and passed over" in notices(service({}, {}))
    (told,) = faults(service({}, {"Termination Date": "2020-01-01"}))
    assert "line 3, column sequence: appointment 1 of 9000201 stands on line 2 already" in told
    text = (FIXTURES / "demographics.csv").read_text(encoding="utf-8")
    again = text.rstrip("\n") + "\n" + text.splitlines()[1].replace("1960", "1961") + "\n"
    (told,) = faults(from_bytes(again.encode(), "demographics.csv"))
    assert "column nid: the judge 9000101 stands on line 2 already; take one out" in told


def test_service_joined_with_names_tells_of_each_person_once() -> None:
    columns = [*COLUMNS, "Last Name", "First Name", "Birth Year"]
    more = {"Last Name": "Vale", "First Name": "Quinn", "Birth Year": "1961"}
    second = {
        "Sequence": "2",
        "Court Name": "U.S. Court of Appeals for the Ninth Circuit",
        "Seat ID": "CA99903",
    }
    document = service(more, more | second, columns=columns)
    receipt = Graph.memory(clock=lambda: datetime(2030, 3, 1, tzinfo=UTC)).ingest(document, dry_run=True)
    assert [each.state for each in receipt.outcomes] == ["added"]
    assert values(said(document), "judge", "fjc-9000201", "ej:bornOn") == ["1961"]


def test_a_title_above_the_header_is_passed_over() -> None:
    text = "Biographical Directory of Article III Federal Judges\n\n" + table(COLUMNS, ONE)
    document = from_bytes(text.encode(), "judges.csv")
    assert find(document) is get("fjc")
    assert values(said(document), "tenure", "fjc-9000201-1", "ej:from") == ["2013-05-16"]
    assert "line 3: the columns are named here; what stands above is passed over" in notices(document)
