"""The things of one list in their order, with their values: to be narrowed, counted, sorted and cut into pages.

An index of one generation, beside the engine as the calendar is: in a file without a name, so that memory does not grow
with the graph. What narrows a list is held by columns: of each facet the numbers of the things and of their values, in
arrays of bytes. To filter or to count is to run along such an array once, and a page reads the cells only of what it shows.
"""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest, nsmallest
from itertools import compress
from typing import Final

from ..backend import Backend
from ..tables import Tables
from .cataloguing import AFTER, LABEL, NUMBER, TABLES, Cataloguing, Facet, Questions, Term, unpacked

_VALUE: Final = "SELECT nth, value, count, kind, term, datatype, language FROM value"
Flags = bytes
"""One byte for each thing, at its number: 1 where it is chosen. Things are counted from 1."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing of a list: its number, its IRI, what it is called, its values by column."""

    number: int
    iri: str
    label: str
    cells: dict[str, tuple[Term, ...]]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet, how many things have it, and a term that stands for it."""

    value: str
    count: int
    term: Term | None


class Catalogue(Tables):
    """All things of one list in one generation; safe to ask from many threads."""

    def __init__(self, store: Backend, asked: Questions, facets: Iterable[Facet]) -> None:
        """Read them: the engine once for the order and once for each column."""
        super().__init__(TABLES)
        self._columns = list(asked.columns)
        self._descending = asked.descending
        work = Cataloguing(self._database, store, asked)
        self.count = work.things()
        work.cells()
        work.orders()
        for facet in facets:
            work.facet(facet)
        self._filled(AFTER)

    # Choosing

    def having(self, facet: str, values: Collection[str]) -> Flags:
        """The things that have one of some values of a facet."""
        flags = bytearray(self.count + 1)
        for (ids,) in self._with(
            "SELECT h.ids FROM value v JOIN holder h USING (facet, nth) WHERE v.facet = ? AND v.value",
            values,
            facet,
        ):
            for number in _numbers(ids):
                flags[number] = 1
        return bytes(flags)

    def numbered(self, iris: Iterable[tuple[str, int]]) -> bytes:
        """One byte for each thing, at its number: what comes with its IRI, and 0 for those that are not named."""
        given = dict(iris)
        found = bytearray(self.count + 1)
        for number, iri in self._with("SELECT id, iri FROM thing WHERE iri", given):
            found[number] = given[iri]
        return bytes(found)

    def ordered(self, chosen: Flags | None, by: str, *, reverse: bool = False) -> Sequence[int]:
        """The numbers chosen, or all, in the order of the list or by a column; what has no value comes last."""
        order: Sequence[int] = range(1, self.count + 1)
        if by:
            valued, ids = self._rows(
                "SELECT valued, ids FROM ordered WHERE col = ?", (self._columns.index(by),)
            )[0]
            order = _numbers(ids)
            if reverse:
                order = order[:valued][::-1] + order[valued:]
        if chosen is None:
            return order
        return array(NUMBER, compress(order, map(chosen.__getitem__, order)))

    # Counting

    def values(
        self, facet: str, chosen: Flags | None, picked: Collection[str], most: int, *, latest: bool = False
    ) -> tuple[list[Value], int]:
        """The first values of a facet among the things chosen, or among all, and how many values there are.

        Those that leave something: the `picked` ones first, then the commonest, or with `latest` all from the last
        on. What is picked is there also where it leaves nothing.
        """
        kept = self._with(f"{_VALUE} WHERE facet = ? AND value", picked, facet)
        mine = {row[0]: row for row in kept}
        if chosen is None:
            order = "nth DESC" if latest else "count DESC, nth"
            sql = f"{_VALUE} WHERE facet = ? ORDER BY {order} LIMIT ?"  # our own words
            rows = {row[0]: row for row in self._rows(sql, (facet, most + len(mine)))} | mine
            counts: Mapping[int, int] = {nth: row[2] for nth, row in rows.items()}
            living = self._rows("SELECT count(*) FROM value WHERE facet = ?", (facet,))[0][0]
        else:
            counts = self._counted(facet, chosen)
            first = _first(counts, most + len(mine), latest=latest)
            rows = {
                row[0]: row for row in self._with(f"{_VALUE} WHERE facet = ? AND nth", first, facet)
            } | mine
            living = len(counts) + sum(nth not in counts for nth in mine)
        found = [Value(row[1], counts.get(nth, 0), unpacked(*row[3:])) for nth, row in rows.items()]
        known = {each.value for each in found}
        unknown = [Value(each, 0, None) for each in picked if each not in known]
        return _ranked([*found, *unknown], picked, latest=latest)[:most], living + len(unknown)

    def _counted(self, facet: str, chosen: Flags) -> Mapping[int, int]:
        ids, nths = self._rows("SELECT ids, nths FROM facet WHERE facet = ?", (facet,))[0]
        return Counter(compress(_numbers(nths), map(chosen.__getitem__, _numbers(ids))))

    # Showing

    def rows(self, numbers: Sequence[int]) -> list[Row]:
        """Some things, in the order given, with their values; of one column in the order of their text."""
        things = {row[0]: row for row in self._with("SELECT id, iri, label FROM thing WHERE id", numbers)}
        cells: dict[int, dict[str, list[Term]]] = {number: {} for number in numbers}
        for nth, name in enumerate(self._columns):
            if name == LABEL:
                continue
            sql = f"SELECT id, kind, value, datatype, language FROM cell WHERE col = {nth} AND id"  # noqa: S608  # a number
            for number, *term in self._with(sql, numbers):
                cells[number].setdefault(name, []).append(unpacked(*term))
        return [
            Row(number, things[number][1], things[number][2], self._in_order(cells[number]))
            for number in numbers
        ]

    def _in_order(self, cells: Mapping[str, list[Term]]) -> dict[str, tuple[Term, ...]]:
        return {
            name: tuple(sorted(cells.get(name, ()), key=_text, reverse=name in self._descending))
            for name in self._columns
            if name != LABEL
        }


def both(one: Flags | None, other: Flags | None) -> Flags | None:
    """What is chosen by the one and by the other; `None` chooses all."""
    if one is None or other is None:
        return other if one is None else one
    return (int.from_bytes(one, "little") & int.from_bytes(other, "little")).to_bytes(len(one), "little")


def _numbers(ids: bytes) -> "array[int]":
    found = array(NUMBER)
    found.frombytes(ids)
    return found


def _first(counts: Mapping[int, int], most: int, *, latest: bool) -> list[int]:
    if latest:
        return nlargest(most, counts)
    return nsmallest(most, counts, key=lambda nth: (-counts[nth], nth))


def _ranked(values: list[Value], picked: Collection[str], *, latest: bool) -> list[Value]:
    if latest:
        return sorted(values, key=lambda each: each.value, reverse=True)
    return sorted(values, key=lambda each: (each.value not in picked, -each.count, each.value))


def _text(term: Term) -> str:
    return term.value
