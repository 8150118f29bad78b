"""A change of single statements made part of the graph: judged, recorded, and written in one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple

from .. import provenance, rdf
from ..iris import Iris
from ..provenance import Entry, moment
from ..storage import revisions
from ..storage.files import sync_tree
from ..storage.layout import Layout
from ..storage.store import Store
from .change import Change, compare
from .scratch import Scratch

WRITERS: Final = ("update", "graph-store")
"""What reads no documents but writes to their graphs, by the names that provenance has for them."""
_LARGE: Final = 100_000
"""A graph of more statements than this is not read whole for each change of it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is to change: statements that come and go, graphs that are made and taken out.

    `adapter` is what provenance calls the way it came, `name` what messages call it. `documents`
    tells of graphs that somebody has read from documents, what they are and by what they were read.
    """

    added: Sequence[Quad]
    removed: Sequence[Quad]
    created: tuple[NamedNode, ...] = ()
    dropped: tuple[NamedNode, ...] = ()
    adapter: str = "update 1"
    name: str = "the update"
    documents: tuple[Entry, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.created or self.dropped)

    def changes(self) -> dict[str, Change]:
        """How many statements come and go, by graph."""
        counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        for place, quads in enumerate((self.added, self.removed)):
            for quad in quads:
                name = quad.graph_name
                counts[name.value if isinstance(name, NamedNode) else ""][place] += 1
        return {name: Change(*both) for name, both in sorted(counts.items())}


def without_renaming(store: Store, proposal: Proposal) -> Proposal:
    """The proposal without the graphs that would only get other labels for their blank nodes."""
    same: set[NamedNode] = set()
    come, gone = _by_graph(proposal.added), _by_graph(proposal.removed)
    for name in come.keys() & gone.keys():
        blank = all(any(map(rdf.has_blank_nodes, quads)) for quads in (come[name], gone[name]))
        if blank and len(come[name]) == len(gone[name]):
            held = set(store.quads(graph=name))
            if not compare(held, (held - set(gone[name])) | set(come[name])):
                same.add(name)
    if not same:
        return proposal
    return Proposal(
        [quad for quad in proposal.added if quad.graph_name not in same],
        [quad for quad in proposal.removed if quad.graph_name not in same],
        proposal.created,
        proposal.dropped,
        proposal.adapter,
        proposal.name,
        proposal.documents,
    )


def commit(
    store: Store,
    layout: Layout | None,
    proposal: Proposal,
    iris: Iris,
    now: datetime,
    files: Path | None = None,
) -> None:
    """Write the change and the provenance of it in one transaction; keep what it replaces for `known`.

    `files` are the engine's, in which the change is made already: then they are taken instead.
    """
    known = provenance.Entries(store, iris)
    come, gone = _by_graph(proposal.added), _by_graph(proposal.removed)
    told: list[Triple] = []
    about: set[NamedNode] = set()
    for name in sorted(come.keys() | gone.keys() | {*proposal.dropped}, key=lambda each: each.value):
        former = known.get(iris.document(name))
        about.add(name)
        if layout is not None and former is not None and not _is_of_today(former, now):
            _keep(store, layout, former, iris, moment(now))
        if name in proposal.dropped:
            continue
        digest, count = _content(store, name, come[name], gone[name], former)
        entry = _entry(iris.document(name), digest, count, former, layout, proposal.adapter, now)
        entry = next((_read(entry, each) for each in proposal.documents if each.id == entry.id), entry)
        told += provenance.triples(entry, iris)
    graph = iris.graph("provenance")
    held = {quad for name in about for quad in store.quads(name, graph=graph)}
    wanted = {Quad(said.subject, said.predicate, said.object, graph) for said in told}
    if layout is not None:
        layout.mark_pending()
    if files is not None:
        changed = Scratch.at(files)
        changed.apply(wanted - held, held - wanted)
        changed.flush()
        changed.close()
        sync_tree(files, but=".sst")
        for quads in (
            proposal.added,
            proposal.removed,
            *(store.quads(graph=each) for each in proposal.dropped),
        ):
            store.note(quads)
        store.exchange(files, known=True)
        return
    store.apply(
        [*proposal.added, *(wanted - held)],
        [*proposal.removed, *(held - wanted)],
        created=proposal.created,
        dropped=proposal.dropped,
    )


def _by_graph(quads: Iterable[Quad]) -> defaultdict[NamedNode, list[Quad]]:
    found: defaultdict[NamedNode, list[Quad]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            found[quad.graph_name].append(quad)
    return found


def _is_of_today(former: Entry, now: datetime) -> bool:
    """Whether a revision was written to the graph on this very day, so that no `known` can ask for it."""
    return former.source in WRITERS and former.recorded_at[:10] == moment(now)[:10]


def _content(
    store: Store, name: NamedNode, come: Sequence[Quad], gone: Sequence[Quad], former: Entry | None
) -> tuple[str, int]:
    """The digest of what a graph will hold, and how many statements that is.

    Of a large graph that is known the digest is that of the former one and the change: nobody reads
    it whole for each small change.
    """
    if former is not None and former.statements > _LARGE:
        lines = sorted([*(f"+{quad}" for quad in come), *(f"-{quad}" for quad in gone)])
        return _digest([former.digest, *lines]), former.statements + len(come) - len(gone)
    after = (set(store.quads(graph=name)) - set(gone)) | set(come)
    told = rdf.canonical(after) if any(map(rdf.has_blank_nodes, after)) else after
    return _digest(f"{line} ." for line in sorted(map(str, told))), len(after)


def _digest(lines: Iterable[str]) -> str:
    found = sha256()
    for line in lines:
        found.update(f"{line}\n".encode())
    return f"sha256:{found.hexdigest()}"


def _entry(
    name: str,
    digest: str,
    count: int,
    former: Entry | None,
    layout: Layout | None,
    adapter: str,
    now: datetime,
) -> Entry:
    """The entry of a graph as it will be: a new revision of the document that it was, if it was one."""
    entry = Entry(
        id=name,
        title=former.title if former else name,
        digest=digest,
        adapter=adapter,
        recorded_at=moment(now),
        statements=count,
        retrieved_on=now.date().isoformat(),
        licence=former.licence if former else "",
        url=former.url if former else "",
        before=former.before if former else (),
    )
    latest = revisions.latest(layout.revisions, name) if layout else 0
    return provenance.next_revision(former, latest, entry)


def _read(entry: Entry, document: Entry) -> Entry:
    """The entry of a graph whose document was read elsewhere: when and in which revision is ours to say."""
    return replace(
        document,
        recorded_at=entry.recorded_at,
        revision=entry.revision,
        statements=entry.statements,
        former=entry.former,
        before=entry.before,
    )


def _keep(store: Store, layout: Layout, entry: Entry, iris: Iris, until: str) -> None:
    graph = iris.graph(entry.id)
    layout.revisions.mkdir(exist_ok=True)
    quads = [*store.quads(graph=graph), *store.quads(graph, graph=iris.graph("provenance"))]
    revisions.keep(layout.revisions, entry, quads, until)
