"""Who may be whom: offered with reasons, decided by editors, taken back whole."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from enjoin.graph import EntityNotFound, Graph
from enjoin.graph.identity.links import DecidedAlready, Link
from enjoin.graph.ingestion.documents import Document, from_bytes
from enjoin.ontology.terms import ej, term

PREFIXES = """@prefix ej: <https://w3id.org/enjoin/ns#> . @prefix ejv: <https://w3id.org/enjoin/vocab/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @base <https://w3id.org/enjoin/id/> .
"""
DIRECTORY = """
<judge/reed> a ej:Person ; rdfs:label "William Horsley Reed"@en ; foaf:name "William Horsley Reed" ;
  ej:fjcNid "1394201" ; ej:bornOn "1953-05-11"^^xsd:date .
<judge/reed-jr> a ej:Person ; rdfs:label "Robert Reed"@en ; foaf:name "Robert Reed" ; ej:fjcNid "1394202" .
<court/x> a ej:Court ; rdfs:label "District Court X"@en ; ej:courtLevel ejv:trial-court ; ej:citationString "X" .
<lawsuit/doe> a ej:Lawsuit ; rdfs:label "Doe v. Reed"@en ; ej:caption "Doe v. Reed" .
<proceeding/doe> a ej:Proceeding ; rdfs:label "Doe v. Reed, No. 1:25-cv-00007 (X)"@en ; ej:partOfLawsuit <lawsuit/doe> ;
  ej:inCourt <court/x> ; ej:docketNumber "1:25-cv-00007-WHR" ; ej:caption "Doe v. Reed" ; ej:filedOn "2025-02-03"^^xsd:date .
"""
TRACKER = """
<judge/w-reed> a ej:Person ; rdfs:label "Wiliam H. Reed"@en ; foaf:name "Wiliam H. Reed" ; ej:bornOn "1953"^^xsd:gYear .
<lawsuit/x-doe> a ej:Lawsuit ; rdfs:label "Doe v. Reed et al."@en ; ej:caption "Doe v. Reed et al." .
<proceeding/x-doe> a ej:Proceeding ; rdfs:label "Doe v. Reed et al. (X)"@en ; ej:partOfLawsuit <lawsuit/x-doe> ;
  ej:inCourt <court/x> ; ej:caption "Doe v. Reed et al." ; ej:filedOn "2025-02-04"^^xsd:date ;
  ej:presidedBy <judge/w-reed> .
