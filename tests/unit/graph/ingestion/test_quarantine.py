"""What did not conform is kept with its bytes and its reasons, and nothing of it is ever half there."""

from datetime import date
from pathlib import Path

import pytest

from enjoin.graph.errors import EntityNotFound, StoreCorrupted, UnexpectedContent
from enjoin.graph.ingestion import documents
from enjoin.graph.ingestion.quarantine import Quarantine
from enjoin.graph.ingestion.staging import refusal

DOCUMENT = documents.from_bytes(
    b"id\n1\n",
    "Orders.csv",
    url="https://example.org/orders.csv",
    licence="CC0",
    retrieved_on=date(2025, 2, 6),
)
FAULT = UnexpectedContent("Orders.csv, line 2", "'1' is no id", "write an id")
SINCE = "2026-11-22T12:00:00Z"


@pytest.fixture
def quarantine(tmp_path: Path) -> Quarantine:
    quarantine = Quarantine(tmp_path / "quarantine")
    quarantine.park(DOCUMENT, refusal(DOCUMENT, (FAULT,), "facts 1"), SINCE, "facts")
    return quarantine


def test_what_is_parked_comes_back_as_it_was(quarantine: Quarantine) -> None:
    [parked] = quarantine.listed()
    assert (parked.id, parked.name, parked.form, parked.since) == ("orders", "Orders.csv", "facts", SINCE)
    assert parked.problems == ("Orders.csv, line 2: '1' is no id; write an id",)
    assert parked.as_json()["outcome"]["faults"][0]["cure"] == "write an id"
    assert quarantine.document("orders") == DOCUMENT


def test_a_document_refused_again_takes_its_own_place(quarantine: Quarantine) -> None:
    later = documents.from_bytes(b"id\n2\n", "Orders.csv")
    quarantine.park(later, refusal(later, (FAULT,)), SINCE)
    assert [parked.digest for parked in quarantine.listed()] == [later.digest]
    assert sorted(path.name for path in quarantine.directory.iterdir()) == ["orders"]


def test_nothing_is_dropped_where_one_is_not_there(quarantine: Quarantine) -> None:
    with pytest.raises(EntityNotFound, match="did you mean orders"):
        quarantine.drop(["orders", "order"])
    assert len(quarantine.listed()) == 1
    quarantine.drop(["orders"])
    assert quarantine.listed() == []


def test_what_a_killed_writer_left_is_not_listed(quarantine: Quarantine) -> None:
    (quarantine.directory / ".parking-x").mkdir()
    assert [parked.id for parked in quarantine.listed()] == ["orders"]


def test_a_damaged_entry_is_named(quarantine: Quarantine) -> None:
    about = quarantine.directory / "orders" / "about.json"
    about.write_text("{}")
    with pytest.raises(StoreCorrupted, match=r"about\.json"):
        quarantine.listed()


def test_an_empty_quarantine_is_an_answer(tmp_path: Path) -> None:
    assert Quarantine(tmp_path / "none").listed() == []
