"""The cases run over HTTP, against a server that is really there."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyoxigraph as ox

from conformance import comparing, engine

ALL = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
_STATUS = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
_FORMATS = {"boolean": {"application/sparql-results+xml", "application/sparql-results+json"}}
_FORMATS["tabular"] = {*_FORMATS["boolean"], "text/csv", "text/tab-separated-values"}
_FORMATS["RDF"] = {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"}


class OverHttp:
    """A bare server, and what its store holds at the moment."""

    def __init__(self, server: Any, root: Path) -> None:
        self.server = server
        self.root = root
        self._holds: Any = None

    # Queries and updates

    def verdict(self, case: Any) -> str | None:
        """Why the service fails a query, update or syntax case; `None` where it passes."""
        if case.is_syntax:
            return self._syntax(case)
        self.load(case.data)
        return self._update(case) if case.is_update else self._query(case)

    def load(self, data: Any) -> None:
        """The store holds `data` and nothing else."""
        if data == self._holds:
            return
        self._holds = None
        self._expect(self.server.update("DROP ALL"))
        graphs: dict[str | None, list[ox.Triple]] = {None: []} if data.default else {}
        for quad in data.quads(self.root):
            name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else None
            graphs.setdefault(name, []).append(ox.Triple(quad.subject, quad.predicate, quad.object))
        for name, triples in graphs.items():
            body = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
            self._expect(self.server.put(name, body or b"", "application/n-triples"))
        self._holds = data

    def _expect(self, reply: Any) -> None:
        assert 200 <= reply.status < 300, f"{reply.status}: {reply.text[:500]}"

    def _syntax(self, case: Any) -> str | None:
        if case.is_update:
            self._holds = None
            reply = self.server.update(case.text)
        else:
            reply = self.server.query(case.text, accept="*/*")
        told = f"{reply.status}: {reply.text[:300]}"
        # A text that is understood and then refused, for what it would do or for what is not there to do
        # it with, is well formed all the same; LOAD is refused before it is looked at any further.
        ill_formed = reply.status == 400 and reply.json()["type"].endswith("#query-syntax")
        if "Negative" in case.kind:
            return None if ill_formed or (reply.status == 403 and "LOAD" in reply.text) else told
        return told if ill_formed or reply.status >= 405 else None

    def _query(self, case: Any) -> str | None:
        media_type = comparing.TYPE_OF[case.result.suffix]
        accept = f"{media_type}, application/sparql-results+json;q=0.5"
        reply = self.server.query(f"BASE <{case.base}>\n{case.text}", accept=accept)
        if reply.status != 200:
            return f"{reply.status}: {reply.text[:300]}"
        return engine.judged(case, reply.body, reply.media_type)

    def _update(self, case: Any) -> str | None:
        self._holds = None
        reply = self.server.update(f"BASE <{case.base}>\n{case.text}")
        if not 200 <= reply.status < 300:
            return f"{reply.status}: {reply.text[:300]}"
        left = self.dataset()
        same = comparing.graph(left) == comparing.graph(case.after.quads(self.root))
        return None if same else f"another dataset is left: {[str(quad) for quad in left]}"

    def dataset(self) -> list[ox.Quad]:
        """All that the store holds, in one answer, so that blank nodes keep their identity."""
        reply = self.server.query(ALL)
        found = ox.parse_query_results(reply.body, format=ox.QueryResultsFormat.JSON)
        assert isinstance(found, ox.QuerySolutions)
        return [
            ox.Quad(row["s"], row["p"], row["o"], row["g"] if row["g"] is not None else ox.DefaultGraph())  # type: ignore[arg-type]
            for row in found
        ]

    # The protocols

    def exchange(self, case: Any) -> list[str]:
        """What is wrong with the responses of a protocol case; nothing where it passes."""
        self._holds = None
        self.load(case.data)
        self._holds = None
        variables: dict[str, str] = {}
        wrong: list[str] = []
        for asked in case.exchanges:
            reply = self._send(asked, variables)
            wrong += [
                f"{asked.method} {asked.path[:80]}: {each}" for each in self._wrong(asked, reply, variables)
            ]
        return wrong

    def _send(self, asked: Any, variables: dict[str, str]) -> Any:
        path, body = self._here(asked.path), asked.body
        for name, value in variables.items():
            path = path.replace(name, value)
            body = None if body is None else body.replace(name.encode(), value.encode())
        headers = dict(asked.headers)
        # The suite has one address for both; an update is whatever says that it is one.
        said = (body or b"").decode(
            "utf-16" if "utf-16" in headers.get("content-type", "").lower() else "utf-8"
        )
        is_update = "sparql-update" in headers.get("content-type", "") or said.startswith("update=")
        is_update = is_update or said.startswith("CLEAR")
        if is_update:
            path = re.sub(r"^/sparql\b", "/update", path)
        if is_update or path.startswith("/data"):
            headers.update(self.server.authorized)
        return self.server.request(asked.method, path, body, headers)

    @staticmethod
    def _here(path: str) -> str:
        """An address of the suite as it is in this service."""
        path = re.sub(r"^/sparql/?", "/sparql", path)
        return re.sub(r"^/gsp\b", "/data", path)

    def _wrong(self, asked: Any, reply: Any, variables: dict[str, str]) -> list[str]:
        wrong: list[str] = []
        if not any(_is(reply.status, each) for each in asked.statuses):
            wrong.append(f"{reply.status} instead of {', '.join(asked.statuses)}: {reply.text[:200]}")
        if asked.format and reply.media_type not in _FORMATS[asked.format]:
            wrong.append(f"{reply.media_type} instead of {asked.format}")
        if asked.location:
            place = reply.headers.get("location", "")
            if not urlsplit(place).scheme:
                place = f"{self.server.address}{place}"
            variables[asked.location] = place
            if "location" not in reply.headers:
                wrong.append("no Location")
        if wrong:
            return wrong
        if asked.boolean is not None and comparing.told(reply.body, reply.media_type) != asked.boolean:
            wrong.append(f"not {asked.boolean}: {reply.text[:200]}")
        if asked.answer_type and reply.headers.get("content-type") != asked.answer_type:
            wrong.append(f"{reply.headers.get('content-type')!r} instead of {asked.answer_type!r}")
        elif asked.answer is not None:
            found = comparing.told(reply.body, reply.media_type, self.server.address)
            if found != comparing.told(asked.answer.encode(), reply.media_type, self.server.address):
                wrong.append(f"another graph: {reply.text[:500]}")
        return wrong


def _is(status: int, name: str) -> bool:
    """Whether a status is the one of that name: `Created`, `StatusCode4xx`."""
    if name.startswith("StatusCode"):
        return str(status)[0] == name[len("StatusCode")]
    return status == _STATUS[name]
