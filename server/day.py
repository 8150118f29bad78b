"""The day a page is asked about, and the day as of which its knowledge is taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import quote, urlencode

from flask import g, request

from .desk import desk
from .errors import DoorError
from .languages import given

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY: Final = frozenset(("on", "known", "lang"))


class BadDay(DoorError):
    """A day that is not in the calendar, or is not written YYYY-MM-DD."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(
            400,
            "day",
            f"{name}={text!r} is not a day of the calendar; write it as YYYY-MM-DD, such as 2018-10-01.",
            parameter=name,
        )


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which what a page says changes, and a few words on how."""

    on: date
    what: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """The day asked about (`given` where the address names it) and, if named, the day of knowledge.

    `language` is the one that the address names, since links hand it on as they do the days.
    """

    on: date
    given: bool
    known: date | None
    arguments: tuple[tuple[str, str], ...] = ()
    language: str | None = None

    @property
    def others(self) -> dict[str, list[str]]:
        """The arguments of this address that are neither of the two days nor the language."""
        found: dict[str, list[str]] = {}
        for name, value in self.arguments:
            if name not in _DAY:
                found.setdefault(name, []).append(value)
        return found

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form for another day hands on: all but the day itself."""
        return [(name, value) for name, value in self.arguments if name != "on" and value]

    @property
    def carried(self) -> dict[str, str]:
        """What every link of the page carries on."""
        found = {"on": self.on.isoformat()} if self.given else {}
        found |= {"known": self.known.isoformat()} if self.known else {}
        return found | ({"lang": self.language} if self.language else {})


def parse_day(name: str, text: str) -> date:
    """The day that `text` writes; `BadDay` for any other text, 30 February among them."""
    try:
        if not _ISO.fullmatch(text.strip()):
            raise BadDay(name, text)
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadDay(name, text) from None


def asked_day() -> Day:
    """The day of this request, read once."""
    if "day" not in g:
        on, known = request.args.get("on", ""), request.args.get("known", "")
        g.day = Day(
            on=parse_day("on", on) if on else desk().today(),
            given=bool(on),
            known=parse_day("known", known) if known else None,
            arguments=tuple(request.args.items(multi=True)),
            language=given(),
        )
    found: Day = g.day
    return found


def link(path: str, /, **arguments: object) -> str:
    """`path` with the page's days and these arguments; `None` leaves one out."""
    carried = safe_day().carried
    if arguments:
        return address(path, {**carried, **arguments})
    # Most links of a page are of this kind, and there are thousands.
    path, hash_, fragment = path.partition("#")
    return f"{quote(path, safe=SAFE)}{_query(tuple(carried.items()))}{hash_}{fragment}"


@lru_cache(256)
def _query(carried: tuple[tuple[str, str], ...]) -> str:
    return address("", dict(carried))


def address(path: str, arguments: Mapping[str, object]) -> str:
    """`path` with a query of the arguments that have a value, a list as several; a fragment stays at the end."""
    path, hash_, fragment = path.partition("#")
    chosen = [
        (name, str(value))
        for name, given in arguments.items()
        for value in (cast("list[object]", given) if isinstance(given, list) else [given])
        if value is not None and value != ""
    ]
    query = f"?{urlencode(chosen, quote_via=quote)}" if chosen else ""
    return f"{quote(path, safe=SAFE)}{query}{hash_}{fragment}"


SAFE: Final = "/%-._~!$&'()*+,;=:@"


def safe_day() -> Day:
    """The day of this request, or today where the request's own cannot be read (error pages)."""
    try:
        return asked_day()
    except BadDay:
        return Day(desk().today(), given=False, known=None, language=given())


def neighbours(changes: Iterable[Change], on: date) -> tuple[Change | None, Change | None]:
    """The last change before `on` and the first after it."""
    ordered = sorted(changes, key=lambda change: change.on)
    before = [change for change in ordered if change.on < on]
    after = [change for change in ordered if change.on > on]
    return (before[-1] if before else None, after[0] if after else None)
