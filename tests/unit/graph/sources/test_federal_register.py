"""The Federal Register's lists: what each row becomes, and what keeps a file out."""

import gzip
from collections.abc import Iterable
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from pyoxigraph import Literal, Triple

import statements
from enjoin.graph import Graph
from enjoin.graph.ingestion.documents import Document, from_bytes
from enjoin.graph.records import Nothing, Ref
from enjoin.graph.sources import federal_register, find, get
from enjoin.graph.sources.presidents import Presidents, presidencies
from enjoin.ontology.terms import ej, ejv, term
from statements import IRIS, Said, values

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "federal-register"
parsed, said = (
    partial(statements.parsed, federal_register.parse),
    partial(statements.said, federal_register.parse),
)


def fixture(name: str) -> Document:
    return from_bytes((FIXTURES / name).read_bytes(), name)


def order(found: Said, name: str, prop: str) -> list[str]:
    return values(found, "order", name, prop)


def effect(found: Said, name: str) -> dict[str, list[str]]:
    props = ("effectType", "producedBy", "actsOn", "edtf", "earliest", "latest", "sourceWording")
    return {prop: values(found, "effect", name, f"ej:{prop}") for prop in props}


STATE = """
PREFIX ej: <https://w3id.org/enjoin/ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?state WHERE {
    ?period ej:ofProvision <https://w3id.org/enjoin/id/order/eo-20001> ; ej:state ?state ; ej:from ?from .
    OPTIONAL { ?period ej:until ?until }
    BIND ("%s"^^xsd:date AS ?on)
    FILTER (?from <= ?on && (!BOUND(?until) || ?on < ?until))
}"""


class World(Nothing):
    """A graph that says a few things."""

    def __init__(self, **told: dict[str, str]) -> None:
        self.told = {name.replace("__", "/").replace("_", "-"): values for name, values in told.items()}

    def values(self, ref: Ref, name: str, /) -> tuple[str, ...]:
        found = self.told.get(str(ref), {}).get(name)
        return (found,) if found is not None else ()

    def having(self, name: str, value: str, /) -> tuple[Ref, ...]:
        return tuple(Ref(*key.split("/")) for key, said in self.told.items() if said.get(name) == value)

    def pointing(self, name: str, ref: Ref, /) -> tuple[Ref, ...]:
        return self.having(name, str(ref))

    def label(self, ref: Ref, /) -> str | None:
        return self.told.get(str(ref), {}).get("rdfs:label")


@pytest.fixture(scope="module")
def orders() -> Said:
    return said(fixture("orders.csv"))


@pytest.mark.parametrize("name", ["orders.csv", "page.json", "single.json", "numbers.csv", "spoiled.csv"])
def test_a_list_is_told_by_its_content(name: str) -> None:
    assert find(fixture(name)) is get("federal-register")
    assert find(from_bytes((FIXTURES / name).read_bytes(), "orders.csv")) is get("federal-register")


def test_other_documents_are_none() -> None:
    for text in (
        '{"@context": {}, "document_number": "x", "publication_date": "y"}',
        "id,kind\n",
        "<a> <b> <c> .",
        "",
    ):
        assert not federal_register.sniff(from_bytes(text.encode(), "x"))


def test_a_row_becomes_an_order_with_its_number_days_pages_and_issuer(orders: Said) -> None:
    assert order(orders, "eo-20001", "rdf:type") == ["ns#ExecutiveOrder", "ns#Order"]
    assert order(orders, "eo-20001", "rdfs:label") == ["Executive Order 20001"]
    assert order(orders, "eo-20001", "skos:altLabel") == ["EO 20001"]
    assert order(orders, "eo-20001", "dcterms:title") == ["Lanterns, and Those Who Carry Them"]
    assert order(orders, "eo-20001", "ej:signedOn") == ["2017-03-01"]
    assert order(orders, "eo-20001", "ej:publishedOn") == ["2017-03-06"]
    assert order(orders, "eo-20001", "ej:frDocumentNumber") == ["2017-90001"]
    assert order(orders, "eo-20001", "ej:frCitation") == ["82 FR 9901"]
    assert order(orders, "eo-20001", "ej:frPages") == ["9901-9903"]
    assert order(orders, "eo-20002", "ej:frPages") == ["9911"]
    assert order(orders, "eo-20001", "ej:issuedBy") == ["trump"]
    assert order(orders, "eo-20001", "ej:url") == [
        "https://www.federalregister.gov/documents/2017/03/06/2017-90001/lanterns"
    ]
    assert order(orders, "eo-20001", "ej:sourceWording") == ["Revoked by: EO 20004 of February 2, 2021"]


