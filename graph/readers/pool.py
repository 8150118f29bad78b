"""A few killable readers, and the questions that wait for one.

Each question has a time limit, counted from when it arrives, within which it is answered or its reader
is killed; another one takes that place at once. So no query, however hard, keeps others from being
answered for long.
"""

import weakref
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from ..errors import QueryAbandoned
from ..storage.publish import Generation
from .answer import Answer, notice_of
from .begun import Begun
from .kept import Kept, lasting
from .pipe import Reply
from .question import Question, question
from .stock import Gone, Reader, Stock
from .telling import GenerationGone, error_of
from .turns import Turn, Turns
from .worker import PACKED_FROM, PACKED_LEVEL

__all__ = ["PACKED_FROM", "PACKED_LEVEL", "Answer", "Begun", "GenerationGone", "Load", "Readers", "notice_of"]

MIB: Final = 1024**2


class _GiveWay(Exception):
    """A query that runs for long makes room for others; never leaves this module."""


@dataclass(frozen=True, slots=True)
class Load:
    """How many queries run and wait now, how many readers were stopped so far, and bytes that are read.

    `kept` answers were given without asking a reader; those that are kept now have `kept_bytes`.
    """

    running: int
    waiting: int
    stopped: int
    bytes: int
    kept: int = 0
    kept_bytes: int = 0


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
        timeout_s: float | None = None,
        client: str = "",
        cancelled: Callable[[], bool] | None = None,
        begun: Begun | None = None,
        **manner: Any,
    ) -> Answer:
        """The written answer to a stranger's query; `manner` is what `question` takes.

        Its time limit begins now, so waiting for a reader is part of it. `client` is who asks, and
        `cancelled` says whether they have gone. What was `begun` is brought to its end. Raises
        `QuerySyntaxError`, `QueryRefused`, `QueryParameterError`, `QueryTimeout`,
        `QueryOverloaded`, `QueryExhausted`, `QueryAbandoned`, or `GenerationGone`.
        """
        asked = question(generation, sparql, **manner) if begun is None else begun.question
        key = self._key(asked)
        if begun is None and key is not None and (kept := self._kept.get(key)) is not None:
            return kept
        limit_s = self.timeout_s if timeout_s is None else timeout_s
        return self._told(key, self._asked(asked, limit_s, client, cancelled, begun))

    def begin(
        self,
        generation: Generation,
        sparql: str,
        *,
        timeout_s: float | None = None,
        client: str = "",
        ring: Callable[[], None] | None = None,
        **manner: Any,
    ) -> Begun | Answer:
        """The same for one who cannot wait: a question that is on its way, or the answer that is kept.

        `ring` is called, by any thread, when a question that had to wait has its place. Raises
        `QueryOverloaded` where it has none and cannot wait for one.
        """
        asked = question(generation, sparql, **manner)
        key = self._key(asked)
        if key is not None and (kept := self._kept.get(key)) is not None:
            return kept
        limit_s = self.timeout_s if timeout_s is None else timeout_s
        turn = self.turns.begin(client, limit_s, ring)
        return Begun(self.turns, self._stock, turn, asked, partial(self._told, key))

    def _key(self, asked: Question) -> bytes | None:
        """The name under which the answer is kept, where it is one to be kept."""
        return asked.key() if self._kept.on and lasting(asked.text) else None

    def _told(self, key: bytes | None, reply: Reply) -> Answer:
        """What a reader said, as an answer or as the error that it is."""
        message, body, file = reply
        if "error" in message:
            raise error_of(message, self._stock.memory)
        answer = Answer(
            kind=message["kind"],
            media_type=message["media_type"],
            truncated=message["truncated"],
            size=int(message["size"]),
            _body=body,
            file=file,
            encoding=message.get("encoding", ""),
            notice=notice_of(int(message["replaced"])),
            rows=int(message["rows"]),
            used_s=float(message["used"]),
        )
        if key is not None and file is None:
            self._kept.put(key, replace(answer, kept=True, used_s=0.0), len(body))
        return answer

    def _asked(
        self,
        asked: Question,
        limit_s: float,
        client: str,
        gone: Callable[[], bool] | None,
        begun: Begun | None = None,
    ) -> Reply:
        reader: Reader | None = None
        if begun is not None:
            turn, reader, reply = begun.handed_over()
            if reply is not None:
                return reply
        else:
            turn = self.turns.begin(client, limit_s)
        try:
            self.turns.wait(turn, gone)
            while True:
                reader = reader or self._put(asked)
                try:
                    reply = reader.reply(turn.deadline, limit_s, self._checks(turn, reader, gone))
                except _GiveWay:
                    self._stock.discard(reader)
                    reader = None
                    self.turns.again(turn, gone)
                except BaseException:
                    self._stock.discard(reader)
                    raise
                else:
                    self._stock.take_back(reader, reply, asked.generation)
                    return reply
        finally:
            self.turns.release(turn)

    def _put(self, asked: Question) -> Reader:
        """A reader that is at work on a question."""
        while True:
            reader = self._stock.get()
            try:
                reader.put(asked)
            except Gone:
                self._stock.discard(reader)
            else:
                return reader

    def _checks(
        self, turn: Turn, reader: Reader, gone: Callable[[], bool] | None
    ) -> list[Callable[[], None]]:
        """What is looked at while a reader is at work."""
        place = partial(_check_place, self.turns, turn, reader)
        return [place] if gone is None else [place, partial(_check_asker, gone)]

    @property
    def kept(self) -> tuple[int, int]:
        """How many answers were given that were kept, and how many bytes are kept now."""
        return self._kept.found, self._kept.size

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
