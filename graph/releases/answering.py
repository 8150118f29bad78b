"""What every named query answers with the example in its file: so many rows, and their digest.

Whoever loads the dump of a release elsewhere runs the same files and compares: the digest does not depend on
the engine, nor on the order in which it gives rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import BlankNode, Literal

from ... import queries
from ..iris import Iris
from ..results import Results, Term

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...queries import Query

_JOINED: Final = "; "


@dataclass(frozen=True, slots=True)
class Answered:
    """One query with its example: its rows, and the SHA-256 of them.

    What is hashed: a line for each solution in sorted order, the terms of `columns` as N-Triples between
    tabs, nothing for what is not bound, `_:` for a blank node; the parts of a text that `; ` joins in sorted
    order, since SPARQL leaves the order of GROUP_CONCAT open; UTF-8, each line ended by a line feed.
    """

    name: str
    question: str
    columns: tuple[str, ...]
    rows: int
    sha256: str

    def as_json(self) -> dict[str, Any]:
        return {
            "query": self.name,
            "question": self.question,
            "columns": list(self.columns),
            "rows": self.rows,
            "sha256": self.sha256,
        }


def answered(ask: "Callable[[str], Results]", iris: Iris) -> Iterator[Answered]:
    """Every question of the room `queries`, asked by `ask` with the example that stands in its file."""
    for query in queries.all():
        yield _answered(query, ask(iris.rebased(query.text)))


def _answered(query: "Query", results: Results) -> Answered:
    lines = sorted("\t".join(_cell(row.get(name)) for name in query.columns) for row in results)
    digest = sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
    return Answered(query.name, query.question, query.columns, len(lines), digest)


def _cell(term: Term | None) -> str:
    if term is None:
        return ""
    if isinstance(term, Literal) and _JOINED in term.value:
        parts = _JOINED.join(sorted(term.value.split(_JOINED)))
        term = (
            Literal(parts, language=term.language)
            if term.language
            else Literal(parts, datatype=term.datatype)
        )
    return "_:" if isinstance(term, BlankNode) else str(term)
