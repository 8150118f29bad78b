"""The shortest way to an answer: the loop that receives a plain query asks a reader, and sends what it says.

Handing a request from thread to thread, and waiting for it there, takes longer than most queries do. So
the loop puts a plain query to a reader itself, with all the limits, turns and counts that there are, and
goes on with others until the answer is there. Whatever is not an answer at once (errors, files, queries
that take longer, clients that are not plain) it leaves to a thread, with all that has been begun: that goes
on by `shortcut`, and the response is the same.
"""

# waitress has no types, so what is read from its classes has none either.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import time
from collections import deque
from functools import partial
from threading import get_ident
from typing import TYPE_CHECKING, Any, Final

from ...graph.errors import EnjoinError
from ...graph.readers.pool import Answer
from ..headers import note
from ..lines import Request
from ..log import id_of
from ..protocol.replies import client_of
from .heads import written
from .plain import PATH, by_get, by_post
from .shortcut import Started

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...graph.readers.pool import Begun
    from ..desk import Desk
    from ..protocol.negotiate import Offer
    from .loop import Loop
    from .plain import Plain

RUNS_S: Final = 0.01
"""How long a reader may be at work on a query before a thread takes it over, which looks after turns and time."""
WAITS_S: Final = 0.1
"""How long a query may wait for its turn before a thread waits for it."""


LONGEST: Final = 64 * 1024
"""Bytes of the longest query that the loop puts to a reader: so many it takes without being waited for."""
_WAITS, _RUNS, _DONE = range(3)


class _Underway:
    """A query that the loop has begun: it waits for its turn, or runs; or it is answered, or somebody else's."""

    __slots__ = (
        "at",
        "begun",
        "channel",
        "client",
        "descriptor",
        "ending",
        "plain",
        "request_id",
        "stage",
        "tag",
    )

    def __init__(self, channel: Any, plain: Plain, tag: str | None) -> None:
        self.channel = channel
        self.plain = plain
        self.tag = tag
        headers = channel.requests[0].headers
        self.ending = headers.get("CONNECTION", "").lower() == "close"
        self.request_id = id_of(headers.get("X_REQUEST_ID"))
        self.client = client_of(channel.addr[0])
        self.at = time.perf_counter()
        self.begun: Begun | None = None
        self.descriptor: int | None = None
        self.stage = _WAITS


