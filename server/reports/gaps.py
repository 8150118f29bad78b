"""What the record leaves open, as a table of one generation: the named query is asked once, its rows are paged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from ...graph.tables import Tables
from ..ask import plain, text
from ..beside import Beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from ...graph import Graph
    from ..ask import Solution

_TABLES: Final = """
    CREATE TABLE gap (number INTEGER PRIMARY KEY, kind TEXT, named INTEGER, focus TEXT, said TEXT);
"""
_FILLED: Final = "CREATE INDEX by_kind ON gap (kind, number);"
_ALL: Final = "SELECT named, focus, said FROM gap ORDER BY number LIMIT :most OFFSET :skipped"
_OF_KIND: Final = (
    "SELECT named, focus, said FROM gap WHERE kind = :kind ORDER BY number LIMIT :most OFFSET :skipped"
)


class Gaps(Tables):
    """All rows of the query `gaps` in its order; safe to ask from many threads."""

    def __init__(self, rows: Iterable[Mapping[str, object]]) -> None:
        super().__init__(_TABLES)
        self._database.executemany("INSERT INTO gap VALUES (?, ?, ?, ?, ?)", _written(rows))
        self._filled(_FILLED)

    def kinds(self) -> dict[str, int]:
        """How many there are of each kind, the most first."""
        return dict(self._rows("SELECT kind, COUNT(*) FROM gap GROUP BY kind ORDER BY 2 DESC, MIN(number)"))

    def some(self, kind: str, most: int, first: int) -> list[Solution]:
        """The rows of a kind, or of all (empty): `most` of them, after the `first` ones."""
        sql = _OF_KIND if kind else _ALL
        found = self._rows(sql, {"kind": kind, "most": most, "skipped": first})
        return [_read(*row) for row in found]


def _written(rows: Iterable[Mapping[str, object]]) -> Iterator[tuple[object, ...]]:
    for number, row in enumerate(map(plain, rows)):
        focus = row["focus"]
        said = {name: term.value for name, term in row.items() if name != "focus"}
        yield number, text(row, "kind"), isinstance(focus, NamedNode), focus.value, json.dumps(said)


def _read(named: int, focus: str, said: str) -> Solution:
    literals: dict[str, str] = json.loads(said)
    return {
        "focus": NamedNode(focus) if named else BlankNode(focus),
        **{name: Literal(value) for name, value in literals.items()},
    }


def gaps() -> Gaps:
    """What is open now, or was by what was known on the day that the request names; `NotYet` while the first are found."""
    return _GAPS.asked()


def _gaps(graph: Graph, known: date | None) -> Gaps:
    return Gaps(graph.query("gaps", known=known))


_GAPS: Final = Beside("gaps", _gaps)
