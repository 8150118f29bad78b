"""The second backend: any SPARQL 1.1 service, asked through SPARQLWrapper.

It answers as `Store` does, so that what asks a store can ask a service. What is written goes
through `upkeep`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, Final, cast
from urllib.parse import parse_qsl, urlsplit
from urllib.request import Request

import pyoxigraph as ox
from pyoxigraph import BlankNode, NamedNode, Quad, QueryResultsFormat, RdfFormat, Triple

from .. import guard
from ..errors import ServiceError
from ..rdf import has_blank_nodes
from ..results import Results, Solution, Term
from .protocol import Dataset, form_of, headed, named_dataset
from .spelling import canonical, number, readable
from .wire import Account, Refused, Reply, Wire, known_as, of_query

_LONGEST_ADDRESS: Final = 2000
_TABLE: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
_TRIPLES: Final = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
_ACCEPT: Final = {"SELECT": _TABLE, "ASK": _TABLE, "CONSTRUCT": _TRIPLES, "DESCRIBE": _TRIPLES}


class Remote:
    """A SPARQL service at an address, to be asked.

    Every error is one of ours: `QuerySyntaxError` with what the service says, `QueryTimeout`,
    `QueryOverloaded`, `ServiceError` where it cannot be reached or fails.

    `dataset` gives what a query sees unless it says otherwise itself: a service whose default graph
    is not the union of its graphs has to be told. `shows` tells the graphs that are Enjoin's from
    others that the service may have.
    """

    path = None
    writable = False

    def __init__(
        self,
        address: str,
        *,
        token: str | None = None,
        user: str | None = None,
        password: str | None = None,
        timeout_s: float = 60.0,
    ) -> None:
        self.address, in_address, secret = known_as(address)
        account = Account(token, in_address or user, secret or password)
        self.wire = Wire(account, timeout_s)
        self.dataset: Callable[[], Dataset] = _nothing
        self.shows: Callable[[NamedNode], bool] = _anything

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
        """The results of any query; without `union`, over the dataset that the service chooses."""
        dataset = named_dataset(default_graphs, named_graphs)
        if union and not dataset and not guard.names_dataset(sparql):
            dataset = self.dataset()
        return self.over(dataset, sparql, prefixes=prefixes, base=base, timeout_s=timeout_s)

    def over(
        self,
        dataset: Dataset,
        sparql: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        base: str | None = None,
        timeout_s: float | None = None,
    ) -> Results:
        """The results of any query over just that dataset."""
        text = headed(sparql, prefixes, base)
        form = form_of(sparql)
        try:
            reply = self.wire.send(self._asked(text, form, dataset, timeout_s), timeout_s)
        except Refused as error:
            raise of_query(error, timeout_s or self.wire.timeout_s) from error
        try:
            found = self._read(reply, form)
        except (SyntaxError, ValueError) as error:
            raise ServiceError(
                f"the service at {self.address} did not answer with results: {error}"
            ) from error
        found.truncated = reply.cut
        return found

    def _asked(self, text: str, form: str, dataset: Dataset, timeout_s: float | None) -> Request:
        asked = _wrapper(self.address)
        asked.setQuery(text)
        asked.setTimeout(max(1, round(timeout_s or self.wire.timeout_s)))
        asked.setOnlyConneg(True)
        asked.addCustomHttpHeader("Accept", _ACCEPT[form])
        length = len(text)
        asked.queryType = form  # what the library makes of the words in a comment may be something else
        for name, value in dataset:
            asked.addParameter(name, value)
            length += len(name) + len(value)
        asked.setMethod("POST" if length > _LONGEST_ADDRESS else "GET")
        return _request(asked)

    def _read(self, reply: Reply, form: str) -> Results:
        if form in {"SELECT", "ASK"}:
            if "xml" in reply.kind:
                return Results(ox.parse_query_results(reply.body, format=QueryResultsFormat.XML))
            return Results(ox.parse_query_results(readable(reply.body), format=QueryResultsFormat.JSON))
        rdf = RdfFormat.from_media_type(reply.kind) or RdfFormat.TURTLE
        return Results(
            [
                canonical(quad)
                for quad in ox.parse(reply.body, format=rdf, base_iri=self.address, rename_blank_nodes=True)
            ]
        )

    def update(
        self,
        sparql: str,
        address: str,
        timeout_s: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Have the service at that address do an update."""
        asked = _wrapper(address)
        asked.setMethod("POST")
        asked.setRequestMethod("postdirectly")
        asked.setQuery(sparql)
        asked.queryType = "INSERT"  # an update, whatever its words look like to the library
        asked.setTimeout(max(1, round(timeout_s or self.wire.timeout_s)))
        for name, value in {"Accept": "*/*", **(headers or {})}.items():
            asked.addCustomHttpHeader(name, value)
        try:
            self.wire.send(_request(asked), timeout_s)
        except Refused as error:
            raise of_query(error, timeout_s or self.wire.timeout_s) from error

    # What `Store` offers besides

    def select(self, sparql: str) -> Iterator[Solution]:
        """The solutions of a SELECT, all of them: `ServiceError` where the service cut them."""
        return iter(self._whole(self.query(sparql)))

    def ask(self, sparql: str) -> bool:
        """The answer to an ASK."""
        return bool(self.query(sparql))

    def construct(self, sparql: str) -> Iterator[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE, all of them."""
        return self._whole(self.query(sparql)).triples()

    def plainly(self, sparql: str) -> Iterator[Solution]:
        """The solutions of a SELECT that names its graphs itself, whatever the dataset."""
        return iter(self._whole(self.query(sparql, union=False)))

    def _whole(self, found: Results) -> Results:
        if found.truncated:
            raise ServiceError(
                f"the service at {self.address} gives only a part of an answer; raise its limit on rows"
            )
        return found

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
        if subject is None and predicate is None and object is None:
            counts = self.counts() if graph is None else {graph: None}
            for name, count in counts.items():
                yield from self.statements(name, count)
            return
        s, p, o, g = (f"?{name}" if term is None else str(term) for name, term in given.items())
        for row in self.plainly(f"SELECT * WHERE {{ GRAPH {g} {{ {s} {p} {o} }} }}"):
            found = {name: row.get(name, term) for name, term in given.items()}
            quad = Quad(
                cast("NamedNode | BlankNode", found["s"]),
                cast("NamedNode", found["p"]),
                cast("Term", found["o"]),
                cast("NamedNode", found["g"]),
            )
            if graph is not None or self.shows(cast("NamedNode", found["g"])):
                yield quad

    def statements(self, graph: NamedNode, count: int | None = None) -> Iterator[Quad]:
        """The statements of one graph, all of them: `ServiceError` where the service gives only a part."""
        if count is None:
            rows = self.plainly(f"SELECT (COUNT(*) AS ?n) {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
            count = sum(number(row.get("n")) for row in rows)
        triples = self._constructed(graph, "?p") if count else []
        if len(triples) < count and not any(map(has_blank_nodes, triples)):
            # Property by property: a service that cuts answers may give as much each time.
            rows = self.plainly(f"SELECT DISTINCT ?p {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
            triples = [each for row in rows for each in self._constructed(graph, str(row["p"]))]
        if len(triples) < count:
            raise ServiceError(
                f"the service at {self.address} gives {len(triples)} of {count} statements of {graph.value}; "
                "raise its limit on rows"
            )
        return (Quad(each.subject, each.predicate, each.object, graph) for each in triples)

    def _constructed(self, graph: NamedNode, predicate: str) -> list[Triple]:
        said = f"?s {predicate} ?o"
        text = f"CONSTRUCT {{ {said} }} WHERE {{ GRAPH {graph} {{ {said} }} }}"
        return list(self.query(text, union=False).triples())

    def graphs(self) -> list[NamedNode]:
        """The names of the graphs, sorted."""
        rows = self.plainly("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        found = {row["g"] for row in rows if isinstance(row["g"], NamedNode)}
        return sorted(filter(self.shows, found), key=lambda graph: graph.value)

    def has_graph(self, name: NamedNode) -> bool:
        """Whether there is that graph, with at least one statement."""
        return bool(self.query(f"ASK {{ GRAPH {name} {{ ?s ?p ?o }} }}", union=False))

    def counts(self) -> dict[NamedNode, int]:
        """How many statements each graph holds."""
        rows = self.plainly("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        found = {row["g"]: number(row.get("n")) for row in rows if isinstance(row.get("g"), NamedNode)}
        shown = {graph: n for graph, n in found.items() if isinstance(graph, NamedNode) and self.shows(graph)}
        return dict(sorted(shown.items(), key=lambda item: item[0].value))

    def close(self) -> None:
        """Nothing is kept open between two questions."""


def _nothing() -> Dataset:
    return ()


def _anything(_graph: NamedNode) -> bool:
    return True


def _wrapper(address: str) -> Any:
    """The library's request to an address, whose own parameters stay."""
    library: Any = import_module("SPARQLWrapper")  # untyped
    parts = urlsplit(address)
    found = library.SPARQLWrapper(parts._replace(query="").geturl())
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        found.addParameter(name, value)
    return found


def _request(asked: Any) -> Request:
    """The request by the protocol; we send it, as the library would tell who asks to the whole process."""
    return cast("Request", asked._createRequest())  # noqa: SLF001 - see above
