"""The shapes as a whole: how they are written, that they agree with the words, and what they cost."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any, cast

import pyoxigraph as ox
import rdflib

from enjoin import ontology, shapes
from enjoin.ontology.terms import EJ, EJV, term
from enjoin.shapes.report import Result, Severity

SH = rdflib.SH
World = Callable[..., rdflib.Graph]
Judge = Callable[[rdflib.Graph], tuple[Result, ...]]
SCHEMES = ("topics", "policy-kinds", "ruling-types", "disposition-types", "end-reasons")


def rules() -> dict[str, list[str]]:
    """The sentences of each shape that has one, by its IRI."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for triple in shapes.load():
        if triple.predicate == term("sh:message"):
            assert isinstance(triple.subject, ox.NamedNode), triple
            assert isinstance(triple.object, ox.Literal)
            assert triple.object.language == "en"
            found[triple.subject.value].append(triple.object.value)
    return found


def test_a_rule_says_one_sentence_that_no_other_rule_says() -> None:
    assert all(len(sentences) == 1 for sentences in rules().values())
    sentences = [sentence for sentences in rules().values() for sentence in sentences]
    assert [sentence for sentence, times in Counter(sentences).items() if times > 1] == []
    for sentence in sentences:
        assert re.fullmatch(r"[A-Z].{20,250}\.", sentence), sentence


def test_a_rule_stands_alone(shapes_graph: rdflib.Graph) -> None:
    """Each has its own target, and nothing but rules has one: a processor judges its nodes at once."""
    targets = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
    assert {str(shape) for target in targets for shape in shapes_graph.subjects(target)} == set(rules())


def test_every_term_is_declared() -> None:
    used = {
        found.value
        for triple in shapes.load()
        for found in (triple.predicate, triple.object)
        if isinstance(found, ox.NamedNode) and found.value.startswith((EJ, EJV))
    }
    for triple in shapes.load():
        if triple.predicate == term("sh:select") and isinstance(triple.object, ox.Literal):
            for prefix, name in re.findall(r"\b(ejv?):([\w-]+)", triple.object.value):
                used.add({"ej": EJ, "ejv": EJV}[prefix] + name)
    known = ontology.declared("enjoin") | ontology.declared("concepts")
    assert used - {found.value for found in known} == set()


def schemes(graph: rdflib.Graph) -> dict[str, frozenset[str]]:
    """The concepts of each scheme; families of effects, which are no effects themselves, left out."""
    families = set(graph.objects(None, rdflib.SKOS.broader))
    found: defaultdict[str, set[str]] = defaultdict(set)
    for concept, scheme in graph.subject_objects(rdflib.SKOS.inScheme):
        if concept not in families:
            found[str(scheme).removeprefix(EJV)].add(str(concept))
    return {scheme: frozenset(concepts) for scheme, concepts in found.items()}


def test_a_closed_list_is_that_of_its_concept_scheme(world: World, shapes_graph: rdflib.Graph) -> None:
    complete = set(schemes(world()).values())
    complete |= {states - {f"{EJV}uncertain"} for states in complete}  # the readings of an uncertain state
    lists = {
        str(shape): frozenset(str(each) for each in shapes_graph.items(found))
        for shape, found in shapes_graph.subject_objects(SH["in"])
        if str(shape).endswith("FromList")
    }
    assert len(lists) > 20
    assert {shape for shape, listed in lists.items() if listed not in complete} == set()


def test_a_scheme_that_a_shape_names_has_concepts(world: World, shapes_graph: rdflib.Graph) -> None:
    named = {str(found) for found in shapes_graph.objects(None, SH.hasValue)}
    found = schemes(world())
    for scheme in SCHEMES:
        assert EJV + scheme in named
        assert found.get(scheme), scheme


def test_a_query_asked_once_finds_what_it_finds_node_by_node(
    all_bad: rdflib.Graph, bad_results: tuple[Result, ...], shapes_graph: rdflib.Graph
) -> None:
    """The promise of the room: `VALUES $this {…}` in front of a query, on another engine."""
    store = ox.Store()
    store.bulk_load(all_bad.serialize(format="nt", encoding="utf-8"), ox.RdfFormat.N_TRIPLES)
    prefixes = {
        str(shapes_graph.value(each, SH.prefix)): str(shapes_graph.value(each, SH.namespace))
        for each in shapes_graph.objects(rdflib.URIRef(shapes.SHAPES.value), SH.declare)
    }
    found: set[tuple[str, str, str]] = set()
    for shape, constraint in shapes_graph.subject_objects(SH.sparql):
        query = str(shapes_graph.value(constraint, SH.select))
        nodes = " ".join(node.n3() for node in focus_nodes(shape, shapes_graph, all_bad))
        once = query.replace("{", f"{{ VALUES $this {{ {nodes} }}", 1)
        value = "value" if "?value" in query.partition("WHERE")[0] else "this"
        for row in cast("ox.QuerySolutions", store.query(once, prefixes=prefixes)):
            found.add((str(shape), str(row["this"]), str(row[value])))
    reported = {
        (each.shape.value, str(each.focus), str(each.value))
        for each in bad_results
        if each.component == term("sh:SPARQLConstraintComponent") and each.shape
    }
    assert len(reported) > 60
    assert found == reported


def focus_nodes(shape: Any, shapes_graph: rdflib.Graph, graph: rdflib.Graph) -> set[rdflib.URIRef]:
    nodes: set[Any] = set()
    for wanted in shapes_graph.objects(shape, SH.targetClass):
        for each in graph.transitive_subjects(rdflib.RDFS.subClassOf, wanted):
            nodes |= set(graph.subjects(rdflib.RDF.type, each))
    for wanted in shapes_graph.objects(shape, SH.targetSubjectsOf):
        nodes |= set(graph.subjects(wanted))
    for wanted in shapes_graph.objects(shape, SH.targetObjectsOf):
        nodes |= set(graph.objects(None, wanted))
    return {node for node in nodes if isinstance(node, rdflib.URIRef)}


def worlds(graph: rdflib.Graph, context: Path, copies: int) -> rdflib.Graph:
    """The context many times over, each copy with ids and numbers of its own."""
    text = context.read_text(encoding="utf-8").replace(' ; ej:geoid "XX"', "")
    for number in range(copies):
        copied = text.replace("/x-", f"/x{number}-").replace(
            "post/president", f"post/x{number}/post/president"
        )
        copied = re.sub(r'(ej:(?:fjcNid|geoid)) "(\d+)"', rf'\1 "\g<2>{number:02}"', copied)
        graph.parse(data=copied, format="turtle")
    return graph


def test_the_cost_follows_the_size(world: World, judged: Judge, context: Path) -> None:
    """Four times the data takes about four times as long: no rule compares everything with everything."""
    seconds: list[float] = []
    for copies in (6, 24):
        graph = worlds(world(), context, copies)
        begin = process_time()
        results = judged(graph)
        seconds.append(process_time() - begin)
        assert not [result for result in results if result.severity is not Severity.INFO]
    assert seconds[1] < 8 * seconds[0]
