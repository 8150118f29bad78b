"""The program that puts together what was known on a day; see `past.py`, which starts it.

    python -m enjoin.graph.storage.rebuilding <store> <number of the generation> <day> <target>

It ends with 0 where the target holds the state, and with another number where it does not.
"""

import os
import resource
import sys
import threading
import time
from datetime import date
from pathlib import Path
from typing import Final

from ..updates.scratch import Scratch
from .keeper import DiskKeeper
from .past import differing, rebuilt
from .store import Store

_MEMORY: Final = 1024**3
_NICE: Final = 10


def main(store: Path, number: int, known: date, target: Path) -> int:
    """Put the state together in `target`."""
    keeper = DiskKeeper(store)
    now = keeper.reading()
    if keeper.generation != number or not isinstance(now, Store):
        return 1  # a newer one was published meanwhile: the state would be another
    then = rebuilt(now, keeper.iris, differing(keeper, known))
    made = Scratch.at(target)
    made.put(then.quads())
    made.flush()
    made.close()
    keeper.close()
    return 0


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


if __name__ == "__main__":
    os.nice(_NICE)
    resource.setrlimit(resource.RLIMIT_AS, (2 * _MEMORY, resource.RLIM_INFINITY))
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), date.fromisoformat(sys.argv[3]), Path(sys.argv[4])))
