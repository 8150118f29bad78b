"""The checks over a graph: query files whose every row is a fault, told as a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from pyoxigraph import Quad

from .. import ontology, queries
from ..graph import Graph
from .ask import plain, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..graph.store import Store
    from ..queries import Query

LINT: Final = "ontology-"
"""How the names of the checks begin that are about the ontology, not about data."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One row of one check: what it is about, and what is wrong."""

    check: str
    rule: str
    focus: str
    fault: str

    def as_json(self) -> dict[str, Any]:
        return {"check": self.check, "rule": self.rule, "focus": self.focus, "fault": self.fault}


def faults(graph: Graph) -> Iterator[Fault]:
    """The faults of the data, check by check."""
    return _found(graph, [query for query in queries.all("checks") if not query.name.startswith(LINT)])


def lint() -> Iterator[Fault]:
    """The faults of the ontology itself, looked for in its files and their examples."""
    bench = Graph.memory()
    examples = bench.iris.graph("examples")
    held = cast("Store", bench.store())
    held.load(Quad(said.subject, said.predicate, said.object, examples) for said in ontology.everything())
    return _found(bench, [query for query in queries.all("checks") if query.name.startswith(LINT)])


def _found(graph: Graph, checks: Iterable[Query]) -> Iterator[Fault]:
    for query in checks:
        for row in graph.query(query):
            found = plain(row)
            yield Fault(query.name, query.question, text(found, "focus"), text(found, "fault"))
