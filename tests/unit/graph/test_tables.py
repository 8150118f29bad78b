"""Tables beside the engine: filled once, asked with values in order, by name, or with more than one question takes."""

from collections.abc import Iterator

import pytest

from enjoin.graph.tables import Tables

MANY = 2000


class Squares(Tables):
    """Each number with its square, and whether it is even."""

    def __init__(self) -> None:
        super().__init__("CREATE TABLE square (number INTEGER, square INTEGER, even INTEGER)")
        rows = ((number, number**2, number % 2 == 0) for number in range(MANY))
        self._database.executemany("INSERT INTO square VALUES (?, ?, ?)", rows)
        self._filled("CREATE INDEX by_number ON square (number)")


@pytest.fixture
def squares() -> Iterator[Squares]:
    found = Squares()
    yield found
    found.close()


def test_values_are_given_in_order_or_by_name(squares: Squares) -> None:
    assert squares._rows("SELECT square FROM square WHERE number = ? AND square = ?", (3, 9)) == [(9,)]
    assert squares._rows("SELECT square FROM square WHERE number = :number", {"number": 4}) == [(16,)]
    assert squares._rows("SELECT COUNT(*) FROM square") == [(MANY,)]


def test_of_many_values_each_is_found_once(squares: Squares) -> None:
    """More than SQLite takes at once; those before them are given with each part."""
    numbers = range(-5, MANY, 3)
    found = list(squares._with("SELECT number, square FROM square WHERE number", iter(numbers)))
    assert sorted(found) == [(number, number**2) for number in numbers if number >= 0]
    even = squares._with("SELECT number FROM square WHERE even = ? AND number", range(MANY), 1)
    assert sorted(even) == [(number,) for number in range(0, MANY, 2)]
    assert list(squares._with("SELECT number FROM square WHERE number", [])) == []


def test_nothing_is_kept_to_survive_a_crash(squares: Squares) -> None:
    """Nobody opens the file again: it has no journal, and nothing is waited for."""
    assert squares._rows("PRAGMA journal_mode") == [("off",)]
    assert squares._rows("PRAGMA synchronous") == [(0,)]
    assert squares._rows("SELECT file FROM pragma_database_list WHERE name = 'main'") == [("",)]
