"""Which statements two states of a graph have and have not in common, graph by graph.

Blank nodes have no names that last, so each is named here by what hangs together with it: what is equal in both
states is named alike, however many other blank nodes came or went.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Quad

from .. import rdf
from ..canon import canonicalized
from ..tied import together

if TYPE_CHECKING:
    from ..backend import Backend


@dataclass(frozen=True, slots=True)
class Changed:
    """One graph that is not as it was; `new` and `gone` say whether the whole of it came or went."""

    graph: NamedNode
    added: set[Quad]
    removed: set[Quad]
    new: bool = False
    gone: bool = False


def changed(before: "Backend", after: "Backend", graphs: Iterable[NamedNode]) -> Iterator[Changed]:
    """Those of the graphs that differ; no more than one graph of each state is in memory at a time."""
    for graph in graphs:
        was, is_ = steady(before.quads(graph=graph)), steady(after.quads(graph=graph))
        if was != is_:
            yield Changed(graph, is_ - was, was - is_, new=not was, gone=not is_)


def steady(quads: Iterable[Quad]) -> set[Quad]:
    """The statements of a graph, each blank node named by the statements that it hangs together with.

    Raises `UnexpectedContent` where blank nodes are too entangled to be told apart.
    """
    found: set[Quad] = set()
    loose: list[Quad] = []
    for quad in quads:
        if rdf.has_blank_nodes(quad):
            loose.append(quad)
        else:
            found.add(quad)
    copies: Counter[str] = Counter()
    for part in together(loose):
        canonical = sorted(canonicalized(part), key=rdf.in_order)
        name = sha256("\n".join(map(str, canonical)).encode()).hexdigest()[:24]
        copies[name] += 1
        found |= {_named(quad, f"b{name}n{copies[name]}") for quad in canonical}
    return found


def _named(quad: Quad, prefix: str) -> Quad:
    subject, found = quad.subject, quad.object
    if isinstance(subject, BlankNode):
        subject = BlankNode(f"{prefix}{subject.value}")
    if isinstance(found, BlankNode):
        found = BlankNode(f"{prefix}{found.value}")
    return Quad(subject, quad.predicate, found, quad.graph_name)
