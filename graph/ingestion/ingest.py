"""Documents into the graph: read, map, stage, validate, commit. Good ones go in, bad ones are parked.

The documents given at once are one batch: they are judged together, so that they may refer to one
another, but each is told of, taken or refused by itself. Nothing is written before everything is
judged, and all that is written to the graphs is written in one transaction. What follows a commit,
deriving and publishing, is begun with a mark on disk, so that whoever opens the store next ends it.
"""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from pyoxigraph import NamedNode, Quad, Triple

from .. import provenance
from ..errors import Nonconforming
from ..iris import Iris
from ..provenance import Entry, moment
from ..sources import own_id
from ..storage import revisions
from ..storage.layout import Layout
from ..storage.pile import Pile, Shelf
from ..storage.store import Store
from ..updates.change import Change
from ..validation.judging import Judgement, judge, remarks
from .changes import concerned, counted
from .differences import differences
from .documents import Document
from .quarantine import Quarantine
from .receipt import Outcome, Receipt, State
from .staging import Staged, refusal, stage

logger = logging.getLogger(__name__)


def ingest(
    store: Store,
    documents: Sequence[Document],
    *,
    iris: Iris,
    now: datetime,
    form: str | None = None,
    dry_run: bool = False,
    whole: bool = False,
) -> Receipt:
    """Take documents into the graph, and say what became of each.

    `now` is when the store learns them, `form` the source that reads them (each is told by its
    content without it). The same bytes again change nothing. A dry run writes nothing at all.
    With `whole` all of them go in or none: `Nonconforming` or a `SourceError` for the first that
    may not, and nothing is written or parked.
    """
    with Shelf.for_store(store) as shelf:
        return _ingest(store, documents, iris, now, form, shelf, dry_run=dry_run, whole=whole)


def _ingest(
    store: Store,
    documents: Sequence[Document],
    iris: Iris,
    now: datetime,
    form: str | None,
    shelf: Shelf,
    *,
    dry_run: bool,
    whole: bool,
) -> Receipt:
    documents = list(_under_own_ids(documents, form))
    known = provenance.Entries(store, iris)
    if _all_known(documents, known):
        outcomes = [_unchanged(document, known[document.id]) for document in documents]
        return Receipt(outcomes, dry_run=dry_run)
    staged, refused = stage(store, documents, iris, form, known, shelf)
    changes = {each.document.id: _changes(store, each) for each in staged}
    changed = [
        each.document.id
        for each in staged
        if any(changes[each.document.id].values()) or _is_news(each, known, iris)
    ]
    kept, broken, judgement = judge(store, staged, changed, iris, shelf)
    if judgement is None:  # nothing changes, so nothing had to be judged; or nothing may go in
        kept = [each for each in staged if each.document.id not in broken]
    for each in staged:
        if each.document.id in broken:
            report, locate = broken[each.document.id]
            told = refusal(each.document, (), each.adapter, each.notices)
            places = {result: locate(result) for result in report.results}  # while what was read is there
            refused.append(replace(told, report=report, locate=places.get))
    if whole:
        _insist(refused)
    taken = [each for each in kept if each.document.id in changed]
    outcomes = [
        _in_words(store, iris, each, _outcome(each, changes[each.document.id], known, taken)) for each in kept
    ]
    added, removed = shelf.pile(), shelf.pile()
    if judgement is not None:
        outcomes = _with_remarks(outcomes, judgement, changed)
        added, removed = judgement.added, judgement.removed
        del judgement  # all that it has read
    if not dry_run:
        layout = Layout(store.path) if store.path else None
        _park(layout, documents, refused, form, now)
        if taken:
            _commit(store, layout, taken, known, iris, now, added, removed)
        if layout:
            Quarantine(layout.quarantine).release([each.document.id for each in kept])
    order = {document.id: number for number, document in enumerate(documents)}
    told = sorted([*outcomes, *refused], key=lambda outcome: order[outcome.id])
    for outcome in told:
        logger.info("%s: %s, %d added, %d removed", outcome.id, outcome.state, outcome.added, outcome.removed)
    return Receipt(told, dry_run=dry_run)


