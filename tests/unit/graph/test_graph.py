"""The graph as one thing, as the command line, the server and programs use it."""

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import enjoin.graph as eg
from enjoin.graph.results import Limits

NATION = """\
@prefix ej: <https://w3id.org/enjoin/ns#> . @prefix ejv: <https://w3id.org/enjoin/vocab/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix j: <BASEid/jurisdiction/> .
j:us a ej:Jurisdiction ; rdfs:label "United States"@en ; ej:jurisdictionKind ejv:nation .
"""


@pytest.fixture
def nation(tmp_path: Path) -> Path:
    path = tmp_path / "nation.ttl"
    path.write_text(NATION.replace("BASE", "https://w3id.org/enjoin/"))
    return path


def test_a_graph_is_made_opened_and_found_again(tmp_path: Path, nation: Path) -> None:
    with eg.init(tmp_path / "s") as graph:
        assert graph.ingest(str(nation)).outcomes[0].state == "added"
    with eg.open(str(tmp_path / "s")) as graph:
        assert [entry.id for entry in graph.documents()] == ["nation"]
        assert graph.path == tmp_path / "s"


def test_a_graph_in_memory_does_the_same(nation: Path) -> None:
    with eg.Graph.memory() as graph:
        assert graph.ingest(nation).outcomes[0].state == "added"
        assert graph.show("us").label == "United States"
        assert graph.generation == 1
        graph.remove("nation")
        with pytest.raises(eg.EntityNotFound):
            graph.show("us")


def test_what_is_no_store_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(eg.StoreMissing):
        eg.open(tmp_path / "none")
    with pytest.raises(eg.StoreMissing):
        eg.open(tmp_path / "none", write=True)
    assert not (tmp_path / "none").exists()


def test_a_second_writer_is_told_whom_to_ask(graph: eg.Graph) -> None:
    graph.announce("http://127.0.0.1:8080")
    assert graph.path is not None
    with pytest.raises(eg.StoreLocked, match=r"http://127\.0\.0\.1:8080"):
        eg.open(graph.path, write=True)
    with eg.open(graph.path) as reader:
        assert reader.generation == graph.generation


def test_the_base_of_the_data_is_the_store_s(tmp_path: Path) -> None:
    path = tmp_path / "nation.ttl"
    path.write_text(NATION.replace("BASE", "https://example.org/data/"))
    with eg.init(tmp_path / "s", base_iri="https://example.org/data") as graph:
        graph.ingest(path)
        assert graph.resolve("us").value == "https://example.org/data/id/jurisdiction/us"
        bound = graph.bound("what-binds", jurisdiction="us", on="2025-01-01")
        assert "https://example.org/data/id/jurisdiction/us" in bound
        assert "https://w3id.org/enjoin/id/" not in bound
    with eg.open(tmp_path / "s") as graph:
        assert graph.iris.base == "https://example.org/data/"
    with pytest.raises(eg.StoreError, match="leave --base-iri out"):
        eg.open(tmp_path / "s", base_iri="https://example.com/")
    eg.open(tmp_path / "s", base_iri="https://example.org/data").close()


def test_sparql_needs_no_declaration_of_our_prefixes(graph: eg.Graph, nation: Path) -> None:
    graph.ingest(nation)
    rows = list(graph.sparql("SELECT ?l { ?s a ej:Jurisdiction ; rdfs:label ?l }"))
    assert [str(row["l"]) for row in rows] == ['"United States"@en']
    with pytest.raises(eg.QuerySyntaxError, match="prefix foo:"):
        graph.sparql("SELECT * { ?s foo:bar ?o }")
    with pytest.raises(eg.QueryRefused):
        graph.sparql("SELECT * { SERVICE <http://127.0.0.1:9/> {} }")


