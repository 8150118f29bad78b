"""`/.well-known/sparql-examples`: the named queries as examples that editors and federated portals read.

The form is that of the SPARQL examples of the Swiss Institute of Bioinformatics: `sh:SPARQLExecutable` with the
question as its comment, the query as it stands in its file, and the endpoint that it is meant for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, request
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ... import queries
from ...graph.rdf import about
from ...ontology.terms import PREFIXES, term
from ..desk import desk
from ..protocol.negotiate import GRAPHS, pick
from ..protocol.rdf import written_as

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue

    from ...queries import Query

bp: Final = Blueprint("examples", __name__)
_KINDS: Final = {
    "SELECT": ("sh:SPARQLSelectExecutable", "sh:select"),
    "CONSTRUCT": ("sh:SPARQLConstructExecutable", "sh:construct"),
}


@bp.get("/.well-known/sparql-examples")
def examples() -> ResponseReturnValue:
    """Every named query that can be asked here, with its example."""
    offer = pick(request.args.get("format"), request.headers.get("Accept"), GRAPHS)
    known = {name: PREFIXES[name] for name in ("ej", "owl", "rdf", "rdfs", "schema", "sh", "xsd")}
    return Response(written_as(list(_examples()), offer, known), content_type=offer.content_type)


def _examples() -> Iterator[Triple]:
    prefixes = NamedNode(f"{request.url_root}.well-known/sparql-examples#prefixes")
    yield Triple(prefixes, term("rdf:type"), term("owl:Ontology"))
    for number, (name, namespace) in enumerate(PREFIXES.items()):
        node = BlankNode(f"prefix-{number}")
        yield Triple(prefixes, term("sh:declare"), node)
        yield Triple(node, term("sh:prefix"), Literal(name))
        yield Triple(node, term("sh:namespace"), Literal(namespace, datatype=term("xsd:anyURI")))
    for query in queries.all():
        yield from _example(query, prefixes)


def _example(query: Query, prefixes: NamedNode) -> Iterator[Triple]:
    kind, verb = _KINDS[query.form]
    text = desk().graph.iris.rebased(query.text)
    yield from about(
        NamedNode(f"{request.url_root}queries/{query.name}"),
        [
            (term("rdf:type"), term("sh:SPARQLExecutable")),
            (term("rdf:type"), term(kind)),
            (term("rdfs:label"), Literal(query.name)),
            (term("rdfs:comment"), Literal(query.question, language="en")),
            (term("sh:prefixes"), prefixes),
            (term(verb), Literal(text)),
            (term("schema:target"), NamedNode(f"{request.url_root}sparql")),
            *([(term("schema:keywords"), Literal(query.theme, language="en"))] if query.theme else []),
        ],
    )
