"""What users really bring: lists in other shapes than the samples, sources that differ, terms that do not exist."""

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode

from enjoin.graph import Graph
from enjoin.graph.errors import StoreLocked
from enjoin.graph.ingestion.documents import Document, from_bytes
from enjoin.graph.sources import find
from enjoin.ontology.terms import ej, ejv

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PREFIXES = """@prefix ej: <https://w3id.org/enjoin/ns#> .
@prefix ejv: <https://w3id.org/enjoin/vocab/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ORDER: dict[str, Any] = {
    "type": "Presidential Document", "subtype": "Executive Order", "executive_order_number": "15001", "document_number": "2026-00001",
    "title": "An order", "signing_date": "2026-01-05", "publication_date": "2026-01-08", "citation": "91 FR 1",
}  # fmt: skip
ORDERS_HEAD = "id,kind,number,title,signed_on,fr_document_number,source,verified\n"
MAPPING = """[tracker]
name = "Stadtwatch"
dates = ["day/month/year"]
missing = ["n.d."]
[columns]
key = "Ref"
caption = "Case name"
citation = "Court / Docket"
order = "Instrument"
filed = "Filed"
updated = "As of"
[[status]]
column = "Posture"
[status.words]
"PI granted" = "blocked"
"""
TRACKER = """\ufeffsep=;\r
Ref;"Case name";"Court / Docket";Instrument;Filed;Posture;Posture;"As of";;\r
S-1;"San Francisco v. Trump";"N.D. Cal. — 3:25-cv-01350-WHO";"E.O. 14,159";07.02.2025;"PI granted";"";30.06.2025;;\r
S-2;"Zzyzx v. Noem";"D. AZ 2:25-cv-09999";;n.d.;"???";"";"";;\r
"""


def entity(name: str) -> NamedNode:
    return NamedNode("https://w3id.org/enjoin/id/" + name)


def values(graph: Graph, name: str, predicate: str) -> set[str]:
    found = graph.store().quads(entity(name), ej(predicate))
    return {quad.object.value for quad in found if isinstance(quad.object, (NamedNode, Literal))}


def of_json(said: object, name: str = "answer.json") -> Document:
    return from_bytes(json.dumps(said).encode(), name, retrieved_on=date(2026, 2, 1))


def turtle(text: str, name: str = "mine.ttl") -> Document:
    return from_bytes((PREFIXES + text).encode(), name)


# The Federal Register


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([{"count": 1, "results": [ORDER]}]),
        f"{json.dumps(ORDER)}\n{json.dumps({**ORDER, 'executive_order_number': '15002', 'document_number': '2026-00002'})}\n",
        json.dumps({"results": [{**ORDER, "president": [{"identifier": "donald-trump"}, {"identifier": "joe-biden"}]}]}),
    ],
    ids=["pages in a list", "one on each line", "two presidents"],
)  # fmt: skip
def test_answers_in_other_shapes_are_read(graph: Graph, content: str) -> None:
    document = from_bytes(content.encode(), "answer.json")
    assert find(document).NAME == "federal-register"
    receipt = graph.ingest(document)
    assert not receipt.quarantined, receipt.text()
    assert values(graph, "order/eo-15001", "issuedBy") == {entity("official/trump").value}


def test_an_answer_without_documents_is_passed_over(graph: Graph) -> None:
    empty = of_json({"count": 0, "description": "Documents of type Presidential Document"}, "register.json")
    pages = of_json({"count": 0, "next": None, "previous": None, "results": []}, "dockets.json")
    receipt = graph.ingest(empty, pages)
    assert [each.state for each in receipt.outcomes] == ["skipped", "skipped"]
    assert "register.json, line 1: the answer holds no documents" in receipt.text()
    assert "dockets.json, line 1: the page holds no results" in receipt.text()


# Two documents that differ


def test_facts_that_differ_from_the_gazette_are_claims_and_keep_nothing_out(graph: Graph) -> None:
    assert not graph.ingest(of_json({"results": [ORDER]})).quarantined
    rows = (
        "eo-15001,executive_order,15001,An order,2026-01-06,2026-00001,A paper,stored\n"
        "eo-15003,executive_order,15003,Another,2026-01,,A paper,stored\n"
    )
    facts = from_bytes((ORDERS_HEAD + rows).encode(), "orders.csv", retrieved_on=date(2026, 3, 1))
    receipt = graph.ingest(facts)
    assert not receipt.quarantined, receipt.text()
    told = "was signed on 6 January 2026. Another document, read before, has 5 January 2026."
    assert f"orders.csv, line 2: Executive Order 15001 {told}" in receipt.text()
    assert values(graph, "order/eo-15001", "signedOn") == {"2026-01-05"}
    claim = "claim/orders-eo-15001-signed-on"
    assert values(graph, claim, "claimObject") == {"2026-01-06"}
    assert values(graph, claim, "assertedIn") == {entity("source/a-paper").value}
    assert [each.rule for each in graph.claims.conflicts(about="eo-15001")]
    assert not graph.ingest(facts).changed


def test_a_less_precise_day_of_the_facts_is_no_conflict(graph: Graph) -> None:
    graph.ingest(of_json({"results": [ORDER]}))
    row = "eo-15001,executive_order,15001,An order,2026-01,2026-00001,A paper,stored\n"
    receipt = graph.ingest(from_bytes((ORDERS_HEAD + row).encode(), "orders.csv"))
    assert not receipt.quarantined
    assert "Another document" not in receipt.text()
    assert values(graph, "order/eo-15001", "signedOn") == {"2026-01-05"}


def test_what_rows_of_one_file_say_otherwise_is_still_refused(graph: Graph) -> None:
    rows = "".join(
        f"eo-{number},executive_order,15001,An order,2026-01-05,,A paper,stored\n" for number in ("15001", "15001")
    )  # fmt: skip
    receipt = graph.ingest(from_bytes((ORDERS_HEAD + rows).encode(), "orders.csv"))
    assert "stands on line 2 already" in receipt.text()


# Trackers


def test_a_tracker_of_another_country_s_spreadsheet_goes_in(tmp_path: Path, starter: Graph) -> None:
    (tmp_path / "stadt.csv").write_bytes(TRACKER.encode())
    (tmp_path / "stadt.toml").write_text(MAPPING, encoding="utf-8")
    receipt = starter.ingest(
        tmp_path / "stadt.csv", mapping=tmp_path / "stadt.toml", source_date=date(2025, 10, 1), dry_run=True
    )
    assert not receipt.quarantined, receipt.text()
    assert "2 rows; 1 of their dockets stand in the graph: sf-v-trump-2025" in receipt.text()
    assert "Posture “???” (1 row) is not in stadt.toml" in receipt.text()


# RDF


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<https://w3id.org/enjoin/id/order/x> a ej:ExecutivOrder .", "line 5: the ontology has no ej:ExecutivOrder; write ej:ExecutiveOrder"),
        ('<https://w3id.org/enjoin/id/order/x> ej:signedon "2025-01-01"^^xsd:date .', "has no ej:signedon; write ej:signedOn"),
        ("<https://w3id.org/enjoin/id/ruling/x> ej:rulingType ejv:preliminary-injuncton .", "write ejv:preliminary-injunction"),
        ("<https://w3id.org/enjoin/id/order/x> a ej:Qqqqqqqqqqqq .", "has no ej:Qqqqqqqqqqqq; see /ns for the terms"),
    ],
)  # fmt: skip
def test_a_term_that_the_ontology_does_not_have_keeps_the_document_out(
    graph: Graph, text: str, told: str
) -> None:
    receipt = graph.ingest(turtle(text))
    assert receipt.quarantined
    assert told in receipt.text()


def test_the_words_of_others_and_of_the_document_itself_are_nobody_s_slip(graph: Graph) -> None:
    text = """ej:ourOwn a rdfs:Property ; rdfs:label "ours"@en .
