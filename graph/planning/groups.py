"""The groups of a query as they are read: patterns and other parts, and where each stands in the text."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["patterns", "odd", "filter", "exists", "optional", "either", "values", "bind", "closed"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One triple pattern, each part as it is written; `steps` are those of a sequence path, or the one there is.

    `ends` are the variables of its subject and object, without `?`; `variables` those of its predicate too.
    `empty` says whether its path may have no length, so that it holds of every node.
    """

    subject: str
    steps: tuple[str, ...]
    object: str
    ends: frozenset[str]
    variables: frozenset[str]
    empty: bool

    @property
    def constant(self) -> bool:
        """Whether it is a statement, not a path, that names its subject or its object."""
        return self.single and not (self.subject[0] in "?$" and self.object[0] in "?$")

    @property
    def single(self) -> bool:
        """Whether it is a statement, not a path."""
        return len(self.steps) == 1 and self.steps[0][0] != "(" and self.steps[0][-1] not in "*?+)"

    @property
    def text(self) -> str:
        """The pattern, to stand alone."""
        return f"{self.subject} {'/'.join(self.steps)} {self.object}"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a group: what it is, from where to where it stands, which variables it names, what groups it holds.

    `closed` are those that are not looked into; `odd` are patterns with blank nodes, lists, paths that choose.
    `chance` says whether it draws something new at each turn, `looks` whether EXISTS stands somewhere in it,
    `open` whether a row of VALUES leaves something open.
    """

    kind: Kind
    start: int
    end: int
    variables: frozenset[str] = frozenset()
    patterns: tuple[Pattern, ...] = ()
    groups: "tuple[Group, ...]" = ()
    chance: bool = False
    looks: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What stands between two braces, which are at `start` and just before `end`; a sub-select has no parts."""

    start: int
    end: int
    parts: tuple[Part, ...]
    select: bool = False

    @property
    def variables(self) -> frozenset[str]:
        """All variables that its parts name."""
        return frozenset[str]().union(*(part.variables for part in self.parts))

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """The patterns that must hold, in the order of the text."""
        return tuple(pattern for part in self.parts for pattern in part.patterns)

    @property
    def plain(self) -> bool:
        """Whether it is triple patterns, and filters that look at nothing else, alone."""
        return not self.select and all(
            part.kind == "patterns" or (part.kind == "filter" and not part.looks and not part.chance)
            for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class Query:
    """A query: what stands before its form (prefixes, a base), and the group after WHERE."""

    prologue: str
    where: Group
