"""Records to statements: labels, days, tenures, effects, and the record of where each row comes from."""

import random
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from enjoin.graph.ingestion import documents
from enjoin.graph.ingestion.documents import Document, from_bytes
from enjoin.graph.iris import Iris
from enjoin.graph.mapping.knowledge import marked
from enjoin.graph.mapping.labels import natural_name
from enjoin.graph.mapping.marks import PROPERTIES
from enjoin.graph.records import Nothing, Row
from enjoin.graph.sources import facts
from enjoin.ontology.terms import EDTF, ej, ejv, term

GOOD = Path(__file__).resolve().parents[3] / "fixtures" / "facts" / "good"
IRIS = Iris()
APPEAL = "affirmance in part and vacatur in part of 9 August 2001, Quay v. Doe (App.)"
DATE, MONTH = term("xsd:date"), term("xsd:gYearMonth")


def good(**changed: str) -> list[Document]:
    """The good folder, with the text of some files changed: `good(orders="…")`."""
    others = {f"{name}.csv": text.encode() for name, text in changed.items()}
    kept = [each for each in documents.read(GOOD) if each.name not in others]
    added = [from_bytes(content, name, id=f"good-{name[:-4]}") for name, content in others.items()]
    return [*kept, *added]


def text_of(name: str) -> str:
    return (GOOD / f"{name}.csv").read_text(encoding="utf-8")


def triples(given: Iterable[Document] | None = None) -> set:
    parsed = list(facts.parse(list(given or good()), IRIS, Nothing()))
    assert not [fault for each in parsed for fault in each.faults]
    return {statement for each in parsed for statement in each.statements}


def values(found: set, subject: NamedNode, predicate: NamedNode) -> list:
    return sorted((t.object for t in found if t.subject == subject and t.predicate == predicate), key=str)


def entity(kind: str, name: str) -> NamedNode:
    return IRIS.entity(kind, name)


def label(found: set, kind: str, name: str) -> str:
    (value,) = values(found, entity(kind, name), term("rdfs:label"))
    return value.value


def record(document: str, row: str) -> NamedNode:
    return IRIS.record(IRIS.graph(f"good-{document}"), row)


@pytest.fixture(scope="module")
def found() -> set:
    return triples()


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("order", "eo-101", "Executive Order 101"),
        ("order", "memo-2002", "Dues at Night (memorandum of November 2002)"),
        ("provision", "eo-101-2a", "Section 2(a) of Executive Order 101"),
        ("provision", "memo-2002-night", "Night rule of Dues at Night (memorandum of November 2002)"),
        ("statute", "9-usc-9", "9 U.S.C. 9"),
        ("lawsuit", "quay-v-doe", "Quay v. Doe"),
        ("proceeding", "quay-v-doe", "Quay v. Doe, No. 1:01-cv-00001 (Dist.)"),
        ("proceeding", "app-01-9", "East Quay v. Doe, Nos. 01-9, 01-10 (App.)"),
        ("ruling", "r-pi", "preliminary injunction of 6 May 2001, Quay v. Doe"),
        ("ruling", "r-app", APPEAL),
        ("judge", "pike", "Ann B. Pike, Jr."),
        ("judge", "roach", "Carl Roach III"),
        ("tenure", "pike-1", "Ann B. Pike, Jr., Judge, District Court of the Harbor, from 4 March 1990"),
        ("tenure", "doe-president-2", "John Doe, President, from 20 January 2005"),
        ("post", "president", "President"),
        ("post", "dist-judge", "seat on the District Court of the Harbor"),
        ("vote", "r-app-trout", f"vote of Eve Trout, {APPEAL}"),
        ("effect", "eo-101-takes-effect", "Executive Order 101 takes effect"),
        ("effect", "eo-101-revoked-by-eo-102", "Executive Order 102 revokes Executive Order 101"),
    ],
)  # fmt: skip
def test_things_are_called_as_a_reporter_would(found: set, kind: str, name: str, expected: str) -> None:
    assert label(found, kind, name) == expected


def test_a_numbered_order_and_its_sections_have_a_short_form(found: set) -> None:
    (short,) = values(found, entity("order", "eo-101"), term("skos:altLabel"))
    assert short == Literal("EO 101", language="en")
    (short,) = values(found, entity("provision", "eo-101-2a"), term("skos:altLabel"))
    assert short == Literal("EO 101 § 2(a)", language="en")


def test_names_are_put_as_they_are_spoken() -> None:
    assert natural_name("Orrick, William Horsley III") == "William Horsley Orrick III"
    assert natural_name("Cher") == "Cher"


def test_a_first_docket_is_a_lawsuit_too_and_an_appeal_belongs_to_it(found: set) -> None:
    suit = entity("lawsuit", "quay-v-doe")
    for docket in ("quay-v-doe", "app-01-9"):
        assert values(found, entity("proceeding", docket), ej("partOfLawsuit")) == [suit]
    assert values(found, entity("proceeding", "app-01-9"), ej("appealFrom")) == [
        entity("proceeding", "quay-v-doe")
    ]
    assert not values(found, entity("lawsuit", "app-01-9"), term("rdf:type"))


