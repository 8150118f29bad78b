"""What happened, one entry for each ruling or measure: when, before whom, and what it did.

The number of an entry ties a circle of a picture to the list below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ..ask import lookup, text
from ..day import link
from ..desk import desk
from ..entities.facts import capital
from ..present import Thing, grouped, names, thing
from ..reports.timeline import when
from ..words import t
from ..written import as_day, written
from .deeds import Deed, chips, deed_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from ..ask import Solution
    from .swimlane import Scale


@dataclass(frozen=True, slots=True)
class Happening:
    """One producer's effects: `on` is its first day, `key` names it in an address, `iris` tell its sources."""

    number: int
    key: str
    iri: str
    on: date | None
    when: str
    certain: bool
    title: Thing
    before: list[Thing]
    deeds: list[Deed]
    targets: list[Thing]
    summary: str
    citation: str
    iris: tuple[str, ...]

    @property
    def changes(self) -> bool:
        """Whether any of what it did changes a state."""
        return any(deed.state for deed in self.deeds)


def happenings(rows: Sequence[Solution], targets: bool = True) -> list[Happening]:
    """Effects in the order of their first days, all of one producer together; without `targets` they are told in short."""
    together = grouped(rows, "producer")
    facts = ruling_facts(together)
    _learn(rows, facts.values(), () if targets else ("effect", "target"))
    ordered = sorted(together.items(), key=lambda item: (_first(item[0], item[1], facts), item[0]))
    return [
        _happening(number, producer, of, facts.get(producer, []), targets)
        for number, (producer, of) in enumerate(ordered, start=1)
    ]


def _learn(rows: Iterable[Solution], facts: Iterable[Sequence[Solution]], unnamed: Collection[str]) -> None:
    """Looks up all names that effects, and the rulings that produced them, will be told with; of `unnamed` none is."""
    names().learn(
        term for found in (rows, *facts) for row in found for name, term in row.items() if name not in unnamed
    )


def ruling_facts(iris: Iterable[str]) -> dict[str, list[Solution]]:
    """By ruling, its day, court, judge, lawsuit and summary; nothing for what is no ruling."""
    wanted = [(NamedNode(iri),) for iri in iris]
    return grouped(lookup("ruling-facts", wanted), "ruling") if wanted else {}


def _first(producer: str, rows: Sequence[Solution], facts: dict[str, list[Solution]]) -> str:
    told = facts.get(producer)
    return text(told[0], "decided") if told else min(text(row, "earliest") or "9999" for row in rows)


def _happening(
    number: int, producer: str, rows: Sequence[Solution], facts: Sequence[Solution], targets: bool
) -> Happening:
    later = [row for row in rows if text(row, "mandate") in {"true", "1"}]
    on = as_day(_first(producer, rows, {producer: list(facts)} if facts else {}))
    done = [row for row in rows if "effect" in row]
    said, certain = when((later or done)[0]) if done else (written(on), True)
    found = desk().graph.iris.kind_and_id(producer)
    key = found[1] if found else producer
    acted = {text(row, "target"): row["target"] for row in done if isinstance(row["target"], NamedNode)}
    return Happening(
        number=number,
        key=key,
        iri=producer,
        on=on,
        when=said,
        certain=certain and not later,
        title=title_of(producer, facts),
        before=before(facts),
        deeds=chips([deed_of(row) for row in done]),
        targets=[thing(term) for term in acted.values()] if targets else [],
        summary=capital(text(facts[0], "summary")) if facts else "",
        citation=text(facts[0], "citation") if facts else "",
        iris=(producer, *dict.fromkeys(text(row, "effect") for row in done)),
    )


def title_of(producer: str, facts: Sequence[Solution]) -> Thing:
    """What happened in a few words: of a ruling its kind, of a measure its name."""
    full = thing(producer)
    if facts and text(facts[0], "type"):
        return Thing(capital(names().of(text(facts[0], "type"))), full.href, iri=producer)
    found = desk().graph.iris.kind_and_id(producer)
    if found and found[0] == "event":
        return Thing(t("event.lapse"), full.href, iri=producer)
    return Thing(capital(full.text), full.href, iri=producer)


def before(facts: Sequence[Solution]) -> list[Thing]:
    """Lawsuits, court and judge of a ruling."""
    lawsuits = {text(row, "lawsuit"): row["lawsuit"] for row in facts if "lawsuit" in row}
    found = [thing(term) for term in lawsuits.values()]
    if facts and "court" in facts[0]:
        court = thing(facts[0]["court"])
        found.append(Thing(text(facts[0], "short") or court.text, court.href, iri=court.iri))
    authors = {text(row, "author"): row["author"] for row in facts if "author" in row}
    return found + [thing(term) for term in authors.values()]


def chosen_of(found: Sequence[Happening], wanted: str, on: date) -> Happening | None:
    """The entry that `?event=` names, else the last one by the day that changed something."""
    named = next((each for each in found if each.key == wanted), None)
    past = [each for each in found if each.on is not None and each.on <= on and each.changes]
    return named or (past[-1] if past and not wanted else None)


def event_link(path: str, key: str, **kept: object) -> str:
    """The address of a page with that event chosen."""
    return link(f"{path}#event", **kept, event=key)


@dataclass(frozen=True, slots=True)
class Dot:
    """The circle of an entry: `x` in percent, `row` one lower where it would stand on another circle."""

    event: Happening
    x: float
    row: int


_APART: Final = 3.4  # percent of a lane that a circle takes
_ROWS: Final = 4


def dots(found: Sequence[Happening], on: Scale) -> list[Dot]:
    """The circles of all entries whose day a scale shows."""
    last: list[float] = []
    placed: list[Dot] = []
    for each in found:
        if each.on is None or not on.shows(each.on):
            continue
        x = on.x(each.on)
        row = next((row for row, at in enumerate(last) if x - at >= _APART), len(last))
        row = row if row < _ROWS else last.index(min(last))
        last[row : row + 1] = [x]
        placed.append(Dot(each, x, row))
    return placed
