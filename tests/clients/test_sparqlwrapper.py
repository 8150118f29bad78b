"""SPARQLWrapper: every return format, both methods, and updates with the token."""

import warnings
from typing import Any

import pytest
from SPARQLWrapper import (
    CSV,
    DIGEST,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, QueryBadFormed, Unauthorized

NAMES = "PREFIX foaf: <http://xmlns.com/foaf/0.1/> SELECT ?who ?name { ?who foaf:name ?name ; foaf:age ?age } ORDER BY ?name"


def client(server, text: str, form=JSON, method=GET, way=URLENCODED) -> Any:
    found: Any = SPARQLWrapper(f"{server.address}/sparql", f"{server.address}/update")
    found.setQuery(text)
    found.setReturnFormat(form)
    found.setMethod(method)
    found.setRequestMethod(way)
    return found


@pytest.mark.parametrize(("method", "way"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
def test_solutions_as_json(bare, method, way) -> None:
    rows = client(bare, NAMES, JSON, method, way).queryAndConvert()["results"]["bindings"]
    assert [row["name"]["value"] for row in rows] == ["Ann", 'Bob, "the" <builder> & co']
    assert rows[0]["name"]["xml:lang"] == "en"


def test_solutions_as_xml_csv_and_tsv(bare) -> None:
    document = client(bare, NAMES, XML).queryAndConvert()
    assert len(document.getElementsByTagName("result")) == 2
    assert b'"Bob, ""the"" <builder> & co"' in client(bare, NAMES, CSV).queryAndConvert()
    assert b'"Ann"@en' in client(bare, NAMES, TSV).queryAndConvert()


@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, XML, JSONLD])
def test_a_constructed_graph_in_every_format(bare, form) -> None:
    asked = client(bare, "CONSTRUCT WHERE { ?s <http://xmlns.com/foaf/0.1/age> ?age }", form)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of rdflib, in SPARQLWrapper
        found = asked.queryAndConvert()
    if isinstance(found, bytes):
        from rdflib import Graph

        found = Graph().parse(data=found, format="turtle")
    assert len(found) == 2


def test_yes_and_no_and_a_description(bare) -> None:
    assert client(bare, "ASK { ?s <http://xmlns.com/foaf/0.1/age> 30 }").queryAndConvert()["boolean"] is True
    assert client(bare, "ASK { ?s <http://xmlns.com/foaf/0.1/age> 99 }", XML).queryAndConvert() is not None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of rdflib, in SPARQLWrapper
        assert len(client(bare, "DESCRIBE <http://example.org/ann>", XML).queryAndConvert()) == 4


def test_the_dataset_is_named_by_the_client(bare) -> None:
    asked = client(bare, "SELECT ?name { ?s <http://xmlns.com/foaf/0.1/name> ?name }")
    asked.addDefaultGraph("http://example.org/graph")
    assert [row["name"]["value"] for row in asked.queryAndConvert()["results"]["bindings"]] == ["Dan"]
    asked = client(bare, "SELECT ?g { GRAPH ?g { ?s ?p ?o } }")
    asked.addNamedGraph("http://example.org/none")
    assert asked.queryAndConvert()["results"]["bindings"] == []


def test_a_mistake_is_told_as_one(bare) -> None:
    with pytest.raises(QueryBadFormed, match="line"):
        client(bare, "SELECT * { ?s ?p").query()


@pytest.mark.parametrize("way", [URLENCODED, POSTDIRECTLY])
def test_an_update_with_the_token(bare, way) -> None:
    update = client(bare, "INSERT DATA { <a:s> <a:p> 'new' }", JSON, POST, way)
    with pytest.raises((Unauthorized, EndPointInternalError)):
        update.query()
    update.addCustomHttpHeader("Authorization", f"Bearer {bare.token}")
    update.query().response.close()
    assert client(bare, "ASK { <a:s> <a:p> 'new' }").queryAndConvert()["boolean"] is True


def test_an_unknown_way_of_logging_in_is_no_way_in(bare) -> None:
    update = client(bare, "CLEAR ALL", JSON, POST)
    update.setCredentials("someone", bare.token)
    with pytest.raises((Unauthorized, EndPointInternalError)):
        update.query()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        update.setHTTPAuth(DIGEST)


def test_a_question_to_the_starter_graph(site) -> None:
    """Its prefixes need no declaration, as in the editor."""
    text = "SELECT ?order ?label { ?order a ej:ExecutiveOrder ; rdfs:label ?label } ORDER BY ?order LIMIT 3"
    rows = client(site, text).queryAndConvert()["results"]["bindings"]
    assert len(rows) == 3
    assert all(row["label"]["value"] for row in rows)
