"""SPARQL updates: tried first, judged, recorded, all of their operations or none."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

import enjoin.graph as eg
from enjoin.graph.errors import (
    GraphProtected,
    LoadRefused,
    Nonconforming,
    QueryError,
    QueryParameterError,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    UnexpectedContent,
)
from enjoin.graph.ingestion import documents
from enjoin.graph.updates.written import Written

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BASE = "https://w3id.org/enjoin/"
DEFAULT = f"{BASE}graph/default"
NATION = """\
@prefix ej: <https://w3id.org/enjoin/ns#> .
@prefix ejv: <https://w3id.org/enjoin/vocab/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://w3id.org/enjoin/id/jurisdiction/us> a ej:Jurisdiction ;
    rdfs:label "United States"@en ; ej:jurisdictionKind ejv:nation .
"""


@pytest.fixture(params=["memory", "disk"])
def written(request: pytest.FixtureRequest, empty_store: Path, tmp_path: Path) -> Iterator[eg.Graph]:
    """An empty graph that is written to, of both kinds."""
    if request.param == "memory":
        with eg.Graph.memory(clock=lambda: NOW) as graph:
            yield graph
    else:
        yield request.getfixturevalue("graph")


def said(graph: eg.Graph, name: str) -> set[str]:
    """What a graph says, without the graph."""
    return {str(quad.triple) for quad in graph.store().quads(graph=NamedNode(name))}


def own(graph: eg.Graph) -> set[str]:
    """What a bare store's own default graph says."""
    return {str(quad) for quad in graph.store().quads() if "Default" in repr(quad.graph_name)}


def counts(found: Written) -> dict[str, tuple[int, int]]:
    return {name: (change.added, change.removed) for name, change in found.changes.items()}


def test_data_goes_in_and_is_read_at_once(written: eg.Graph) -> None:
    before = written.generation
    found = written.update("INSERT DATA { <a:s> <a:p> 1 . GRAPH <a:g> { <a:s> <a:p> 2 } }")
    assert counts(found) == {"a:g": (1, 0), DEFAULT: (1, 0)}
    assert found.created == ("a:g", DEFAULT)
    assert found.generation == written.generation == before + 1
    assert said(written, "a:g") == {'<a:s> <a:p> "2"^^<http://www.w3.org/2001/XMLSchema#integer>'}
    assert bool(written.sparql("ASK { <a:s> <a:p> 1, 2 }")), "patterns see all graphs"


def test_what_changes_nothing_publishes_nothing(written: eg.Graph) -> None:
    written.update("INSERT DATA { <a:s> <a:p> 1 }")
    before, documents = written.generation, written.documents()
    for text in (
        "INSERT DATA { <a:s> <a:p> 1 }",
        "DELETE DATA { <a:s> <a:p> 2 }",
        "INSERT DATA { <a:s> <a:p> 3 } ; DELETE DATA { <a:s> <a:p> 3 }",
        "",
    ):
        found = written.update(text)
        assert not found
        assert found.generation == before
    assert (written.generation, written.documents()) == (before, documents)


def test_operations_follow_one_another_and_all_are_done_or_none(written: eg.Graph) -> None:
    found = written.update(
        """PREFIX a: <a:> INSERT DATA { a:s a:p 1, 2 } ;
        PREFIX b: <a:> DELETE { ?s b:p ?o } INSERT { ?s b:q ?o } WHERE { ?s b:p ?o FILTER(?o > 1) }"""
    )
    assert counts(found) == {DEFAULT: (2, 0)}
    before = said(written, DEFAULT)
    assert len(before) == 2
    with pytest.raises(QueryError, match="no graph <a:none>"):
        written.update("INSERT DATA { <a:s> <a:p> 9 } ; DROP GRAPH <a:none>")
    assert said(written, DEFAULT) == before


