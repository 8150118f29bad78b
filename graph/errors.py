"""What can go wrong, by who can mend it.

    EnjoinError
    ├─ SourceError(where, problem, cure)       the source or its adapter
    │  ├─ UnreadableDocument                   not the format it claims
    │  └─ UnexpectedContent                    the format, but not what we understand
    ├─ Nonconforming(report)                   the data
    ├─ QueryError                              the asker
    │  └─ QuerySyntaxError  QueryParameterError  QueryTimeout  QueryRefused  QueryOverloaded
    │                                                         └─ LoadRefused
    ├─ EntityNotFound(ref, suggestions)        the asker
    ├─ GraphNotFound(graph)                    the asker
    ├─ GraphProtected(graph)                   the asker
    ├─ StoreError                              the operator
    │  └─ StoreLocked  StoreCorrupted  StoreMissing  StoreVersion (StoreOutdated)
    ├─ ServiceError                            the operator of a remote service
    └─ ReasonerError                           the operator
       └─ JavaMissing

Exit codes and HTTP statuses are not here: each door has one table of its own.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..shapes.report import Report


class EnjoinError(Exception):
    """Something the user can be told in one sentence; the root of all errors of ours."""


class SourceError(EnjoinError):
    """A document cannot be taken in: `where` it fails, what the `problem` is, and its `cure`.

    `where` names the file and, where there is one, the line and column: `orders.csv, line 3`.

    >>> print(UnexpectedContent("orders.csv, line 3", "signed_on '2025-02-30' is no day", "write YYYY-MM-DD"))
    orders.csv, line 3: signed_on '2025-02-30' is no day; write YYYY-MM-DD
    """

    def __init__(self, where: str, problem: str, cure: str = "") -> None:
        super().__init__(where, problem, cure)
        self.where = where
        self.problem = problem
        self.cure = cure

    def __str__(self) -> str:
        said = f"{self.where}: {self.problem}" if self.where else self.problem
        return f"{said}; {self.cure}" if self.cure else said


class UnreadableDocument(SourceError):
    """The document is not in the format it claims, or in none that is known."""


class UnexpectedContent(SourceError):
    """The document is in its format, but says something that is not understood."""


class Nonconforming(EnjoinError):
    """The data breaks a shape; `report` says where, and nothing was written."""

    def __init__(self, report: "Report", document: str = "") -> None:
        super().__init__(report, document)
        self.report = report
        self.document = document

    def __str__(self) -> str:
        messages = [result.message for result in self.report.violations]
        head = f"{self.document or 'the data'} does not conform"
        if not messages:
            return head
        more = f" (and {len(messages) - 1} more)" if len(messages) > 1 else ""
        first = messages[0].rstrip(".") if more else messages[0]
        return f"{head}: {first}{more}"


class QueryError(EnjoinError):
    """A question that cannot be answered as it was asked."""


class QuerySyntaxError(QueryError):
    """The text is not SPARQL: `line` and `column` (both from 1) and the place `quoted`.

    >>> print(QuerySyntaxError("expected a term", line=2, column=9, quoted="WHERE { ?s ?p"))
    line 2, column 9: expected a term, at "WHERE { ?s ?p"
    """

    def __init__(
        self, problem: str, *, line: int | None = None, column: int | None = None, quoted: str = ""
    ) -> None:
        super().__init__(problem, line, column, quoted)
        self.problem = problem
        self.line = line
        self.column = column
        self.quoted = quoted

    def __str__(self) -> str:
        place = f"line {self.line}, column {self.column}: " if self.line is not None else ""
        return f'{place}{self.problem}, at "{self.quoted}"' if self.quoted else f"{place}{self.problem}"


class QueryParameterError(QueryError):
    """A named query was asked with a parameter it does not take, or a value that does not fit."""


class QueryTimeout(QueryError):
    """The query did not end within its `seconds` and was stopped."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    def __str__(self) -> str:
        return f"the query did not end within {self.seconds:g} s and was stopped"


class QueryRefused(QueryError):
    """The query asks for something that is never done here, such as calling another service."""


class LoadRefused(QueryRefused):
    """An update asks for LOAD: nothing is fetched here, documents are ingested."""


class QueryOverloaded(QueryError):
    """Too many queries at once, or one that needs more memory than a query may have."""


class QueryExhausted(QueryOverloaded):
    """One query, or update, needed more memory or depth than it may have, and was stopped; `bytes` is the limit."""

    def __init__(self, bytes: int, what: str = "query") -> None:  # noqa: A002 - what it is
        super().__init__(bytes, what)
        self.bytes = bytes
        self.what = what

    def __str__(self) -> str:
        return f"the {self.what} needs more memory or depth than one may have ({self.bytes // 1024**2} MiB)"


class WriteExhausted(QueryOverloaded):
    """A graph is too large, or too deep, to be written at once, and nothing has changed; `bytes` is the limit."""

    def __init__(self, bytes: int) -> None:  # noqa: A002 - what it is
        super().__init__(bytes)
        self.bytes = bytes

    def __str__(self) -> str:
        return (
            f"the graph needs more memory or depth than one write may have ({self.bytes // 1024**2} MiB); "
            "send it in several parts by POST"
        )


class QueryAbandoned(QueryError):
    """Whoever asked has gone, so the query was stopped."""


class EntityNotFound(EnjoinError):
    """Nothing is known by that reference; `suggestions` are ids that look like it.

    >>> print(EntityNotFound("eo-13786", ["eo-13768"]))
    nothing is known about 'eo-13786'; did you mean eo-13768?
    """

    def __init__(self, ref: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__(ref, tuple(suggestions))
        self.ref = ref
        self.suggestions = list(suggestions)

    def __str__(self) -> str:
        said = f"nothing is known about {self.ref!r}"
        return f"{said}; did you mean {' or '.join(self.suggestions)}?" if self.suggestions else said


class GraphNotFound(EnjoinError):
    """The store has no graph of that name; `graph` is its IRI, or nothing for the default graph."""

    def __init__(self, graph: str) -> None:
        super().__init__(graph)
        self.graph = graph

    def __str__(self) -> str:
        named = f"graph <{self.graph}>" if self.graph else "default graph"
        return f"the store has no {named}"


class GraphProtected(EnjoinError):
    """A write to a graph that is made here and never edited: `graph` is its IRI."""

    def __init__(self, graph: str) -> None:
        super().__init__(graph)
        self.graph = graph

    def __str__(self) -> str:
        return f"the graph <{self.graph}> is made here and is not written to; write to a document's graph"


class StoreError(EnjoinError):
    """The store cannot do its work."""


class StoreLocked(StoreError):
    """Another process writes to the store; `lock` is the file that says so."""

    def __init__(self, message: str, lock: str = "") -> None:
        super().__init__(message, lock)
        self.message = message
        self.lock = lock

    def __str__(self) -> str:
        return self.message


class StoreCorrupted(StoreError):
    """The files of the store are damaged, or are not a store's."""


class StoreMissing(StoreError):
    """There is no store at that place."""


class StoreVersion(StoreError):
    """The store was made by a version of Enjoin whose format this one does not read, or must not write."""


class StoreOutdated(StoreVersion):
    """The store has the format of an earlier version: it can be read, and migrated, not written to."""


class ServiceError(EnjoinError):
    """A remote SPARQL service did not answer, or refused."""


class ReasonerError(EnjoinError):
    """The reasoner did not come to a result."""


class JavaMissing(ReasonerError):
    """The reasoner needs a Java runtime and there is none; the message says how to get one."""
