"""An update tried out on a scratch store, operation by operation, so that one knows what it changes.

Each operation is asked first what it adds and removes, as the engine itself says: its pattern is
asked for solutions once, and the engine makes statements of its templates and them. Then just these
are added and removed. For operations on whole graphs, the graphs are compared when all is done.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad

from ..errors import GraphNotFound, GraphProtected, QueryError, QueryParameterError, QuerySyntaxError
from ..guard import tokens
from ..results import Term
from .operations import Operation, split
from .scratch import Scratch, check_syntax, instantiated
from .tally import Tally

_ROWS_AT_ONCE: Final = 5000
_FEW: Final = 20_000
"""So many statements of a body are followed one by one; of more, the graph is compared as a whole."""

Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """How an update is read: the graph that `default` stands for, what it may not touch, its dataset.

    Without a `default` the engine's own default graph is meant, and patterns see only that one;
    with it they see the union of all graphs. `using` and `using_named` are those of the protocol.
    """

    default: NamedNode | None = None
    protected: Collection[NamedNode] = ()
    prefixes: Mapping[str, str] = field(default_factory=dict[str, str])
    base: str | None = None
    using: Sequence[NamedNode] | None = None
    using_named: Sequence[NamedNode] | None = None

    @property
    def names_dataset(self) -> bool:
        return self.using is not None or self.using_named is not None


class Attempt:
    """What operations do to a scratch store, which is left as they leave it."""

    def __init__(self, work: Scratch, terms: Terms, before: Callable[[], Scratch]) -> None:
        """`before` opens the store as it was; it is only asked for where whole graphs are compared."""
        self.work = work
        self.terms = terms
        self.tally = Tally(work, before)

    def update(self, text: str) -> None:
        """Do all operations of an update.

        Raises `QuerySyntaxError`, `QueryParameterError`, `GraphProtected`, or `QueryError` where a
        graph is missing, or there already; the scratch store is then of no more use.
        """
        found = list(tokens(text))
        check_syntax(text, found, self.terms.prefixes, self.terms.base)
        listed = list(split(text, found))
        if self.terms.names_dataset and any(each.names_dataset for each in listed):
            raise QueryParameterError(
                "using-graph-uri and using-named-graph-uri are not for an update that says WITH or USING"
            )
        for operation in listed:
            try:
                self._do(operation)
            except RuntimeError as error:
                if "IO error" in str(error):
                    raise
                raise QueryError(f"{operation.kind}: {error}") from error
            except SyntaxError as error:  # the whole was taken, so this is about how it was cut
                raise QuerySyntaxError(f"{operation.kind}: this cannot be done by itself") from error

    def _do(self, operation: Operation) -> None:
        if operation.graphs:
            self._on_graphs(operation)
            return
        within = self._iri(operation, operation.within) if operation.within else self.terms.default
        removed: set[Quad] = set()
        added: set[Quad] = set()
        for names, rows in self._solutions(operation, within):
            removed.update(self._made(operation, operation.delete, names, rows, within))
            added.update(self._made(operation, operation.insert, names, rows, within))
        self._change(removed, added)

    def _solutions(
        self, operation: Operation, within: NamedNode | None
    ) -> Iterator[tuple[list[str], list[Row]]]:
        """The variables of the templates, and what the solutions of the pattern bind to them, some at a time."""
        if not operation.where:
            yield [], [()]
            return
        names = variables(operation.delete + operation.insert)
        projected = " ".join(f"?{name}" for name in names) or "?enjoin_nothing__"
        select = (
            f"{operation.prologue} SELECT {projected} {' '.join(operation.using)} WHERE {operation.where}"
        )
        default, named = self.terms.using, self.terms.using_named
        if operation.using:
            default = named = None
        elif operation.within and within is not None:
            default = [within]
        elif self.terms.names_dataset:
            default, named = default or (), named or ()
        rows = self.work.solutions(
            select,
            names,
            default_graphs=default,
            named_graphs=named,
            union=self.terms.default is not None and not operation.using,
            prefixes=self.terms.prefixes,
            base=self.terms.base,
        )
        while taken := list(islice(rows, _ROWS_AT_ONCE)):
            yield names, list(taken)

    def _made(
        self,
        operation: Operation,
        template: str,
        names: list[str],
        rows: list[Row],
        within: NamedNode | None,
    ) -> Iterator[Quad]:
        if not template:
            return
        made = instantiated(
            template,
            names,
            rows,
            prologue=operation.prologue,
            prefixes=self.terms.prefixes,
            base=self.terms.base,
        )
        for quad in made:
            own = isinstance(quad.graph_name, DefaultGraph) and within is not None
            yield Quad(quad.subject, quad.predicate, quad.object, within) if own else quad

    def _change(self, removed: set[Quad], added: set[Quad]) -> None:
        gone = [quad for quad in removed if quad not in added and quad in self.work]
        come = [quad for quad in added if quad not in self.work]
        self.tally.statements(gone, come)
        for name in {quad.graph_name for quad in (*gone, *come)}:
            if isinstance(name, NamedNode):
                self._touch(name)
        self.work.take(gone)
        self.work.put(come)

    def _touch(self, name: NamedNode) -> None:
        if name in self.terms.protected:
            raise GraphProtected(name.value)
        self.tally.graph(name)

    # Whole graphs

    def _on_graphs(self, operation: Operation) -> None:
        named = [self._named(operation, each) for each in operation.graphs]
        match operation.kind:
            case "clear" | "drop":
                for name in named[0]:
                    self._out(operation, name)
            case "create":
                self._create(operation, named[0][0])
            case _:
                self._carry(operation, named[0][0], named[1][0])

    def _named(self, operation: Operation, said: str) -> list[NamedNode | None]:
        """The graphs that a word or an IRI names; ALL and NAMED are those that may be written to."""
        if said == "DEFAULT":
            return [self.terms.default]
        if said in {"ALL", "NAMED"}:
            own = [None] if said == "ALL" and self.terms.default is None else []
            return [*own, *(name for name in self.work.graphs() if name not in self.terms.protected)]
        return [self._iri(operation, said)]

    def _out(self, operation: Operation, name: NamedNode | None) -> None:
        if name is not None and not self.work.has_graph(name):
            if operation.graphs[0] in {"DEFAULT", "ALL", "NAMED"} or operation.silent:
                return
            raise QueryError(f"there is no graph {name} to {operation.kind}; say SILENT to go on regardless")
        self._touch_whole(name)
        if operation.kind == "drop" and name is not None:
            self.work.drop_graph(name)
        else:
            self.work.empty_graph(name)

    def _create(self, operation: Operation, name: NamedNode | None) -> None:
        if name is None:
            return
        if self.work.has_graph(name):
            if not operation.silent:
                raise QueryError(f"there is a graph {name} already; say SILENT to go on regardless")
            return
        self._touch(name)
        self.work.make_graph(name)

    def _carry(self, operation: Operation, origin: NamedNode | None, target: NamedNode | None) -> None:
        if origin == target:
            return
        missing = origin is not None and origin != self.terms.default and not self.work.has_graph(origin)
        if missing and operation.kind == "move" and not operation.silent:
            raise QueryError(f"there is no graph {origin} to move; say SILENT to go on regardless")
        self._touch_whole(target)
        if operation.kind != "add":
            self.work.drop_graph(target) if target is not None else self.work.empty_graph(None)
        graph = target or DefaultGraph()
        self.work.put(
            Quad(quad.subject, quad.predicate, quad.object, graph) for quad in self.work.of_graph(origin)
        )
        if operation.kind == "move" and not missing:
            self._touch_whole(origin)
            self.work.drop_graph(origin) if origin is not None else self.work.empty_graph(None)

    def _touch_whole(self, name: NamedNode | None, *, only_added: bool = False) -> None:
        if name is not None:
            self._touch(name)
        self.tally.whole(name, only_added=only_added)

    def _iri(self, operation: Operation, said: str) -> NamedNode:
        """An IRI as it is written, made whole by the engine: prefixes and the base are resolved."""
        rows = self.work.solutions(
            f"{operation.prologue} SELECT ({said} AS ?iri) {{}}",
            ["iri"],
            default_graphs=None,
            named_graphs=None,
            union=False,
            prefixes=self.terms.prefixes,
            base=self.terms.base,
        )
        found = next(rows)[0]
        if not isinstance(found, NamedNode):
            raise QueryError(f"{said} is no IRI that could name a graph")
        return found

    # Whole graphs given from outside

    def write_graph(self, name: NamedNode | None, quads: Iterator[Quad], *, merge: bool) -> None:
        """Make a graph hold these statements, or with `merge` also what it holds; `quads` are in it."""
        few = list(islice(quads, _FEW + 1)) if merge else []
        if merge and len(few) <= _FEW:
            self._change(set(), set(few))
        else:
            self._touch_whole(name, only_added=merge)
            if not merge:
                self.work.empty_graph(name)
            self.work.put(chain(few, quads))
        if name is not None and not self.work.has_graph(name):
            self._touch(name)
            self.work.make_graph(name)

    def drop(self, name: NamedNode | None) -> None:
        """Take a graph out; `GraphNotFound` where there is none."""
        if name is not None and not self.work.has_graph(name):
            raise GraphNotFound(name.value)
        self._touch_whole(name)
        self.work.empty_graph(None) if name is None else self.work.drop_graph(name)


def variables(text: str) -> list[str]:
    """The names of the variables in a piece of SPARQL, each once, without their mark."""
    found = (token.text[1:] for token in tokens(text) if token.kind == "var")
    return list(dict.fromkeys(found))
