"""What a change concerns: the ways that shapes walk, walked back from what came or went."""

from collections.abc import Iterable

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from enjoin import shapes
from enjoin.graph.iris import Iris
from enjoin.graph.storage.store import Store
from enjoin.graph.validation import judging, patterns, reads, rules
from enjoin.graph.validation.affected import Change, focus_of_change, ours
from enjoin.graph.validation.mentions import mentioned
from enjoin.graph.validation.states import AFTER, BEFORE, EITHER, Budget, States, TooMany
from enjoin.graph.validation.walks import along, back, cheapest
from enjoin.graph.validation.ways import Way
from enjoin.ontology.terms import EJ, ej, ejv, term
from enjoin.shapes.paths import Path

G = NamedNode("https://w3id.org/enjoin/graph/x")
H = NamedNode("https://w3id.org/enjoin/graph/y")
ID = "https://w3id.org/enjoin/id/"


def n(name: str) -> NamedNode:
    return NamedNode(ID + name)


def q(subject: str, predicate: NamedNode, value: NamedNode | Literal | str, graph: NamedNode = G) -> Quad:
    return Quad(n(subject), predicate, n(value) if isinstance(value, str) else value, graph)


def prop(name: str) -> Path:
    return Path.of(ej(name))


def path(kind: patterns.Kind, *parts: Path) -> Path:
    return Path(kind, parts=parts)


HELD = [q("a", ej("p"), "b"), q("b", ej("p"), "c"), q("c", ej("r"), "d"), q("e", ej("p"), "e")]


@pytest.mark.parametrize(
    ("way", "start", "ends"),
    [
        (prop("p"), "a", "b"),
        (path("inverse", prop("p")), "b", "a"),
        (path("sequence", prop("p"), prop("p")), "a", "c"),
        (path("alternative", prop("p"), prop("r")), "c", "d"),
        (path("zero-or-more", prop("p")), "a", "abc"),
        (path("one-or-more", prop("p")), "a", "bc"),
        (path("one-or-more", prop("p")), "e", "e"),
        (path("zero-or-one", prop("p")), "a", "ab"),
        (path("inverse", path("sequence", prop("p"), prop("r"))), "d", "b"),
        (path("sequence", path("zero-or-more", prop("p")), prop("r")), "a", "d"),
        (path("one-or-more", path("alternative", prop("p"), prop("r"))), "a", "bcd"),
        (path("inverse", path("one-or-more", prop("p"))), "c", "ab"),
    ],
    ids=lambda each: each.written(lambda iri: iri.rpartition("#")[2]) if isinstance(each, Path) else None,
)
def test_a_way_ends_where_its_path_leads_and_begins_where_it_came_from(
    way: Path, start: str, ends: str
) -> None:
    states = States(Store.memory(HELD))
    laid = Way.of(way)
    assert along(states, laid, [n(start)], EITHER, Budget()) == {n(each) for each in ends}
    for end in ends:
        assert n(start) in back(states, laid, [n(end)], EITHER, Budget())


def test_both_states_are_seen_and_neither_copied() -> None:
    come, gone = q("a", ej("p"), "z"), HELD[0]
    states = States(Store.memory(HELD), added=[come], removed=[gone])
    assert [states.bits(each) for each in (gone, come, HELD[1])] == [BEFORE, AFTER, EITHER]
    assert along(states, Way.of(prop("p")), [n("a")], BEFORE, Budget()) == {n("b")}
    assert along(states, Way.of(prop("p")), [n("a")], AFTER, Budget()) == {n("z")}
    assert [quad.object for quad in states.quads(n("a"))] == [n("z")]


def test_what_another_graph_says_too_does_not_go() -> None:
    twice = Quad(n("a"), ej("p"), n("b"), H)
    states = States(Store.memory([*HELD, twice]), removed=[HELD[0]])
    assert states.bits(HELD[0]) == EITHER
    assert not Change(states, [HELD[0]]).said


def test_hidden_graphs_say_nothing() -> None:
    states = States(Store.memory(HELD), [G])
    assert states.about(n("a")) == {}
    assert states.into(ej("p"), n("b")) == {}


