"""What is known, and how we know it. No web here: nothing in this room imports server, reads the
environment or writes to the terminal.

    import enjoin.graph as eg
    graph = eg.open("var")                  # or eg.open("https://host/sparql")
"""

from .errors import (
    EnjoinError,
    EntityNotFound,
    JavaMissing,
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
    StoreVersion,
    UnexpectedContent,
    UnreadableDocument,
)
from .graph import Graph

__all__ = [
    "EnjoinError",
    "EntityNotFound",
    "Graph",
    "JavaMissing",
    "Nonconforming",
    "QueryError",
    "QueryOverloaded",
    "QueryParameterError",
    "QueryRefused",
    "QuerySyntaxError",
    "QueryTimeout",
    "ReasonerError",
    "ServiceError",
    "SourceError",
    "StoreCorrupted",
    "StoreError",
    "StoreLocked",
    "StoreMissing",
    "StoreVersion",
    "UnexpectedContent",
    "UnreadableDocument",
    "init",
    "open",
]

open = Graph.open  # noqa: A001 - read as eg.open()
init = Graph.init
