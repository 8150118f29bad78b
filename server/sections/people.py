"""Judges, officials, posts: which offices when, what was ruled or signed, which lawsuits. No scores."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from ..ask import Solution, lookup, text
from ..day import Change, asked_day, neighbours
from ..desk import desk
from ..entities.portion import Portion, portion
from ..entities.witnesses import witnesses
from ..pictures.happenings import Happening
from ..pictures.offices import Tenure, offices, tenures
from ..present import Thing, distinct, grouped, names, thing, things
from ..words import t
from ..written import as_day, joined, written
from .lawsuits import done_by
from .rolls import rulings_of, suits_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

Year = tuple[int, list[tuple[str, Happening]]]
"""A year and its rulings, each with the state that it worked towards."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """One ruling of a judge: what it did, the judge's part in it, and what was done to it later."""

    did: Happening
    part: str
    fates: list[tuple[Thing, date | None]]

    @property
    def cases(self) -> list[Thing]:
        """The lawsuits that it was made in."""
        return [each for each in self.did.before if "/lawsuit/" in each.iri]


def judge(iri: NamedNode) -> dict[str, object]:
    """The page of a judge: offices, rulings year by year with their effects and later fates, the latest first in pages."""
    found = rulings_of("judged", iri)
    ruled = _ruled(iri, found.shown)
    held = tenures(lookup("tenures", [(iri, None)]), "post")
    return _page(iri, held, found.days) | {
        "list": "judges",
        "ruled": ruled,
        "pages": found.pages,
        "years": _spans(_years(ruled)),
        "counted": _counted(ruled, found.pages),
    }


def official(iri: NamedNode) -> dict[str, object]:
    """The page of an official: offices as bars, what was signed, lawsuits as a party by name or by office."""
    held = tenures(lookup("tenures", [(iri, None)]), "post")
    rows = lookup("signed", [(iri,)])
    days = [day for row in rows if (day := as_day(text(row, "day")))]
    return _page(iri, held, days) | issued(iri) | sued(iri)


def post(iri: NamedNode) -> dict[str, object]:
    """The page of a post: who held it when, what was issued in it, lawsuits against it."""
    held = tenures(lookup("tenures", [(None, iri)]), "holder")
    return _page(iri, held, []) | issued(iri) | sued(iri) | {"holders": True}


def _page(iri: NamedNode, held: Sequence[Tenure], days: Sequence[date]) -> dict[str, object]:
    on = asked_day().on
    turns = {day for each in held for day in (each.since, each.until) if day is not None} | set(days)
    before, after = neighbours((Change(day) for day in turns), on)
    now = [each.of.text for each in held if each.holds(on)]
    witnesses().learn([iri.value, *(each.iri for each in held)])
    seat = t("person.seat", on=written(on), posts=joined(now)) if now else t("person.no_seat", on=written(on))
    return {
        "seat": seat if held else "",
        "tenures": held,
        "offices": offices(held, desk().today()),
        "day_before": before,
        "day_after": after,
    }


def _ruled(iri: NamedNode, wanted: Sequence[str]) -> list[Ruled]:
    if not wanted:
        return []
    rows = grouped(lookup("judged-how", [(iri, NamedNode(each)) for each in wanted]), "ruling")
    names().learn(term for of in rows.values() for row in of for term in row.values())
    found = done_by(wanted)
    witnesses().learn(source for each in found for source in each.iris)
    return [Ruled(each, _part(of := rows.get(each.iri, [])), _fates(of)) for each in found]


def _part(rows: Sequence[Solution]) -> str:
    """How the judge took part: wrote it, voted so, or sat."""
    if any("wrote" in row for row in rows):
        return t("person.wrote")
    votes = things(distinct(rows, "vote"))
    return t("person.voted", vote=votes[0].text) if votes else t("person.sat")


def _fates(rows: Sequence[Solution]) -> list[tuple[Thing, date | None]]:
    found = {text(row, "fate"): row for row in rows if "fate" in row}
    return [
        (
            Thing(names().of(text(row, "fateType")), thing(iri).href) if "fateType" in row else thing(iri),
            as_day(text(row, "fateDay")),
        )
        for iri, row in found.items()
    ]


