"""The starter record: it reads without a fault, hangs together, and says where each thing comes from."""

import csv
import io
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from enjoin.graph import starter
from enjoin.graph.iris import Iris
from enjoin.graph.mapping import words as label_words
from enjoin.graph.mapping.knowledge import ALL
from enjoin.graph.mapping.marks import PROPERTIES
from enjoin.graph.records import Batch, Nothing, slug, source_name
from enjoin.graph.sources import Parsed, facts, facts_words
from enjoin.graph.sources.facts_cells import split
from enjoin.graph.sources.facts_table import FORMATS
from enjoin.ontology import load
from enjoin.ontology.terms import ej, ejv, term

IRIS = Iris()
ROOT = Path(__file__).resolve().parents[4]
ARTICLES = {
    "A-2017": ROOT.parent / "shared" / "articles" / "2017-01-independent-sanctuary-state.txt",
    "B-2025": ROOT.parent / "shared" / "articles" / "2025-05-sanctuary-cities-order.txt",
}


@cache
def parsed() -> tuple[Parsed, ...]:
    return tuple(facts.parse(starter.read(), IRIS, Nothing()))


@cache
def batch() -> Batch:
    return facts.read(starter.read())


@cache
def triples() -> frozenset:
    return frozenset(statement for each in parsed() for statement in each.statements)


def rows(name: str) -> list[dict[str, str]]:
    (document,) = [each for each in starter.read() if each.name == name]
    return list(csv.DictReader(io.StringIO(document.text)))


def subjects(kind: NamedNode) -> set:
    return {t.subject for t in triples() if t.predicate == term("rdf:type") and t.object == kind}


def objects(subject: NamedNode, predicate: NamedNode) -> list:
    return sorted((t.object for t in triples() if t.subject == subject and t.predicate == predicate), key=str)


def test_every_file_reads_without_a_fault() -> None:
    assert [str(fault) for each in parsed() for fault in each.faults] == []


def test_only_the_unsure_rows_are_left_out() -> None:
    told = [notice for each in parsed() for notice in each.notices]
    assert told == [
        "policies.csv, line 14: pol-la-2024 is left out: nobody vouches for it",
        "policies.csv, line 22: pol-or-2021 is left out: nobody vouches for it",
    ]
    assert not [t for t in triples() if "pol-la-2024" in str(t) or "pol-or-2021" in str(t)]


def test_no_citation_is_published_that_nobody_vouches_for() -> None:
    for document in starter.read():
        for row in csv.DictReader(io.StringIO(document.text)):
            assert "UNSURE" not in row.get("citation", "") + row.get("source", "")
        assert "783 F. Supp. 3d 1148" not in document.text
        assert "764 F. Supp. 3d 50" not in document.text


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("orders.csv", 33), ("provisions.csv", 41), ("policies.csv", 25), ("statutes.csv", 11),
        ("cases.csv", 73), ("rulings.csv", 78), ("judges.csv", 98), ("officials.csv", 42),
        ("offices.csv", 46), ("courts.csv", 31), ("jurisdictions.csv", 95), ("claims.csv", 64),
        ("designations.csv", 50),
    ],
)  # fmt: skip
def test_nothing_got_lost(name: str, count: int) -> None:
    (sheet,) = [sheet for sheet in batch().sheets if sheet.format == name]
    assert len(sheet.records) == count


def test_there_are_fifty_states_and_the_district() -> None:
    kinds = Counter(row["kind"] for row in rows("jurisdictions.csv"))
    assert kinds["state"] == 50
    assert kinds["federal_district"] == 1
    assert kinds["country"] == 1


def test_every_thing_has_one_english_name() -> None:
    named: dict = {}
    for triple in triples():
        if triple.predicate == term("rdfs:label"):
            named.setdefault(triple.subject, set()).add(triple.object)
    typed = {t.subject for t in triples() if t.predicate == term("rdf:type")}
    records = subjects(ej("Record"))
    assert typed - records == set(named)
    assert all(len(labels) == 1 for labels in named.values())
    assert all(label.language == "en" for labels in named.values() for label in labels)


