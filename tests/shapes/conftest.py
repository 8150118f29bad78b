"""What the tests of the shapes share: a world to judge examples in, and a judge that works fast."""

import logging
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

from enjoin import ontology, shapes
from enjoin.shapes.report import Report, Result

CONTEXT = Path(__file__).with_name("context.ttl")

World = Callable[..., rdflib.Graph]
Judge = Callable[[rdflib.Graph], tuple[Result, ...]]
Read = Callable[[Path], rdflib.Graph]


class Prepared(rdflib.Graph):
    """A graph that parses the text of a query once: the processor asks the same again for each node."""

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:
        return super().query(prepared(query_object), *args, **kwargs)


@cache
def prepared(query: Any) -> Any:
    return prepareQuery(query) if isinstance(query, str) else query


@cache
def triples_of(path: Path) -> rdflib.Graph:
    # rdflib says on stderr what is wrong with a date that a bad example gets wrong.
    logger = logging.getLogger("rdflib.term")
    logger.disabled = True
    try:
        return rdflib.Graph().parse(path)
    finally:
        logger.disabled = False


def world_of(*paths: Path) -> rdflib.Graph:
    graph = Prepared()
    for part in ("enjoin", "concepts"):
        graph.parse(data=ontology.text(part), format="turtle")
    for path in paths:
        for triple in triples_of(path):
            graph.add(triple)
    return graph


@pytest.fixture(scope="session")
def world() -> World:
    """A graph with the ontology, the concepts and these files."""
    return world_of


@pytest.fixture(scope="session")
def read() -> Read:
    """The triples of a file, blank nodes the same each time."""
    return triples_of


@pytest.fixture(scope="session")
def context() -> Path:
    return CONTEXT


@pytest.fixture(scope="session")
def shapes_graph() -> rdflib.Graph:
    return rdflib.Graph().parse(data=shapes.text(), format="turtle")


@pytest.fixture(scope="session")
def judged(shapes_graph: rdflib.Graph) -> Judge:
    """What all shapes say of a graph."""

    def judge(graph: rdflib.Graph) -> tuple[Result, ...]:
        _, report, _ = pyshacl.validate(graph, shacl_graph=shapes_graph, inplace=True)
        assert isinstance(report, rdflib.Graph)
        return Report.from_graph(report).results

    return judge


@pytest.fixture(scope="session")
def all_bad() -> rdflib.Graph:
    """The world with every bad example in it."""
    return world_of(CONTEXT, *sorted(CONTEXT.parent.glob("*/bad/*.ttl")))


@pytest.fixture(scope="session")
def bad_results(all_bad: rdflib.Graph, judged: Judge) -> tuple[Result, ...]:
    return judged(all_bad)
