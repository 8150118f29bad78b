"""A long table of an entity's page, a part at a time: each such table is turned by an argument of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from flask import abort, request

from ..ask import plain
from ..day import link, safe_day
from ..desk import desk
from ..lists.paging import Pages
from ..lookups import bound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..ask import Solution

_T = TypeVar("_T")
WHOLE: Final = 100
"""Tables of so many rows are shown whole."""
ROWS: Final = 50
"""How many rows of a longer one a page shows at once."""
_LEFT: Final = frozenset(("part", "event"))


@dataclass(frozen=True, slots=True)
class Portion(Pages):
    """Page `number` of the table that `argument` turns, which is also where on the page it begins."""

    argument: str

    def href(self, number: int) -> str:
        """The address of the same page of the site with another page of this table."""
        kept = {each: of for each, of in safe_day().others.items() if each not in _LEFT | {self.argument}}
        path = f"{request.path}#{self.argument}"
        return link(path, **kept, **{self.argument: number if number > 1 else None})

    def of(self, rows: Sequence[_T]) -> Sequence[_T]:
        """What this page shows of all rows."""
        return rows[self.first : self.last]


def portion(argument: str, count: int, size: int | None = None) -> Portion:
    """The page that the request asks for of a table of `count` rows; 404 for one that there is not.

    There are `size` on each; where that is not given, all of them or `ROWS`.
    """
    asked = request.args.get(argument, "1")
    if not asked.isascii() or not asked.isdigit():
        abort(404)
    return Portion(count, int(asked[:9]), size or (WHOLE if count <= WHOLE else ROWS), argument)


def looked_up(name: str, rows: Sequence[Sequence[object | None]], pages: Portion) -> list[Solution]:
    """The solutions of a lookup that one page shows, in the order that the lookup gives them."""
    text = f"{bound(name, rows)} OFFSET {pages.first} LIMIT {pages.size}"
    return [plain(found) for found in desk().graph.sparql(text, known=safe_day().known)]
