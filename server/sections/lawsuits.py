"""Lawsuits and their dockets: where it stands, the path through the courts, entries, parties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ...ontology.terms import EJV
from ..answers.standing import concept, periods
from ..answers.verdict import clauses
from ..ask import Solution, literal, lookup, text
from ..day import Change, asked_day, neighbours
from ..entities.witnesses import witnesses
from ..pictures.chart import Members, Part, briefs
from ..pictures.happenings import Happening, happenings
from ..pictures.ladder import Docket, Entry, ladder
from ..pictures.swimlane import Scale
from ..pictures.turned import members_of
from ..present import Table, Thing, distinct, grouped, names, table, thing
from ..words import t
from ..written import as_day, written
from .claims import quotes
from .measures import checked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ..answers.standing import Period

_MOST: Final = 200
_DRAWN: Final = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the list under the picture: a ruling's happening, or a filing or closing in words."""

    number: int
    on: date
    said: Thing
    where: list[Thing]
    happening: Happening | None
    iris: tuple[str, ...]


def lawsuit(iri: NamedNode) -> dict[str, object]:
    """The page of a lawsuit."""
    on = asked_day().on
    rows = lookup("docket", [(iri,)])
    facts = lookup("lawsuit-facts", [(iri,)])
    names().learn(term for row in (*rows, *facts) for term in row.values())
    lines, entries = _entries(iri.value, rows)
    before, after = neighbours((Change(line.on, line.said.text) for line in lines), on)
    state, sentence = _stands(iri, rows, lines, on)
    witnesses().learn([iri.value, *(source for line in lines for source in line.iris)])
    courts = {text(row, "court"): _court(row) for row in rows}
    return {
        "answered": True,
        "list": "lawsuits",
        "state": state,
        "stands": sentence,
        "checked": checked(iri),
        "dockets": _dockets(rows),
        "challenged": [thing(term) for term in distinct(facts, "challenged")],
        "under": [thing(term) for term in distinct(facts, "under")],
        "topics": [thing(term) for term in distinct(facts, "topic")],
        "caption": next((text(row, "caption") for row in facts if "caption" in row), ""),
        "status": next((text(row, "status") for row in facts if "status" in row), ""),
        "joined": [thing(term) for term in distinct(facts, "joined")],
        "ladder": _ladder(rows, entries, courts),
        "lines": lines,
        "quotes": quotes([iri.value]),
        "parties": parties(iri),
        "day_before": before,
        "day_after": after,
    }


def _court(row: Solution) -> Thing:
    full = thing(row["court"])
    return Thing(text(row, "short") or full.text, full.href, iri=full.iri)


def _dockets(rows: Sequence[Solution]) -> list[dict[str, object]]:
    return [
        {
            "thing": thing(iri),
            "court": _court(of[0]),
            "numbers": ", ".join(term.value for term in distinct(of, "docket")),
            "filed": as_day(text(of[0], "filed")),
            "ended": as_day(text(of[0], "terminated")),
            "judges": [thing(term) for term in distinct(of, "judge")],
            "below": [thing(term) for term in distinct(of, "below")],
        }
        for iri, of in grouped(rows, "proceeding").items()
    ]


def _entries(mine: str, rows: Sequence[Solution]) -> tuple[list[Line], list[Entry]]:
    """All that has a day, in order and numbered: filings, rulings, ends; of very many the latest."""
    raw = _dated(rows)
    first = max(len(raw) - _MOST, 0)
    told = {each.iri: each for each in done_by([ruling for _, _, _, ruling, _ in raw[first:] if ruling])}
    lines: list[Line] = []
    entries: list[Entry] = []
    for number, (day, what, proceeding, ruling, row) in enumerate(raw[first:], start=first + 1):
        happening = told.get(ruling)
        said = (
            happening.title
            if happening
            else Thing(t(f"lawsuit.{what}"), thing(proceeding).href, iri=proceeding)
        )
        where = [each for each in happening.before if each.iri != mine] if happening else [_court(row)]
        lines.append(
            Line(number, day, said, where, happening, happening.iris if happening else (proceeding,))
        )
        entries.append(
            Entry(number, day, proceeding, text(row, "court"), bool(ruling), said.text, f"#entry-{number}")
        )
    return lines, entries


