"""What programs change in a graph by SPARQL update and by whole graphs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..asking import Asking, Clock, system_clock
from ..provenance import Entry
from ..storage.keeper import Keeper
from .writing import Body, Writing
from .written import Written

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


class Changing(Asking):
    """A graph as it is written to: each write is validated, durable and published when it returns."""

    def __init__(self, keeper: Keeper, clock: Clock = system_clock) -> None:
        super().__init__(keeper, clock)
        self._writing = Writing(keeper, clock)

    @property
    def writing(self) -> "AbstractContextManager[object]":
        """Held, it keeps all others from changing the graph: for one who looks first and then writes.

        Raises `QueryOverloaded` where others have held it for too long.
        """
        return self._writing.turn()

    @property
    def bare(self) -> bool:
        """Whether it is a plain SPARQL store: no vocabulary, provenance, validation or derivation.

        Its default graph is the engine's own and no union of the others.
        """
        return self._keeper.bare

    def update(
        self,
        text: str,
        *,
        using_graphs: Sequence[str] | None = None,
        using_named_graphs: Sequence[str] | None = None,
        base: str | None = None,
        validate: bool = True,
        timeout: float | None = None,
        documents: Sequence[Entry] = (),
    ) -> Written:
        """Do a SPARQL update, all of its operations or none.

        What templates say of no graph goes to `<base>graph/default`; patterns see all graphs, or
        those of `using_graphs` and `using_named_graphs`, which are the protocol's. `timeout` is in
        seconds. `documents` tells of graphs that were read from documents elsewhere. Nothing has changed where it raises `QuerySyntaxError`, `LoadRefused`,
        `QueryRefused`, `QueryParameterError`, `QueryError` (a graph is missing, or there already),
        `QueryTimeout`, `QueryOverloaded`, `GraphProtected`, `UnexpectedContent`, `Nonconforming`.
        """
        return self._writing.update(
            text,
            using_graphs,
            using_named_graphs,
            base=base,
            validate=validate,
            timeout=timeout,
            documents=documents,
        )

    def put_graph(
        self, name: str | None, data: Body, form: str, *, base: str | None = None, validate: bool = True
    ) -> Written:
        """Make a graph hold what `data` says and nothing else; without a `name`, the default graph.

        `form` is the media type of `data`; its relative IRIs start at `base`, else at the graph's
        IRI. Raises `UnreadableDocument` or `UnexpectedContent` with the line, `GraphProtected`,
        `QueryTimeout`, `QueryOverloaded`, or `Nonconforming`; then nothing has changed.
        """
        return self._writing.graph("put", name, [(data, form)], base, validate=validate)

    def post_graph(
        self, name: str | None, data: Body, form: str, *, base: str | None = None, validate: bool = True
    ) -> Written:
        """Add what `data` says to a graph; blank nodes of `data` are its own. Raises as `put_graph`."""
        return self.post_parts(name, [(data, form)], base=base, validate=validate)

    def post_parts(
        self,
        name: str | None,
        parts: Sequence[tuple[Body, str]],
        *,
        base: str | None = None,
        validate: bool = True,
    ) -> Written:
        """Add what several documents say to a graph, all of them or none; each is data and media type.

        Blank nodes of each are its own. Raises as `put_graph`.
        """
        return self._writing.graph("post", name, parts, base, validate=validate)

    def delete_graph(self, name: str | None, *, validate: bool = True) -> Written:
        """Take a graph out; `GraphNotFound` where there is none, `GraphProtected`, `Nonconforming`."""
        return self._writing.drop(name, validate=validate)

    def has_graph(self, name: str | None) -> bool:
        """Whether there is such a graph; without a `name`, the default graph, which a bare store always has."""
        return self._writing.has(name)
