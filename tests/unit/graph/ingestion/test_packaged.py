"""What comes with packages: every court with the one above it, every state with its codes."""

import json
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from enjoin.graph.ingestion import packaged
from enjoin.graph.ingestion.documents import from_bytes
from enjoin.graph.ingestion.known import StoreKnown
from enjoin.graph.iris import Iris
from enjoin.graph.records import Known, Nothing
from enjoin.graph.sources import courts, facts, find, get
from enjoin.graph.storage.store import Store
from enjoin.ontology.terms import term

IRIS = Iris()
COURT: dict[str, Any] = {
    "id": "excourt", "name": "Example Court", "citation_string": "Ex.", "system": "state", "type": "trial", "level": "gjc",
    "location": "Exampleland", "appeal_to": "exapp", "regex": [], "examples": [], "dates": [],
}  # fmt: skip
ABOVE = {
    **COURT,
    "id": "exapp",
    "name": "Example Court of Appeals",
    "citation_string": "",
    "type": "appellate",
    "level": "iac",
    "appeal_to": "",
}


def said(*rows: dict[str, Any], known: Known | None = None) -> set[Triple]:
    (one,) = courts.parse([from_bytes(json.dumps(rows).encode(), "courts.json")], IRIS, known or Nothing())
    assert one.faults == ()
    return {each for each in one.statements if isinstance(each, Triple)}


def values(found: set[Triple], kind: str, name: str, prop: str) -> list[str]:
    subject, predicate = IRIS.entity(kind, name), term(prop)
    objects = [each.object for each in found if each.subject == subject and each.predicate == predicate]
    return sorted(
        each.value.rpartition("/")[2] if isinstance(each, NamedNode) else str(getattr(each, "value", each))
        for each in objects
    )


@pytest.fixture(scope="module")
def table() -> set[Triple]:
    (one,) = courts.parse([packaged.courts()], IRIS, Nothing())
    assert one.faults == ()
    return {each for each in one.statements if isinstance(each, Triple)}


def test_the_table_of_the_package_is_told_by_its_content() -> None:
    assert find(packaged.courts()) is get("courts")
    assert find(packaged.states()) is get("facts")


def test_every_court_of_the_package_is_described(table: set[Triple]) -> None:
    listed = {str(row["id"]) for row in json.loads(packaged.courts().content)}
    described = {
        each.subject
        for each in table
        if each.predicate == term("rdf:type") and each.object == term("ej:Court")
    }
    assert described == {IRIS.entity("court", ident) for ident in listed}
    assert values(table, "court", "cand", "ej:inCircuit") == ["ca9"]
    assert values(table, "appellate-review", "ca9-scotus", "ej:reviewingCourt") == ["scotus"]
    # Only what CourtListener itself says is said of CourtListener.
    assert not [each for each in table if each.predicate == term("ej:courtListenerId")]


def test_a_state_court_has_the_court_above_it_but_no_circuit() -> None:
    found = said(COURT, ABOVE)
    assert values(found, "appellate-review", "excourt-exapp", "ej:reviewingCourt") == ["exapp"]
    assert values(found, "court", "excourt", "ej:inCircuit") == []
    assert values(found, "court", "exapp", "ej:citationString") == ["Example Court of Appeals"]


def test_a_route_of_appeal_that_does_not_go_up_is_left_out() -> None:
    found = said({**COURT, "appeal_to": "exother"}, {**COURT, "id": "exother", "name": "Other"})
    assert not [each for each in found if each.predicate == term("ej:appealsTo")]


def test_a_court_that_is_part_of_another_body_says_so() -> None:
    found = said({**COURT, "parent": "exapp"}, ABOVE)
    assert values(found, "court", "excourt", "org:subOrganizationOf") == ["exapp"]


def test_a_court_that_the_graph_describes_stays_as_it_is() -> None:
    store = Store.memory()
    subject = IRIS.entity("court", "excourt")
    store.apply([Quad(subject, term("ej:courtLevel"), term("ej:Court"), IRIS.graph("x"))], [])
    found = said(COURT, ABOVE, known=StoreKnown(store, IRIS))
    assert values(found, "court", "excourt", "rdfs:label") == []
    assert values(found, "court", "excourt", "ej:courtsDbId") == ["excourt"]


def test_a_court_without_a_name_keeps_the_table_out() -> None:
    (one,) = courts.parse(
        [from_bytes(json.dumps([COURT, {**COURT, "name": ""}]).encode(), "courts.json")], IRIS, Nothing()
    )
    assert [str(each) for each in one.faults] == [
        "courts.json, line 1: a court without an id or a name; give it both, or leave it out"
    ]


def test_every_state_has_its_codes() -> None:
    (one,) = facts.parse([packaged.states()], IRIS, Nothing())
    found = {each for each in one.statements if isinstance(each, Triple)}
    assert one.faults == ()
    assert values(found, "jurisdiction", "us-ca", "ej:fips") == ["06"]
    assert values(found, "jurisdiction", "us-pr", "ej:jurisdictionKind") == ["territory-of-us"]
    assert values(found, "jurisdiction", "us-dc", "ej:within") == ["us"]
    assert (
        len(
            [each for each in found if each.predicate == term("ej:fips") and isinstance(each.object, Literal)]
        )
        == 56
    )