class Direct:
    """Answers plain queries in the loop of the server; for the loop's thread, but for `_rung`."""

    def __init__(self, desk: Desk, loop: Loop, wake: Callable[[], None]) -> None:
        """`wake` ends the loop's waiting, from any thread."""
        self._desk = desk
        self._loop = loop
        self._wake = wake
        self._thread = 0
        self._kept: deque[tuple[_Underway, Answer, Offer]] = deque()
        self._called: deque[_Underway] = deque()
        self._running: deque[tuple[float, _Underway]] = deque()
        self._waiting: deque[tuple[float, _Underway]] = deque()

    def take(self, channel: Any) -> bool:
        """Begin to answer the one request of a connection, if it is one to be answered here."""
        if get_ident() != self._thread or len(channel.requests) != 1 or channel.total_outbufs_len:
            return False
        plain = self._plain(channel.requests[0])
        if plain is None:
            return False
        quotas = self._desk.quotas
        try:
            tag = plain.tag(self._desk)
            underway = _Underway(channel, plain, tag)
            if quotas.on and not quotas.has(underway.client):
                return False
            begun = self._desk.graph.begin(
                plain.text,
                **plain.asked(self._desk),
                client=underway.client,
                ring=partial(self._rung, underway),
            )
        except EnjoinError:  # it is found again by whoever tells it
            return False
        if begun is None:
            return False
        if isinstance(begun, Answer):
            offer = plain.manner.offer(begun)
            if offer is None or begun.file is not None:
                return False
            self._kept.append((underway, begun, offer))  # waitress still has its hands on the connection
            if quotas.on:
                quotas.take(underway.client)
            return True
        if quotas.on:
            quotas.take(underway.client)
        underway.begun = begun
        if begun.is_called:
            self._go(underway)
        else:
            self._waiting.append((underway.at + WAITS_S, underway))
        return True

    def look(self, most_s: float) -> float:
        """Send what was kept, go on with those whose turn has come, hand over those that take long.

        Returns when to look again, in seconds, at most `most_s`.
        """
        self._thread = get_ident()
        while self._kept:
            self._send(*self._kept.popleft())
        self._go_on()
        now = time.perf_counter()
        for line, stage in ((self._running, _RUNS), (self._waiting, _WAITS)):
            while line:
                due, underway = line[0]
                if underway.stage == stage and due > now:
                    most_s = min(most_s, due - now)
                    break
                line.popleft()
                if underway.stage == stage:
                    self._hand_over(underway)
        return 0.0 if self._called else most_s

    def _go_on(self) -> None:
        """Put the queries to a reader whose turn has come."""
        while self._called:
            underway = self._called.popleft()
            if underway.stage == _WAITS:
                self._go(underway)

    def _plain(self, request: Any) -> Plain | None:
        if request.error is not None or request.path != PATH or request.version != "1.1":
            return None
        longest = min(self._desk.settings.max_query, LONGEST)
        if request.command == "GET":
            if request.body_rcv is not None:
                return None
            return by_get(request.query, request.headers, request.url_scheme, longest)
        if request.command == "POST" and not request.query and request.body_rcv is not None:
            if len(request.body_rcv) > 3 * longest:
                return None
            body = request.get_body_stream()
            plain = by_post(body.read(), request.headers, request.url_scheme, longest)
            body.seek(0)
            return plain
        return None

    def _rung(self, underway: _Underway) -> None:
        """The turn of one that waits has come; called by any thread."""
        self._called.append(underway)
        if get_ident() != self._thread:
            self._wake()

    def _go(self, underway: _Underway) -> None:
        begun = underway.begun
        assert begun is not None
        if not underway.channel.connected:
            self._give_up(underway)
            return
        descriptor = begun.go()
        if descriptor is None:
            self._hand_over(underway)
            return
        underway.descriptor = descriptor
        underway.stage = _RUNS
        self._running.append((time.perf_counter() + RUNS_S, underway))
        self._loop.watch(descriptor, partial(self._arrived, underway))

    def _arrived(self, underway: _Underway) -> None:
        """Something has come from a reader."""
        begun, descriptor = underway.begun, underway.descriptor
        assert begun is not None
        assert descriptor is not None
        if not begun.arrived():
            return
        self._loop.unwatch(descriptor)
        underway.descriptor = None
        self._go_on()  # so that the reader has something to do meanwhile
        if not underway.channel.connected:
            self._give_up(underway)
            return
        answer = begun.answer()
        offer = None if answer is None else underway.plain.manner.offer(answer)
        if answer is None or offer is None:
            self._hand_over(underway)
        else:
            self._send(underway, answer, offer)

    def _send(self, underway: _Underway, answer: Answer, offer: Offer) -> None:
        underway.stage = _DONE
        at, plain, channel, request_id = self._desk, underway.plain, underway.channel, underway.request_id
        head = written(plain.headers(at, answer, offer, underway.tag, request_id), ending=underway.ending)
        seconds, by = time.perf_counter() - underway.at, "kept" if answer.kept else "loop"
        client = channel.addr[0] if at.log is not None and at.log.clients else ""
        told = Request(time.time(), request_id, plain.method, PATH, 200, seconds, answer.size, by, client)
        note(at, "sparql", told, plain.text, answer.rows)
        if at.quotas.on:
            at.quotas.spend(underway.client, answer.used_s)
        if channel.connected:
            channel.finish(head + answer.read(), ending=underway.ending)

    def _hand_over(self, underway: _Underway) -> None:
        """Let a thread go on with it."""
        if not underway.channel.connected:
            self._give_up(underway)
            return
        begun = underway.begun
        assert begun is not None
        underway.stage = _DONE
        if underway.descriptor is not None:
            self._loop.unwatch(underway.descriptor)
        underway.channel.requests[0].started = Started(
            underway.plain, begun, underway.tag, underway.at, underway.request_id
        )
        underway.channel.serve()

    def _give_up(self, underway: _Underway) -> None:
        """Whoever asked has gone."""
        underway.stage = _DONE
        if underway.descriptor is not None:
            self._loop.unwatch(underway.descriptor)
        if underway.begun is not None:
            underway.begun.give_up()
