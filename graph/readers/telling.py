"""What a reader says went wrong, as the error that its asker is told."""

from typing import Any, Final

from .. import errors
from ..errors import (
    QueryError,
    QueryExhausted,
    QueryParameterError,
    QueryRefused,
    QuerySyntaxError,
    StoreError,
)

_TOLD: Final = frozenset(("kind", "media_type", "truncated", "size", "replaced", "rows", "used"))


class GenerationGone(StoreError):
    """The generation was deleted, as a newer one was published; ask the newer one."""


def is_said(message: dict[str, Any]) -> bool:
    """Whether a message is an answer or an error, whole: a reader that broke down may say anything."""
    return "error" in message or message.keys() >= _TOLD


def error_of(message: dict[str, Any], memory: int) -> errors.EnjoinError:
    """The error in a reader's message; `memory` is how many bytes it may use."""
    said = str(message.get("said", ""))
    match message["error"]:
        case "syntax":
            return QuerySyntaxError(
                said, line=message["line"], column=message["column"], quoted=message["quoted"]
            )
        case "QueryRefused":
            return QueryRefused(said)
        case "QueryParameterError":
            return QueryParameterError(said)
        case "memory":
            return QueryExhausted(memory)
        case "gone":
            return GenerationGone("this generation is gone")
        case "store":
            return StoreError(said)
        case _:
            return QueryError(said)
