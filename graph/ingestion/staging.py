"""Documents made into statements that are ready to be judged, not yet written anywhere."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from ...ontology.terms import ej
from ..errors import SourceError, UnexpectedContent
from ..iris import RESERVED, Iris
from ..progress import told as told_of
from ..provenance import Entry, from_statements
from ..sources import Parsed, Source, find, get
from ..storage.store import Store, normal
from .documents import Document, distinct
from .known import StoreKnown
from .receipt import Outcome

MOST: Final = 1_000_000
"""So many statements one document may have: it goes in as a whole, so all of it is in memory while it is judged."""
# Graphs of an export that are made here, from this version's own files and rules.
_MADE: Final = RESERVED - {"adoptions", "provenance"}


@dataclass(frozen=True)
class Staged:
    """One document's graphs as they would be; of an export, all of its graphs.

    `graphs` has the statements by graph, as the engine keeps them. `restored` has, for each
    document of an export, its entry as the export tells it; it is empty for a document of its own.
    `before` are its statements that decisions on who is who changed (`identity`).
    """

    document: Document
    adapter: str
    graphs: Mapping[NamedNode, set[Quad]]
    restored: Mapping[str, list[Triple]]
    notices: tuple[str, ...] = ()
    before: tuple[str, ...] = ()

    @property
    def is_export(self) -> bool:
        return bool(self.restored)


def stage(
    store: Store, documents: Sequence[Document], iris: Iris, form: str | None, known: Mapping[str, Entry]
) -> tuple[list[Staged], list[Outcome]]:
    """The documents as statements, and the outcomes of those that say nothing or cannot be read.

    `form` names the source that reads all of them; without it, each is told by its content. `known`
    are the documents that the store has, of which none is replaced by a stranger.
    """
    refused: list[Outcome] = []
    by_source: dict[str, tuple[Source, list[Document]]] = {}
    for document in distinct(documents):
        try:
            source = get(form) if form else find(document)
            _check_stranger(document, source, known.get(document.id))
        except SourceError as error:
            refused.append(refusal(document, (error,)))
            continue
        by_source.setdefault(source.NAME, (source, []))[1].append(document)
    # What is concluded, and what editors decided, no document says: it is no reason not to say it again.
    graphs = {iris.graph(name) for name in ("derived", "adoptions", *(document.id for document in documents))}
    staged: list[Staged] = []
    for source, group in by_source.values():
        parsing = source.parse(group, iris, StoreKnown(store, iris, graphs))
        for parsed in told_of("reading", parsing, len(group)):
            adapter = parsed.document.adapter(source.NAME, source.VERSION)
            if parsed.faults:
                refused.append(refusal(parsed.document, parsed.faults, adapter, parsed.notices))
                continue
            if not parsed.statements:
                told = refusal(parsed.document, (), adapter, parsed.notices)
                refused.append(replace(told, state="skipped"))
                continue
            try:
                staged.append(_staged(parsed, adapter, iris))
            except SourceError as error:
                refused.append(refusal(parsed.document, (error,), adapter, parsed.notices))
    return decided(store, iris, staged), refused


def decided(store: Store, iris: Iris, staged: Sequence[Staged]) -> list[Staged]:
    """The documents under the ids that editors decided on; those of an export are so already."""
    from ..identity import decisions, merging

    canonical = decisions.current(store, iris)
    if not canonical:
        return list(staged)
    own = [each for each in staged if not each.is_export]
    graphs = {name for each in own for name in each.graphs}
    said = [quad for each in own for quads in each.graphs.values() for quad in quads]
    used = set(canonical.values())
    said += [quad for node in used for quad in store.quads(node) if quad.graph_name not in graphs]
    standing = merging.standings(said, canonical)
    found: list[Staged] = []
    for each in staged:
        if each.is_export:
            found.append(each)
            continue
        changed: list[merging.Changed] = []
        stands: dict[NamedNode, set[Quad]] = {}
        for name, quads in each.graphs.items():
            stands[name], more = merging.merged(quads, canonical, standing)
            changed += more
        found.append(replace(each, graphs=stands, before=merging.written(changed)))
    return found


def _check_stranger(document: Document, source: Source, entry: Entry | None) -> None:
    """Another file in another format is no new version of a document, though its id be the same."""
    if entry is not None and entry.title != document.title and entry.source != source.NAME:
        raise UnexpectedContent(
            document.name,
            f"the store has another document of the id {document.id!r}, {entry.title}",
            "rename the file, or remove that document first",
        )


def refusal(
    document: Document, faults: tuple[SourceError, ...], adapter: str = "", notices: tuple[str, ...] = ()
) -> Outcome:
    """The outcome of a document that could not be read."""
    return Outcome(
        document.id,
        document.name,
        "quarantined",
        adapter=adapter,
        digest=document.digest,
        faults=faults,
        notices=notices,
    )


def _staged(parsed: Parsed, adapter: str, iris: Iris) -> Staged:
    document = parsed.document
    if len(parsed.statements) > MOST:
        raise UnexpectedContent(
            document.name,
            f"it makes {len(parsed.statements):,} statements, and one document may have {MOST:,}, as it goes in as a whole",
            "split it into several documents",
        )
    quads = [said for said in parsed.statements if isinstance(said, Quad)]
    if not quads:
        own = iris.graph(document.id)
        return Staged(document, adapter, {own: normal(own, parsed.statements)}, {}, parsed.notices)
    provenance = iris.graph("provenance")
    made = {iris.graph(name) for name in _MADE}
    by_graph: dict[NamedNode, list[Quad]] = {}
    for quad in quads:
        if not isinstance(quad.graph_name, NamedNode):
            raise UnexpectedContent(
                document.name, "a statement of this export has no graph", "export it again"
            )
        by_graph.setdefault(quad.graph_name, []).append(quad)
    told = by_graph.pop(provenance, [])
    entries = from_statements(told, iris)
    known = {iris.graph(entry.id) for entry in entries} | {iris.graph("adoptions")}
    graphs = {name: normal(name, held) for name, held in by_graph.items() if name not in made}
    for name in graphs:
        if name not in known:
            raise UnexpectedContent(
                document.name,
                f"the provenance graph does not tell of the graph {name.value}",
                "export it again",
            )
    restored = {
        entry.id: [quad.triple for quad in told if quad.subject == iris.graph(entry.id)]
        for entry in entries
        if iris.graph(entry.id) in graphs
    }
    return Staged(document, adapter, graphs, restored, parsed.notices)


class Places:
    """Where staged documents say what they say: by the records of their rows, else by their text."""

    def __init__(self, staged: Iterable[Staged]) -> None:
        self._documents: dict[NamedNode, Document] = {}
        self._lines: dict[tuple[NamedNode, object], int] = {}
        for each in staged:
            for graph, quads in each.graphs.items():
                self._documents[graph] = each.document
                self._read(graph, quads)

    def _read(self, graph: NamedNode, quads: set[Quad]) -> None:
        about = list(_of(quads, ej("about")))
        records = {quad.subject for quad in about}
        lines = {
            quad.subject: int(quad.object.value)
            for quad in _of(quads, ej("line"))
            if quad.subject in records and isinstance(quad.object, Literal)
        }
        for record, line in lines.items():
            self._lines[graph, record] = line
        for quad in about:
            line = lines.get(quad.subject)
            if line is not None:
                self._lines.setdefault((graph, quad.object), line)

    def name(self, graph: NamedNode) -> str | None:
        """What messages call the document of that graph."""
        found = self._documents.get(graph)
        return found.name if found else None

    def line(self, graph: NamedNode, node: object) -> int | None:
        """The line on which the document of that graph speaks of a node, as well as one can tell."""
        if (graph, node) in self._lines:
            return self._lines[graph, node]
        document = self._documents.get(graph)
        if document is None or not isinstance(node, NamedNode):
            return None
        for written in (f"<{node.value}>", node.value.rpartition("/")[2].rpartition("#")[2]):
            offset = document.text.find(written)
            if offset >= 0 and len(written) > 2:
                return document.text.count("\n", 0, offset) + 1
        return None


def _of(quads: Iterable[Quad], predicate: NamedNode) -> Iterator[Quad]:
    return (quad for quad in quads if quad.predicate == predicate)