def test_an_old_row_says_no_more_than_it_has(orders: Said) -> None:
    assert order(orders, "eo-7933a", "ej:number") == ["7933-A"]
    assert order(orders, "eo-7933a", "ej:issuedBy") == ["franklin-d-roosevelt"]
    for prop in (
        "ej:publishedOn",
        "ej:frDocumentNumber",
        "ej:frCitation",
        "ej:frPages",
        "ej:url",
        "ej:sourceWording",
    ):
        assert order(orders, "eo-7933a", prop) == []


def test_a_row_is_one_record_with_its_line_its_source_and_what_the_list_does_not_tell(orders: Said) -> None:
    record = IRIS.record(IRIS.graph("orders"), "eo-20002")
    told = {(each.predicate, each.object) for each in orders if each.subject == record}
    assert (ej("line"), Literal("3", datatype=term("xsd:integer"))) in told
    assert (ej("verification"), ejv("stored")) in told
    assert (ej("citedSource"), IRIS.entity("source", "federal-register-csv-export")) in told
    assert (ej("about"), IRIS.entity("effect", "eo-20001-amended-by-eo-20002")) in told
    assert {(ej("knowledgeOf"), ej(day)) for day in ("earliest", "latest", "edtf")} <= told


def test_who_was_president_is_described_with_the_tenure(orders: Said) -> None:
    assert values(orders, "official", "trump", "foaf:name") == ["Donald J. Trump"]
    assert values(orders, "tenure", "trump-president-of-the-united-states-1", "ej:from") == ["2017-01-20"]
    assert values(orders, "tenure", "trump-president-of-the-united-states-1", "ej:until") == ["2021-01-20"]
    assert values(orders, "tenure", "trump-president-of-the-united-states-2", "ej:until") == []
    assert values(orders, "official", "obama", "foaf:name") == []


def test_both_rows_of_a_pair_tell_of_one_effect(orders: Said) -> None:
    assert effect(orders, "eo-20001-revoked-by-eo-20004") == {
        "effectType": ["revokes"],
        "producedBy": ["eo-20004"],
        "actsOn": ["eo-20001"],
        "edtf": ["2021-02-02"],
        "earliest": ["2021-02-02"],
        "latest": ["2021-02-02"],
        "sourceWording": ["Revoked by: EO 20004 of February 2, 2021", "Revokes: EO 20001, March 1, 2017"],
    }


def test_what_is_done_in_part_ends_nothing(orders: Said) -> None:
    found = effect(orders, "eo-20002-superseded-in-part-by-eo-20003")
    assert (found["effectType"], found["earliest"]) == (["amends"], ["2019-05-06"])
    assert found["sourceWording"] == [
        "Superseded by: EO 20003, May 6, 2019 (in part)",
        "Supersedes in part: EO 20002, April 3, 2017",
    ]


def test_an_order_takes_effect_on_the_day_it_was_signed(orders: Said) -> None:
    found = effect(orders, "eo-20001-takes-effect")
    assert (found["effectType"], found["producedBy"], found["earliest"]) == (
        ["takes-effect"],
        ["eo-20001"],
        ["2017-03-01"],
    )


