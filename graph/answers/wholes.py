"""A measure asked as a whole: the answers about its provisions, put together."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from ..effects.saying import Sentence, row, say
from ..effects.sentence import Tense, listed, plural, short, thing
from ..effects.things import Id
from ..effects.world import Litigation
from .reply import Answer, Step

_STATES: Final = ("blocked", "restricted", "stayed", "in-force", "not-in-force", "uncertain")


def is_whole(lit: Litigation, asked: Id) -> bool:
    """Whether what is asked about is a measure with recorded provisions."""
    return asked in lit.measures and asked not in lit.provisions and bool(lit.provisions_of.get(asked))


def of_whole(lit: Litigation, measure: Id, one: Callable[[Id], Answer], tense: Tense) -> Answer:
    """The answer about a measure.

    Where all its provisions agree it is their state; else it is restricted, and the sentence says
    which provisions are in which state. One provision held back is not the whole measure: where
    only one is on record, the rest of the measure is not known to be held.
    """
    provisions = lit.provisions_of[measure]
    found = [one(each) for each in provisions]
    states = {(each.state, each.reason) for each in found}
    names = {state for state, _ in states}
    one_of_many = len(found) == 1 and names == {"blocked"}
    state = "restricted" if one_of_many or len(names) > 1 else names.pop()
    reason = next(iter(states))[1] if len(states) == 1 else None
    agreed = {each.enforceable for each in found}
    enforceable = "in-part" if state == "restricted" else agreed.pop() if len(agreed) == 1 else "unknown"
    checked = min((each.checked_to for each in found if each.checked_to is not None), default=None)
    what = thing(lit, measure)
    if one_of_many or len({each.state for each in found}) > 1:
        parts = _parts(lit, measure, found)
        said = say("in-part-by-parts", said=tense.enforced(what, may=True), parts=parts)
    else:
        why = _why(found) if state in {"uncertain", "restricted"} else ""
        if state == "uncertain" and not why:
            why = say("record-undecided")
        said = tense.sentence(state, measure, reason=reason, why=why, enforceable=enforceable)
        if len(found) > 1:
            whose = "their" if plural(lit, measure) else "its"
            said = say("in-all", said=said, n=len(found), its_=whose)
    return Answer(
        provision=measure,
        party=found[0].party,
        on=found[0].on,
        known=found[0].known,
        state=state,
        certain=all(each.certain for each in found),
        reason=reason,
        sentence=tense.ended(said, checked),
        because=_latest_first(lit, (each for answer in found for each in answer.because)),
        relief=tuple({line.relief: line for answer in found for line in answer.relief}.values()),
        derivation=_steps(found),
        readings=tuple(dict.fromkeys(each for answer in found for each in answer.readings)),
        missing=tuple(dict.fromkeys(each for answer in found for each in answer.missing)),
        since=max((each.since for each in found if each.since is not None), default=None),
        until=min((each.until for each in found if each.until is not None), default=None),
        enforceable=enforceable,
        checked_to=checked,
        parts=tuple((each.provision, each.state) for each in found),
    )


def _why(found: Iterable[Answer]) -> str:
    """What all the sentences give as their reason, where it is the same."""
    reasons = {_reason(each.sentence) for each in found}
    return reasons.pop() if len(reasons) == 1 else ""


def _reason(sentence: str) -> str:
    """The reason that a sentence gives, or the sentence within it."""
    if not isinstance(sentence, Sentence):
        return ""
    why, within = sentence.arguments.get("why"), sentence.arguments.get("said")
    if isinstance(why, str):
        return why
    return _reason(within) if isinstance(within, str) else ""


def _parts(lit: Litigation, measure: Id, found: list[Answer]) -> str:
    """Which provisions of a measure are in which state.

    What is held back only in part, because its own parts are, is told by its parts.
    """
    held = {each.provision for each in found if each.state in {"blocked", "restricted"}}
    told = [
        each for each in found if each.state != "restricted" or held.isdisjoint(lit.below(each.provision))
    ]
    said: list[str] = []
    for state in _STATES:
        names = [short(lit, each.provision, measure) for each in told if each.state == state]
        if names:
            said.append(say("its-state", state=say(f"state-{state}"), names=listed(names)))
    return row(said, "; ")


def _latest_first(lit: Litigation, producers: Iterable[Id]) -> tuple[Id, ...]:
    def when(key: Id) -> tuple[date, Id]:
        ruling, measure = lit.rulings.get(key), lit.measures.get(key)
        day = ruling.decided if ruling is not None else measure.begun if measure is not None else None
        return (day.earliest if day is not None else date.min, key)

    return tuple(sorted(set(producers), key=when, reverse=True))


def _steps(found: Iterable[Answer]) -> tuple[Step, ...]:
    """The steps of several derivations, each once, by their day."""
    steps = {step.effect: step for answer in found for step in answer.derivation}
    return tuple(sorted(steps.values(), key=lambda step: step.on))
