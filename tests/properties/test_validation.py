"""Validation that follows a change finds what pySHACL finds on everything: nothing missed, nothing spurious.

The world is small and the shapes are made for it: every construct of SHACL Core, every kind of path and
target, SPARQL constraints of every kind that is followed and one that cannot be. Statements come and
go at random, types and the hierarchy of classes among them, in graphs that say the same or refer to
one another.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from enjoin.graph.storage.pile import Shelf
from enjoin.graph.storage.store import Store
from enjoin.graph.validation import portions, rules, validate
from enjoin.graph.validation.affected import Compiled
from enjoin.graph.validation.following import Following
from enjoin.graph.validation.ondemand import as_node
from enjoin.graph.validation.states import AFTER, States
from enjoin.graph.validation.view import View
from enjoin.shapes.report import Report, Result

if TYPE_CHECKING:
    from enjoin.graph.results import Term

HEAD = """
@prefix ex: <http://e.x/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "http://e.x/"^^xsd:anyURI ] ,
    [ sh:prefix "rdf" ; sh:namespace "http://www.w3.org/1999/02/22-rdf-syntax-ns#"^^xsd:anyURI ] ,
    [ sh:prefix "rdfs" ; sh:namespace "http://www.w3.org/2000/01/rdf-schema#"^^xsd:anyURI ] .
"""
CORE = """
ex:OneClass a sh:PropertyShape ; sh:targetClass ex:A ; sh:path ex:p ; sh:class ex:B ; sh:minCount 1 .
ex:Sequence a sh:PropertyShape ; sh:targetSubjectsOf ex:q ; sh:path ( ex:p ex:q ) ; sh:maxCount 1 .
ex:Inverse a sh:PropertyShape ; sh:targetObjectsOf ex:p ; sh:path [ sh:inversePath ex:p ] ; sh:class ex:C .
ex:Star a sh:PropertyShape ; sh:targetNode ex:n0 , ex:n1 ; sh:path [ sh:zeroOrMorePath ex:p ] ; sh:class ex:B .
ex:Plus a sh:PropertyShape ; sh:targetClass ex:B ; sh:path [ sh:oneOrMorePath [ sh:alternativePath ( ex:p ex:r ) ] ] ;
    sh:qualifiedValueShape [ sh:class ex:C ] ; sh:qualifiedMinCount 1 .
ex:Either a sh:NodeShape ; sh:targetClass ex:C ; sh:or (
    [ sh:path ex:p ; sh:minCount 1 ] [ sh:path [ sh:alternativePath ( ex:q [ sh:inversePath ex:r ] ) ] ; sh:class ex:A ] ) .
ex:Nested a sh:NodeShape ; sh:targetSubjectsOf ex:r ; sh:property [ sh:path ex:r ; sh:node ex:Inner ] .
ex:Inner a sh:NodeShape ; sh:property [ sh:path ( ex:p [ sh:zeroOrOnePath ex:q ] ) ; sh:hasValue ex:n1 ] ;
    sh:not [ sh:class ex:A ] .
ex:Exactly a sh:NodeShape ; sh:targetClass ex:A ; sh:xone ( [ sh:path ex:q ; sh:minCount 1 ] [ sh:class ex:C ] ) .
ex:Both a sh:NodeShape ; sh:targetClass ex:C ; sh:and ( [ sh:path ex:s ; sh:maxCount 1 ] [ sh:nodeKind sh:IRI ] ) .
ex:Closed a sh:NodeShape ; sh:targetClass ex:A ; sh:closed true ; sh:ignoredProperties ( rdf:type ex:q ) ;
    sh:property [ sh:path ex:p ] .
