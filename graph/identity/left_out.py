"""What bounds the search for entities that may be one, and what it left out for that, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

LARGEST: Final = 200
"""A key that more entities share than this tells nothing, and is passed over."""
COMPARED: Final = 200
"""So many others is one entity held against, those with which it shares the most and the rarest keys."""
OFFERED: Final = 25
"""So many others is one entity offered with, the likeliest."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a search left out: `pairs` that are likely and not listed, entities that are `crowded` by others
    that look alike, and entities whose names are all too `common` to be compared.
    """

    pairs: int = 0
    crowded: int = 0
    common: int = 0

    def __bool__(self) -> bool:
        return bool(self.pairs or self.crowded or self.common)

    def as_json(self) -> dict[str, Any]:
        """The three numbers by their names."""
        return {"pairs": self.pairs, "crowded": self.crowded, "common": self.common}

    @property
    def bounds(self) -> dict[str, int]:
        """The bounds for which something was left out, as sentences name them."""
        return {"compared": COMPARED, "offered": OFFERED, "largest": LARGEST}

    def sentences(self) -> Iterator[str]:
        """What was left out, a sentence each."""
        if self.pairs:
            more = "1 more pair is" if self.pairs == 1 else f"{self.pairs:,} more pairs are"
            yield f"{more} not listed, less likely than these"
        if self.crowded:
            one = "1 entity shares" if self.crowded == 1 else f"{self.crowded:,} entities share"
            yield (
                f"{one} words with so many others that some pairs may be left out: each is compared with at most "
                f"{COMPARED} others, and offered with the {OFFERED} likeliest"
            )
        if self.common:
            one = "1 entity" if self.common == 1 else f"{self.common:,} entities"
            yield (
                f"every word in the names of {one} is in those of more than {LARGEST} others, which were not "
                "compared with it: such a pair is named with enjoin link accept KEEP GONE"
            )
