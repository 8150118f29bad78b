"""Everything that follows by rule, derived piece by piece: in the memory of a piece, however large the graph.

A piece are some measures with their provisions. What bears on them is read by walking along the
statements, as after a change; the parties and places are read once, for all pieces. So nothing is
held of the whole but these and the names of the provisions, and the cost follows the litigation.
It gives the statements that `deriving.derived` gives, in another order, and some of them twice.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Final

from pyoxigraph import NamedNode, Triple

from ... import ontology
from ...ontology.terms import ej
from .. import progress, provenance
from ..backend import Backend
from ..iris import Iris
from ..reasoning import near
from ..reasoning.conclude import conclude
from ..reasoning.rules import Unbounded, rules
from ..validation.states import BEFORE, States
from . import gather
from .derive import statements_about
from .deriving import asserted
from .litigation import Litigation, load_beside, load_registers
from .looking import Looked
from .things import DEFAULT_RULES, Id, RuleSet

LARGE: Final = 200_000
"""A graph of so many statements is derived at once: a little quicker, in some 300 MB at most."""
AT_ONCE: Final = 100
"""So many provisions are derived at once, or as many as one measure has."""
_MANY: Final = 10_000
"""So many things are read before they are let go."""
_APPEAL, _APPEALED = ej("appealFrom"), ej("appealedIn")
_ONLY: Final = BEFORE
"""Nothing comes or goes: there is one state."""


def derived_by_pieces(
    store: Backend, iris: Iris, rule_set: RuleSet = DEFAULT_RULES, at_once: int = AT_ONCE
) -> Iterator[Triple]:
    """The statements of the graph `derived` of a store; some come twice."""
    pieces = Pieces(store, iris, rule_set, at_once)
    yield from pieces.periods()
    yield from pieces.appeals()
    yield from pieces.classes()


def is_large(store: Backend, iris: Iris) -> bool:
    """Whether documents say so much that it is better derived by pieces than at once."""
    return next(islice(asserted(store, iris), LARGE, None), None) is not None


class Pieces:
    """A store as its pieces."""

    def __init__(self, store: Backend, iris: Iris, rule_set: RuleSet, at_once: int) -> None:
        self.states = States(store, provenance.made(iris), alone=True)
        self._store = store
        self._iris = iris
        self._rules = rule_set
        self._at_once = at_once
        self._reader = Looked(self.states, _ONLY)

    def periods(self) -> Iterator[Triple]:
        """The statements about the provisions."""
        names = list(self.names())
        graph = self._iris.graph("derived")
        for lit, unit in progress.told("deriving", self._read(names), sum(map(len, names))):
            if unit in lit.provisions or unit not in lit.provisions_of:  # the periods of a measure are theirs
                for quad in statements_about(lit, unit, graph, self._iris, self._rules):
                    yield quad.triple

    def _read(self, names: list[list[Id]]) -> Iterator[tuple[Litigation, Id]]:
        """Each provision and measure with what bears on it."""
        registers = load_registers(self._reader)
        for piece in self._batches(names):
            self.states.forget()
            lit = load_beside(self._reader, piece, registers)
            yield from ((lit, unit) for unit in piece)

    def _batches(self, names: list[list[Id]]) -> Iterator[list[Id]]:
        """Measures together until their provisions are enough."""
        batch: list[Id] = []
        for some in names:
            if batch and len(batch) + len(some) > self._at_once:
                yield batch
                batch = []
            batch = [*batch, *some]
        if batch:
            yield batch

    def names(self) -> Iterator[list[Id]]:
        """Everything that may have periods: each measure with its provisions, in the order of their ids."""
        provisions: defaultdict[Id, list[Id]] = defaultdict(list)
        for each in sorted(self._reader.members(gather.PROVISION.classes)):
            provisions[min(self._reader.led([each], "ej:ofMeasure"), default=each)].append(each)
        self.states.forget()
        measures = self._reader.members(gather.MEASURE.classes)
        for each in sorted(measures | provisions.keys()):
            yield [*([each] if each in measures else []), *provisions.get(each, ())]

    def appeals(self) -> Iterator[Triple]:
        """What was appealed in which proceeding."""
        above = (quad.subject for quad in self._store.quads(predicate=_APPEAL))
        names = sorted({each.value for each in above if isinstance(each, NamedNode)})
        for start in range(0, len(names), _MANY):
            for key, facts in self._reader.describe(names[start : start + _MANY]).items():
                if facts.is_a(gather.PROCEEDING):
                    yield from (
                        Triple(NamedNode(below), _APPEALED, NamedNode(key))
                        for below in facts.all("appealFrom")
                    )
            self.states.forget()

    def classes(self) -> Iterator[Triple]:
        """What everything is, beyond what is said."""
        told = asserted(self._store, self._iris)
        try:
            known = rules()
        except Unbounded:
            yield from conclude(ontology.load("enjoin"), told)
        else:
            yield from near.everyone(self.states, _ONLY, told, known)
