"""What is told of many provisions or many parties at once, as values and as objects for JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from ..effects.outlook import Outlook
from ..effects.saying import row
from ..effects.things import Id
from .reply import DISCLAIMER


class Tellable(Protocol):
    """Something that can be told as an object."""

    def to_json(self) -> dict[str, Any]: ...


T = TypeVar("T", bound=Tellable)


@dataclass(frozen=True, slots=True)
class Told(Generic[T]):
    """A question, what was found, and that in one sentence.

    `checked_to` is the day to which the record of all that was looked at was checked.
    """

    question: Mapping[str, str | None]
    sentence: str
    found: T
    checked_to: date | None = None

    def to_json(self) -> dict[str, Any]:
        """All of it, its values ready for JSON."""
        return {
            "question": dict(self.question),
            "sentence": self.sentence,
            **self.found.to_json(),
            "checked_to": _day(self.checked_to),
            "disclaimer": DISCLAIMER,
        }


@dataclass(frozen=True, slots=True)
class WhatBinds:
    """One provision for a party on a day; `possible` are the states where it is not certain."""

    provision: Id
    state: str
    reason: str | None
    possible: tuple[str, ...]
    enforceable: str
    since: date | None
    until: date | None
    because: tuple[Id, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "provision": self.provision,
            "state": self.state,
            "reason": self.reason,
            "possible": list(self.possible),
            "enforceable": self.enforceable,
            "since": _day(self.since),
            "until": _day(self.until),
            "because": list(self.because),
        }


@dataclass(frozen=True, slots=True)
class Bindings:
    """Every provision that was in force, or may have been, and that reaches the party."""

    provisions: tuple[WhatBinds, ...]

    def to_json(self) -> dict[str, Any]:
        return {"provisions": [each.to_json() for each in self.provisions]}


@dataclass(frozen=True, slots=True)
class Protection:
    """One relief that protects somebody from a provision on a day: its scopes, and how it stands.

    `words` are the scopes in words. `binds` and `does_not_bind` are posts, persons and agencies;
    whoever holds a post is bound.
    """

    relief: Id
    state: str
    scopes: tuple[Id, ...]
    certain: bool
    words: tuple[str, ...] = ()
    binds: tuple[Id, ...] = ()
    does_not_bind: tuple[Id, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "relief": self.relief,
            "state": self.state,
            "certain": self.certain,
            "scopes": list(self.scopes),
            "scope": row(self.words, " / "),
            "binds": list(self.binds),
            "does_not_bind": list(self.does_not_bind),
        }


@dataclass(frozen=True, slots=True)
class WhoIsProtected:
    """Who is protected from a provision on a day: as relief with scopes, and as known names.

    `parties` are the groups bound alike that are named, with their state: those that are protected,
    or may be, and where everyone else is, those that stand otherwise. `others` is everyone else's state.
    """

    reliefs: tuple[Protection, ...]
    parties: tuple[tuple[tuple[Id, ...], Outlook], ...]
    others: Outlook

    def to_json(self) -> dict[str, Any]:
        return {
            "relief": [each.to_json() for each in self.reliefs],
            "parties": [{"members": list(members), **_outlook(each)} for members, each in self.parties],
            "others": _outlook(self.others),
        }


@dataclass(frozen=True, slots=True)
class Change:
    """One provision whose state changes for a group of parties: `members` empty for everyone else."""

    provision: Id
    members: tuple[Id, ...]
    before: Outlook
    after: Outlook

    def to_json(self) -> dict[str, Any]:
        return {
            "provision": self.provision,
            "members": list(self.members),
            "before": _outlook(self.before),
            "after": _outlook(self.after),
        }


@dataclass(frozen=True, slots=True)
class Changes:
    """The last day before, and the first day after, on which something changes, and what does."""

    previous: date | None
    next: date | None
    at_previous: tuple[Change, ...] = ()
    at_next: tuple[Change, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "previous": _day(self.previous),
            "next": _day(self.next),
            "at_previous": [each.to_json() for each in self.at_previous],
            "at_next": [each.to_json() for each in self.at_next],
        }


@dataclass(frozen=True, slots=True)
class IfReversed:
    """What would follow if a ruling were reversed on a day: relief that would end, states that would change."""

    ruling: Id
    on: date
    reliefs: tuple[Id, ...]
    changes: tuple[Change, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "relief": list(self.reliefs),
            "changes": [each.to_json() for each in self.changes],
        }


def _outlook(outlook: Outlook) -> dict[str, Any]:
    """A state as it stands in an object: with what is possible where it is not certain."""
    return {
        "state": outlook.state,
        "certain": outlook.certain,
        "reason": outlook.reason,
        "possible": list(outlook.possible),
        "enforceable": outlook.enforceable,
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None
