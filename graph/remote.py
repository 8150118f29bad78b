"""The second backend: any SPARQL 1.1 service, asked through SPARQLWrapper.

With `sources/fetch.py` the only module that opens connections; it opens them to the one address it
was given. It answers as `Store` does, so that what asks a store can ask a service.
"""

import socket
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, Final, cast
from urllib.error import URLError
from urllib.parse import urlsplit

import pyoxigraph as ox
from pyoxigraph import BlankNode, NamedNode, Quad, QueryResultsFormat, RdfFormat, Triple

from .errors import QueryError, QuerySyntaxError, QueryTimeout, ServiceError
from .guard import tokens
from .results import Results, Solution, Term

_LONGEST_ADDRESS: Final = 2000
_FORMS: Final = frozenset(("ASK", "CONSTRUCT", "DESCRIBE", "SELECT"))
_ACCEPT: Final = {
    "SELECT": "application/sparql-results+json, application/sparql-results+xml;q=0.9",
    "ASK": "application/sparql-results+json, application/sparql-results+xml;q=0.9",
    "CONSTRUCT": "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5",
    "DESCRIBE": "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5",
}


class Remote:
    """A SPARQL service at an address, to be asked.

    Every error is one of ours: `QuerySyntaxError` with what the service says, `QueryTimeout`,
    `ServiceError` where it cannot be reached or fails.
    """

    path = None
    writable = False

    def __init__(self, address: str, *, token: str | None = None, timeout_s: float = 60.0) -> None:
        if urlsplit(address).scheme not in {"http", "https"}:
            raise ServiceError(f"{address!r} is no address of a service; it begins with http:// or https://")
        self.address = address
        self._token = token
        self._timeout_s = timeout_s

    def query(
        self,
        sparql: str,
        *,
        default_graphs: Sequence[NamedNode] | None = None,
        named_graphs: Sequence[NamedNode] | None = None,
        prefixes: Mapping[str, str] | None = None,
        base: str | None = None,
        union: bool = True,
        timeout_s: float | None = None,
    ) -> Results:
        """The results of any query; `union` is for the service to decide."""
        del union
        form = form_of(sparql)
        head = f"BASE <{base}>\n" if base else ""
        declared = {
            token.text for token in tokens(sparql) if token.kind == "name" and token.text.endswith(":")
        }
        head += "".join(
            f"PREFIX {name}: <{namespace}>\n"
            for name, namespace in (prefixes or {}).items()
            if f"{name}:" not in declared
        )
        kind, body = self._ask(
            head + sparql, form, default_graphs, named_graphs, timeout_s or self._timeout_s
        )
        try:
            if form in {"SELECT", "ASK"}:
                written = QueryResultsFormat.XML if "xml" in kind else QueryResultsFormat.JSON
                return Results(ox.parse_query_results(body, format=written))
            rdf = RdfFormat.from_media_type(kind) or RdfFormat.TURTLE
            return Results([quad.triple for quad in ox.parse(body, format=rdf, base_iri=self.address)])
        except (SyntaxError, ValueError) as error:
            raise ServiceError(
                f"the service at {self.address} did not answer with results: {error}"
            ) from error

    def _ask(
        self,
        sparql: str,
        form: str,
        default_graphs: Sequence[NamedNode] | None,
        named_graphs: Sequence[NamedNode] | None,
        timeout_s: float,
    ) -> tuple[str, bytes]:
        """The media type and the body of the answer."""
        wrapper: Any = import_module("SPARQLWrapper")  # untyped
        asked = wrapper.SPARQLWrapper(self.address)
        asked.setQuery(sparql)
        asked.setMethod(wrapper.POST if len(sparql) > _LONGEST_ADDRESS else wrapper.GET)
        asked.setTimeout(max(1, round(timeout_s)))
        asked.setOnlyConneg(True)
        asked.addCustomHttpHeader("Accept", _ACCEPT[form])
        if self._token:
            asked.addCustomHttpHeader("Authorization", f"Bearer {self._token}")
        for name, graphs in (("default-graph-uri", default_graphs), ("named-graph-uri", named_graphs)):
            for graph in graphs or ():
                asked.addParameter(name, graph.value)
        exceptions = wrapper.SPARQLExceptions
        try:
            response = asked.query().response
            with response:
                return str(response.headers.get("Content-Type", "")).partition(";")[
                    0
                ].strip(), response.read()
        except exceptions.QueryBadFormed as error:
            raise QuerySyntaxError(_said(error)) from error
        except (exceptions.SPARQLWrapperException, URLError, OSError) as error:
            raise self._failure(error, timeout_s) from error

    def _failure(self, error: Exception, timeout_s: float) -> QueryError | ServiceError:
        code = getattr(error, "code", None)
        reason = getattr(error, "reason", error)
        if code in {503, 504} or isinstance(error, TimeoutError) or isinstance(reason, TimeoutError):
            return QueryTimeout(timeout_s)
        if code == 400:
            return QuerySyntaxError(_said(error))
        if isinstance(reason, (ConnectionError, socket.gaierror)):
            return ServiceError(f"the service at {self.address} cannot be reached: {reason}")
        return ServiceError(f"the service at {self.address} failed: {_said(error)}")

    # What `Store` offers besides

    def select(self, sparql: str) -> Iterator[Solution]:
        """The solutions of a SELECT."""
        return iter(self.query(sparql))

    def ask(self, sparql: str) -> bool:
        """The answer to an ASK."""
        return bool(self.query(sparql))

    def construct(self, sparql: str) -> Iterator[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        return self.query(sparql).triples()

    def quads(
        self,
        subject: NamedNode | BlankNode | Triple | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,  # noqa: A002 - the word of the specification
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The statements that match, in named graphs; a blank node matches nothing here."""
        given = {"s": subject, "p": predicate, "o": object, "g": graph}
        if any(isinstance(term, (BlankNode, Triple)) for term in given.values()):
            return
        s, p, o, g = (f"?{name}" if term is None else str(term) for name, term in given.items())
        for row in self.select(f"SELECT * WHERE {{ GRAPH {g} {{ {s} {p} {o} }} }}"):
            found = {name: row.get(name, term) for name, term in given.items()}
            yield Quad(
                cast("NamedNode | BlankNode", found["s"]),
                cast("NamedNode", found["p"]),
                cast("Term", found["o"]),
                cast("NamedNode", found["g"]),
            )

    def graphs(self) -> list[NamedNode]:
        """The names of the graphs, sorted."""
        rows = self.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")
        return [row["g"] for row in rows if isinstance(row["g"], NamedNode)]

    def counts(self) -> dict[NamedNode, int]:
        """How many statements each graph holds."""
        rows = self.select(
            "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
        )
        return {
            cast("NamedNode", row["g"]): int(cast("ox.Literal", row["n"]).value) for row in rows if "g" in row
        }

    def close(self) -> None:
        """Nothing is kept open between two questions."""


def form_of(sparql: str) -> str:
    """Which of the four forms a query has; `QuerySyntaxError` for none of them."""
    for token in tokens(sparql):
        if token.keyword in _FORMS:
            return token.keyword
        if token.kind not in {"word", "name", "iri", "mark"} or token.keyword not in {"", "BASE", "PREFIX"}:
            break
    raise QuerySyntaxError("a query begins with SELECT, CONSTRUCT, DESCRIBE or ASK", quoted=sparql[:40])


def _said(error: Exception) -> str:
    """The first words of what the service answered."""
    text = " ".join(str(error).split())
    _, mark, response = text.partition("Response:")
    return (response.strip(" b'\"") if mark else text)[:300] or type(error).__name__
