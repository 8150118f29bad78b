"""Changes to a service, all or nothing as far as SPARQL goes, and a counter that tells of them.

A service has no transaction that spans requests, and its one update has a limit of length. So what
is to come and to go is first uploaded into graphs of our own, which nothing refers to; then one
short update moves it into place. That update is written down in the service before it is sent, so
that whoever opens the service next sends it again where it was cut off; twice does no harm. Each
of its operations asks for the counter to stand where it stood: where somebody else has written
meanwhile nothing happens, and we see that it did not.

    <base>upkeep/state             the counter, who moved it last, and an update under way
    <base>upkeep/<token>/<n>       statements on their way in or out; gone when the change is done
"""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from ...ontology.terms import term
from ..errors import EnjoinError, QueryTimeout, ServiceError, StoreError
from ..iris import Iris
from ..provenance import Entry
from .difference import Difference
from .sending import Sending, in_graph
from .service import Remote
from .services import DOCUMENTS, Service
from .spelling import number
from .wire import Refused

_COUNTER: Final = term("rdf:value")
_BY: Final = term("dcterms:identifier")
_JOURNAL: Final = term("schema:text")
_INLINE: Final = 100
"""So many statements stand in the update itself; engines differ in how many they would take."""


class Moved(StoreError):
    """Somebody else has written to the service since we read it."""


