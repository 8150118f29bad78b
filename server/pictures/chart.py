"""The enforceability picture of a measure: a track per provision, a lane per group of parties bound alike."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ..answers.standing import summarised
from ..ask import lookup, text
from ..entities.facts import capital
from ..present import Thing, grouped, names, thing
from ..words import t
from ..written import joined
from .happenings import event_link
from .swimlane import Telling, Track, drawn, lane

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from ..answers.standing import Period, Summary
    from .happenings import Happening
    from .zoom import Window

_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A provision as a picture and a sentence name it: `short` is `§ 9(a)`, `parent` has parts of its own."""

    iri: str
    short: str
    long: str
    heading: str
    parent: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One bar as a row of the table that says the same."""

    provision: Thing
    group: str
    period: Period
    because: list[Thing]
    iris: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The tracks, those of wholes apart, and the rows that say the same as their bars."""

    tracks: list[Track]
    wholes: list[Track]
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Reasons:
    """By period, the producers that opened it, the latest first."""

    producers: Mapping[str, list[str]]

    def of(self, period: Period) -> list[str]:
        return self.producers.get(period.iri, [])


def reasons(about: NamedNode) -> Reasons:
    """What opened each period of a measure or a provision."""
    rows = lookup("period-reasons", [(about,)])
    names().learn(row["producer"] for row in rows)
    return Reasons(
        {
            period: list(dict.fromkeys(text(row, "producer") for row in found))
            for period, found in grouped(rows, "period").items()
        }
    )


@dataclass(frozen=True, slots=True)
class Members:
    """By group of one measure, the names of its members; `alone` are the only groups of their provisions."""

    named: Mapping[str, list[str]]
    alone: frozenset[str]

    def called(self, groups: Sequence[Period]) -> str:
        """Groups that are bound alike by one name: their members, or *everyone else*."""
        if any(period.group in self.alone for period in groups):
            return t("group.everyone")
        members = sorted({name for period in groups for name in self.named.get(period.group, ())})
        if any(period.rest or period.group not in self.named for period in groups):
            return t("group.rest")
        return called(members)


def members(about: Sequence[NamedNode], found: Sequence[Period]) -> Members:
    """Who is in the groups of measures or provisions."""
    rows = lookup("members", [(each,) for each in about])
    names().learn(row["member"] for row in rows)
    nation = {iri for iri in {text(row, "member") for row in rows} if iri.endswith("/jurisdiction/us")}
    groups_of: dict[str, set[str]] = {}
    for period in found:
        groups_of.setdefault(period.provision, set()).add(period.group)
    return Members(
        {
            group: sorted(
                t("group.nation") if text(row, "member") in nation else names().of(text(row, "member"))
                for row in of
            )
            for group, of in grouped(rows, "group").items()
        },
        frozenset(group for groups in groups_of.values() if len(groups) == 1 for group in groups),
    )


def briefs(iris: Iterable[str]) -> dict[str, Thing]:
    """By thing, its page under its short name: `EO 14160 § 2(a)`; the full name where it has no other."""
    wanted = sorted(set(iris))
    rows = lookup("short-names", [(NamedNode(iri),) for iri in wanted]) if wanted else []
    names().learn(NamedNode(iri) for iri in wanted)
    short = {iri: text(of[0], "name") for iri, of in grouped(rows, "thing").items()}
    full = {iri: thing(iri) for iri in wanted}
    return {iri: replace(found, text=short.get(iri) or capital(found.text)) for iri, found in full.items()}