def _years(ruled: Sequence[Ruled]) -> list[Year]:
    """Year by year from the first to the last, each ruling with the state that it worked towards."""
    dated = [(each.did.on.year, each.did) for each in ruled if each.did.on]
    if not dated:
        return []
    years: dict[int, list[tuple[str, Happening]]] = {
        year: [] for year in range(dated[0][0], max(year for year, _ in dated) + 1)
    }
    for year, did in dated:
        years[year].append((next((deed.state for deed in did.deeds if deed.state), "none"), did))
    return list(years.items())


def _spans(years: Sequence[Year]) -> list[tuple[str, Sequence[tuple[str, Happening]]]]:
    """The years by name, those without a ruling together: `2019-2024`."""
    found: list[tuple[str, Sequence[tuple[str, Happening]]]] = []
    for empty, run in groupby(years, key=lambda year: not year[1]):
        of = list(run)
        if empty and len(of) > 1:
            found.append((f"{of[0][0]}–{of[-1][0]}", []))
        else:
            found += [(str(year), did) for year, did in of]
    return found


def _counted(ruled: Sequence[Ruled], pages: Portion) -> str:
    """How many rulings, and what reviewing courts did with those that are shown, in words."""
    if not ruled:
        return ""
    reviewed = [each for each in ruled if each.fates]
    tally = Counter(each.fates[-1][0].text for each in reviewed)
    said = [t("person.count", n=pages.count)]
    if pages.all > 1:
        said.append(t("person.shown", n=len(ruled)))
    if reviewed:
        fates = joined([t("person.fate", n=n, fate=fate) for fate, n in sorted(tally.items())])
        said.append(t("person.reviewed", n=len(reviewed), fates=fates))
    else:
        said.append(t("person.unreviewed"))
    return " ".join(said)


def issued(iri: NamedNode) -> dict[str, object]:
    """What somebody signed or enacted: the measure, its day, its citation; in pages."""
    rows = grouped(lookup("signed", [(iri,)]), "measure")
    pages = portion("signed", len(rows))
    shown = pages.of(list(rows))
    names().learn(NamedNode(measure) for measure in shown)
    witnesses().learn(shown)
    return {
        "signed": [
            (thing(measure), as_day(text(rows[measure][0], "day")), text(rows[measure][0], "citation"))
            for measure in shown
        ],
        "signed_pages": pages,
    }


def sued(iri: NamedNode) -> dict[str, object]:
    """The lawsuits of a party: role, since when, what they challenge, and the office sued in its place; in pages."""
    rows, pages = suits_of(iri)
    seats = {row["seat"] for of in rows.values() for row in of}
    since = grouped(lookup("sued-since", [(seat,) for seat in seats]), "seat") if seats else {}
    asked = [(NamedNode(lawsuit),) for lawsuit in rows]
    challenged = grouped(lookup("challenged", asked), "lawsuit") if asked else {}
    terms = (term for of in (*rows.values(), *challenged.values()) for row in of for term in row.values())
    names().learn(terms)
    witnesses().learn(rows)
    return {
        "sued": [_suit(lawsuit, of, since, challenged.get(lawsuit, [])) for lawsuit, of in rows.items()],
        "sued_pages": pages,
    }


def _suit(
    lawsuit: str,
    of: Sequence[Solution],
    since: Mapping[str, Sequence[Solution]],
    challenged: Sequence[Solution],
) -> dict[str, object]:
    told = [row for seat in dict.fromkeys(text(row, "seat") for row in of) for row in since.get(seat, ())]
    return {
        "iri": lawsuit,
        "lawsuit": thing(lawsuit),
        "roles": things(distinct(of, "role")),
        "as": things(distinct(of, "as")),
        "filed": min((day for row in of if (day := as_day(text(row, "filed")))), default=None),
        "joined": min((day for row in told if (day := as_day(text(row, "joined")))), default=None),
        "left": max((day for row in told if (day := as_day(text(row, "left")))), default=None),
        "challenged": things(distinct(challenged, "challenged")),
    }