"""
HERE = "https://w3id.org/enjoin/id/"
BY = {"editor": "M. Editor", "reason": "The docket says so."}


def document(text: str, name: str) -> Document:
    return from_bytes((PREFIXES + text).encode(), f"{name}.ttl")


def entity(name: str) -> NamedNode:
    return NamedNode(HERE + name)


@pytest.fixture
def graph() -> Iterator[Graph]:
    clock = iter(datetime(2026, 1, day, hour, tzinfo=UTC) for day in range(1, 28) for hour in range(24))
    with Graph.memory(clock=lambda: next(clock)) as made:
        receipt = made.ingest(document(DIRECTORY, "directory"), document(TRACKER, "tracker"))
        assert not receipt.quarantined, receipt.text()
        yield made


def said(graph: Graph) -> set[Quad]:
    """What documents say, as it stands."""
    hidden = {graph.iris.graph(name) for name in ("adoptions", "provenance")}
    return {quad for quad in graph.store().quads() if quad.graph_name not in hidden}


def texts(graph: Graph, name: str, predicate: NamedNode) -> set[str]:
    """The literals that a property of an entity has."""
    found = graph.store().quads(entity(name), predicate)
    return {quad.object.value for quad in found if isinstance(quad.object, Literal)}


def the(graph: Graph, kind: str) -> Link:
    (found,) = graph.links(kind=kind)
    return found


def test_a_name_with_a_slip_is_offered_with_its_reasons(graph: Graph) -> None:
    link = the(graph, "judge")
    assert (link.keeps, link.other) == (entity("judge/reed"), entity("judge/w-reed"))
    assert 0.8 <= link.score < 1
    assert any("Wiliam H. Reed" in reason for reason in link.reasons)
    assert any("no number at the Federal Judicial Center" in reason for reason in link.reasons)


def test_a_docket_without_a_number_is_offered_for_its_caption_and_court(graph: Graph) -> None:
    link = the(graph, "proceeding")
    assert "in one court" in link.reasons
    assert "filed 1 days apart" in " ".join(link.reasons) or "filed" in " ".join(link.reasons)


def test_what_differs_in_a_number_is_never_offered(graph: Graph) -> None:
    names = {frozenset((each.keeps, each.other)) for each in graph.links()}
    assert frozenset((entity("judge/reed"), entity("judge/reed-jr"))) not in names


def test_nothing_is_merged_without_a_decision(graph: Graph) -> None:
    assert next(graph.store().quads(entity("judge/w-reed")), None) is not None


def test_an_accepted_pair_is_one_for_every_query(graph: Graph) -> None:
    graph.links.accept(the(graph, "judge").id, **BY)
    rows = list(graph.sparql(f"SELECT ?p WHERE {{ ?p ej:presidedBy <{HERE}judge/reed> }}"))
    assert len(rows) == 1
    assert not [quad for quad in said(graph) if entity("judge/w-reed") in (quad.subject, quad.object)]
    assert graph.resolve("judge/w-reed") == entity("judge/reed")
    assert texts(graph, "judge/reed", term("rdfs:label")) == {"William Horsley Reed"}
    notes = " ".join(texts(graph, "judge/reed", ej("note")))
    assert "judge/w-reed" in notes
    assert "1953" in notes


def test_one_docket_means_one_lawsuit(graph: Graph) -> None:
    graph.links.accept(the(graph, "proceeding").id, **BY)
    suits = {quad.object for quad in graph.store().quads(entity("proceeding/doe"), ej("partOfLawsuit"))}
    assert suits == {entity("lawsuit/doe")}
    assert graph.resolve("lawsuit/x-doe") == entity("lawsuit/doe")


def test_taking_it_back_leaves_no_trace_in_the_documents(graph: Graph) -> None:
    before = said(graph)
    judge, docket = the(graph, "judge"), the(graph, "proceeding")
    graph.links.accept(judge.id, **BY)
    graph.links.accept(docket.id, **BY)
    assert said(graph) != before
    graph.links.undo(judge.id, **BY)
    graph.links.undo(docket.id, **BY)
    assert said(graph) == before
    assert {each.id for each in graph.links()} == {judge.id, docket.id}
    assert len(graph.links.history()) == 2
    assert not any(each.holds for each in graph.links.history())


def test_a_decision_holds_for_the_document_as_it_comes_again(graph: Graph) -> None:
    graph.links.accept(the(graph, "judge").id, **BY)
    once = said(graph)
    receipt = graph.ingest(document(TRACKER + '<judge/w-reed> ej:note "Sits in X." .', "tracker"))
    assert not receipt.quarantined
    assert said(graph) - once
    assert not [quad for quad in said(graph) if entity("judge/w-reed") in (quad.subject, quad.object)]
    graph.links.undo(graph.links("accepted")[0].id, **BY)
    assert next(graph.store().quads(entity("judge/w-reed"), ej("note")), None) is not None


def test_the_same_bytes_change_nothing_after_a_decision(graph: Graph) -> None:
    graph.links.accept(the(graph, "judge").id, **BY)
    assert not graph.ingest(document(TRACKER, "tracker")).changed


def test_a_rejected_pair_is_never_offered_again(graph: Graph) -> None:
    link = the(graph, "judge")
    graph.links.reject(link.id, **BY)
    assert graph.links(kind="judge") == []
    graph.ingest(document(TRACKER + '<judge/w-reed> ej:note "Sits in X." .', "tracker"))
    assert graph.links(kind="judge") == []
    assert graph.links.get(link.id).state == "rejected"


def test_a_pair_can_be_named(graph: Graph) -> None:
    link = graph.links.accept("judge/reed-jr", "judge/w-reed", editor="M. Editor", reason="Asked the clerk.")
    assert (link.keeps, link.state) == (entity("judge/reed-jr"), "accepted")
    with pytest.raises(DecidedAlready):
        graph.links.accept("judge/reed-jr", "court/x", **BY)


def test_a_decision_is_told_with_editor_moment_and_reason(graph: Graph) -> None:
    link = graph.links.accept(the(graph, "judge").id, **BY)
    rows = list(
        graph.sparql(
            "SELECT ?who ?why ?when WHERE { ?d a ej:IdentityDecision ; prov:wasAttributedTo ?who ; "
            "ej:rationale ?why ; ej:recordedAt ?when }"
        )
    )
    assert (rows[0]["who"], rows[0]["why"]) == (Literal("M. Editor"), Literal("The docket says so."))
    with pytest.raises(DecidedAlready, match="one already"):
        graph.links.accept(link.id, **BY)
    with pytest.raises(DecidedAlready, match="editor"):
        graph.links.reject("judge/reed", "judge/reed-jr", editor=" ", reason="x")
    with pytest.raises(EntityNotFound):
        graph.links.get("judge-nobody")


def test_what_was_known_before_a_decision_is_two_still(tmp_path: Path) -> None:
    days = iter(datetime(2026, 1, day, tzinfo=UTC) for day in range(1, 28))
    with Graph.init(tmp_path / "var", clock=lambda: next(days)) as graph:
        graph.ingest(document(DIRECTORY, "directory"), document(TRACKER, "tracker"))
        before = next(days).date()
        graph.links.accept(the(graph, "judge").id, **BY)
        assert graph.resolve("judge/w-reed") == entity("judge/reed")
        assert graph.resolve("judge/w-reed", known=before) == entity("judge/w-reed")
        entry, kept = graph.document("tracker")
        assert entry is not None
        assert (entry.revision, [each.revision for each in kept]) == (2, [1])


def test_an_export_carries_the_decisions_along(graph: Graph, tmp_path: Path) -> None:
    before = documents_of(graph)
    link = graph.links.accept(the(graph, "judge").id, **BY)
    graph.export(tmp_path / "all.nq", everything=True)
    with Graph.memory(clock=lambda: datetime(2026, 2, 1, tzinfo=UTC)) as other:
        receipt = other.ingest(tmp_path / "all.nq")
        assert not receipt.quarantined, receipt.text()
        assert [each.state for each in other.links("accepted")] == ["accepted"]
        assert documents_of(other) == documents_of(graph)
        other.links.undo(link.id, **BY)
        assert documents_of(other) == before


def documents_of(graph: Graph) -> set[Quad]:
    """What the two documents say, as it stands."""
    return {
        quad
        for name in ("directory", "tracker")
        for quad in graph.store().quads(graph=graph.iris.graph(name))
    }


def test_one_is_told_where_nobody_looked_for_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a bulk load: so many documents are entered when all links are asked for."""
    monkeypatch.setattr("enjoin.graph.identity.links.LATER", 0)
    with Graph.memory() as graph:
        told = graph.ingest(document(DIRECTORY, "directory"), document(TRACKER, "tracker"))
        assert told.unlinked
        assert told.as_json()["unlinked"] is True
        assert "were not looked for: enjoin link list" in told.text()
        assert graph.links.list()
        assert not graph.ingest(document('<judge/a> a ej:Person ; rdfs:label "A. B."@en .', "third")).unlinked
