"""The W3C's three cases of the service description, which it tells in words only."""

from typing import Any

import pyoxigraph as ox
import pytest

SD = "http://www.w3.org/ns/sparql-service-description#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
FORMS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
}
RANGES = {
    "defaultDataset": "Dataset", "defaultGraph": "Graph", "namedGraph": "NamedGraph", "graph": "Graph",
    "availableGraphs": "GraphCollection",
}  # fmt: skip
"""Properties of the schema, and what their values are said to be wherever they are said to be anything."""
LANGUAGES = {f"{SD}SPARQL10Query", f"{SD}SPARQL11Query", f"{SD}SPARQL11Update"}


def description(bare: Any, accept: str | None = None) -> list[ox.Quad]:
    reply = bare.get("/sparql", {} if accept is None else {"Accept": accept})
    assert reply.status == 200
    assert reply.media_type in FORMS
    return list(ox.parse(reply.body, format=FORMS[reply.media_type], base_iri=bare.address))


def values(quads: list[ox.Quad], name: str) -> set[str]:
    """The values of a property of the schema."""
    return {str(getattr(quad.object, "value", "")) for quad in quads if quad.predicate.value == f"{SD}{name}"}


@pytest.mark.parametrize("accept", [None, *FORMS])
def test_get_on_the_endpoint_returns_rdf(bare: Any, accept: str | None) -> None:
    assert description(bare, accept)


def test_it_names_the_endpoint_that_was_asked(bare: Any) -> None:
    quads = description(bare)
    assert f"{bare.address}/sparql" in values(quads, "endpoint")
    services = {quad.subject for quad in quads if str(getattr(quad.object, "value", "")) == f"{SD}Service"}
    assert {quad.subject for quad in quads if quad.predicate.value == f"{SD}endpoint"} <= services


def test_it_conforms_to_the_schema(bare: Any) -> None:
    """One endpoint each, languages of the schema, IRIs where IRIs belong, and named graphs that have names."""
    bare.put("http://example.org/described", "<a:s> <a:p> 1 .")
    quads = description(bare)
    kinds = {
        (quad.subject, str(getattr(quad.object, "value", "")))
        for quad in quads
        if quad.predicate.value == TYPE
    }
    assert "SPARQL11Query" in {each.removeprefix(SD) for each in values(quads, "supportedLanguage")}
    assert values(quads, "supportedLanguage") <= LANGUAGES
    for name in ("endpoint", "supportedLanguage", "feature", "resultFormat", "inputFormat", "name"):
        objects = [quad.object for quad in quads if quad.predicate.value == f"{SD}{name}"]
        assert all(isinstance(each, ox.NamedNode) for each in objects), name
    assert len([quad for quad in quads if quad.predicate.value == f"{SD}defaultDataset"]) == 1
    for name, kind in RANGES.items():
        for quad in quads:
            if quad.predicate.value == f"{SD}{name}":
                said = {each for subject, each in kinds if subject == quad.object and each.startswith(SD)}
                related = {
                    "Graph": {"Graph", "NamedGraph"},
                    "GraphCollection": {"GraphCollection", "Dataset"},
                }
                assert not said or said & {f"{SD}{each}" for each in related.get(kind, {kind})}, quad
    named = {subject for subject, kind in kinds if kind == f"{SD}NamedGraph"}
    assert {quad.subject for quad in quads if quad.predicate.value == f"{SD}name"} == named
    bare.request("DELETE", "/data?graph=http://example.org/described", headers=bare.authorized)
