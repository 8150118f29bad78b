"""The graph answers for itself what `enjoin check` tells."""

import pytest
from pyoxigraph import NamedNode

import enjoin.graph as eg
from enjoin import queries


def test_a_fault_is_a_sentence_with_its_rule(starter: eg.Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    query = queries.all("checks")[0]
    monkeypatch.setattr(queries, "all", lambda _: [query])
    monkeypatch.setattr(
        eg.Graph, "query", lambda *_: [{"focus": NamedNode("a:x"), "fault": NamedNode("a:wrong")}]
    )
    [fault, *_] = starter.check().faults
    assert fault.as_json() == {
        "check": query.name, "rule": query.question, "focus": "a:x", "fault": "a:wrong",
    }  # fmt: skip