def test_blank_nodes_of_two_updates_stay_apart_and_those_there_are_can_be_changed(written: eg.Graph) -> None:
    written.update("INSERT DATA { _:x <a:p> 1 . GRAPH <a:g> { _:x <a:q> 2 } }")
    written.update("INSERT DATA { _:x <a:p> 1 }")
    rows = list(written.sparql("SELECT ?x { ?x <a:p> 1 }"))
    assert len(rows) == 2
    shared = list(written.sparql("SELECT ?x { ?x <a:p> 1 ; <a:q> 2 }"))
    assert len(shared) == 1, "one blank node of one operation is one, in whatever graphs"
    found = written.update("DELETE { ?x <a:p> 1 } INSERT { ?x <a:p> 3 } WHERE { ?x <a:q> 2 }")
    assert counts(found) == {DEFAULT: (1, 1)}
    assert list(written.sparql("SELECT ?x { ?x <a:p> 3 ; <a:q> 2 }")) == shared


def test_solutions_are_found_once_for_all_templates(memory: eg.Graph) -> None:
    """Else what is made up (UUID, RAND, a blank node) would be another thing in each graph."""
    memory.update("INSERT DATA { <a:s> <a:p> 1, 2 }")
    memory.update(
        "INSERT { GRAPH <a:g> { ?s <a:is> ?u } GRAPH <a:h> { ?u <a:of> ?s , _:b } GRAPH <a:i> { _:b <a:in> ?s } }"
        "WHERE { ?s <a:p> ?o BIND(UUID() AS ?u) }"
    )
    assert (
        len(list(memory.sparql("SELECT ?u { GRAPH <a:g> { ?s <a:is> ?u } GRAPH <a:h> { ?u <a:of> ?s } }")))
        == 2
    )
    assert (
        len(list(memory.sparql("SELECT ?b { GRAPH <a:h> { ?u <a:of> ?b } GRAPH <a:i> { ?b <a:in> ?s } }")))
        == 2
    )


def test_with_and_using_say_what_patterns_see(bare: eg.Graph) -> None:
    bare.update("INSERT DATA { <a:s> <a:p> 0 . GRAPH <a:1> { <a:s> <a:p> 1 } GRAPH <a:2> { <a:s> <a:p> 2 } }")
    bare.update("WITH <a:1> INSERT { <a:seen> <a:with> ?o } WHERE { ?s <a:p> ?o }")
    assert len(said(bare, "a:1")) == 2
    bare.update("WITH <a:1> INSERT { <a:seen> <a:graph> ?g } WHERE { GRAPH ?g { ?s <a:p> ?o } }")
    assert len(said(bare, "a:1")) == 4, "GRAPH sees all graphs beside WITH"
    bare.update("INSERT { <a:seen> <a:using> ?o } USING <a:2> WHERE { ?s <a:p> ?o }")
    bare.update("INSERT { <a:seen> <a:never> ?g } USING <a:2> WHERE { GRAPH ?g { ?s <a:p> ?o } }")
    bare.update(
        "WITH <a:1> INSERT { <a:seen> <a:named> ?g } USING NAMED <a:2> WHERE { GRAPH ?g { ?s <a:p> ?o } }"
    )
    bare.update("INSERT { <a:seen> <a:own> ?o } WHERE { ?s <a:p> ?o }")
    told = " ".join(own(bare))
    assert '<a:using> "2"' in told
    assert "<a:never>" not in told
    assert '<a:own> "0"' in told
    assert '<a:own> "1"' not in told
    assert "<a:seen> <a:named> <a:2>" in said(bare, "a:1")


def test_the_protocol_s_graphs_are_those_of_the_patterns(bare: eg.Graph) -> None:
    bare.update("INSERT DATA { <a:s> <a:p> 0 . GRAPH <a:1> { <a:s> <a:p> 1 } GRAPH <a:2> { <a:s> <a:p> 2 } }")
    bare.update("INSERT { <a:seen> <a:one> ?o } WHERE { ?s <a:p> ?o }", using_graphs=["a:1"])
    bare.update(
        "INSERT { <a:seen> <a:two> ?o } WHERE { { GRAPH ?g { ?s <a:p> ?o } } UNION { ?s <a:p> ?o } }",
        using_named_graphs=["a:2"],
    )
    told = " ".join(own(bare))
    assert '<a:one> "1"' in told
    assert '<a:one> "0"' not in told
    assert '<a:two> "2"' in told
    assert '<a:two> "0"' not in told
    for text in (
        "WITH <a:1> DELETE { ?s ?p ?o } WHERE {?s ?p ?o}",
        "DELETE {?s ?p ?o} USING <a:1> WHERE {?s ?p ?o}",
    ):
        with pytest.raises(QueryParameterError, match="using-graph-uri"):
            bare.update(text, using_graphs=["a:1"])
    with pytest.raises(QueryParameterError, match="IRI"):
        bare.update("CLEAR ALL", using_graphs=["no iri"])