class Upkeep:
    """The writing half of one service."""

    def __init__(self, remote: Remote, iris: Iris, service: Service) -> None:
        self.remote = remote
        self._root = f"{iris.base}upkeep/"
        self._state = NamedNode(f"{self._root}state")
        self.sending = Sending(remote, service, self._state)

    def counter(self) -> int:
        """How many changes the service has seen; it grows with each one."""
        rows = self.remote.plainly(f"SELECT ?n {{ GRAPH {self._state} {{ {self._state} {_COUNTER} ?n }} }}")
        return max((number(row.get("n")) for row in rows), default=0)

    # One change

    def commit(self, differences: Mapping[NamedNode, Difference], at: int, token: str) -> None:
        """Make each graph hold what is wanted, all at once; the counter must still stand `at`.

        Raises `Moved`, with nothing changed, where it does not; `ServiceError` where the service
        fails, and says whether anything has changed.
        """
        places = self._staged(differences, token)
        staged = [place for pair in places.values() for place in pair if place is not None]
        text = self._text(differences, places, at, token)
        self.sending.do(
            f"INSERT DATA {{ GRAPH {self._state} {{ {self._state} {_JOURNAL} {Literal(text)} }} }}"
        )
        try:
            self.sending.do(text)
        except EnjoinError as error:
            self._failed(error, differences, staged, at, token)
        if self._last() != token:
            self._forget(staged)
            raise Moved(
                f"another program has written to the service at {self.remote.address} meanwhile; "
                "nothing was changed, do it again"
            )
        self._drop(staged)
        self._check(differences)

    def _failed(
        self,
        error: EnjoinError,
        differences: Mapping[NamedNode, Difference],
        staged: Collection[NamedNode],
        at: int,
        token: str,
    ) -> None:
        """The service says that it failed, or nothing: find out what it did."""
        if self._last() == token:
            return  # it was done, and only the answer was lost
        if isinstance(error, QueryTimeout) or not isinstance(error.__cause__ or error, Refused):
            raise ServiceError(
                f"{error}; whether the change was made is not known, and the next command that writes ends it"
            ) from error
        before = {
            graph: len(each.wanted) - len(each.added) + len(each.removed)
            for graph, each in differences.items()
        }
        if self.counter() == at and self.sending.held(before) == before:
            self._forget(staged)
            raise ServiceError(f"{error}; nothing was changed") from error
        raise ServiceError(
            f"{error}; the change is made in part, and the next command that writes ends it"
        ) from error

    def recover(self) -> bool:
        """End what was begun and cut off, and clear away what was never finished; whether there was any."""
        rows = self.remote.plainly(f"SELECT ?t {{ GRAPH {self._state} {{ {self._state} {_JOURNAL} ?t }} }}")
        journal = [found.value for row in rows if isinstance(found := row.get("t"), Literal)]
        prefix = Literal(self._root)
        left = self.remote.plainly(
            f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER (STRSTARTS(STR(?g), {prefix})) }}"
        )
        staged = [graph for row in left if isinstance(graph := row["g"], NamedNode) and graph != self._state]
        if not journal and not staged:
            return False
        for text in journal:
            self.sending.do(text)
        self._forget(staged)
        return True

    def start(self) -> None:
        """Have a counter, where there is none yet."""
        self.sending.do(
            f"INSERT {{ GRAPH {self._state} {{ {self._state} {_COUNTER} 0 }} }} WHERE {{ "
            f"FILTER NOT EXISTS {{ GRAPH {self._state} {{ {self._state} {_COUNTER} ?n }} }} }}"
        )

    def _text(
        self,
        differences: Mapping[NamedNode, Difference],
        staged: Mapping[NamedNode, tuple[NamedNode | None, NamedNode | None]],
        at: int,
        token: str,
    ) -> str:
        """The update that does it all, and nothing where the counter stands elsewhere."""
        state = self._state
        guard = f"GRAPH {state} {{ {state} {_COUNTER} {at} }}"
        done: list[str] = []
        for graph, each in differences.items():
            coming, going = staged.get(graph, (None, None))
            if graph not in staged:
                delete = f"DELETE {{ {in_graph(graph, each.removed)} }} " if each.removed else ""
                insert = f"INSERT {{ {in_graph(graph, each.added)} }} " if each.added else ""
                done.append(f"{delete}{insert}WHERE {{ {guard} }}")
                continue
            every = f"GRAPH {graph} {{ ?s ?p ?o }}"
            if each.whole:
                done.append(f"DELETE {{ {every} }} WHERE {{ {guard} {every} }}")
            elif going:
                done.append(f"DELETE {{ {every} }} WHERE {{ {guard} GRAPH {going} {{ ?s ?p ?o }} }}")
            if coming:
                done.append(f"INSERT {{ {every} }} WHERE {{ {guard} GRAPH {coming} {{ ?s ?p ?o }} }}")
        for predicate in (_BY, _JOURNAL):
            said = f"GRAPH {state} {{ {state} {predicate} ?said }}"
            done.append(f"DELETE {{ {said} }} WHERE {{ {guard} {said} }}")
        done.append(
            f"DELETE {{ {guard} }} INSERT {{ GRAPH {state} {{ {state} {_COUNTER} {at + 1} ; "
            f"{_BY} {Literal(token)} }} }} WHERE {{ {guard} }}"
        )
        return " ;\n".join(done)

    def _staged(
        self, differences: Mapping[NamedNode, Difference], token: str
    ) -> dict[NamedNode, tuple[NamedNode | None, NamedNode | None]]:
        """By graph, where its statements that come, and those that go, have been uploaded."""
        size = sum(len(each.added) + len(each.removed) for each in differences.values())
        if size <= _INLINE and not any(each.whole for each in differences.values()):
            return {}
        found: dict[NamedNode, tuple[NamedNode | None, NamedNode | None]] = {}
        for place_number, (graph, each) in enumerate(differences.items()):
            come = each.wanted if each.whole else each.added
            go = () if each.whole else each.removed
            where = f"{self._root}{token}/{place_number}"
            found[graph] = (self.sending.upload(f"{where}-in", come), self.sending.upload(f"{where}-out", go))
        return found

    def tell(self, differences: Mapping[NamedNode, Difference], entries: Iterable[Entry]) -> None:
        """Have a server of ours hold these documents, by one update that also tells what they were read from."""
        texts: list[str] = []
        for graph, each in differences.items():
            texts.append(f"DROP SILENT GRAPH {graph}")
            texts += [f"INSERT DATA {{ {in_graph(graph, each.wanted)} }}"] if each.wanted else []
        if texts:
            address = self.sending.service.update or self.remote.address.removesuffix("/sparql") + "/update"
            told = json.dumps([entry.as_json() for entry in entries], ensure_ascii=True)
            self.remote.update(" ;\n".join(texts), address, headers={DOCUMENTS: told})

    # Requests

    def _last(self) -> str | None:
        """Who moved the counter last."""
        rows = self.remote.plainly(f"SELECT ?by {{ GRAPH {self._state} {{ {self._state} {_BY} ?by }} }}")
        return next((found.value for row in rows if isinstance(found := row.get("by"), Literal)), None)

    def _check(self, differences: Mapping[NamedNode, Difference]) -> None:
        """Whether the graphs hold as much as they should; some engines give values other spellings."""
        for graph, held in self.sending.held(differences).items():
            wanted = len(differences[graph].wanted)
            if held != wanted:
                raise ServiceError(
                    f"the service at {self.remote.address} holds {held} statements in {graph}, not the "
                    f"{wanted} that it should; what stands there was changed by something else"
                )

    def _forget(self, staged: Iterable[NamedNode]) -> None:
        """Nothing is under way any more."""
        said = f"GRAPH {self._state} {{ {self._state} {_JOURNAL} ?said }}"
        self.sending.do(f"DELETE {{ {said} }} WHERE {{ {said} }}")
        self._drop(staged)

    def _drop(self, staged: Iterable[NamedNode]) -> None:
        text = " ;\n".join(f"DROP SILENT GRAPH {graph}" for graph in staged)
        if text:
            self.sending.do(text)
