"""From a change to the focus nodes whose results it may alter, shape by shape.

Nothing else need be judged: a result at any other node reads the same statements before and after.
What each shape reads is compiled once, see `reads` and `patterns`; here the compiled ways are walked
backwards from every statement that came or went, over both states, so that what led to a statement
that is gone is found too.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from ..results import Term
from . import rules
from .chains import Entry, entries, focus_of
from .mentions import mentioned
from .patterns import Group, read
from .reads import Reading, Targets, compile_all
from .rules import Rule
from .states import AFTER, BEFORE, EITHER, SUBCLASS, TYPE, Budget, States
from .walks import back_from
from .ways import START, Leg


class Query:
    """A SPARQL constraint with what it reads, parsed when it is first needed."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.targets = Targets(*map(frozenset, (rule.classes, rule.subjects_of, rule.objects_of, rule.nodes)))
        self.names = mentioned(rule.query)

    @cached_property
    def group(self) -> Group | None:
        """Its patterns; None where it cannot be told what it reads, so that any change may concern it."""
        return read(self.rule.query)

    @cached_property
    def _entries(self) -> dict[NamedNode | None, list[Entry]]:
        """Its entries by the predicate of their leg."""
        found: defaultdict[NamedNode | None, list[Entry]] = defaultdict(list)
        for entry in entries(self.group) if self.group is not None else ():
            found[entry.leg.step.predicate].append(entry)
        return dict(found)

    def by_predicate(self, predicate: NamedNode) -> Iterator[Entry]:
        """Its entries that a statement of that predicate may match."""
        yield from self._entries.get(predicate, ())
        yield from self._entries.get(None, ())


@dataclass(frozen=True)
class Compiled:
    """Shapes, compiled: what each reads, found by what may change."""

    readings: Sequence[Reading]
    queries: Sequence[Query]

    @classmethod
    def of(cls, core: Iterable[Triple], constraints: Iterable[Rule]) -> "Compiled":
        """Compile shapes that were split, see `rules.split`; `ValueError` for what is not of SHACL Core."""
        return cls(tuple(compile_all(core)), tuple(map(Query, constraints)))

    @cached_property
    def legs(self) -> dict[NamedNode | None, list[tuple[Reading, Leg]]]:
        """The legs of all shapes by their predicate."""
        found: defaultdict[NamedNode | None, list[tuple[Reading, Leg]]] = defaultdict(list)
        for reading in self.readings:
            for leg in reading.way.legs:
                found[leg.step.predicate].append((reading, leg))
        return dict(found)

    @cached_property
    def memberships(self) -> dict[Term, list[tuple[Reading, int]]]:
        """The places at which the shapes ask whether a node belongs to a class, by the class."""
        found: defaultdict[Term, list[tuple[Reading, int]]] = defaultdict(list)
        for reading in self.readings:
            for place, asked in reading.classes:
                found[asked].append((reading, place))
        return dict(found)


@cache
def ours() -> Compiled:
    """Our own shapes."""
    return Compiled.of(*rules.ours())


class Change:
    """Statements that came and went, by predicate, and the nodes that came into a class or left it, by class."""

    def __init__(self, states: States, touched: Iterable[Triple | Quad]) -> None:
        """What differs between the states, among the statements touched."""
        self.said: defaultdict[NamedNode, set[tuple[Term, Term]]] = defaultdict(set)
        for said in touched:
            if states.bits(said) != EITHER:
                self.said[said.predicate].add((said.subject, said.object))
        moved = {node for node, _ in self.said.get(TYPE, ())}
        for below, _ in self.said.get(SUBCLASS, ()):
            moved |= {node for cls in states.below(below) for node in states.into(TYPE, cls)}
        self.moved: defaultdict[Term, set[Term]] = defaultdict(set)
        for node in moved:
            for cls in states.classes(node, BEFORE) ^ states.classes(node, AFTER):
                self.moved[cls].add(node)


class Targeted:
    """Which shapes are about which nodes after a change."""

    def __init__(self, states: States) -> None:
        self._states = states
        self._classes: dict[Term, set[Term]] = {}

    def __call__(self, targets: Targets, node: Term) -> bool:
        """Whether a node is a focus node by these targets."""
        if node in targets.nodes or (targets.classes and self._of(node) & targets.classes):
            return True
        about = self._states.about(node) if targets.subjects_of else {}
        if any(_after(held) for predicate, held in about.items() if predicate in targets.subjects_of):
            return True
        names = (each for each in targets.objects_of if isinstance(each, NamedNode))
        return any(_after(self._states.into(each, node)) for each in names)

    def _of(self, node: Term) -> set[Term]:
        found = self._classes.get(node)
        if found is None:
            found = self._classes[node] = self._states.classes(node, AFTER)
        return found


