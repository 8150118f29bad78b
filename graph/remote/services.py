"""Where a service takes queries, updates and whole graphs: as told, as it describes itself, or as usual.

The standards say how each of the three is spoken, not at which address. The service description
names the address of queries, and sometimes of updates; the rest are the habits of the engines.
Whatever is found here is a candidate: the first that does what it should is used (`upkeep`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

import pyoxigraph as ox
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat

from ...ontology.terms import ONTOLOGY, term

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
DOCUMENTS: Final = "X-Enjoin-Documents"
"""The header in which a server of ours is told of documents that were read elsewhere."""
DESCRIPTION: Final = "text/turtle, application/n-triples;q=0.9, application/rdf+xml;q=0.5"
UNIONS: Final = (
    (),
    (("union-default-graph", ""),),
    (("default-graph-uri", "urn:x-arq:UnionGraph"),),
    (
        ("default-graph-uri", "tag:stardog:api:context:all"),
        ("named-graph-uri", "tag:stardog:api:context:named"),
    ),
)
"""Parameters by which services let a query see all graphs as one: most do so unasked."""
# The end of the address of queries, that of updates, and that of graphs.
_HABITS: Final = (
    ("/sparql", "/sparql-auth", "/sparql-graph-crud-auth"),
    ("/sparql", "/sparql", "/sparql-graph-crud"),
    ("/sparql-auth", "/sparql-auth", "/sparql-graph-crud-auth"),
    ("/sparql", "/update", "/data"),
    ("/sparql", "/update", "/store"),
    ("/sparql", "/sparql", "/sparql/gsp/"),
    ("/query", "/update", "/store"),
    ("/query", "/update", "/data"),
    ("", "/statements", "/rdf-graphs/service"),
    ("", "", ""),
)


@dataclass(frozen=True, slots=True)
class Service:
    """What is known of a service besides its address for queries; all of it may be left out.

    `update` and `graph_store` are its addresses for updates and whole graphs; `user` and `password`
    are for Basic or Digest. `directory` is one on this machine that keeps what no service keeps:
    documents held back, and earlier revisions.
    """

    update: str | None = None
    graph_store: str | None = None
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    directory: Path | None = None


@dataclass(frozen=True, slots=True)
class Described:
    """What a service says of itself: where it takes updates, and whether Enjoin serves it."""

    updates: tuple[str, ...] = ()
    is_enjoin: bool = False


def read(body: bytes, kind: str, address: str) -> Described:
    """What a service description says; nothing where it is none."""
    form = RdfFormat.from_media_type(kind)
    if form is None:
        return Described()
    try:
        quads = list(ox.parse(body, format=form, base_iri=address))
    except (SyntaxError, ValueError):
        return Described()
    takes_updates = {
        quad.subject
        for quad in quads
        if quad.predicate == NamedNode(f"{_SD}supportedLanguage")
        and quad.object == NamedNode(f"{_SD}SPARQL11Update")
    }
    updates = tuple(dict.fromkeys(_endpoints(quads, takes_updates)))
    is_enjoin = any(
        quad.predicate == term("dcterms:conformsTo") and quad.object == NamedNode(ONTOLOGY) for quad in quads
    )
    return Described(updates, is_enjoin)


def _endpoints(quads: Iterable[Quad], services: set[NamedNode | BlankNode]) -> Iterator[str]:
    for quad in quads:
        if quad.subject in services and quad.predicate == NamedNode(f"{_SD}endpoint"):
            yield str(quad.object).strip("<>")


def updates_of(address: str, service: Service, described: Described) -> list[str]:
    """Where a service may take updates, the likeliest first."""
    if service.update:
        return [service.update]
    return _same_host(address, [*described.updates, *(update for update, _ in _usual(address))])


def stores_of(address: str, service: Service) -> list[str]:
    """Where a service may take whole graphs, the likeliest first."""
    if service.graph_store:
        return [service.graph_store]
    return _same_host(address, [store for _, store in _usual(address) if store.partition("?")[0] != address])


def _usual(address: str) -> Iterator[tuple[str, str]]:
    """Pairs of addresses for updates and for graphs, as engines have them."""
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    for query, update, store in _HABITS:
        if path.endswith(query):
            head = parts._replace(path=path.removesuffix(query), query="").geturl()
            yield head + update, head + store


def _same_host(address: str, found: Iterable[str]) -> list[str]:
    """Those on the same host, each once: what identifies us there is told to nobody else."""
    host = urlsplit(address).netloc
    absolute = (urljoin(address, each) for each in found)
    return list(dict.fromkeys(each for each in absolute if urlsplit(each).netloc == host))
