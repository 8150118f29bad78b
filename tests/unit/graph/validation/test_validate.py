"""Shapes are judged by pySHACL, SPARQL constraints once for all, and both as pySHACL alone would."""

import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

import enjoin.graph as eg
from enjoin import shapes
from enjoin.graph.ingestion import documents
from enjoin.graph.validation import rules, validate
from enjoin.graph.validation.foreign import validate_files

HEAD = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://e.x/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def test_every_sparql_constraint_of_ours_is_run_once_for_all() -> None:
    core, found = rules.split(shapes.load())
    assert not [triple for triple in core if triple.predicate.value.endswith("#sparql")]
    assert len(found) > 20
    assert all("$this" in rule.query for rule in found)


def test_only_a_violation_makes_data_not_conform() -> None:
    text = """@prefix ej: <https://w3id.org/enjoin/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix ejv: <https://w3id.org/enjoin/vocab/> .
        <https://w3id.org/enjoin/id/jurisdiction/us> a ej:Jurisdiction ; ej:jurisdictionKind ejv:nation ;
            rdfs:label "A"@en , "B"@en ."""
    triples = [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]
    report = validate.validate(validate.context(triples))
    assert report.conforms
    assert len(report.warnings) == 1


def test_an_impossible_day_is_a_result_and_no_noise(capfd: pytest.CaptureFixture[str]) -> None:
    text = """@prefix ej: <https://w3id.org/enjoin/ns#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        <https://w3id.org/enjoin/id/order/eo-1> a ej:ExecutiveOrder ; ej:signedOn "2025-02-30"^^xsd:date ."""
    triples = [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]
    report = validate.validate(validate.context(triples))
    assert any(
        result.value is not None and result.value.value == "2025-02-30" for result in report.violations
    )
    assert capfd.readouterr() == ("", "")


def files(tmp_path: Path, data: str, shape: str) -> tuple[Path, Path]:
    (tmp_path / "data.ttl").write_text(HEAD + data)
    (tmp_path / "shapes.ttl").write_text(HEAD + shape)
    return tmp_path / "data.ttl", tmp_path / "shapes.ttl"


def test_any_data_is_held_against_any_shapes(tmp_path: Path) -> None:
    data, shape = files(
        tmp_path,
        'ex:a ex:age "x" . ex:b ex:age 5 . ex:c ex:age "05"^^xsd:integer .',
        "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:age ; sh:property [ sh:path ex:age ; sh:datatype xsd:integer ; "
        'sh:maxInclusive 6 ; sh:pattern "^[0-9]$" ; sh:message "An age is one digit." ] .',
    )
    checked = validate_files([data], shape)
    assert not checked.conforms
    found = {
        (result.focus.value, result.component.value.rpartition("#")[2]) for result in checked.report.results
    }
    assert ("http://e.x/a", "DatatypeConstraintComponent") in found
    assert ("http://e.x/c", "PatternConstraintComponent") in found  # the spelling is what the file says
    assert not [each for each in found if each[0] == "http://e.x/b"]
    report = list(parse(checked.turtle(), format=RdfFormat.TURTLE))
    assert sum(quad.predicate.value.endswith("#result") for quad in report) == len(checked.report.results)
    assert "An age is one digit." in checked.text()


def test_shapes_with_sparql_and_data_in_one_file_keep_the_file_s_base(tmp_path: Path) -> None:
    text = (
        HEAD
        + """
        <#a> ex:parent <#a> .
        <> sh:declare [ sh:prefix "ex" ; sh:namespace "http://e.x/"^^xsd:anyURI ] .
        ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:parent ; sh:sparql [ sh:prefixes <> ;
            sh:message "{$this} is its own parent." ; sh:select "SELECT $this WHERE { $this ex:parent $this }" ] ."""
    )
    path = tmp_path / "both.ttl"
    path.write_text(text)
    [result] = validate_files([path], path).report.results
    assert result.focus == NamedNode(path.resolve().as_uri() + "#a")
    assert result.message.endswith("is its own parent.")