def _under_own_ids(documents: Iterable[Document], form: str | None) -> Iterator[Document]:
    for each in documents:
        yield replace(each, id=own_id(each, form))
        each.forget()  # whoever brought it keeps it, and what told its format is as large as itself


def remove(store: Store, names: Collection[str], *, iris: Iris, now: datetime) -> Receipt:
    """Take documents out of the graph, and keep them for `known`.

    Raises `EntityNotFound` for one that is not there, and `Nonconforming`, with nothing changed,
    where what stays refers to what would go.
    """
    known = {entry.id: entry for entry in (provenance.entry(store, iris, name) for name in names)}
    graphs = [iris.graph(name) for name in known]
    judgement = Judgement(store, [], graphs, iris)
    if judgement.faults.results:
        raise Nonconforming(judgement.faults, f"the graph without {', '.join(sorted(known))}")
    until = moment(now)
    layout = Layout(store.path) if store.path else None
    if layout:
        _keep(store, layout, known.values(), iris, until)
        layout.mark_pending()
    told = iris.graph("provenance")
    entries = [quad for graph in graphs for quad in store.quads(graph, graph=told)]
    outcomes = [
        Outcome(name, entry.title, "removed", removed=sum(1 for _ in store.quads(graph=iris.graph(name))))
        for name, entry in known.items()
    ]
    store.apply((), entries, dropped=graphs)
    store.flush()
    return Receipt(outcomes)


def _insist(refused: Iterable[Outcome]) -> None:
    for outcome in refused:
        for fault in outcome.faults:
            raise fault
        if outcome.quarantined:
            raise Nonconforming(outcome.report, outcome.name)


def _all_known(documents: Sequence[Document], known: Mapping[str, Entry]) -> bool:
    """Whether the store has just these bytes of all of them, read by the source's present version."""
    from ..sources import NAMES, get

    sources = {name: get(name).VERSION for name in NAMES}
    return all(
        document.id in known
        and _told_alike(document, known[document.id])
        and known[document.id].digest == document.digest
        and known[document.id].source in sources
        and known[document.id].adapter
        == document.adapter(known[document.id].source, sources[known[document.id].source])
        for document in documents
    )


def _told_alike(document: Document, entry: Entry) -> bool:
    """Whether what is said of a document is as before: an article of another day tells other days."""
    return (document.retrieved_on is None or document.retrieved_on.isoformat() == entry.retrieved_on) and (
        document.title in {"", document.name, entry.title}
    )


def _unchanged(document: Document, entry: Entry) -> Outcome:
    return Outcome(
        document.id,
        document.name,
        "unchanged",
        unchanged=entry.statements,
        adapter=entry.adapter,
        digest=document.digest,
    )


def _changes(store: Store, staged: Staged) -> dict[NamedNode, Change]:
    return {name: counted(store, name, quads) for name, quads in staged.graphs.items()}


def _is_news(staged: Staged, known: Mapping[str, Entry], iris: Iris) -> bool:
    """Whether the provenance of the document, or of a document of the export, would change."""
    if not staged.is_export:
        entry = known.get(staged.document.id)
        return entry is None or entry.digest != staged.document.digest or entry.adapter != staged.adapter
    told = provenance.from_statements([said for each in staged.restored.values() for said in each], iris)
    return any(known.get(entry.id) != entry for entry in told)


