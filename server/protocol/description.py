"""What this endpoint is and can do, as RDF: service description (SPARQL 1.1) and VoID."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, request
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ...graph.rdf import about, whole
from ...graph.releases.catalogue import CC0, SAID, VOID, class_partitions, void
from ...ontology.terms import EJ, ONTOLOGY, PREFIXES, term
from ..desk import desk
from ..reports.counts import counts
from .negotiate import GRAPHS, pick
from .rdf import written_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask.typing import ResponseReturnValue

bp: Final = Blueprint("description", __name__)

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
FORMATS: Final = "http://www.w3.org/ns/formats/"
MOST_GRAPHS: Final = 1000
_WRITES: Final = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "N-Quads", "TriG", "RDF_XML", "JSON-LD",
)  # fmt: skip


def sd(name: str) -> NamedNode:
    return NamedNode(SD + name)


@bp.get("/.well-known/void")
def well_known_void() -> ResponseReturnValue:
    offer = pick(request.args.get("format"), request.headers.get("Accept"), GRAPHS)
    body = written_as(dataset(), offer, {**PREFIXES, "void": VOID})
    return Response(body, content_type=offer.content_type)


def described(accept: str | None, name: str | None = None) -> Response:
    """The service description in the format that is liked best."""
    offer = pick(name, accept, GRAPHS)
    more: Iterable[Triple] = () if desk().graph.bare else dataset()
    body = written_as([*service(), *updating(), *more], offer, _prefixes())
    return Response(body, content_type=offer.content_type)


def _prefixes() -> dict[str, str]:
    known = {name: PREFIXES[name] for name in ("dcterms", "rdf", "rdfs", "xsd")}
    return {**known, "sd": SD, "void": VOID}


def service() -> Iterator[Triple]:
    """The endpoint: language, formats, limits, and what its default graph holds."""
    bare = desk().graph.bare
    endpoint = NamedNode(f"{request.url_root}sparql")
    named = BlankNode("service-dataset")
    over = "a plain store, whose default graph is its own" if bare else "all published graphs"
    yield from about(
        endpoint,
        [
            (term("rdf:type"), sd("Service")),
            (sd("endpoint"), endpoint),
            (sd("supportedLanguage"), sd("SPARQL11Query")),
            (sd("feature"), sd("EmptyGraphs" if bare else "UnionDefaultGraph")),
            (sd("defaultEntailmentRegime"), NamedNode("http://www.w3.org/ns/entailment/Simple")),
            (sd("defaultDataset"), named),
            (term("rdfs:comment"), Literal(limits(), language="en")),
            (term("dcterms:description"), Literal(f"SPARQL 1.1 queries over {over}.", language="en")),
        ],
    )
    for name in _WRITES:
        yield Triple(endpoint, sd("resultFormat"), NamedNode(FORMATS + name))
    yield from _graphs(named)
    yield Triple(endpoint, sd("availableGraphs"), named)
    if not bare:
        data = NamedNode(f"{request.url_root}.well-known/void#data")
        yield Triple(endpoint, term("rdfs:seeAlso"), data)


def updating() -> Iterator[Triple]:
    """The endpoint for updates, where the server takes any."""
    settings = desk().settings
    if settings.read_only or (settings.token is None and settings.admin_token is None):
        return
    endpoint = NamedNode(f"{request.url_root}update")
    yield from about(
        endpoint,
        [
            (term("rdf:type"), sd("Service")),
            (sd("endpoint"), endpoint),
            (sd("supportedLanguage"), sd("SPARQL11Update")),
            (term("rdfs:comment"), Literal("Needs a token. LOAD is refused.", language="en")),
        ],
    )


def _graphs(dataset: BlankNode) -> Iterator[Triple]:
    """The default graph and the first of the named ones, with their counts where these are known."""
    at = desk().graph
    default = BlankNode("default-graph")
    yield Triple(dataset, term("rdf:type"), sd("Dataset"))
    yield Triple(dataset, sd("defaultGraph"), default)
    yield Triple(default, term("rdf:type"), sd("Graph"))
    sizes: dict[str, int | None] = {}
    if at.bare:
        sizes.update((graph.value, None) for graph in at.store().graphs())
    else:
        stats = counts().stats
        yield Triple(default, void("triples"), whole(stats.triples))
        sizes.update(stats.graphs)
    for number, (graph, count) in enumerate(islice(sizes.items(), MOST_GRAPHS)):
        # Named by number, so that the same description is the same bytes.
        node, inner = BlankNode(f"named-graph-{number}"), BlankNode(f"graph-{number}")
        yield Triple(dataset, sd("namedGraph"), node)
        yield Triple(node, term("rdf:type"), sd("NamedGraph"))
        yield Triple(node, sd("name"), NamedNode(graph))
        yield Triple(node, sd("graph"), inner)
        yield Triple(inner, term("rdf:type"), sd("Graph"))
        if count is not None:
            yield Triple(inner, void("triples"), whole(count))
    if len(sizes) > MOST_GRAPHS:
        said = f"The first {MOST_GRAPHS} of {len(sizes)} named graphs are listed."
        yield Triple(dataset, term("rdfs:comment"), Literal(said, language="en"))


def limits() -> str:
    """The limits in one sentence."""
    at = desk().settings
    services = f"SERVICE may call {', '.join(at.services)}." if at.services else "SERVICE is refused."
    return (
        f"A query may take {at.timeout:g} seconds and {at.max_memory // 2**20} MiB of memory; an answer ends "
        f"at {at.max_rows:,} rows or {at.max_bytes // 2**20} MiB and then says so in X-Enjoin-Truncated; a "
        f"query text may have {at.max_query // 1024} KiB. {at.readers} queries run and {at.max_waiting} wait at "
        f"once, {at.max_per_client} of one client; others are answered 429. {services} LOAD is refused."
    )


def dataset() -> Iterator[Triple]:
    """The data as a VoID dataset, with live counts."""
    stats = counts().stats
    root = request.url_root
    data = NamedNode(f"{root}.well-known/void#data")
    yield from about(
        data,
        [
            (term("rdf:type"), void("Dataset")),
            (term("dcterms:title"), Literal("Enjoin", language="en")),
            (
                term("dcterms:description"),
                Literal(SAID, language="en"),
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
    yield from class_partitions(data, stats.classes)
