"""Who says it: quotations and to whom they are ascribed, "according to", "said that".

An ascription covers a part of a sentence: what stands in it is what somebody else says. A quotation
that a text gives without a speaker is ascribed to whom the sentence before ascribes one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ..records import Ref
from .mentions import Mention

__all__ = ["Quotation", "Said", "attributions", "quotations"]

_SAYING: Final = (
    r"(?:said|says|say|wrote|writes|told (?:\w+ ){1,4}|explain(?:s|ed)?|argued?|argues|stated?|states|added|adds|claimed|claims|"
    r"announced|announces|noted|notes|warned|warns|insisted|estimates?|estimated|counts|counted|tallied|reported|reports|testified|alleged|alleges|"
    r"replied|continued|declared|described|describes|posted|tweeted|tells|lists|put(?= (?:the|that|this|its|his|her|their) (?:\w+ ){0,3}?(?:at|above|below|near)\b))"
)
_NAME: Final = r"(?:[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|of|the|for|and|de|on)){0,7})"
_SOMEBODY: Final = rf"(?:(?:[Tt]he |[Aa]n? |[Ii]ts |[Hh]is |[Hh]er )?(?:(?!(?:that|who|which|on|in|at|to|said|says|and|but)\b)(?<![’'])\b[\w’'-]+ ){{0,4}}?(?<![’'\w])(?:city|county|state|department|administration|government|court|judge|group|report|agency|spokes\w+|officials?|lawyers?|attorneys?|plaintiffs?|complaint|filing|lawsuit|center|centre|study|researchers?|mayor|governor|secretary|union|service|office|article|review|organi[sz]ation)(?: (?:of|for) {_NAME})?|{_NAME}|[Hh]e|[Ss]he|[Tt]hey)"
_ACCORDING: Final = re.compile(
    r"\b(?:[Aa]ccording to|[Bb]y the (?:count|tally|reckoning) of|[Ii]n the words of|[Aa]s counted by|[Aa]s reported by|estimated by|counted by) (?P<who>[^,;.]{3,90}?)(?=[,;.]|$| there | the (?:number|order|law))"
)
_SAID_THAT: Final = re.compile(
    rf"(?P<who>{_SOMEBODY})(?:,[^,]{{3,60}},)? (?:has |have |had |also |later |then |\w+ly )*(?P<verb>{_SAYING})(?: on \w+| in a [\w ]+?| earlier this \w+| \w+day)?(?:,|:)? ?(?P<that>that\b|(?=[“\"‘'A-Za-z$£€\d]))"
)
_SAID_AFTER: Final = re.compile(
    rf"[,”\"’'] (?P<who>{_SOMEBODY}) {_SAYING}\b|[,”\"’'] {_SAYING} (?P<who2>{_SOMEBODY})\b"
)
_CREDIT: Final = re.compile(
    rf"(?P<who>[Tt]he {_NAME}|{_NAME})(?:['’]s)? (?P<verb>(?:own )?(?:count|tally|list|estimate|definition))\b"
)
_AUTHOR: Final = frozenset(("i", "we"))
"""Who writes the text: no other than the text itself."""
_OPENING: Final = '“"‘'
_QUOTES: Final = re.compile(
    r"“(?P<a>[^“”]{3,600})”?|\"(?P<b>[^\"]{3,600})\"|(?<![\w])[‘'](?P<c>[^‘’']{12,600}?(?:[’']\w[^‘’']*?)*)[’'](?![\w])"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody else says in a sentence: from `start` up to `end`, by `who` (their words), `ref` if known."""

    start: int
    end: int
    who: str
    ref: Ref | None = None

    def covers(self, place: int) -> bool:
        return self.start <= place < self.end


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks: half-open, without the marks."""

    start: int
    end: int


def quotations(text: str) -> list[Quotation]:
    """The quotations in a sentence."""
    found: list[Quotation] = []
    for match in _QUOTES.finditer(text):
        group = next(name for name in ("a", "b", "c") if match[name])
        found.append(Quotation(match.start(group), match.end(group)))
    return found


def attributions(text: str, mentions: Sequence[Mention], pronouns: Ref | None) -> list[Said]:
    """The parts of a sentence that it ascribes to somebody; `pronouns` is for whom *he* or *she* stands."""
    found: list[Said] = []
    for match in _ACCORDING.finditer(text):
        who = match["who"].strip()
        if who.lower() in _AUTHOR:
            continue
        # "According to X, A": A. "A, according to X": A.
        start, end = (match.end(), len(text)) if match.start() < 4 else (0, match.start())
        found.append(_said(start, end, who, match.start("who"), mentions, pronouns))
    for match in _SAID_THAT.finditer(text):
        who = match["who"]
        if who.lower() in _AUTHOR:
            continue
        found.append(_said(match.end(), len(text), who, match.start("who"), mentions, pronouns))
    for match in _SAID_AFTER.finditer(text):
        group = "who" if match["who"] else "who2"
        found.append(_said(0, match.start() + 1, match[group], match.start(group), mentions, pronouns))
    return list(_innermost(found))


def _innermost(found: list[Said]) -> Iterator[Said]:
    yield from sorted(found, key=lambda each: each.end - each.start)


def _said(
    start: int, end: int, who: str, place: int, mentions: Sequence[Mention], pronoun: Ref | None
) -> Said:
    if who.lower() in {"he", "she"}:
        return Said(start, end, who, pronoun)
    speakers = {"official", "judge", "agency", "organization", "jurisdiction", "court", "post"}
    inside = [
        each
        for each in mentions
        if each.kind in speakers and place <= each.start < place + len(who) and each.ref is not None
    ]
    ranked = sorted(inside, key=lambda each: (_ORDER.get(each.kind, 9), each.start))
    return Said(start, end, who, ranked[0].ref if ranked else None)


_ORDER: Final = {
    "official": 0,
    "judge": 0,
    "organization": 1,
    "agency": 1,
    "jurisdiction": 2,
    "court": 2,
    "post": 3,
}
