"""A backup is a store; what comes back of it is the same graph, revisions and all."""

from pathlib import Path

import pytest

import enjoin.graph as eg
from enjoin.graph.ingestion import documents

NATION = """\
@prefix ej: <https://w3id.org/enjoin/ns#> . @prefix ejv: <https://w3id.org/enjoin/vocab/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix j: <https://w3id.org/enjoin/id/jurisdiction/> .
j:us a ej:Jurisdiction ; rdfs:label "{}"@en ; ej:jurisdictionKind ejv:nation .
"""


@pytest.fixture
def filled(graph: eg.Graph) -> eg.Graph:
    for label in ("USA", "United States"):
        graph.ingest(documents.from_bytes(NATION.format(label).encode(), "nation.ttl"))
    graph.ingest(documents.from_bytes(b"nonsense", "nonsense.ttl"))
    return graph


def test_a_backup_made_while_the_store_is_written_comes_back_as_it_was(
    filled: eg.Graph, tmp_path: Path
) -> None:
    assert filled.path is not None
    with eg.open(filled.path) as reader:
        assert reader.backup(tmp_path / "copy").number == filled.generation
    before = filled.export(everything=True, form="nquads")
    filled.remove("nation")
    with eg.Graph.restore(tmp_path / "copy", tmp_path / "again") as again:
        assert again.export(everything=True, form="nquads") == before
        assert [kept.revision for kept in again.document("nation")[1]] == [1]
        assert [parked.id for parked in again.quarantine.list()] == ["nonsense"]
        again.remove("nation")


def test_a_backup_can_be_opened_as_it_is(filled: eg.Graph, tmp_path: Path) -> None:
    filled.backup(tmp_path / "copy")
    with eg.open(tmp_path / "copy") as copy:
        assert [entry.id for entry in copy.documents()] == ["nation"]


def test_nothing_is_written_over(filled: eg.Graph, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis").write_text("x")
    with pytest.raises(eg.StoreError, match="not empty"):
        filled.backup(tmp_path / "full")
    filled.backup(tmp_path / "copy")
    with pytest.raises(eg.StoreError, match="not empty"):
        eg.Graph.restore(tmp_path / "copy", tmp_path / "full")
    with pytest.raises(eg.StoreMissing):
        eg.Graph.restore(tmp_path / "none", tmp_path / "new")


def test_every_graph_is_checked_against_what_was_recorded(filled: eg.Graph) -> None:
    found = {each.graph.rpartition("/")[2]: each for each in filled.verify()}
    assert found["nation"].statements == 3
    assert not any(each.fault for each in found.values())
    assert {each.sha256 for each in filled.verify()} == {each.sha256 for each in found.values()}
    store = filled._keeper.store()
    store.replace({filled.iris.graph("nation"): list(store.quads(graph=filled.iris.graph("nation")))[:2]})
    filled.publish()
    [wrong] = [each for each in filled.verify() if each.fault]
    assert (wrong.statements, wrong.fault) == (2, "3 statements were recorded")
    store.replace({}, drop=[filled.iris.graph("nation")])
    filled.publish()
    assert [each.fault for each in filled.verify() if each.fault] == ["3 statements were recorded"]
