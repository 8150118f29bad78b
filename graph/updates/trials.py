"""The processes in which writes are tried out: one that works, and one that is ready to take its place."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import weakref
from typing import Any, Final

from .. import errors
from ..errors import EnjoinError, QueryExhausted, QuerySyntaxError, QueryTimeout, StoreError, WriteExhausted
from ..readers.pipe import receive, send

MIB: Final = 1024**2
MEMORY: Final = 1024 * MIB
"""How many bytes of address space one attempt may take."""

Task = dict[str, Any]
"""What a process is asked to do, and what it answers; see `trial`."""

_START_S: Final = 30.0
_TRIES: Final = 3
_TOO_LARGE: Final = 256 * MIB
"""A process that holds on to more memory than this is replaced when its task is done."""


class Dying(EnjoinError):
    """The process died of its task."""


class Unready(EnjoinError):
    """The process died, or hung, before it had a task: another one is to do it."""


class Trial:
    """One process that does one task at a time."""

    def __init__(self, memory: int) -> None:
        """Start it; it is ready some time later."""
        self._connection, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, and two numbers
                [sys.executable, "-P", "-m", f"{__package__}.trial", str(theirs.fileno()), str(memory)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # an interrupt at the terminal is for the server to handle
            )
        self._ready = False

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_gone(self) -> bool:
        """Whether it has died by itself."""
        return self._process.poll() is not None

    def do(self, task: Task, timeout_s: float) -> Task:
        """What came of a task; `Unready`, `QueryTimeout` or `Dying`, and then it must be killed."""
        try:
            if not self._ready:
                self._next(_START_S)
                self._ready = True
            send(self._connection, task)
        except (EOFError, ConnectionError, QueryTimeout):
            raise Unready("the process was not ready for a task") from None
        try:
            return self._next(timeout_s)
        except (EOFError, ConnectionError):
            raise Dying("the process died") from None

    def _next(self, timeout_s: float) -> Task:
        poll = select.poll()  # a server has more descriptors than select can look at
        poll.register(self._connection, select.POLLIN)
        if not poll.poll(1000 * timeout_s):
            raise QueryTimeout(timeout_s)
        size = int.from_bytes(receive(self._connection, 4), "big")
        return json.loads(receive(self._connection, size))

    def kill(self) -> None:
        """End it now, whatever it does."""
        self._connection.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()


class Trials:
    """Does tasks, one at a time, in a process that dies instead of this one; started when first needed."""

    def __init__(self, memory: int = MEMORY) -> None:
        self._memory = memory
        self._lock = threading.Lock()
        self._closed = False
        self._trials: list[Trial] = []
        # What is forgotten, or whose process ends, leaves no process behind.
        self._end = weakref.finalize(self, _kill_all, self._trials)

    def run(self, task: Task, timeout_s: float) -> Task:
        """What came of a task, within `timeout_s`.

        Raises `QueryTimeout`, `QueryExhausted` or `WriteExhausted` where it needs more than it may have, or what was
        wrong with the task.
        """
        with self._lock:
            trial, told = self._done(task, timeout_s)
            self._fill(2)
            if told.get("error") in {"memory", "StoreError"} or told["resident"] > _TOO_LARGE:
                self._retire(trial)
        if "error" in told:
            raise _error(told, task)
        return told

    def _done(self, task: Task, timeout_s: float) -> tuple[Trial, Task]:
        """What came of a task, and who did it: the next one, where one was not ready."""
        for _ in range(_TRIES):
            for gone in [trial for trial in self._trials if trial.is_gone]:
                self._retire(gone)
            self._fill(1)
            if self._closed:
                raise StoreError("the store is closed")
            trial = self._trials[0]
            try:
                return trial, trial.do(task, timeout_s)
            except BaseException as error:
                self._retire(trial)
                if isinstance(error, Dying):
                    raise _exhausted(task, self._memory) from None
                if not isinstance(error, Unready):
                    raise
        raise StoreError(
            "no process can be started to try the write out; nothing was changed, try again soon"
        )

    def _fill(self, count: int) -> None:
        """Have one to work with, and once it has worked, a second: who writes once writes again."""
        while len(self._trials) < count and not self._closed:
            self._trials.append(Trial(self._memory))

    def _retire(self, trial: Trial) -> None:
        if trial not in self._trials:
            return  # closed meanwhile
        self._trials.remove(trial)
        trial.kill()
        self._fill(2)

    def close(self) -> None:
        """End the processes; there are no more."""
        self._closed = True
        _kill_all(self._trials)


def _kill_all(trials: list[Trial]) -> None:
    while trials:
        trials.pop().kill()


_KINDS: Final[dict[str, type[EnjoinError]]] = {
    kind.__name__: kind
    for kind in (
        errors.GraphNotFound, errors.GraphProtected, errors.LoadRefused, errors.QueryError,
        errors.QueryParameterError, errors.QueryRefused, errors.StoreError, errors.StoreCorrupted,
        errors.UnexpectedContent, errors.UnreadableDocument,
    )
}  # fmt: skip


def _exhausted(task: Task, memory: int) -> EnjoinError:
    """What is said of a task that needs more than it may have."""
    return QueryExhausted(memory, "update") if task["task"] == "update" else WriteExhausted(memory)


def _error(told: Task, task: Task) -> EnjoinError:
    said = told.get("args", [])
    match told["error"]:
        case "QuerySyntaxError":
            problem, line, column, quoted = said
            return QuerySyntaxError(problem, line=line, column=column, quoted=quoted)
        case "memory":
            return _exhausted(task, MEMORY)
        case name:
            kind = _KINDS.get(name, StoreError)
            return kind(*said)
