"""rdflib's SPARQLStore and SPARQLUpdateStore: graphs elsewhere used as graphs here."""

from collections.abc import Iterator

import pytest
from rdflib import FOAF, RDF, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

EX = Namespace("http://example.org/")
NAMED = EX["graph"]


@pytest.fixture(params=["GET", "POST", "POST_FORM"])
def people(bare, request) -> Graph:
    """The default graph, to read."""
    return Graph(SPARQLStore(f"{bare.address}/sparql", method=request.param))


@pytest.fixture
def writable(bare) -> Iterator[SPARQLUpdateStore]:
    store = SPARQLUpdateStore(
        f"{bare.address}/sparql",
        f"{bare.address}/update",
        headers={"Authorization": f"Bearer {bare.token}"},
        context_aware=True,
    )
    yield store
    store.close()


def test_a_query(people) -> None:
    rows = list(people.query("SELECT ?age { ?s foaf:age ?age } ORDER BY ?age", initNs={"foaf": FOAF}))
    assert [row.age.toPython() for row in rows] == [30, 40]
    assert bool(people.query("ASK { ?s ?p 30 }"))


def test_triples_and_their_number(people) -> None:
    assert len(people) == 11
    assert {str(o) for o in people.objects(EX.ann, FOAF.name)} == {"Ann"}
    assert people.value(EX.ann, FOAF.age) == Literal(30)
    assert set(people.subjects(RDF.type, FOAF.Person)) == {EX.ann, EX.bob, EX.eve}
    assert (EX.ann, FOAF.knows, EX.bob) in people
    assert (EX.bob, FOAF.knows, EX.ann) not in people


def test_a_constructed_graph(people) -> None:
    found = people.query("CONSTRUCT WHERE { ?s <http://xmlns.com/foaf/0.1/age> ?o }").graph
    assert len(found) == 2


def test_statements_are_added_and_removed(bare, writable) -> None:
    graph = Graph(writable, identifier=URIRef("http://example.org/new"))
    graph.add((EX.x, FOAF.name, Literal('a "quoted"\nname', lang="en")))
    graph.addN([(EX.x, FOAF.age, Literal(i), graph) for i in range(5)])
    assert len(graph) == 6
    graph.remove((EX.x, FOAF.age, Literal(3)))
    assert len(graph) == 5
    graph.set((EX.x, FOAF.age, Literal(99)))
    assert list(graph.objects(EX.x, FOAF.age)) == [Literal(99)]
    found = bare.query("SELECT ?o { GRAPH <http://example.org/new> { ?s ?p ?o } }").rows()
    assert {row["o"]["value"] for row in found} == {'a "quoted"\nname', "99"}
    graph.remove((None, None, None))
    assert len(graph) == 0


def test_an_update(bare, writable) -> None:
    writable.update("DELETE { ?s ?p ?o } INSERT { ?s ?p 31 } WHERE { ?s ?p ?o FILTER(?o = 30) }")
    assert bare.query("ASK { ?s ?p 31 FILTER NOT EXISTS { ?s ?p 30 } }").json()["boolean"] is True


def test_the_graphs_of_a_dataset(bare) -> None:
    dataset = Dataset(SPARQLStore(f"{bare.address}/sparql"))
    names = set(dataset.store.contexts())
    assert names == {NAMED}
    assert len(Graph(dataset.store, identifier=NAMED)) == 1


def test_the_starter_graph_is_read_as_a_graph(site) -> None:
    graph = Graph(SPARQLStore(f"{site.address}/sparql"))
    ej = Namespace("https://w3id.org/enjoin/ns#")
    orders = set(graph.subjects(RDF.type, ej.ExecutiveOrder))
    assert URIRef("https://w3id.org/enjoin/id/order/eo-13768") in orders
    assert len(graph) == int(site.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows()[0]["n"]["value"])


def test_a_store_without_a_token_writes_nothing(bare) -> None:
    store = SPARQLUpdateStore(f"{bare.address}/sparql", f"{bare.address}/update")
    with pytest.raises(Exception, match="401"):
        store.update("CLEAR ALL")
    assert bare.query("ASK { ?s ?p 30 }").json()["boolean"] is True
