"""Who uses a server all day: readers of every kind, people who mean no good, and one who writes.

Each does one thing after another until it is told to stop, chosen by chance from a seed. What a server may answer is
written beside each thing; anything else is a fault.
"""

import http.client
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import quote, urlencode

TABLE: Final = "application/sparql-results+json"
REFUSED: Final = frozenset((429, 503))
"""What anybody may get when much is asked; it must say when to come again."""
MOST_FAULTS: Final = 50
_ENDLESS: Final = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h . ?i ?t ?j }"
_HOPS: Final = "SELECT * {{ ?a {0} ?b . ?b {1} ?c . ?c a ?kind }} LIMIT {2}"
_PAGES: Final = (
    "/", "/orders", "/lawsuits", "/rulings", "/judges", "/places", "/sources", "/timeline", "/map", "/gaps", "/changes",
    "/validation", "/ns", "/status", "/about", "/doc/order/eo-13768", "/doc/provision/eo-13768-9a", "/orders.csv",
    "/doc/order/eo-13768.ttl", "/rulings.json", "/queries/", "/queries/rulings-that-blocked-orders.csv?on=2025-05-01",
    "/answer/enforceable?provision=eo-13768-9a&party=us-il-chicago&on=2019-06-01", "/metrics", "/readyz", "/openapi.json",
)  # fmt: skip
_EXPORTS: Final = ("/dump/all.nq.gz", "/dump/all.trig.gz", "/doc/order/eo-13768.trig")
_WORDS: Final = ("sanctuary", "travel", "judge", "Chicago", "grant conditions", "appeal", "zzzz", "injuncton")


