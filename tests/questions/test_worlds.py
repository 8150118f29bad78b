"""Each question of `queries/questions` has a little world beside it, and gives the expected rows there.

A folder holds `data.trig`, a world made by hand with its derived periods typed in; `params.json`, what is
asked, a list of sets of parameters; and `expected.json`, the rows for each, columns that are unbound left
out. IRIs are shortened: `ruling/pi`, `ejv:blocked`, `graph/facts`.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, QueryTriples, RdfFormat, Store

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
WORLDS = sorted(folder.name for folder in HERE.iterdir() if (folder / "data.trig").exists())
CASES = [
    (world, number)
    for world in WORLDS
    for number in range(len(json.loads((HERE / world / "params.json").read_text(encoding="utf-8"))))
]

# Something unrelated of every kind that the questions look at. It must not change an answer.
STRANGERS = """
PREFIX ej: <https://w3id.org/enjoin/ns#>
PREFIX ejv: <https://w3id.org/enjoin/vocab/>
PREFIX id: <https://w3id.org/enjoin/id/stranger/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
GRAPH <https://w3id.org/enjoin/graph/strangers> {
  id:person rdfs:label "A stranger"@en .
  id:effect ej:earliest "1950-01-01"^^xsd:date ; ej:latest "1950-01-01"^^xsd:date ; ej:producedBy id:person ; ej:effectType ejv:takes-effect .
  id:scope rdfs:label "A scope"@en ; ej:scopeKind ejv:persons .
  id:tenure ej:holder id:person ; ej:from "1900-01-01"^^xsd:date ; ej:appointingPresidentName "Nobody" .
  id:judge ej:fjcNid "0" .
  id:thing ej:restrains id:matter . id:matter ej:ofMeasure id:measure . id:measure rdfs:label "A measure"@en .
  id:part ej:partOfLawsuit id:lawsuit . id:lawsuit ej:challenges id:matter .
  id:group ej:hasMember id:person ; ej:isRest false . id:rest ej:isRest true .
  id:span ej:until "2025-01-01"^^xsd:date ; ej:from "1900-01-01"^^xsd:date ; ej:state ejv:in-force .
}
"""


def read(world: str, name: str) -> Any:
    return json.loads((HERE / world / name).read_text(encoding="utf-8"))


def short(term: object) -> str:
    value = str(term.value) if isinstance(term, NamedNode | Literal | BlankNode) else str(term)
    if isinstance(term, NamedNode | rdflib.URIRef):
        for start, prefix in SHORT.items():
            if value.startswith(start):
                return prefix + value.removeprefix(start)
    return value


def bound(world: str, number: int, folder: queries.Folder = "questions") -> str:
    """The question of `world`, bound to its case `number` as a caller binds it."""
    query = queries.get(world, folder)
    values: dict[str, str] = read(world, "params.json")[number]
    return query.bind(query.parse(values, defaults={"today": "2026-01-01"}, resolve=queries.ids_under(BASE)))


def rows(store: Store, text: str) -> list[dict[str, str]]:
    found = store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: short(row[name]) for name in names if row[name] is not None} for row in found]


def triples(store: Store, text: str) -> set[str]:
    found = store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, QueryTriples)
    return {str(triple) for triple in found if "/stranger/" not in str(triple)}


def loose(some: list[dict[str, str]]) -> list[list[tuple[str, list[str]]]]:
    """Rows for a comparison that leaves open their order and the order within a concatenation."""
    return sorted([(name, sorted(value.split("; "))) for name, value in sorted(row.items())] for row in some)


@cache
def store_of(world: str) -> Store:
    store = Store()
    store.load(path=HERE / world / "data.trig", format=RdfFormat.TRIG)
    return store


@cache
def rdflib_of(world: str) -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    for quad in store_of(world):
        graph = dataset.graph(to_rdflib(quad.graph_name))
        graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    return dataset


def to_rdflib(term: object) -> Any:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    assert isinstance(term, Literal)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))


def test_every_question_has_a_world() -> None:
    assert list(queries.names()) == WORLDS


@pytest.mark.parametrize(("world", "number"), CASES)
def test_the_answer_is_the_expected_one(world: str, number: int) -> None:
    expected: list[dict[str, str]] = read(world, "expected.json")[number]
    answer = rows(store_of(world), bound(world, number))
    assert loose(answer) == loose(expected)


@pytest.mark.parametrize("world", WORLDS)
def test_rows_come_in_one_order(world: str) -> None:
    """The order of the rows is fixed by the question, not by the store."""
    store = Store()
    quads = sorted(store_of(world), key=str, reverse=True)
    for quad in quads:
        store.add(quad)
    for number in range(len(read(world, "params.json"))):
        answer = [loose([row]) for row in rows(store, bound(world, number))]
        assert answer == [loose([row]) for row in read(world, "expected.json")[number]]


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own use of itself
@pytest.mark.parametrize(("world", "number"), CASES)
def test_another_engine_gives_the_same_answer(world: str, number: int) -> None:
    """The files are standard SPARQL: rdflib, which shares no code with the store, agrees."""
    found = rdflib_of(world).query(bound(world, number))
    names = [str(variable) for variable in found.vars or []]
    answer = [{name: short(row[name]) for name in names if row[name] is not None} for row in found]  # pyright: ignore[reportIndexIssue, reportArgumentType, reportCallIssue]
    assert loose(answer) == loose(read(world, "expected.json")[number])


@pytest.mark.parametrize("world", WORLDS)
def test_strangers_change_nothing(world: str) -> None:
    """An optional part that is missing never picks up something unrelated."""
    store = Store()
    store.extend(store_of(world))
    prologue, _, graphs = STRANGERS.partition("GRAPH")
    store.update(f"{prologue} INSERT DATA {{ GRAPH {graphs} }}")
    for number in range(len(read(world, "params.json"))):
        answer = [row for row in rows(store, bound(world, number)) if "stranger/" not in str(row)]
        assert loose(answer) == loose(read(world, "expected.json")[number])
        if world in queries.names("constructs"):
            text = bound(world, number, "constructs")
            assert triples(store, text) == triples(store_of(world), text)


@pytest.mark.parametrize("world", sorted(set(WORLDS) & set(queries.names("constructs"))))
def test_the_graph_speaks_of_what_the_table_shows(world: str) -> None:
    """Every entity that a row names and labels is in the twin's graph, with that label."""
    query = queries.get(world)
    for number in range(len(read(world, "params.json"))):
        found = store_of(world).query(bound(world, number, "constructs"), use_default_graph_as_union=True)
        assert isinstance(found, QueryTriples)
        labels = {(short(t.subject), short(t.object)) for t in found if short(t.predicate) == "rdfs:label"}
        pairs = [name for name in query.columns if f"{name}Label" in query.columns]
        for row in read(world, "expected.json")[number]:
            for name in pairs:
                if name in row and f"{name}Label" in row:
                    assert (row[name], row[f"{name}Label"]) in labels, (name, row)
