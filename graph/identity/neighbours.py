"""Of each entity the few others that it is held against: those that share the rarest keys with it.

Whatever the graph holds, what is read for one entity is at most `KEYS` keys of at most `LARGEST` entities each, and
what comes of it at most `COMPARED` others. The most that is kept in memory at a time are the entities of `_KEPT` keys.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from typing import Final

from .features import of_a_name
from .left_out import COMPARED, LARGEST

KEYS: Final = 60
"""So many keys of one entity are followed, the rarest ones; a name has six at most."""
_KEPT: Final = 512
# Two ranges, and no `!=`: one entity may have a key by thousands of documents.
_SHARING: Final = """
SELECT DISTINCT iri FROM entity one WHERE iri > ?
AND (EXISTS (SELECT 1 FROM entity two WHERE two.block = one.block AND two.iri > one.iri)
  OR EXISTS (SELECT 1 FROM entity two WHERE two.block = one.block AND two.iri < one.iri))
ORDER BY iri LIMIT ?"""
_TOLD_OF: Final = """
SELECT DISTINCT iri FROM entity one WHERE document IN (SELECT value FROM json_each(?))
AND (EXISTS (SELECT 1 FROM entity two WHERE two.block = one.block AND two.iri > one.iri)
  OR EXISTS (SELECT 1 FROM entity two WHERE two.block = one.block AND two.iri < one.iri))
ORDER BY iri"""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The others that share a key with one entity, by their addresses, likeliest first.

    `more` says that there are others that are left out; `common` that no key of its names could be
    followed, since each is that of too many.
    """

    others: tuple[str, ...]
    more: bool
    common: bool


class Neighbourhood:
    """What an open index says of who shares a key with whom.

    Each statement is read to its end at once, so that nobody who writes to the index has to wait for a search.
    """

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base
        self._sharing = lru_cache(maxsize=_KEPT)(self._shared)

    def of(self, iri: str) -> Neighbours:
        """Whom one entity is held against; never two that a number tells for good which they are."""
        rows = self._base.execute(
            "SELECT block, MIN(settled) FROM entity WHERE iri = ? GROUP BY block", (iri,)
        )
        found = [(block, bool(settled), self._sharing(block)) for block, settled in rows.fetchall()]
        usable = [(block, settled, sharing) for block, settled, sharing in found if sharing is not None]
        usable.sort(key=lambda each: (len(each[2]), each[0]))
        shared: dict[str, float] = {}
        for _, settled, sharing in usable[:KEYS]:
            for other, other_settled in sharing.items():
                if other != iri and not (settled and other_settled):
                    shared[other] = shared.get(other, 0.0) + 1 / len(sharing)
        chosen = nsmallest(COMPARED, shared, key=lambda each: (-shared[each], each))
        of_names = [sharing for block, settled, sharing in found if of_a_name(block) and not settled]
        return Neighbours(
            tuple(chosen),
            len(shared) > COMPARED or len(usable) > KEYS,
            bool(of_names) and all(sharing is None for sharing in of_names),
        )

    def entities(self, documents: Collection[str] | None) -> Iterator[str]:
        """The addresses of the entities that share a key, in the order of the alphabet; with `documents` of those named there."""
        if documents is not None:
            found = self._base.execute(_TOLD_OF, (json.dumps(sorted(documents)),)).fetchall()
            yield from (iri for (iri,) in found)
            return
        after = ""
        while some := self._base.execute(_SHARING, (after, _KEPT)).fetchall():
            yield from (iri for (iri,) in some)
            after = some[-1][0]

    def _shared(self, block: str) -> dict[str, bool] | None:
        """Who has a key, and whether a number settles who that is; nothing where too many have it."""
        rows = self._base.execute(
            "SELECT iri, MIN(settled) FROM entity WHERE block = ? GROUP BY iri ORDER BY iri LIMIT ?",
            (block, LARGEST + 1),
        ).fetchall()
        return {iri: bool(settled) for iri, settled in rows} if len(rows) <= LARGEST else None
