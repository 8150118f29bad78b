"""Validation that follows a change: what a change may have broken is judged, and nothing else.

The focus nodes that it concerns are found by `affected`. pySHACL judges them over the state after the
change, which it reads on demand; SPARQL constraints run once for all of them, over what they read. The
cost follows the change, whatever the size of the store. See docs/validation.md.
"""

import gc
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from ...shapes.report import Result
from ..collecting import uncollected
from ..progress import told
from ..results import Term
from ..storage.store import Store
from .affected import Change, Compiled, Focus, Query, Targeted, focus_of_change, ours, targeted_nodes
from .chains import read_from
from .ondemand import OnDemand
from .portions import Concerned, Few, Many
from .states import AFTER, States
from .validate import Processor, processor
from .view import View
from .walks import Said

_AT_ONCE: Final = 1000
"""How many focus nodes are judged together: what they read is in memory at one time."""
_EXTRACT: Final = NamedNode("urn:enjoin:extract")


class Following:
    """What the shapes say after one change."""

    def __init__(
        self,
        states: States,
        touched: Iterable[Quad],
        subjects: Collection[Term] = (),
        shapes: Compiled | None = None,
        judge: Processor | None = None,
        *,
        spoken: Iterable[Quad] | None = None,
    ) -> None:
        """`touched` are the statements that came and went; `subjects` are judged whatever became of them.

        With `spoken`, be there none, the change is a large one, which is followed portion by portion: the subjects
        of these statements are judged besides.
        """
        self._states = states
        self._shapes = shapes or ours()
        self._judge = judge or processor()
        with uncollected():
            if spoken is not None:
                self.concerned: Concerned = Many(states, self._shapes, touched, spoken)
                return
            focus = focus_of_change(states, Change(states, touched), self._shapes, subjects)
        self.concerned = Few(focus)
        if len(focus.nodes) > _AT_ONCE:
            states.forget()

    def results(self) -> list[Result]:
        """What is wrong now with the nodes that the change concerns; any other is as it was before."""
        with uncollected():
            return list(self._judged(self._states, self.concerned))

    @classmethod
    def everything(
        cls, states: States, shapes: Compiled | None = None, judge: Processor | None = None
    ) -> "Following":
        """What the shapes say of all of their focus nodes in the later state, whatever changed."""
        found = cls(states, (), (), shapes, judge)
        compiled = shapes or ours()
        core = {reading.shape: targeted_nodes(states, reading.targets) for reading in compiled.readings}
        queries: list[tuple[Query, set[Term]]] = []
        everywhere: list[Query] = []
        for query in compiled.queries:
            if query.group is None:
                everywhere.append(query)
            else:
                nodes = targeted_nodes(states, query.targets)
                queries.append((query, {node for node in nodes if not isinstance(node, BlankNode)}))
        found.concerned = Few(Focus(core, queries, everywhere))
        return found

    def former(self, results: Collection[Result], before: States) -> set[Result]:
        """Those of these results that were there `before`: nothing that the change has done."""
        nodes: set[Term] = {result.focus for result in results}
        targeted = Targeted(before)
        focus = self.concerned.among(nodes)
        core = {
            reading.shape: {node for node in focus.core[reading.shape] if targeted(reading.targets, node)}
            for reading in self._shapes.readings
        }
        queries = [
            (query, {node for node in held if targeted(query.targets, node)}) for query, held in focus.queries
        ]
        known = set(self._judged(before, Few(Focus(core, queries, tuple(self.concerned.everywhere)))))
        return known.intersection(results)

    def _judged(self, states: States, concerned: Concerned) -> Iterator[Result]:
        """What is wrong with focus nodes in the later of two states, some nodes at a time."""
        count, parts = concerned.parts(_AT_ONCE)
        for part in told("judging", parts, count):
            yield from self._core(states, part)
            yield from _queries(states, part)
            if count > 1:
                states.forget()
                gc.collect(
                    0
                )  # the graphs that the judge made refer to themselves, and nobody else looks for them
        if concerned.everywhere:
            whole = Store.memory(
                Quad(said.subject, said.predicate, said.object, _EXTRACT) for said in states.after()
            )
            for query in concerned.everywhere:
                yield from query.rule.results(whole)

    def _core(self, states: States, focus: Focus) -> list[Result]:
        """What pySHACL says of the nodes that do not conform for certain."""
        view, conforms = View(states, AFTER), self._judge.clearing.conforms
        doubtful = {
            shape: [node for node in nodes if not conforms(view, shape, node)]
            for shape, nodes in focus.core.items()
        }
        data = OnDemand(states, AFTER)
        held = {_name(shape): list(map(data.node, nodes)) for shape, nodes in doubtful.items() if nodes}
        return self._judge.results(data, held) if held else []


def _queries(states: States, focus: Focus) -> Iterator[Result]:
    """What the SPARQL constraints say, over the statements that they read."""
    asked = [(query, nodes) for query, nodes in focus.queries if nodes]
    groups = [(query.group, nodes) for query, nodes in asked]
    read = {said for group, nodes in groups if group for said in read_from(states, group, nodes)}
    extract = Store.memory(quad for said in read if (quad := _quad(said)) is not None)
    for query, nodes in asked:
        yield from query.rule.results(extract, sorted(nodes, key=str))


def _quad(said: Said) -> Quad | None:
    subject, predicate, value = said
    if isinstance(subject, Literal):
        return None
    return Quad(subject, predicate, value, _EXTRACT)


def _name(shape: Term) -> str:
    """What pySHACL calls a shape."""
    assert isinstance(shape, (NamedNode, BlankNode, Literal))
    return shape.value
