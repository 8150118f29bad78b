"""What the pages of entities ask, on a small world with one of everything."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store

from enjoin import queries
from enjoin.ontology.terms import EJ, EJV, PREFIXES

HERE = Path(__file__).parent
BASE = "https://w3id.org/enjoin/"
SHORT = {
    f"{BASE}id/": "",
    f"{BASE}graph/": "graph/",
    EJV: "ejv:",
    EJ: "ej:",
    PREFIXES["rdf"]: "rdf:",
    PREFIXES["rdfs"]: "rdfs:",
}
CASES: dict[str, Any] = json.loads((HERE / "entities.json").read_text(encoding="utf-8"))


@cache
def world() -> Store:
    store = Store()
    store.load(path=HERE / "entities.trig", format=RdfFormat.TRIG)
    return store


def short(term: object) -> str:
    assert isinstance(term, NamedNode | Literal)
    for start, prefix in SHORT.items():
        if isinstance(term, NamedNode) and term.value.startswith(start):
            return prefix + term.value.removeprefix(start)
    return term.value


def test_every_one_is_asked() -> None:
    assert sorted(CASES) == list(queries.names("entities"))


@pytest.mark.parametrize("name", CASES)
def test_the_rows_are_the_expected_ones(name: str) -> None:
    query = queries.get(name, "entities")
    terms = query.parse({"entity": CASES[name]["entity"]}, defaults={}, resolve=queries.ids_under(BASE))
    found = world().query(query.bind(terms), use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    rows = [{name: short(row[name]) for name in query.columns if row[name] is not None} for row in found]
    assert rows == CASES[name]["rows"]


@pytest.mark.parametrize("name", CASES)
def test_an_entity_that_is_not_there_has_no_rows(name: str) -> None:
    query = queries.get(name, "entities")
    nobody = query.bind({"entity": NamedNode(f"{BASE}id/nobody/nothing")})
    found = world().query(nobody, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    assert not list(found)
