"""How a catalogue is made: what is read of the graph, column by column, and what is worked out beforehand.

Each column is a question of its own, so that things with several values of several columns do not multiply.
"""

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from time import sleep
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from ..backend import Backend

Term = NamedNode | BlankNode | Literal
Packed = tuple[int, str, str, str]
LABEL: Final = "label"
NUMBER: Final = "I"
"""Numbers of things lie in arrays of 32 bits."""
TABLES: Final = """
    PRAGMA cache_size = -8000;
    CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, label TEXT);
    CREATE TABLE cell (id INTEGER, col INTEGER, value TEXT, kind INTEGER, datatype TEXT, language TEXT,
                       PRIMARY KEY (col, id, value, kind, datatype, language)) WITHOUT ROWID;
    CREATE TABLE tag (value TEXT, id INTEGER, kind INTEGER, term TEXT, datatype TEXT, language TEXT);
    CREATE TABLE ordered (col INTEGER PRIMARY KEY, valued INTEGER, ids BLOB);
    CREATE TABLE value (facet TEXT, nth INTEGER, value TEXT, count INTEGER, kind INTEGER, term TEXT,
                        datatype TEXT, language TEXT, PRIMARY KEY (facet, nth)) WITHOUT ROWID;
    CREATE TABLE holder (facet TEXT, nth INTEGER, ids BLOB, PRIMARY KEY (facet, nth));
    CREATE TABLE facet (facet TEXT PRIMARY KEY, ids BLOB, nths BLOB);
"""
AFTER: Final = """
    DROP TABLE tag;
    CREATE INDEX by_value ON value (facet, value);
    CREATE INDEX by_count ON value (facet, count DESC, nth);
    PRAGMA cache_size = -2000;
"""
_ORDER: Final = """
    SELECT id FROM (
        SELECT id, folded(first, datatype, kind) AS key FROM (
            SELECT id, datatype, kind, LEAST(value) AS first FROM cell WHERE col = ? GROUP BY id))
    WHERE key <> '' ORDER BY key, id
"""
_IRI, _LITERAL, _BLANK = range(3)
_CHUNK: Final = 2000
_BREATH_S: Final = 0.001
_INTEGER: Final = "http://www.w3.org/2001/XMLSchema#integer"
_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow: how a term of `column` gives the value that the facet has, or no text for none."""

    name: str
    column: str
    value: Callable[[Term], str]


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked of the graph for one list.

    `things` gives each thing as the variable `key`, in the order of the list; `columns` the same with one variable
    more, each called as its column; the first value of a column in `descending` is its last one, of others its first.
    """

    key: str
    things: str
    columns: Mapping[str, str]
    descending: frozenset[str] = frozenset()