def test_an_order_that_is_only_mentioned_is_described_by_its_number(orders: Said) -> None:
    assert order(orders, "eo-9999", "rdf:type") == ["ns#ExecutiveOrder", "ns#Order"]
    assert order(orders, "eo-9999", "rdfs:label") == ["Executive Order 9999"]
    assert order(orders, "eo-9999", "ej:number") == ["9999"]
    assert order(orders, "eo-9999", "ej:signedOn") == []
    assert effect(orders, "eo-9999-revoked-by-eo-20003")["earliest"] == ["2019-05-06"]
    record = IRIS.record(IRIS.graph("orders"), "mentioned-eo-9999")
    assert {each.object for each in orders if each.subject == record and each.predicate == ej("line")} == {
        Literal("6", datatype=term("xsd:integer"))
    }


def test_see_bears_on_and_changes_nothing_and_an_order_does_not_bear_on_itself(orders: Said) -> None:
    assert order(orders, "eo-20002", "ej:relatesTo") == []
    found = said(fixture("page.json"))
    assert order(found, "proc-30001", "ej:relatesTo") == ["proc-29999"]


def test_an_unknown_phrase_is_kept_and_told() -> None:
    (one,) = parsed(fixture("orders.csv"))
    found = {each for each in one.statements if isinstance(each, Triple)}
    assert order(found, "eo-20003", "ej:note") == ["Gladdens: EO 20002, April 3, 2017"]
    assert any(
        "line 6: “Gladdens: EO 20002, April 3, 2017” is no phrase that is known" in each
        for each in one.notices
    )
    assert any(
        "line 3: “See: EO 20002, April 3, 2017” names the order itself" in each for each in one.notices
    )


def test_a_correction_is_a_note_on_its_order(orders: Said) -> None:
    assert order(orders, "eo-20004", "ej:frDocumentNumber") == ["2021-90004"]
    assert order(orders, "eo-20004", "dcterms:title") == ["Putting Out Lanterns"]
    assert order(orders, "eo-20004", "ej:note") == [
        "Corrected at 86 FR 7799, document C1-2021-90004, 9 February 2021."
    ]


def test_the_api_has_proclamations_memoranda_and_notices() -> None:
    (one,) = parsed(fixture("page.json"))
    found = {each for each in one.statements if isinstance(each, Triple)}
    assert order(found, "proc-30001", "rdf:type") == ["ns#Order", "ns#Proclamation"]
    assert order(found, "proc-30001", "ej:issuedBy") == ["trump"]
    assert order(found, "fr-2025-90012", "rdf:type") == ["ns#Order", "ns#PresidentialMemorandum"]
    assert order(found, "fr-2025-90012", "rdfs:label") == [
        "Presidential Memorandum of 21 January 2025: Lanterns in Federal Buildings"
    ]
    assert order(found, "fr-2025-90013", "rdf:type") == ["ns#Order"]
    assert order(found, "fr-2025-90013", "ej:issuedBy") == []
    assert any("documents that are not the President's are passed over: 1" in each for each in one.notices)


def test_the_number_of_a_presidential_document_counts_in_its_series_only() -> None:
    text = (
        "document_number,subtype,presidential_document_number,signing_date,title,president,citation\n"
        "2025-1,Executive Order,20001,2025-02-01,Lanterns,Donald Trump,90 FR 1\n"
        "2025-2,Determination,2025-01,2025-02-01,Fog,Donald Trump,90 FR 2\n"
    )
    found = said(from_bytes(text.encode(), "x.csv"))
    assert order(found, "eo-20001", "ej:issuedBy") == ["trump"]
    assert order(found, "fr-2025-2", "rdfs:label") == ["Determination of 1 February 2025: Fog"]
    assert order(found, "fr-2025-2", "ej:number") == []


def test_the_seed_table_of_the_archives_is_read_too() -> None:
    found = said(fixture("numbers.csv"))
    assert order(found, "eo-20005", "ej:issuedBy") == ["biden"]
    assert order(found, "eo-20005", "ej:frCitation") == ["88 FR 1101"]
    assert effect(found, "eo-20001-revoked-by-eo-20004")["earliest"] == ["2021-02-02"]


