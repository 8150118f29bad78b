"""Whether two entities may be one: a score from 0 to 1, and the reasons in words. Nothing is decided here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

from ..citations import docket_numbers
from .features import Features
from .names import compared, numbers_differ, short, spoken, suffix

LEAST: Final = 0.8
"""Pairs below this score are not offered."""
_NUMBERS: Final = {
    "docketNumber": "docket number",
    "courtListenerId": "CourtListener id",
    "fjcNid": "number at the Federal Judicial Center",
    "number": "number",
    "frDocumentNumber": "Federal Register document number",
    "courtsDbId": "courts-db id",
    "geoid": "GEOID",
    "fips": "FIPS code",
}
_SLIPS: Final = 2
_NEAR: Final = 0.75
_SAME: Final = 0.9
_PERSONS: Final = frozenset(("judge", "person", "official"))
_NEAR_DAYS: Final = 7
_DAYS: Final = frozenset(("bornOn", "diedOn", "filedOn", "signedOn"))
_KEPT: Final = 4096


@dataclass(frozen=True, slots=True)
class Match:
    """How likely two are one, and why."""

    score: float
    reasons: tuple[str, ...]


def match(one: Features, other: Features) -> Match | None:
    """How likely two entities are one; nothing where they are not, or where nothing speaks for it."""
    if one.kind != other.kind or one.iri == other.iri or _contradict(one, other):
        return None
    reasons: list[str] = []
    score = _by_number(one, other, reasons)
    if score is None:
        score = _by_name(one, other, reasons)
        if score is None:
            return None
        score += _by_context(one, other, reasons)
        _lacking(one, other, reasons)
    score = round(max(0.0, min(score, 1.0)), 2)
    return Match(score, tuple(reasons)) if score >= LEAST else None


def _contradict(one: Features, other: Features) -> bool:
    """Whether a number, a court or a day tells the two apart for good."""
    if one.numbers and other.numbers and _other_numbers(one, other):
        return True
    known = one.context.keys() & other.context.keys()
    if not known:
        return False
    for name in ("inCourt", "within", "jurisdictionKind"):
        if name in known and not one.context[name] & other.context[name]:
            return True
    if known.isdisjoint(_DAYS):
        return False
    if any(name in known and _years_differ(one, other, name) for name in ("bornOn", "diedOn")):
        return True
    return any(
        name in known and (gap := _days_between(one, other, name)) is not None and gap > _NEAR_DAYS
        for name in ("filedOn", "signedOn")
    )


def _other_numbers(one: Features, other: Features) -> bool:
    for name in ("docketNumber", "fjcNid", "number", "geoid", "fips", "courtsDbId"):
        mine, theirs = one.numbers.get(name), other.numbers.get(name)
        if (
            mine
            and theirs
            and not mine & theirs
            and not (name == "docketNumber" and _same_but_office(mine, theirs))
        ):
            return True
    return False


def _same_but_office(mine: Iterable[str], theirs: Iterable[str]) -> bool:
    ours = [each for text in mine for each in docket_numbers(text)]
    return any(each.is_same(number) for text in theirs for number in docket_numbers(text) for each in ours)


def _years_differ(one: Features, other: Features, name: str) -> bool:
    mine = {value[:4] for value in one.context.get(name, ())}
    theirs = {value[:4] for value in other.context.get(name, ())}
    return bool(mine and theirs and not mine & theirs)


def _days_between(one: Features, other: Features, name: str) -> int | None:
    """The days between two full dates; nothing where one of the two is not known to the day."""
    gaps = [
        abs((date.fromisoformat(mine) - date.fromisoformat(theirs)).days)
        for mine in one.context.get(name, ())
        for theirs in other.context.get(name, ())
        if len(mine) == len(theirs) == len("2025-01-31")
    ]
    return min(gaps, default=None)


def _by_number(one: Features, other: Features, reasons: list[str]) -> float | None:
    if not one.numbers or not other.numbers:
        return None
    for name, called in _NUMBERS.items():
        mine, theirs = one.numbers.get(name, frozenset()), other.numbers.get(name, frozenset())
        same = mine & theirs
        if same:
            where = " in one court" if name == "docketNumber" else ""
            reasons.append(f"both have the {called} {min(same)}{where}")
            return 1.0
        if name == "docketNumber" and mine and theirs:
            reasons.append(f"one docket number but for the office: {min(mine)} and {min(theirs)}")
            return 0.95
    return None


def _by_name(one: Features, other: Features, reasons: list[str]) -> float | None:
    """By the two names that are most alike; names that differ in a number are not."""
    best: tuple[float, str, str] = (0.0, "", "")
    persons, docket = one.kind in _PERSONS, one.kind == "proceeding"
    for mine in one.names:
        for theirs in other.names:
            # Of a person, what is like a number is the suffix, which is held against that of the other.
            if persons or not numbers_differ(mine, theirs, docket=docket):
                best = max(best, (_alike(mine, theirs, persons=persons), mine, theirs))
    score, mine, theirs = best
    if score < LEAST - 0.05:
        return None
    reasons.append(_likeness(mine, theirs))
    return score


@lru_cache(maxsize=_KEPT)
def _likeness(mine: str, theirs: str) -> str:
    """How two names are alike, in words."""
    one, other = short(mine), short(theirs)
    if compared(mine) == compared(theirs):
        return f"the same name, “{one}”"
    if DamerauLevenshtein.distance(compared(mine), compared(theirs), score_cutoff=_SLIPS) <= _SLIPS:
        return f"names that differ by a letter or two: “{one}” and “{other}”"
    return f"names that are alike: “{one}” and “{other}”"


def _alike(mine: str, theirs: str, *, persons: bool) -> float:
    """How alike two names are, from 0 to 1. Same names are no proof: 0.9."""
    if persons:
        return _SAME * _same_person(spoken(mine), spoken(theirs))
    one, other = compared(mine), compared(theirs)
    if not one or not other:
        return 0.0
    if one == other:
        return _SAME
    in_order = fuzz.token_sort_ratio(one, other) / 100
    within = fuzz.token_set_ratio(one, other) / 100 if min(len(one.split()), len(other.split())) > 1 else 0.0
    # That all words of the one stand within the other counts for less: "Trump" is within many names.
    return max(in_order * _SAME, within * 0.85)


def _same_person(one: str, other: str) -> float:
    """How well one name fits the other, from 0 to 1: J. is John and never Robert, a junior is no third."""
    if suffix(one) and suffix(other) and suffix(one) != suffix(other):
        return 0.0
    mine, theirs = ([word for word in each.split() if word != suffix(each)] for each in (one, other))
    if len(mine) > len(theirs):
        mine, theirs = theirs, mine
    if len(mine) < 2:
        return 0.0  # a family name alone says nothing
    last = fuzz.ratio(mine[-1], theirs[-1]) / 100
    if last < _NEAR:
        return 0.0
    given = [max(_fits(word, each) for each in theirs[:-1]) for word in mine[:-1]]
    missing = 0.02 * (len(theirs) - len(mine))
    return (2 * last + sum(given)) / (2 + len(given)) - missing


def _fits(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if 1 in {len(word), len(other)}:
        return 0.95 if word[0] == other[0] else 0.0
    alike = fuzz.ratio(word, other) / 100
    return alike if alike >= _NEAR else 0.0


def _by_context(one: Features, other: Features, reasons: list[str]) -> float:
    found = 0.0
    if not one.context or not other.context:
        return found
    if one.context.get("inCourt", frozenset()) & other.context.get("inCourt", frozenset()):
        reasons.append("in one court")
        found += 0.04
    for name, said in (("filedOn", "filed"), ("signedOn", "signed"), ("bornOn", "born")):
        gap = _days_between(one, other, name) if name in one.context else None
        if gap == 0:
            reasons.append(f"{said} on one day")
            found += 0.05
        elif gap is not None:
            reasons.append(f"{said} {gap} days apart")
            found -= 0.03
    if one.context.get("within", frozenset()) & other.context.get("within", frozenset()):
        reasons.append("within one place")
        found += 0.04
    return found


def _lacking(one: Features, other: Features, reasons: list[str]) -> None:
    """Why no number settles it."""
    if one.numbers or other.numbers:
        for name, called in _NUMBERS.items():
            mine, theirs = bool(one.numbers.get(name)), bool(other.numbers.get(name))
            if mine != theirs:
                reasons.append(f"one of them has no {called}")
                return
        return
    reasons.append("neither has a number that would tell")
