"""What can be asked: a store of our own, or a service elsewhere. Nothing that asks needs to know which."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from .results import Results, Solution, Term


class Backend(Protocol):
    """A set of named graphs that answers SPARQL over the union of them."""

    @property
    def path(self) -> Path | None:
        """Where its files are, if it has files."""
        ...

    def query(
        self,
        sparql: str,
        *,
        default_graphs: Sequence[NamedNode] | None = None,
        named_graphs: Sequence[NamedNode] | None = None,
        prefixes: Mapping[str, str] | None = None,
        base: str | None = None,
        union: bool = True,
    ) -> Results:
        """The results of any query."""
        ...

    def select(self, sparql: str) -> Iterator[Solution]:
        """The solutions of a SELECT, each as what it binds."""
        ...

    def ask(self, sparql: str) -> bool:
        """The answer to an ASK."""
        ...

    def construct(self, sparql: str) -> Iterator[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        ...

    def quads(
        self,
        subject: NamedNode | BlankNode | Triple | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,  # noqa: A002 - the word of the specification
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The statements that match; `None` matches everything."""
        ...

    def graphs(self) -> list[NamedNode]:
        """The names of the graphs, sorted."""
        ...

    def has_graph(self, name: NamedNode) -> bool:
        """Whether there is a graph of that name."""
        ...

    def counts(self) -> dict[NamedNode, int]:
        """How many statements each graph holds."""
        ...
