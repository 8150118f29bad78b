"""The starter graph goes in whole, is sound, comes back from its export byte for byte, and takes what users bring."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

import enjoin.graph as eg


def test_the_starter_graph_goes_in_whole(starter: eg.Graph) -> None:
    assert starter.quarantine.list() == []
    ids = {entry.id for entry in starter.documents()}
    assert {"starter-orders", "starter-cases", "starter-rulings", "starter-effects", "starter-claims"} <= ids
    assert all(entry.recorded_at == "2026-11-21T00:00:00Z" for entry in starter.documents())
    assert all(entry.retrieved_on == "2026-11-21" for entry in starter.documents())
    assert starter.show("eo-13768").label == "Executive Order 13768"


@pytest.mark.slow
def test_building_the_starter_again_gives_the_same_bytes(starter: eg.Graph, tmp_path: Path) -> None:
    later = datetime(2030, 1, 1, tzinfo=UTC)
    with eg.init(tmp_path / "again", starter=True, clock=lambda: later) as again:
        assert again.export(everything=True, form="nquads") == starter.export(everything=True, form="nquads")


@pytest.mark.slow
def test_the_starter_exported_wiped_and_ingested_is_the_same_graph(starter: eg.Graph, tmp_path: Path) -> None:
    dump = tmp_path / "all.nq.gz"
    starter.export(dump, everything=True)
    with eg.init(tmp_path / "again") as again:
        assert again.ingest(dump).outcomes[0].state == "restored"
        assert again.export(everything=True, form="nquads") == starter.export(everything=True, form="nquads")


@pytest.mark.slow
def test_a_user_s_file_goes_into_the_starter_graph(starter_copy: eg.Graph, tmp_path: Path) -> None:
    path = tmp_path / "more.ttl"
    path.write_text(
        "@prefix ej: <https://w3id.org/enjoin/ns#> . @prefix ejv: <https://w3id.org/enjoin/vocab/> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix j: <https://w3id.org/enjoin/id/jurisdiction/> .\n"
        'j:us-xx a ej:Jurisdiction ; rdfs:label "Elsewhere"@en ; ej:jurisdictionKind ejv:state ; ej:within j:us .'
    )
    before = starter_copy.stats().triples
    assert starter_copy.ingest(path).outcomes[0].state == "added"
    assert starter_copy.stats().triples > before


@pytest.mark.slow
def test_what_is_derived_conforms_too(starter: eg.Graph) -> None:
    from enjoin.graph.storage.store import Store
    from enjoin.graph.validation import validate

    store = starter.store()
    assert isinstance(store, Store)
    vocabulary = {starter.iris.graph(name) for name in ("ontology", "concepts", "shapes")}
    graphs = {name: list(store.quads(graph=name)) for name in store.graphs() if name not in vocabulary}
    report = validate.validate(validate.context(*graphs.values()))
    assert report.violations == ()


def test_the_starter_graph_and_the_ontology_are_sound(starter: eg.Graph) -> None:
    found = starter.check()
    assert found.faults == ()
    assert found.sound
    assert found.reasoned is None
