"""Deriving after a change gives what deriving from scratch gives."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import enjoin.graph as eg
from enjoin.graph.effects.deriving import derived
from enjoin.graph.iris import Iris
from enjoin.graph.storage.store import Store
from enjoin.ontology.terms import ej

IRIS = Iris()


def entity(kind: str, name: str) -> NamedNode:
    return IRIS.entity(kind, name)


@pytest.fixture(scope="module")
def before(starter: eg.Graph) -> Store:
    store = starter.store()
    assert isinstance(store, Store)
    return Store.memory(store.quads())


def without(store: Store, *subjects: NamedNode) -> list[Quad]:
    gone = set(subjects)
    return [quad for quad in store.quads() if quad.subject not in gone and quad.object not in gone]


def changes(before: Store) -> dict[str, list[Quad]]:
    """Other states of the starter graph, each one step away."""
    effect, role = entity("effect", "e-2017-04-25-cand-9a-grant"), ej("PartyRole")
    effects = sorted({q.subject for q in before.quads(predicate=ej("effectType"))}, key=str)
    some_role = min({q.subject for q in before.quads(object=role)}, key=str)
    assert isinstance(some_role, NamedNode)
    order = entity("order", "eo-14159")
    renamed = [
        Quad(q.subject, q.predicate, Literal("Order X", language="en"), q.graph_name)
        if q.subject == order and q.predicate.value.endswith("#label")
        else q
        for q in before.quads()
    ]
    return {
        "several effects less": without(
            before, effect, *(each for each in effects[::9] if isinstance(each, NamedNode))
        ),
        "a party less": without(before, some_role),
        "a provision less": without(before, entity("provision", "eo-14159-17")),
        "an order of another name": renamed,
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["several effects less", "a party less", "a provision less", "an order of another name"]
)
def test_what_a_change_touches_is_all_that_must_be_derived_again(before: Store, name: str) -> None:
    now = Store.memory(changes(before)[name])
    assert set(derived(now, IRIS, before)) == set(derived(now, IRIS))


@pytest.mark.slow
def test_a_graph_that_was_empty_is_derived_the_same_way(before: Store) -> None:
    former = Store.memory(quad for quad in before.quads() if "starter" not in str(quad.graph_name))
    former = Store.memory(quad for quad in former.quads() if quad.graph_name != IRIS.graph("derived"))
    assert set(derived(before, IRIS, former)) == set(derived(before, IRIS))