def test_nothing_refers_to_what_is_not_there() -> None:
    typed = {t.subject for t in triples() if t.predicate == term("rdf:type")}
    pointed = {
        t.object
        for t in triples()
        if isinstance(t.object, NamedNode) and IRIS.kind_and_id(t.object) is not None
    }
    assert pointed <= typed


def test_every_row_says_who_vouches_for_it_and_every_source_is_described() -> None:
    described = {row["id"] for row in rows("sources.csv")}
    for document in starter.read():
        for row in csv.DictReader(io.StringIO(document.text)):
            assert row["verified"] in facts_words.VERIFIED
            if document.name == "sources.csv" or row["verified"] == "unsure":
                continue
            cited = {slug(source_name(source)) for source in split(row["source"])}
            assert cited <= described, f"{document.name}: {row}"
            assert cited or document.name == "claims.csv", f"{document.name}: {row}"


def test_a_source_has_the_id_that_its_citations_make() -> None:
    articles = {slug(article) for article in ARTICLES}
    for row in rows("sources.csv"):
        assert row["kind"] in facts_words.SOURCE_KINDS
        assert row["rank"] in facts_words.SOURCE_RANKS
        assert row["id"] == slug(row["label"]) or row["id"] in articles
        if row["kind"] in {"press", "tracker"}:
            assert row["rank"] == "secondary"
        if re.match(r"\d+ (FR|U\.S\.|F\.[34]|F\. Supp\.)[^(]* \d+$", row["label"]):
            assert row["rank"] == "primary", row["label"]


def test_every_mark_of_knowledge_is_one_that_the_table_knows() -> None:
    for document in starter.read():
        for row in csv.DictReader(io.StringIO(document.text)):
            for mark in split(row.get("fields_from_knowledge", "")):
                plain = mark.partition(" (")[0]
                assert plain in ALL or plain in PROPERTIES[document.name], f"{document.name}: {mark}"


def test_knowledge_is_marked_on_the_statement() -> None:
    graph = IRIS.graph("starter-rulings")
    marks = objects(IRIS.record(graph, "r-2017-11-20-santa-clara-perm"), ej("knowledgeOf"))
    assert marks == [ej("citation")]
    assert ej("signedOn") in objects(
        IRIS.record(IRIS.graph("starter-orders"), "proc-10141"), ej("knowledgeOf")
    )


def test_the_words_of_the_files_are_the_concepts_of_the_ontology() -> None:
    scheme = term("skos:inScheme")
    listed: dict[str, set[str]] = {}
    for triple in load("concepts"):
        if (
            triple.predicate == scheme
            and isinstance(triple.object, NamedNode)
            and isinstance(triple.subject, NamedNode)
        ):
            name = triple.object.value.rpartition("/")[2]
            listed.setdefault(name, set()).add(triple.subject.value.rpartition("/")[2])
    families = {"opens", "ends", "suspends", "rescopes", "records", "acts-on-measure"}
    same = {
        "effect-types": set(facts_words.EFFECT_TYPES) | families,
        "relief-types": set(facts_words.RELIEF_TYPES),
        "scope-kinds": set(facts_words.SCOPE_KINDS),
        "applications": set(facts_words.APPLICATIONS),
        "answers": set(facts_words.INCLUDES_SUBDIVISIONS),
        "members-known": set(facts_words.MEMBERS_KNOWN),
        "takes-in": set(facts_words.TAKES_IN),
        "jurisdiction-kinds": set(facts_words.MEMBER_KINDS),
        "vote-kinds": set(facts_words.VOTES),
        "bench-kinds": set(facts_words.BENCH_TYPES),
        "party-roles": set(facts_words.ROLES),
        "capacities": set(facts_words.CAPACITIES),
        "source-kinds": set(facts_words.SOURCE_KINDS),
        "source-ranks": set(facts_words.SOURCE_RANKS),
        "hedges": set(facts_words.HEDGES),
        "policy-kinds": {word.replace("_", "-") for word in facts_words.POLICY_KINDS},
        "verification-levels": set(facts_words.VERIFIED) - {"unsure"},
    }
    for name, words in same.items():
        assert words == listed[name], name
    assert {word.replace("_", "-") for word in facts_words.DISPOSITIONS} <= listed["ruling-types"]
    assert {row["type"] for row in rows("dispositions.csv")} <= listed["disposition-types"]
    assert {row["topic"] for name in ("orders.csv", "cases.csv") for row in rows(name)} - {""} <= listed[
        "topics"
    ]


