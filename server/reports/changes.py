"""What was done lately: by whom, to what, and the sentence of a source that tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from ..answers.days import calendar
from ..ask import lookup, text
from ..present import Thing, grouped, names, thing
from ..written import as_day
from .timeline import when

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ..ask import Solution


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a source, as it stands there."""

    text: str
    source: Thing


@dataclass(frozen=True, slots=True)
class Doing:
    """What one ruling or measure did on one day; `on` is the first day on which it may have."""

    on: date | None
    when: str
    certain: bool
    producer: Thing
    deeds: list[Thing]
    targets: list[Thing]
    quote: Quote | None = None


def latest(on: date, most: int, first: int = 0) -> list[Doing]:
    """The last `most` doings up to a day, latest first; after the `first` of them."""
    return doings(done(calendar().doings(on, first, most)))


def done(pairs: Sequence[tuple[str, str]]) -> list[Solution]:
    """What was done on these days by these rulings and measures, latest first: one solution for each thing acted on."""
    effects = [(NamedNode(iri),) for iri in calendar().effects(pairs)]
    return lookup("deeds", effects) if effects else []


def doings(rows: list[Solution], most: int | None = None, *, quoted: bool = True) -> list[Doing]:
    """Effects in the order given, those of one producer and first day together."""
    together: dict[tuple[str, str], list[Solution]] = {}
    for row in rows:
        key = (text(row, "producer"), text(row, "earliest"))
        if key not in together and most is not None and len(together) >= most:
            break
        together.setdefault(key, []).append(row)
    names().learn(term for found in together.values() for row in found for term in row.values())
    quotes = _quotes({producer for producer, _ in together}) if quoted else {}
    return [_doing(found, quotes.get(producer)) for (producer, _), found in together.items()]


def _doing(found: list[Solution], quote: Quote | None) -> Doing:
    first = found[0]
    said, certain = when(first)
    producer = thing(first["producer"])
    targets = {text(row, "target"): row["target"] for row in found if isinstance(row["target"], NamedNode)}
    return Doing(
        on=as_day(text(first, "earliest")),
        when=said,
        certain=certain,
        producer=producer,
        deeds=list({text(row, "type"): thing(row["type"]) for row in found}.values()),
        targets=[thing(target) for iri, target in targets.items() if iri != producer.iri],
        quote=quote,
    )


def _quotes(producers: set[str]) -> dict[str, Quote]:
    """By ruling or measure the first sentence on record that speaks of it."""
    rows = lookup("quotes", [(NamedNode(iri),) for iri in sorted(producers)]) if producers else []
    names().learn(row["source"] for row in rows)
    return {
        about: Quote(text(found[0], "quote"), thing(found[0]["source"]))
        for about, found in grouped(rows, "about").items()
    }
