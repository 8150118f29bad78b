"""Whose word is shown first: by the kind of the source that a row cites, else by what read the document."""

from datetime import UTC, datetime

from pyoxigraph import Literal

from enjoin.graph import Graph
from enjoin.graph.ingestion.documents import from_bytes
from enjoin.graph.precedence import ADAPTERS, ranks

PREFIXES = """@prefix ej: <https://w3id.org/enjoin/ns#> . @prefix ejv: <https://w3id.org/enjoin/vocab/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@base <https://w3id.org/enjoin/id/> .
"""


def said(name: str, kind: str, note: str) -> str:
    return f"""{PREFIXES}
<judge/reed> a ej:Person ; rdfs:label "John Reed"@en ; foaf:name "John Reed" ; ej:note "{note}" .
<source/{name}> a ej:Source ; rdfs:label "{name}"@en ; ej:sourceKind ejv:{kind} ; ej:sourceRank ejv:secondary .
<../graph/{name}#1> a ej:Record ; ej:about <judge/reed> ; ej:verification ejv:stored ; ej:line 1 ;
  ej:citedSource <source/{name}> ."""


def test_the_kinds_of_sources_have_the_order_of_the_ontology() -> None:
    assert sorted(ranks(), key=lambda kind: ranks()[kind]) == [
        "court-record", "gazette", "official-list", "curated", "tracker", "press",
    ]  # fmt: skip
    assert set(ADAPTERS.values()) <= ranks().keys()


def test_the_court_goes_before_the_press_and_nobody_is_left_out() -> None:
    with Graph.memory(clock=lambda: datetime(2026, 1, 1, tzinfo=UTC)) as graph:
        for name, kind, note in (
            ("a-paper", "press", "A"),
            ("the-docket", "court-record", "Z"),
            ("a-list", "tracker", "B"),
        ):
            receipt = graph.ingest(from_bytes(said(name, kind, note).encode(), f"{name}.ttl"))
            assert not receipt.quarantined, receipt.text()
        groups = {group.predicate.label: group for group in graph.show("judge/reed").groups}
        assert [each.value.term for each in groups["note"].statements] == [
            Literal("Z"), Literal("B"), Literal("A"),
        ]  # fmt: skip
        (label,) = groups["rdfs:label"].statements
        assert [each.title for each in label.said] == ["the-docket.ttl", "a-list.ttl", "a-paper.ttl"]
