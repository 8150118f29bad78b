"""What the site says of itself to machines is true: its counts are those of the data, its examples run."""

import pyoxigraph as ox
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from enjoin import queries

SH = "http://www.w3.org/ns/shacl#"
VOID = "http://rdfs.org/ns/void#"


def load(client, address: str) -> ox.Store:
    store = ox.Store()
    answer = client.get(address, headers={"Accept": "text/turtle"})
    assert answer.mimetype == "text/turtle"
    store.load(answer.data, format=ox.RdfFormat.TURTLE)
    return store


def number(store: ox.Store, subject: NamedNode | BlankNode, name: str) -> int:
    (found,) = store.quads_for_pattern(subject, NamedNode(VOID + name), None)
    assert isinstance(found.object, Literal)
    return int(found.object.value)


def test_the_description_of_the_data_counts_what_is_there(client, world) -> None:
    store = load(client, "/.well-known/void")
    data = NamedNode("http://localhost/.well-known/void#data")
    rows = next(iter(world.sparql("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")))
    assert number(store, data, "triples") == int(rows["n"].value)
    kinds = {row["c"] for row in world.sparql("SELECT DISTINCT ?c WHERE { ?s a ?c }")}
    assert number(store, data, "classes") == len(kinds)
    parts: dict[object, int] = {}
    for quad in store.quads_for_pattern(data, NamedNode(f"{VOID}classPartition"), None):
        assert isinstance(quad.object, BlankNode)
        (kind,) = store.quads_for_pattern(quad.object, NamedNode(f"{VOID}class"), None)
        parts[kind.object] = number(store, quad.object, "entities")
    assert parts.keys() == kinds
    for kind, count in parts.items():
        found = next(iter(world.sparql(f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s a {kind} }}")))
        assert int(found["n"].value) == count, kind


def test_every_named_query_is_an_example(client) -> None:
    store = load(client, "/.well-known/sparql-examples")
    found = {
        quad.subject.value
        for quad in store.quads_for_pattern(None, None, NamedNode(f"{SH}SPARQLExecutable"))
        if isinstance(quad.subject, NamedNode)
    }
    assert found == {f"http://localhost/queries/{query.name}" for query in queries.all()}
    for iri in found:
        said = {
            quad.predicate.value: quad.object for quad in store.quads_for_pattern(NamedNode(iri), None, None)
        }
        assert said["https://schema.org/target"] == NamedNode("http://localhost/sparql")
        assert str(said["http://www.w3.org/2000/01/rdf-schema#comment"]).endswith('?"@en')
        assert said.keys() & {f"{SH}select", f"{SH}construct"}
    declared = store.quads_for_pattern(None, NamedNode(f"{SH}namespace"), None)
    assert Literal(
        "https://w3id.org/enjoin/ns#", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#anyURI")
    ) in {quad.object for quad in declared}


@pytest.mark.parametrize("name", ["office-holders", "votes"])
def test_an_example_runs_where_it_says(client, name: str) -> None:
    store = load(client, "/.well-known/sparql-examples")
    example = NamedNode(f"http://localhost/queries/{name}")
    (said,) = store.quads_for_pattern(example, NamedNode(f"{SH}select"), None)
    assert isinstance(said.object, Literal)
    answer = client.post("/sparql", data=said.object.value, content_type="application/sparql-query")
    assert answer.status_code == 200
    assert answer.json["head"]["vars"] == list(queries.get(name).columns)
