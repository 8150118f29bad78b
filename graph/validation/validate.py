"""Holds data against shapes: the only module that knows pySHACL, which is the judge of record.

rdflib and pySHACL are loaded when something is first validated, not before: a server that only
answers never needs them.
"""

import logging
from collections.abc import Collection, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, cast

from pyoxigraph import NamedNode, Quad, Triple

from ... import ontology
from ...shapes.report import Report, Result
from ..errors import UnexpectedContent
from ..storage.store import Store
from . import rules

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node


_ALL: Final = NamedNode("urn:enjoin:all")


def validate(store: Store) -> Report:
    """Everything in `store` held against our shapes; only a Violation makes it not conform.

    The store must hold the ontology and the concepts besides the data, see `context`.
    """
    found = processor().results(to_rdflib(store.quads(), settled=True))
    for rule in rules.ours()[1]:
        found += rule.results(store)
    return Report.of(found)


def vocabulary() -> list[Triple]:
    """What data is judged with: the classes, and the concepts of the closed lists."""
    return [*ontology.load("enjoin"), *ontology.load("concepts")]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What any shapes say of any data: by the letter of SHACL each result makes data not conform."""

    report: Report
    turtle: bytes


def validate_with(data: Iterable[Triple | Quad], shapes_graph: Iterable[Triple | Quad], name: str) -> Verdict:
    """Any data held against any shapes, SHACL Core and SHACL-SPARQL.

    `name` is what an error calls the shapes. Raises `UnexpectedContent` for shapes that are none.
    """
    judged = to_rdflib(data)
    written = _run(judged, to_rdflib(shapes_graph), name)
    written.bind("sh", "http://www.w3.org/ns/shacl#")
    return Verdict(Report.from_graph(written), written.serialize(format="turtle", encoding="utf-8"))


@cache
def processor() -> "Processor":
    """The judge that has our shapes, those of SPARQL left out: `rules.ours` has them."""
    return Processor(rules.ours()[0])


class Processor:
    """pySHACL with one shapes graph, read once, that judges the nodes it is given.

    Parsing shapes takes longer than judging a small change. No SPARQL constraint may be among them.
    """

    def __init__(self, shapes_graph: Iterable[Triple]) -> None:
        from pyshacl.pytypes import SHACLExecutor
        from pyshacl.shapes_graph import ShapesGraph

        from .clearing import Clearing
        from .ondemand import Settled

        shapes_graph = list(shapes_graph)
        self.clearing = Clearing(shapes_graph)
        """The same shapes, compiled: which nodes need not be judged."""
        # The call that everybody makes, once: it also mends what pySHACL mends in rdflib.
        _run(to_rdflib(()), to_rdflib(()), "no shapes")
        quiet = logging.getLogger("enjoin.shapes.processor")
        quiet.disabled = True
        settled = Settled()
        for triple in to_rdflib(shapes_graph):
            settled.add(triple)
        # It adds triples of its own to the shapes.
        self._graph: Any = ShapesGraph(settled, debug=False, logger=quiet)
        self._shapes: dict[str, Any] = {str(shape.node): shape for shape in self._graph.shapes}
        settled.settle()
        self._executor: Any = SHACLExecutor()

    def results(
        self, data: "rdflib.Graph", focus: "Mapping[str, Collection[Node]] | None" = None
    ) -> list[Result]:
        """What is wrong with the given nodes, by the IRI of the shape that each is held against.

        Without `focus`, with all nodes that the targets of the shapes select.
        """
        report: Any = getattr(import_module("pyshacl.validator"), "Validator")  # noqa: B009 - its own types say too little
        reports: list[Any] = []
        with _quiet():
            if focus is None:
                for shape in self._shapes.values():
                    reports += shape.validate(self._executor, data)[1]
            for name, nodes in (focus or {}).items():
                if nodes:
                    reports += self._shapes[name].validate(self._executor, data, focus=list(nodes))[1]
            written, _ = report.create_validation_report(self._graph, not reports, reports)
        return list(Report.from_graph(written).results)


def _run(data: "rdflib.Graph", shapes_graph: "rdflib.Graph", name: str) -> "rdflib.Graph":
    """The validation report that pySHACL writes."""
    import rdflib
    from pyshacl import errors

    judge: Any = import_module("pyshacl").validate  # its own types say too little
    try:
        with _quiet():
            _, written, _ = judge(
                data, shacl_graph=shapes_graph, inference="none", advanced=False, do_owl_imports=False
            )
    except (errors.ReportableRuntimeError, errors.ShapeLoadError, errors.ConstraintLoadError) as error:
        said = str(getattr(error, "message", "") or error)
        raise UnexpectedContent(
            name, f"these are no shapes that can be used: {said}", "correct the shapes"
        ) from error
    if not isinstance(written, rdflib.Graph):
        said = str(getattr(written, "message", "") or written)
        raise UnexpectedContent(name, f"the validation failed: {said}", "correct the shapes")
    return written


@contextmanager
def _quiet() -> Generator[None]:
    """A stack trace of rdflib's on stderr for each date that is none says nothing more than the report."""
    noisy = [logging.getLogger(name) for name in ("rdflib.term", "pyshacl", "pyshacl.validator")]
    before = [logger.disabled for logger in noisy]
    for logger in noisy:
        logger.disabled = True
    try:
        yield
    finally:
        for logger, disabled in zip(noisy, before, strict=True):
            logger.disabled = disabled


def to_rdflib(statements: Iterable[Triple | Quad], *, settled: bool = False) -> "rdflib.Graph":
    """The statements as one graph of rdflib's, literals spelled as they were.

    A `settled` graph answers quicker, and is for a processor that is known to change nothing in it.
    """
    import rdflib

    from .ondemand import Settled, as_node

    graph = Settled() if settled else rdflib.Graph(bind_namespaces="none")
    known: dict[Any, Node] = {}
    add = graph.store.add

    def converted(found: Any) -> "Node":  # a term; `Any` spares a check per term of a million
        node = known.get(found)
        if node is None:
            node = known[found] = as_node(found)
        return node

    with _quiet():
        for said in statements:
            triple = (converted(said.subject), converted(said.predicate), converted(said.object))
            add(cast("Any", triple), graph, quoted=False)
    if isinstance(graph, Settled):
        graph.settle()
    return graph


def context(*statements: Iterable[Triple | Quad]) -> Store:
    """A store to validate in: these statements and the vocabulary, all in one graph.

    What two documents say is there once: a union of their graphs would count it twice.
    """
    every = (said for each in (*statements, vocabulary()) for said in each)
    return Store.memory(Quad(said.subject, said.predicate, said.object, _ALL) for said in every)
