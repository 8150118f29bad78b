"""Documents follow the decisions on who is who: their statements under the ids that are used, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pyoxigraph import Literal, NamedNode, Quad

from ...ontology.terms import ej
from .. import provenance
from ..iris import Iris
from ..provenance import Entry, moment
from ..storage import revisions
from ..storage.layout import Layout
from ..storage.store import Store
from ..updates.admitting import check
from ..updates.committing import Proposal
from . import merging
from .decisions import Decision, canonical, redirects, statements


@dataclass(frozen=True, slots=True)
class Plan:
    """What follows from decisions: statements that come and go, and the new entries of documents by name."""

    added: list[Quad]
    removed: list[Quad]
    entries: dict[str, Entry]
    told: dict[str, Entry]


def follow(
    store: Store,
    layout: Layout | None,
    iris: Iris,
    former: Sequence[Decision],
    now_held: Sequence[Decision],
    now: datetime,
) -> None:
    """Make a store follow `now_held` where it followed `former`. Raises `Nonconforming`; then nothing has changed.

    Each document that speaks of one of the entities gets a new revision, the former one is kept for `known`.
    """
    found = plan(store, layout, iris, former, now_held, now)
    check(store, Proposal(found.added, found.removed, name="the decision"), iris)
    write(store, layout, iris, found, now)


def plan(
    store: Store,
    layout: Layout | None,
    iris: Iris,
    former: Sequence[Decision],
    now_held: Sequence[Decision],
    now: datetime,
) -> Plan:
    """What has to change in a store; see `follow`."""
    old, new = canonical(former), canonical(now_held)
    touched = {node for node in {*old, *new} if old.get(node) != new.get(node)}
    touched |= {each[node] for each in (old, new) for node in touched if node in each}
    # Whoever shares an id with one of these now or then is concerned too.
    touched |= {node for node, one in (*old.items(), *new.items()) if one in touched}
    entries = _entries(store, iris, touched)
    held = {name: _about(store, iris.graph(name), touched) for name in entries}
    before = {name: list(merging.reading(entry.before)) for name, entry in entries.items()}
    concerned = {
        name: [each for each in listed if merging.mentions(each.said, touched)]
        for name, listed in before.items()
    }
    said = {name: merging.original(held[name], concerned[name]) for name in entries}
    # What stands of a property with one value depends on all documents that speak of the entity.
    standing = merging.standings((quad for quads in said.values() for quad in quads), new)
    added: list[Quad] = []
    removed: list[Quad] = []
    told: dict[str, Entry] = {}
    for name, entry in entries.items():
        stands, changed = merging.merged(said[name], new, standing)
        come, gone = stands - held[name], held[name] - stands
        added += come
        removed += gone
        again = set(concerned[name])
        rest = [each for each in before[name] if each not in again]
        kept = merging.written([*rest, *changed])
        if come or gone or kept != entry.before:
            told[name] = _revised(entry, layout, now, kept, len(come) - len(gone))
    graph = iris.graph("adoptions")
    was = {quad for each in former for quad in statements(each, iris)} | set(redirects(old, iris))
    wanted = {quad for each in now_held for quad in statements(each, iris)} | set(redirects(new, iris))
    held_there = {
        quad for quad in was if next(store.quads(quad.subject, quad.predicate, quad.object, graph), None)
    }
    added += wanted - held_there
    removed += held_there - wanted
    return Plan(added, removed, entries, told)


def _entries(store: Store, iris: Iris, touched: set[NamedNode]) -> dict[str, Entry]:
    """The documents that speak of these entities."""
    made = provenance.made(iris) | {iris.graph("adoptions")}
    graphs = {
        quad.graph_name
        for node in touched
        for found in (store.quads(node), store.quads(object=node))
        for quad in found
        if quad.graph_name not in made
    }
    # Of some of what they said nothing may stand at all.
    written = [str(node) for node in touched]
    for quad in store.quads(None, ej("saidBefore"), None, iris.graph("provenance")):
        if isinstance(quad.object, Literal) and any(each in quad.object.value for each in written):
            graphs |= {quad.subject} if isinstance(quad.subject, NamedNode) else set()
    known = provenance.Entries(store, iris)
    names = sorted(iris.document(graph) for graph in graphs if isinstance(graph, NamedNode))
    return {name: known[name] for name in names if name in known}


def _about(store: Store, graph: NamedNode, touched: set[NamedNode]) -> set[Quad]:
    """What a document says of these, and what it says that leads to them."""
    found: set[Quad] = set()
    for node in touched:
        found.update(store.quads(node, graph=graph))
        found.update(store.quads(object=node, graph=graph))
    return found


def _revised(entry: Entry, layout: Layout | None, now: datetime, before: tuple[str, ...], more: int) -> Entry:
    latest = revisions.latest(layout.revisions, entry.id) if layout else 0
    new = replace(entry, recorded_at=moment(now), before=before, statements=entry.statements + more)
    return provenance.next_revision(entry, latest, new)


def write(store: Store, layout: Layout | None, iris: Iris, found: Plan, now: datetime) -> None:
    """Carry a plan out in one transaction, and keep the revisions that it replaces."""
    told = found.told
    graph = iris.graph("provenance")
    held = {quad for name in told for quad in store.quads(iris.graph(name), graph=graph)}
    wanted = {
        Quad(each.subject, each.predicate, each.object, graph)
        for entry in told.values()
        for each in provenance.triples(entry, iris)
    }
    if layout is not None:
        for name in told:
            quads = [*store.quads(graph=iris.graph(name)), *store.quads(iris.graph(name), graph=graph)]
            layout.revisions.mkdir(exist_ok=True)
            revisions.keep(layout.revisions, found.entries[name], quads, moment(now))
        layout.mark_pending()
    store.apply([*found.added, *(wanted - held)], [*found.removed, *(held - wanted)])
