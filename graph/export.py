"""Dumps: repeatable bytes, with a manifest, and never half a file.

Blank nodes are canonical (RDFC-1.0) and statements sorted, so equal data gives equal bytes, and
what differs between two dumps is what differs in the graph. Ingesting a dump that keeps the graphs'
names (TriG, N-Quads) gives back the graphs and their provenance as they were.
"""

import gzip
import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from pyoxigraph import BlankNode, NamedNode, Quad

from ..ontology import VERSION
from ..ontology.terms import ej
from . import rdf
from .backend import Backend
from .errors import EntityNotFound, QueryParameterError
from .formats import Format, by_suffix, named
from .iris import Iris
from .storage.files import write_file

Layer = Literal["asserted", "data", "all"]
"""What documents say and where it is from; that and what is derived of it; the vocabulary too."""

_VOCABULARY: Final = frozenset(("concepts", "ontology", "shapes"))


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a dump holds: its file, format, digest of its bytes, and how many statements by graph."""

    file: str
    format: str
    sha256: str
    bytes: int
    statements: int
    graphs: dict[str, int]
    ontology: str

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "format": self.format,
            "sha256": self.sha256,
            "bytes": self.bytes,
            "statements": self.statements,
            "graphs": self.graphs,
            "ontologyVersion": self.ontology,
        }


def written(quads: Iterable[Quad], form: Format) -> bytes:
    """The statements in a format, repeatable byte for byte.

    A format without graphs says each statement once, however many graphs say it.
    """
    listed = list(quads)
    if not form.holds_graphs:
        listed = [Quad(quad.subject, quad.predicate, quad.object) for quad in listed]
    return rdf.write(rdf.canonical(listed), form)


def of_layer(store: Backend, iris: Iris, layer: Layer = "data") -> list[Quad]:
    """The statements of all graphs of a layer."""
    left_out = {"asserted": _VOCABULARY | {"derived"}, "data": _VOCABULARY, "all": frozenset[str]()}[layer]
    dropped = {iris.graph(name) for name in left_out}
    return [quad for quad in store.quads() if quad.graph_name not in dropped]


def of_graph(store: Backend, iris: Iris, name: str) -> list[Quad]:
    """The statements of one graph, named by its IRI or by its name; `EntityNotFound` where there is none."""
    graph = NamedNode(name) if ":" in name else iris.graph(name.removeprefix("graph/"))
    found = list(store.quads(graph=graph))
    if not found:
        from difflib import get_close_matches

        names = [iris.graph_name(each) or each.value for each in store.graphs()]
        raise EntityNotFound(name, get_close_matches(iris.graph_name(graph) or name, names, n=3))
    return found


def of_entity(store: Backend, entity: NamedNode) -> list[Quad]:
    """What is said of an entity, with the blank nodes it leads to and the records of where it is from."""
    return _with_records(store, _said_of(store, [entity]), [entity])


def of_lawsuit(store: Backend, lawsuit: NamedNode) -> list[Quad]:
    """A lawsuit whole: its proceedings, parties, rulings, relief, effects and scopes, with their records."""
    found: set[NamedNode] = {lawsuit}
    for step in _LAWSUIT_STEPS:
        values = " ".join(str(each) for each in sorted(found, key=str))
        query = f"SELECT DISTINCT ?found WHERE {{ VALUES ?from {{ {values} }} {step} }}"
        found |= {row["found"] for row in store.select(query) if isinstance(row["found"], NamedNode)}
    return _with_records(store, _said_of(store, found), found)


# From what is found so far to more of the lawsuit, in this order.
_LAWSUIT_STEPS: Final = (
    f"?found {ej('partOfLawsuit')} ?from",
    f"{{ ?found {ej('inProceeding')} ?from }}",
    (
        f"{{ ?from {ej('hasDisposition')} ?found }} UNION {{ ?from {ej('hasBench')} ?found }} "
        f"UNION {{ ?found {ej('onRuling')} ?from }} UNION {{ ?found {ej('grantedBy')} ?from }} "
        f"UNION {{ ?found {ej('producedBy')} ?from }}"
    ),
    f"?found {ej('actsOn')} ?from",
    (
        f"{{ ?from {ej('setsScope')} ?found }} UNION {{ ?from {ej('suspendsScope')} ?found }} "
        f"UNION {{ ?from {ej('ofEvent')} ?found }}"
    ),
    f"{{ ?from {ej('narrowestReading')} ?found }} UNION {{ ?from {ej('widestReading')} ?found }}",
)


def _said_of(store: Backend, entities: Iterable[NamedNode]) -> set[Quad]:
    found: set[Quad] = set()
    todo: list[NamedNode | BlankNode] = list(entities)
    while todo:
        for quad in store.quads(todo.pop()):
            if quad not in found:
                found.add(quad)
                todo += [quad.object] if isinstance(quad.object, BlankNode) else []
    return found


def _with_records(store: Backend, said: set[Quad], entities: Iterable[NamedNode]) -> list[Quad]:
    records = {
        quad.subject
        for entity in entities
        for quad in store.quads(predicate=ej("about"), object=entity)
        if isinstance(quad.subject, NamedNode)
    }
    return sorted(said | _said_of(store, records), key=rdf.in_order)


def layer_of(*, asserted: bool = False, everything: bool = False) -> Layer:
    """The layer that `--asserted` or `--all` asks for; both at once is a `QueryParameterError`."""
    if asserted and everything:
        raise QueryParameterError("asserted and all exclude each other")
    return "asserted" if asserted else "all" if everything else "data"


def save(quads: Iterable[Quad], path: Path, form: str | None = None) -> Manifest:
    """Write statements to a file, whole or not at all; gzipped where its name ends in `.gz`.

    The format is that of the name, unless `form` names another.
    """
    chosen = named(form, "triples") if form else by_suffix(path.name)
    if chosen is None:
        raise QueryParameterError(f"{path.name!r} tells no format; name one")
    listed = list(quads)
    content = written(listed, chosen)
    if path.name.endswith(".gz"):
        content = gzip.compress(content, mtime=0)
    write_file(path, content)
    return manifest(listed, chosen, content, path.name)


def manifest(quads: Collection[Quad], form: Format, content: bytes, name: str) -> Manifest:
    """What a dump with that content holds."""
    graphs: dict[str, int] = {}
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            graphs[quad.graph_name.value] = graphs.get(quad.graph_name.value, 0) + 1
    return Manifest(
        file=name,
        format=form.name,
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
        statements=len(quads),
        graphs=dict(sorted(graphs.items())),
        ontology=VERSION,
    )


def save_manifest(manifest: Manifest, path: Path) -> None:
    """Write a manifest beside its dump: `all.trig.manifest.json`."""
    text = json.dumps(manifest.as_json(), indent=1, sort_keys=True)
    write_file(path.with_name(f"{path.name}.manifest.json"), text.encode() + b"\n")