def test_lists_agree_on_the_orders_they_share_and_a_difference_is_a_claim() -> None:
    found = parsed(fixture("orders.csv"), fixture("page.json"), fixture("numbers.csv"))
    together = {each for one in found for each in one.statements if isinstance(each, Triple)}
    assert order(together, "eo-20001", "ej:signedOn") == ["2017-03-01"]
    name = "page-eo-20001-signed-on"
    assert values(together, "claim", name, "ej:claimText") == [
        "Executive Order 20001 was signed on 2 March 2017."
    ]
    assert values(together, "claim", name, "ej:claimObject") == ["2017-03-02"]
    assert values(together, "claim", name, "ej:quote") == ["2017-03-02"]
    assert values(together, "claim", name, "ej:claimSubject") == ["eo-20001"]
    assert values(together, "claim", name, "ej:assertedIn") == ["federal-register-api"]
    assert values(together, "claim", name, "ej:checkResult") == ["contradicted"]
    assert values(together, "claim", name, "ej:note") == ["Another document, read before, has 1 March 2017."]
    assert values(together, "source", "federal-register-api", "ej:sourceKind") == ["gazette"]
    assert len(found[1].notices) == 2
    assert not [each for each in found[2].notices if "otherwise" in each or "read before" in each]


def test_what_another_document_says_stands() -> None:
    """A value that may be said but once is not said twice, whoever was first."""
    world = World(
        order__eo_20001={
            "ej:signedOn": "2017-03-03",
            "dcterms:title": "Lanterns and those who carry them",
            "rdfs:label": "EO 20001!",
        }
    )
    found = said(fixture("orders.csv"), known=world)
    assert order(found, "eo-20001", "ej:signedOn") == []
    assert order(found, "eo-20001", "dcterms:title") == []
    assert order(found, "eo-20001", "rdfs:label") == ["EO 20001!"]
    assert effect(found, "eo-20001-takes-effect")["earliest"] == ["2017-03-03"]
    assert values(found, "claim", "orders-eo-20001-signed-on", "ej:claimObject") == ["2017-03-01"]
    assert values(found, "claim", "orders-eo-20001-title", "ej:claimObject") == []


def test_an_effect_that_the_graph_has_already_keeps_its_name_and_its_day() -> None:
    world = World(
        effect__e_20004={
            "ej:actsOn": "order/eo-20001", "ej:producedBy": "order/eo-20004", "ej:effectType": "revokes",
            "ej:edtf": "2021-02-09", "rdfs:label": "end of the lanterns",
        },
        effect__e_20001={"ej:actsOn": "order/eo-20001", "ej:producedBy": "order/eo-20001", "ej:effectType": "takes-effect"},
    )  # fmt: skip
    found = said(fixture("orders.csv"), known=world)
    assert effect(found, "e-20004")["sourceWording"] == [
        "Revoked by: EO 20004 of February 2, 2021",
        "Revokes: EO 20001, March 1, 2017",
    ]
    assert effect(found, "e-20004")["earliest"] == []
    assert values(found, "effect", "e-20004", "rdfs:label") == ["end of the lanterns"]
    assert effect(found, "eo-20001-revoked-by-eo-20004")["effectType"] == []
    assert effect(found, "eo-20001-takes-effect")["effectType"] == []


def test_a_document_is_found_by_its_number_where_it_has_no_series() -> None:
    world = World(order__memo_x={"ej:frDocumentNumber": "2025-90012", "rdfs:label": "The memo"})
    found = said(fixture("page.json"), known=world)
    assert order(found, "memo-x", "rdfs:label") == ["The memo"]
    assert order(found, "fr-2025-90012", "rdf:type") == []


def rows(*notes: tuple[str, str, str]) -> Document:
    """A list of orders, each with its number, day and note."""
    lines = [f'{number},{day},T {number},"{note}"' for number, day, note in notes]
    header = "executive_order_number,signing_date,title,disposition_notes,citation,subtype"
    text = "\n".join([header, *(f"{line},,Executive Order" for line in lines)])
    return from_bytes(text.encode(), "list.csv")


