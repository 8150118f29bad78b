"""The W3C test manifests as plain values: what is done in each case, and what must come of it.

The suites are a checkout of github.com/w3c/rdf-tests, named by ENJOIN_W3C_SUITE; nothing of them is
in this project.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib import RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection

MF: Any = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT: Any = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT: Any = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT: Any = Namespace("http://www.w3.org/2011/http#")
CNT: Any = Namespace("http://www.w3.org/2011/content#")
BASE = "https://w3c.github.io/rdf-tests/sparql/sparql11/"
"""Where the suites are published: the base of the relative IRIs in them."""

QUERY_AND_UPDATE = (
    "add", "aggregates", "basic-update", "bind", "bindings", "cast", "clear", "construct", "copy",
    "csv-tsv-res", "delete", "delete-data", "delete-insert", "delete-where", "drop", "exists", "functions",
    "grouping", "json-res", "move", "negation", "project-expression", "property-path", "subquery",
    "syntax-query", "syntax-update-1", "syntax-update-2", "update-silent",
)  # fmt: skip
"""The parts that a store without federation and entailment is about."""

_FORMATS = {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML, ".nt": RdfFormat.N_TRIPLES,
            ".trig": RdfFormat.TRIG, ".nq": RdfFormat.N_QUADS}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Data:
    """A dataset as the files of a case describe it: files of the default graph, files by graph name."""

    default: tuple[Path, ...] = ()
    named: tuple[tuple[str, Path], ...] = ()

    def quads(self, root: Path) -> Iterator[Quad]:
        """All its statements; the blank nodes of each file stay its own."""
        for file in self.default:
            for triple in parsed(file, root):
                yield Quad(triple.subject, triple.predicate, triple.object)
        for name, file in self.named:
            for triple in parsed(file, root):
                yield Quad(triple.subject, triple.predicate, triple.object, NamedNode(name))


@dataclass(frozen=True, slots=True)
class Case:
    """One query, update or syntax test."""

    name: str
    """The folder and the name in its manifest: `aggregates/agg01`."""
    kind: str
    text: str
    base: str
    data: Data
    result: Path | None = None
    """The file that holds the expected answer of a query."""
    after: Data = Data()
    """What an update must leave."""

    @property
    def is_update(self) -> bool:
        return "Update" in self.kind

    @property
    def is_syntax(self) -> bool:
        return "Syntax" in self.kind


def parsed(file: Path, root: Path) -> Iterator[Quad]:
    """The statements of one file of the suite, its relative IRIs resolved as where it is published."""
    form = _FORMATS[file.suffix]
    return parse(path=str(file), format=form, base_iri=published(file, root), rename_blank_nodes=True)


def published(file: Path, root: Path) -> str:
    return BASE + file.relative_to(root).as_posix()


def read(path: Path, root: Path) -> Graph:
    graph = Graph()
    graph.parse(path, format="turtle", publicID=published(path, root))
    return graph


def listed(graph: Graph, predicate: Any = None) -> Iterator[Any]:
    """The entries of a manifest in their order, and entries that are described but left out of its list."""
    seen = set[Any]()
    for head in graph.objects(None, predicate or MF.entries):
        for entry in Collection(graph, head):
            seen.add(entry)
            yield entry
    left = {str(entry): entry for entry in graph.subjects(MF.name) if entry not in seen}
    yield from (left[name] for name in sorted(left))


def cases(root: Path, folders: tuple[str, ...] = QUERY_AND_UPDATE) -> list[Case]:
    """The cases of these folders of `root`, the folder `sparql11` of the suite."""
    found: list[Case] = []
    for folder in folders:
        manifest = root / folder / "manifest.ttl"
        graph = read(manifest, root)
        for head in graph.objects(None, MF.entries):
            found += [_case(graph, entry, manifest, root) for entry in Collection(graph, head)]
    return found


def _case(graph: Graph, entry: Any, manifest: Path, root: Path) -> Case:
    def file(node: Any) -> Path:
        return root / str(node).removeprefix(BASE)

    kind = str(graph.value(entry, RDF.type)).rpartition("#")[2]
    action = graph.value(entry, MF.action)
    result = graph.value(entry, MF.result)
    text_of: Any = action if isinstance(action, URIRef) else graph.value(action, QT.query)
    text_of = text_of or graph.value(action, UT.request)
    name = f"{manifest.parent.name}/{str(entry).rpartition('#')[2]}"
    text = file(text_of).read_text(encoding="utf-8")
    is_file = isinstance(result, URIRef)
    return Case(
        name,
        kind,
        text,
        str(text_of),
        _data(graph, action, file) if isinstance(action, BNode) else Data(),
        file(result) if is_file else None,
        Data() if is_file or result is None else _data(graph, result, file),
    )


def _data(graph: Graph, node: Any, file: Any) -> Data:
    default = [*graph.objects(node, QT.data), *graph.objects(node, UT.data)]
    named = [(str(each), file(each)) for each in graph.objects(node, QT.graphData)]
    named.extend(
        (str(graph.value(each, RDFS.label)), file(graph.value(each, UT.graph)))
        for each in graph.objects(node, UT.graphData)
    )
    return Data(tuple(sorted(map(file, default))), tuple(sorted(named)))


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request of a protocol case, and what its response must be like."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: tuple[str, ...]
    """Names of the W3C vocabulary: `StatusCode2xx`, `Created`."""
    boolean: bool | None = None
    format: str | None = None
    location: str | None = None
    """The variable that the `Location` header fills in, in the requests after this one."""
    answer: str | None = None
    """An expected graph, and the media type that it is written and must come in."""
    answer_type: str | None = None


@dataclass(frozen=True, slots=True)
class ProtocolCase:
    """Requests that follow one another, over what must be in the store before."""

    name: str
    title: str
    data: Data
    exchanges: tuple[Exchange, ...]


def protocol_cases(manifest: Path, root: Path) -> list[ProtocolCase]:
    """The cases of a manifest that describes requests with the W3C's HTTP vocabulary."""
    graph = read(manifest, root)
    found: list[ProtocolCase] = []
    for entry in listed(graph):
        action = graph.value(entry, MF.action)
        requests: Any = graph.value(action, HT.requests)
        named = tuple(
            sorted(
                (
                    str(graph.value(each, RDFS.label)),
                    root / str(graph.value(each, UT.graph)).removeprefix(BASE),
                )
                for each in graph.objects(entry, UT.graphData)
            )
        )
        exchanges = tuple(_exchange(graph, each) for each in Collection(graph, requests))
        name = f"{manifest.parent.name}/{str(entry).rpartition('#')[2]}"
        found.append(ProtocolCase(name, str(graph.value(entry, MF.name)), Data((), named), exchanges))
    return found