def test_of_several_walks_the_cheapest_is_taken() -> None:
    many = [q(f"x{number}", ej("p"), "hub") for number in range(3000)]
    states = States(Store.memory([*many, q("one", ej("r"), "hub")]))

    def by(name: str) -> Way:
        return Way.of(path("inverse", prop(name)))

    walks = [lambda budget, name=name: along(states, by(name), [n("hub")], EITHER, budget) for name in "pr"]
    assert cheapest(walks, 1) == {n("one")}
    with pytest.raises(TooMany):
        along(States(Store.memory(many)), by("p"), [n("hub")], EITHER, Budget(10))


def concerned(states: States, touched: Iterable[Quad]) -> dict[str, set[str]]:
    """The focus nodes of a change by the name of the shape."""
    focus = focus_of_change(states, Change(states, touched), ours())
    named = [*focus.core.items(), *((query.rule.shape, nodes) for query, nodes in focus.queries)]
    assert not focus.everywhere
    return {
        str(shape).strip("<>").rpartition("#")[2]: {str(node).strip("<>").removeprefix(ID) for node in nodes}
        for shape, nodes in named
        if nodes
    }


LITIGATION = [
    q("court/c", term("rdf:type"), ej("Court")),
    q("ruling/r", term("rdf:type"), ej("Ruling")),
    q("ruling/r", ej("byCourt"), "court/c"),
    q("relief/i", term("rdf:type"), ej("Relief")),
    q("relief/i", ej("grantedBy"), "ruling/r"),
    q("effect/e", term("rdf:type"), ej("LegalEffect")),
    q("effect/e", ej("actsOn"), "relief/i"),
    q("effect/e", ej("effectType"), ejv("grant")),
    q("effect/e", ej("producedBy"), "ruling/r"),
]


def test_a_label_concerns_its_own_entity_only() -> None:
    added = q("court/c", term("rdfs:label"), Literal("C", language="en"))
    found = concerned(States(Store.memory(LITIGATION), added=[added]), [added])
    assert found
    assert set().union(*found.values()) == {"court/c"}


def test_a_type_that_goes_concerns_those_who_refer_to_it() -> None:
    found = concerned(States(Store.memory(LITIGATION), removed=[LITIGATION[0]]), [LITIGATION[0]])
    assert found["RulingByOneCourt"] == {"ruling/r"}
    assert "court/c" not in set().union(*found.values()), "it is no focus node any more"


def test_the_type_of_an_effect_concerns_the_relief_it_acts_on() -> None:
    found = concerned(States(Store.memory(LITIGATION), removed=[LITIGATION[7]]), [LITIGATION[7]])
    assert found["ReliefBegins"] == {"relief/i"}
    assert found["EffectTypeFromList"] == {"effect/e"}


def test_a_class_that_moves_concerns_its_members() -> None:
    moved = Quad(ej("Ruling"), term("rdfs:subClassOf"), ej("Relief"), G)
    found = concerned(States(Store.memory(LITIGATION), added=[moved]), [moved])
    assert found["ReliefTypeFromList"] == {"ruling/r"}


def test_a_statement_that_no_shape_reads_concerns_nobody() -> None:
    added = q("court/c", NamedNode("http://e.x/unknown"), Literal("x"))
    assert concerned(States(Store.memory(LITIGATION), added=[added]), [added]) == {}


def test_no_constraint_of_ours_must_be_run_everywhere() -> None:
    """Each query of the shapes can be followed; one that cannot would be named here."""
    assert [query.rule.shape.value for query in ours().queries if query.group is None] == []


