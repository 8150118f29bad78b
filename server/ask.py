"""How the pages ask the graph: by files of `lookups/`, answered with terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from ..ontology.terms import term
from .day import safe_day
from .desk import desk
from .lookups import bound, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

Term = NamedNode | BlankNode | Literal
Solution = dict[str, Term]


def lookup(name: str, rows: Iterable[Sequence[object | None]] | None = None) -> list[Solution]:
    """The solutions of a lookup with these parameter rows; a file without parameters takes none.

    They are of what was known on the day that the request names, if it names one.
    """
    at = desk()
    known = safe_day().known
    if rows is not None or known is not None:
        return _asked(name, rows, known)
    # What takes no parameter is the same for everybody until the graph changes.
    return at.once(f"lookup {name}", lambda: _asked(name, None, None))


def _asked(name: str, rows: Iterable[Sequence[object | None]] | None, known: date | None) -> list[Solution]:
    text = text_of(name) if rows is None else bound(name, rows)
    return [plain(solution) for solution in desk().graph.sparql(text, known=known)]


def plain(solution: Mapping[str, object]) -> Solution:
    """A solution without quoted triples, which no page shows."""
    return {
        name: term for name, term in solution.items() if isinstance(term, (NamedNode, BlankNode, Literal))
    }


def literal(day: date) -> Literal:
    """A day as a term."""
    return Literal(day.isoformat(), datatype=term("xsd:date"))


def text(row: Solution, name: str) -> str:
    """The lexical value of one variable, empty where it is not bound."""
    found = row.get(name)
    return found.value if found is not None else ""
