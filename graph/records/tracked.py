"""What a tracker tells of a lawsuit: its dockets and what it challenges, apart from the words it has for the status."""

from dataclasses import dataclass

from .base import PartialDate, Record, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedDocket:
    """One docket of a tracked lawsuit. What is not given here stands in the graph already, or is not known."""

    id: str
    lawsuit: Ref
    court: Ref | None = None
    label: str | None = None
    caption: str | None = None
    numbers: tuple[str, ...] = ()
    filed_on: PartialDate | None = None
    terminated_on: PartialDate | None = None
    judge: Ref | None = None
    courtlistener_id: str | None = None
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedSuit(Record):
    """One row of a tracker: the lawsuit, its dockets, the orders that it names, and notes word for word.

    Without a `label` the graph tells of the lawsuit already.
    """

    lawsuit: Ref
    label: str | None = None
    caption: str | None = None
    dockets: tuple[TrackedDocket, ...] = ()
    challenges: tuple[Ref, ...] = ()
    notes: tuple[str, ...] = ()
