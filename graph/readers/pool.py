"""A few killable readers, and the questions that wait for one.

Each question has a time limit, counted from when it arrives, within which it is answered or its reader
is killed; another one takes that place at once. So no query, however hard, keeps others from being
answered for long.
"""

import weakref
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO, Final, Self

from .. import errors
from ..errors import (
    QueryAbandoned,
    QueryError,
    QueryExhausted,
    QueryParameterError,
    QueryRefused,
    QuerySyntaxError,
    StoreError,
)
from ..formats import Kind
from ..guard import MAX_LENGTH
from ..results import NO_LIMITS, Limits
from ..storage.publish import Generation
from .kept import Kept, key_of, lasting
from .stock import Gone, Reader, Stock
from .turns import Turn, Turns
from .worker import PACKED_FROM, PACKED_LEVEL

__all__ = ["PACKED_FROM", "PACKED_LEVEL", "Answer", "GenerationGone", "Load", "Readers", "notice_of"]

MIB: Final = 1024**2
_ANY_FORM: Final[Mapping[Kind, str]] = {"solutions": "json", "boolean": "json", "triples": "turtle"}


class GenerationGone(StoreError):
    """The generation was deleted, as a newer one was published; ask the newer one."""


class _GiveWay(Exception):
    """A query that runs for long makes room for others; never leaves this module."""


@dataclass(slots=True)
class Answer:
    """A written answer: its kind, media type, size, whether it was cut; the body in memory or in a `file`.

    Use it in a `with` block, or close it: the file of a long one stays on disk until then.
    `encoding` is `gzip` where it is compressed; `notice` says what else a reader should know.
    """

    kind: Kind
    media_type: str
    truncated: bool
    size: int
    _body: bytes = b""
    file: BinaryIO | None = None
    encoding: str = ""
    notice: str = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        if self.file is not None:
            self.file.close()

    def read(self) -> bytes:
        """The whole body."""
        if self.file is None:
            return self._body
        self.file.seek(0)
        return self.file.read()

    def chunks(self, size: int = 1 << 16) -> Iterator[bytes]:
        """The body in pieces; the answer is closed at the end."""
        if self.file is None:
            yield self._body
            return
        self.file.seek(0)
        with self.file as file:
            while chunk := file.read(size):
                yield chunk


@dataclass(frozen=True, slots=True)
class Load:
    """How many queries run and wait now, how many readers were stopped so far, and bytes that are read."""

    running: int
    waiting: int
    stopped: int
    bytes: int


class Readers:
    """A pool of readers for one process that serves; safe to use from many threads."""

    def __init__(
        self,
        count: int = 3,
        *,
        timeout_s: float = 10.0,
        memory: int = 320 * MIB,
        most_waiting: int = 24,
        most_per_client: int | None = None,
        network: bool = False,
        cache: int = 0,
    ) -> None:
        """`memory` is how many bytes a query may use; `network` lets SERVICE call what `run` allows.

        Answers of `cache` bytes in all are kept for those who ask the same of the same generation.
        """
        self.timeout_s = timeout_s
        self._kept = Kept[Answer](cache)
        self.turns = Turns(count, most_waiting, most_per_client)
        self._stock = Stock(count, memory, network=network)
        # A pool that is forgotten, or whose process ends, leaves no process behind.
        self._end = weakref.finalize(self, self._stock.close)
        self._stock.refill()

    def run(
        self,
        generation: Generation,
        sparql: str,
        *,
        forms: Mapping[Kind, str] = _ANY_FORM,
        timeout_s: float | None = None,
        limits: Limits = NO_LIMITS,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        prefixes: Mapping[str, str] | None = None,
        base: str | None = None,
        union: bool = True,
        services: Collection[str] = (),
        max_length: int | None = MAX_LENGTH,
        packed: bool = False,
        client: str = "",
        cancelled: Callable[[], bool] | None = None,
    ) -> Answer:
        """The written answer to a stranger's query; `forms` names a format for each kind of answer.

        Its time limit begins now, so waiting for a reader is part of it. `packed` compresses the
        answer; `client` is who asks, and `cancelled` says whether they have gone. Raises
        `QuerySyntaxError`, `QueryRefused`, `QueryParameterError`, `QueryTimeout`,
        `QueryOverloaded`, `QueryExhausted`, `QueryAbandoned`, or `GenerationGone`.
        """
        limit_s = self.timeout_s if timeout_s is None else timeout_s
        asked: dict[str, Any] = {
            "generation": str(generation.path),
            "query": sparql,
            "forms": dict(forms),
            "rows": limits.rows,
            "bytes": limits.bytes,
            "default_graphs": None if default_graphs is None else list(default_graphs),
            "named_graphs": None if named_graphs is None else list(named_graphs),
            "prefixes": None if prefixes is None else dict(prefixes),
            "base": base,
            "union": union,
            "services": list(services),
            "max_length": max_length,
            "packed": packed,
        }
        key = key_of(asked) if self._kept.on and lasting(sparql) else None
        if key is not None and (kept := self._kept.get(key)) is not None:
            return kept
        message, body, file = self._asked(asked, limit_s, client, cancelled)
        if "error" in message:
            raise _error(message, self._stock)
        answer = Answer(
            kind=message["kind"],
            media_type=message["media_type"],
            truncated=message["truncated"],
            size=int(message["size"]),
            _body=body,
            file=file,
            encoding=message.get("encoding", ""),
            notice=notice_of(int(message["replaced"])),
        )
        if key is not None and file is None:
            self._kept.put(key, answer, len(body))
        return answer

    def _asked(
        self, asked: dict[str, Any], limit_s: float, client: str, gone: Callable[[], bool] | None
    ) -> tuple[dict[str, Any], bytes, BinaryIO | None]:
        turn = self.turns.take(client, limit_s, gone)
        try:
            while True:
                reader = self._stock.get()
                checks = [partial(_check_place, self.turns, turn, reader)]
                if gone is not None:
                    checks.append(partial(_check_asker, gone))
                try:
                    found = reader.ask(asked, turn.deadline, limit_s, checks)
                except Gone:
                    self._stock.discard(reader)
                    continue
                except _GiveWay:
                    self._stock.discard(reader)
                except BaseException:
                    self._stock.discard(reader)
                    raise
                else:
                    if reader.slowed or found[0].get("tired"):
                        self._stock.discard(reader)
                    else:
                        self._stock.put(reader, asked["generation"])
                    return found
                self.turns.again(turn, gone)
        finally:
            self.turns.release(turn)

    @property
    def stopped(self) -> int:
        """How many readers were ended before their pool."""
        return self._stock.stopped

    def close(self) -> None:
        """End all readers."""
        self._end()


def _check_place(turns: Turns, turn: Turn, reader: Reader) -> None:
    if turns.must_yield(turn, reader.used_s()):
        raise _GiveWay
    if turn.long:
        reader.slow_down()


def _check_asker(gone: Callable[[], bool]) -> None:
    if gone():
        raise QueryAbandoned("whoever asked has gone")


def notice_of(replaced: int) -> str:
    """What a reader is told of an answer in which so many characters had to be replaced."""
    return f"{replaced} characters that XML cannot hold were replaced by U+FFFD" if replaced else ""


def _error(message: dict[str, Any], stock: Stock) -> errors.EnjoinError:
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
            return QueryExhausted(stock.memory)
        case "gone":
            return GenerationGone("this generation is gone")
        case "store":
            return StoreError(said)
        case _:
            return QueryError(said)
