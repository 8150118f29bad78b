"""What the record leaves open, decided each way in turn: evaluation by lazy enumeration.

An evaluation gets an `Ask`. Whenever it needs to know something that the record does not decide
(which reading of a disputed scope holds, whether a city is on a list that is not fully named), it
asks. `explore` runs the evaluation once for every combination of answers that it really needs.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Final, Generic, NamedTuple, TypeVar

from ..errors import EnjoinError

Open = tuple[Hashable, ...]
"""Something that the record leaves open; the first part says of what kind it is."""

T = TypeVar("T")

MONOTONE: Final = frozenset(("joined", "left", "since", "until"))
"""Kinds whose last part is a day: what had happened by a day had happened by every later one."""


def about(what: Open) -> Open:
    """What is open, whatever the day: by when a city had joined is one thing, whichever days are asked of.

    >>> about(("joined", "role/1", "2025-02-01"))
    ('joined', 'role/1')
    """
    return what[:-1] if what[0] in MONOTONE else what


class TooManyReadings(EnjoinError):
    """More combinations than may be tried; the caller answers conservatively."""


class _Undecided(Exception):
    def __init__(self, what: Open, choices: tuple[Hashable, ...]) -> None:
        super().__init__(what)
        self.what = what
        self.choices = choices


class Case(NamedTuple, Generic[T]):
    """One combination of answers, and what follows from it."""

    given: Mapping[Open, Hashable]
    value: T


class Ask:
    """The answers given so far; asking for one that is not among them ends the attempt."""

    __slots__ = ("given",)

    def __init__(self, given: Mapping[Open, Hashable]) -> None:
        self.given = given

    def __call__(self, what: Open) -> bool:
        """Whether something open is so."""
        if what in self.given:
            return bool(self.given[what])
        if what[0] in MONOTONE:
            said = self._follows(what)
            if said is not None:
                return said
        raise _Undecided(what, (True, False))

    def choose(self, what: Open, choices: int) -> int:
        """Which of several holds, by its number."""
        if choices == 1:
            return 0
        if what in self.given:
            found = self.given[what]
            assert isinstance(found, int)
            return found
        raise _Undecided(what, tuple(range(choices)))

    def _follows(self, what: Open) -> bool | None:
        """What an answer about another day says about this one."""
        *same, day = what
        for other, said in self.given.items():
            *head, when = other
            if head == same and isinstance(when, str) and isinstance(day, str):
                if said and when <= day:
                    return True
                if not said and when >= day:
                    return False
        return None


class FirstCome(Ask):
    """Takes whatever is asked to be so: for an order that only has to be a possible one."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__({})

    def __call__(self, what: Open) -> bool:
        del what
        return True


def explore(evaluate: Callable[[Ask], T], most: int = 4096) -> Iterator[Case[T]]:
    """Every case of an evaluation, in a fixed order; `TooManyReadings` beyond `most`."""
    waiting: list[dict[Open, Hashable]] = [{}]
    count = 0
    while waiting:
        given = waiting.pop()
        try:
            value = evaluate(Ask(given))
        except _Undecided as open_:
            waiting.extend({**given, open_.what: choice} for choice in reversed(open_.choices))
            continue
        count += 1
        if count > most:
            raise TooManyReadings(f"more than {most} combinations of what the record leaves open")
        yield Case(given, value)
