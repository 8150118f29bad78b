"""An answer that is kept is the answer that would be given."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from enjoin.graph import Graph
from enjoin.graph.readers.kept import Kept, lasting
from enjoin.graph.readers.pool import Answer, Readers
from enjoin.graph.readers.question import question
from enjoin.graph.results import Limits
from enjoin.graph.storage.publish import Generation

QUERY = "SELECT ?s WHERE { ?s a <https://w3id.org/enjoin/ns#Class> } ORDER BY ?s LIMIT 2"
FORMS = {"solutions": "json", "boolean": "json", "triples": "turtle"}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (NOW() AS ?t) {}",
        "SELECT (now # when\n () AS ?t) {}",
        "SELECT (RAND() AS ?t) {}",
        "SELECT (UUID() AS ?t) {}",
        "SELECT (STRUUID() AS ?t) {}",
        "SELECT (BNODE() AS ?t) {}",
        "SELECT (\\u004eOW() AS ?t) {}",
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    ],
)
def test_what_differs_each_time_is_not_kept(query: str) -> None:
    assert not lasting(query)


def test_what_lasts_is_known_as_such() -> None:
    assert lasting(QUERY)
    assert lasting("ASK { ?known ?brand ?snow }")


def test_the_bytes_are_bounded_and_what_was_asked_for_longest_ago_goes_first() -> None:
    kept = Kept[str](16 * 1024)
    for number in range(40):
        kept.put(bytes([number]), str(number), 400)
        assert kept.get(bytes([0])) == "0"
        assert kept.size <= 16 * 1024
    assert kept.get(bytes([39])) == "39"
    assert kept.get(bytes([1])) is None
    kept.put(b"large", "x", 2 * 1024)
    assert kept.get(b"large") is None


def test_nothing_is_kept_where_there_is_no_room() -> None:
    kept = Kept[str](0)
    assert not kept.on
    kept.put(b"a", "x", 0)
    assert kept.get(b"a") is None


def test_another_question_has_another_key() -> None:
    first = Generation(1, Path("/a/1"))
    asked: dict[str, Any] = {"generation": first, "text": QUERY, "forms": FORMS, "union": True, "base": None}
    others: list[dict[str, Any]] = [{**asked, name: value} for name, value in (
        ("generation", Generation(2, Path("/a/2"))), ("text", QUERY + " "), ("union", False), ("base", "x"),
        ("forms", {**FORMS, "solutions": "csv"}), ("default_graphs", []), ("named_graphs", ["a:g"]),
        ("packed", True), ("limits", Limits(1)), ("prefixes", {"": "a:"}),
    )]  # fmt: skip
    keys = {question(**each).key() for each in (asked, *others)}
    assert len(keys) == 11
    assert question(**dict(reversed(asked.items()))).key() == question(**asked).key()


@pytest.fixture
def readers() -> Iterator[Readers]:
    found = Readers(1, cache=1024 * 1024)
    yield found
    found.close()


def test_the_same_question_is_worked_out_once_for_each_generation(
    graph: Graph, readers: Readers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = readers._asked
    monkeypatch.setattr(readers, "_asked", lambda *given: (asked.append(given[0].text), real(*given))[1])

    def ask(text: str = QUERY, form: str = "json") -> Answer:
        forms = {**FORMS, "solutions": form}
        with readers.run(graph._keeper.current(), text, forms=forms) as found:  # type: ignore[attr-defined,arg-type]
            assert found.read()
            return found

    first, second = ask(), ask()
    assert first.read() == second.read()
    assert asked == [QUERY]
    assert ask(form="csv").read() != first.read()
    assert len(asked) == 2
    graph.publish()
    assert ask().read() == first.read()
    assert len(asked) == 3
    for _ in range(2):
        ask("SELECT (RAND() AS ?x) {}")
    assert len(asked) == 5
