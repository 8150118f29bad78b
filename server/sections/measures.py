"""Orders and their provisions: states over time, what changed them, who challenges them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from ..answers import choices
from ..ask import lookup, text
from ..day import Change, asked_day, neighbours
from ..desk import desk
from ..present import Thing, grouped, names, thing, things
from ..standing import SEVEN, Period, group_sizes, periods, summarised
from ..swimlane import Lane, Scale, Track, lane, scale
from ..timeline import events
from ..words import t
from ..written import as_day, joined

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_NAMED: int = 3


def measure(iri: NamedNode) -> dict[str, object]:
    """The page of a measure: all of its provisions."""
    found = _states(iri)
    listed = lookup("provisions", [(iri,)])
    listed.sort(key=lambda row: _natural(text(row, "section")))
    names().learn(row["provision"] for row in listed)
    return found | {
        "provisions": [
            {
                "thing": thing(row["provision"]),
                "heading": text(row, "heading"),
                "summary": found["summaries"].get(text(row, "provision")),  # type: ignore[attr-defined]
            }
            for row in {text(row, "provision"): row for row in listed}.values()
        ],
    }


def provision(iri: NamedNode) -> dict[str, object]:
    """The page of one provision, with the form that asks for one party."""
    key = desk().graph.iris.kind_and_id(iri)
    return _states(iri) | {"provisions": [], "ask_for": key[1] if key else iri.value, "choices": choices()}


def _states(about: NamedNode) -> dict[str, object]:
    on = asked_day().on
    found = periods(lookup("periods", [(about,)]))
    because = _because(about)
    group_names = _group_names(about, found)
    names().learn(NamedNode(period.provision) for period in found)
    by_provision: dict[str, list[Period]] = {}
    for period in found:
        by_provision.setdefault(period.provision, []).append(period)
    sizes = group_sizes()
    summaries = {
        provision: summarised([period for period in of if period.holds(on)], sizes)
        for provision, of in by_provision.items()
    }
    drawn = scale(found, desk().today())
    changed = events(lookup("events", [(about,)]))
    turns = {day for period in found for day in (period.since, period.until) if day is not None}
    said = {event.on: event.what.text for event in changed if event.on is not None}
    before, after = neighbours((Change(day, said.get(day, "")) for day in turns), on)
    return {
        "periods": [(period, group_names[period.group], because.get(period.iri, [])) for period in found],
        "summaries": summaries,
        "answers": [
            (thing(provision), summary)
            for provision, summary in sorted(
                summaries.items(), key=lambda item: _natural(names().of(item[0]))
            )
        ],
        "scale": drawn,
        "tracks": _tracks(by_provision, group_names, drawn, because) if drawn else [],
        "states": [state for state in SEVEN if any(period.state == state for period in found)],
        "events": changed,
        "lawsuits": _lawsuits(about),
        "checked": _checked(about),
        "day_before": before,
        "day_after": after,
        "thing": thing,
    }


def _because(about: NamedNode) -> dict[str, list[Thing]]:
    """By period, what opened it, the latest first."""
    rows = lookup("period-reasons", [(about,)])
    names().learn(row["producer"] for row in rows)
    found: dict[str, list[Thing]] = {}
    for period, group in grouped(rows, "period").items():
        producers = {text(row, "producer"): row["producer"] for row in group}
        found[period] = [thing(term) for term in producers.values()]
    return found


def _group_names(about: NamedNode, found: Sequence[Period]) -> dict[str, str]:
    """By group, its name: its members, or *everyone else*; *everyone* where it is the only one."""
    rows = lookup("members", [(about,)])
    names().learn(row["member"] for row in rows)
    members = {
        group: sorted(names().of(text(row, "member")) for row in of)
        for group, of in grouped(rows, "group").items()
    }
    groups_of: dict[str, set[str]] = {}
    for period in found:
        groups_of.setdefault(period.provision, set()).add(period.group)
    named: dict[str, str] = {}
    for period in found:
        if period.group in named:
            continue
        if len(groups_of[period.provision]) == 1:
            named[period.group] = t("group.everyone")
        elif period.rest or period.group not in members:
            named[period.group] = t("group.rest")
        else:
            named[period.group] = called(members[period.group])
    return named


def called(members: Sequence[str]) -> str:
    """A group by its first members."""
    if len(members) <= _NAMED:
        return joined(list(members))
    return t("group.more", names=", ".join(members[:_NAMED]), n=len(members) - _NAMED)


def _tracks(
    by_provision: dict[str, list[Period]],
    group_names: dict[str, str],
    drawn: Scale,
    because: dict[str, list[Thing]],
) -> list[Track]:
    """One track per provision; those that were alike throughout, for everyone, share the last."""
    tracks: list[Track] = []
    quiet: dict[tuple[object, ...], list[str]] = {}
    for provision, found in sorted(by_provision.items(), key=lambda item: _natural(names().of(item[0]))):
        groups = list(dict.fromkeys(period.group for period in found))
        if len(groups) == 1 and len(by_provision) > 1:
            chain = tuple((period.state, period.reason, period.since, period.until) for period in found)
            quiet.setdefault(chain, []).append(provision)
            continue
        groups.sort(key=lambda group: any(period.rest for period in found if period.group == group))
        tracks.append(Track(thing(provision), [_lane(g, found, group_names, drawn, because) for g in groups]))
    for alike in quiet.values():
        found = by_provision[alike[0]]
        heading = thing(alike[0]) if len(alike) == 1 else Thing(called([names().of(iri) for iri in alike]))
        tracks.append(Track(heading, [_lane(found[0].group, found, group_names, drawn, because)]))
    return tracks


def _lane(
    group: str,
    found: Sequence[Period],
    group_names: dict[str, str],
    drawn: Scale,
    because: dict[str, list[Thing]],
) -> Lane:
    def leads(period: Period) -> str | None:
        opened = because.get(period.iri)
        return opened[0].href if opened else None

    mine = [period for period in found if period.group == group]
    return lane(group_names[group], mine, drawn, asked_day().on, leads)


def _lawsuits(about: NamedNode) -> list[tuple[Thing, date | None]]:
    rows = lookup("challenges", [(about,)])
    filed = {text(row, "lawsuit"): as_day(text(row, "filed")) for row in reversed(rows)}
    terms = {text(row, "lawsuit"): row["lawsuit"] for row in rows}
    return [(found, filed[iri]) for iri, found in zip(terms, things(terms.values()), strict=True)]


def _checked(about: NamedNode) -> date | None:
    days = [as_day(text(row, "day")) for row in lookup("checked", [(about,)])]
    return max((day for day in days if day is not None), default=None)


def _natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key that puts § 9 before § 10."""
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part)
        for part in re.findall(r"\d+|\D+", name.lower())
    )
