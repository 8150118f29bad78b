"""From a changed statement back to the focus nodes of a SPARQL constraint, and from those to what it reads.

A result of the query at a focus node can come or go only with a statement that one of its patterns
matches. The patterns that hold together with that one are a chain of steps from the statement to
`?this`; whichever chain is walked, every focus node concerned is among those found, in the state
before or after the change. What is read from a focus node is found along the same patterns.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from ..results import Term
from .patterns import THIS, Group, Pattern, Variable
from .states import AFTER, EITHER, Budget, States
from .walks import Said, along, back, back_from, cheapest, on_from
from .ways import Leg

_BACKWARDS: Final = 3
"""How much longer a step from object to subject counts: many may point to one."""
_CHAINS: Final = 6

Link = tuple[Pattern, bool]
"""A pattern on the way from one variable to another, and whether it is walked from its object."""


@dataclass(frozen=True)
class Entry:
    """A leg of a pattern that a statement may match, and the chains from either end of it to `?this`."""

    pattern: Pattern
    leg: Leg
    from_subject: tuple[tuple[Link, ...], ...]
    from_object: tuple[tuple[Link, ...], ...]


def entries(group: Group) -> Iterator[Entry]:
    """Every leg of every pattern of a constraint."""
    for pattern, others in group.all():
        chains = [
            tuple(_chains(end.name, others)) if isinstance(end, Variable) else ()
            for end in (pattern.subject, pattern.object)
        ]
        for leg in pattern.way.legs:
            yield Entry(pattern, leg, *chains)


def _chains(name: str, patterns: tuple[Pattern, ...]) -> list[tuple[Link, ...]]:
    """The shortest chains from a variable to `?this`."""
    found: list[tuple[int, tuple[Link, ...]]] = []

    def extend(at: str, links: tuple[Link, ...], seen: frozenset[str], length: int) -> None:
        if at == THIS:
            found.append((length, links))
            return
        for pattern in patterns:
            for begin, end, backwards in (
                (pattern.subject, pattern.object, False),
                (pattern.object, pattern.subject, True),
            ):
                if begin == Variable(at) and isinstance(end, Variable) and end.name not in seen:
                    longer = length + (_BACKWARDS if backwards else 1) * len(pattern.way.legs)
                    extend(end.name, (*links, (pattern, backwards)), seen | {end.name}, longer)

    extend(name, (), frozenset({name}), 0)
    return [links for _, links in sorted(found, key=lambda each: each[0])[:_CHAINS]]


def focus_of(states: States, entry: Entry, matched: Iterable[tuple[Term, Term]]) -> set[Term]:
    """Where `?this` may be for solutions in which a leg is over one of these statements, by subject and object."""
    pattern, leg = entry.pattern, entry.leg
    pairs = [(value, subject) if leg.step.back else (subject, value) for subject, value in matched]
    before = {(origin, leg.origin) for origin, _ in pairs}
    after = {(target, leg.target) for _, target in pairs}
    # An end that the query names must be where the way through the statement begins, or ends.
    if not isinstance(pattern.subject, Variable) and pattern.subject not in back_from(
        states, pattern.way, before, EITHER, Budget()
    ):
        return set()
    if not isinstance(pattern.object, Variable) and pattern.object not in on_from(
        states, pattern.way, after, EITHER, Budget()
    ):
        return set()

    def walk(links: tuple[Link, ...], backwards: bool, budget: Budget) -> set[Term]:
        walked = back_from if backwards else on_from
        nodes = walked(states, pattern.way, before if backwards else after, EITHER, budget)
        for each, inverted in links:
            nodes = (back if inverted else along)(states, each.way, nodes, EITHER, budget)
        return nodes

    ways = [partial(walk, links, True) for links in entry.from_subject]
    ways += [partial(walk, links, False) for links in entry.from_object]
    return cheapest(ways, len(pairs))


def read_from(states: States, group: Group, focus: set[Term]) -> set[Said]:
    """The statements after the change that a constraint reads for these focus nodes, or a few more."""
    read: set[Said] = set()
    _read(states, group, {THIS: focus}, read)
    return read


def _read(states: States, group: Group, known: dict[str, set[Term]], read: set[Said]) -> dict[str, set[Term]]:
    """The values that the variables of a group may have, from those that are known."""
    known, patterns, unions = dict(known), list(group.patterns), list(group.unions)
    while patterns or unions:
        near = [each for each in patterns if any(name in known for name in each.variables)]
        if near:
            pattern = _read_cheapest(states, near, known, read)
            patterns.remove(pattern)
            continue
        branches = [_read(states, branch, known, read) for branch in unions.pop(0)]
        # What only some of the branches bind, may be anything where another one matches.
        shared = set(branches[0]).intersection(*branches)
        known = {name: set().union(*(branch[name] for branch in branches)) for name in shared}
    for aside in group.asides:
        _read(states, aside, known, read)
    return known


def _read_cheapest(
    states: States, patterns: list[Pattern], known: dict[str, set[Term]], read: set[Said]
) -> Pattern:
    """Read one pattern, the one that takes least, from an end that is known."""

    def attempt(
        pattern: Pattern, backwards: bool, budget: Budget
    ) -> tuple[Pattern, set[Said], set[Term], bool]:
        said: set[Said] = set()
        begin = pattern.object if backwards else pattern.subject
        assert isinstance(begin, Variable)
        walked = back if backwards else along
        return pattern, said, walked(states, pattern.way, known[begin.name], AFTER, budget, said), backwards

    ways = [
        partial(attempt, pattern, backwards)
        for backwards in (False, True)
        for pattern in patterns
        for end in ((pattern.object if backwards else pattern.subject),)
        if isinstance(end, Variable) and end.name in known
    ]
    size = max(len(values) for values in known.values())
    pattern, said, reached, backwards = cheapest(ways, size)
    read |= said
    other = pattern.subject if backwards else pattern.object
    if isinstance(other, Variable):
        # Both of what is known of an end must be true of it, in every solution.
        known[other.name] = known[other.name] & reached if other.name in known else reached
    return pattern