def test_an_appeal_that_leads_back_to_itself_ends() -> None:
    cases = text_of("cases").replace("eo-101-2a,,", "eo-101-2a,app-01-9,")
    assert values(triples(good(cases=cases)), entity("proceeding", "app-01-9"), ej("partOfLawsuit"))


def test_dates_are_never_more_precise_than_they_are_known(found: set) -> None:
    assert values(found, entity("order", "eo-101"), ej("signedOn")) == [Literal("2001-03-04", datatype=DATE)]
    assert values(found, entity("order", "memo-2002"), ej("signedOn")) == [Literal("2002-11", datatype=MONTH)]
    effect = entity("effect", "memo-2002-takes-effect")
    assert values(found, effect, ej("edtf")) == [Literal("2002-11", datatype=EDTF)]
    assert values(found, effect, ej("earliest")) == [Literal("2002-11-01", datatype=DATE)]
    assert values(found, effect, ej("latest")) == [Literal("2002-11-30", datatype=DATE)]


def test_the_part_of_a_section_is_told_by_its_number(found: set) -> None:
    assert values(found, entity("provision", "eo-101-2a"), ej("partOf")) == [entity("provision", "eo-101-2")]
    assert not values(found, entity("provision", "eo-101-2"), ej("partOf"))


def test_who_sat_in_which_court_is_a_seat(found: set) -> None:
    seat = entity("post", "app-judge")
    assert values(found, seat, term("rdf:type")) == [ej("CourtSeat")]
    assert values(found, seat, ej("inCourt")) == [entity("court", "app")]
    assert values(found, entity("tenure", "roach-2"), ej("post")) == [seat]
    assert not values(found, entity("tenure", "roach-1"), ej("post"))


def test_a_judge_is_appointed_by_the_office_and_its_holder(found: set) -> None:
    tenure = entity("tenure", "pike-1")
    assert values(found, tenure, ej("appointedBy")) == [entity("post", "president-of-the-united-states")]
    assert values(found, tenure, ej("appointingOfficial")) == [entity("official", "doe")]
    assert values(found, entity("tenure", "trout-1"), ej("appointingOfficial")) == []


def test_a_ruling_reviews_only_what_another_court_decided(found: set) -> None:
    assert values(found, entity("ruling", "r-app"), ej("reviews")) == [entity("ruling", "r-pi")]
    types = [values(found, entity("disposition", f"r-app-{n}"), ej("dispositionType")) for n in (1, 2)]
    assert types == [[ejv("affirmed")], [ejv("vacated")]]


def test_what_no_other_file_tells_is_kept_in_words(found: set) -> None:
    notes = [value.value for value in values(found, entity("ruling", "r-pi"), ej("note"))]
    assert notes == ["Blocks, in the words of the source: eo-101-2a"]
    notes = [value.value for value in values(found, entity("proceeding", "quay-v-doe"), ej("note"))]
    assert "Plaintiffs, in the words of the source: East Quay" in notes


EFFECTS = """id,type,produced_by,acts_on,edtf,event,at_mandate,end_reason,source,verified
e-1,takes-effect,order/eo-101,order/eo-101,2001-03-05,,,,66 FR 101,stored
e-2,expire,lapse,order/memo-2002,2003-01-01,,,expired,66 FR 101,stored
e-3,remand,ruling/r-app,ruling/r-pi,2001-08-09/..,ev-day,yes,,docket,stored
e-4,affirm,ruling/r-app,ruling/r-pi,2001-08-09/..,ev-day,,,docket,stored
"""


def test_effects_csv_goes_before_the_in_force_columns_measure_by_measure() -> None:
    found = triples(good(effects=EFFECTS))
    assert not values(found, entity("effect", "eo-101-takes-effect"), term("rdf:type"))
    assert values(found, entity("effect", "e-1"), ej("earliest")) == [Literal("2001-03-05", datatype=DATE)]
    assert values(found, entity("effect", "eo-102-takes-effect"), term("rdf:type")) == [ej("LegalEffect")]
    assert values(found, entity("effect", "eo-101-revoked-by-eo-102"), term("rdf:type"))


def test_time_is_a_producer_with_its_day() -> None:
    found = triples(good(effects=EFFECTS))
    (lapse,) = values(found, entity("effect", "e-2"), ej("producedBy"))
    assert values(found, lapse, term("rdf:type")) == [ej("LapseEvent")]
    assert values(found, lapse, ej("on")) == [Literal("2003-01-01", datatype=DATE)]
    assert values(found, entity("effect", "e-2"), ej("endReason")) == [ejv("expired")]


def test_what_may_never_have_happened_has_no_latest_day() -> None:
    found = triples(good(effects=EFFECTS))
    assert values(found, entity("effect", "e-3"), ej("earliest"))
    assert not values(found, entity("effect", "e-3"), ej("latest"))
    assert values(found, entity("effect", "e-3"), ej("atMandate")) == [
        Literal("true", datatype=term("xsd:boolean"))
    ]


