"""Compiled shapes are never certain of what pySHACL denies, value by value."""

from typing import Any

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from enjoin.graph.storage.store import Store
from enjoin.graph.validation.affected import ours
from enjoin.graph.validation.clearing import Clearing
from enjoin.graph.validation.states import AFTER, States
from enjoin.graph.validation.validate import Processor, processor, to_rdflib
from enjoin.graph.validation.view import View

XSD = "http://www.w3.org/2001/XMLSchema#"
CONSTRAINTS = [
    *(
        f"sh:datatype xsd:{name}"
        for name in (
            "string",
            "date",
            "dateTime",
            "integer",
            "boolean",
            "gYear",
            "gYearMonth",
            "decimal",
            "anyURI",
        )
    ),
    "sh:datatype rdf:langString",
    "sh:datatype <http://e.x/datatype>",
    *(
        f"sh:nodeKind sh:{name}"
        for name in ("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
    ),
    'sh:pattern "^[0-9]{4}-"',
    'sh:pattern "^HTTP" ; sh:flags "i"',
    "sh:minLength 4",
    "sh:minLength 0",
    "sh:maxLength 4",
    'sh:languageIn ( "en" "ES" )',
    "sh:uniqueLang true",
    "sh:minInclusive 1",
    "sh:minExclusive 1",
    "sh:maxInclusive 1",
    "sh:maxExclusive 1",
    'sh:minInclusive "2020-01-02"^^xsd:date',
    'sh:maxExclusive "2020-01-02"^^xsd:date',
    'sh:in ( 1 "1" "x"@en false <http://e.x/a> )',
    'sh:hasValue "x"@en',
    "sh:hasValue 1",
    "sh:lessThan ex:other",
    "sh:lessThanOrEquals ex:other",
    "sh:equals ex:other",
    "sh:disjoint ex:other",
    "sh:not [ sh:datatype xsd:date ]",
    "sh:not [ sh:minInclusive 1 ]",
    "sh:or ( [ sh:datatype xsd:date ] [ sh:minLength 3 ] )",
    "sh:xone ( [ sh:datatype xsd:date ] [ sh:minLength 3 ] )",
    "sh:and ( [ sh:nodeKind sh:Literal ] [ sh:minLength 3 ] )",
    "sh:class ex:Class",
]


def typed(text: str, name: str) -> Literal:
    return Literal(text, datatype=NamedNode(f"{XSD}{name}"))


VALUES = [
    NamedNode("http://e.x/a"),
    NamedNode("http://e.x/member"),
    BlankNode("b"),
    Literal(""),
    Literal("x"),
    Literal("1"),
    Literal("x", language="en"),
    Literal("x", language="en-gb"),
    Literal("x", language="es"),
    Literal("2020-01-02"),
    *(
        typed(text, "date")
        for text in ("2020-01-02", "2020-02-30", "2020-1-2", "2020-01-02Z", "0000-01-01", "x")
    ),
    *(
        typed(text, "dateTime")
        for text in ("2020-01-02T03:04:05Z", "2020-01-02T03:04:05", "2020-01-02T25:04:05Z", "2020-01-02", "x")
    ),
    *(
        typed(text, "integer")
        for text in ("1", "0", "-1", "01", "+1", "1.0", "", "x", "99999999999999999999")
    ),
    *(typed(text, "boolean") for text in ("true", "false", "1", "0", "TRUE", "yes")),
    *(typed(text, "gYear") for text in ("2020", "20", "0000", "99999", "2020Z", "x")),
    *(typed(text, "gYearMonth") for text in ("2020-01", "2020-13", "2020-1", "x")),
    *(typed(text, "decimal") for text in ("1.5", "1", "x")),
    typed("http://e.x/", "anyURI"),
    Literal("anything", datatype=NamedNode("http://e.x/datatype")),
]
OTHERS = [Literal(1), typed("2020-01-02", "date"), Literal("x"), Literal("x", language="en")]


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_what_is_certain_is_so(constraint: str) -> None:
    text = f"""@prefix ex: <http://e.x/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <{XSD}> .
        @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        ex:Shape a sh:PropertyShape ; sh:targetSubjectsOf ex:p ; sh:path ex:p ; {constraint} ."""
    shapes = [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]
    judge, clearing = Processor(shapes), Clearing(shapes)
    shape, p, other = (NamedNode(f"http://e.x/{name}") for name in ("Shape", "p", "other"))
    graph, decided = NamedNode("a:g"), 0
    member = Quad(NamedNode("http://e.x/member"), _type(), NamedNode("http://e.x/Class"), graph)
    for value in VALUES:
        for against in OTHERS if "ex:other" in constraint else OTHERS[:1]:
            node = NamedNode("http://e.x/focus")
            held = [Quad(node, p, value, graph), Quad(node, other, against, graph), member]
            store = Store.memory(held)  # which keeps values, not spellings
            said = clearing.check(shape)(View(States(store), AFTER), node)
            if said is not None:
                decided += 1
                found = judge.results(to_rdflib(store.quads()), {shape.value: to_nodes(node)})
                assert said == (not found), f"{value} under {constraint}"
    assert decided, "the constraint is never decided"


def _type() -> NamedNode:
    return NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def to_nodes(node: NamedNode) -> list[Any]:
    from enjoin.graph.validation.ondemand import as_node

    return [as_node(node)]


def test_all_of_our_shapes_are_compiled_but_those_that_pyshacl_reads_in_its_own_way() -> None:
    """A shape that is never certain would be judged by pySHACL each time: exact, and slow."""
    clearing = processor().clearing
    view = View(States(Store.memory()), AFTER)
    # A node of which nothing is said breaks most shapes or conforms; it is never unclear.
    unclear = [
        reading.shape
        for reading in ours().readings
        if clearing.check(reading.shape)(view, NamedNode("http://e.x/nothing")) is None
    ]
    assert unclear == []


def test_a_shape_that_refers_to_itself_is_left_to_pyshacl() -> None:
    text = """@prefix ex: <http://e.x/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
        ex:Shape a sh:NodeShape ; sh:property [ sh:path ex:p ; sh:node ex:Shape ] ."""
    clearing = Clearing(quad.triple for quad in parse(text, format=RdfFormat.TURTLE))
    node = NamedNode("http://e.x/a")
    held = [Quad(node, NamedNode("http://e.x/p"), node, NamedNode("a:g"))]
    assert not clearing.conforms(View(States(Store.memory(held)), AFTER), NamedNode("http://e.x/Shape"), node)