def test_a_query_is_parsed_only_where_it_names_what_changed() -> None:
    open_to_all = {
        query.rule.shape.value.rpartition("#")[2] for query in ours().queries if query.names is None
    }
    assert open_to_all == {"ReferenceIsDescribed"}
    for query in ours().queries:
        assert query.group is not None
        read = {leg.step.predicate for pattern, _ in query.group.all() for leg in pattern.way.legs}
        assert query.names is None or {each.value for each in read if each} <= query.names, query.rule.shape


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("$this ?p ?o", True),
        ("$this ej:p ?o ; ?q ej:x", True),
        ("$this ej:p ?o FILTER (?o != $this) ?o ej:q ?z", False),
        ("$this (ej:p|ej:q)/ej:r ?o . ?o a ej:C", False),
        ("ej:x ?p 5", True),
        ('$this ej:p ?o BIND ("?a ?b ?c" AS ?x)', False),
        ("[] ?p ?o . $this ej:q ?o", True),
    ],
)
def test_a_variable_that_may_be_a_predicate_is_told_by_the_text(text: str, verbs: bool) -> None:
    found = mentioned(f"PREFIX ej: <{EJ}> SELECT $this ?value WHERE {{ {text} }}")
    assert (found is None) is verbs


@pytest.mark.parametrize(
    "text",
    [
        "$this ej:p ?value . ?a ej:q ?b",
        "$this ej:p ?value . FILTER (?value = ?b) ?b ej:q ?c",
        "{ SELECT ?value { ?value ej:p ?x } } $this ej:q ?value",
        "GRAPH ?g { $this ej:p ?value }",
        "$this ej:p ?value . FILTER NOT EXISTS { ?a ej:q ?b }",
        "$this !ej:p ?value",
        "$this ej:p ?value . ?other ej:q* ?any",
        "$this ?p ?value . ?p a ej:C",
    ],
)
def test_what_cannot_be_followed_says_so(text: str) -> None:
    assert patterns.read(f"PREFIX ej: <{EJ}> SELECT $this ?value WHERE {{ {text} }}") is None


SH = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://e.x/> . "


@pytest.mark.parametrize(
    "shape",
    [
        'ex:S sh:targetClass ex:C ; sh:js "f" .',
        "ex:S sh:targetClass ex:C ; sh:node ex:S .",
        "ex:S sh:targetClass ex:C ; sh:path [ ex:unknown ex:p ] ; sh:minCount 1 .",
    ],
)
def test_a_construct_that_is_not_known_is_refused(shape: str) -> None:
    triples = [quad.triple for quad in parse(SH + shape, format=RdfFormat.TURTLE)]
    with pytest.raises(ValueError, match=r"SHACL|known|undefined"):
        reads.compile_all(triples)


def test_every_shape_of_ours_is_compiled() -> None:
    core, constraints = rules.split(shapes.load())
    targeted = {each.subject for each in core if each.predicate.value.endswith(("targetClass", "targetSubjectsOf", "targetObjectsOf"))}  # fmt: skip
    compiled = {reading.shape for reading in reads.compile_all(core)}
    assert targeted == compiled | {rule.shape for rule in constraints}


def test_no_shape_walks_a_sequence_from_its_end() -> None:
    """PySHACL 0.40 walks `^(p/q)` as `^p/^q`: what it then reports is wrong."""

    def inverted(path: Path, *, back: bool = False) -> bool:
        back ^= path.kind == "inverse"
        return (back and path.kind == "sequence") or any(inverted(part, back=back) for part in path.parts)

    ways = reads.Shapes(shapes.load())
    paths = [ways.path(each.object) for each in shapes.load() if each.predicate == term("sh:path")]
    assert len(paths) > 250
    assert not [each for each in paths if inverted(each)]


# The starter graph


def test_what_was_wrong_before_is_not_blamed_on_a_change() -> None:
    bad = [
        q("jurisdiction/j", term("rdf:type"), ej("Jurisdiction")),
        q("jurisdiction/j", ej("fips"), Literal("x")),
    ]
    store = Store.memory(bad)
    second = q("jurisdiction/j", ej("fips"), Literal("17"))
    judgement = judging.Judgement(store, [], (), Iris(), added=[second], removed=[])
    wrong = {
        (str(result.value), str(result.component).rpartition("#")[2].strip(">"))
        for result in judgement.report.violations
    }
    assert wrong == {('"x"', "PatternConstraintComponent"), ("None", "MaxCountConstraintComponent")}
    [fault] = judgement.faults.results
    assert fault.component == term("sh:MaxCountConstraintComponent")
