"""The search for entities that may be one, of any number: what it compares, keeps and offers is bounded.

Each entity that came is held against `neighbours.COMPARED` others at most, and offered with the `OFFERED` likeliest
of them; so there are never more than `OFFERED` pairs for each entity that came, however many look alike. Pairs are
noted in a file without a name, and only the likeliest of all are made into what people read.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from heapq import nsmallest
from typing import Final, Self

from pyoxigraph import NamedNode

from ..backend import Backend
from ..iris import Iris
from ..tables import Tables
from .decisions import link_id
from .features import Features, read
from .index import Index
from .left_out import OFFERED, LeftOut
from .matching import match

TOLD: Final = 1_000
"""So many pairs does the receipt of a batch list, the likeliest."""
LISTED: Final = 10_000
"""So many pairs are listed at once, the likeliest."""
_READ: Final = 20_000
"""The features of so many entities are kept while others are held against them."""


_TABLES: Final = (
    "CREATE TABLE offer (id TEXT PRIMARY KEY, one TEXT, two TEXT, kind TEXT, score REAL) WITHOUT ROWID;"
)


class Offers(Tables):
    """The pairs that a search found, each once, and what it left out. Closed when they were read."""

    def __init__(self) -> None:
        super().__init__(_TABLES)
        self.crowded = self.common = 0

    def add(self, one: str, two: str, kind: str, score: float) -> None:
        """Note a pair, if it is not noted yet."""
        name = link_id(NamedNode(one), NamedNode(two), kind)
        self._database.execute(
            "INSERT OR IGNORE INTO offer VALUES (?, ?, ?, ?, ?)", (name, one, two, kind, score)
        )

    def best(self, most: int) -> list[tuple[str, str]]:
        """The likeliest pairs."""
        asked = "SELECT one, two FROM offer ORDER BY score DESC, kind, one, two LIMIT ?"
        return self._rows(asked, (most,))

    def named(self, name: str) -> tuple[str, str] | None:
        """The pair of that name."""
        return next(iter(self._rows("SELECT one, two FROM offer WHERE id = ?", (name,))), None)

    def left_out(self, listed: int) -> LeftOut:
        """What is left out where so many pairs are listed."""
        count = int(self._rows("SELECT COUNT(*) FROM offer")[0][0])
        return LeftOut(count - listed, self.crowded, self.common)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def search(
    found: Offers,
    store: Backend,
    iris: Iris,
    index: Index,
    documents: Collection[str] | None,
    decided: Collection[tuple[str, str]],
    kind: str | None = None,
) -> None:
    """Note the pairs that may be one, with `documents` those of entities that these name; none that was `decided`.

    With a `kind` only those of entities of this kind. A decided pair is told by its two addresses in the order of the alphabet.
    """

    @lru_cache(maxsize=_READ)
    def features(iri: str) -> Features | None:
        return read(store, iris, NamedNode(iri))

    with index.neighbourhood() as hood:
        for iri in hood.entities(documents):
            its_kind, _ = iris.kind_and_id(NamedNode(iri)) or ("", "")
            if kind not in {None, its_kind}:
                continue
            near = hood.of(iri)
            found.common += near.common
            one = features(iri) if near.others else None
            if one is None:
                continue
            open_ = (each for each in near.others if (min(iri, each), max(iri, each)) not in decided)
            likely = list(_likely(one, map(features, open_)))
            for score, other in nsmallest(OFFERED, likely):
                found.add(min(iri, other), max(iri, other), its_kind, -score)
            found.crowded += near.more or len(likely) > OFFERED


def _likely(one: Features, others: Iterable[Features | None]) -> Iterator[tuple[float, str]]:
    """Who may be one with an entity: what speaks for it as a number below nothing, so that the likeliest is first."""
    for two in others:
        if two is not None:
            # Always the same of the two first, as when the link is made.
            matched = match(one, two) if one.iri.value < two.iri.value else match(two, one)
            if matched is not None:
                yield -matched.score, two.iri.value
