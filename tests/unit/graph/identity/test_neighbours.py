"""Whom one entity is held against: a bounded number of others, the rarest keys first."""

import sqlite3
from collections.abc import Iterable, Iterator

import pytest

from enjoin.graph.identity.index import TABLES
from enjoin.graph.identity.left_out import COMPARED, LARGEST
from enjoin.graph.identity.neighbours import Neighbourhood

Row = tuple[str, str, str, int]


@pytest.fixture
def base() -> Iterator[sqlite3.Connection]:
    with sqlite3.connect(":memory:") as made:
        made.executescript(TABLES)
        yield made
    made.close()


def having(base: sqlite3.Connection, key: str, entities: Iterable[str], *, document: str = "d") -> None:
    """Entities that have a key, of which no number tells which they are."""
    base.executemany("INSERT INTO entity VALUES (?, ?, ?, 0)", ((document, each, key) for each in entities))


def test_those_with_the_rarest_keys_come_first(base: sqlite3.Connection) -> None:
    having(base, "court often", ["me", *(f"often-{number:03}" for number in range(100))])
    having(base, "court seldom", ["me", "seldom", "often-050"])
    found = Neighbourhood(base).of("me")
    assert found.others[:3] == ("often-050", "seldom", "often-000")
    assert (len(found.others), found.more, found.common) == (101, False, False)


def test_no_more_than_so_many_are_compared(base: sqlite3.Connection) -> None:
    for key in range(4):
        having(base, f"court word{key}", ["me", *(f"other-{key}-{number}" for number in range(LARGEST - 1))])
    found = Neighbourhood(base).of("me")
    assert len(found.others) == COMPARED
    assert found.more


def test_a_key_of_too_many_is_passed_over_and_that_is_said(base: sqlite3.Connection) -> None:
    having(base, "court common", ["me", *(f"other-{number}" for number in range(LARGEST))])
    assert Neighbourhood(base).of("me").common
    assert Neighbourhood(base).of("me").others == ()
    having(base, "court rare", ["me"])
    assert not Neighbourhood(base).of("me").common


def test_one_entity_of_which_many_documents_tell_is_one(base: sqlite3.Connection) -> None:
    for number in range(LARGEST + 1):
        having(base, "judge reed", ["me"], document=f"d{number}")
    having(base, "judge reed", ["other"])
    assert Neighbourhood(base).of("me").others == ("other",)


def test_two_that_numbers_tell_apart_are_not_compared_by_name(base: sqlite3.Connection) -> None:
    base.executemany(
        "INSERT INTO entity VALUES ('d', ?, ?, ?)",
        [("me", "judge reed", 1), ("sure", "judge reed", 1), ("unsure", "judge reed", 0)],
    )
    assert Neighbourhood(base).of("me").others == ("unsure",)
    assert Neighbourhood(base).of("unsure").others == ("me", "sure")


def test_all_entities_are_gone_through_in_portions(base: sqlite3.Connection) -> None:
    names = [f"e{number:04}" for number in range(1300)]
    having(base, "court x", names)
    having(base, "court y", names[:7], document="other")
    hood = Neighbourhood(base)
    assert list(hood.entities(None)) == names
    assert list(hood.entities(["other"])) == names[:7]
    assert list(hood.entities([])) == []
