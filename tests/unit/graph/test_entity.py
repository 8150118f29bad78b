"""An entity is shown with everything that is said of it, by whom, and what refers to it."""

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from enjoin.graph.entity import describe
from enjoin.graph.errors import EntityNotFound
from enjoin.graph.iris import Iris
from enjoin.graph.portrait import Entity
from enjoin.graph.storage.store import Store

IRIS = Iris()
DATA = """
@prefix ej: <https://w3id.org/enjoin/ns#> . @prefix ejv: <https://w3id.org/enjoin/vocab/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix order: <https://w3id.org/enjoin/id/order/> . @prefix person: <https://w3id.org/enjoin/id/person/> .
@prefix provision: <https://w3id.org/enjoin/id/provision/> . @prefix source: <https://w3id.org/enjoin/id/source/> .
@prefix g: <https://w3id.org/enjoin/graph/> .
g:orders {
  order:eo-1 a ej:ExecutiveOrder ; rdfs:label "Order 1"@en , "Ordre 1"@fr ; ej:signedOn "2025-01-20"^^xsd:date ;
      ej:issuedBy person:someone ; ej:note "a note" .
  <https://w3id.org/enjoin/graph/orders#eo-1> a ej:Record ; ej:about order:eo-1 ; ej:verification ejv:stored ;
      ej:knowledgeOf ej:issuedBy ; ej:citedSource source:fr ; ej:sourceNote "82 FR 1" ; ej:line 2 .
  source:fr rdfs:label "Federal Register"@en .
}
g:press { order:eo-1 ej:signedOn "2025-01-20"^^xsd:date , "2025-01-21"^^xsd:date . }
g:provisions { provision:eo-1-1 ej:ofMeasure order:eo-1 . provision:eo-1-2 ej:ofMeasure order:eo-1 . }
g:derived { order:eo-1 a ej:Order . }
g:ontology { ej:ofMeasure skos:prefLabel "of measure"@en . ej:ExecutiveOrder skos:prefLabel "executive order"@en . }
g:provenance { g:orders dcterms:title "orders.csv"@en . }
"""


@pytest.fixture
def store() -> Store:
    quads: list[Quad] = list(parse(DATA, format=RdfFormat.TRIG))
    return Store.memory(quads)


@pytest.fixture
def entity(store: Store) -> Entity:
    return describe(store, IRIS.entity("order", "eo-1"), IRIS)


def said(entity: Entity, predicate: str) -> dict[str, list[tuple[str, str, int | None]]]:
    [group] = [each for each in entity.groups if each.predicate.label == predicate]
    return {
        statement.value.label: [(each.title, each.verification, each.line) for each in statement.said]
        for statement in group.statements
    }


def test_it_has_a_name_types_and_an_address(entity: Entity) -> None:
    assert (entity.label, entity.kind, entity.id, entity.short) == ("Order 1", "order", "eo-1", "order/eo-1")
    assert [each.label for each in entity.types] == ["ej:Order", "executive order"]


def test_each_statement_knows_everybody_who_says_it(entity: Entity) -> None:
    assert said(entity, "ej:signedOn") == {
        "2025-01-20": [("orders.csv", "stored", 2), ("press", "", None)],
        "2025-01-21": [("press", "", None)],
    }
    [signed] = [group for group in entity.groups if group.predicate.label == "ej:signedOn"]
    assert signed.statements[0].recorded
    assert not signed.statements[1].recorded
    assert [each.label for each in signed.statements[0].said[0].sources] == ["Federal Register"]


def test_what_is_only_the_compilers_knowledge_is_marked(entity: Entity) -> None:
    assert said(entity, "ej:issuedBy") == {"person/someone": [("orders.csv", "knowledge", 2)]}


def test_a_statement_without_a_record_says_so(entity: Entity) -> None:
    text = entity.text()
    assert "press: no record says where this comes from" in text
    assert "orders.csv, line 2 [stored]: Federal Register" in text


def test_labels_come_first_and_notes_last(entity: Entity) -> None:
    order = [group.predicate.label for group in entity.groups]
    assert order[0] == "rdfs:label"
    assert order[-1] == "ej:note"


def test_what_refers_to_it_is_counted_and_capped(store: Store, entity: Entity) -> None:
    [links] = entity.links
    assert (links.predicate.label, links.count) == ("of measure", 2)
    assert [each.label for each in links.subjects] == ["provision/eo-1-1", "provision/eo-1-2"]
    page = describe(store, entity.iri, IRIS, most=1, skip=1).links[0]
    assert (page.count, [each.label for each in page.subjects]) == (2, ["provision/eo-1-2"])
    assert "and 1 more" in describe(store, entity.iri, IRIS, most=1).text()


def test_it_is_plain_values_for_json(entity: Entity) -> None:
    import json

    found = json.loads(json.dumps(entity.as_json()))
    assert found["iri"].endswith("/id/order/eo-1")
    signed = next(each for each in found["statements"] if each["property"]["label"] == "ej:signedOn")
    assert signed["values"][0]["said"][0]["line"] == 2
    assert found["links"][0]["count"] == 2


def test_something_of_which_nothing_is_said_is_not_found(store: Store) -> None:
    with pytest.raises(EntityNotFound, match="order/eo-2"):
        describe(store, IRIS.entity("order", "eo-2"), IRIS)


def test_a_thing_outside_our_ids_can_be_shown_too(store: Store) -> None:
    found = describe(store, NamedNode("https://w3id.org/enjoin/ns#ofMeasure"), IRIS)
    assert (found.label, found.kind) == ("of measure", "")
