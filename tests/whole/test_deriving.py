"""Deriving after a change gives what deriving from scratch gives."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import enjoin.graph as eg
from enjoin.graph.effects.deriving import derived, follow
from enjoin.graph.iris import Iris
from enjoin.graph.reasoning import rules
from enjoin.graph.reasoning.expressions import Named, PropertyPath, Some
from enjoin.graph.storage.store import Store
from enjoin.ontology.terms import ej, ejv, term

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
@pytest.mark.parametrize("name", ["several effects less", "a provision less", "an order of another name"])
def test_a_change_that_is_known_is_followed_statement_by_statement(before: Store, name: str) -> None:
    graph = IRIS.graph("derived")
    held = set(before.quads())
    wanted = {quad for quad in changes(before)[name] if quad.graph_name != graph}
    gone = {quad for quad in held - wanted if quad.graph_name != graph}
    now = Store.memory(held)
    now.apply(wanted - held, gone)
    found = follow(now, IRIS, wanted - held, gone)
    assert found is not None
    said = (set(now.quads(graph=graph)) - set(found.removed)) | set(found.added)
    assert {quad.triple for quad in said} == set(derived(now, IRIS))


def test_what_a_change_does_not_concern_is_not_read(before: Store) -> None:
    some = min(before.quads(predicate=ej("effectType"), object=ejv("grant")), key=str)
    effect, graph = some.subject, some.graph_name
    told = Quad(effect, ej("sequence"), Literal(3), graph)
    now = Store.memory(before.quads())
    now.apply([told])
    asked = 0
    real = now.quads

    def counted(*pattern: Any, **named: Any) -> Iterator[Quad]:
        nonlocal asked
        for quad in real(*pattern, **named):
            asked += 1
            yield quad

    now.quads = counted  # type: ignore[method-assign]
    assert follow(now, IRIS, [told], []) is not None
    assert asked < len(before) / 4


def test_our_classes_can_be_followed_and_a_class_that_rests_on_itself_cannot() -> None:
    rules.rules().check()
    person, knows = ej("Person"), ej("knows")
    axioms = replace(
        rules.rules().axioms,
        definitions=((ej("Known"), Some(PropertyPath(knows, inverse=True), Named(ej("Known")))),),
        classes=frozenset({person, ej("Known")}),
        properties=frozenset({knows}),
        only={},
        supers={},
    )
    with pytest.raises(rules.Unbounded, match="rests on"):
        rules.Rules(axioms).check()


def test_a_store_remembers_what_changes_as_long_as_that_is_little(
    before: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.memory(list(before.quads())[:50])
    quad = Quad(entity("order", "x"), term("rdf:type"), ej("Order"), IRIS.graph("x"))
    store.apply([quad])
    assert store.changed is None
    store.unchanged()
    store.apply([quad])
    assert store.changed == {quad}
    store.apply((), (), dropped=[IRIS.graph("x")])
    assert store.changed == {quad}
    monkeypatch.setattr("enjoin.graph.storage.store._REMEMBERED", 1)
    store.apply([quad, Quad(quad.subject, quad.predicate, ej("Measure"), quad.graph_name)])
    assert store.changed is None


@pytest.mark.slow
def test_a_graph_that_was_empty_is_derived_the_same_way(before: Store) -> None:
    former = Store.memory(quad for quad in before.quads() if "starter" not in str(quad.graph_name))
    former = Store.memory(quad for quad in former.quads() if quad.graph_name != IRIS.graph("derived"))
    assert set(derived(before, IRIS, former)) == set(derived(before, IRIS))