def test_the_effects_of_one_event_share_it() -> None:
    found = triples(good(effects=EFFECTS))
    for effect in ("e-3", "e-4"):
        assert values(found, entity("effect", effect), ej("ofEvent")) == [entity("event", "ev-day")]
    assert label(found, "event", "ev-day").startswith("shared day of the effects of the affirmance")


def test_each_row_has_a_record_of_where_it_comes_from(found: set) -> None:
    row = record("orders", "eo-101")
    assert values(found, row, term("rdf:type")) == [ej("Record")]
    assert values(found, row, ej("verification")) == [ejv("stored")]
    assert values(found, row, ej("line")) == [Literal("2", datatype=term("xsd:integer"))]
    assert [source.value.rpartition("/")[2] for source in values(found, row, ej("citedSource"))] == [
        "66-fr-101",
        "harbor-news-example",
    ]
    assert values(found, row, ej("sourceNote")) == [
        Literal("66 FR 101; harbor-news.example (page 2; online)")
    ]
    assert set(values(found, row, ej("about"))) == {
        entity("order", "eo-101"),
        entity("effect", "eo-101-takes-effect"),
        entity("effect", "eo-101-revoked-by-eo-102"),
    }


def test_every_source_has_one_name(found: set) -> None:
    for source in {t.object for t in found if t.predicate == ej("citedSource")}:
        assert values(found, source, term("rdf:type")) == [ej("Source")]
        assert len(values(found, source, term("rdfs:label"))) == 1


def test_what_is_only_knowledge_is_marked_property_by_property(found: set) -> None:
    assert values(found, record("orders", "eo-101"), ej("knowledgeOf")) == [ej("publishedOn")]
    assert values(found, record("offices", "doe-president-2005-01-20"), ej("knowledgeOf")) == [ej("from")]
    assert not values(found, record("orders", "eo-102"), ej("knowledgeOf"))


def test_a_remark_beside_the_mark_is_kept_as_a_note(found: set) -> None:
    row = record("provisions", "eo-101-2a")
    assert values(found, row, ej("knowledgeOf")) == [ej("text")]
    assert values(found, row, ej("note")) == [Literal("From knowledge: short_text (from memory).")]


def test_a_mark_that_is_not_understood_marks_the_whole_row(found: set) -> None:
    row = record("provisions", "memo-2002-night")
    assert ej("ofMeasure") in values(found, row, ej("knowledgeOf"))
    assert ej("text") in values(found, row, ej("knowledgeOf"))
    assert values(found, row, ej("note")) == [Literal("From knowledge: the hour of the day.")]


def test_a_row_of_knowledge_is_knowledge_from_end_to_end(found: set) -> None:
    marks = values(found, record("orders", "memo-2002"), ej("knowledgeOf"))
    assert {ej("signedOn"), term("dcterms:title"), ej("earliest")} <= set(marks)
    assert term("rdf:type") not in marks
    row = Row(line=2, key="x", verified="knowledge")
    assert marked("orders.csv", row, {ej("signedOn")}) == (frozenset({ej("signedOn")}), None)


def test_the_table_of_marks_knows_every_file_of_the_format() -> None:
    from enjoin.graph.sources.facts_table import FORMATS

    assert set(PROPERTIES) - {"courtlistener", "federal-register"} == set(FORMATS)
    told = {"id", "label", "also_called"}
    for name, format_ in FORMATS.items():
        fields = {column.name for column in format_.columns if column.field} - told
        missing = fields - set(PROPERTIES[name])
        assert not missing, f"{name}: {sorted(missing)}"


def test_the_order_of_the_rows_changes_only_the_lines(found: set) -> None:
    shuffled: dict[str, str] = {}
    for document in good():
        header, *rows = document.text.splitlines()
        random.Random(7).shuffle(rows)
        shuffled[document.name[:-4]] = "\n".join([header, *rows]) + "\n"
    again = triples(good(**shuffled))
    assert {t for t in again if t.predicate != ej("line")} == {t for t in found if t.predicate != ej("line")}


def test_a_document_read_alone_takes_names_from_what_is_known() -> None:
    class World(Nothing):
        def kinds(self, id: str, /) -> tuple[str, ...]:  # noqa: A002
            return {"quay-v-doe": ("proceeding", "lawsuit"), "dist": ("court",), "pike": ("judge",)}.get(
                id, ()
            )

        def label(self, ref: object, /) -> str | None:
            return {"lawsuit/quay-v-doe": "Quay v. Doe", "court/dist": "District Court"}.get(str(ref))

    lines = text_of("rulings").splitlines()
    (parsed,) = facts.parse([from_bytes("\n".join(lines[:2]).encode(), "rulings.csv")], IRIS, World())
    found = set(parsed.statements)
    assert label(found, "ruling", "r-pi") == "preliminary injunction of 6 May 2001, Quay v. Doe"
