"""Keys in, IRIs out, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.graph.iris import KINDS, Iris


@given(st.sampled_from(sorted(KINDS)), st.text(min_size=1))
def test_kind_and_id_come_back_from_the_iri(kind: str, name: str) -> None:
    try:
        found = Iris().entity(kind, name)
    except UnicodeEncodeError:
        return  # half a character
    assert Iris().kind_and_id(found) == (kind, name)


@pytest.mark.parametrize(
    "base", ["https://example.org/data", "https://example.org/data/", "https://example.org/d#"]
)
def test_the_base_is_configurable(base: str) -> None:
    iris = Iris(base)
    assert iris.entity("order", "eo-1").value.startswith(base)
    assert iris.kind_and_id("https://w3id.org/enjoin/id/order/eo-1") is None
    assert iris == Iris(base)


def test_an_id_with_a_slash_stays_one_segment() -> None:
    assert Iris().entity("proceeding", "25A-1/2").value.endswith("/id/proceeding/25A-1%2F2")


@pytest.mark.parametrize(("kind", "name"), [("city", "us-il"), ("order", "")])
def test_what_is_no_entity_has_no_iri(kind: str, name: str) -> None:
    with pytest.raises(ValueError, match=r"kind|id"):
        Iris().entity(kind, name)


@pytest.mark.parametrize("name", ["", "a b", "a/b", "-a", "ä"])
def test_graph_names_are_plain(name: str) -> None:
    with pytest.raises(ValueError, match="graph"):
        Iris().graph(name)


def test_graphs_and_records() -> None:
    iris = Iris()
    graph = iris.graph("starter-orders")
    assert iris.graph_name(graph) == "starter-orders"
    assert iris.record(graph, "eo-13768").value == graph.value + "#eo-13768"
    assert iris.graph_name(iris.record(graph, "eo-13768")) is None
    assert iris.short(graph) == "graph/starter-orders"
    assert iris.short("https://example.org/x") == "https://example.org/x"


def test_a_base_that_is_no_iri_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="IRI"):
        Iris("not an iri")