def _outcome(
    staged: Staged,
    changes: dict[NamedNode, Change],
    known: Mapping[str, Entry],
    taken: list[Staged],
) -> Outcome:
    document = staged.document
    added = sum(change.added for change in changes.values())
    held = sum(len(quads) for quads in staged.graphs.values())
    state: State = "unchanged"
    if any(staged is each for each in taken):
        state = "restored" if staged.is_export else "changed" if document.id in known else "added"
    return Outcome(
        document.id,
        document.name,
        state,
        added=added,
        removed=sum(change.removed for change in changes.values()),
        unchanged=held - added,
        adapter=staged.adapter,
        digest=document.digest,
        notices=staged.notices,
    )


def _in_words(store: Store, iris: Iris, staged: Staged, outcome: Outcome) -> Outcome:
    """The outcome of a newer revision, with what differs from the one before."""
    if outcome.state != "changed":
        return outcome
    held: set[Quad] = set()
    wanted: set[Quad] = set()
    for name, quads in staged.graphs.items():
        before, after = concerned(store, name, quads)
        held |= before
        wanted |= after
    return replace(outcome, differences=differences(store, iris, held, wanted))


def _with_remarks(outcomes: list[Outcome], judgement: Judgement, changed: Collection[str]) -> list[Outcome]:
    from ...shapes.report import Report, Severity

    told = remarks(judgement, changed)
    grave = {Severity.VIOLATION, Severity.WARNING}
    places = {
        result: judgement.locate(result)
        for results in told.values()
        for result in results
        if result.severity in grave
    }
    return [
        replace(outcome, report=Report.of(told.get(outcome.id, ())), locate=places.get)
        for outcome in outcomes
    ]


def _park(
    layout: Layout | None,
    documents: Iterable[Document],
    refused: list[Outcome],
    form: str | None,
    now: datetime,
) -> None:
    if layout is None:
        return
    by_id = {document.id: document for document in documents}
    for outcome in (each for each in refused if each.quarantined):
        Quarantine(layout.quarantine).park(by_id[outcome.id], outcome, moment(now), form or "")


def _commit(
    store: Store,
    layout: Layout | None,
    taken: list[Staged],
    known: Mapping[str, Entry],
    iris: Iris,
    now: datetime,
    added: Pile,
    removed: Pile,
) -> None:
    """Write what comes and goes and the provenance of it in one transaction; keep what it replaces."""
    told: dict[str, list[Triple]] = {}
    for staged in taken:
        if staged.is_export:
            told.update(staged.restored)
        else:
            entry = _entry(staged, known, layout, now)
            told[entry.id] = provenance.triples(entry, iris)
    if layout:
        _keep(store, layout, (known[name] for name in told if name in known), iris, moment(now))
        layout.mark_pending()
    graph = iris.graph("provenance")
    for name, triples in told.items():
        held = set(store.quads(iris.graph(name), graph=graph))
        wanted = {Quad(said.subject, said.predicate, said.object, graph) for said in triples}
        added.add(wanted - held)
        removed.add(held - wanted)
    store.apply(added, removed)


def _entry(staged: Staged, known: Mapping[str, Entry], layout: Layout | None, now: datetime) -> Entry:
    document = staged.document
    entry = Entry(
        id=document.id,
        title=document.title or document.name,
        digest=document.digest,
        adapter=staged.adapter,
        recorded_at=moment(now),
        statements=sum(len(quads) for quads in staged.graphs.values()),
        retrieved_on=(document.retrieved_on or now.date()).isoformat(),
        licence=document.licence,
        url=document.url,
        before=staged.before,
    )
    latest = revisions.latest(layout.revisions, document.id) if layout else 0
    return provenance.next_revision(known.get(document.id), latest, entry)


def _keep(store: Store, layout: Layout, entries: Iterable[Entry], iris: Iris, until: str) -> None:
    """Keep the present revision of these documents, before it goes."""
    for entry in entries:
        graph, told = iris.graph(entry.id), iris.graph("provenance")
        layout.revisions.mkdir(exist_ok=True)
        quads = [*store.quads(graph=graph), *store.quads(graph, graph=told)]
        revisions.keep(layout.revisions, entry, quads, until)
