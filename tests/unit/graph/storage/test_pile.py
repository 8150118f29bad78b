"""Statements on their way in are the same few and many, in memory and on disk, and leave nothing on disk."""

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from enjoin.graph.errors import StoreError
from enjoin.graph.storage import pile as piles
from enjoin.graph.storage.layout import Layout
from enjoin.graph.storage.pile import Pile, Shelf
from enjoin.graph.storage.store import Store

G, H = NamedNode("http://e.x/g"), NamedNode("http://e.x/h")
P = NamedNode("http://e.x/p")


def said(number: int, graph: NamedNode = G) -> Quad:
    subject = BlankNode(f"b{number}") if number % 3 == 0 else NamedNode(f"http://e.x/{number}")
    return Quad(subject, P, Literal(number), graph)


SIZES = {"few": (1000, 1000), "an engine": (5, 1000), "on disk": (5, 10)}


@pytest.fixture(params=SIZES)
def shelf(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A shelf on which thirty statements are few, many or very many."""
    few, many = SIZES[request.param]
    monkeypatch.setattr(piles, "MANY", many)
    return Shelf(tmp_path / "trial", few=few)


def test_a_pile_is_a_set_wherever_it_is(shelf: Shelf) -> None:
    with shelf:
        pile = shelf.pile(G)
        held = [said(number) for number in range(20)]
        pile.add(held)
        pile.add(held[:3])
        pile.discard([held[4], said(99)])
        wanted = set(held) - {held[4]}
        assert (len(pile), set(pile)) == (19, wanted)
        assert held[5] in pile
        assert held[4] not in pile
        assert set(pile.quads(held[7].subject)) == {held[7]}
        assert set(pile.quads(None, P, Literal(8))) == {held[8]}
        pile.add([said(99)])
        assert set(pile) == wanted | {said(99)}


def test_piles_of_the_same_graph_stay_apart(shelf: Shelf) -> None:
    with shelf:
        one, same, other, mixed = shelf.pile(G), shelf.pile(G), shelf.pile(H), shelf.pile()
        one.add(said(number) for number in range(12))
        same.add(said(number) for number in range(6, 14))
        other.add(said(number, H) for number in range(12))
        mixed.add([*one, *other])
        assert set(one) == {said(number) for number in range(12)}
        assert set(same) == {said(number) for number in range(6, 14)}
        assert set(other) == {said(number, H) for number in range(12)}
        assert set(mixed) == set(one) | set(other)


def test_what_is_gone_through_may_grow_too_many_meanwhile(tmp_path: Path) -> None:
    with Shelf(tmp_path, few=30) as shelf:
        one, copy = shelf.pile(G), shelf.pile()
        one.add(said(number) for number in range(20))
        assert not one.large
        copy.add(one)
        assert one.large
        assert set(copy) == set(one) == {said(number) for number in range(20)}


def test_many_small_piles_are_as_much_as_a_large_one(tmp_path: Path) -> None:
    with Shelf(tmp_path, few=50) as shelf:
        made: list[Pile] = []
        for number in range(40):
            made.append(shelf.pile(NamedNode(f"http://e.x/graph/{number}")))
            assert made[-1].graph is not None
            made[-1].add(said(each, made[-1].graph) for each in range(10))
        assert sum(not each.large for each in made) <= 5
        for each in made:
            assert each.graph is not None
            assert set(each) == {said(number, each.graph) for number in range(10)}


def test_all_that_lies_in_one_place_is_one_pile_without_a_copy(tmp_path: Path) -> None:
    with Shelf(tmp_path, few=5) as shelf:
        one, other = shelf.pile(G), shelf.pile(H)
        one.add(said(number) for number in range(10))
        other.add(said(number, H) for number in range(10))
        both = shelf.together([one, other])
        assert both is not None
        assert set(both) == set(one) | set(other)
        assert shelf.together([one]) is None, "that would be the other too"


def test_what_is_on_disk_lies_beside_the_store_and_goes_with_the_shelf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(piles, "FEW", 5)
    monkeypatch.setattr(piles, "MANY", 5)
    store = Store.create(tmp_path / "store")
    trial = Layout(tmp_path / "store").trial
    with Shelf.for_store(store) as shelf:
        shelf.pile(G).add(said(number) for number in range(20))
        assert list(trial.glob("enjoin-pile-*"))
    assert not list(trial.iterdir())
    store.close()


def test_a_disk_without_room_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piles, "MANY", 5)
    (tmp_path / "file").write_text("in the way")
    with (
        Shelf(tmp_path / "file" / "trial", few=5) as shelf,
        pytest.raises(StoreError, match="nothing was changed"),
    ):
        shelf.pile(G).add(said(number) for number in range(20))
