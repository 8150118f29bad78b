"""What a change of single statements must pass before it is committed, and what it may concern at all."""

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ...ontology.terms import PREFIXES
from ..errors import Nonconforming, UnexpectedContent
from ..iris import Iris
from ..storage.store import Store
from ..validation.judging import Judgement

if TYPE_CHECKING:
    from .committing import Proposal

LARGE: Final = 100_000
"""Of a change of more statements than this only those are judged that may concern a shape."""
_READ_BY_RULES: Final = tuple(PREFIXES.values())


def check(store: Store, proposal: "Proposal", iris: Iris) -> None:
    """Raise `Nonconforming` where the graph would break a shape that it does not break now."""
    added, removed = proposal.added, proposal.removed
    if len(added) + len(removed) > LARGE:
        concerned = Concerned(store, iris, (*added, *removed))
        added, removed = list(filter(concerned, added)), list(filter(concerned, removed))
    judgement = Judgement(store, [], (), iris, added=added, removed=removed)
    if judgement.faults.results:
        raise Nonconforming(judgement.faults, proposal.name)


class Concerned:
    """Whether a statement of a large change may concern a shape: most of others' data does not.

    Shapes are about nodes of which something is said in the vocabularies that `PREFIXES` has, and
    about entities of ours; what is said of others, in other words, no shape ever reads.
    """

    def __init__(self, store: Store, iris: Iris, changed: Iterable[Quad]) -> None:
        self._store = store
        self._iris = iris
        self._known: dict[object, bool] = {}
        for quad in changed:
            if quad.predicate.value.startswith(_READ_BY_RULES):
                self._known[quad.subject] = self._known[quad.object] = True

    def __call__(self, quad: Quad) -> bool:
        if quad.predicate.value.startswith(_READ_BY_RULES):
            return True
        return self._is_ours(quad.subject) or self._is_ours(quad.object)

    def _is_ours(self, node: object) -> bool:
        if not isinstance(node, (NamedNode, BlankNode)):
            return False
        found = self._known.get(node)
        if found is None:
            found = self._known[node] = isinstance(node, BlankNode) or self._in_store(node)
        return found

    def _in_store(self, node: NamedNode) -> bool:
        if self._iris.kind_and_id(node) is not None:
            return True
        said = chain(self._store.quads(node), self._store.quads(object=node))
        return any(quad.predicate.value.startswith(_READ_BY_RULES) for quad in said)


def concerns_rules(proposal: "Proposal") -> bool:
    """Whether something else may follow by rule from the change: rules read no vocabulary but those of ours."""
    quads = (*proposal.added, *proposal.removed)
    return any(quad.predicate.value.startswith(_READ_BY_RULES) for quad in quads)


def check_values(quads: Iterable[Quad], name: str) -> None:
    """Raise `UnexpectedContent` for what no fact can be: a triple as a term, 30 February."""
    from ..sources.values import impossible

    seen: set[object] = set()
    for quad in quads:
        if isinstance(quad.subject, Triple) or isinstance(quad.object, Triple):
            raise UnexpectedContent(
                name, f"it says something about a statement ({quad.predicate})", "give it a record of its own"
            )
        if isinstance(quad.object, Literal) and quad.object not in seen:
            seen.add(quad.object)
            problem = impossible(quad.object)
            if problem:
                raise UnexpectedContent(name, problem, "correct the value")