class Cataloguing:
    """Fills the tables of one catalogue."""

    def __init__(self, database: sqlite3.Connection, store: Backend, asked: Questions) -> None:
        self._database = database
        self._store = store
        self._asked = asked
        self._numbers = {name: number for number, name in enumerate(asked.columns)}
        database.create_function("folded", 3, _folded, deterministic=True)

    def things(self) -> int:
        """The things in their order, with what each is called; how many there are."""
        found = (row.get(self._asked.key) for row in self._store.select(self._asked.things))
        named = ((thing.value,) for thing in found if isinstance(thing, NamedNode))
        self._put("INSERT OR IGNORE INTO thing (iri) VALUES (?)", named)
        return int(self._database.execute("SELECT count(*) FROM thing").fetchone()[0])

    def cells(self) -> None:
        """The values of every column."""
        for name, question in self._asked.columns.items():
            put = f"INSERT OR IGNORE INTO cell SELECT id, {self._numbers[name]}, ?, ?, ?, ? FROM thing WHERE iri = ?"  # noqa: S608  # a number
            self._put(put, self._values(name, question))
        self._database.execute(
            "UPDATE thing SET label = (SELECT min(value) FROM cell WHERE cell.id = thing.id AND col = ?)",
            (self._numbers[LABEL],),
        )
        nameless = self._database.execute("SELECT id, iri FROM thing WHERE label IS NULL OR label = ''")
        ends = [(iri.rpartition("/")[2], id_) for id_, iri in nameless]
        self._database.executemany("UPDATE thing SET label = ? WHERE id = ?", ends)

    def _values(self, name: str, question: str) -> Iterator[tuple[object, ...]]:
        for row in self._store.select(question):
            thing, value = row.get(self._asked.key), row.get(name)
            if isinstance(thing, NamedNode) and isinstance(value, (NamedNode, BlankNode, Literal)):
                kind, text, datatype, language = packed(value)
                yield text, kind, datatype, language, thing.value

    def orders(self) -> None:
        """For each column the numbers of the things by its first value, those without one last."""
        for name, number in self._numbers.items():
            if name == LABEL:
                sql = "SELECT id FROM (SELECT id, folded(label, '', 1) AS key FROM thing) ORDER BY key, id"
                valued = self._ids(sql)
            else:
                least = "max" if name in self._asked.descending else "min"
                sql = _ORDER.replace("LEAST", least)
                valued = self._ids(sql, number)
            self._database.execute("CREATE TEMP TABLE seen (id INTEGER PRIMARY KEY)")
            self._database.executemany("INSERT INTO seen VALUES (?)", ((id_,) for id_ in valued))
            rest = self._ids("SELECT id FROM thing WHERE id NOT IN (SELECT id FROM seen) ORDER BY id")
            self._database.execute("DROP TABLE seen")
            self._database.execute(
                "INSERT INTO ordered VALUES (?, ?, ?)", (number, len(valued), (valued + rest).tobytes())
            )

    def facet(self, facet: Facet) -> None:
        """Which things have which value of a facet; its values by number, in the order of their text."""
        self._database.execute("DELETE FROM tag")
        self._put("INSERT INTO tag VALUES (?, ?, ?, ?, ?, ?)", self._tags(facet))
        rows = self._database.execute("SELECT DISTINCT * FROM tag ORDER BY value, id")
        ids, nths = array(NUMBER), array(NUMBER)
        for nth, (value, group) in enumerate(groupby(rows, key=itemgetter(0))):
            having, first = _having(group)
            self._database.execute(
                "INSERT INTO value VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (facet.name, nth, value, len(having), *first),
            )
            self._database.execute("INSERT INTO holder VALUES (?, ?, ?)", (facet.name, nth, having.tobytes()))
            ids.extend(having)
            nths.extend([nth] * len(having))
        self._database.execute(
            "INSERT INTO facet VALUES (?, ?, ?)", (facet.name, ids.tobytes(), nths.tobytes())
        )

    def _tags(self, facet: Facet) -> Iterator[tuple[object, ...]]:
        sql = "SELECT id, kind, value, datatype, language FROM cell WHERE col = ?"
        for id_, *term in self._database.execute(sql, (self._numbers[facet.column],)):
            value = facet.value(unpacked(*term))
            if value:
                yield value, id_, *term

    def _put(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        rows = iter(rows)
        while chunk := list(islice(rows, _CHUNK)):
            self._database.executemany(sql, chunk)
            sleep(_BREATH_S)  # requests come first

    def _ids(self, sql: str, *values: object) -> "array[int]":
        return array(NUMBER, (id_ for (id_,) in self._database.execute(sql, values)))


def _having(rows: Iterable[Sequence[object]]) -> "tuple[array[int], Sequence[object]]":
    """The numbers of the things of one value, each once, and a term that stands for it."""
    listed = list(rows)
    return array(NUMBER, sorted({int(str(row[1])) for row in listed})), listed[0][2:]


def _folded(text: str | None, datatype: str, kind: int) -> str:
    """What things are sorted by: text without case, whole numbers by their size."""
    if kind == _LITERAL and datatype == _INTEGER and (text or "").isdecimal():
        return f"{int(text or 0):020}"
    return (text or "").casefold()


def packed(term: Term) -> Packed:
    """A term as the table keeps it: its kind, its text, its datatype and its language."""
    if isinstance(term, Literal):
        return _LITERAL, term.value, term.datatype.value, term.language or ""
    return (_IRI if isinstance(term, NamedNode) else _BLANK), term.value, "", ""


def unpacked(kind: int, text: str, datatype: str, language: str) -> Term:
    """The term that was packed so."""
    if kind == _LITERAL:
        if language:
            return Literal(text, language=language)
        return Literal(text) if datatype == _STRING else Literal(text, datatype=NamedNode(datatype))
    return NamedNode(text) if kind == _IRI else BlankNode(text)
