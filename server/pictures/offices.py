"""Who held which office when: as bars over time, and as the table that says the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from ..ask import text
from ..present import Thing, names, thing
from ..words import t
from ..written import as_day, written
from .swimlane import Bar, Lane, Scale, labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..ask import Solution

_MOST: Final = 30


@dataclass(frozen=True, slots=True)
class Tenure:
    """One time in one office; days known to the month or year only are `about` their first."""

    iri: str
    of: Thing
    since: date | None
    until: date | None
    said_since: str
    said_until: str
    acting: bool
    appointed: str
    note: str

    def holds(self, on: date) -> bool:
        return self.since is not None and self.since <= on and (self.until is None or on < self.until)


def tenures(rows: Iterable[Solution], of: str) -> list[Tenure]:
    """The tenures in the order given; `of` is the variable that each lane is about, the post or its holder."""
    found = {text(row, "tenure"): row for row in rows}
    names().learn(row[of] for row in found.values())
    return [
        Tenure(
            iri,
            thing(row[of]),
            about(text(row, "from")),
            about(text(row, "until")),
            written(text(row, "from")),
            written(text(row, "until")),
            text(row, "acting") in {"true", "1"},
            text(row, "president"),
            text(row, "senior"),
        )
        for iri, row in found.items()
    ]


def about(said: str) -> date | None:
    """A day, or the first day of a month or a year; `None` for nothing or anything else."""
    exact = as_day(said)
    if exact is not None or not said:
        return exact
    try:
        return date.fromisoformat(f"{said}-01" if len(said) == 7 else f"{said}-01-01")
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Offices:
    """A lane for each post or holder, and the scale of all."""

    scale: Scale
    lanes: list[Lane]


def offices(found: Sequence[Tenure], today: date) -> Offices | None:
    """The picture of tenures that have a beginning; `None` where none has."""
    dated = [(each, each.since) for each in found if each.since is not None][-_MOST:]
    if not dated:
        return None
    first = min(since for _, since in dated)
    last = max([today, *(each.until for each, _ in dated if each.until)])
    margin = timedelta(days=max((last - first).days // 30, 30))
    on = Scale(first - margin, last + margin)
    lanes: dict[str, list[Bar]] = {}
    for each, since in dated:
        x = on.x(since)
        width = round(max(on.x(each.until or on.end) - x, 0.6), 3)
        word = t("person.acting") if each.acting else str(since.year)
        span = t("person.span", since=each.said_since, until=each.said_until or t("person.now"))
        lanes.setdefault(each.of.text, []).append(
            Bar(
                "office",
                word,
                x,
                width,
                None,
                f"{each.of.text}: {span}",
                0,
                labels(word, f"({span})", width, icon=14),
            )
        )
    return Offices(on, [Lane(name, bars) for name, bars in lanes.items()])
