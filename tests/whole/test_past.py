"""What was known on a day is put together once, beside the server, and read like any generation."""

import time
from datetime import date
from pathlib import Path

import pytest

from enjoin.graph import Graph
from enjoin.graph.errors import QueryOverloaded
from enjoin.graph.storage.past import Past, differing

FORMS = {"solutions": "csv", "boolean": "csv", "triples": "ntriples"}
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a ej:Ruling }"


def number(graph: Graph, known: date | None) -> int:
    with graph.answer(COUNT, forms=FORMS, known=known, timeout=60) as answer:  # type: ignore[arg-type]
        return int(answer.read().split()[1])


@pytest.fixture
def served(starter_store: Path):
    with Graph.open(starter_store) as graph:
        graph.readers(1, timeout_s=60)
        yield graph


def patiently(graph: Graph, known: date) -> int:
    """Asks until it is told: a state is put together meanwhile."""
    for _ in range(240):
        try:
            return number(graph, known)
        except QueryOverloaded:
            time.sleep(0.5)
    raise AssertionError("what was known was never put together")


def test_strangers_are_answered_by_what_was_known(served: Graph) -> None:
    assert number(served, None) > 0
    assert number(served, date(2030, 1, 1)) == number(served, None)
    assert served._strangers._past is None  # nothing is otherwise: nothing was put together
    assert patiently(served, date(2020, 1, 1)) == 0
    assert number(served, date(2019, 6, 1)) == 0  # of other days the same was known: the state is shared
    assert served._strangers._past is not None
    assert len(served._strangers._past._states) == 1
    assert not list(
        served.store(date(2020, 1, 1)).select("SELECT * { ?s a <https://w3id.org/enjoin/ns#Ruling> }")
    )


def test_one_state_is_put_together_at_a_time_and_few_are_kept(starter_store: Path, monkeypatch) -> None:
    with Graph.open(starter_store) as graph:
        past = Past(starter_store, most=2, wait_s=0.05)
        folder = past._folder
        changed = differing(graph._keeper, date(2020, 1, 1))
        assert changed
        with pytest.raises(QueryOverloaded, match="on that day"):
            past.at(graph.generation, date(2020, 1, 1), changed)
        with pytest.raises(QueryOverloaded, match="another day"):
            past.at(graph.generation, date(2020, 1, 1), {"other": None})
        past.close()
    assert not folder.exists()
