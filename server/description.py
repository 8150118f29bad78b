"""What this endpoint is and can do, as RDF: service description (SPARQL 1.1) and VoID."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, request
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ..ontology.terms import EJ, ONTOLOGY, term
from .desk import desk
from .negotiate import GRAPHS, pick
from .rdf import about, whole, written_as

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue

bp: Final = Blueprint("description", __name__)

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
VOID: Final = "http://rdfs.org/ns/void#"
FORMATS: Final = "http://www.w3.org/ns/formats/"
CC0: Final = NamedNode("https://creativecommons.org/publicdomain/zero/1.0/")
_WRITES: Final = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "N-Quads", "TriG", "RDF_XML", "JSON-LD",
)  # fmt: skip


def sd(name: str) -> NamedNode:
    return NamedNode(SD + name)


def void(name: str) -> NamedNode:
    return NamedNode(VOID + name)


@bp.get("/.well-known/void")
def well_known_void() -> ResponseReturnValue:
    offer = pick(request.args.get("format"), request.headers.get("Accept"), GRAPHS)
    body = written_as(dataset(), offer, {"void": VOID})
    return Response(body, content_type=offer.content_type)


def described(accept: str | None, name: str | None = None) -> Response:
    """The service description in the format that is liked best."""
    offer = pick(name, accept, GRAPHS)
    body = written_as([*service(), *dataset()], offer, {"sd": SD, "void": VOID})
    return Response(body, content_type=offer.content_type)


def service() -> Iterator[Triple]:
    """The endpoint: language, formats, limits, and what its default graph holds."""
    at = desk()
    root = request.url_root
    endpoint, data = NamedNode(f"{root}sparql"), NamedNode(f"{root}.well-known/void#data")
    default = BlankNode("default-graph")
    named = BlankNode("service-dataset")
    yield from about(
        endpoint,
        [
            (term("rdf:type"), sd("Service")),
            (sd("endpoint"), endpoint),
            (sd("supportedLanguage"), sd("SPARQL11Query")),
            (sd("feature"), sd("UnionDefaultGraph")),
            (sd("defaultDataset"), named),
            (term("rdfs:comment"), Literal(limits(), language="en")),
            (
                term("dcterms:description"),
                Literal("Read-only SPARQL 1.1 over all published graphs.", language="en"),
            ),
        ],
    )
    for name in _WRITES:
        yield Triple(endpoint, sd("resultFormat"), NamedNode(FORMATS + name))
    yield Triple(named, term("rdf:type"), sd("Dataset"))
    yield Triple(named, sd("defaultGraph"), default)
    yield Triple(default, term("rdf:type"), sd("Graph"))
    yield Triple(default, void("triples"), whole(at.graph.stats().triples))
    for graph, count in at.graph.stats().graphs.items():
        node = BlankNode()
        yield Triple(named, sd("namedGraph"), node)
        yield Triple(node, term("rdf:type"), sd("NamedGraph"))
        yield Triple(node, sd("name"), NamedNode(graph))
        inner = BlankNode()
        yield Triple(node, sd("graph"), inner)
        yield Triple(inner, term("rdf:type"), sd("Graph"))
        yield Triple(inner, void("triples"), whole(count))
    yield Triple(endpoint, sd("availableGraphs"), named)
    yield Triple(endpoint, term("rdfs:seeAlso"), data)


def limits() -> str:
    """The limits in one sentence."""
    at = desk().settings
    return (
        f"A query may take {at.timeout:g} seconds; an answer ends at {at.max_rows:,} rows or "
        f"{at.max_bytes // 2**20} MiB and then says so in X-Enjoin-Truncated; a query text may have "
        f"{at.max_query // 1024} KiB. SERVICE is refused."
    )


def dataset() -> Iterator[Triple]:
    """The data as a VoID dataset, with live counts."""
    stats = desk().graph.stats()
    root = request.url_root
    data = NamedNode(f"{root}.well-known/void#data")
    yield from about(
        data,
        [
            (term("rdf:type"), void("Dataset")),
            (term("dcterms:title"), Literal("Enjoin", language="en")),
            (
                term("dcterms:description"),
                Literal(
                    "Which rulings blocked which orders: orders, lawsuits, rulings and their effects over time.",
                    language="en",
                ),
            ),
            (term("dcterms:license"), CC0),
            (void("sparqlEndpoint"), NamedNode(f"{root}sparql")),
            (void("dataDump"), NamedNode(f"{root}dump/all.nq.gz")),
            (void("uriSpace"), Literal(desk().graph.iris.base)),
            (void("vocabulary"), NamedNode(EJ)),
            (term("dcterms:conformsTo"), NamedNode(ONTOLOGY)),
            (void("triples"), whole(stats.triples)),
            (void("classes"), whole(len(stats.classes))),
            (void("properties"), whole(len(stats.properties))),
        ],
    )
    for kind, count in stats.classes.items():
        node = BlankNode()
        yield Triple(data, void("classPartition"), node)
        yield Triple(node, void("class"), NamedNode(kind))
        yield Triple(node, void("entities"), whole(count))
