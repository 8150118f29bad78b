"""How the statements of documents differ from what the store holds of them, however many they are."""

from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Final

from pyoxigraph import NamedNode, Quad

from ..rdf import has_blank_nodes
from ..storage.pile import Pile, Shelf
from ..storage.store import Store
from ..updates.change import Change, compare

_FEW: Final = 20_000
"""So many statements of a graph are read at once, to be compared as sets."""


def counted(store: Store, graph: NamedNode, wanted: Pile) -> Change:
    """How many statements of a graph come and go, blank nodes told apart by what is said of them."""
    held = _few(store, graph)
    if held is not None and not wanted.large:
        return compare(held, wanted.held())
    if held is not None and not held:
        return Change(added=len(wanted))
    # Canonical names of blank nodes follow from the statements that have some: the others are looked up.
    added = sum(1 for quad in wanted if not has_blank_nodes(quad) and quad not in store)
    removed = sum(1 for quad in _plain(store, graph) if quad not in wanted)
    tied = compare(
        set(filter(has_blank_nodes, store.quads(graph=graph))), set(filter(has_blank_nodes, wanted))
    )
    return Change(added=added + tied.added, removed=removed + tied.removed)


def changes(store: Store, staged: Collection[Mapping[NamedNode, Pile]], shelf: Shelf) -> tuple[Pile, Pile]:
    """What comes into the graphs of documents, and what goes."""
    removed = shelf.pile()
    piles = [pile for graphs in staged for pile in graphs.values()]
    if not any(store.has_graph(name) for graphs in staged for name in graphs):
        whole = shelf.together(piles)
        if whole is not None:  # nothing of it is there yet, so that all of it comes
            return whole, removed
    added = shelf.pile()
    for graphs in staged:
        for name, wanted in graphs.items():
            _differing(store, name, wanted, added, removed)
    return added, removed


def _differing(store: Store, graph: NamedNode, wanted: Pile, added: Pile, removed: Pile) -> None:
    held = _few(store, graph)
    if held is not None and not held:
        added.add(wanted)
    elif held is not None and not wanted.large:
        added.add(wanted.held() - held)
        removed.add(held - wanted.held())
    else:
        added.add(quad for quad in wanted if quad not in store)
        removed.add(quad for quad in store.quads(graph=graph) if quad not in wanted)


def concerned(store: Store, graph: NamedNode, wanted: Pile) -> tuple[set[Quad], set[Quad]]:
    """All that is said before, and after, of the subjects of which something else is said than before."""
    held = _few(store, graph)
    if held is not None and not wanted.large:
        return held, wanted.held()
    subjects = {quad.subject for quad in wanted if quad not in store}
    subjects |= {quad.subject for quad in store.quads(graph=graph) if quad not in wanted}
    before = {quad for each in subjects for quad in store.quads(each, graph=graph)}
    return before, {quad for each in subjects for quad in wanted.quads(each)}


def _few(store: Store, graph: NamedNode) -> set[Quad] | None:
    """What a graph holds; `None` where it is too much to be read at once."""
    held = set(islice(store.quads(graph=graph), _FEW + 1))
    return held if len(held) <= _FEW else None


def _plain(store: Store, graph: NamedNode) -> Iterator[Quad]:
    return (quad for quad in store.quads(graph=graph) if not has_blank_nodes(quad))
