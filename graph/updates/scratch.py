"""A store to try things on: changed step by step and without care, then adopted or thrown away."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, cast

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad

from ..errors import StoreError
from ..guard import Token, place
from ..results import Term
from ..storage.store import Store
from ..wording import syntax_error
from .operations import plain

_CELL: Final = "urn:enjoin:cell:"
_ROW: Final = "enjoin_row__"
_ROWS_AT_ONCE: Final = 5000
_FEW: Final = 10_000
"""So many statements are added by a transaction; more of them by files of their own, which is quicker."""
_PLACE: Final = re.compile(r"error at (\d+):(\d+): ")
_NOWHERE: Final = "DROP GRAPH <urn:enjoin:nowhere> ; "


class Scratch(Store):
    """A store that belongs to one attempt; nothing else writes to it, and nobody misses it."""

    @classmethod
    def empty(cls, quads: Iterable[Quad] = ()) -> "Scratch":
        """One in memory."""
        engine = ox.Store()
        engine.bulk_extend(quads)
        return cls(engine)

    @classmethod
    def like(cls, other: Store) -> "Scratch":
        """One in memory that holds what another store holds."""
        found = cls(ox.Store())
        found.copy(other)
        return found

    @classmethod
    def at(cls, path: Path) -> "Scratch":
        """One on disk, made where there is none; it has no lock but the engine's."""
        try:
            found = cls(ox.Store(str(path)), path)
        except (OSError, RuntimeError) as error:
            raise StoreError(f"nothing can be tried out in {path}: {error}") from error
        found.writable = True
        return found

    @classmethod
    def reading(cls, path: Path) -> "Scratch":
        """A published generation, which stays as it is."""
        found = cls(ox.Store.read_only(str(path)), path)
        found.writable = False
        return found

    def __contains__(self, quad: Quad) -> bool:
        return quad in self._open

    def put(self, quads: Iterable[Quad]) -> None:
        """Add statements, with the blank nodes that they have."""
        rest = iter(quads)
        first = list(islice(rest, _FEW + 1))
        if len(first) <= _FEW:
            self._open.extend(first)
        else:
            self._open.bulk_extend(chain(first, rest))

    def copy(self, other: Store) -> None:
        """Hold what another store holds, empty graphs too; by files of its own, however few those are."""
        self._open.bulk_extend(other.quads())
        for name in other.graphs():
            self.make_graph(name)

    def take(self, quads: Iterable[Quad]) -> None:
        """Remove statements; those that are not there do not matter."""
        for quad in quads:
            self._open.remove(quad)

    def solutions(
        self,
        select: str,
        names: Sequence[str],
        *,
        default_graphs: Sequence[NamedNode] | None,
        named_graphs: Sequence[NamedNode] | None,
        union: bool,
        prefixes: Mapping[str, str],
        base: str | None,
    ) -> Iterator[tuple[Term | None, ...]]:
        """What each solution of a SELECT binds to these variables; graphs that are not given are as in `query`.

        Unlike there, GRAPH sees all graphs where only `default_graphs` are given.
        """
        dataset: dict[str, Any] = {}
        if default_graphs is not None:
            dataset["default_graph"] = list(default_graphs)
        if named_graphs is not None:
            dataset["named_graphs"] = list(named_graphs)
        if not dataset and union:
            dataset["use_default_graph_as_union"] = True
        found = cast(
            "Iterable[Any]",
            self._open.query(select, prefixes=dict(prefixes), base_iri=base, **dataset),
        )
        for solution in found:
            yield tuple(solution[name] for name in names)

    def count(self, name: NamedNode | None) -> int:
        """How many statements a graph holds, `None` being the default graph."""
        pattern = "{ ?s ?p ?o }" if name is None else f"{{ GRAPH {name} {{ ?s ?p ?o }} }}"
        [row] = self.query(f"SELECT (COUNT(*) AS ?n) {pattern}", union=False)
        return int(cast("Literal", row["n"]).value)

    def of_graph(self, name: NamedNode | None) -> Iterator[Quad]:
        """The statements of a graph, `None` being the default graph."""
        graph = ox.DefaultGraph() if name is None else name
        yield from self._open.quads_for_pattern(None, None, None, graph)

    def empty_graph(self, name: NamedNode | None) -> None:
        """Take all statements out of a graph, `None` being the default graph; the graph stays."""
        self._open.clear_graph(ox.DefaultGraph() if name is None else name)

    def drop_graph(self, name: NamedNode) -> None:
        """Take out a graph with all it says."""
        self._open.remove_graph(name)

    def make_graph(self, name: NamedNode) -> None:
        """Let there be a graph of that name."""
        self._open.add_graph(name)


def check_syntax(sparql: str, listed: Sequence[Token], prefixes: Mapping[str, str], base: str | None) -> None:
    """Raise `QuerySyntaxError` where the engine does not take `sparql` for an update; nothing is done.

    `listed` are its tokens. The engine reads the whole before it does anything, and fails at the first operation, which is ours.
    """
    found = plain(sparql, listed)
    text, begin = found.text, found.begin or 0
    if found.begin is not None:
        text = f"{text[:begin]}{_NOWHERE}{text[begin:]}"
    try:
        ox.Store().update(
            text, prefixes={**prefixes, **found.prefixes}, base_iri=base if base is not None else found.base
        )
    except SyntaxError as error:
        moved = _moved(error, *place(sparql, begin))
        raise syntax_error(sparql, moved, prefixes, update=True) from error
    except RuntimeError:
        return


def _moved(error: SyntaxError, line: int, column: int) -> SyntaxError:
    """The error as if our operation did not stand at that place."""
    said = _PLACE.match(str(error))
    if said is None or int(said.group(1)) != line or int(said.group(2)) < column:
        return error
    there = max(column, int(said.group(2)) - len(_NOWHERE))
    return SyntaxError(f"error at {line}:{there}: {str(error)[said.end() :]}")


def instantiated(
    template: str,
    names: Sequence[str],
    rows: Iterable[Sequence[Term | None]],
    *,
    prologue: str = "",
    prefixes: Mapping[str, str],
    base: str | None,
) -> Iterator[Quad]:
    """The statements that a template (in braces) makes of solutions: its own blank nodes new for each.

    `names` are variables without their mark, `rows` what each binds. The engine itself does it, in
    an empty store, so that what cannot be a statement is left out just as it would be.
    """
    rest = iter(rows)
    cells = " ".join(f"BIND(<{_CELL}{place}>(?{_ROW}) AS ?{name})" for place, name in enumerate(names))
    while taken := list(islice(rest, _ROWS_AT_ONCE)):
        functions = {NamedNode(f"{_CELL}{place}"): _cell(taken, place) for place in range(len(names))}
        numbers = " ".join(map(str, range(len(taken))))
        made = ox.Store()
        made.update(
            f"{prologue} INSERT {template} WHERE {{ VALUES ?{_ROW} {{ {numbers} }} {cells} }}",  # noqa: S608 - SPARQL
            prefixes=dict(prefixes),
            base_iri=base,
            custom_functions=functions,
        )
        yield from made


def _cell(rows: Sequence[Sequence[Term | None]], place: int) -> Callable[..., Term | None]:
    """What the solution of some number binds at one place."""

    def cell(number: Literal) -> Term | None:
        return rows[int(number.value)][place]

    return cell