def test_whole_graphs_are_cleared_copied_moved_and_made(bare: eg.Graph) -> None:
    bare.update("INSERT DATA { <a:s> <a:p> 0 . GRAPH <a:1> { <a:s> <a:p> 1 } GRAPH <a:2> { <a:s> <a:p> 2 } }")
    found = bare.update(
        "COPY DEFAULT TO <a:1> ; MOVE <a:2> TO <a:3> ; ADD <a:3> TO DEFAULT ; CREATE GRAPH <a:4>"
    )
    assert counts(found) == {"": (1, 0), "a:1": (1, 1), "a:2": (0, 1), "a:3": (1, 0)}
    assert found.created == ("a:3", "a:4")
    assert not bare.has_graph("a:2")
    assert bare.has_graph("a:4")
    assert len(own(bare)) == 2
    found = bare.update("CLEAR GRAPH <a:1> ; DROP SILENT GRAPH <a:none> ; CLEAR NAMED")
    assert counts(found) == {"a:1": (0, 1), "a:3": (0, 1)}
    assert bare.has_graph("a:1")
    bare.update("DROP ALL")
    assert bare.store().graphs() == []
    assert own(bare) == set()
    with pytest.raises(QueryError, match="already"):
        bare.update("CREATE GRAPH <a:1> ; CREATE GRAPH <a:1>")


def test_a_document_is_told_of_what_was_written_to_it(graph: eg.Graph) -> None:
    graph.ingest(documents.from_bytes(NATION.encode(), "nation.ttl", licence="https://l.org/"))
    [first] = graph.documents()
    text = f'INSERT DATA {{ GRAPH <{BASE}graph/nation> {{ <a:s> <a:p> "x" }} }}'
    found = graph.update(text)
    assert counts(found) == {f"{BASE}graph/nation": (1, 0)}
    [entry] = graph.documents()
    assert (entry.id, entry.adapter, entry.revision, entry.statements) == ("nation", "update 1", 2, 4)
    assert (entry.title, entry.licence, entry.former) == (first.title, first.licence, first.digest)
    assert entry.digest != first.digest
    assert [kept.revision for kept in graph.document("nation")[1]] == [1]
    assert [checksum.fault for checksum in graph.verify() if checksum.fault] == []
    # The file that it once was is news again.
    receipt = graph.ingest(documents.from_bytes(NATION.encode(), "nation.ttl"))
    assert [(outcome.state, outcome.removed) for outcome in receipt.outcomes] == [("changed", 1)]


def test_a_graph_with_any_name_is_a_document_by_that_name(written: eg.Graph) -> None:
    written.update("INSERT DATA { GRAPH <http://elsewhere.org/g> { <a:s> <a:p> 1 } }")
    [entry] = written.documents()
    assert (entry.id, entry.title, entry.statements) == (
        "http://elsewhere.org/g",
        "http://elsewhere.org/g",
        1,
    )
    assert written.document("http://elsewhere.org/g")[0] == entry
    assert [checksum.fault for checksum in written.verify() if checksum.fault] == []
    found = written.update("DROP GRAPH <http://elsewhere.org/g>")
    assert counts(found) == {"http://elsewhere.org/g": (0, 1)}
    assert written.documents() == []


def test_what_was_known_on_a_day_is_what_the_day_ended_with(empty_store: Path, tmp_path: Path) -> None:
    shutil.copytree(empty_store, tmp_path / "store")
    clock = [NOW]
    with eg.open(tmp_path / "store", write=True) as graph:
        graph._writing._clock = lambda: clock[0]
        for number in (1, 2):
            graph.update(f"DELETE WHERE {{ <a:s> <a:p> ?o }} ; INSERT DATA {{ <a:s> <a:p> {number} }}")
        clock[0] += timedelta(days=1)
        graph.update("DELETE WHERE { <a:s> <a:p> ?o } ; INSERT DATA { <a:s> <a:p> 3 }")
        asked = "SELECT ?o { <a:s> <a:p> ?o }"
        then = [str(row["o"]) for row in graph.sparql(asked, known="2026-11-22")]
        now = [str(row["o"]) for row in graph.sparql(asked)]
        kept = graph.document("default")[1]
    assert then == ['"2"^^<http://www.w3.org/2001/XMLSchema#integer>']
    assert now == ['"3"^^<http://www.w3.org/2001/XMLSchema#integer>']
    assert [each.revision for each in kept] == [2], "of one day only its end can be asked for"


