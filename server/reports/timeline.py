"""What was done, by whom, to what, on which day: effects as a list for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from ..ask import text
from ..present import Thing, names, thing
from ..words import t
from ..written import as_day, written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ..ask import Solution


@dataclass(frozen=True, slots=True)
class Event:
    """One producer's one kind of effect on one day; `number` ties a picture to its list."""

    number: int
    on: date | None
    when: str
    certain: bool
    what: Thing
    producer: Thing
    targets: list[Thing]


def when(row: Solution) -> tuple[str, bool]:
    """The day of an effect in words, and whether it is one certain day."""
    earliest, latest = as_day(text(row, "earliest")), as_day(text(row, "latest"))
    if text(row, "mandate") in {"true", "1"}:
        issued = as_day(text(row, "issued"))
        if issued is not None:
            return written(issued), True
        if earliest is not None and earliest != latest:
            return t("event.mandate", earliest=written(earliest)), False
    if earliest is None:
        return t("event.unknown"), False
    if earliest == latest:
        return written(earliest), True
    if latest is None:
        return t("event.from", earliest=written(earliest)), False
    return t("event.between", earliest=written(earliest), latest=written(latest)), False


def events(rows: Sequence[Solution], limit: int | None = None) -> list[Event]:
    """Effects in the order given, those of one producer, kind and day together."""
    together: dict[tuple[str, str, str], list[Solution]] = {}
    for row in rows:
        key = (text(row, "producer"), text(row, "type"), text(row, "earliest"))
        if key not in together and limit is not None and len(together) >= limit:
            break
        together.setdefault(key, []).append(row)
    names().learn(term for found in together.values() for row in found for term in row.values())
    listed: list[Event] = []
    for number, found in enumerate(together.values(), start=1):
        first = found[0]
        said, certain = when(first)
        targets = {
            text(row, "target"): row["target"] for row in found if isinstance(row["target"], NamedNode)
        }
        listed.append(
            Event(
                number=number,
                on=as_day(text(first, "earliest")),
                when=said,
                certain=certain,
                what=thing(first["type"]),
                producer=thing(first["producer"]),
                targets=[thing(target) for target in targets.values()],
            )
        )
    return listed
