"""Names of things: shared by the requests of one generation and one language, and never with what was known before."""

from datetime import date

import pytest

from enjoin.graph import Graph
from enjoin.server import create_app, present
from enjoin.server.day import address as address_of
from enjoin.server.day import asked_day, link
from enjoin.server.settings import Settings

TODAY = date(2026, 11, 21)
PLACE = "https://w3id.org/enjoin/id/jurisdiction/us-xx"
PREFIXES = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"


def say(graph: Graph, verb: str, labels: str) -> None:
    said = f"GRAPH <https://w3id.org/enjoin/graph/places> {{ <{PLACE}> rdfs:label {labels} }}"
    graph.update(f"{PREFIXES} {verb} DATA {{ {said} }}", validate=False)


@pytest.fixture
def graph() -> Graph:
    graph = Graph.memory()
    say(graph, "INSERT", '"Xanadu"@en, "Xanadú"@es')
    return graph


def name(app, address: str = "/") -> str:
    with app.test_request_context(address):
        return present.names().of(PLACE)


def test_a_name_is_looked_up_once_for_a_language_until_the_graph_changes(graph, monkeypatch) -> None:
    app = create_app(graph, Settings(), today=lambda: TODAY)
    asked: list[str] = []
    plain = present.lookup
    monkeypatch.setattr(present, "lookup", lambda name, *rows: asked.append(name) or plain(name, *rows))
    assert [name(app), name(app), name(app, "/?lang=es"), name(app, "/?lang=es")] == [
        "Xanadu", "Xanadu", "Xanadú", "Xanadú",
    ]  # fmt: skip
    assert asked == ["labels", "labels"]
    say(graph, "DELETE", '"Xanadu"@en')
    say(graph, "INSERT", '"Kubla"@en')
    assert [name(app), name(app)] == ["Kubla", "Kubla"]
    assert len(asked) == 3


def test_names_of_another_days_knowledge_are_not_shared(graph) -> None:
    app = create_app(graph, Settings(), today=lambda: TODAY)
    assert name(app) == "Xanadu"
    assert name(app, "/?known=2001-01-01") == "jurisdiction/us-xx"
    assert name(app) == "Xanadu"


def test_names_that_are_let_go_are_looked_up_again(graph) -> None:
    app = create_app(graph, Settings(), today=lambda: TODAY)
    with app.test_request_context("/"):
        learned = present.names()
        assert learned.of(PLACE) == "Xanadu"
        present.forget()
        assert present.names() is not learned
        assert present.names().of(PLACE) == "Xanadu"


@pytest.mark.parametrize(
    "asked", ["/", "/?on=2018-10-01", "/?on=2018-10-01&known=2020-01-01&lang=es", "/?lang=es"]
)
@pytest.mark.parametrize("path", ["/map", "/doc/order/a b", "/ns#term", "/doc/x/é?&#a"])
def test_a_link_without_arguments_hands_on_the_days_as_every_other(graph, asked, path) -> None:
    app = create_app(graph, Settings(), today=lambda: TODAY)
    with app.test_request_context(asked):
        assert link(path) == address_of(path, dict(asked_day().carried))