def _dated(rows: Sequence[Solution]) -> list[tuple[date, str, str, str, Solution]]:
    """Day, what it is, docket, ruling if it is one, and the row that tells of it; in order."""
    found: list[tuple[int, tuple[date, str, str, str, Solution]]] = []
    for proceeding, of in grouped(rows, "proceeding").items():
        opened = "appealed" if any("below" in row for row in of) else "filed"
        for rank, what, name in ((0, opened, "filed"), (2, "closed", "terminated")):
            day = as_day(text(of[0], name))
            if day:
                found.append((rank, (day, what, proceeding, "", of[0])))
    for ruling, of in grouped(rows, "ruling").items():
        day = as_day(text(of[0], "decided"))
        if day:
            found.append((1, (day, "ruling", text(of[0], "proceeding"), ruling, of[0])))
    found.sort(key=lambda each: (each[1][0], each[0], each[1][2], each[1][3]))
    return [entry for _, entry in found]


def done_by(rulings: Sequence[str]) -> list[Happening]:
    """What each of some rulings did; also those that did nothing."""
    acts = lookup("acts-of", [(NamedNode(iri),) for iri in rulings]) if rulings else []
    acting = grouped(acts, "producer")
    silent = silent_acts([{"producer": NamedNode(iri)} for iri in rulings if iri not in acting])
    return happenings([*acts, *silent])


def silent_acts(rows: Sequence[Mapping[str, NamedNode]]) -> list[Solution]:
    """Rulings without an effect of their own, told as such."""
    return [{**row, "type": Literal("none"), "target": Literal("")} for row in rows]


def _ladder(rows: Sequence[Solution], entries: Sequence[Entry], courts: Mapping[str, Thing]) -> object:
    dockets = [
        Docket(text(row, "proceeding"), text(row, "court"), concept(text(row, "level")), text(row, "below"))
        for row in rows
    ]
    entries = entries[-_DRAWN:]
    if not entries:
        return None
    first, last = entries[0].on, entries[-1].on
    margin = max((last - first) // 16, (last - first) // 30)
    return ladder(dockets, entries, courts, Scale(first - margin, last + margin)) if first < last else None


def _stands(iri: NamedNode, rows: Sequence[Solution], lines: Sequence[Line], on: date) -> tuple[str, str]:
    """The colour and the sentences: what its rulings hold back on a day, its last ruling, whether it was closed."""
    past = [line for line in lines if line.on <= on]
    if lines and not past:
        return "not-in-force", t("lawsuit.stands_before")
    held = periods(lookup("held-by-lawsuit", [(iri, literal(on))]))
    said: list[str] = []
    state = ""
    if held:
        found = members_of({period.group for period in held})
        state = "blocked" if any(period.state == "blocked" for period in held) else held[0].state
        short = briefs(period.provision for period in held)
        parts = {
            period.provision: Part(period.provision, "", short[period.provision].text, "", parent=False)
            for period in held
        }
        grouped_periods = {iri: [each for each in held if each.provision == iri] for iri in parts}
        members = Members(found, frozenset())
        said.append(clauses(grouped_periods, parts, members, sure=True, some=_partly(grouped_periods, on)))
    elif any(line.happening for line in past):
        said.append(t("lawsuit.holds_nothing"))
    rulings = [line for line in past if line.happening]
    if rulings:
        last = rulings[-1]
        where = last.where[-2].text if len(last.where) > 1 else ""
        said.append(t("lawsuit.last", ruling=last.said.text.lower(), court=where, day=written(last.on)))
    else:
        said.append(t("lawsuit.stands_none"))
    closed = [
        day for row in rows if "below" not in row and (day := as_day(text(row, "terminated"))) and day <= on
    ]
    if closed:
        said.append(t("lawsuit.was_closed", day=written(max(closed))))
    return state, " ".join(said)


def _partly(held: Mapping[str, Sequence[Period]], on: date) -> frozenset[str]:
    """The provisions of which the lawsuit holds back some groups of parties and not others."""
    groups: dict[str, set[str]] = {}
    for period in periods(lookup("periods", [(NamedNode(iri),) for iri in held])):
        if period.holds(on):
            groups.setdefault(period.provision, set()).add(period.group)
    return frozenset(iri for iri, of in held.items() if groups.get(iri, set()) - {each.group for each in of})


def parties(iri: NamedNode) -> Table:
    """The parties of a lawsuit as a table."""
    return plainly(
        table(
            lookup("parties", [(iri,)]),
            {
                "party": t("column.party"),
                "role": t("column.role"),
                "capacity": t("column.capacity"),
                "joined": t("column.from"),
                "left": t("column.until"),
            },
            by="party",
        )
    )


def plainly(found: Table) -> Table:
    """The table with terms of our lists as words: they lead nowhere that a reader of it wants to go."""
    return Table(
        found.columns,
        [
            [[Thing(each.text) if each.iri.startswith(EJV) else each for each in cell] for cell in row]
            for row in found.rows
        ],
    )
