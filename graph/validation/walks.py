"""Walks over the statements of two states: along a way, back to where it sets out, along chains of patterns.

A walk that reads more than its budget is given up with `TooMany`. Where several lead to the same nodes,
the one that reads least is found by trying all with a small budget, then with larger ones.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from pyoxigraph import NamedNode, Triple

from ..results import Term
from .states import Budget, States, TooMany
from .ways import START, Step, Way

_SMALL: Final = 4
_LARGER: Final = 8
_TRIES: Final = 5

Said = tuple[Term, NamedNode, Term]
"""A statement that was read: subject, predicate, object."""
Found = TypeVar("Found")


def over(
    states: States, node: Term, step: Step, state: int, budget: Budget, read: set[Said] | None = None
) -> Iterator[Term]:
    """The nodes to which one step leads from a node in a state; `read` takes the statements."""
    if step.back:
        if step.predicate is None:
            for subject, predicate, bits in states.mentions(node, budget):
                if bits & state:
                    if read is not None:
                        read.add((subject, predicate, node))
                    yield subject
            return
        for subject, bits in states.into(step.predicate, node, budget).items():
            if bits & state:
                if read is not None:
                    read.add((subject, step.predicate, node))
                yield subject
        return
    about = states.about(node)
    for predicate in about if step.predicate is None else (step.predicate,):
        for value, bits in about.get(predicate, {}).items():
            if bits & state:
                if read is not None:
                    read.add((node, predicate, value))
                yield value


def stride(
    states: States,
    nodes: Iterable[Term],
    step: Step,
    state: int,
    budget: Budget,
    read: set[Said] | None = None,
) -> set[Term]:
    """The nodes to which one step leads from any of these: `over` for many, without a word too much."""
    found: set[Term] = set()
    predicate = step.predicate
    if predicate is None:
        for node in nodes:
            for each in over(states, node, step, state, budget, read):
                budget.spend(1)
                found.add(each)
        return found
    for node in nodes:
        reached = states.into(predicate, node, budget) if step.back else states.about(node).get(predicate)
        if not reached:
            continue
        budget.spend(len(reached))
        for each, bits in reached.items():
            if bits & state:
                found.add(each)
                if read is not None:
                    read.add((each, predicate, node) if step.back else (node, predicate, each))
    return found


def along(
    states: States, way: Way, nodes: Iterable[Term], state: int, budget: Budget, read: set[Said] | None = None
) -> set[Term]:
    """The nodes in which a way ends that sets out from any of these."""
    if way.single is not None:
        return stride(states, _named(nodes), way.single, state, budget, read)
    reached = _walk(states, way, {(node, START) for node in nodes}, state, budget, read)
    return {node for node, place in reached if place in way.ends}


def back(
    states: States, way: Way, nodes: Iterable[Term], state: int, budget: Budget, read: set[Said] | None = None
) -> set[Term]:
    """The nodes from which a way sets out that ends in any of these."""
    if way.single is not None:
        step = Step(way.single.predicate, not way.single.back)
        return stride(states, nodes, step, state, budget, read)
    return back_from(states, way, {(node, end) for node in nodes for end in way.ends}, state, budget, read)


def _named(nodes: Iterable[Term]) -> Iterator[Term]:
    return (node for node in nodes if not isinstance(node, Triple))


def back_from(
    states: States,
    way: Way,
    begin: set[tuple[Term, int]],
    state: int,
    budget: Budget,
    read: set[Said] | None = None,
) -> set[Term]:
    """The nodes from which a way sets out that comes by any of these nodes at these places."""
    seen = set(begin)
    rest = [each for each in begin if each[1] in way.arriving]
    while rest:
        node, place = rest.pop()
        for leg in way.arriving.get(place, ()):
            for found in over(states, node, Step(leg.step.predicate, not leg.step.back), state, budget, read):
                budget.spend(1)
                if (found, leg.origin) not in seen:
                    seen.add((found, leg.origin))
                    rest.append((found, leg.origin))
    return {node for node, place in seen if place == START}


def on_from(states: States, way: Way, begin: set[tuple[Term, int]], state: int, budget: Budget) -> set[Term]:
    """The nodes in which a way ends that comes by any of these nodes at these places."""
    if not any(place in way.departing for _, place in begin):
        return {node for node, place in begin if place in way.ends}
    return {node for node, place in _walk(states, way, begin, state, budget, None) if place in way.ends}


def _walk(
    states: States,
    way: Way,
    begin: set[tuple[Term, int]],
    state: int,
    budget: Budget,
    read: set[Said] | None,
) -> set[tuple[Term, int]]:
    seen = set(begin)
    rest = list(begin)
    while rest:
        node, place = rest.pop()
        if isinstance(node, Triple):
            continue
        for leg in way.departing.get(place, ()):
            for found in over(states, node, leg.step, state, budget, read):
                budget.spend(1)
                if (found, leg.target) not in seen:
                    seen.add((found, leg.target))
                    rest.append((found, leg.target))
    return seen


def cheapest(ways: Sequence[Callable[[Budget], Found]], size: int) -> Found:
    """What any of these finds, all finding the same or what serves as well: that of the one that reads least.

    `size` is from how many nodes they set out, at which a small budget is measured.
    """
    if len(ways) > 1:
        allowed = _SMALL * (size + 1)
        for _ in range(_TRIES):
            for each in ways:
                try:
                    return each(Budget(allowed))
                except TooMany:
                    continue
            allowed *= _LARGER
    return ways[0](Budget())