def test_a_day_of_publication_before_the_signing_is_a_note() -> None:
    text = "executive_order_number,signing_date,publication_date,citation\n8869,1941-08-23,08/26/1931,6 FR 4351\n"
    (one,) = parsed(from_bytes(text.encode(), "x.csv"))
    found = {each for each in one.statements if isinstance(each, Triple)}
    assert order(found, "eo-8869", "ej:publishedOn") == []
    assert order(found, "eo-8869", "ej:note") == [
        "Publication day as printed: 08/26/1931, before the day of signing."
    ]
    assert "x.csv, line 2: eo-8869 is published before it is signed" in one.notices[-1]


@pytest.mark.parametrize(
    ("note", "why"),
    [
        ("Revoked by: EO 20002, June 1, 1980", "Executive Order 20002 is of 5 May 2001"),
        ("Revokes: EO 20002, May 5, 2001", "Executive Order 20002 is of 5 May 2001, which is later"),
        ("Revoked by: EO 20002 eff. March 1, 2001", "Executive Order 20002 is of 5 May 2001, which is later"),
        ("Revoked by: EO 20003", "the day of Executive Order 20003 is not known"),
        (
            "Revoked by: EO 20002, May 5, 2001 (Committee abolished)",
            "what “(Committee abolished)” means is not known",
        ),
    ],
)
def test_what_does_not_add_up_is_a_note_and_no_effect(note: str, why: str) -> None:
    (one,) = parsed(rows(("20001", "2000-01-01", note), ("20002", "2001-05-05", "")))
    found = {each for each in one.statements if isinstance(each, Triple)}
    assert order(found, "eo-20001", "ej:note") == [note]
    assert any(why in each for each in one.notices), one.notices
    assert not [each for each in found if each.object == ejv("revokes")]


def test_a_slip_in_the_day_is_read_as_the_order_of_that_number_and_told() -> None:
    (one,) = parsed(
        rows(("20001", "2000-01-01", "Revoked by: EO 20002, May 6, 2001"), ("20002", "2001-05-05", ""))
    )
    found = {each for each in one.statements if isinstance(each, Triple)}
    assert effect(found, "eo-20001-revoked-by-eo-20002")["earliest"] == ["2001-05-05"]
    assert any("Executive Order 20002 is of 5 May 2001; read as that" in each for each in one.notices)


def test_where_the_two_rows_differ_on_how_far_it_goes_nothing_is_certain() -> None:
    found = said(
        rows(
            ("20001", "2000-01-01", "Revoked by: EO 20002, May 5, 2001"),
            ("20002", "2001-05-05", "Revokes in part: EO 20001, January 1, 2000"),
        )
    )
    whole = effect(found, "eo-20001-revoked-by-eo-20002")
    assert (whole["edtf"], whole["earliest"], whole["latest"]) == (["2001-05-05/.."], ["2001-05-05"], [])
    assert effect(found, "eo-20001-revoked-in-part-by-eo-20002")["effectType"] == ["amends"]


def test_where_the_two_rows_use_two_words_the_order_that_acts_is_believed() -> None:
    found = said(
        rows(
            ("20001", "2000-01-01", "Revoked by: EO 20002, May 5, 2001"),
            ("20002", "2001-05-05", "Supersedes: EO 20001, January 1, 2000"),
        )
    )
    assert effect(found, "eo-20001-superseded-by-eo-20002")["effectType"] == ["supersedes"]
    assert len(effect(found, "eo-20001-superseded-by-eo-20002")["sourceWording"]) == 2
    assert effect(found, "eo-20001-revoked-by-eo-20002")["effectType"] == []


def test_a_day_of_effect_of_its_own_is_the_day() -> None:
    found = said(
        rows(
            ("20001", "2000-01-01", "Revoked by: EO 20002, May 5, 2001, effective July 1, 2001"),
            ("20002", "2001-05-05", "Revokes: EO 20001, January 1, 2000"),
        )
    )
    assert effect(found, "eo-20001-revoked-by-eo-20002")["earliest"] == ["2001-07-01"]


