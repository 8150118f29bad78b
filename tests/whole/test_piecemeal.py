"""What is derived piece by piece is what is derived at once, and is written all or not at all."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

import enjoin.graph as eg
from enjoin.graph.effects import piecemeal
from enjoin.graph.effects.piecemeal import derived_by_pieces, is_large
from enjoin.graph.iris import Iris
from enjoin.graph.reasoning import near
from enjoin.graph.reasoning.rules import Unbounded
from enjoin.graph.storage import renewing
from enjoin.graph.storage.keeper import derive
from enjoin.graph.storage.layout import Layout
from enjoin.graph.storage.renewing import renew
from enjoin.graph.storage.store import Store
from enjoin.graph.updates.change import Change
from enjoin.ontology.terms import ej

IRIS = Iris()
DERIVED = IRIS.graph("derived")


def held(store: Store) -> set[Quad]:
    return set(store.quads(graph=DERIVED))


@pytest.fixture(scope="module")
def whole(starter: eg.Graph) -> Store:
    store = starter.store()
    assert isinstance(store, Store)
    return store


@pytest.fixture
def copy(starter_copy: eg.Graph, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The starter graph on disk, which is to be derived piece by piece."""
    monkeypatch.setattr(piecemeal, "LARGE", 1_000)
    store = starter_copy._keeper.store()
    assert is_large(store, IRIS)
    return store


@pytest.mark.parametrize("at_once", [1, 7, 100])
def test_pieces_of_any_size_give_what_the_whole_gives(whole: Store, at_once: int) -> None:
    found = set(derived_by_pieces(whole, IRIS, at_once=at_once))
    assert found == {quad.triple for quad in held(whole)}
    assert any(each.predicate == ej("appealedIn") for each in found)


def test_where_a_class_can_rest_on_itself_all_is_concluded_at_once(
    whole: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unbounded() -> None:
        raise Unbounded

    monkeypatch.setattr(piecemeal, "rules", unbounded)
    monkeypatch.setattr(near, "everyone", None)
    assert set(derived_by_pieces(whole, IRIS)) == {quad.triple for quad in held(whole)}


def test_who_forgets_often_concludes_the_same(whole: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_AT_ONCE", "_DONE", "_FEW"):
        monkeypatch.setattr(near, name, 3)
    assert set(derived_by_pieces(whole, IRIS)) == {quad.triple for quad in held(whole)}


def test_a_small_graph_is_derived_at_once(whole: Store) -> None:
    assert not is_large(whole, IRIS)


def test_deriving_a_large_graph_anew_mends_what_is_wrong_with_it(copy: Store) -> None:
    before = held(copy)
    data = Layout(copy.path or Path()).data.stat().st_ino
    assert derive(copy, IRIS) == Change()
    assert Layout(copy.path or Path()).data.stat().st_ino == data, "nothing was written"
    wrong = Quad(NamedNode("urn:x"), ej("state"), Literal("wrong"), DERIVED)
    lost = list(islice(copy.quads(graph=DERIVED), 3))
    copy.apply([wrong], lost)
    copy.unchanged()
    assert derive(copy, IRIS) == Change(added=3, removed=1)
    assert held(copy) == before
    assert copy.changed == {wrong, *lost}


def test_a_large_graph_that_was_never_derived_is_derived_with_the_rest_untouched(copy: Store) -> None:
    before, everything = held(copy), set(copy.quads())
    copy.apply((), before)
    assert derive(copy, IRIS) == Change(added=len(before))
    assert set(copy.quads()) == everything
    assert not list(Layout(copy.path or Path()).trial.glob("*"))


@pytest.mark.parametrize("huge", [10, 1000], ids=["compacted", "as loaded"])
def test_parts_of_any_size_are_written(copy: Store, monkeypatch: pytest.MonkeyPatch, huge: int) -> None:
    monkeypatch.setattr(renewing, "HUGE", huge)
    wanted = [Triple(NamedNode(f"urn:{each % 5}"), ej("state"), Literal(each % 7)) for each in range(100)]
    before = held(copy)
    assert renew(copy, DERIVED, wanted, at_once=3) == Change(added=35, removed=len(before))
    assert {quad.triple for quad in held(copy)} == set(wanted)


def test_what_fails_on_the_way_leaves_the_graph_as_it_was(copy: Store) -> None:
    everything = set(copy.quads())

    def failing() -> Iterator[Triple]:
        yield Triple(NamedNode("urn:x"), ej("state"), Literal("new"))
        raise ValueError("killed")

    with pytest.raises(ValueError, match="killed"):
        renew(copy, DERIVED, failing(), at_once=1)
    assert set(copy.quads()) == everything
    assert not list(Layout(copy.path or Path()).trial.glob("*"))
    assert (
        renew(copy, DERIVED, (quad.triple for quad in everything if quad.graph_name == DERIVED)) == Change()
    )


def test_in_memory_the_graph_is_replaced() -> None:
    store, said = Store.memory(), Triple(NamedNode("urn:x"), ej("state"), Literal("new"))
    assert renew(store, DERIVED, [said, said]) == Change(added=1)
    assert {quad.triple for quad in held(store)} == {said}
