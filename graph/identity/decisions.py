"""What editors decided: two entities are one, or are told apart. Kept as statements of the graph `adoptions`.

Which id an entity has is a function of the set of decisions that hold, not of their order.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ...ontology.terms import ej, term
from ..backend import Backend
from ..iris import Iris

REPLACED: Final = term("dcterms:isReplacedBy")
_TYPE: Final = term("rdf:type")
_CLASS: Final = ej("IdentityDecision")

Pair = tuple[NamedNode, NamedNode]
"""The entity that stays, and the one that becomes it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `pairs` are of one kind each: the pair decided on first, then what goes with it.

    `taken_back` is when it was undone, by whom and why; empty while it holds. Moments are written with
    their offset.
    """

    id: str
    pairs: tuple[Pair, ...]
    same: bool
    editor: str
    reason: str
    recorded_at: str
    taken_back: str = ""
    taken_back_by: str = ""
    taken_back_why: str = ""

    @property
    def holds(self) -> bool:
        return not self.taken_back

    def told(self, iris: Iris) -> str:
        """What was decided: `judge/w-orrick is judge/orrick`."""
        keeps, other = map(iris.short, self.pairs[0])
        return f"{other} is {'' if self.same else 'not '}{keeps}"


def link_id(one: NamedNode, other: NamedNode, kind: str) -> str:
    """The name of a pair, whichever of the two is named first: `judge-1f2e3d4c5b`."""
    both = "\n".join(sorted((one.value, other.value)))
    return f"{kind}-{sha256(both.encode()).hexdigest()[:10]}"


def decisions(store: Backend, iris: Iris) -> list[Decision]:
    """All decisions that were ever recorded, in the order of their moments."""
    graph = iris.graph("adoptions")
    nodes = [quad.subject for quad in store.quads(None, _TYPE, _CLASS, graph)]
    found = [_read(store, iris, node, graph) for node in nodes if isinstance(node, NamedNode)]
    return sorted(found, key=lambda each: (each.recorded_at, each.id))


def _read(store: Backend, iris: Iris, node: NamedNode, graph: NamedNode) -> Decision:
    said: dict[NamedNode, list[NamedNode | Literal]] = {}
    for quad in store.quads(node, graph=graph):
        if isinstance(quad.object, (NamedNode, Literal)):
            said.setdefault(quad.predicate, []).append(quad.object)

    def text(name: NamedNode) -> str:
        return next((value.value for value in said.get(name, ())), "")

    same = ej("replaces") in said
    kept = _by_kind(said.get(ej("keeps"), ()), iris)
    other = _by_kind(said.get(ej("replaces"), ()), iris)
    apart = sorted(
        (value for value in said.get(ej("toldApart"), ()) if isinstance(value, NamedNode)),
        key=lambda each: each.value,
    )
    pairs = (
        [(kept[kind], other[kind]) for kind in sorted(kept) if kind in other]
        if same
        else [(apart[0], apart[-1])]
    )
    name = node.value.partition("#")[2]
    pairs.sort(
        key=lambda pair: link_id(*pair, name.rpartition("-")[0].rpartition("-")[0]) != name.rpartition("-")[0]
    )
    return Decision(
        name,
        tuple(pairs),
        same,
        text(term("prov:wasAttributedTo")),
        text(ej("rationale")),
        text(ej("recordedAt")),
        text(term("prov:invalidatedAtTime")),
        text(ej("takenBackBy")),
        text(ej("takenBackBecause")),
    )


def _by_kind(values: Iterable[NamedNode | Literal], iris: Iris) -> dict[str, NamedNode]:
    found: dict[str, NamedNode] = {}
    for value in values:
        if isinstance(value, NamedNode):
            kind, _ = iris.kind_and_id(value) or (value.value, "")
            found[kind] = value
    return found


def statements(decision: Decision, iris: Iris) -> Iterator[Quad]:
    """A decision as the graph `adoptions` keeps it; the old ids lead to the new ones while it holds."""
    graph = iris.graph("adoptions")
    node = iris.record(graph, decision.id)
    moment = term("xsd:dateTime")
    said: list[tuple[NamedNode, NamedNode | Literal]] = [
        (_TYPE, _CLASS),
        (term("rdfs:label"), Literal(decision.told(iris), language="en")),
        (term("prov:wasAttributedTo"), Literal(decision.editor)),
        (ej("rationale"), Literal(decision.reason)),
        (ej("recordedAt"), Literal(decision.recorded_at, datatype=moment)),
    ]
    for keeps, replaces in decision.pairs:
        if decision.same:
            said += [(ej("keeps"), keeps), (ej("replaces"), replaces)]
        else:
            said += [(ej("toldApart"), keeps), (ej("toldApart"), replaces)]
    if decision.taken_back:
        said += [
            (term("prov:invalidatedAtTime"), Literal(decision.taken_back, datatype=moment)),
            (ej("takenBackBy"), Literal(decision.taken_back_by)),
            (ej("takenBackBecause"), Literal(decision.taken_back_why)),
        ]
    yield from (Quad(node, predicate, value, graph) for predicate, value in said)


def redirects(canonical: Mapping[NamedNode, NamedNode], iris: Iris) -> Iterator[Quad]:
    """Each id that is no longer used, and the one that took its place."""
    graph = iris.graph("adoptions")
    return (Quad(old, REPLACED, new, graph) for old, new in canonical.items())


def canonical(held: Iterable[Decision]) -> dict[NamedNode, NamedNode]:
    """For each id that is no longer used, the id in its place, by all decisions that hold.

    Of several that became one, the id stays that was kept and never replaced; where that is not one id,
    the first in the alphabet.
    """
    above: dict[NamedNode, NamedNode] = {}

    def root(node: NamedNode) -> NamedNode:
        while above.get(node, node) != node:
            node = above[node]
        return node

    replaced: set[NamedNode] = set()
    for decision in held:
        if decision.same and decision.holds:
            for keeps, replaces in decision.pairs:
                above.setdefault(keeps, keeps)
                above.setdefault(replaces, replaces)
                above[root(replaces)] = root(keeps)
                replaced.add(replaces)
    groups: dict[NamedNode, list[NamedNode]] = {}
    for node in above:
        groups.setdefault(root(node), []).append(node)
    found: dict[NamedNode, NamedNode] = {}
    for members in groups.values():
        stays = [node for node in members if node not in replaced] or members
        chosen = min(stays, key=lambda each: each.value)
        found.update((node, chosen) for node in members if node != chosen)
    return found


def current(store: Backend, iris: Iris) -> dict[NamedNode, NamedNode]:
    """Which ids are no longer used in a store, and what is used in their place; read without the decisions."""
    found = store.quads(None, REPLACED, None, iris.graph("adoptions"))
    return {
        quad.subject: quad.object
        for quad in found
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }


def undone(decision: Decision, editor: str, reason: str, moment: str) -> Decision:
    """The decision as one that no longer holds."""
    return replace(decision, taken_back=moment, taken_back_by=editor, taken_back_why=reason)
