"""Decisions on who is who: a merge taken back leaves the statements as they were, and their order is no matter."""

from datetime import UTC, datetime
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from enjoin.graph.identity.decisions import Decision, canonical
from enjoin.graph.identity.following import plan, write
from enjoin.graph.identity.merging import merged, original, read, standings, written
from enjoin.graph.iris import Iris
from enjoin.graph.provenance import Entry, entries, triples
from enjoin.graph.storage.store import Store
from enjoin.ontology.terms import ej, term

IRIS = Iris()
NODES = [IRIS.entity("judge", name) for name in "abcde"]
PREDICATES = [term("rdfs:label"), ej("fjcNid"), ej("note"), ej("relatesTo"), ej("presidedBy")]
VALUES = [*NODES, *(Literal(text) for text in ("x", "y", "z"))]
GRAPHS = [IRIS.graph(name) for name in ("one", "two")]
NOW = datetime(2026, 1, 2, tzinfo=UTC)

quads = st.sets(
    st.builds(
        Quad,
        st.sampled_from(NODES),
        st.sampled_from(PREDICATES),
        st.sampled_from(VALUES),
        st.sampled_from(GRAPHS),
    ),
    max_size=25,
)
pairs = st.lists(st.sampled_from(list(combinations(NODES, 2))), max_size=4, unique=True)


def decided(chosen: list[tuple[NamedNode, NamedNode]]) -> list[Decision]:
    return [
        Decision(f"judge-{number}-1", (pair,), True, "e", "r", "2026-01-01T00:00:00Z")
        for number, pair in enumerate(chosen)
    ]


def store_of(said: set[Quad]) -> Store:
    provenance = IRIS.graph("provenance")
    told = [
        Quad(each.subject, each.predicate, each.object, provenance)
        for name in ("one", "two")
        for each in triples(Entry(name, name, f"sha256:{'0' * 64}", "rdf 1", "2026-01-01T00:00:00Z"), IRIS)
    ]
    return Store.memory([*said, *told])


def documents(store: Store) -> set[Quad]:
    return {quad for graph in GRAPHS for quad in store.quads(graph=graph)}


def change(store: Store, former: list[Decision], new: list[Decision]) -> None:
    # What the shapes say of such statements is not the matter here, so nobody validates them.
    write(store, None, IRIS, plan(store, None, IRIS, former, new, NOW), NOW)


@given(quads, pairs)
@settings(max_examples=150, deadline=None)
def test_what_was_merged_is_taken_apart_again(
    said: set[Quad], chosen: list[tuple[NamedNode, NamedNode]]
) -> None:
    to = canonical(decided(chosen))
    for graph in GRAPHS:
        own = {quad for quad in said if quad.graph_name == graph}
        stands, changed = merged(own, to, standings(said, to))
        again = [read(text) for text in written(changed)]
        assert original(stands, again) == own
        assert not [quad for quad in stands if quad.subject in to or quad.object in to]


@given(quads, pairs, st.randoms())
@settings(max_examples=40, deadline=None)
def test_a_store_follows_decisions_in_any_order_and_back(said, chosen, random) -> None:
    whole = decided(chosen)
    at_once, one_by_one = store_of(said), store_of(said)
    change(at_once, [], whole)
    shuffled = random.sample(whole, len(whole))
    for number in range(len(shuffled)):
        change(one_by_one, shuffled[:number], shuffled[: number + 1])
    assert documents(at_once) == documents(one_by_one)
    before = {name: entry.before for name, entry in entries(at_once, IRIS).items()}
    assert {name: entry.before for name, entry in entries(one_by_one, IRIS).items()} == before
    left = random.sample(shuffled, len(shuffled))
    while left:
        change(one_by_one, left, left[:-1])
        left.pop()
    assert documents(one_by_one) == said
    assert all(entry.before == () for entry in entries(one_by_one, IRIS).values())
    assert not list(one_by_one.quads(graph=IRIS.graph("adoptions")))


@given(pairs, st.randoms())
def test_the_id_that_stays_is_no_matter_of_order(chosen, random) -> None:
    whole = decided(chosen)
    assert canonical(random.sample(whole, len(whole))) == canonical(whole)
