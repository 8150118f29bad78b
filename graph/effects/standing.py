"""How relief stands: its scope in parts, its stays, whether it lives. Values without a rule in them."""

from dataclasses import dataclass
from datetime import date

from .moments import Fault
from .things import Id


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the scope of relief: since when, set by which effect, without which provisions."""

    scope: Id
    since: date
    by: Id
    without: frozenset[Id] = frozenset()


@dataclass(frozen=True, slots=True)
class Suspension:
    """A stay in effect: of all, or leaving what `remains`, or only as far as `suspends`."""

    by: Id
    since: date
    remains: Id | None = None
    suspends: Id | None = None
    read_by: Id | None = None
    """The later effect that said what remains, if one did."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one relief stands: `alive`, `ended`, or `none` while it was never granted."""

    relief: Id
    status: str = "none"
    parts: tuple[Part, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    begun_by: Id | None = None
    ended_by: Id | None = None
    ended_on: date | None = None
    merged_into: Id | None = None
    term: date | None = None
    extended: bool = False

    @property
    def shaped_by(self) -> tuple[Id, ...]:
        """The effects that made it what it is, latest causes not first: see `answer`."""
        found = [self.begun_by, *(part.by for part in self.parts)]
        for each in self.suspensions:
            found += [each.by, each.read_by]
        return tuple(dict.fromkeys(key for key in (*found, self.ended_by) if key is not None))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What stands: the relief that was ever granted, by id, and what cannot be as recorded."""

    standings: tuple[Standing, ...]
    faults: tuple[Fault, ...] = ()

    def of(self, relief: Id) -> Standing:
        return next((each for each in self.standings if each.relief == relief), Standing(relief))