def test_a_stranger_s_query_runs_in_a_process_of_its_own(graph: eg.Graph, nation: Path) -> None:
    graph.ingest(nation)
    graph.readers(1, timeout_s=5.0)
    found = graph.sparql("SELECT ?s { ?s a ej:Jurisdiction }", stranger=True)
    assert [str(row["s"]) for row in found] == ["<https://w3id.org/enjoin/id/jurisdiction/us>"]
    assert graph.sparql("ASK { ?s a ej:Jurisdiction }", stranger=True)
    assert len(list(graph.sparql("DESCRIBE <id/jurisdiction/us>", stranger=True).triples())) >= 3
    with pytest.raises(eg.QueryTimeout):
        graph.sparql("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout=0.5)
    cut = graph.sparql("SELECT * { ?s ?p ?o }", stranger=True, limits=Limits(rows=5))
    body = cut.write("json", Limits(rows=5))
    assert len(json.loads(body)["results"]["bindings"]) == 5
    assert cut.truncated
    whole = graph.sparql("SELECT * { ?s ?p ?o } LIMIT 5", stranger=True, limits=Limits(rows=5))
    whole.write("json", Limits(rows=5))
    assert not whole.truncated


def test_a_stranger_s_answer_is_written_where_it_is_found(graph: eg.Graph, nation: Path) -> None:
    graph.ingest(nation)
    with graph.answer("ASK {}", forms={"boolean": "xml"}) as answer:
        assert (answer.kind, answer.media_type) == ("boolean", "application/sparql-results+xml")
    graph.remove("nation")
    with graph.answer("ASK { ?s a ej:Jurisdiction }", forms={"boolean": "json"}) as answer:
        assert b"false" in answer.read()


def test_ids_are_found_by_kind_and_misspelt_ones_get_suggestions(graph: eg.Graph, nation: Path) -> None:
    graph.ingest(nation)
    wanted = "https://w3id.org/enjoin/id/jurisdiction/us"
    for ref in ("us", "jurisdiction/us", "id/jurisdiction/us", wanted, " us "):
        assert graph.resolve(ref).value == wanted
    for ref in ("order/us", "https://example.org/", "", "us/", "city/us"):
        with pytest.raises(eg.EntityNotFound):
            graph.resolve(ref)
    with pytest.raises(eg.EntityNotFound, match="did you mean us"):
        graph.resolve("usa")


def test_a_named_query_takes_what_people_write(graph: eg.Graph, nation: Path) -> None:
    graph.ingest(nation)
    assert list(graph.query("what-binds", jurisdiction="us", on=date(2025, 5, 1))) == []
    assert list(graph.query("what-binds", jurisdiction="us")) == []
    with pytest.raises(eg.QueryParameterError, match="no day"):
        graph.query("what-binds", jurisdiction="us", on="2025-02-30")
    with pytest.raises(eg.EntityNotFound, match="did you mean us"):
        graph.query("what-binds", jurisdiction="uss", on="2025-05-01")
    with pytest.raises(eg.QueryParameterError, match="what-binds"):
        graph.query("what-bind")
    with pytest.raises(eg.QueryParameterError, match="no such parameter"):
        graph.query("what-binds", jurisdiction="us", colour="red")


def test_counts_are_those_of_the_generation(graph: eg.Graph, nation: Path) -> None:
    graph.ingest(nation)
    stats = graph.stats()
    assert stats.graphs["https://w3id.org/enjoin/graph/nation"] == 3
    assert stats.triples == sum(stats.graphs.values())
    assert stats.classes["https://w3id.org/enjoin/ns#Jurisdiction"] == 1
    assert stats.generation == graph.generation
    assert stats.bytes > 0
    assert graph.stats() is stats
    json.dumps(stats.as_json())


def test_deriving_again_changes_nothing_and_publishing_makes_a_generation(
    graph: eg.Graph, nation: Path
) -> None:
    graph.ingest(nation)
    before = graph.generation
    assert not graph.derive(full=True)
    assert graph.generation == before + 1
    assert graph.publish().number == before + 2
    graph.compact()
    assert graph.generation == before + 3


def test_the_vocabulary_is_graphs_too_and_follows_its_files(
    graph: eg.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = "ASK { GRAPH <https://w3id.org/enjoin/graph/%s> { %s } }"
    assert graph.sparql(ask % ("ontology", "ej:Order a owl:Class"))
    assert graph.sparql(ask % ("concepts", "ejv:grant a skos:Concept"))
    assert graph.sparql(ask % ("shapes", "?s a sh:PropertyShape"))
    path, generation = graph.path, graph.generation
    assert path is not None
    graph.close()
    eg.open(path, write=True).close()
    with eg.open(path) as reader:
        assert reader.generation == generation, "nothing changed, so nothing is published"
    monkeypatch.setattr("enjoin.shapes.digest", lambda: "sha256:" + "0" * 64)
    eg.open(path, write=True).close()
    with eg.open(path) as reader:
        assert reader.generation == generation + 1


def test_a_day_that_no_calendar_has_is_refused(graph: eg.Graph) -> None:
    with pytest.raises(eg.QueryParameterError, match="known: '2025-02-30' is no day"):
        graph.sparql("ASK {}", known="2025-02-30")


def test_reading_an_existing_store_is_quick(starter_store: Path) -> None:
    """A second start takes the processor under two seconds: opening and a first answer, imports and all."""
    code = (
        "import sys, time; import enjoin.graph as eg;"
        "g = eg.open(sys.argv[1]); g.stats(); assert g.sparql('ASK { ?s a ej:Order }');"
        "print(time.process_time())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(starter_store)], capture_output=True, text=True, check=True
    )
    assert float(done.stdout) < 2


# The starter graph


def test_half_a_store_is_not_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: eg.Graph) -> None:
        raise eg.UnexpectedContent("orders.csv, line 2", "no number", "write one")

    monkeypatch.setattr(eg.Graph, "load_starter", fail)
    with pytest.raises(eg.UnexpectedContent):
        eg.init(tmp_path / "s", starter=True)
    assert not (tmp_path / "s").exists()


def test_a_store_can_be_moved(graph: eg.Graph, nation: Path, tmp_path: Path) -> None:
    graph.ingest(nation)
    path = graph.path
    assert path is not None
    graph.close()
    shutil.move(path, tmp_path / "moved")
    with eg.open(tmp_path / "moved", write=True) as moved:
        assert moved.ingest(nation).outcomes[0].state == "unchanged"


def test_an_answer_says_what_held_and_why(starter: eg.Graph) -> None:
    answer = starter.status("eo-13768-9a", party="us-il-chicago", on="2017-06-01").to_json()
    assert answer["state"] == "blocked"
    assert answer["because"][0].endswith("/id/ruling/r-2017-04-25-santa-clara-pi")
    assert answer["question"]["known"] == "2026-11-22"
    later = starter.status("provision/eo-13768-9a", "jurisdiction/us-il-chicago", date(2019, 6, 1))
    assert later.to_json()["state"] == "in-force"


def test_what_cannot_be_asked_is_told_with_what_could_be(starter: eg.Graph) -> None:
    with pytest.raises(eg.EntityNotFound, match="did you mean eo-13768-9"):
        starter.status("eo-13768-9x", party="us-il-chicago", on="2019-06-01")
    with pytest.raises(eg.EntityNotFound, match="us-il-chicago"):
        starter.status("eo-13768-9a", party="us-il-chicagoo", on="2019-06-01")
    with pytest.raises(eg.QueryParameterError, match="no day"):
        starter.status("eo-13768-9a", party="us-il-chicago", on="2025-02-30")


def test_before_anything_was_recorded_nothing_was_known(starter: eg.Graph) -> None:
    answer = starter.status("eo-13768-9a", "us-il-chicago", "2019-06-01", known="2020-01-01").to_json()
    assert (answer["state"], answer["enforceable"]) == ("uncertain", "unknown")
    assert list(starter.sparql("SELECT * { ?s a ej:Ruling }", known="2020-01-01")) == []
    same = starter.status("eo-13768-9a", "us-il-chicago", "2019-06-01", known="2026-11-21").to_json()
    assert same["state"] == "in-force"


def test_a_lawsuit_is_exported_whole(starter: eg.Graph) -> None:
    dump = starter.export(lawsuit="sf-v-trump-2017", form="turtle")
    assert isinstance(dump, bytes)
    text = dump.decode()
    for part in (
        "lawsuit/sf-v-trump-2017",
        "proceeding/ca9-17-17478",
        "ruling/r-2018-08-01-ca9",
        "ej:grantedBy",
        "ej:verification",
    ):
        assert part in text
