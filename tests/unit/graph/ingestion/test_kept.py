"""What stays in memory of the documents of a batch: their bytes, once."""

from typing import Any

import pytest
from places import ILLINOIS, NATION, turtle

from enjoin.graph import Graph
from enjoin.graph.ingestion import ingest as ingesting
from enjoin.graph.ingestion.documents import from_bytes


def test_of_documents_that_are_judged_only_the_bytes_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    given = [
        turtle(NATION, "nation"),
        turtle(ILLINOIS, "illinois"),
        from_bytes(b"nothing that is known", "unknown.bin"),
    ]
    seen: list[set[str]] = []
    judge = ingesting.judge

    def looked_at(store: Any, staged: Any, *others: Any) -> Any:
        held = [*given, *(each.document for each in staged)]
        seen.extend({"text", "head"} & vars(document).keys() for document in held)
        return judge(store, staged, *others)

    monkeypatch.setattr(ingesting, "judge", looked_at)
    with Graph.memory() as graph:
        receipt = graph.ingest(*given)
        assert [each.state for each in receipt.outcomes] == ["added", "added", "quarantined"]
    assert seen == [set()] * 5
    assert given[0].text.startswith("@prefix")  # and what was let go is made anew