ex:Equal a sh:PropertyShape ; sh:targetSubjectsOf ex:s ; sh:path ( ex:q ex:s ) ; sh:equals ex:s .
ex:Apart a sh:PropertyShape ; sh:targetSubjectsOf ex:q ; sh:path ex:p ; sh:disjoint ex:q .
ex:Less a sh:PropertyShape ; sh:targetSubjectsOf ex:s ; sh:path ex:s ; sh:lessThan ex:t .
ex:AtMost a sh:PropertyShape ; sh:targetClass ex:B ; sh:path ( ex:p ex:s ) ; sh:lessThanOrEquals ex:t .
ex:B a rdfs:Class , sh:NodeShape ; sh:property [ sh:path ex:s ; sh:maxCount 1 ; sh:datatype xsd:integer ] .
ex:BackOver a sh:PropertyShape ; sh:targetClass ex:C ; sh:path [ sh:inversePath ( ex:p ex:q ) ] ; sh:maxCount 0 .
ex:Long a sh:PropertyShape ; sh:targetClass ex:A ;
    sh:path ( ex:p [ sh:zeroOrMorePath ex:q ] [ sh:inversePath ex:r ] ) ; sh:class ex:C .
ex:Siblings a sh:NodeShape ; sh:targetClass ex:C ;
    sh:property [ sh:path ex:q ; sh:qualifiedValueShape [ sh:class ex:A ] ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShapesDisjoint true ] ,
    [ sh:path ex:q ; sh:qualifiedValueShape [ sh:path ex:p ; sh:minCount 1 ] ; sh:qualifiedMaxCount 1 ; sh:qualifiedValueShapesDisjoint true ] .
