"""Which groups of a query are put otherwise, and how: EXISTS wherever it stands, OPTIONAL in the outermost group.

Why the rows are the same: `docs/adr/0016-groups-taken-up-row-by-row.md`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from .groups import Group, Part, Pattern, Query
from .order import chain, in_order, in_steps

MOST_STEPS: Final = 12
"""A group of more patterns stays as it is."""

_NONE: Final = frozenset[str]()

Edit = tuple[int, int, str]
"""Where a part of the text stands, from and to, and what stands there instead."""


@dataclass(frozen=True, slots=True)
class Optional:
    """A plain OPTIONAL of the outermost group, and the parts before it, without filters.

    `shared` are the variables that it has in common with them, `certain` says whether each is surely bound; `patterns` are
    its own in the order in which they are taken up; `whole` says that the planner would work it out by itself first.
    """

    part: Part
    before: "tuple[Part | Optional, ...]"
    shared: frozenset[str]
    certain: bool
    patterns: tuple[Pattern, ...]
    whole: bool

    def otherwise(self, sparql: str) -> str:
        """How it is put otherwise, looked up row by row."""
        return f"LATERAL {{ OPTIONAL {chain(self.patterns, self.part.groups[0], sparql)} }}"


# EXISTS


def looking(sparql: str, group: Group, several: Callable[[Pattern], bool]) -> Iterator[Edit]:
    """Each EXISTS of several patterns, as a group whose patterns are taken up one after the other.

    But the first, each must match `several` statements: a few are soon gone through for every row.
    """
    for part in group.parts:
        if part.kind == "exists":
            inner = part.groups[0]
            patterns = in_steps(inner.patterns, sparql)
            others = _NONE.union(*(other.variables for other in group.parts if other is not part))
            fit = inner.plain and not any(pattern.empty for pattern in patterns)
            ordered = in_order(patterns, others) if fit and len(patterns) <= MOST_STEPS else ()
            if len(ordered) > 1 and all(map(several, ordered[1:])):
                yield inner.start, inner.end, chain(ordered, inner, sparql)
        elif part.kind in {"optional", "either"}:
            for inner in part.groups:
                yield from looking(sparql, inner, several)


# OPTIONAL


def optionals(where: Group) -> Iterator[Optional]:
    """The OPTIONALs of a group that can be put otherwise, as far as the text is plain."""
    before: list[Part | Optional] = []
    named, certain, nodes = _NONE, _NONE, _NONE
    for part in where.parts:
        if part.kind in {"filter", "exists"}:
            continue
        if part.kind == "optional" and part.groups[0].plain:
            patterns = part.groups[0].patterns
            shared = _variables(patterns) & named
            ordered = in_order(patterns, shared)
            if not 0 < len(ordered) <= MOST_STEPS or not _of_nodes(patterns, named, nodes):
                return
            whole = not _looked_up(patterns, shared & certain)
            found = Optional(part, tuple(before), shared, shared <= certain, ordered, whole)
            yield found
            before.append(found)
        elif (
            part.kind not in {"patterns", "values", "bind"}
            or part.looks
            or part.variables & (named - certain)
        ):
            if part.kind != "bind" or part.looks:
                return
            before.append(part)
        else:
            before.append(part)
        if part.kind == "patterns":
            certain |= part.variables
            nodes |= _nodes(part.patterns)
        elif part.kind == "values" and not part.open:
            certain |= part.variables
        named |= part.variables


def _variables(patterns: Iterable[Pattern]) -> frozenset[str]:
    return _NONE.union(*(pattern.variables for pattern in patterns))


def _nodes(patterns: Sequence[Pattern]) -> frozenset[str]:
    """The variables that stand for nodes of the graph: subjects and objects of what is stated."""
    return _NONE.union(*(pattern.ends for pattern in patterns if not pattern.empty))


def _looked_up(patterns: Sequence[Pattern], certain: frozenset[str]) -> bool:
    """Whether the planner itself looks an OPTIONAL up for each row: by one variable that is surely bound."""
    return len(certain) == 1 and not any(pattern.empty for pattern in patterns)


def _of_nodes(patterns: Sequence[Pattern], named: frozenset[str], nodes: frozenset[str]) -> bool:
    """Whether paths that may have no length begin and end, where others have a say, at nodes of the graph.

    Such a path holds of anything that is put into it, but of nodes only where it is worked out by itself.
    """
    inner = _nodes(patterns)
    for pattern in patterns:
        if pattern.empty:
            elsewhere = _variables(other for other in patterns if other is not pattern)
            if pattern.ends & named - nodes or (pattern.ends - named) & elsewhere - inner:
                return False
    return True


# The whole


def rewritten(
    sparql: str, query: Query, gains: Callable[[Optional], bool], several: Callable[[Pattern], bool]
) -> str:
    """The text of `query` with its groups put otherwise where that is sooner; the same text where none is.

    `gains` says whether an OPTIONAL that the planner would work out whole is sooner looked up row by row, `several`
    whether a pattern matches so many statements that they should not be gone through for every row.
    """
    edits = list(looking(sparql, query.where, several))
    for optional in optionals(query.where):
        if optional.whole:
            if not gains(optional):
                break
            edits.append((optional.part.start, optional.part.end, optional.otherwise(sparql)))
    for start, end, text in sorted(edits, reverse=True):
        sparql = sparql[:start] + text + sparql[end:]
    return sparql