def called(found: Sequence[str]) -> str:
    """A group by its first members."""
    if len(found) <= _NAMED:
        return joined(list(found))
    return t("group.more", names=", ".join(found[:_NAMED]), n=len(found) - _NAMED)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the lanes of a measure are drawn from."""

    parts: Mapping[str, Part]
    members: Members
    reasons: Reasons
    window: Window
    on: date
    path: str
    labels: Mapping[str, str]
    """By producer, the few words that a bar has room for."""
    chosen: Happening | None
    summaries: Mapping[str, Summary]


def chart(found: Sequence[Period], of: Drawing) -> Chart:
    """All provisions; those alike throughout, for everyone, share one track."""
    by_provision: dict[str, list[Period]] = {}
    for period in found:
        by_provision.setdefault(period.provision, []).append(period)
    tracks: list[Track] = []
    wholes: list[Track] = []
    rows: list[Row] = []
    # Wholes come after their parts, in the picture and in the table.
    for provisions, periods in sorted(
        _alike(by_provision, of), key=lambda alike: of.parts[alike[0][0]].parent
    ):
        heading, note = _heading(provisions, of)
        track = Track(heading, [], note, of.summaries.get(provisions[0]))
        for name, alike in _lanes(periods, of):
            track.lanes.append(lane(name, alike, of.window.scale, of.on, _telling(of)))
            rows += [_row(heading, name, period, of) for period in drawn(alike, of.window.scale)]
        (wholes if of.parts[provisions[0]].parent else tracks).append(track)
    return Chart(tracks, wholes, rows)


def _alike(by_provision: Mapping[str, list[Period]], of: Drawing) -> list[tuple[list[str], list[Period]]]:
    """Provisions in order; those with one and the same chain for everyone together, at the end."""
    ordered = sorted(by_provision, key=lambda iri: natural(of.parts[iri].short))
    loud: list[tuple[list[str], list[Period]]] = []
    quiet: dict[object, list[str]] = {}
    for iri in ordered:
        found = by_provision[iri]
        if len({period.group for period in found}) == 1 and len(by_provision) > 1:
            quiet.setdefault((_chain(found, of), of.parts[iri].parent), []).append(iri)
        else:
            loud.append(([iri], found))
    return loud + [(iris, by_provision[iris[0]]) for iris in quiet.values()]


def _lanes(found: Sequence[Period], of: Drawing) -> list[tuple[str, list[Period]]]:
    """Groups whose chains are the same in all that is shown share a lane; the rest comes last."""
    by_group: dict[str, list[Period]] = {}
    for period in found:
        by_group.setdefault(period.group, []).append(period)
    alike: dict[object, list[list[Period]]] = {}
    for periods in by_group.values():
        alike.setdefault(_chain(periods, of), []).append(periods)
    lanes = [(of.members.called([each[0] for each in same]), same) for same in alike.values()]
    lanes.sort(key=lambda item: (any(each[0].rest for each in item[1]), item[0]))
    if len(lanes) == 1:
        return [(t("group.everyone"), lanes[0][1][0])]
    return [(name, same[0]) for name, same in lanes]


def _chain(found: Sequence[Period], of: Drawing) -> object:
    return tuple(
        (period.state, period.reason, period.since, period.until, tuple(sorted(of.reasons.of(period))))
        for period in sorted(found, key=lambda each: each.since)
    )


def _heading(provisions: Sequence[str], of: Drawing) -> tuple[Thing, str]:
    first = of.parts[provisions[0]]
    if len(provisions) == 1:
        return Thing(first.short, thing(first.iri).href, iri=first.iri), first.heading
    return Thing(called([of.parts[iri].short for iri in provisions])), t("order.alike")


def _telling(of: Drawing) -> Telling:
    def href(period: Period) -> str | None:
        keys = [iri.rpartition("/")[2] for iri in of.reasons.of(period)]
        return event_link(of.path, keys[0], **of.window.kept) if keys else None

    def long(period: Period) -> str:
        return next((of.labels[iri] for iri in of.reasons.of(period) if of.labels.get(iri)), "")

    def ring(period: Period) -> bool:
        return of.chosen is not None and of.chosen.iri in of.reasons.of(period)

    return Telling(href, long, ring)


def _row(heading: Thing, name: str, period: Period, of: Drawing) -> Row:
    producers = of.reasons.of(period)
    return Row(heading, name, period, [thing(iri) for iri in producers], tuple(producers))


def summaries(found: Sequence[Period], on: date, sizes: Mapping[str, int]) -> dict[str, Summary]:
    """By provision, its states on a day as one chip."""
    held: dict[str, list[Period]] = {}
    for period in found:
        held.setdefault(period.provision, [])
        if period.holds(on):
            held[period.provision].append(period)
    return {provision: summarised(of, dict(sizes)) for provision, of in held.items()}


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key that puts § 9 before § 10."""
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part)
        for part in re.findall(r"\d+|\D+", name.lower())
    )
