"""How strangers are answered: by readers over published generations, or over what was known on a day.

Nothing is started before it is needed. A store that is not on disk has no readers; strangers ask it
where it is, a few at a time.
"""

import gzip
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from .. import guard
from ..errors import QueryParameterError
from ..formats import Kind, named
from ..results import Limits
from ..storage.keeper import DiskKeeper, Keeper
from ..storage.past import Differing, Past, differing, opened
from .turns import Turns

if TYPE_CHECKING:
    from ..backend import Backend
    from ..storage.publish import Generation
    from ..storage.store import Store
    from .pool import Answer, Begun, Load, Readers

_AT_ONCE: Final = 8
_WAITING: Final = 16
_WAIT_S: Final = 10.0


class Strangers:
    """The readers of a store, and the states of its past that they read."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._readers: Readers | None = None
        self._callers: Readers | None = None
        self._past: Past | None = None
        self._starting = threading.Lock()
        self._here = Turns(_AT_ONCE, _WAITING)
        self._differing = lru_cache(maxsize=64)(self._differed)
        self._opened = lru_cache(maxsize=4)(opened)

    @property
    def serving(self) -> bool:
        """Whether there are readers, so that what was known is put together for them too."""
        return self._readers is not None

    def answer(
        self,
        text: str,
        known: date | None,
        *,
        timeout: float | None = None,
        services: Collection[str] = (),
        begun: "Begun | None" = None,
        **asked: Any,
    ) -> "Answer":
        """The answer of a reader; `asked` is what `Readers.run` takes.

        `services` are the addresses that SERVICE may call; only such a query has a network.
        `begun` is this query where `begin` has begun it.
        """
        from .pool import GenerationGone

        calls = bool(services) and guard.calls_service(text)
        asked = {"timeout_s": timeout, "services": services, **asked}
        for last in (False, True):
            try:
                pool = self._calling() if calls else self.readers()
                return pool.run(self._generation(known), text, begun=begun, **asked)
            except GenerationGone:  # a newer one was published meanwhile
                if last:
                    raise
                begun = None
        raise AssertionError

    def begin(
        self, text: str, *, timeout: float | None = None, services: Collection[str] = (), **asked: Any
    ) -> "Begun | Answer | None":
        """The same begun, for one who cannot wait; `asked` is what `Readers.begin` takes.

        `None` where it must be waited for: there are no readers yet, or it calls another service.
        """
        if self._readers is None or (services and guard.calls_service(text)):
            return None
        asked = {"timeout_s": timeout, "services": services, **asked}
        return self._readers.begin(self._generation(None), text, **asked)

    def answer_here(
        self,
        text: str,
        store: "Backend",
        *,
        forms: Mapping[Kind, str],
        limits: Limits,
        prefixes: Mapping[str, str] | None,
        base: str | None,
        union: bool,
        max_length: int | None,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        timeout: float | None = None,
        packed: bool = False,
        client: str = "",
        cancelled: Callable[[], bool] | None = None,
        services: Collection[str] = (),
    ) -> "Answer":
        """The same where no process can read the store."""
        from .pool import PACKED_FROM, PACKED_LEVEL, Answer, notice_of

        guard.check(text, max_length=max_length, services=services)
        turn = self._here.take(client, timeout or _WAIT_S, cancelled)
        try:
            results = store.query(
                text,
                default_graphs=nodes(default_graphs),
                named_graphs=nodes(named_graphs),
                prefixes=prefixes,
                base=base,
                union=union,
            )
            form = named(forms[results.kind], results.kind)
            with BytesIO() as spool:
                results.write_to(spool, form, limits, prefixes or {})
                body = spool.getvalue()
        finally:
            self._here.release(turn)
        smaller = packed and len(body) >= PACKED_FROM
        body = gzip.compress(body, PACKED_LEVEL, mtime=0) if smaller else body
        return Answer(
            results.kind,
            form.media_type,
            results.truncated,
            len(body),
            body,
            encoding="gzip" if smaller else "",
            notice=notice_of(results.replaced),
            rows=results.rows,
        )

    def readers(self, count: int = 3, **given: Any) -> "Readers":
        """The pool of readers; started at the first call, whose options it gets."""
        with self._starting:
            if self._readers is None:
                from .pool import Readers

                self._readers = Readers(count, **given)
        return self._readers

    def _calling(self) -> "Readers":
        """The reader of queries that call another service: it alone has a network."""
        with self._starting:
            if self._callers is None:
                from .pool import Readers

                self._callers = Readers(1, network=True, most_waiting=4)
        return self._callers

    def load(self, path: Path | None) -> "Load":
        """What the readers are doing now, and how many bytes the files below `path` have."""
        from .pool import Load

        pools = [pool for pool in (self._readers, self._callers) if pool is not None]
        return Load(
            running=sum(pool.turns.running for pool in pools) + self._here.running,
            waiting=sum(pool.turns.waiting for pool in pools) + self._here.waiting,
            stopped=sum(pool.stopped for pool in pools),
            bytes=sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) if path else 0,
            kept=sum(pool.kept[0] for pool in pools),
            kept_bytes=sum(pool.kept[1] for pool in pools),
        )

    # What was known

    def then(self, number: int, known: date) -> "Store | None":
        """What was known on a day, to be read here; `None` where it is what is known now."""
        changed = self._differing(number, known)
        return self._opened(self._states().at(number, known, changed)) if changed else None

    def _generation(self, known: date | None) -> "Generation":
        """What readers open: the newest published state, or what was known on a day."""
        assert isinstance(self._keeper, DiskKeeper)
        current = self._keeper.current()
        if known is None:
            return current
        changed = self._differing(current.number, known)
        return self._states().at(current.number, known, changed) if changed else current

    def _differed(self, generation: int, known: date) -> Differing:
        del generation
        return differing(self._keeper, known)

    def _states(self) -> Past:
        with self._starting:
            if self._past is None:
                assert self._keeper.path is not None
                self._past = Past(self._keeper.path)
        return self._past

    def close(self) -> None:
        """End all of it; it begins anew where it is needed again."""
        for pool in (self._readers, self._callers):
            if pool is not None:
                pool.close()
        if self._past is not None:
            self._opened.cache_clear()
            self._past.close()
        self._readers = self._callers = self._past = None


def nodes(names: Sequence[str] | None) -> list[NamedNode] | None:
    """The graphs of these names; `QueryParameterError` for one that is no IRI."""
    try:
        return None if names is None else [NamedNode(name) for name in names]
    except ValueError as error:
        raise QueryParameterError(f"a graph is named by an IRI: {error}") from error
