"""Holds data against shapes: the only module that knows pySHACL, which is the judge of record.

rdflib and pySHACL are loaded when something is first validated, not before: a server that only
answers never needs them.
"""

import logging
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from .. import ontology, shapes
from ..shapes.report import Report, Result
from . import rules
from .errors import UnexpectedContent
from .store import Store

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node


_VOCABULARY: Final = NamedNode("urn:enjoin:vocabulary")


def validate(store: Store) -> Report:
    """Everything in `store` held against our shapes; only a Violation makes it not conform.

    The store must hold the ontology and the concepts besides the data, see `context`.
    """
    core, constraints = _ours()
    found: list[Result] = list(_processed(to_rdflib(store.quads()), core, "the shapes of Enjoin").results)
    for rule in constraints:
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
def _ours() -> "tuple[rdflib.Graph, tuple[rules.Rule, ...]]":
    core, constraints = rules.split(shapes.load())
    return to_rdflib(core), tuple(constraints)


def _processed(data: "rdflib.Graph", shapes_graph: "rdflib.Graph", name: str) -> Report:
    return Report.from_graph(_run(data, shapes_graph, name))


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


def to_rdflib(statements: Iterable[Triple | Quad]) -> "rdflib.Graph":
    """The statements as one graph of rdflib's, literals spelled as they were."""
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    known: dict[Any, Node] = {}
    add = graph.store.add

    def converted(found: Any) -> "Node":  # a term; `Any` spares a check per term of a million
        node = known.get(found)
        if node is None:
            node = known[found] = _node(found)
        return node

    with _quiet():
        for said in statements:
            triple = (converted(said.subject), converted(said.predicate), converted(said.object))
            add(cast("Any", triple), graph, quoted=False)
    return graph


def _node(found: NamedNode | BlankNode | Literal | Triple) -> "Node":
    import rdflib

    if isinstance(found, NamedNode):
        return rdflib.URIRef(found.value)
    if isinstance(found, BlankNode):
        return rdflib.BNode(found.value)
    if isinstance(found, Triple):
        raise UnexpectedContent("", "a statement about a statement cannot be validated", "name it first")
    if found.language:
        return rdflib.Literal(found.value, lang=found.language)
    return rdflib.Literal(found.value, datatype=rdflib.URIRef(found.datatype.value), normalize=False)


def context(graphs: Mapping[NamedNode, Iterable[Triple | Quad]], known: Iterable[Quad] = ()) -> Store:
    """A store to validate in: these graphs, what is `known` besides them, and the vocabulary."""
    store = Store.memory(quad for quad in known if quad.graph_name not in graphs)
    for name, statements in graphs.items():
        store.load(Quad(said.subject, said.predicate, said.object, name) for said in statements)
    store.load(Quad(said.subject, said.predicate, said.object, _VOCABULARY) for said in vocabulary())
    return store