def test_every_kind_of_ruling_has_a_name_for_labels() -> None:
    assert set(label_words.RULINGS) == set(facts_words.DISPOSITIONS)


@pytest.mark.skipif(
    not all(article.is_file() for article in ARTICLES.values()),
    reason="the articles of ../shared are not here",
)
def test_every_quotation_stands_where_the_row_says() -> None:
    texts = {name: path.read_text(encoding="utf-8").split("\n") for name, path in ARTICLES.items()}
    for row in (each for each in rows("claims.csv") if each["article"] in texts):
        line = texts[row["article"]][int(row["line"]) - 1]
        assert line[int(row["start"]) : int(row["end"])] == row["quote"], row["id"]
        assert len(row["quote"]) < 160, row["id"]


def test_a_claim_says_who_speaks() -> None:
    for row in rows("claims.csv"):
        assert row["speaker"] or row["asserted_by"]
        assert row["hedge"]
    assert objects(IRIS.entity("claim", "b06"), ej("speaker")) == [IRIS.entity("organization", "cis")]
    assert objects(IRIS.entity("claim", "b06"), ej("quantity")) == [
        Literal("220", datatype=term("xsd:integer"))
    ]
    assert objects(IRIS.entity("claim", "b01"), ej("claimObject")) == [IRIS.entity("order", "eo-14287")]


def test_who_is_sued_in_office_is_the_office() -> None:
    for row in rows("party_roles.csv"):
        assert (row["capacity"] == "official-capacity") == row["party"].startswith("post/"), row
        assert not row["party"].startswith(("official/", "judge/")), row


def test_parties_who_came_later_have_their_day() -> None:
    joined = {
        row["party"].partition("/")[2]: row["joined_on"]
        for row in rows("party_roles.csv")
        if row["proceeding"] == "sf-v-trump-2025" and row["role"] == "plaintiff"
    }
    assert Counter(joined.values()) == {"": 5, "2025-02-27": 11, "2025-08-05": 7}
    assert joined["us-il-chicago"] == "2025-08-05"
    (portland,) = [
        row["joined_on"]
        for row in rows("party_roles.csv")
        if (row["proceeding"], row["party"]) == ("seattle-v-trump-2017", "jurisdiction/us-or-portland")
    ]
    assert portland == "2017-06-26"


def test_every_proceeding_has_a_party_and_every_ruling_a_disposition() -> None:
    assert {row["id"] for row in rows("cases.csv")} == {row["proceeding"] for row in rows("party_roles.csv")}
    assert {row["id"] for row in rows("rulings.csv")} == {row["ruling"] for row in rows("dispositions.csv")}


def test_whoever_signed_an_order_was_in_office() -> None:
    terms = [(row["official"], row["start_date"], row["end_date"] or "9999") for row in rows("offices.csv")]
    for row in rows("orders.csv"):
        assert any(
            official == row["issuer"] and start <= row["signed_on"] <= end for official, start, end in terms
        ), row["id"]


def test_whoever_sat_held_a_seat_of_that_court_on_that_day() -> None:
    seats = [
        (row["judge"], row["court"], row["commission_date"], row["termination_date"] or "9999")
        for row in rows("judges.csv")
    ]
    for row in rows("rulings.csv"):
        for judge in split(row["bench"]):
            assert any(
                held == judge and court == row["court"] and start <= row["date"] <= end
                for held, court, start, end in seats
            ), (row["id"], judge)


