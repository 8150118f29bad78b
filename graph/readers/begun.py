"""A question on its way, for one who does many things at once and waits for nothing.

Most queries end within a few milliseconds. A thread for each of them costs as much as many of them do; so
the loop of a server begins them itself, and looks again when something has come. What takes longer
it hands over to a thread, with the place and the reader that it has, and `Readers.run` goes on from there.
"""

from collections.abc import Callable

from ..errors import EnjoinError, QueryExhausted
from .answer import Answer
from .pipe import Reply
from .question import Question
from .stock import Gone, Reader, Stock
from .telling import is_said
from .turns import Turn, Turns


class Begun:
    """One question that was begun: it waits for its place, is answered, or has been; for one thread at a time.

    Whoever has it calls `go` when it `is_called`, then `arrived` whenever the reader's descriptor can be
    read, then `answer`. At any time it may hand it to `Readers.run`, or give it up.
    """

    __slots__ = (
        "_ended",
        "_error",
        "_reader",
        "_reply",
        "_stock",
        "_taken",
        "_told",
        "_turn",
        "_turns",
        "question",
    )

    def __init__(
        self, turns: Turns, stock: Stock, turn: Turn, question: Question, told: Callable[[Reply], Answer]
    ) -> None:
        """`told` makes an answer, or an error, of what a reader says."""
        self.question = question
        self._turns = turns
        self._stock = stock
        self._turn = turn
        self._told = told
        self._reader: Reader | None = None
        self._reply: Reply | None = None
        self._error: EnjoinError | None = None
        self._ended = False
        self._taken = False

    @property
    def is_called(self) -> bool:
        """Whether it waits no longer: it has its place, or was sent away."""
        return self._turn.called

    def go(self) -> int | None:
        """Ask a reader; the descriptor to watch, or `None` where that would take time, or it was sent away."""
        if self._turn.expelled or (reader := self._stock.ready()) is None:
            return None
        try:
            reader.put(self.question)
        except Gone:
            self._stock.discard(reader)
            return None
        self._reader = reader
        return reader.fileno()

    def arrived(self) -> bool:
        """Whether the answer is here, after something has come; its place and its reader are free then."""
        reader = self._reader
        assert reader is not None
        try:
            reply = reader.arrived()
            if reply is None:
                return False
            if not is_said(reply[0]):
                raise QueryExhausted(self._stock.memory)
        except EnjoinError as error:
            self._error = error
            self._stock.discard(reader)
        else:
            self._reply = reply
            self._stock.take_back(reader, reply, self.question.generation)
        self._reader = None
        self._end()
        return True

    def answer(self) -> Answer | None:
        """The answer that has arrived; `None` for what takes longer to tell: an error, or a file."""
        reply = self._reply
        if reply is None or reply[2] is not None or "error" in reply[0]:
            return None
        return self._told(reply)

    def handed_over(self) -> tuple[Turn, Reader | None, Reply | None]:
        """Its place, its reader, and its answer, as far as it has them: they are the caller's now, once and for all."""
        assert not self._taken
        self._taken = True
        if self._error is not None:
            self._ended = True
            raise self._error
        found = self._turn, self._reader, self._reply
        self._reader = self._reply = None
        self._ended = True
        return found

    def give_up(self) -> None:
        """Let go of all that it has, where nobody has taken it over."""
        if self._reader is not None:
            self._stock.discard(self._reader)
            self._reader = None
        if self._reply is not None and self._reply[2] is not None:
            self._reply[2].close()
        self._end()

    def _end(self) -> None:
        if not self._ended:
            self._ended = True
            self._turns.release(self._turn)