ex:Types a sh:PropertyShape ; sh:targetSubjectsOf ex:p ; sh:path rdf:type ; sh:in ( ex:A ex:B ) .
ex:Off a sh:NodeShape ; sh:targetClass ex:A ; sh:deactivated true ; sh:nodeKind sh:Literal .
"""
QUERIES = {
    "Absent": ("Class ex:A", "$this ex:p ?value . ?value ex:q ?x . FILTER NOT EXISTS { ?x ex:r $this }"),
    "Shared": ("SubjectsOf ex:q", "$this ex:q/ex:p* ?value . ?other ex:q ?value . FILTER (?other != $this)"),
    "OneOf": (
        "SubjectsOf ex:p , ex:r",
        "{ $this ex:p ?value } UNION { ?value ex:r $this } ?value a ?t . OPTIONAL { ?value ex:s ?d } FILTER (!BOUND(?d))",
    ),
    "Branches": (
        "SubjectsOf ex:p , ex:r",
        "{ $this ex:p ?value . ?value ex:s ?d } UNION { ?value ex:r $this FILTER NOT EXISTS { ?value a ex:C } }",
    ),
    "AnyOf": (
        "SubjectsOf ex:p , ex:q",
        "$this ?path ?value . FILTER (?path IN (ex:p, ex:q)) FILTER NOT EXISTS { ?value a ?type }",
    ),
    "Less": ("Class ex:B", "$this ex:p ?value . MINUS { ?value ex:q ?z . ?z a ex:C }"),
    "Whatever": ("Class ex:C", "$this ?any ?value . ?value ex:r ex:n0 ."),
    "Same": ("SubjectsOf ex:s", "$this ex:s ?value . ?o ex:s ?value . FILTER (?o != $this)"),
    "Above": ("SubjectsOf ex:p", "$this ex:p ?value . ?value rdf:type/rdfs:subClassOf* ex:C ."),
    "Around": ("Node ex:n0 , ex:n2", "$this ^ex:p/ex:q? ?value ; ex:s ?n . FILTER EXISTS { ?value ex:t ?m FILTER (?m < ?n) }"),
    "Counted": (
        "ObjectsOf ex:p",
        "$this ex:q ?value . { SELECT ?value (COUNT(?z) AS ?n) { ?z ex:p ?value } GROUP BY ?value } FILTER (?n > 1)",
    ),
}  # fmt: skip
UNCLEARED = {"http://e.x/BackOver", "http://e.x/Siblings"}
"""What only pySHACL judges: an inverse of a sequence, which it reads in its own way, and siblings."""
UNCLEAR = {"http://e.x/query/Counted", "http://e.x/query/OneOf"}

NODES = [NamedNode(f"http://e.x/n{number}") for number in range(6)]
CLASSES = [NamedNode(f"http://e.x/{name}") for name in "ABCD"]
PROPERTIES = [NamedNode(f"http://e.x/{name}") for name in "pqr"]
VALUES = [NamedNode(f"http://e.x/{name}") for name in "st"]
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
SUBCLASS = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
GRAPHS = [NamedNode("http://e.x/g1"), NamedNode("http://e.x/g2")]
HIDDEN = NamedNode("http://e.x/hidden")


def queries() -> str:
    return "".join(
        f'<http://e.x/query/{name}> a sh:NodeShape ; sh:target{target} ; sh:message "{name}" ; sh:sparql [\n'
        f'sh:prefixes ex:prefixes ; sh:select """SELECT $this ?value WHERE {{ {text} }}""" ] .\n'
        for name, (target, text) in QUERIES.items()
    )


def worded(triples: list[Triple]) -> list[Triple]:
    """Each shape with a sentence of its own, as ours have: pySHACL would make one up from all that it sees."""
    shapes = dict.fromkeys(each.subject for each in triples if each.predicate.value.startswith(SH))
    told = {each.subject for each in triples if each.predicate.value == f"{SH}message"}
    message = NamedNode(f"{SH}message")
    return [
        *triples,
        *(Triple(each, message, Literal(f"Rule {i}.")) for i, each in enumerate(shapes) if each not in told),
    ]


SH = "http://www.w3.org/ns/shacl#"
SHAPES = worded([quad.triple for quad in parse(HEAD + CORE + queries(), format=RdfFormat.TURTLE)])
SPLIT = rules.split(SHAPES)


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return Compiled.of(*SPLIT)


@pytest.fixture(scope="module")
def processor() -> validate.Processor:
    return validate.Processor(SPLIT[0])


def statements() -> st.SearchStrategy[Triple]:
    node = st.sampled_from([*NODES, BlankNode("b")])
    value = st.sampled_from([Literal(0), Literal(1), Literal(2), Literal("x", language="en")])
    return st.one_of(
        st.builds(Triple, node, st.sampled_from(PROPERTIES), node),
        st.builds(Triple, node, st.sampled_from(PROPERTIES), node),
        st.builds(Triple, node, st.just(TYPE), st.sampled_from(CLASSES)),
        st.builds(Triple, node, st.sampled_from(VALUES), value),
        st.builds(Triple, st.sampled_from(CLASSES), st.just(SUBCLASS), st.sampled_from(CLASSES)),
    )


def quads(size: int) -> st.SearchStrategy[set[Quad]]:
    def placed(triple: Triple, graph: NamedNode) -> Quad:
        return Quad(triple.subject, triple.predicate, triple.object, graph)

    return st.sets(st.builds(placed, statements(), st.sampled_from(GRAPHS)), max_size=size)


def by_pyshacl(held: Collection[Quad]) -> set[Result]:
    """What pySHACL says of everything, and each SPARQL constraint of all of its focus nodes."""
    # In one graph: what two graphs say counts once.
    store = Store.memory(Quad(each.subject, each.predicate, each.object, GRAPHS[0]) for each in held)
    found = Report.from_graph(
        validate._run(validate.to_rdflib(held), validate.to_rdflib(SPLIT[0]), "the shapes")
    ).results
    return {*found, *(result for rule in SPLIT[1] for result in rule.results(store))}


@pytest.mark.parametrize("large", [False, True])
@given(held=quads(30), removed=st.data(), added=quads(6))
def test_what_a_change_brings_is_found_and_nothing_else(
    compiled: Compiled,
    processor: validate.Processor,
    large: bool,
    held: set[Quad],
    removed: st.DataObject,
    added: set[Quad],
) -> None:
    gone = removed.draw(st.sets(st.sampled_from(sorted(held, key=str)), max_size=5)) if held else set[Quad]()
    gone -= added
    come = added - held
    before, after = by_pyshacl(held), by_pyshacl((held - gone) | come)
    store = Store.memory([*held, Quad(NODES[0], PROPERTIES[0], NODES[1], HIDDEN)])
    with Shelf(few=0) if large else Shelf.in_memory() as shelf, pytest.MonkeyPatch.context() as patch:
        patch.setattr(portions, "_PORTION", 2)
        brought, taken = shelf.pile(), shelf.pile()
        brought.add(come)
        taken.add(gone)
        assert brought.large == (large and bool(come))
        following = Following(
            States(store, [HIDDEN], brought, taken),
            [*come, *gone],
            shapes=compiled,
            judge=processor,
            spoken=() if large else None,
        )
        found = set(following.results())
        former = following.former(found, States(store, [HIDDEN]))
    assert found <= after, "a result that pySHACL does not have"
    assert found - former == after - before
    nodes: set[Term] = {result.focus for result in before - after}
    assert nodes <= following.concerned.among(nodes).nodes | no_targets(come, gone)


def no_targets(come: Collection[Quad], gone: Collection[Quad]) -> set[object]:
    """What may be no focus node any more, and so has no results: by a statement that went, or a class that moved."""
    if any(quad.predicate == SUBCLASS for quad in (*come, *gone)):
        return {*NODES, BlankNode("b")}
    return {each for quad in gone for each in (quad.subject, quad.object)}


@given(held=quads(30), data=st.data())
def test_what_is_asked_besides_is_judged_though_it_did_not_change(
    compiled: Compiled, processor: validate.Processor, held: set[Quad], data: st.DataObject
) -> None:
    chosen = data.draw(st.sets(st.sampled_from(NODES), max_size=3))
    store = Store.memory(held)
    following = Following(States(store), [], chosen, compiled, processor)
    expected = {result for result in by_pyshacl(held) if result.focus in chosen}
    counted = {result for result in by_pyshacl(held) if result.shape and result.shape.value in UNCLEAR}
    assert set(following.results()) - counted == expected - counted


def test_which_constraints_cannot_be_followed_is_known(compiled: Compiled) -> None:
    unclear = {query.rule.shape.value for query in compiled.queries if query.group is None}
    assert unclear == UNCLEAR


def test_the_world_breaks_every_shape() -> None:
    """Else the tests above would show nothing."""
    import random

    chance = random.Random(1)
    broken: set[str] = set()
    for _ in range(40):
        held = {
            Quad(chance.choice(NODES), chance.choice(PROPERTIES), chance.choice(NODES), GRAPHS[0])
            for _ in range(9)
        }
        held |= {Quad(chance.choice(NODES), TYPE, chance.choice(CLASSES), GRAPHS[1]) for _ in range(5)}
        held |= {
            Quad(chance.choice(NODES), chance.choice(VALUES), Literal(chance.randrange(3)), GRAPHS[0])
            for _ in range(9)
        }
        broken |= {result.shape.value for result in by_pyshacl(held) if result.shape}
    named = {
        each.subject.value
        for each in SHAPES
        if each.predicate.value.startswith(f"{SH}target") and isinstance(each.subject, NamedNode)
    }
    nested = {"http://e.x/Nested", "http://e.x/Siblings", "http://e.x/Off"}
    assert named - nested - broken == set()


@settings(max_examples=15)
@given(held=quads(30))
def test_what_is_cleared_conforms_and_what_is_known_to_break_a_rule_does(
    processor: validate.Processor, held: set[Quad]
) -> None:
    """Node by node and shape by shape, targets or not: what the compiled shapes are certain of, pySHACL says too."""
    view = View(States(Store.memory(held)), AFTER)
    data = validate.to_rdflib([*held, *validate.vocabulary()])
    nodes = [*NODES, BlankNode("b"), Literal(1), Literal("x", language="en")]
    for name, shape in processor._shapes.items():
        term = BlankNode(name) if not name.startswith("http") else NamedNode(name)
        for node in nodes:
            said = processor.clearing.check(term)(view, node)
            if said is not None:
                with validate._quiet():
                    conforms, _ = shape.validate(processor._executor, data, focus=as_node(node))
                assert conforms == said, (name, node)


def test_most_constructs_are_cleared(processor: validate.Processor) -> None:
    """Else the test above would show nothing."""
    view = View(States(Store.memory(())), AFTER)
    named = [name for name in processor._shapes if name.startswith("http")]
    unclear = {name for name in named if processor.clearing.check(NamedNode(name))(view, NODES[0]) is None}
    assert unclear == UNCLEARED
