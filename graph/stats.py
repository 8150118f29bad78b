"""How much there is of what: counted over a whole store, to be counted once for each generation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode

from ..ontology import VERSION
from .backend import Backend


@dataclass(frozen=True, slots=True)
class Stats:
    """Statements by graph, instances by class, uses by property; IRIs as keys, the largest first."""

    triples: int
    graphs: Mapping[str, int]
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    generation: int
    bytes: int
    ontology: str = VERSION
    rules: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "triples": self.triples,
            "graphs": dict(self.graphs),
            "classes": dict(self.classes),
            "properties": dict(self.properties),
            "generation": self.generation,
            "bytes": self.bytes,
            "ontologyVersion": self.ontology,
            "ruleSetVersion": self.rules,
        }

    to_json = as_json


def count(store: Backend, *, generation: int = 0, rules: str = "") -> Stats:
    """The counts of a store as it is now."""
    graphs = {graph.value: number for graph, number in store.counts().items()}
    return Stats(
        triples=sum(graphs.values()),
        graphs=graphs,
        classes=_counted(store, "SELECT ?x (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?x } GROUP BY ?x"),
        properties=_counted(store, "SELECT ?x (COUNT(*) AS ?n) WHERE { ?s ?x ?o } GROUP BY ?x"),
        generation=generation,
        bytes=_size(store),
        rules=rules,
    )


def _counted(store: Backend, query: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in store.select(query):
        counted, number = row.get("x"), row.get("n")
        if isinstance(counted, NamedNode) and isinstance(number, Literal):
            found[counted.value] = int(number.value)
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _size(store: Backend) -> int:
    """Bytes on disk of the files that are read, as far as they are files."""
    path = store.path
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) if path else 0