def test_data_that_conforms_says_so(tmp_path: Path) -> None:
    data, shape = files(
        tmp_path, "ex:a a ex:C .", "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:nodeKind sh:IRI ."
    )
    checked = validate_files([data], shape)
    assert checked.conforms
    assert b"sh:conforms true" in checked.turtle()


@pytest.mark.parametrize(
    "shape",
    [
        "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:minCount 1 ] .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:sparql [ sh:select 'SELECT $this { SERVICE <http://127.0.0.1:9/> { $this ?p ?o } }' ] .",
    ],
)
def test_shapes_that_are_none_are_refused_by_name(tmp_path: Path, shape: str) -> None:
    data, path = files(tmp_path, "ex:a a ex:C .", shape)
    with pytest.raises(eg.UnexpectedContent, match=r"shapes\.ttl"):
        validate_files([data], path)


def test_data_that_cannot_be_read_is_a_fault_of_its_own(tmp_path: Path) -> None:
    data, shape = files(tmp_path, "ex:a a ex:C", "ex:S a sh:NodeShape ; sh:targetClass ex:C .")
    checked = validate_files([data], shape)
    assert not checked.conforms
    assert "data.ttl, line" in checked.text()


def test_files_are_validated_with_the_graph_as_context_or_alone(graph: eg.Graph, tmp_path: Path) -> None:
    head = (
        "@prefix ej: <https://w3id.org/enjoin/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix ejv: <https://w3id.org/enjoin/vocab/> . @prefix j: <https://w3id.org/enjoin/id/jurisdiction/> .\n"
    )
    nation = (
        head + 'j:us a ej:Jurisdiction ; rdfs:label "United States"@en ; ej:jurisdictionKind ejv:nation .'
    )
    graph.ingest(documents.from_bytes(nation.encode(), "nation.ttl"))
    path = tmp_path / "state.ttl"
    path.write_text(
        head
        + 'j:us-il a ej:Jurisdiction ; rdfs:label "Illinois"@en ; ej:jurisdictionKind ejv:state ; ej:within j:us .'
    )
    generation = graph.generation
    assert graph.validate(path).conforms
    alone = graph.validate(path, alone=True)
    assert not alone.conforms
    assert "Nothing describes jurisdiction/us" in alone.text()
    assert alone.as_json()["conforms"] is False
    assert graph.generation == generation
    assert [entry.id for entry in graph.documents()] == ["nation"]


def test_answering_loads_no_validator() -> None:
    code = (
        "import sys, enjoin.graph as eg; g = eg.Graph.memory(); list(g.sparql('SELECT * { ?s ?p ?o } LIMIT 1'));"
        "print([name for name in ('rdflib', 'pyshacl', 'owlready2', 'SPARQLWrapper', 'flask') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_audit_finds_what_came_in_under_other_shapes_and_where_it_stands(graph: eg.Graph) -> None:
    assert graph.audit().conforms
    bad = """@prefix ej: <https://w3id.org/enjoin/ns#> . @prefix j: <https://w3id.org/enjoin/id/jurisdiction/> .
        j:us-il a ej:Jurisdiction ; ej:fips "seventeen" ; ej:within j:nowhere ."""
    name = NamedNode("https://w3id.org/enjoin/graph/old")
    graph._keeper.store().replace({name: [quad.triple for quad in parse(bad, format=RdfFormat.TURTLE)]})
    graph.publish()
    checked = graph.audit()
    assert not checked.conforms
    told = checked.text()
    assert told.startswith("old\n  jurisdiction/us-il\n")
    assert "Nothing describes jurisdiction/nowhere" in told
    assert "seventeen" in told
    assert {result.focus for result in checked.report.violations} == {
        NamedNode("https://w3id.org/enjoin/id/jurisdiction/us-il")
    }
