"""In which order the patterns of a group are taken up, each with what those before it have found."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from .groups import Group, Pattern

_MOST: Final = 50
_SIZES: Final = {
    (True, True, True): 1,
    (True, False, True): 2,
    (True, True, False): 10,
    (True, False, False): 100,
    (False, True, True): 10_000,
    (False, False, True): 100_000,
    (False, True, False): 1_000_000,
    (False, False, False): 1_000_000_000,
}
"""How many statements a pattern may match whose subject, predicate, object are known: the engine's own guesses."""


def in_order(patterns: Iterable[Pattern], known: frozenset[str]) -> tuple[Pattern, ...]:
    """The patterns, each joined to what is known before it; none where one hangs on nothing, or there are too many."""
    left, found = list(patterns), list[Pattern]()
    if len(left) > _MOST:
        return ()
    while left:
        joined = [pattern for pattern in left if pattern.variables & known]
        if not joined:
            return ()
        best = min(joined, key=lambda pattern: _size(pattern, known))
        left.remove(best)
        found.append(best)
        known |= best.variables
    return tuple(found)


def _size(pattern: Pattern, known: frozenset[str]) -> int:
    def there(term: str) -> bool:
        return term[0] not in "?$" or term[1:] in known

    return _SIZES[there(pattern.subject), there(pattern.steps[0]), there(pattern.object)]


def in_steps(patterns: Iterable[Pattern], taken: str) -> list[Pattern]:
    """The patterns, those of sequence paths one for each step; their middles are variables that `taken` does not name."""
    found: list[Pattern] = []
    for pattern in patterns:
        subject = pattern.subject
        for number, step in enumerate(pattern.steps):
            last = number == len(pattern.steps) - 1
            value = pattern.object if last else _fresh(taken, len(found))
            ends = frozenset(end[1:] for end in (subject, value) if end[0] in "?$")
            variable = frozenset((step[1:],)) if step[0] in "?$" else frozenset[str]()
            found.append(replace(
                pattern, subject=subject, steps=(step,), object=value, ends=ends, variables=ends | variable
            ))  # fmt: skip
            subject = value
    return found


def _fresh(taken: str, number: int) -> str:
    name = f"?step{number}"
    while name in taken:
        name += "_"
    return name


def chain(patterns: Sequence[Pattern], group: Group, sparql: str) -> str:
    """The patterns as a group in which each takes up the rows of those before it, with the filters that `group` has."""
    first, *rest = (pattern.text for pattern in patterns)
    filters = [sparql[part.start : part.end] for part in group.parts if part.kind == "filter"]
    return " ".join(["{", first, *(f"LATERAL {{ {text} }}" for text in rest), *filters, "}"])
