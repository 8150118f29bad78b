"""What an expendable process gives up before it touches what strangers wrote: network, memory, long life."""

import ctypes
import os
import resource
import signal
import threading
import time
from functools import cache
from pathlib import Path
from typing import Final

_NEW_USER_AND_NETWORK: Final = 0x10000000 | 0x40000000  # CLONE_NEWUSER | CLONE_NEWNET
_DEATH_SIGNAL: Final = 1  # PR_SET_PDEATHSIG
_MOST_ARENAS: Final = -8  # M_ARENA_MAX
_WATCH_S: Final = 0.5


@cache
def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def give_up_the_network() -> None:
    """An own, empty network, where the system lets an ordinary process have one; before any thread is started."""
    if not hasattr(_library(), "unshare"):
        return
    # Tried in another process first: one that was stopped half way could open no file any more.
    child = os.fork()
    if child == 0:
        try:
            done = _unshared()
        except OSError:
            done = False
        os._exit(0 if done else 1)
    if os.waitpid(child, 0)[1] == 0:
        _unshared()


def _unshared() -> bool:
    user, group = os.getuid(), os.getgid()
    if _library().unshare(_NEW_USER_AND_NETWORK) != 0:
        return False
    # In the new name space the process stays who it was, or it could make no temporary file.
    for name, said in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        Path("/proc/self", name).write_text(said)
    return True


def address_space() -> int:
    """How many bytes of address space this process has; 0 where the system does not say."""
    pages = Path("/proc/self/statm")
    return int(pages.read_text().split()[0]) * resource.getpagesize() if pages.exists() else 0


def resident() -> int:
    """How many bytes of memory this process holds; 0 where the system does not say."""
    pages = Path("/proc/self/statm")
    return int(pages.read_text().split()[1]) * resource.getpagesize() if pages.exists() else 0


def limit_memory(most: int | None) -> None:
    """Let this process grow by so many bytes of address space from now on, and no more."""
    limit = resource.RLIM_INFINITY if most is None else address_space() + most
    resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))


def leave_no_core() -> None:
    """Write no image of this process when it crashes: what it holds is others' data."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def keep_memory_together() -> None:
    """Take memory for all threads from two places, so that little address space is wasted."""
    if hasattr(_library(), "mallopt"):
        _library().mallopt(_MOST_ARENAS, 2)


def give_back() -> None:
    """Let the system have the memory that was let go of; where there is no such call, nothing."""
    if hasattr(_library(), "malloc_trim"):
        _library().malloc_trim(0)


def go_first() -> None:
    """Be the one that the system ends where memory ends all the same."""
    badness = Path("/proc/self/oom_score_adj")
    if badness.exists():
        badness.write_text("1000")


def end_with_forker() -> None:
    """The same at once, for one that was forked by a process of a single thread, with whose end this one's comes."""
    parent = os.getppid()
    if not hasattr(_library(), "prctl") or _library().prctl(_DEATH_SIGNAL, signal.SIGKILL) != 0:
        end_with_parent()
    elif os.getppid() != parent:  # it ended just now
        os._exit(0)


def end_with_parent() -> None:
    """End when the process that started this one has ended, also in the middle of its work."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_WATCH_S)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