<https://example.org/x> ej:ourOwn "1" ; <https://schema.org/name> "X" .
"""
    assert "has no ej:" not in graph.ingest(turtle(text), dry_run=True).text()


def test_warnings_about_a_document_that_went_in_are_listed(graph: Graph) -> None:
    text = """<https://w3id.org/enjoin/id/order/x> a ej:ExecutiveOrder ; rdfs:label "An order"@en ; ej:signedOn "2025-01-01"^^xsd:date ."""
    receipt = graph.ingest(turtle(text))
    assert not receipt.quarantined, receipt.text()
    assert "warning: mine.ttl, line 5: Executive orders and proclamations are numbered" in receipt.text()


# Separate opinions

API = "https://www.courtlistener.com/api/rest/v4/"


def judge(number: int, name: str, since: str) -> dict[str, Any]:
    return {
        "resource_uri": f"{API}people/{number}/", "id": number, "name_first": "Ann", "name_middle": "", "name_last": name, "name_suffix": "",
        "fjc_id": None, "date_dob": None, "date_dod": None, "is_alias_of": None,
        "positions": [{"resource_uri": f"{API}positions/{number}/", "id": number, "position_type": "jud", "person": f"{API}people/{number}/",
                       "court": f"{API}courts/ca9/", "date_start": since, "date_granularity_start": "%Y-%m-%d", "date_termination": None}],
    }  # fmt: skip


