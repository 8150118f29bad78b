"""A long list in pages: which one is asked for, and which are offered."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, request

from ..day import link, safe_day


@dataclass(frozen=True, slots=True)
class Pages:
    """Page `number` of a list of `count` things, `size` on each; 404 for a page that there is not."""

    count: int
    number: int
    size: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.all:
            abort(404)

    @property
    def all(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.count // self.size))

    @property
    def first(self) -> int:
        """The place of the first thing shown, from 0."""
        return (self.number - 1) * self.size

    @property
    def last(self) -> int:
        """The place after the last thing shown."""
        return min(self.first + self.size, self.count)

    def href(self, number: int) -> str:
        """The address of another page of the list that this request shows."""
        kept = {name: value for name, value in safe_day().others.items() if name != "page"}
        return link(request.path, **kept, page=number if number > 1 else None)


def asked_page() -> int:
    """The page that the address asks for; the first where it names none, 404 for what is no number."""
    text = request.args.get("page", "1")
    if not text.isascii() or not text.isdigit():
        abort(404)
    return int(text[:9])
