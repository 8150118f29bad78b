"""An expendable process that tries writes out: it reads strangers' updates and bodies, and may die of them.

It may not open connections, may not grow beyond its share of memory, and ends with its parent.
`trials.py` starts it, talks to it as to a reader (see `worker`), and kills it when it is late. It
works on a checkpoint of the newest generation, which costs nothing but links to files; what it did
to it is told as the net change, or adopted whole as the next generation.

    python -m enjoin.graph.updates.trial <descriptor> <memory in bytes>
"""

import json
import os
import shutil
import socket
import sys
import threading
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, serialize

from .. import guard
from ..errors import EnjoinError, QuerySyntaxError
from ..formats import named
from ..readers import confined
from ..readers.pipe import receive, send
from ..storage.store import Store
from .attempt import Attempt, Terms
from .body import statements
from .scratch import Scratch
from .trials import Task

ADDED: Final = "added.nq"
REMOVED: Final = "removed.nq"
LARGE: Final = 100_000
"""Of a change of more statements than this the engine's files are given back, to be adopted as they are."""
_STACK: Final = 256 * 1024 * 1024
_AT_ONCE: Final = 5000
_CROWDED: Final = 48
"""A store that has more files than this is written anew, if it holds no more statements than `_SMALL`."""
_SMALL: Final = 50_000


class Trial:
    """Does one task after another; keeps what it worked on open, as long as that is the newest state."""

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._work: Scratch | None = None
        self._is = ""
        self._folder = ""
        self._places: list[Path] = []
        self._count = 0
        self._files = 0
        self._crowded = _CROWDED

    def do(self, task: Task) -> Task:
        """What came of a task; an error of the writer's is an answer too."""
        try:
            return self._write(task)
        except QuerySyntaxError as error:
            self._forget()
            said = [error.problem, error.line, error.column, error.quoted]
            return {"error": "QuerySyntaxError", "args": said}
        except EnjoinError as error:
            self._forget()
            return {"error": type(error).__name__, "args": [str(each) for each in error.args]}
        except MemoryError:
            return {"error": "memory"}
        except (OSError, RuntimeError) as error:  # the engine's word for a full disk may be either
            self._forget()
            return {"error": "StoreError", "args": [f"the write could not be tried out: {error}"]}

    def _write(self, task: Task) -> Task:
        work = self._checkpoint(task)
        before: list[Scratch] = []

        def former() -> Scratch:
            before.append(Scratch.reading(Path(task["store"])))
            return before[0]

        told = self.perform(task, Attempt(work, _terms(task), former))
        if any(told.values()) and task["becomes"]:
            fresh = Path(task["out"], "generation")
            work.backup(fresh)
            told["generation"] = str(fresh)
            self._is = task["becomes"]
            self._files = len(list(fresh.iterdir()))
        elif sum(map(sum, told["changes"].values())) > LARGE:
            told["files"] = str(Path(task["out"], "files"))
            work.backup(Path(told["files"]))
            self._forget()
        elif any(told.values()):
            self._forget()
        return told

    @classmethod
    def perform(cls, task: Task, attempt: Attempt) -> Task:
        """Try one task, and tell what it changed."""
        if task["task"] == "update":
            guard.check(task["text"], "update", max_length=None)
            attempt.update(task["text"])
        elif task["task"] == "drop":
            attempt.drop(_node(task["graph"]))
        else:
            graph = _node(task["graph"])
            for number, (file, form) in enumerate(task["parts"]):
                body = statements(Path(file), named(form, "triples"), task["base"], graph)
                attempt.write_graph(graph, body, merge=number > 0 or task["task"] == "post")
        if task["spool"]:
            _spool(attempt, Path(task["out"]))
        return {
            "changes": attempt.tally.counts(),
            "created": [name.value for name in attempt.tally.created()],
            "dropped": [name.value for name in attempt.tally.dropped()],
        }

    def _checkpoint(self, task: Task) -> Scratch:
        """The store as it is, to be written to; the one of the last task where that one was adopted."""
        if self._work is not None and self._is == task["store"]:
            return self._work
        self._forget()
        confined.limit_memory(None)
        self._folder = task["work"]
        while self._places:
            shutil.rmtree(self._places.pop(), ignore_errors=True)
        place = self._another_place()
        Scratch.reading(Path(task["store"])).backup(place)
        self._work = Scratch.at(place)
        self._is = task["store"]
        confined.limit_memory(self._memory)
        return self._work

    def rest(self) -> None:
        """What is better done between tasks: small tables that many small writes left are made few."""
        if self._work is None or self._files <= self._crowded:
            return
        if len(self._work) > _SMALL:
            self._crowded *= 8  # the engine sees to it by itself, sooner or later
            return
        place = self._another_place()
        fresh = Scratch.at(place)
        fresh.copy(self._work)
        former = self._places.pop(0)
        self._work = fresh
        self._files = 0
        shutil.rmtree(former, ignore_errors=True)

    def _another_place(self) -> Path:
        """A new folder to work in: the engine lets go of the former only when nothing refers to it any more."""
        self._count += 1
        place = Path(self._folder, f"{os.getpid()}-{self._count}")
        place.parent.mkdir(exist_ok=True)
        self._places.append(place)
        return place

    def _forget(self) -> None:
        self._work = None
        self._is = ""


def alone(task: Task, store: Store) -> Task:
    """What a write would change in a store in memory, tried out in this very process, without limits."""
    return Trial.perform(task, Attempt(Scratch.like(store), _terms(task), lambda: Scratch.like(store)))


def _spool(attempt: Attempt, out: Path) -> None:
    """Write what came and what went into files."""
    with (out / ADDED).open("wb") as come, (out / REMOVED).open("wb") as gone:
        net = attempt.tally.net()
        while some := list(islice(net, _AT_ONCE)):
            for file, which in ((come, True), (gone, False)):
                quads = [quad for quad, came in some if came is which]
                file.write(serialize(quads, format=RdfFormat.N_QUADS) or b"")


def _node(name: str | None) -> NamedNode | None:
    return None if name is None else NamedNode(name)


def _nodes(names: list[str] | None) -> list[NamedNode] | None:
    return None if names is None else [NamedNode(name) for name in names]


def _terms(task: Task) -> Terms:
    return Terms(
        default=_node(task["default"]),
        protected=frozenset(map(NamedNode, task["protected"])),
        prefixes=task["prefixes"],
        base=task["base"],
        using=_nodes(task["using"]),
        using_named=_nodes(task["using_named"]),
    )


def serve(connection: socket.socket, memory: int) -> None:
    """Do tasks until the other side closes the connection, each within `memory` bytes."""
    trial = Trial(memory)
    confined.limit_memory(memory)
    send(connection, {"ready": os.getpid()})
    while True:
        try:
            size = int.from_bytes(receive(connection, 4), "big")
            task = json.loads(receive(connection, size))
        except (EOFError, ConnectionError):
            return
        send(connection, {**trial.do(task), "resident": confined.resident()})
        trial.rest()


def main(descriptor: int, memory: int) -> None:
    """Serve on the socket that was inherited as `descriptor`, within `memory` bytes."""
    confined.give_up_the_network()
    confined.leave_no_core()
    confined.keep_memory_together()
    confined.end_with_parent()
    threading.stack_size(_STACK)  # the engine's parser recurses; what it may need is checked before
    with socket.socket(fileno=descriptor) as connection:
        thread = threading.Thread(target=serve, args=(connection, memory))
        thread.start()
        thread.join()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