def test_what_would_not_conform_changes_nothing(written: eg.Graph) -> None:
    before, generation = set(written.store().quads()), written.generation
    text = (
        "PREFIX ej: <https://w3id.org/enjoin/ns#> INSERT DATA { <a:fine> <a:p> 1 . "
        "<https://w3id.org/enjoin/id/jurisdiction/us-xx> a ej:Jurisdiction }"
    )
    with pytest.raises(Nonconforming) as caught:
        written.update(text)
    assert caught.value.report.violations
    assert set(written.store().quads()) == before
    assert written.generation == generation
    written.update(text, validate=False)
    assert bool(written.sparql("ASK { <a:fine> <a:p> 1 }"))


def test_what_follows_by_rule_is_always_as_from_scratch(graph: eg.Graph) -> None:
    """Deriving is left out only where rules read nothing of what changed."""
    own = f"GRAPH <{BASE}graph/n>"
    prefixes = (
        "PREFIX ej: <https://w3id.org/enjoin/ns#> PREFIX ejv: <https://w3id.org/enjoin/vocab/> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX j: <https://w3id.org/enjoin/id/jurisdiction/> "
    )
    for text in (
        "INSERT DATA { <a:s> <a:p> 1 }",
        f'INSERT DATA {{ {own} {{ j:us a ej:Jurisdiction ; rdfs:label "USA"@en ; ej:jurisdictionKind ejv:nation }} }}',
        f"INSERT DATA {{ {own} {{ j:us <a:p> 2 }} }}",
    ):
        graph.update(prefixes + text)
        assert not graph.derive(full=True)
    assert bool(graph.sparql(f"ASK {{ GRAPH <{BASE}graph/derived> {{ ?s ?p ?o }} }}"))


def test_what_others_refer_to_is_not_taken_out(starter_copy: eg.Graph) -> None:
    starter_copy.update(
        "PREFIX ej: <https://w3id.org/enjoin/ns#> "
        "INSERT DATA { <a:note> ej:about <https://w3id.org/enjoin/id/jurisdiction/us-il-chicago> }",
        validate=False,
    )
    with pytest.raises(Nonconforming):
        starter_copy.update(
            "DELETE WHERE { GRAPH <https://w3id.org/enjoin/graph/starter-jurisdictions> { ?s ?p ?o } }"
        )


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { GRAPH <https://w3id.org/enjoin/graph/derived> { <a:s> <a:p> 1 } }",
        "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
        "DROP GRAPH <https://w3id.org/enjoin/graph/ontology>",
        "CLEAR SILENT GRAPH <https://w3id.org/enjoin/graph/provenance>",
        "MOVE <https://w3id.org/enjoin/graph/shapes> TO <a:g>",
        "COPY <a:g> TO <https://w3id.org/enjoin/graph/concepts>",
    ],
)
def test_what_is_made_here_is_not_written_to(memory: eg.Graph, text: str) -> None:
    with pytest.raises(GraphProtected, match="is made here"):
        memory.update(text)


def test_all_graphs_are_those_that_one_may_write_to(memory: eg.Graph) -> None:
    memory.update("INSERT DATA { <a:s> <a:p> 1 . GRAPH <a:g> { <a:s> <a:p> 1 } }")
    vocabulary = len(said(memory, f"{BASE}graph/ontology"))
    assert counts(memory.update("DROP ALL")) == {"a:g": (0, 1), DEFAULT: (0, 1)}
    assert memory.documents() == []
    assert len(said(memory, f"{BASE}graph/ontology")) == vocabulary
    assert not memory.has_graph(None)