def _exchange(graph: Graph, node: Any) -> Exchange:
    response = graph.value(node, HT.resp)
    boolean = graph.value(response, MF.expectedBoolean)
    body = graph.value(node, HT.body)
    told = graph.value(response, HT.body)
    headers = _headers(graph, node)
    text = None if body is None else str(graph.value(body, CNT.chars))
    coding = "utf-8" if body is None else str(graph.value(body, CNT.characterEncoding))
    form = graph.value(response, MF.expectedFormat)
    location = graph.value(response, MF.expectedLocation)
    return Exchange(
        str(graph.value(node, HT.methodName)),
        str(graph.value(node, HT.absolutePath)),
        headers,
        None if text is None else text.encode(coding),
        tuple(str(each).rpartition("#")[2] for each in graph.objects(response, MF.expectedStatus)),
        bool(boolean.value) if isinstance(boolean, Literal) else None,
        None if form is None else str(form),
        None if location is None else str(location),
        None if told is None else str(graph.value(told, CNT.chars)),
        _headers(graph, response).get("content-type"),
    )


def _headers(graph: Graph, node: Any) -> dict[str, str]:
    head = graph.value(node, HT.headers)
    if head is None:
        return {}
    return {
        str(graph.value(each, HT.fieldName)).lower(): str(graph.value(each, HT.fieldValue))
        for each in Collection(graph, head)
    }
