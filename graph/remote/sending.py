"""What is sent to a service to be kept: updates, and whole graphs by the Graph Store Protocol.

Where it takes them is found out by doing: the first likely address at which something that we send
is seen to have been done is the one. A service without a graph store gets statements by updates.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Final
from urllib.parse import quote
from urllib.request import Request

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, RdfFormat

from ...ontology.terms import term
from .. import rdf
from ..errors import EnjoinError, QueryError, QueryTimeout, ServiceError
from ..tied import together
from .service import Remote
from .services import DESCRIPTION, Described, Service, read, stores_of, updates_of
from .spelling import number
from .wire import Refused

_CHUNK: Final = 500
"""So many statements one update inserts; engines differ in how many they would take."""


class Sending:
    """The way of updates and of graphs to one service."""

    def __init__(self, remote: Remote, service: Service, probe: NamedNode) -> None:
        """`probe` is a graph in which a statement may stand for a moment."""
        self.remote = remote
        self.service = service
        self._probe = probe
        self._update_at: str | None = None
        self._store_at: str | None = None
        self._no_store = False

    def described(self) -> Described:
        """What the service says of itself."""
        request = Request(self.remote.address, headers={"Accept": DESCRIPTION})  # noqa: S310 - http only, see `known_as`
        try:
            reply = self.remote.wire.send(request)
        except (ServiceError, QueryError):
            return Described()
        return read(reply.body, reply.kind, self.remote.address)

    def begin(self) -> None:
        """Find out where the service takes updates: where one that we send is seen to be done."""
        if self._update_at is not None:
            return
        probe = f"GRAPH {self._probe} {{ {self._probe} {term('rdf:type')} {term('prov:Activity')} }}"
        refused: EnjoinError | None = None
        for address in updates_of(self.remote.address, self.service, self.described()):
            try:
                self.remote.update(f"INSERT DATA {{ {probe} }}", address)
                if not self.remote.query(f"ASK {{ {probe} }}", union=False):
                    continue
                self.remote.update(f"DELETE DATA {{ {probe} }}", address)
            except EnjoinError as error:
                # Of several refusals the one that tells what to do is that of a door that is locked.
                cause = error.__cause__ if isinstance(error.__cause__, Refused) else error
                locked = isinstance(cause, Refused) and cause.status in {401, 403}
                refused = cause if locked or refused is None else refused
                continue
            self._update_at = address
            return
        if isinstance(refused, EnjoinError):
            raise ServiceError(str(refused)) from refused
        raise ServiceError(
            f"the service at {self.remote.address} takes no updates; name the address that does: "
            "ENJOIN_UPDATE_ENDPOINT"
        )

    def do(self, text: str) -> None:
        """Have an update done."""
        self.begin()
        if self._update_at is not None:
            self.remote.update(text, self._update_at)

    def upload(self, name: str, quads: Collection[Quad]) -> NamedNode | None:
        """Have a graph of that name hold these statements; `None` for none."""
        graph = NamedNode(name)
        if not quads:
            return None
        for address in () if self._no_store else (self._store_at,) if self._store_at else self._stores():
            try:
                self.put(address, graph, quads)
            except (Refused, QueryTimeout):
                if self._store_at:
                    raise
                continue
            if self._store_at or self.held({graph: 0})[graph] == len(quads):
                self._store_at = address
                return graph
        self._no_store = True
        for chunk in _chunks(quads):
            self.do(f"INSERT DATA {{ {in_graph(graph, chunk)} }}")
        return graph

    def put(self, address: str, graph: NamedNode, quads: Collection[Quad]) -> None:
        """Make a graph hold these statements, by the Graph Store Protocol; without any there is no graph."""
        mark = "&" if "?" in address else "?"
        body = ox.serialize([quad.triple for quad in quads], format=RdfFormat.N_TRIPLES)
        request = Request(  # noqa: S310 - http only, see `known_as`
            f"{address}{mark}graph={quote(graph.value, safe='')}",
            data=body if quads else None,
            method="PUT" if quads else "DELETE",
            headers={"Content-Type": "application/n-triples"},
        )
        self.remote.wire.send(request)

    def _stores(self) -> list[str]:
        return stores_of(self.remote.address, self.service)

    def held(self, graphs: Iterable[NamedNode]) -> dict[NamedNode, int]:
        """How many statements each of these graphs holds."""
        found: dict[NamedNode, int] = {}
        for graph in graphs:
            rows = self.remote.plainly(f"SELECT (COUNT(*) AS ?n) {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
            found[graph] = max((number(row.get("n")) for row in rows), default=0)
        return found


def in_graph(graph: NamedNode, quads: Iterable[Quad]) -> str:
    """Statements as they stand in an update, in that graph."""
    lines = "\n".join(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in quads)
    return f"GRAPH {graph} {{\n{lines}\n}}"


def _chunks(quads: Iterable[Quad]) -> Iterator[list[Quad]]:
    """Statements by the hundred; those that share a blank node stay together, as its name ends with the request."""
    plain: list[Quad] = []
    tied: list[Quad] = []
    for quad in quads:
        (tied if rdf.has_blank_nodes(quad) else plain).append(quad)
    for start in range(0, len(plain), _CHUNK):
        yield plain[start : start + _CHUNK]
    yield from _knots(tied)


def _knots(quads: Iterable[Quad]) -> Iterator[list[Quad]]:
    """Statements by the hundred, with all that blank nodes tie them to."""
    whole: list[Quad] = []
    for group in together(quads):
        if whole and len(whole) + len(group) > _CHUNK:
            yield whole
            whole = []
        whole = whole + group
    if whole:
        yield whole
