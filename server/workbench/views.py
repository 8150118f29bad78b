"""Pictures of results that are chosen by what the columns hold: days make a timeline, places a map."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ...ontology.terms import PREFIXES
from ..desk import desk
from ..maps.marking import drawn
from ..maps.places import OWN, Finding, spots
from ..pictures.swimlane import Scale
from ..present import Thing, names, thing
from ..words import t
from ..written import as_day, written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..ask import Solution, Term
    from ..maps.drawing import Picture

MOST: Final = 40
"""How many rows a timeline draws; more cannot be read."""
_XSD: Final = PREFIXES["xsd"]
_BEGINS: Final = frozenset(("from", "begin", "start", "since", "first", "earliest", "enacted", "filed"))
_ENDS: Final = frozenset(("until", "to", "end", "last", "latest", "terminated"))
_REPEATING: Final = frozenset(("period", "effect", "group", "scope"))
_WIDEST: Final = 99.4


@dataclass(frozen=True, slots=True)
class Span:
    """A row of results in time: a bar from `x` over `width` percent, or a point where it has one day."""

    number: int
    name: Thing
    x: float
    width: float
    point: bool
    open: bool
    said: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows of results along their days; `left` is how many more there are."""

    scale: Scale
    spans: list[Span]
    left: int


def timeline(rows: Sequence[Solution], variables: Sequence[str]) -> Timeline | None:
    """The rows along their days; `None` where no column holds days, or all hold the same one."""
    days = [name for name in variables if _holds_days(rows, name)]
    if not days:
        return None
    begin = next((name for name in days if name.lower() in _BEGINS), days[0])
    end = next(
        (name for name in variables if name.lower() in _ENDS and name != begin and (name in days)), None
    )
    named = _naming(rows, variables)
    found: dict[tuple[str, date, date | None], tuple[int, Solution]] = {}
    for number, row in enumerate(rows, 1):
        start = _first(row.get(begin))
        if start is not None:
            key = (str(row.get(named, number)), start, _first(row.get(end)) if end else None)
            found.setdefault(key, (number, row))
    starts = {start for _, start, _ in found}
    if len(starts) < 2:
        return None
    shown = sorted(list(found.items())[:MOST], key=lambda item: (item[0][1], item[1][0]))
    scale = _scale([key for key, _ in shown])
    names().learn(term for _, (_, row) in shown for term in row.values())
    spans = [
        _span(number, row, named, start, until, scale, ending=end is not None)
        for (_, start, until), (number, row) in shown
    ]
    return Timeline(scale, spans, len(found) - len(shown))


def places(rows: Sequence[Solution], variables: Sequence[str]) -> Picture | None:
    """The map of the places that a column holds; `None` where none holds two of them."""
    if desk().graph.bare:
        return None
    held = {name: _places(rows, name) for name in variables}
    chosen = max(variables, key=lambda name: len(held[name]), default="")
    if not chosen or len(held[chosen]) < 2:
        return None
    known = spots()
    found = {iri: Finding(known[iri], OWN) for iri in held[chosen] if iri in known}
    return drawn(found, known) if len(found) > 1 else None


def _places(rows: Sequence[Solution], name: str) -> Mapping[str, int]:
    of = desk().graph.iris.kind_and_id
    found: Counter[str] = Counter()
    for row in rows:
        value = row.get(name)
        if isinstance(value, NamedNode) and (key := of(value.value)) and key[0] == "jurisdiction":
            found[value.value] += 1
    return found


def _holds_days(rows: Sequence[Solution], name: str) -> bool:
    values = [row[name] for row in rows if name in row]
    return bool(values) and all(_first(value) is not None for value in values)


def _naming(rows: Sequence[Solution], variables: Sequence[str]) -> str:
    """The column that says what a row is about: that of the most different things, else the first without days."""
    different: dict[str, int] = {}
    for name in variables:
        found = {value.value for row in rows if isinstance(value := row.get(name), NamedNode)}
        different[name] = len({iri for iri in found if _tells(iri)})
    best = max(variables, key=lambda name: different[name], default="")
    if best and different[best]:
        return best
    return next(
        (name for name in variables if any(name in row for row in rows) and not _holds_days(rows, name)), ""
    )


def _tells(iri: str) -> bool:
    """Whether the name of a thing says more than its row does; those of periods repeat it."""
    found = desk().graph.iris.kind_and_id(iri)
    return found is None or found[0] not in _REPEATING


def _first(term: Term | None) -> date | None:
    """The first day that a literal may mean: of a year or a month its first."""
    if not isinstance(term, Literal):
        return None
    kind = term.datatype.value.removeprefix(_XSD)
    text = term.value
    if kind in {"date", "dateTime"}:
        return as_day(text)
    if kind == "gYearMonth":
        return as_day(f"{text}-01")
    return as_day(f"{text}-01-01") if kind == "gYear" else None


def _scale(keys: Sequence[tuple[str, date, date | None]]) -> Scale:
    days = [day for _, start, until in keys for day in (start, until) if day is not None]
    margin = timedelta(days=max((max(days) - min(days)).days // 40, 2))
    return Scale(_moved(min(days), -margin), _moved(max(days), margin))


def _moved(day: date, by: timedelta) -> date:
    """A day moved within the calendar."""
    try:
        return day + by
    except OverflowError:
        return day


def _span(
    number: int, row: Solution, named: str, start: date, until: date | None, scale: Scale, *, ending: bool
) -> Span:
    name = thing(row[named]) if named in row else Thing(str(number))
    x = scale.x(start)
    if not ending:
        return Span(number, name, x, 0, point=True, open=False, said=f"{name.text}: {written(start)}")
    end = scale.x(until) if until is not None else 100.0
    key = "results.span" if until is not None else "results.span_open"
    said = f"{name.text}: {t(key, start=written(start), end=written(until))}"
    state = next((found.state for term in row.values() if (found := thing(term)).state), "")
    width = max(round(end - x, 3), 0.6)
    return Span(number, name, min(x, _WIDEST), width, point=False, open=until is None, said=said, state=state)