def test_a_ruling_is_of_the_court_of_its_proceeding_and_reviews_earlier_ones() -> None:
    courts = {row["id"]: row["court"] for row in rows("cases.csv")}
    days = {row["id"]: row["date"] for row in rows("rulings.csv")}
    for row in rows("rulings.csv"):
        assert {courts[case] for case in split(row["case_id"])} == {row["court"]}, row["id"]
        assert all(days[other] <= row["date"] for other in split(row["reviews"])), row["id"]


def test_votes_are_cast_by_those_who_sat() -> None:
    benches = {row["id"]: set(split(row["bench"])) for row in rows("rulings.csv")}
    votes = rows("votes.csv")
    assert len({(row["ruling"], row["judge"]) for row in votes}) == len(votes)
    for row in votes:
        assert not benches[row["ruling"]] or row["judge"] in benches[row["ruling"]], row


def test_the_federal_register_citations_agree_with_their_years_and_pages() -> None:
    volumes = {year: year - 1935 for year in range(2017, 2026)}
    for row in rows("orders.csv"):
        if not row["fr_citation"]:
            continue
        volume, page = row["fr_citation"].split(" FR ")
        assert int(volume) == volumes[int(row["published_on"][:4])], row["id"]
        assert row["fr_pages"].partition("-")[0] in {"", page}, row["id"]
        assert row["fr_document_number"][:4] in {"", row["published_on"][:4]}, row["id"]


def test_an_order_ends_with_the_day_on_which_its_revocation_begins() -> None:
    begins = {row["id"]: row["in_force_from"] for row in rows("orders.csv")}
    revokes = {row["id"]: list(split(row["revokes"])) for row in rows("orders.csv")}
    for row in rows("orders.csv"):
        for ender in split(row["ended_by"]):
            assert row["in_force_to"] == begins[ender], row["id"]
            assert row["id"] in revokes[ender], row["id"]


def test_one_government_on_two_lists_is_one_party() -> None:
    city, county = (IRIS.entity("jurisdiction", f"us-ca-san-francisco{end}") for end in ("", "-county"))
    assert objects(city, ej("sameGovernmentAs")) == [county]
    assert objects(county, ej("sameGovernmentAs")) == [city]


def test_every_place_lies_in_the_nation() -> None:
    within = {row["id"]: row["within"] for row in rows("jurisdictions.csv")}
    for place in within:
        seen = [place]
        while within[seen[-1]]:
            seen.append(within[seen[-1]])
            assert len(seen) < 5
        assert seen[-1] == "us"


def test_the_designations_are_as_many_as_the_lists_name() -> None:
    lists = Counter(row["designator"] for row in rows("designations.csv"))
    assert lists == {"organization/cis": 13, "agency/doj": 35, "agency/dhs": 2}


def test_the_horizon_of_the_record_is_told() -> None:
    assert {row["checked_to"] for row in rows("orders.csv")} == {"2026-06-30"}
    horizons = {row["id"]: row["checked_to"] for row in rows("cases.csv") if not row["parent_case"]}
    assert horizons["santa-clara-v-trump-2017"] == "2026-06-30"
    assert horizons["barbara-v-trump"] == "2026-06-30"
    assert horizons["sf-v-trump-2025"] == "2026-04-11"
    assert "" not in horizons.values()


def test_an_order_is_what_the_ontology_calls_it() -> None:
    order = IRIS.entity("order", "eo-13768")
    assert objects(order, term("rdf:type")) == sorted([ej("ExecutiveOrder"), ej("Order")], key=str)
    assert objects(order, ej("topic")) == [ejv("sanctuary")]
    assert objects(IRIS.entity("ruling", "r-2018-08-01-ca9"), ej("rulingType")) == [
        ejv("affirmed-in-part-vacated-in-part")
    ]


def test_the_files_are_plain_text_with_plain_line_ends() -> None:
    names = {document.name for document in starter.read()}
    assert names == set(FORMATS)
    for document in starter.read():
        assert not document.content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in document.content
        assert document.content.endswith(b"\n")
