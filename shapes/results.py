"""One fault that a validation found, and where the user finds it: plain values."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import BlankNode, Literal, NamedNode

from .paths import Path

__all__ = ["Locate", "Place", "Result", "Severity", "Term", "distinct", "nowhere"]

Term = NamedNode | BlankNode | Literal


class Severity(StrEnum):
    """How grave a result is, gravest first: a Violation blocks, a Warning is listed, an Info is a gap."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Result:
    """One fault: where (`focus`, `path`, `value`), how grave, what to do about it, and by which rule.

    `shape` is None for a rule without a name; ours all have one. `component` is the kind of
    constraint, such as `sh:MinCountConstraintComponent`.
    """

    severity: Severity
    focus: Term
    path: Path | None
    value: Term | None
    message: str
    shape: NamedNode | None
    component: NamedNode

    @property
    def key(self) -> tuple[int, str, str, str, str, str, str]:
        """What results are sorted by: gravest first, then by focus, and so on to the component."""
        return (
            self.severity.rank,
            str(self.focus),
            self.path.written(str) if self.path else "",
            self.message,
            str(self.value or ""),
            str(self.shape or ""),
            self.component.value,
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a user finds what a result is about: a document, and a line counted from 1."""

    document: str
    line: int | None = None


Locate = Callable[[Result], Place | None]
"""Tells where the statements about a result's focus node were written, if that is known."""


def nowhere(_result: Result) -> Place | None:
    """The `Locate` of somebody who does not know."""
    return None


def distinct(results: Iterable[Result]) -> Iterator[Result]:
    """The results without those that tell a reader nothing new: same place, same sentence."""
    seen: set[tuple[object, ...]] = set()
    for result in results:
        key = (result.severity, result.focus, result.path, result.value, result.message)
        if key not in seen:
            seen.add(key)
            yield result
