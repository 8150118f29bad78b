"""The checks over a graph: query files whose every row is a fault, told as a sentence."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from ... import ontology, queries
from ..effects.saying import Name, Sentence, Value
from ..storage.store import Store

if TYPE_CHECKING:
    from ...queries import Query
    from ..asking import Asking
    from ..reasoning.reason import Reasoned
    from ..results import Solution

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


@dataclass(frozen=True, slots=True)
class Checks:
    """What the checks found, and the reasoner where it was asked."""

    faults: tuple[Fault, ...]
    reasoned: "Reasoned | None" = None

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        found = self.reasoned
        return not self.faults and (found is None or (found.consistent and not found.unsatisfiable))


def faults(graph: "Asking") -> Iterator[Fault]:
    """The faults of the data, check by check."""
    return _found(graph, [query for query in queries.all("checks") if not query.name.startswith(LINT)])


def lint() -> Iterator[Fault]:
    """The faults of the ontology itself, looked for in its files and their examples."""
    from ..graph import Graph

    bench = Graph.memory()
    examples = bench.iris.graph("examples")
    held = bench.store()
    assert isinstance(held, Store)
    held.load(Quad(said.subject, said.predicate, said.object, examples) for said in ontology.everything())
    return _found(bench, [query for query in queries.all("checks") if query.name.startswith(LINT)])


def _found(graph: "Asking", checks: "Iterable[Query]") -> Iterator[Fault]:
    for query in checks:
        for row in graph.query(query):
            yield Fault(query.name, query.question, _text(row, "focus"), _told(query.name, row))


def _told(check: str, row: "Solution") -> Sentence:
    """What is wrong, with the values of the row that tell it: things as names, days as days."""
    values = {name: _value(value) for name, value in row.items() if name != "fault"}
    return Sentence(_text(row, "fault"), f"fault-{check}", values)


def _value(found: object) -> Value:
    if isinstance(found, NamedNode):
        return Name(found.value, found.value)
    if isinstance(found, Literal):
        with suppress(ValueError):
            return date.fromisoformat(found.value)
        return found.value
    return ""


def _text(row: "Solution", name: str) -> str:
    found = row.get(name)
    return "" if found is None or isinstance(found, Triple) else found.value


def check(graph: "Asking", *, reason: bool, search: str | None) -> Checks:
    """All checks over the ontology and the data; with `reason` HermiT is asked too, see `reason`."""
    found = (*lint(), *faults(graph))
    if not reason:
        return Checks(found)
    from ..reasoning.reason import check_consistency

    individuals = graph.sparql("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER (!isLiteral(?o)) }").triples()
    return Checks(found, check_consistency(ontology.load("enjoin"), individuals, search=search))
