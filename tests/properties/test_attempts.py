"""What an update is found to change is what the engine itself makes of it."""

from collections.abc import Iterable

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from enjoin.graph.errors import QueryError
from enjoin.graph.rdf import canonical
from enjoin.graph.updates.attempt import Attempt, Terms
from enjoin.graph.updates.scratch import Scratch

GRAPHS = ["g:1", "g:2", "g:3"]
NODES = ["n:a", "n:b", "n:c"]
VERBS = ["v:p", "v:q"]

node = st.sampled_from(NODES).map(NamedNode)
graph_name = st.sampled_from([None, *GRAPHS])
value = st.one_of(node, st.integers(0, 2).map(Literal), st.sampled_from(["x", "y"]).map(BlankNode))
statement = st.builds(
    lambda subject, verb, found, graph: Quad(
        subject, NamedNode(verb), found, NamedNode(graph) if graph else DefaultGraph()
    ),
    st.one_of(node, st.sampled_from(["x", "y"]).map(BlankNode)),
    st.sampled_from(VERBS),
    value,
    graph_name,
)

iri = st.one_of(st.sampled_from([f"<{name}>" for name in NODES]), st.sampled_from(["n:a", "n:b"]))
ground = st.one_of(iri, st.sampled_from(["0", "1", "true", '"t"@en']))
variable = st.sampled_from(["?s", "?o", "?x"])
fresh = st.sampled_from(["_:k", "_:l"])
place = st.sampled_from([f"<{name}>" for name in GRAPHS])


@st.composite
def triples(draw, subjects, objects, least=0):
    listed = draw(
        st.lists(st.tuples(subjects, st.sampled_from(["v:p", "v:q"]), objects), min_size=least, max_size=3)
    )
    return " . ".join(" ".join(each) for each in listed)


@st.composite
def block(draw, subjects, objects, places=place, least=0):
    """Quads in braces: some of no graph, some of a graph."""
    parts = [draw(triples(subjects, objects, least))]
    named = draw(st.lists(places, max_size=2))
    parts += [f"GRAPH {name} {{ {draw(triples(subjects, objects))} }}" for name in named]
    return (
        "{ "
        + " ".join(f"{part} {'.' if part and not part.startswith('GRAPH') else ''}" for part in parts)
        + " }"
    )


insert_data = block(st.one_of(iri, fresh), st.one_of(ground, fresh)).map(lambda found: f"INSERT DATA {found}")
delete_data = block(iri, ground).map(lambda found: f"DELETE DATA {found}")
pattern = block(
    st.one_of(iri, variable), st.one_of(ground, variable), st.one_of(place, st.just("?g")), least=1
)
delete_where = pattern.map(lambda found: f"DELETE WHERE {found}")


@st.composite
def modify(draw):
    templates = st.one_of(iri, variable), st.one_of(ground, variable), st.one_of(place, st.just("?g"))
    with_fresh = st.one_of(iri, variable, fresh), st.one_of(ground, variable, fresh, st.just("[ v:p ?s ]"))
    parts = []
    if draw(st.booleans()):
        parts.append(f"WITH {draw(place)}")
    which = draw(st.sampled_from(["delete", "insert", "both"]))
    if which != "insert":
        parts.append(f"DELETE {draw(block(*templates))}")
    if which != "delete":
        parts.append(f"INSERT {draw(block(*with_fresh, templates[2]))}")
    using = draw(st.lists(st.tuples(st.sampled_from(["", "NAMED "]), place), max_size=2))
    parts += [f"USING {kind}{name}" for kind, name in using]
    parts.append(f"WHERE {draw(pattern)}")
    return " ".join(parts)


@st.composite
def on_graphs(draw):
    silent = draw(st.sampled_from(["", "SILENT "]))
    one = st.one_of(place.map(lambda name: f"GRAPH {name}"), st.just("DEFAULT"))
    verb = draw(st.sampled_from(["CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"]))
    if verb in {"CLEAR", "DROP"}:
        return f"{verb} {silent}{draw(st.one_of(one, st.sampled_from(['NAMED', 'ALL'])))}"
    if verb == "CREATE":
        return f"CREATE {silent}GRAPH {draw(place)}"
    return f"{verb} {silent}{draw(one)} TO {draw(one)}"


operation = st.one_of(insert_data, delete_data, delete_where, modify(), modify(), on_graphs())
updates = st.lists(operation, min_size=1, max_size=4)
PROLOGUE = "PREFIX n: <n:> PREFIX v: <v:> "


def own_labels(operations: Iterable[str]) -> str:
    """Blank nodes of two operations are not one, so they may not be called the same."""
    return PROLOGUE + " ;\n".join(
        each.replace("_:k", f"_:k{number}").replace("_:l", f"_:l{number}")
        for number, each in enumerate(operations)
    )


def engines_own(held: list[Quad], text: str) -> tuple[ox.Store, bool]:
    store = ox.Store()
    store.extend(held)
    try:
        store.update(text)
    except RuntimeError:
        return store, False
    return store, True


@given(st.lists(statement, max_size=8), updates)
def test_the_net_change_leads_to_what_the_engine_makes_of_the_update(held, operations):
    text = own_labels(operations)
    expected, done = engines_own(held, text)
    attempt = Attempt(Scratch.empty(held), Terms(), lambda: Scratch.empty(held))
    try:
        attempt.update(text)
    except QueryError:
        assert not done
        return
    assert done
    before = set(held)
    net = list(attempt.tally.net())
    counted: dict[str, list[int]] = {}
    for quad, came in net:
        name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
        counted.setdefault(name, [0, 0])[not came] += 1
    assert {name: list(both) for name, both in attempt.tally.counts().items()} == counted
    added = {quad for quad, came in net if came}
    removed = {quad for quad, came in net if not came}
    assert len(added) + len(removed) == len(net), "each statement is told once"
    assert removed <= before
    assert not added & before
    after = (before - removed) | added
    assert after == set(attempt.work.quads())
    assert canonical(after) == canonical(expected)
    graphs = {quad.graph_name for quad in held if isinstance(quad.graph_name, NamedNode)}
    graphs = (graphs | {*attempt.tally.created()}) - {*attempt.tally.dropped()}
    assert graphs == set(expected.named_graphs())


@given(st.lists(statement, max_size=8), updates)
def test_without_a_default_graph_of_its_own_a_named_one_stands_for_it(held, operations):
    """What templates say of no graph goes to the default document; patterns see all graphs."""
    default = NamedNode("g:default")
    named = [
        Quad(quad.subject, quad.predicate, quad.object, default)
        if isinstance(quad.graph_name, DefaultGraph)
        else quad
        for quad in held
    ]
    attempt = Attempt(Scratch.empty(named), Terms(default=default), lambda: Scratch.empty(named))
    try:
        attempt.update(own_labels(operations))
    except QueryError:
        return
    assert all(isinstance(quad.graph_name, NamedNode) for quad in attempt.work.quads())
    net = list(attempt.tally.net())
    after = (set(named) - {quad for quad, came in net if not came}) | {quad for quad, came in net if came}
    assert after == set(attempt.work.quads())
