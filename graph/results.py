"""Results of a query (solutions, yes or no, or triples), and how each is written.

An answer that is cut at a limit ends at a whole row and says so in `truncated`.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from ..ontology.terms import PREFIXES
from . import cutting, rdf
from .errors import EnjoinError
from .formats import Format, Kind, named

if TYPE_CHECKING:
    from pyoxigraph import QueryTriples

Term = NamedNode | BlankNode | Literal | Triple
Solution = dict[str, Term]

_SMALL: Final = 1 << 20
"""A byte limit below this is kept exactly, which needs the statements in memory."""
_SLACK: Final = 1 << 15
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one answer may hold; `None` is no limit."""

    rows: int | None = None
    bytes: int | None = None


NO_LIMITS: Final = Limits()


class Results:
    """The answer to one query, read or written once.

    `kind` says which of the three it is. Solutions iterate as dictionaries of what is bound,
    triples as triples; of a yes or no, take the `bool`.
    """

    __slots__ = ("_cut", "_found", "_store", "kind", "replaced", "rows", "truncated", "variables")

    def __init__(
        self, found: "QuerySolutions | QueryBoolean | QueryTriples | Iterable[Triple]", store: object = None
    ) -> None:
        """The engine's results; `store` is what they are read from, kept as long as they are."""
        self._store = store
        self._cut = False
        self.kind: Kind = "triples"
        self.variables: tuple[str, ...] = ()
        self.truncated = False
        self.replaced = 0
        self.rows = 0
        """How many rows or statements were written by `write_to`, as far as was counted."""
        self._found = found
        if isinstance(found, QuerySolutions):
            self.kind = "solutions"
            self.variables = tuple(variable.value for variable in found.variables)
        elif isinstance(found, QueryBoolean):
            self.kind = "boolean"

    @classmethod
    def from_answer(cls, kind: Kind, body: bytes, *, truncated: bool = False) -> "Results":
        """What was written as JSON, or as N-Triples, read back; `truncated` says that it was cut then."""
        if kind == "triples":
            found = cls([quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)])
        else:
            found = cls(parse_query_results(body, format=QueryResultsFormat.JSON))
        found.truncated = found._cut = truncated
        return found

    def __iter__(self) -> Iterator[Solution]:
        """The solutions, each as what it binds."""
        if not isinstance(self._found, QuerySolutions):
            raise TypeError(f"these results are {self.kind}: ask for triples() or bool()")
        names = self.variables
        for row in self._found:
            yield {name: term for name, term in zip(names, row, strict=True) if term is not None}

    def __bool__(self) -> bool:
        """The answer to ASK; for others, whether the results are of a kind that can hold something."""
        return bool(self._found) if isinstance(self._found, QueryBoolean) else True

    def triples(self) -> Iterator[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE, as the engine gives them."""
        if isinstance(self._found, (QuerySolutions, QueryBoolean)):
            raise TypeError(f"these results are {self.kind}, not triples")
        yield from self._found

    def write(self, form: str | Format, limits: Limits = NO_LIMITS) -> bytes:
        """The results in a format, named as on the command line or by media type.

        Sets `truncated` where a limit cut them. Raises `QueryParameterError` for a format that
        these results cannot be written in.
        """
        with io.BytesIO() as spool:
            self.write_to(spool, form, limits)
            return spool.getvalue()

    def write_to(
        self,
        spool: BinaryIO,
        form: str | Format,
        limits: Limits = NO_LIMITS,
        prefixes: Mapping[str, str] = PREFIXES,
    ) -> None:
        """The same into an empty file, piece by piece: no answer is in memory whole.

        Sets `truncated`, and `replaced` to the number of characters that XML cannot hold.
        """
        chosen = form if isinstance(form, Format) else named(form, self.kind)
        if self.kind == "triples":
            self._write_triples(spool, chosen, limits, prefixes)
        elif chosen.engine is None:
            spool.write(self._written_table(limits))
        elif isinstance(self._found, (QuerySolutions, QueryBoolean)):
            sink = cutting.Sink(chosen.name, spool, limits.rows, limits.bytes)
            self.truncated = cutting.written(self._found, sink, spool) or self._cut
            self.replaced, self.rows = sink.replaced, sink.found
        else:
            raise TypeError(f"{chosen.name} is for solutions")

    def _write_triples(
        self, spool: BinaryIO, chosen: Format, limits: Limits, prefixes: Mapping[str, str]
    ) -> None:
        triples = self.triples()
        if limits.bytes is not None and limits.bytes < _SMALL:
            spool.write(self._fitting(triples, chosen, limits, prefixes))
            return
        writer = rdf.Writer(spool, chosen)
        limited = _Limited(triples, limits, writer)
        writer.write_all(limited, prefixes)
        self.truncated = self._cut or limited.cut
        self.replaced, self.rows = writer.replaced, limited.count
        if limited.cut:
            spool.write(chosen.comment("cut at a limit: there are more statements"))

    def _fitting(
        self, triples: Iterator[Triple], chosen: Format, limits: Limits, prefixes: Mapping[str, str]
    ) -> bytes:
        """As many triples as fit into a few bytes, exactly."""
        kept = list(triples if limits.rows is None else islice(triples, limits.rows))
        self.truncated = self._cut or (limits.rows is not None and next(triples, None) is not None)
        body = rdf.write(kept, chosen, prefixes)
        while limits.bytes is not None and len(body) > limits.bytes and kept:
            # Fewer triples until they fit; the share that fitted is a good guess for the next try.
            self.truncated = True
            kept = kept[: min(len(kept) - 1, int(len(kept) * limits.bytes / len(body)))]
            body = rdf.write(kept, chosen, prefixes)
        return body

    def _written_table(self, limits: Limits) -> bytes:
        if self.kind == "boolean":
            return b"yes\n" if self else b"no\n"
        rows = list(islice(self, limits.rows))
        self.truncated = self._cut or (limits.rows is not None and next(iter(self), None) is not None)
        return table(self.variables, rows).encode()

    def to_pandas(self) -> Any:  # a pandas.DataFrame; pandas need not be installed
        """The solutions as a `pandas.DataFrame` of Python values; needs the extra `pandas`."""
        try:
            pandas: Any = import_module("pandas")  # untyped, and not ours to need
        except ImportError:
            raise EnjoinError("pandas is not installed: pip install 'enjoin[pandas]'") from None
        rows = [[python_value(row.get(name)) for name in self.variables] for row in self]
        return pandas.DataFrame(rows, columns=list(self.variables))


class _Limited:
    """Triples up to a limit; `cut` says whether there were more."""

    def __init__(self, triples: Iterator[Triple], limits: Limits, writer: rdf.Writer) -> None:
        self.cut = False
        self.count = 0
        self._triples = triples
        self._limits = limits
        self._writer = writer

    def __iter__(self) -> Iterator[Triple]:
        rows, size = self._limits.rows, self._limits.bytes
        for count, triple in enumerate(self._triples):
            # What the engine holds back, and the end of the document, need a little more.
            if count == rows or (size is not None and self._writer.written > size - _SLACK):
                self.cut = True
                return
            self.count = count + 1
            yield triple


def table(names: Iterable[str], rows: Iterable[Solution], widest: int = 60) -> str:
    """Solutions as aligned columns for a terminal; a cell is cut at `widest` characters."""
    head = list(names)
    lines = [head, *([shown(row.get(name)) for name in head] for row in rows)]
    cells = [[cell if len(cell) <= widest else cell[: widest - 1] + "…" for cell in line] for line in lines]
    widths = [max(len(line[i]) for line in cells) for i in range(len(head))]
    cells.insert(1, ["-" * width for width in widths])
    written = (
        "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in cells
    )
    return "\n".join(written) + "\n"


def shown(term: Term | None) -> str:
    """A term as a person reads it: a literal's text, an IRI's short form, nothing for unbound."""
    if term is None:
        return ""
    if isinstance(term, Literal):
        return " ".join(term.value.split())
    if isinstance(term, NamedNode):
        return rdf.short(term)
    return str(term)


def python_value(term: Term | None) -> Any:  # one of many types
    """A term as Python's own value: numbers, dates, booleans, else its text; `None` for unbound."""
    if not isinstance(term, Literal):
        return term.value if isinstance(term, NamedNode) else None if term is None else str(term)
    kind = term.datatype.value.removeprefix(_XSD)
    try:
        if kind in {"integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"}:
            return int(term.value)
        if kind == "decimal":
            return Decimal(term.value)
        if kind in {"double", "float"}:
            return float(term.value)
        if kind == "boolean":
            return term.value in {"true", "1"}
        if kind == "date":
            return date.fromisoformat(term.value)
        if kind == "dateTime":
            return datetime.fromisoformat(term.value)
    except (ValueError, ArithmeticError):
        pass  # not a value of its datatype, or beyond Python's range: its text
    return term.value