def targeted_nodes(states: States, targets: Targets) -> set[Term]:
    """All focus nodes by these targets, in the later state."""
    found: set[Term] = set(targets.nodes)
    for cls in targets.classes:
        for below in states.below(cls):
            found |= {node for node, bits in states.into(TYPE, below).items() if bits & AFTER}
    for predicate in targets.subjects_of:
        if isinstance(predicate, NamedNode):
            found |= {subject for subject, _ in states.pairs(predicate)}
    for predicate in targets.objects_of:
        if isinstance(predicate, NamedNode):
            found |= {value for _, value in states.pairs(predicate)}
    return found


def _after(found: Mapping[Term, int]) -> bool:
    return any(bits & AFTER for bits in found.values())


@dataclass(frozen=True, slots=True)
class Focus:
    """The nodes to be judged after a change: by shape, and by SPARQL constraint."""

    core: Mapping[Term, set[Term]]
    queries: Sequence[tuple[Query, set[Term]]]
    everywhere: Sequence[Query] = ()
    """Constraints that a change may concern at any node, as it cannot be told what they read."""

    @property
    def nodes(self) -> set[Term]:
        """All of them."""
        return set[Term]().union(*self.core.values(), *(nodes for _, nodes in self.queries))

    def among(self, nodes: set[Term]) -> "Focus":
        """Those of these nodes only."""
        core = {shape: held & nodes for shape, held in self.core.items()}
        return Focus(core, [(query, held & nodes) for query, held in self.queries])


def focus_of_change(
    states: States, change: Change, shapes: Compiled, subjects: Collection[Term] = ()
) -> Focus:
    """The focus nodes after a change whose results may not be what they were before.

    `subjects` are nodes to be judged besides, whatever became of them.
    """
    targeted = Targeted(states)
    core: dict[Term, set[Term]] = {}
    reached = _core(states, change, shapes)
    for reading in shapes.readings:
        nodes = reached[reading.shape] | _moved(change, reading.targets) | set(subjects)
        core[reading.shape] = {node for node in nodes if targeted(reading.targets, node)}
    queries: list[tuple[Query, set[Term]]] = []
    everywhere: list[Query] = []
    for query in shapes.queries:
        read = set[Term]() if _unconcerned(query, change) else _query(states, change, query)
        if read is None:
            everywhere.append(query)
            continue
        nodes = read | _moved(change, query.targets) | set(subjects)
        held: set[Term] = {
            node for node in nodes if not isinstance(node, BlankNode) and targeted(query.targets, node)
        }
        if held and query.group is None:
            everywhere.append(query)
        else:
            queries.append((query, held))
    return Focus(core, queries, everywhere)


def _moved(change: Change, targets: Targets) -> set[Term]:
    """The nodes that a change may have made a focus node."""
    found: set[Term] = set()
    if targets.classes:
        found |= set[Term]().union(*(change.moved.get(cls, ()) for cls in targets.classes))
    for predicate, pairs in change.said.items():
        if predicate in targets.subjects_of:
            found |= {subject for subject, _ in pairs}
        if predicate in targets.objects_of:
            found |= {value for _, value in pairs}
    return found


def _core(states: States, change: Change, shapes: Compiled) -> Mapping[Term, set[Term]]:
    """The nodes from which the core constraints of each shape read what changed."""
    begin: defaultdict[Term, set[tuple[Term, int]]] = defaultdict(set)
    found: defaultdict[Term, set[Term]] = defaultdict(set)
    for predicate, pairs in change.said.items():
        ends = ({node for node, _ in pairs}, {value for _, value in pairs})
        for reading, leg in (*shapes.legs.get(predicate, ()), *shapes.legs.get(None, ())):
            nodes = ends[leg.step.back]
            if leg.origin == START and START not in reading.way.arriving:
                found[reading.shape] |= nodes  # that is where the way sets out: there is no way back to walk
            else:
                begin[reading.shape] |= {(node, leg.origin) for node in nodes}
    for cls, nodes in change.moved.items():
        for reading, place in shapes.memberships.get(cls, ()):
            begin[reading.shape] |= {(node, place) for node in nodes}
    for reading in shapes.readings:
        if reading.shape in begin:
            found[reading.shape] |= back_from(states, reading.way, begin[reading.shape], EITHER, Budget())
    return found


def _unconcerned(query: Query, change: Change) -> bool:
    """Whether a query names no predicate of a change, so that it need not even be parsed."""
    return query.names is not None and not any(each.value in query.names for each in change.said)


def _query(states: States, change: Change, query: Query) -> set[Term] | None:
    """The nodes from which a query reads what changed; None where that cannot be told."""
    if query.group is None:
        return None
    found: set[Term] = set()
    for predicate, pairs in change.said.items():
        for entry in query.by_predicate(predicate):
            found |= focus_of(states, entry, pairs)
    return found
