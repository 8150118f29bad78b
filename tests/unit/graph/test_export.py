"""Dumps: equal data, equal bytes; and a dump that is read back is the same graph."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

import enjoin.graph as eg
from enjoin.graph import export, formats
from enjoin.graph.ingestion import documents
from enjoin.graph.iris import Iris

IRIS = Iris()
PREFIXES = """\
@prefix ej: <https://w3id.org/enjoin/ns#> .
@prefix ejv: <https://w3id.org/enjoin/vocab/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix j: <https://w3id.org/enjoin/id/jurisdiction/> .
"""
NATION = 'j:us a ej:Jurisdiction ; rdfs:label "United States"@en ; ej:jurisdictionKind ejv:nation .\n'
STATE = (
    'j:us-il a ej:Jurisdiction ; rdfs:label "Illinois"@en ; ej:jurisdictionKind ejv:state ; ej:within j:us ;\n'
    '   rdfs:seeAlso [ rdfs:comment "one" ; rdfs:seeAlso [ rdfs:comment "two" ] ] .\n'
)
ALL = [form.name for form in formats.GRAPHS]


def turtle(text: str, name: str) -> documents.Document:
    return documents.from_bytes((PREFIXES + text).encode(), f"{name}.ttl")


@pytest.fixture
def places(graph: eg.Graph) -> eg.Graph:
    graph.ingest(turtle(NATION, "nation"), turtle(STATE, "states"))
    return graph


def dump(graph: eg.Graph, form: str = "nquads", *, everything: bool = True) -> bytes:
    found = graph.export(form=form, everything=everything)
    assert isinstance(found, bytes)
    return found


def test_the_same_graph_gives_the_same_bytes(places: eg.Graph, tmp_path: Path) -> None:
    """Also from another store, filled in another order, where blank nodes have other labels."""
    with eg.Graph.init(tmp_path / "other", clock=places._clock) as other:
        other.ingest(turtle(NATION, "nation"))
        other.ingest(turtle(STATE + "j:us-il ej:note 'x' .", "states"))
        other.remove("states")
        (tmp_path / "other" / "revisions" / "states" / "1.nq.gz").unlink()
        other.ingest(turtle(STATE, "states"))
        for form in ALL:
            assert dump(places, form, everything=False) == dump(other, form, everything=False)


def test_every_format_holds_all_statements(places: eg.Graph) -> None:
    listed = export.of_layer(places.store(), IRIS)
    for chosen in formats.GRAPHS:
        assert isinstance(chosen.engine, RdfFormat)
        back = list(parse(dump(places, chosen.name, everything=False), format=chosen.engine))
        once = {(quad.subject, quad.predicate, quad.object) for quad in listed}
        assert len(back) == len(listed if chosen.holds_graphs else once)
        assert {quad.graph_name for quad in back if isinstance(quad.graph_name, NamedNode)} == (
            {quad.graph_name for quad in listed} if chosen.holds_graphs else set()
        )


@pytest.mark.parametrize(("form", "everything"), [("trig", True), ("nquads", True), ("trig", False)])
def test_an_export_read_into_an_empty_store_is_the_same_graph(
    places: eg.Graph, tmp_path: Path, form: str, everything: bool
) -> None:
    before = dump(places, form, everything=everything)
    with eg.Graph.init(tmp_path / "again") as again:
        receipt = again.ingest(documents.from_bytes(before, "dump"))
        [outcome] = receipt.outcomes
        assert (outcome.state, outcome.quarantined) == ("restored", False)
        assert dump(again, form, everything=everything) == before
        assert again.documents() == places.documents()
        assert again.ingest(documents.from_bytes(before, "dump")).outcomes[0].state == "unchanged"
        assert dump(again, form, everything=everything) == before


def test_an_export_of_a_graph_that_it_is_already_in_changes_nothing(places: eg.Graph) -> None:
    before, generation = dump(places), places.generation
    assert places.ingest(documents.from_bytes(before, "dump")).outcomes[0].state == "unchanged"
    assert (dump(places), places.generation) == (before, generation)


def test_an_export_with_a_graph_of_unknown_origin_is_refused(places: eg.Graph, tmp_path: Path) -> None:
    quad = Quad(NamedNode("a:s"), NamedNode("a:p"), Literal("x"), IRIS.graph("stray"))
    with eg.Graph.init(tmp_path / "again") as again:
        [outcome] = again.ingest(documents.from_bytes(dump(places) + f"{quad} .\n".encode(), "dump")).outcomes
        assert outcome.quarantined
        assert "does not tell of the graph" in outcome.problems[0]


def test_turtle_has_its_prefixes_sorted_and_types_first(places: eg.Graph) -> None:
    text = dump(places, "turtle", everything=False).decode()
    prefixes = [line for line in text.splitlines() if line.startswith("@prefix")]
    assert prefixes == sorted(prefixes)
    assert "\n<https://w3id.org/enjoin/id/jurisdiction/us> a ej:" in text


def test_a_file_is_written_whole_with_a_manifest(places: eg.Graph, tmp_path: Path) -> None:
    path = tmp_path / "all.nq.gz"
    manifest = places.export(path)
    assert isinstance(manifest, export.Manifest)
    content = path.read_bytes()
    assert manifest.sha256 == hashlib.sha256(content).hexdigest()
    assert manifest.statements == gzip.decompress(content).count(b"\n")
    assert manifest.format == "nquads"
    assert manifest.graphs[IRIS.graph("nation").value] == 3
    export.save_manifest(manifest, path)
    said = json.loads((tmp_path / "all.nq.gz.manifest.json").read_text())
    assert said["sha256"] == manifest.sha256
    assert sorted(file.name for file in tmp_path.iterdir() if file.name.startswith(("all", "."))) == [
        "all.nq.gz",
        "all.nq.gz.manifest.json",
    ]
    assert places.export(tmp_path / "again.nq.gz").sha256 == manifest.sha256  # pyright: ignore[reportAttributeAccessIssue]


def test_a_write_that_fails_leaves_the_former_file(
    places: eg.Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "all.trig"
    path.write_text("former")
    monkeypatch.setattr(
        "enjoin.graph.storage.files.os.fsync", lambda _: (_ for _ in ()).throw(OSError("disk full"))
    )
    with pytest.raises(eg.StoreError, match="disk full"):
        places.export(path)
    assert path.read_text() == "former"
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


def test_one_graph_one_entity_one_layer(places: eg.Graph) -> None:
    one = places.export(graph="nation", form="ntriples")
    assert isinstance(one, bytes)
    assert one.count(b"\n") == 3
    assert places.export(graph=IRIS.graph("nation").value, form="ntriples") == one
    entity = places.export(entity="us-il", form="ntriples")
    assert isinstance(entity, bytes)
    assert entity.count(b"\n") == 8 + sum(
        1 for _ in places.store().quads(places.resolve("us-il"), graph=IRIS.graph("derived"))
    )
    asserted = places.export(asserted=True, form="nquads")
    assert isinstance(asserted, bytes)
    assert IRIS.graph("derived").value.encode() + b"> ." not in asserted
    assert IRIS.graph("ontology").value.encode() + b"> ." in dump(places)
    assert IRIS.graph("ontology").value.encode() + b"> ." not in dump(places, everything=False)


def test_what_cannot_be_exported_is_named(places: eg.Graph, tmp_path: Path) -> None:
    with pytest.raises(eg.EntityNotFound, match="did you mean nation"):
        places.export(graph="nations")
    with pytest.raises(eg.EntityNotFound):
        places.export(lawsuit="us-il")
    with pytest.raises(eg.QueryParameterError, match="no format"):
        places.export(tmp_path / "dump")
    with pytest.raises(eg.QueryParameterError, match="exclude"):
        places.export(asserted=True, everything=True)


def test_statements_said_twice_are_written_once_where_graphs_are_lost() -> None:
    same = [Quad(NamedNode("a:s"), NamedNode("a:p"), Literal("x"), NamedNode(f"a:g{i}")) for i in range(3)]
    assert export.written(same, formats.named("ntriples", "triples")).count(b"\n") == 1
    nodes = [Quad(BlankNode(), NamedNode("a:p"), Literal("x"), NamedNode("a:g"))]
    assert export.written(nodes, formats.named("nquads", "triples")).startswith(b"_:c14n0 ")