def faults(document: Document) -> list[str]:
    return [str(fault) for one in parsed(document) for fault in one.faults]


def test_a_spoiled_file_is_refused_with_each_line_and_column() -> None:
    (one,) = parsed(fixture("spoiled.csv"))
    assert not one.statements
    day, number, cells = (str(fault) for fault in one.faults)
    assert day.startswith(
        "spoiled.csv, line 2, column signing_date: '2017-02-30': February 2017 has 28 days; write a"
    )
    assert number.startswith(
        "spoiled.csv, line 3, column executive_order_number: 'twenty' is no number of an order; "
    )
    assert cells.startswith(
        "spoiled.csv, line 4: the row has 8 cells, the header 7; put a cell that holds a comma"
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"count": 1, "results": [{"document_number": "x", "publication_date": "2', "this is no JSON"),
        (b'[{"document_number": ["x"], "publication_date": "2025-01-01"}]', "column document_number"),
        (b'{"description": "federalregister.gov", "results": 3}', "results is no list"),
        (b"citation,document_number,signing_date\n82 FR 1, x,\xff\n", "is not UTF-8"),
        (b'citation,document_number,signing_date\n82 FR 1,"x,\n', "this is no CSV"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(content: bytes, expected: str) -> None:
    assert expected in " ".join(faults(from_bytes(content, "x")))


def test_a_file_in_another_encoding_is_known_and_refused_with_the_line_that_shows_it() -> None:
    text = "citation,document_number,signing_date,title\n82 FR 1,2017-1,2017-02-03,Café\n"
    document = from_bytes(text.encode("cp1252"), "x.csv")
    assert find(document) is get("federal-register")
    assert faults(document) == ["x.csv, line 2: byte 0xe9 is not UTF-8; save the file as UTF-8"]


def without_lines(found: Iterable[Triple]) -> set[str]:
    return {str(each) for each in found if each.predicate != ej("line")}


def test_encodings_line_ends_packing_and_separators_change_nothing(orders: Said) -> None:
    raw = (FIXTURES / "orders.csv").read_bytes()
    text = raw.decode()
    semicolons = "\r\n".join(
        ";".join(cells)
        for cells in [
            ["citation", "document_number", "signing_date", "title", "executive_order_number"],
            ["82 FR 9901", "2017-90001", "2017-03-01", "Lanterns", "20001"],
        ]
    )
    for other in (
        b"\xef\xbb\xbf" + raw,
        text.encode("utf-16"),
        gzip.compress(raw),
        text.replace("\r\n", "\n").encode(),
        raw + b"\r\n\r\n",
        raw + text.splitlines()[0].encode() + b"\r\n",
    ):
        found = said(from_bytes(other, "orders.csv"))
        assert {each for each in without_lines(found) if "sourceWording" not in each} == {
            each for each in without_lines(orders) if "sourceWording" not in each
        }
    assert order(said(from_bytes(semicolons.encode(), "x.csv")), "eo-20001", "ej:signedOn") == ["2017-03-01"]


def test_columns_may_be_missing_doubled_or_strange() -> None:
    text = (
        "Document Number,Signing Date,signing date,Executive Order Number,citation,,color\n"
        " 2017-90001,2017-03-01,,20001,82 FR 9901,,red\n"
    )
    (one,) = parsed(from_bytes(text.encode(), "x.csv"))
    found = {each for each in one.statements if isinstance(each, Triple)}
    assert order(found, "eo-20001", "ej:signedOn") == ["2017-03-01"]
    assert any("the column signing_date is there 2 times" in each for each in one.notices)
    assert any("nothing is read of the columns color" in each for each in one.notices)
    again = text.replace("2017-03-01,,", "2017-03-01,2017-03-02,")
    assert (
        "there more than once, with '2017-03-01' and '2017-03-02'"
        in faults(from_bytes(again.encode(), "x.csv"))[0]
    )


def test_a_letter_of_the_number_before_the_title_is_put_right() -> None:
    found = said(rows(("10571", "1954-10-18", ""), ("10571", "1954-10-26", "")))
    assert order(found, "eo-10571", "rdfs:label") == ["Executive Order 10571"]
    text = 'executive_order_number,signing_date,title,citation\n10571,1954-10-26,"-A Assignment of Frequencies",\n'
    found = said(from_bytes(text.encode(), "x.csv"))
    assert order(found, "eo-10571a", "dcterms:title") == ["Assignment of Frequencies"]
    assert order(found, "eo-10571a", "ej:number") == ["10571-A"]


def test_the_order_of_the_rows_changes_only_the_lines() -> None:
    given = [
        ("20001", "2000-01-01", "Revoked by: EO 20002, May 5, 2001"),
        ("20002", "2001-05-05", "Supersedes: EO 20001, January 1, 2000; See: EO 9999, July 1, 1946"),
        ("20003", "2002-01-01", "Revoked by: EO 20002, May 5, 2001; Amended by: EO 9999"),
    ]
    there, back = said(rows(*given)), said(rows(*reversed(given)))
    assert without_lines(there) == without_lines(back)


def test_presidencies_follow_one_another_without_a_gap() -> None:
    table = presidencies()
    for before, after in pairwise(table):
        assert before.until == after.since
    assert table[-1].until is None
    assert len({each.ref for each in table}) == 45


def test_the_graph_says_who_was_president_where_it_knows() -> None:
    world = World(
        tenure__x={
            "ej:post": "post/president-of-the-united-states", "ej:holder": "person/pat", "ej:from": "2017-01-20",
            "ej:until": "2021-01-20",
        }
    )  # fmt: skip
    assert Presidents(world).on(date(2017, 3, 1), 1) == Ref("person", "pat")
    assert Presidents(world).on(date(2021, 1, 20), 1) == Ref("official", "biden")
    assert Presidents(Nothing()).on(date(1788, 1, 1), 1) is None


@pytest.mark.slow
def test_a_list_goes_in_once_and_a_spoiled_one_not_at_all(graph: Graph) -> None:
    """From the file to the answer: judged, committed, derived; the same bytes change nothing."""
    tried = graph.ingest(FIXTURES / "orders.csv", dry_run=True)
    assert [each.state for each in tried.outcomes] == ["added"]
    assert graph.documents() == []
    (first,) = graph.ingest(FIXTURES / "orders.csv", FIXTURES / "page.json").outcomes[:1]
    assert (first.state, first.adapter) == ("added", "federal-register 1")
    (again,) = graph.ingest(FIXTURES / "orders.csv").outcomes
    assert (again.state, again.added, again.removed) == ("unchanged", 0, 0)
    (spoiled,) = graph.ingest(FIXTURES / "spoiled.csv").outcomes
    assert spoiled.quarantined
    assert spoiled.problems[0].startswith("spoiled.csv, line 2, column signing_date: ")
    assert [each.id for each in graph.quarantine.list()] == ["spoiled"]
    assert {each.id for each in graph.documents()} == {"orders", "page"}
    for day, state in (("2020-01-01", "in-force"), ("2021-02-02", "not-in-force")):
        answer = graph.sparql(STATE % day)
        assert [str(row["state"]).strip("<>").rpartition("/")[2] for row in answer] == [state]


@pytest.mark.slow
def test_the_table_of_the_archives_is_no_new_version_of_the_export_of_its_name(
    graph: Graph, tmp_path: Path
) -> None:
    """Both are called `executive_orders.csv` where they come from."""
    for folder, name in (("site", "orders.csv"), ("archives", "numbers.csv")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "executive_orders.csv").write_bytes((FIXTURES / name).read_bytes())
    both = [tmp_path / folder / "executive_orders.csv" for folder in ("site", "archives")]
    told = graph.ingest(*both)
    assert [(each.id, each.state) for each in told.outcomes] == [
        ("executive_orders", "added"),
        ("executive_orders-archives", "added"),
    ]
    assert [each.state for each in graph.ingest(both[1]).outcomes] == ["unchanged"]
