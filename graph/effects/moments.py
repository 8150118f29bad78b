"""When effects happened: days that are known, days between bounds, days that several share.

A `Moment` is one day, known or not, on which one or more effects happen. Effects of one event
share their day, so do all effects of a ruling that wait for its mandate, and so does a merger
with the grant of the relief that follows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ..dates import later
from .things import Effect, Id, RuleSet
from .world import Litigation

STAYS: Final = frozenset(("administrative-stay", "stay-pending-appeal", "stay", "partial-stay"))
MERGERS: Final = frozenset(("merge-into-final", "convert"))
_ENDINGS: Final = frozenset(("vacate", "reverse", "rescope", "narrow"))


@dataclass(frozen=True, slots=True)
class Moment:
    """One day: the first and the last on which it may have been; no last, if perhaps never.

    `mandate_of` is the ruling whose mandate it waits for, where the day of that is not sourced;
    `assumed` says that `latest` is only the rule set's bound.
    """

    effects: tuple[Id, ...]
    earliest: date
    latest: date | None
    mandate_of: Id | None = None
    assumed: bool = False

    @property
    def exact(self) -> bool:
        return self.earliest == self.latest


@dataclass(frozen=True, slots=True)
class Fault:
    """A contradiction in the record: in words, what it is about, and from when it matters."""

    says: str
    about: tuple[Id, ...]
    since: date


@dataclass(slots=True)
class Calendar:
    """The moment of each effect, and the contradictions found on the way."""

    moments: list[Moment] = field(default_factory=list[Moment])
    of: dict[Id, int] = field(default_factory=dict[Id, int])
    faults: list[Fault] = field(default_factory=list[Fault])


def waits_for_mandate(lit: Litigation, effect: Effect) -> bool:
    """Whether an effect happens only as the mandate issues.

    What a court of appeals vacates or reverses below ends at the mandate unless the record says
    at once; whatever else it does waits only where the record says so. Other courts act on the day.
    """
    level, ruling = lit.level(effect.producer), lit.rulings.get(effect.producer)
    if ruling is None or level not in {"appellate-court", None}:
        return False
    if effect.at_mandate is not None or level is None:
        return bool(effect.at_mandate)
    if effect.type not in {"vacate", "reverse"} or ruling.decided is None:
        return False
    if (effect.earliest, effect.latest) != (ruling.decided.earliest, ruling.decided.latest):
        return False  # the record gives the effect a day of its own
    return all(_level_of(lit, target) != "appellate-court" for target in effect.targets)


def _level_of(lit: Litigation, target: Id) -> str | None:
    """The level of the court whose ruling, relief or effect is acted on."""
    if target in lit.reliefs:
        return lit.level(lit.reliefs[target].granted_by or "")
    if target in lit.effects:
        return lit.level(lit.effects[target].producer)
    return lit.level(target)


def calendar(lit: Litigation, effects: Iterable[Id], rules: RuleSet) -> Calendar:
    """When these effects happened, those that share their day taken together."""
    found = Calendar()
    single = {key: _moment(lit, lit.effects[key], rules, found.faults) for key in sorted(effects)}
    for keys in _together(lit, single):
        moment = _joined(keys, single, found.faults, lit)
        for each in moment:
            for key in each.effects:
                found.of[key] = len(found.moments)
            found.moments.append(each)
    return found


def _moment(lit: Litigation, effect: Effect, rules: RuleSet, faults: list[Fault]) -> Moment:
    """The day of one effect by itself."""
    earliest, latest = effect.earliest, effect.latest
    if latest is not None and latest < earliest:
        faults.append(Fault(f"{_named(lit, effect)} is dated to end before it begins", (effect.id,), latest))
        earliest, latest = latest, earliest
    ruling = lit.rulings.get(effect.producer)
    decided = ruling.decided if ruling is not None else None
    since = max(earliest, decided.earliest) if decided is not None else earliest
    faults += [Fault(f"{_named(lit, effect)} {says}", (effect.id,), since) for says in effect.faults]
    if effect.lapses_on is not None and effect.lapses_on < earliest:
        faults.append(Fault(f"{_named(lit, effect)} lapses before it begins", (effect.id,), effect.lapses_on))
    lapse = lit.lapses.get(effect.producer)
    if lapse is not None and not (earliest <= lapse and (latest is None or lapse <= latest)):
        faults.append(
            Fault(
                f"{_named(lit, effect)} is not dated as the lapse that it follows",
                (effect.id,),
                min(lapse, earliest),
            )
        )
    if ruling is None or decided is None:
        return Moment((effect.id,), earliest, latest)
    if latest is not None and latest < decided.earliest:
        faults.append(Fault(f"{_named(lit, effect)} is dated before its own ruling", (effect.id,), earliest))
        return Moment((effect.id,), earliest, latest)
    earliest = max(earliest, decided.earliest)
    if not waits_for_mandate(lit, effect):
        return Moment((effect.id,), earliest, latest)
    if ruling.mandate is not None:
        return Moment((effect.id,), max(earliest, ruling.mandate.earliest), ruling.mandate.latest)
    if latest is not None and latest > (decided.latest or decided.earliest):
        # The record itself bounds, or names, the day of the mandate.
        return Moment((effect.id,), earliest, latest, None if earliest == latest else ruling.id)
    bound = _presupposed(lit, effect)
    if bound is not None and bound >= earliest:
        return Moment((effect.id,), earliest, bound, ruling.id)
    start = max([decided.latest or decided.earliest, *_rehearing_denied(lit, ruling.id)])
    return Moment((effect.id,), earliest, later(start, rules.mandate_bound_days), ruling.id, assumed=True)


def _presupposed(lit: Litigation, effect: Effect) -> date | None:
    """The last day of the record that presupposes the mandate."""
    key = effect.presupposed_by
    if key is None:
        return None
    ruling, other, measure = lit.rulings.get(key), lit.effects.get(key), lit.measures.get(key)
    if ruling is not None:
        return ruling.decided.latest if ruling.decided is not None else None
    if other is not None:
        return other.latest
    if measure is not None:
        return measure.begun.latest if measure.begun is not None else None
    return lit.lapses.get(key)


def _rehearing_denied(lit: Litigation, ruling: Id) -> list[date]:
    """The days on which the same court denied to hear a ruling again."""
    court = lit.rulings[ruling].court
    found: list[date] = []
    for key in lit.effects_on.get(ruling, ()):
        effect = lit.effects[key]
        denying = lit.rulings.get(effect.producer)
        if effect.type == "deny" and denying is not None and denying.court == court and effect.latest:
            found.append(effect.latest)
    return found


def _together(lit: Litigation, single: Mapping[Id, Moment]) -> list[list[Id]]:
    """The effects grouped by the day they share."""
    groups: dict[Id, Id] = {key: key for key in single}

    def lead(key: Id) -> Id:
        while groups[key] != key:
            key = groups[key]
        return key

    def tie(keys: list[Id]) -> None:
        for key in keys[1:]:
            first, second = sorted((lead(keys[0]), lead(key)))
            groups[second] = first

    events: dict[tuple[str, Id], list[Id]] = {}
    for key, moment in single.items():
        effect = lit.effects[key]
        if effect.event is not None:
            events.setdefault(("event", effect.event), []).append(key)
        if moment.mandate_of is not None or waits_for_mandate(lit, effect):
            events.setdefault(("mandate", effect.producer), []).append(key)
    for keys in events.values():
        tie(keys)
    for key in single:
        for other in _same_day(lit, key, single):
            tie([key, other])
    found: dict[Id, list[Id]] = {}
    for key in single:
        found.setdefault(lead(key), []).append(key)
    return list(found.values())


def _same_day(lit: Litigation, key: Id, single: Mapping[Id, Moment]) -> list[Id]:
    """The effects whose day one effect shares without the record saying so.

    A merger happens as the successor is granted. A stay pending appeal that a judgment lifts lasts
    until that judgment takes effect, so that nothing revives for the days until the mandate.
    """
    effect = lit.effects[key]
    if effect.type in MERGERS and effect.successor is not None:
        return [
            other
            for other in lit.effects_on.get(effect.successor, ())
            if other in single
            and lit.effects[other].type == "grant"
            and lit.effects[other].producer == effect.producer
            and effect.event is None
            and (single[other].earliest, single[other].latest) == (single[key].earliest, single[key].latest)
        ]
    if effect.type == "lift-stay" and effect.at_mandate is None:
        pending = [lit.effects[stay] for stay in (*effect.undoes, *effect.targets) if stay in lit.effects]
        if any(stay.type == "stay-pending-appeal" for stay in pending):
            return [
                other
                for other in lit.effects_by.get(effect.producer, ())
                if other in single
                and lit.effects[other].type in _ENDINGS
                and single[other].mandate_of is not None
            ]
    return []


def _joined(
    keys: list[Id], single: Mapping[Id, Moment], faults: list[Fault], lit: Litigation
) -> list[Moment]:
    """One moment for effects that share a day; several, and a fault, where they cannot."""
    first = single[keys[0]]
    if len(keys) == 1:
        return [first]
    own = [single[key] for key in keys]
    # A stay that ends with a judgment has the day of the judgment, whatever day it gives itself.
    tied = [single[key] for key in keys if not _follows_judgment(lit, lit.effects[key])] or own
    earliest = max(each.earliest for each in tied)
    ends = [each.latest for each in tied if each.latest is not None]
    latest = min(ends) if ends else None
    if latest is not None and latest < earliest:
        says = f"{_named(lit, lit.effects[keys[0]])} and others of one event have different days"
        faults.append(Fault(says, tuple(keys), min(each.earliest for each in own)))
        return own
    waits = next((each.mandate_of for each in tied if each.mandate_of is not None), None)
    assumed = any(each.assumed and each.latest == latest for each in tied)
    return [Moment(tuple(keys), earliest, latest, None if earliest == latest else waits, assumed=assumed)]


def _follows_judgment(lit: Litigation, effect: Effect) -> bool:
    return effect.type == "lift-stay" and effect.event is None and not waits_for_mandate(lit, effect)


def _named(lit: Litigation, effect: Effect) -> str:
    return f"“{lit.label(effect.id)}”"
