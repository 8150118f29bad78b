"""What needs no verb: numbers, the places of a list, words in quotation marks."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ..records import Ref
from . import patterns as rules
from .amounts import Amount
from .attribution import quotations
from .mentions import Mention
from .offers import Candidate

if TYPE_CHECKING:
    from .work import Work

__all__ = ["glean"]

_LISTED: Final = re.compile(
    r"^(?:These|They|Those|The (?:states|cities|counties|jurisdictions|\d+)|Among them|Those (?:states|cities)) (?:are|include|were)(?: those of)?:? ",
    re.IGNORECASE,
)
_NOT_COUNTED: Final = frozenset(
    (
        "orders",
        "rulings",
        "stays",
        "actions",
        "challenges",
        "proceedings",
        "dockets",
        "governments",
        "complaints",
    )
)


def glean(work: "Work") -> Iterator[Candidate]:
    """The numbers, lists and quotations of a sentence."""
    yield from _amounts(work)
    yield from _listed(work)
    yield from _quoted(work)


def _amounts(work: "Work") -> Iterator[Candidate]:
    for mention in work.mentions:
        amount = mention.amount
        if amount is None or rules.unreal(work.text, mention.start) in {
            "question",
            "condition",
            "false report",
        }:
            continue
        if amount.currency:
            beside = work.text[max(0, mention.start - 2) : mention.start]
            if beside.endswith("("):
                continue  # "$1bn (£794m)": the same sum in another currency
            yield _counted(work, "amount", mention, amount)
        elif amount.unit.split()[-1].lower() not in _NOT_COUNTED and not _denied(work, mention):
            yield _counted(work, "count", mention, amount)


def _denied(work: "Work", mention: Mention) -> bool:
    return rules.unreal(work.text, mention.start) == "denial"


def _counted(work: "Work", kind: str, mention: Mention, amount: Amount) -> Candidate:
    end = mention.end
    confidence = (
        0.85 if kind == "amount" or "sanctuary" in amount.unit or "injunction" in amount.unit else 0.7
    )
    made = work.made(kind, kind, mention.start, end, confidence)
    words = work.text[mention.end : rules.clause_end(work.text, mention.end)].strip(" ,.;")
    definition = f"{amount.unit} {words}".strip() if kind == "count" else words
    return work.linker.linked(
        replace(
            made,
            amount=amount,
            object_text=mention.text,
            definition=definition[:200],
            when=work.day(mention.start),
        ),
        work.text,
    )


def _listed(work: "Work") -> Iterator[Candidate]:
    """The places of a list that follows a count: *13 sanctuary states. These are: …*"""
    counted = work.context.counted
    opening = _LISTED.match(work.text)
    if counted is None or opening is None or counted.amount is None:
        return
    for mention in work.mentions:
        if mention.kind == "jurisdiction" and mention.start >= opening.end():
            made = work.made("designated", "list-after-count", mention.start, mention.end, 0.8)
            refs = _fitting(mention.refs, counted.amount.unit)
            yield work.linker.linked(replace(
                made, objects=refs, subjects=(counted.speaker,) if counted.speaker else (), object_text=counted.amount.unit,
                subject_text=counted.speaker_text, speaker=counted.speaker, speaker_text=counted.speaker_text,
                hedge=counted.hedge, definition=counted.amount.unit, when=counted.when,
            ), work.text)  # fmt: skip


def _quoted(work: "Work") -> Iterator[Candidate]:
    for quoted in quotations(work.text):
        words = work.text[quoted.start : quoted.end]
        said = next((each for each in work.said if each.covers(quoted.start)), None)
        if len(words.split()) < 4:
            continue
        if said is None:
            yield work.made("said", "quotation-of-nobody", quoted.start, quoted.end, 0.4)
            continue
        made = work.made("said", "quotation", quoted.start, quoted.end, 0.8 if said.ref else 0.6)
        yield replace(
            made, subjects=(said.ref,) if said.ref else (), subject_text=said.who, speaker=said.ref, speaker_text=said.who, when=work.day(quoted.start) or work.context.past,
            hedge="reported", object_text=words[:80],
        )  # fmt: skip


def _fitting(refs: tuple[Ref, ...], unit: str) -> tuple[Ref, ...]:
    """Of places of one name those of the kind that is counted: states among states."""
    states = tuple(ref for ref in refs if ref.id.count("-") == 1)
    if "state" in unit.lower() and states:
        return states
    cities = tuple(ref for ref in refs if ref.id.count("-") > 1)
    return cities if ("cit" in unit.lower() or "count" in unit.lower()) and cities else refs
