"""What people write is an entity's id, or is like some: those are asked of who knows them, else of the graph."""

import pytest
from pyoxigraph import NamedNode, Quad

from enjoin.graph.errors import EntityNotFound
from enjoin.graph.iris import Iris
from enjoin.graph.resolving import resolve
from enjoin.graph.storage.store import Store

IRIS = Iris()


@pytest.fixture
def store() -> Store:
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    order = NamedNode("https://w3id.org/enjoin/ns#Order")
    ids = ("eo-13768", "proclamation-one")
    return Store.memory([Quad(IRIS.entity("order", each), kind, order, IRIS.graph("g")) for each in ids])


def test_who_knows_ids_is_asked_and_the_graph_is_not_read(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, tuple[str, ...]]] = []

    def likely(name: str, kinds: "tuple[str, ...]") -> list[str]:
        asked.append((name, kinds))
        return ["eo-13768", "eo-13769", "something-else"]

    monkeypatch.setattr(Store, "select", lambda *_: pytest.fail("the graph was read"))
    with pytest.raises(EntityNotFound) as error:
        resolve(store, IRIS, "order/eo-13786", ("order",), likely)  # type: ignore[arg-type]
    assert set(error.value.suggestions) == {"eo-13768", "eo-13769"}
    assert asked == [("eo-13786", ("order",))]


@pytest.mark.parametrize("likely", [None, lambda *_: None])
def test_where_nobody_knows_all_ids_of_the_graph_are_read(store: Store, likely) -> None:
    with pytest.raises(EntityNotFound) as error:
        resolve(store, IRIS, "eo-13786", ("order",), likely)
    assert error.value.suggestions == ["eo-13768"]
    assert resolve(store, IRIS, "eo-13768", ("order",), likely) == IRIS.entity("order", "eo-13768")
