"""Writes by SPARQL update and by whole graphs: tried out, validated, committed, derived, published, in this order.

One write is done at a time. What it would change is found out first, in a process that may die of it
(`trial`), so that the graph itself only ever sees a change that is known, small and judged.
"""

import tempfile
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from ...ontology.terms import PREFIXES
from .. import provenance
from ..errors import GraphNotFound, GraphProtected, QueryOverloaded, QueryParameterError
from ..formats import named
from ..provenance import Entry
from ..storage.files import writing_to
from ..storage.keeper import DiskKeeper, Keeper
from .change import Change
from .trial import ADDED, REMOVED, alone
from .written import Written

if TYPE_CHECKING:
    from .committing import Proposal
    from .trials import Task

Body = bytes | Path
"""A serialized graph: its bytes, or the file that holds them."""

UPDATE_S: Final = 30.0
"""How long an update may take to be tried out, unless its caller says otherwise."""
BODY_S: Final = 120.0
"""How long the reading of a body may take."""
WAIT_S: Final = 10.0
"""How long a write waits for those before it, where it has so much time."""
MOST_WAITING: Final = 32


class Writing:
    """The way in for those who write to the graph, not documents into it."""

    def __init__(self, keeper: Keeper, clock: Callable[[], datetime]) -> None:
        self._keeper = keeper
        self._clock = clock
        self._waiting = 0
        self._count = threading.Lock()

    def update(
        self,
        text: str,
        using_graphs: Sequence[str] | None,
        using_named_graphs: Sequence[str] | None,
        *,
        base: str | None,
        validate: bool,
        timeout: float | None,
        documents: Sequence[Entry] = (),
    ) -> Written:
        """See `Changing.update`."""
        task = {
            "task": "update",
            "text": text,
            "using": _checked(using_graphs),
            "using_named": _checked(using_named_graphs),
        }
        limit_s = UPDATE_S if timeout is None else timeout
        with self.turn(limit_s):
            return self._write(task, base, "update 1", validate, limit_s, documents)

    def graph(
        self,
        task: str,
        name: str | None,
        parts: Sequence[tuple[Body, str]],
        base: str | None,
        *,
        validate: bool,
    ) -> Written:
        """Put or post a graph, of one document or several; see `Changing.put_graph` and `post_parts`."""
        graph = self._named(name)
        forms = [named(form, "triples").media_type for _, form in parts]
        with self.turn(), self._folder() as folder:
            paths: list[Path] = []
            for number, (data, _) in enumerate(parts):
                paths.append(data if isinstance(data, Path) else folder / f"body-{number}")
                if isinstance(data, bytes):
                    with writing_to(folder):
                        paths[-1].write_bytes(data)
            read = [[str(path), form] for path, form in zip(paths, forms, strict=True)]
            asked: Task = {"task": task, "graph": graph, "parts": read}
            return self._write(asked, base or graph, "graph-store 1", validate, BODY_S)

    def drop(self, name: str | None, *, validate: bool) -> Written:
        """Take a graph out; see `Changing.delete_graph`."""
        graph = self._named(name)
        with self.turn():
            if graph is not None and not self.has(graph):
                raise GraphNotFound(graph)
            return self._write({"task": "drop", "graph": graph}, None, "graph-store 1", validate, UPDATE_S)

    def has(self, name: str | None) -> bool:
        """Whether there is such a graph in what is read now."""
        if name is None and self._keeper.bare:
            return True
        graph = self._default if name is None else _node(name)
        return self._keeper.reading().has_graph(graph)

    @property
    def _default(self) -> NamedNode:
        return self._keeper.iris.graph("default")

    def _named(self, name: str | None) -> str | None:
        """The IRI of the graph to write to; `GraphProtected` where that is none that one may."""
        if name is None:
            return None if self._keeper.bare else self._default.value
        graph = _node(name)
        if graph in self._protected():
            raise GraphProtected(graph.value)
        return graph.value

    def _protected(self) -> frozenset[NamedNode]:
        return frozenset() if self._keeper.bare else provenance.made(self._keeper.iris)

    @contextmanager
    def turn(self, limit_s: float = UPDATE_S) -> Generator[None]:
        """Waits until the writes before have been done; `QueryOverloaded` where that takes too long."""
        with self._count:
            if self._waiting >= MOST_WAITING:
                raise QueryOverloaded("too many writes wait already; try again soon")
            self._waiting += 1
        try:
            mine = self._keeper.writing.acquire(timeout=min(WAIT_S, limit_s))
        finally:
            with self._count:
                self._waiting -= 1
        if not mine:
            raise QueryOverloaded("another write is still being done; try again soon")
        try:
            yield
        finally:
            self._keeper.writing.release()

    @contextmanager
    def _folder(self) -> Generator[Path]:
        """A folder for what is passed to the process and back, gone afterwards."""
        place = None
        if isinstance(self._keeper, DiskKeeper):
            place = self._keeper.layout.trial
            with writing_to(place):
                place.mkdir(exist_ok=True)
        with writing_to(place or Path()):
            folder = tempfile.TemporaryDirectory(dir=place, ignore_cleanup_errors=True)
        with folder as name:
            yield Path(name)

    def _write(
        self,
        task: "Task",
        base: str | None,
        adapter: str,
        validate: bool,
        timeout_s: float,
        documents: Sequence[Entry] = (),
    ) -> Written:
        keeper = self._keeper
        with self._folder() as folder:
            asked: Task = {
                "using": None,
                "using_named": None,
                **task,
                "default": None if keeper.bare else self._default.value,
                "protected": sorted(each.value for each in self._protected()),
                "prefixes": {} if keeper.bare else dict(PREFIXES),
                "base": base if keeper.bare else base or keeper.iris.base,
                "out": str(folder),
                "spool": not (keeper.bare and isinstance(keeper, DiskKeeper)),
            }
            if not isinstance(keeper, DiskKeeper):
                told = alone(asked, keeper.store())
            else:
                if not keeper.bare:
                    keeper.store()
                    keeper.end_what_was_begun()
                told = keeper.attempt(asked, timeout_s)
            if not asked["spool"]:
                changes = {name: Change(*both) for name, both in told["changes"].items()}
                return Written(int(told["generation"]), changes, tuple(told["created"]))
            files = Path(told["files"]) if "files" in told else None
            proposal = _proposal(told, folder, adapter, documents)
            return self._commit(proposal, files, validate=validate)

    def _commit(self, proposal: "Proposal", files: Path | None, *, validate: bool) -> Written:
        from . import admitting, committing

        keeper = self._keeper
        store = keeper.store()
        if keeper.bare:
            store.apply(proposal.added, proposal.removed, created=proposal.created, dropped=proposal.dropped)
            if proposal:
                keeper.settle()
        else:
            proposed, proposal = proposal, committing.without_renaming(store, proposal)
            if proposal:
                admitting.check_values(proposal.added, proposal.name)
                if validate:
                    admitting.check(store, proposal, keeper.iris)
                made = files if proposal is proposed else None
                committing.commit(store, keeper.beside, proposal, keeper.iris, self._clock(), made)
                keeper.settle() if admitting.concerns_rules(proposal) else keeper.show()
        keeper.reading()
        created = tuple(name.value for name in proposal.created)
        return Written(keeper.generation, proposal.changes(), created)


def _proposal(told: "Task", folder: Path, adapter: str, documents: Sequence[Entry]) -> "Proposal":
    from .committing import Proposal

    return Proposal(
        list(_spooled(folder / ADDED)),
        list(_spooled(folder / REMOVED)),
        tuple(map(NamedNode, told["created"])),
        tuple(map(NamedNode, told["dropped"])),
        adapter,
        "the update" if adapter.startswith("update") else "the graph",
        tuple(documents),
    )


def _spooled(path: Path) -> Iterator[Quad]:
    return parse(path=str(path), format=RdfFormat.N_QUADS)


def _node(name: str) -> NamedNode:
    try:
        return NamedNode(name)
    except ValueError as error:
        raise QueryParameterError(f"a graph is named by an IRI: {error}") from error


def _checked(names: Sequence[str] | None) -> list[str] | None:
    return None if names is None else [_node(name).value for name in names]
