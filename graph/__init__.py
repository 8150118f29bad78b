"""What is known, and how we know it. No web here: nothing in this room imports server, reads the
environment or writes to the terminal.

    import enjoin.graph as eg
    graph = eg.open("var")                  # or eg.open("https://host/sparql")
"""

from typing import TYPE_CHECKING, Any

from .errors import (
    EnjoinError,
    EntityNotFound,
    GraphNotFound,
    GraphProtected,
    JavaMissing,
    LoadRefused,
    Nonconforming,
    QueryError,
    QueryOverloaded,
    QueryParameterError,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    ReasonerError,
    ServiceError,
    SourceError,
    StoreCorrupted,
    StoreError,
    StoreLocked,
    StoreMissing,
    StoreOutdated,
    StoreVersion,
    UnexpectedContent,
    UnreadableDocument,
)
from .remote.services import Service

if TYPE_CHECKING:
    from .graph import Graph

    open = Graph.open  # noqa: A001 - read as eg.open()
    init = Graph.init

__all__ = [
    "EnjoinError",
    "EntityNotFound",
    "Graph",
    "GraphNotFound",
    "GraphProtected",
    "JavaMissing",
    "LoadRefused",
    "Nonconforming",
    "QueryError",
    "QueryOverloaded",
    "QueryParameterError",
    "QueryRefused",
    "QuerySyntaxError",
    "QueryTimeout",
    "ReasonerError",
    "Service",
    "ServiceError",
    "SourceError",
    "StoreCorrupted",
    "StoreError",
    "StoreLocked",
    "StoreMissing",
    "StoreOutdated",
    "StoreVersion",
    "UnexpectedContent",
    "UnreadableDocument",
    "init",
    "open",
]


def __getattr__(name: str) -> Any:  # the class, or one of its ways in
    """The facade, loaded when it is first used: the readers' processes start without it."""
    if name not in {"Graph", "init", "open"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .graph import Graph

    return Graph if name == "Graph" else getattr(Graph, name)