def opinion(number: int, kind: str, author: int | None, *joined: int) -> dict[str, Any]:
    return {
        "resource_uri": f"{API}opinions/{number}/", "id": number, "cluster": f"{API}clusters/9001/", "cluster_id": 9001,
        "author": f"{API}people/{author}/" if author else None, "author_id": author, "author_str": "", "per_curiam": False,
        "joined_by": [f"{API}people/{each}/" for each in joined], "joined_by_str": "", "type": kind,
    }  # fmt: skip


def test_a_dissent_is_a_vote_against_and_a_concurrence_none(graph: Graph) -> None:
    docket = {
        "resource_uri": f"{API}dockets/7001/", "id": 7001, "court": f"{API}courts/ca9/", "court_id": "ca9", "docket_number": "25-7777",
        "case_name": "Newtown v. Noem", "date_filed": "2025-09-02", "appeal_from": None,
    }  # fmt: skip
    cluster = {
        "resource_uri": f"{API}clusters/9001/", "id": 9001, "docket": f"{API}dockets/7001/", "docket_id": 7001, "date_filed": "2026-01-15",
        "case_name": "Newtown v. Noem", "precedential_status": "Published", "sub_opinions": [], "citations": [], "panel": [], "judges": "",
    }  # fmt: skip
    opinions = [
        opinion(1, "020lead", 11, 12), opinion(2, "030concurrence", 12), opinion(3, "040dissent", 13),
        opinion(4, "035concurrenceinpart", 14), opinion(5, "040dissent", 15),
    ]  # fmt: skip
    people = [judge(number, f"Judge{number}", "2014-04-01") for number in (11, 12, 13, 14)]
    people.append(judge(15, "Judge15", "2026-06-01"))  # not yet in office
    given = [
        of_json({"results": [each], "count": 1} if isinstance(each, dict) else {"results": each, "count": 5}, name)
        for name, each in (("dockets.json", docket), ("clusters.json", cluster), ("opinions.json", opinions), ("people.json", people))
    ]  # fmt: skip
    receipt = graph.ingest(*given)
    assert not receipt.quarantined, receipt.text()
    votes = {number: values(graph, f"vote/cl-9001-cl-{number}", "vote") for number in (11, 12, 13, 14, 15)}
    assert votes == {
        11: {ejv("for").value}, 12: {ejv("for").value}, 13: {ejv("against").value}, 14: {ejv("in-part").value}, 15: set(),
    }  # fmt: skip
    assert "Dissent by Ann Judge13." in values(graph, "ruling/cl-9001", "note")
    assert not graph.ingest(*given).changed


# From Python


def test_a_graph_that_was_opened_to_be_read_can_take_a_document_in(empty_store: Path, tmp_path: Path) -> None:
    shutil.copytree(empty_store, tmp_path / "var")
    with Graph.open(tmp_path / "var", clock=lambda: NOW) as graph:
        assert not graph.ingest(of_json({"results": [ORDER]})).quarantined
        assert list(graph.sparql(f"SELECT ?number {{ {entity('order/eo-15001')} ej:number ?number }}"))
        with Graph.open(tmp_path / "var") as other, pytest.raises(StoreLocked):
            other.ingest(of_json({"results": [ORDER]}))
