"""Keeps the graph of a service elsewhere: asked as it stands, and changed through a copy of it in memory.

Whoever writes reads the graphs first, and works on that copy as on a store of our own: documents
are judged and states derived there, by the same code. What differs in the end goes to the service
as one change (`upkeep`), so that nobody ever sees a document without what follows from it.

A server of ours judges, derives and keeps its own records: to one of those only documents are sent.
"""

import json
import logging
import secrets
import threading
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Final

from pyoxigraph import NamedNode

from ...ontology.terms import ej
from .. import provenance
from ..backend import Backend
from ..errors import QueryError, QueryParameterError, ServiceError, StoreError, StoreMissing
from ..iris import DEFAULT_BASE, RESERVED, Iris
from ..storage.files import write_file
from ..storage.keeper import Keeper, derive, fill
from ..storage.layout import Layout
from ..storage.store import Store
from ..updates.change import Change
from .difference import differences_of
from .protocol import Dataset, named_dataset
from .service import Remote
from .services import UNIONS, Service
from .upkeep import Upkeep

logger = logging.getLogger(__name__)

_FRESH_S: Final = 1.0
"""For so long what is known of the service's graphs, and of its counter, is taken to be so still."""
_TRIES: Final = 3


class RemoteKeeper(Keeper):
    """The graph of a service elsewhere."""

    def __init__(
        self,
        address: str,
        base: str = DEFAULT_BASE,
        token: str | None = None,
        service: Service | None = None,
    ) -> None:
        given = service or Service()
        remote = Remote(address, token=token, user=given.user, password=given.password)
        self.iris = Iris(base)
        self.writing = threading.RLock()
        self.generation = 0
        self._store = None
        self._base: Store | None = None  # what the service held when it was last read
        self._remote = remote
        self._upkeep = Upkeep(remote, self.iris, given)
        self._is_enjoin: bool | None = None
        self._union: list[Dataset] | None = None
        self._filled = False
        self._looked: tuple[float, Dataset] | None = None
        self._lock = threading.Lock()
        self._beside = _beside(given.directory, remote.address) if given.directory else None
        remote.dataset = self._dataset
        remote.shows = self._shows

    @classmethod
    def create(
        cls,
        address: str,
        base: str = DEFAULT_BASE,
        token: str | None = None,
        service: Service | None = None,
    ) -> "RemoteKeeper":
        """A graph with nothing in it but the vocabulary, at a service that has none yet."""
        keeper = cls(address, base, token, service)
        where = keeper._remote.address
        if keeper.is_enjoin:
            raise StoreError(f"the service at {where} is an Enjoin server: it has made its graph itself")
        if keeper._is_filled:
            raise StoreError(f"there is an Enjoin graph at {where} already")
        keeper._upkeep.start()
        keeper._filled = True  # from now on graphs that are not ours are left alone
        keeper._load()
        keeper._bring_up_to_date()
        return keeper

    @property
    def is_enjoin(self) -> bool:
        """Whether the service is a server of ours."""
        if self._is_enjoin is None:
            self._is_enjoin = self._upkeep.sending.described().is_enjoin
        return self._is_enjoin

    @property
    def beside(self) -> Layout | None:
        return self._beside

    # Reading

    def reading(self) -> Backend:
        """The service itself; what it holds is seen as it stands."""
        self._look()
        return self._remote

    def _look(self) -> Dataset:
        """What a query sees, and the generation; looked up again when that is no longer fresh."""
        with self._lock:
            if self._looked is None or monotonic() - self._looked[0] > _FRESH_S:
                dataset: Dataset = ()
                if self._is_filled:  # any other service is asked as it is
                    if self._union is None:
                        self._union = self._shows_union()
                    dataset = self._union[0] if self._union else self._listed()
                    self.generation = self._told() if self.is_enjoin else self._upkeep.counter()
                self._looked = (monotonic(), dataset)
            return self._looked[1]

    def _dataset(self) -> Dataset:
        return self._looked[1] if self._looked else ()

    def _shows(self, graph: NamedNode) -> bool:
        """Whether a graph is one of Enjoin's; of a service without any, all are shown."""
        return not self._filled or graph.value.startswith(f"{self.iris.base}graph/")

    def _shows_union(self) -> list[Dataset]:
        """How the service is asked for all graphs as one, if there is a way; else nothing.

        A statement that is known to stand in a graph has to be seen there, and without naming it.
        """
        known = f"{self.iris.graph('ontology')} {ej('digest')} ?digest"
        ask = f"ASK {{ GRAPH {self.iris.graph('provenance')} {{ {known} }} {known} }}"
        for way in UNIONS:
            try:
                if self._remote.over(way, ask):
                    return [way]
            except (QueryError, ServiceError) as error:
                logger.info("%s", error)
        return []

    def _listed(self) -> Dataset:
        """The graphs of documents that the service has records of, and those that are made, one by one."""
        told = self._remote.plainly(
            f"SELECT DISTINCT ?g {{ GRAPH {self.iris.graph('provenance')} {{ ?g {ej('digest')} ?digest }} }}"
        )
        found = {row["g"] for row in told} | {self.iris.graph(name) for name in RESERVED}
        graphs = sorted((each for each in found if isinstance(each, NamedNode)), key=lambda each: each.value)
        return named_dataset(graphs, graphs)

    def _told(self) -> int:
        """A number that tells the states of a server of ours apart, made of its records."""
        rows = self._remote.plainly(
            f"SELECT ?g ?digest ?when {{ GRAPH {self.iris.graph('provenance')} {{ "
            f"?g {ej('digest')} ?digest OPTIONAL {{ ?g {ej('recordedAt')} ?when }} }} }} ORDER BY ?g ?digest ?when"
        )
        told = "\n".join(str(sorted((name, str(term)) for name, term in row.items())) for row in rows)
        return int.from_bytes(sha256(told.encode()).digest()[:6])

    @property
    def _is_filled(self) -> bool:
        """Whether the service has an Enjoin graph."""
        if not self._filled:
            self._filled = self._asked_whether_filled()
        return self._filled

    def _asked_whether_filled(self) -> bool:
        known = f"{self.iris.graph('ontology')} {ej('digest')} ?digest"
        ask = f"ASK {{ GRAPH {self.iris.graph('provenance')} {{ {known} }} }}"
        return bool(self._remote.query(ask, union=False))

    # Writing

    def store(self) -> Store:
        """The copy to work on, as the service stands now; what was cut off is ended first."""
        with self.writing:
            if self._store is not None and self._upkeep.counter() == self.generation and not self.is_enjoin:
                return self._store
            if not self._is_filled:
                raise StoreMissing(
                    f"there is no Enjoin graph at {self._remote.address}; make one with `enjoin --endpoint … init`"
                )
            if not self.is_enjoin and self._upkeep.recover():
                logger.warning("ended what was cut off at %s", self._remote.address)
            found = self._load()
            if not self.is_enjoin:
                self._bring_up_to_date()
            return found

    def writable_or_read(self) -> Store:
        return self.store()

    def remembering(self) -> Store:
        if self._beside is None:
            raise QueryParameterError(
                "known: the service keeps no earlier revisions of documents; name the directory that does with --store"
            )
        return self.store()

    def _bring_up_to_date(self) -> None:
        """The vocabulary and the rules of this version."""
        if fill(self.store_in_hand(), self.iris):
            self.settle(full=True)

    def store_in_hand(self) -> Store:
        """The copy as it is, whatever the service holds by now."""
        if self._store is None:
            raise StoreError("the graph of the service was not read yet")
        return self._store

    def _load(self) -> Store:
        """Read all graphs; again where somebody wrote meanwhile."""
        for _ in range(_TRIES):
            before = self._upkeep.counter()
            quads = list(self._remote.quads())
            if self._upkeep.counter() == before:
                self.generation = before
                self._base = Store.memory(quads)
                self._store = Store.memory(quads)
                self._store.path = self._beside.path if self._beside else None
                return self._store
        raise ServiceError(
            f"the service at {self._remote.address} is being written to all the time; try later"
        )

    def settle(self, *, full: bool = False) -> Change:
        """Derive in the copy, and send all that is new in it to the service as one change."""
        store, base = self.store_in_hand(), self._base
        try:
            if self.is_enjoin:
                self._send(store, base or Store.memory())
                return Change()
            change = derive(store, self.iris, None if full else base)
            differences = dict(differences_of(store, base or Store.memory()))
            if differences:
                self._upkeep.commit(differences, self.generation, secrets.token_hex(8))
                self.generation += 1
        except BaseException:
            self._store = self._base = None  # the copy is ahead of the service: read it anew
            raise
        self._base = Store.memory(store.quads())
        self._looked = None
        if self._beside is not None:
            self._beside.pending.unlink(missing_ok=True)
        return change

    def _send(self, store: Store, base: Store) -> None:
        """Have a server of ours hold the documents that are in the copy; it does the rest itself."""
        made = {self.iris.graph(name) for name in RESERVED - {"adoptions"}}
        differences = {graph: each for graph, each in differences_of(store, base) if graph not in made}
        entries = provenance.entries(store, self.iris).values()
        self._upkeep.tell(differences, [each for each in entries if self.iris.graph(each.id) in differences])
        self._store = self._base = None
        self._looked = None
        if self._beside is not None:
            self._beside.pending.unlink(missing_ok=True)

    def close(self) -> None:
        self._base = None
        super().close()


def _beside(directory: Path, address: str) -> Layout:
    """The directory of what stays on this machine; it belongs to one service, and to no store."""
    layout = Layout(directory)
    stamp = directory / "service.json"
    if layout.stamp.exists():
        raise StoreError(
            f"{directory} holds a store of its own; name another directory with --store for what is "
            f"kept here of the service at {address}"
        )
    if stamp.exists():
        of = json.loads(stamp.read_bytes()).get("service")
        if of != address:
            raise StoreError(
                f"{directory} belongs to the service at {of}; name another directory with --store"
            )
        return layout
    directory.mkdir(parents=True, exist_ok=True)
    write_file(stamp, json.dumps({"service": address}).encode() + b"\n")
    return layout
