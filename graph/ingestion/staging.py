"""Documents made into statements that are ready to be judged, not yet written anywhere."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from ..errors import SourceError, UnexpectedContent
from ..iris import RESERVED, Iris
from ..progress import told as told_of
from ..provenance import Entry, from_statements
from ..sources import Parsed, Source, find, get
from ..storage.pile import Pile, Shelf
from ..storage.store import Own, Store, normalized
from .documents import Document, distinct
from .known import StoreKnown
from .receipt import Outcome

if TYPE_CHECKING:
    from ..identity import merging

MOST: Final = 1_000_000
"""So many statements one document may have that its source holds all at once."""
MOST_STREAMED: Final = 10_000_000
"""And so many one that is read from its bytes as often as it is gone through."""
_AT_ONCE: Final = 10_000
# Graphs of an export that are made here, from this version's own files and rules.
_MADE: Final = RESERVED - {"adoptions", "provenance"}


@dataclass(frozen=True)
class Staged:
    """One document's graphs as they would be; of an export, all of its graphs.

    `graphs` has the statements by graph, as the engine keeps them, on piles that may be large. `restored` has, for each
    document of an export, its entry as the export tells it; it is empty for a document of its own.
    `before` are its statements that decisions on who is who changed (`identity`).
    """

    document: Document
    adapter: str
    graphs: Mapping[NamedNode, Pile]
    restored: Mapping[str, list[Triple]]
    notices: tuple[str, ...] = ()
    before: tuple[str, ...] = ()

    @property
    def is_export(self) -> bool:
        return bool(self.restored)


def stage(
    store: Store,
    documents: Sequence[Document],
    iris: Iris,
    form: str | None,
    known: Mapping[str, Entry],
    shelf: Shelf,
) -> tuple[list[Staged], list[Outcome]]:
    """The documents as statements, and the outcomes of those that say nothing or cannot be read.

    `form` names the source that reads all of them; without it, each is told by its content. `known`
    are the documents that the store has, of which none is replaced by a stranger. The statements lie on
    the `shelf` for as long as it is open.
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
        finally:
            document.forget()  # what told its format; the others are looked at before the first is read
        by_source.setdefault(source.NAME, (source, []))[1].append(document)
    # What is concluded, and what editors decided, no document says: it is no reason not to say it again.
    graphs = {iris.graph(name) for name in ("derived", "adoptions", *(document.id for document in documents))}
    staged: list[Staged] = []
    for source, group in by_source.values():
        parsing = source.parse(group, iris, StoreKnown(store, iris, graphs))
        for parsed in told_of("reading", parsing, len(group)):
            parsed.document.forget()
            adapter = parsed.document.adapter(source.NAME, source.VERSION)
            if parsed.faults:
                refused.append(refusal(parsed.document, parsed.faults, adapter, parsed.notices))
                continue
            if not parsed.statements:
                told = refusal(parsed.document, (), adapter, parsed.notices)
                refused.append(replace(told, state="skipped"))
                continue
            try:
                staged.append(_staged(parsed, adapter, iris, shelf))
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
    said = (quad for each in own for pile in each.graphs.values() for quad in pile)
    used = set(canonical.values())
    held = (quad for node in used for quad in store.quads(node) if quad.graph_name not in graphs)
    standing = merging.standings(chain(said, held), canonical)
    found: list[Staged] = []
    for each in staged:
        changed: list[merging.Changed] = []
        for pile in each.graphs.values() if not each.is_export else ():
            changed += _merged(pile, canonical, standing)
        found.append(replace(each, before=merging.written(changed)) if changed else each)
    return found


def _merged(
    pile: Pile, canonical: Mapping[NamedNode, NamedNode], standing: "merging.Standing"
) -> "list[merging.Changed]":
    """Put the statements of a pile under the ids that are used; what had to change for it."""
    from ..identity import merging

    concerned = [quad for quad in pile if merging.mentions(quad, canonical)]
    stands, _ = merging.merged(concerned, canonical, standing)
    # What says already what others become has to be said again, once they are two.
    stands, changed = merging.merged(
        {*concerned, *(quad for quad in stands if quad in pile)}, canonical, standing
    )
    pile.discard(concerned)
    pile.add(stands)
    return changed


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


def _staged(parsed: Parsed, adapter: str, iris: Iris, shelf: Shelf) -> Staged:
    document = parsed.document
    most = MOST if isinstance(parsed.statements, Sequence) else MOST_STREAMED
    if len(parsed.statements) > most:
        raise UnexpectedContent(
            document.name,
            f"it makes {len(parsed.statements):,} statements, and one document may have {most:,}, as it goes in as a whole",
            "split it into several documents",
        )
    if isinstance(next(iter(parsed.statements)), Quad):
        return _restored(parsed, adapter, iris, shelf)
    own = iris.graph(document.id)
    pile = shelf.pile(own)
    for some in normalized(own, parsed.statements):
        pile.add(some)
    return Staged(document, adapter, {own: pile}, {}, parsed.notices)


def _restored(parsed: Parsed, adapter: str, iris: Iris, shelf: Shelf) -> Staged:
    """The graphs of an export, those that are made here left out."""
    document = parsed.document
    provenance = iris.graph("provenance")
    made = {iris.graph(name) for name in _MADE}
    told: list[Quad] = []
    graphs: dict[NamedNode, Pile] = {}
    own: dict[NamedNode, Own] = {}
    quads = (said for said in parsed.statements if isinstance(said, Quad))
    while some := list(islice(quads, _AT_ONCE)):
        by_graph: defaultdict[NamedNode, list[Quad]] = defaultdict(list)
        for quad in some:
            if not isinstance(quad.graph_name, NamedNode):
                raise UnexpectedContent(
                    document.name, "a statement of this export has no graph", "export it again"
                )
            by_graph[quad.graph_name].append(quad)
        told += by_graph.pop(provenance, [])
        for name, held in by_graph.items():
            if name in made:
                continue
            if name not in graphs:
                graphs[name], own[name] = shelf.pile(name), defaultdict(BlankNode)
            for each in normalized(name, held, own[name]):
                graphs[name].add(each)
    entries = from_statements(told, iris)
    known = {iris.graph(entry.id) for entry in entries} | {iris.graph("adoptions")}
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
