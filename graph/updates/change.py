"""How the statements of a graph differ from what it is to hold."""

from dataclasses import dataclass

from pyoxigraph import Quad

from .. import rdf


@dataclass(frozen=True, slots=True)
class Change:
    """How many statements came into a graph, and how many went out of it."""

    added: int = 0
    removed: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def compare(held: set[Quad], wanted: set[Quad]) -> Change:
    """How the one differs from the other, blank nodes told apart by what is said of them."""
    # Where one side is empty all of the other differs, whatever its blank nodes are called.
    if held and wanted and any(map(rdf.has_blank_nodes, (*held, *wanted))):
        held, wanted = set(rdf.canonical(held)), set(rdf.canonical(wanted))
    return Change(added=len(wanted - held), removed=len(held - wanted))