def test_nothing_is_fetched_from_anywhere(memory: eg.Graph) -> None:
    for text in ("LOAD <file:///etc/passwd>", "LOAD SILENT <http://127.0.0.1/> INTO GRAPH <a:g>"):
        with pytest.raises(LoadRefused):
            memory.update(text)
    for text in (
        "INSERT { ?s ?p ?o } WHERE { SERVICE SILENT <http://127.0.0.1/> { ?s ?p ?o } }",
        "DELETE WHERE { ?s ?p ?o } ; INSERT {} WHERE { FILTER EXISTS { SERVICE ?x {} } }",
    ):
        with pytest.raises(QueryRefused) as caught:
            memory.update(text)
        assert not isinstance(caught.value, LoadRefused)
    memory.update('PREFIX load: <a:load> INSERT DATA { load:SERVICE <a:p> "LOAD <file:///x>" }')


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("INSERT DATA { <a:s> <a:p> }", (1, 27)),
        ("INSERT DATA { <a:s> <a:p> 1 } ;\n  DELETE DATA { <a:s> ?p 1 }", (2, None)),
        ("PREFIX a: <a:>\nINSERT DATA { a:s b:p 1 }", (2, 19)),
        ("INSERT DATA { <a:s> <a:p> 1 } ; PREFIX a: <a:>\nINSERT DATA { a:s a:p }", (2, 23)),
        ("INSERT DATA { _:a <a:p> 1 } ; INSERT DATA { _:a <a:p> 2 }", (None, None)),
        ("SELECT * { ?s ?p ?o }", (1, None)),
    ],
)
def test_what_is_no_update_is_told_by_its_place(
    memory: eg.Graph, text: str, place: tuple[int, int | None]
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        memory.update(text)
    line, column = place
    assert caught.value.line == line
    if column is not None:
        assert caught.value.column == column


def test_what_no_fact_can_be_is_refused(memory: eg.Graph) -> None:
    day = "<http://www.w3.org/2001/XMLSchema#date>"
    with pytest.raises(UnexpectedContent, match="no day"):
        memory.update(f'INSERT DATA {{ <a:s> <a:p> "2025-02-30"^^{day} }}')
    with pytest.raises(UnexpectedContent, match="statement"):
        memory.update("INSERT DATA { <a:s> <a:p> <<( <a:s> <a:p> 1 )>> }")


def test_data_may_be_long_and_so_may_the_list_of_operations() -> None:
    """They are flat lists to the engine; what nests in its parser is still counted, by operation."""
    with eg.Graph.memory(bare=True) as graph:
        # An operation copies what there is so far, so the long list of them comes first.
        operations = " ; ".join(f"DROP SILENT GRAPH <a:g{number}>" for number in range(1199))
        assert (
            graph.update(f"INSERT DATA {{ GRAPH <a:g7> {{ <a:s> <a:p> 1 }} }} ; {operations}").changes == {}
        )
        negative = " ".join(f"<a:s{number}> <a:p> -{number} ." for number in range(1200))
        assert graph.update(f"INSERT DATA {{ {negative} }}")
        graphs = " ".join(f"GRAPH <a:g{number}> {{ <a:s> <a:p> 1 }}" for number in range(1200))
        assert len(graph.update(f"INSERT DATA {{ {graphs} }}").changes) == 1200
        unions = " UNION ".join(["{}"] * 1200)
        with pytest.raises(QueryRefused, match="UNION"):
            graph.update(f"INSERT DATA {{ <a:s> <a:p> 1 }} ; INSERT {{}} WHERE {{ {unions} }}")


def test_an_update_that_takes_too_long_is_stopped_and_the_next_is_done(tmp_path: Path) -> None:
    with eg.init(tmp_path / "bare", bare=True) as graph:
        values = " ".join(map(str, range(2000)))
        long = " ".join(f"VALUES ?v{number} {{ {values} }}" for number in range(4))
        graph.update("INSERT DATA { <a:s> <a:p> 1 }")
        with pytest.raises(QueryTimeout):
            graph.update(
                f"INSERT {{ <a:s> <a:n> ?n }} WHERE {{ SELECT (COUNT(*) AS ?n) {{ {long} }} }}", timeout=0.4
            )
        assert counts(graph.update("INSERT DATA { <a:s> <a:p> 2 }")) == {"": (1, 0)}
        assert len(own(graph)) == 2