class Tally:
    """What has happened so far; safe to use from many threads."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, int]] = Counter()
        self.faults: list[str] = []
        self._lock = threading.Lock()

    def count(self, what: str, status: int) -> None:
        with self._lock:
            self.counts[what, status] += 1

    def fault(self, what: str) -> None:
        with self._lock:
            if len(self.faults) < MOST_FAULTS:
                self.faults.append(what)

    def by_actor(self) -> dict[str, dict[int, int]]:
        found: dict[str, dict[int, int]] = {}
        for (what, status), number in sorted(self.counts.items()):
            found.setdefault(what, {})[status] = number
        return found


class Actor:
    """One client, with a connection that is kept as long as the server keeps it, and an address of its own."""

    def __init__(self, name: str, server: Any, tally: Tally, stop: threading.Event, seed: int) -> None:
        self.name = name
        self.server = server
        self.tally = tally
        self.stop = stop
        self.chance = random.Random(f"{name} {seed}")
        self.source = f"127.0.{1 + seed % 200}.{1 + sum(map(ord, name)) % 200}"
        self._connection: http.client.HTTPConnection | None = None
        self.thread = threading.Thread(target=self._run, name=name)

    def turns(self) -> Iterator[Callable[[], None]]:
        """What is done, one thing after another, for ever."""
        raise NotImplementedError

    def _run(self) -> None:
        for turn in self.turns():
            if self.stop.is_set():
                break
            try:
                turn()
            except (OSError, http.client.HTTPException, AssertionError, ValueError, KeyError) as error:
                if not self.server.alive():
                    self.tally.fault(f"{self.name}: the server has ended")
                    break
                self.tally.fault(f"{self.name}: {type(error).__name__}: {error}"[:400])
        self.close()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def ask(
        self,
        what: str,
        method: str,
        path: str,
        body: str | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        allowed: frozenset[int] = frozenset((200,)),
    ) -> tuple[int, bytes]:
        """One request; a fault where its status is none of those that are allowed, or a refusal is not one as it should be."""
        try:
            response, data = self._sent(method, path, body, headers)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.close()  # it was idle for too long, or made room for others
            response, data = self._sent(method, path, body, headers)
        if response.will_close:
            self.close()
        self.tally.count(what, response.status)
        if response.status in REFUSED:
            if not response.headers.get("Retry-After"):
                self.tally.fault(f"{what}: {response.status} without Retry-After")
            self.stop.wait(0.05 + 0.2 * self.chance.random())
        elif response.status not in allowed:
            self.tally.fault(f"{what}: {method} {path[:120]} gave {response.status}: {data[:200]!r}")
        return response.status, data

    def _sent(
        self, method: str, path: str, body: str | bytes | None, headers: Mapping[str, str] | None
    ) -> tuple[http.client.HTTPResponse, bytes]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(
                self.server.host, self.server.port, timeout=120, source_address=(self.source, 0)
            )
        self._connection.request(method, path, body, dict(headers or {}))
        response = self._connection.getresponse()
        return response, response.read()

    def query(
        self, what: str, text: str, accept: str = TABLE, allowed: frozenset[int] = frozenset((200,))
    ) -> tuple[int, bytes]:
        if self.chance.random() < 0.5:
            return self.ask(what, "GET", f"/sparql?query={quote(text)}", None, {"Accept": accept}, allowed)
        headers = {"Accept": accept, "Content-Type": "application/sparql-query"}
        return self.ask(what, "POST", "/sparql", text.encode(), headers, allowed)


class Reader(Actor):
    """Asks by SPARQL, looks at pages, searches, takes data away."""

    def turns(self) -> Iterator[Callable[[], None]]:
        kinds = (
            [self.plain] * 8
            + [self.fresh] * 6
            + [self.hops, self.groups, self.table, self.statements, self.packed]
        )
        kinds += [self.page] * 4 + [self.search] * 2 + [self.unchanged]
        while True:
            yield self.export if self.chance.random() < 0.01 else self.chance.choice(kinds)
            self.stop.wait(0.02 * self.chance.random())

    def plain(self) -> None:
        self.query("sparql", "SELECT ?o { ?o a ej:ExecutiveOrder } ORDER BY ?o LIMIT 20")

    def fresh(self) -> None:
        number = self.chance.randrange(10**9)
        self.query(
            "sparql", f"SELECT * {{ ?s ?p ?o FILTER (?o != {number}) }} OFFSET {number % 2000} LIMIT 10"
        )

    def hops(self) -> None:
        one, two = self.chance.sample(
            ("ej:ofMeasure", "ej:restrains", "ej:inCourt", "ej:actsOn", "ej:within"), 2
        )
        self.query("sparql", _HOPS.format(one, two, self.chance.randrange(1, 500)))

    def groups(self) -> None:
        self.query(
            "sparql",
            "SELECT ?kind (COUNT(DISTINCT ?s) AS ?n) { ?s a ?kind } GROUP BY ?kind ORDER BY DESC(?n)",
        )

    def table(self) -> None:
        accept = self.chance.choice(
            ("text/csv", "text/tab-separated-values", "application/sparql-results+xml")
        )
        _, data = self.query(
            "sparql", f"SELECT * {{ ?s ?p ?o }} LIMIT {self.chance.randrange(1, 20_000)}", accept
        )
        assert data

    def statements(self) -> None:
        self.query("sparql", "CONSTRUCT { ?s ?p ?o } { ?s a ej:Ruling ; ?p ?o } LIMIT 2000", "text/turtle")

    def packed(self) -> None:
        text = quote("SELECT * { ?s rdfs:label ?name } LIMIT 3000")
        self.ask("sparql", "GET", f"/sparql?query={text}", None, {"Accept": TABLE, "Accept-Encoding": "gzip"})

    def page(self) -> None:
        headers = {"Accept": "text/html", "Accept-Language": self.chance.choice(("en", "es"))}
        day = self.chance.choice(("", "2017-05-01", "2019-06-01", "2025-05-01"))
        path = self.chance.choice(_PAGES)
        given = f"{'&' if '?' in path else '?'}on={day}" if day and "on=" not in path else ""
        self.ask("page", "GET", path + given, None, headers, frozenset((200, 301, 302, 303, 308)))

    def search(self) -> None:
        given = urlencode({"q": f"{self.chance.choice(_WORDS)} {self.chance.choice(('', '2017', '2025'))}"})
        self.ask("search", "GET", f"/search?{given}", None, {"Accept": "text/html"}, frozenset((200, 303)))

    def export(self) -> None:
        self.ask("export", "GET", self.chance.choice(_EXPORTS), None, {}, frozenset((200, 303)))

    def unchanged(self) -> None:
        headers = {"Accept": "text/html", "If-None-Match": '"none", W/"none either"'}
        self.ask("page", "GET", "/about", None, headers, frozenset((200, 304)))


class Stranger(Actor):
    """Sends what nobody should; each gets its refusal, and harms nobody."""

    def turns(self) -> Iterator[Callable[[], None]]:
        kinds = (
            self.endless,
            self.endless,
            self.nonsense,
            self.service,
            self.large,
            self.write,
            self.wire,
            self.leave,
            self.away,
        )
        while True:
            yield self.chance.choice(kinds)
            self.stop.wait(0.3 * self.chance.random())

    def endless(self) -> None:
        self.query("hostile", f"{_ENDLESS} # {self.chance.random()}", allowed=REFUSED)

    def nonsense(self) -> None:
        text = "".join(self.chance.choice("SELECT{}?()<>\"'\\;. \x01é\n") for _ in range(300))
        self.query("hostile", text, allowed=frozenset((400,)))

    def service(self) -> None:
        refusals = (
            "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
            "LOAD <file:///etc/passwd>",
            "{" * 5000,
        )
        self.query("hostile", self.chance.choice(refusals), allowed=frozenset((400, 403)))

    def large(self) -> None:
        self.query("hostile", "ASK {} #" + "x" * 200_000, allowed=frozenset((413, 414, 431)))
        self.close()

    def write(self) -> None:
        headers = {"Authorization": "Bearer wrong", "Content-Type": "application/sparql-update"}
        self.ask("hostile", "POST", "/update", "DROP ALL", headers, frozenset((401,)))

    def away(self) -> None:
        path = self.chance.choice(
            ("/doc/../../etc/passwd", "/%00", "/doc/order/%ff", "/static/../app.py", "/id/x/y", "//a")
        )
        self.ask("hostile", "GET", path, None, {}, frozenset((400, 404)))

    def wire(self) -> None:
        """Bytes that are no HTTP, or half of it."""
        some = (b"\x16\x03\x01\x02\x00", b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", b"POST /sparql HTTP/1.1\r\nContent-Length: 9\r\n\r\nx",
                b"GET / HTTP/1.1\r\nHost:", bytes(self.chance.randrange(256) for _ in range(400)))  # fmt: skip
        with self.server.connect(5) as connection, suppress(OSError):
            connection.sendall(self.chance.choice(some))
            connection.settimeout(0.2)
            connection.recv(1000)
        self.tally.count("hostile", 0)

    def leave(self) -> None:
        """Ask for much, take a little, and go."""
        text = quote(self.chance.choice(("SELECT * { ?s ?p ?o }", _ENDLESS)))
        with self.server.connect(5) as connection, suppress(OSError):
            connection.sendall(f"GET /sparql?query={text} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            connection.settimeout(0.3)
            connection.recv(100)
        self.tally.count("hostile", 0)


class Writer(Actor):
    """The one who writes: what was acknowledged is seen by the next question, what does not conform is refused."""

    graph = "https://w3id.org/enjoin/graph/soak"

    def turns(self) -> Iterator[Callable[[], None]]:
        kinds = (self.update, self.update, self.put, self.remove, self.wrong, self.derive)
        while True:
            for kind in kinds:
                yield kind
                self.stop.wait(0.4 * self.chance.random())

    @property
    def _authorized(self) -> dict[str, str]:
        return dict(self.server.authorized)

    def _write(
        self, what: str, method: str, path: str, body: str | None, kind: str, allowed: frozenset[int]
    ) -> int:
        headers = {**self._authorized, "Content-Type": kind}
        while not self.stop.is_set():
            status, _ = self.ask(
                what, method, path, None if body is None else body.encode(), headers, allowed
            )
            if status not in REFUSED:
                return status
        return 0

    def _sees(self, text: str, wanted: str) -> None:
        """Whether the next answer shows what was acknowledged."""
        while not self.stop.is_set():
            status, data = self.query("sees", text, "text/csv")
            if status == 200:
                if wanted not in data.decode():
                    self.tally.fault(f"what was written is not seen: {wanted} in {data[:200]!r}")
                return

    def update(self) -> None:
        number = self.chance.randrange(10**9)
        text = (
            f"DELETE WHERE {{ GRAPH <{self.graph}> {{ <a:s> <a:n> ?n }} }} ; "
            f"INSERT DATA {{ GRAPH <{self.graph}> {{ <a:s> <a:n> {number} }} }}"
        )
        if (
            self._write("update", "POST", "/update", text, "application/sparql-update", frozenset((204,)))
            == 204
        ):
            self._sees(f"SELECT ?n {{ GRAPH <{self.graph}> {{ <a:s> <a:n> ?n }} }}", str(number))

    def put(self) -> None:
        name = f"Place {self.chance.randrange(10**6)}"
        body = (
            "@prefix ej: <https://w3id.org/enjoin/ns#> . @prefix ejv: <https://w3id.org/enjoin/vocab/> .\n"
            "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n@base <https://w3id.org/enjoin/id/> .\n"
            f'<jurisdiction/us-soak> a ej:Jurisdiction ; rdfs:label "{name}"@en ; ej:jurisdictionKind ejv:city ;\n'
            "  ej:within <jurisdiction/us-il> ."
        )
        path = f"/data?graph={quote(self.graph + '-place')}"
        if self._write("put", "PUT", path, body, "text/turtle", frozenset((201, 204))):
            self._sees("SELECT ?l { <https://w3id.org/enjoin/id/jurisdiction/us-soak> rdfs:label ?l }", name)

    def remove(self) -> None:
        path = f"/data?graph={quote(self.graph + '-place')}"
        self._write("delete", "DELETE", path, None, "text/turtle", frozenset((204, 404)))

    def wrong(self) -> None:
        text = 'INSERT DATA { GRAPH <https://w3id.org/enjoin/graph/soak-wrong> { jurisdiction:us-soak a ej:Jurisdiction ; rdfs:label "" } }'
        prefix = "PREFIX jurisdiction: <https://w3id.org/enjoin/id/jurisdiction/> "
        self._write(
            "update", "POST", "/update", prefix + text, "application/sparql-update", frozenset((422,))
        )

    def derive(self) -> None:
        """Move an effect by a day, and back: what follows is derived again."""
        of = "?e ej:earliest ?d . FILTER NOT EXISTS { ?e ej:latest ?l }"
        status, data = self.query(
            "sees",
            f"SELECT ?g ?e ?d {{ GRAPH ?g {{ ?e ej:effectType ?t . {of} }} }} ORDER BY ?e LIMIT 1",
            "text/csv",
        )
        if status != 200:
            return
        graph, effect, day = data.decode().splitlines()[1].split(",")
        other = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
        for wanted in (other, day):
            text = (
                f"DELETE {{ GRAPH <{graph}> {{ <{effect}> ej:earliest ?d }} }} "
                f'INSERT {{ GRAPH <{graph}> {{ <{effect}> ej:earliest "{wanted}"^^xsd:date }} }} '
                f"WHERE {{ GRAPH <{graph}> {{ <{effect}> ej:earliest ?d }} }}"
            )
            status = self._write(
                "derive", "POST", "/update", text, "application/sparql-update", frozenset((204,))
            )
            if status != 204:
                return
            self._sees(f"SELECT ?d {{ <{effect}> ej:earliest ?d }}", wanted)
