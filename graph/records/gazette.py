"""What the Federal Register's lists tell of an order: where it is printed, and what became of it."""

from dataclasses import dataclass

from .base import Record, Ref
from .law import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedEffect:
    """What one order does to another, in the words of the list.

    Without `type` or `edtf` another document says what it is or when it was. An `edtf` with an open end
    means that it may not have happened at all.
    """

    id: str
    producer: Ref
    target: Ref
    label: str
    wording: str
    type: str | None = None
    edtf: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedOrder(Record):
    """One document of a list: the order, the note on what became of it, and what the note means.

    `wording` is the note as printed, `notes` what of it is not understood. `related` are the pairs of
    which the first bears on the second.
    """

    order: Order
    url: str | None = None
    wording: str | None = None
    notes: tuple[str, ...] = ()
    effects: tuple[PrintedEffect, ...] = ()
    related: tuple[tuple[Ref, Ref], ...] = ()
