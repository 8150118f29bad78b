"""One sentence at work: the patterns that fit, and what holds of every candidate."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from . import patterns as rules
from .arguments import Arguments
from .attribution import Said
from .gleaning import glean
from .linking import Linker
from .mentions import Mention
from .offers import Candidate, Context
from .patterns import Pattern
from .reading import Sentence
from .whens import When, apart

__all__ = ["Work"]

_ALL: Final = re.compile(
    r"\b(?:the|all|any|every|other) (?:so-called )?(?:[‘'“\"]?sanctuary[’'”\"]? )(?:cities|jurisdictions|states|counties|areas|places|localities|governments)(?: and \w+)?\b(?! (?:that|who|which|of|in|named))|\bnationwide\b|\bnationally\b|\bacross the (?:country|nation|United States)\b|\bthroughout the (?:country|nation)\b|\beverywhere\b|\bevery (?:city|state|jurisdiction)\b|\bany (?:city|state|jurisdiction)\b",
    re.IGNORECASE,
)
_FORMER: Final = re.compile(
    r"\b(?:[Ff]ormer(?:ly)?|[Ee]x-?|[Cc]andidate for|[Nn]ominee for|[Ii]ncoming|[Dd]esignate|[Ww]ould-be|[Oo]nce|[Ff]uture)\b[\s-]*(?:\w+\s){0,2}$"
)
_BECAUSE: Final = re.compile(r"\b(?:because|since|as) (?:it|they|he|she|the|this|that)\b")
_FINDING: Final = re.compile(
    r",? \b(?:finding|saying|writing|reasoning|arguing|noting|concluding|adding)\b (?:that|it|the|they|this)\b"
)
_ASIDE: Final = re.compile(r", (?:who|which|whose|when|where)\b(?!.*, (?:who|which|whose|when|where)\b)")
_GOES_ON: Final = re.compile(
    r"\b(?:that|who|which|when|where|after|before|because|until|since|while|said|says|told|wrote|dated|filed|announced|due|set|scheduled)\b(?! (?:on|in|by)? ?$)",
)
"""What stands between a verb and a day that is told of something else."""
_TITLED: Final = re.compile(r"\b[A-Za-z][\w’'-]{3,}")
"""The words that a headline writes with capital letters."""
_UNDONE: Final = re.compile(
    r"(?:stay|suspend|block|halt|paus|put|bar|stopp)\w*\b(?: on hold)? ?(?:the |that |an? |its |his |her |those |[\w’'-]+[’']s? )?(?:[\w-]+ ){0,2}?"
    r"(?:injunctions?|rulings?|decisions?|judgments?|TROs?|restraining orders?)\b"
)
"""A block that is itself held back: a ruling, but no block."""
_LEAD: Final = re.compile(r"\s*(?:(?:and|but|that|of|which|while)\b\s*)+")
_OWN: Final = re.compile(r"['’]s?$")


class Work(Arguments):
    """A sentence with its mentions, who says what in it, and what the sentences before left behind."""

    def __init__(
        self,
        number: int,
        sentence: Sentence,
        mentions: Sequence[Mention],
        said: Sequence[Said],
        context: Context,
        linker: Linker,
    ) -> None:
        super().__init__(sentence.text, mentions, context)
        self.number = number
        self.sentence = sentence
        self.said = said
        self.linker = linker

    def candidates(self) -> Iterator[Candidate]:
        """What the sentence may be saying; several may be of the same words."""
        for pattern in rules.patterns():
            for match in pattern.find.finditer(self.text):
                found = self._matched(pattern, match)
                if found is not None:
                    yield found
        yield from glean(self)

    def _matched(self, pattern: Pattern, match: "re.Match[str]") -> Candidate | None:
        groups = match.groupdict()
        verb = match.start("verb") if groups.get("verb") else match.start()
        why = rules.unreal(self.text, verb) if pattern.judged == "verb" else self._unnamed(match)
        if why:
            return None
        if (
            pattern.judged == "verb"
            and re.search(r"\b(?:not|never|no)\b|n['’]t\b", self.text[match.start() : verb])
            and "subject" not in pattern.needs
        ):
            return None
        subjects, subject_text, start, sure = self.subject(pattern, match, verb)
        needs = pattern.needs
        if ("subject" in needs and not (subjects or subject_text)) or (
            "subject-strict" in needs and not subjects and not self.names_person(match)
        ):
            return None
        begin = (
            start
            if pattern.kind == "holds-office" and match.start() == match.start("subject")
            else min(start, match.start())
        )
        begin = begin if pattern.through != "object" else match.start("object")
        end = self._end(pattern, match, begin)
        objects, object_text = self.object(pattern, match, end)
        if "object" in needs and not objects:
            return None
        if pattern.kind == "holds-office" and (
            not self.holds_office(match) or (not subjects and self._is_headline())
        ):
            return None
        undone = pattern.kind == "blocked" and _UNDONE.match(self.text, verb)
        candidate = self.made(
            "ruled" if undone else pattern.kind,
            pattern.id,
            begin,
            end,
            pattern.confidence if sure else pattern.confidence / 2,
        )
        candidate = replace(
            candidate, subjects=subjects, subject_text=subject_text, objects=objects, object_text=object_text
        )
        return self._finished(candidate, verb)

    def _unnamed(self, match: "re.Match[str]") -> str:
        """For what is no deed but a name: whether words before it take it back."""
        if self.text.rstrip("”\"'’ ").endswith("?"):
            return "question"
        start = (
            match.start("subject") if "subject" in match.re.groupindex and match["subject"] else match.start()
        )
        before = self.text[max(0, min(start, match.start()) - 30) : match.start()]
        return "former" if _FORMER.search(before) else ""

    def _end(self, pattern: Pattern, match: "re.Match[str]", begin: int) -> int:
        if pattern.through == "object":
            return match.end("object")
        if pattern.through == "clause":
            inside = rules.clause_end(self.text, max(match.end("verb"), begin))
            return max(inside, min(match.end(), len(self.text.rstrip(" .!?"))))
        return match.end()

    def made(self, kind: str, pattern: str, start: int, end: int, confidence: float) -> Candidate:
        lead = _LEAD.match(self.text, start, end)
        start = lead.end() if lead else start
        quote = (
            _OWN.sub("", self.text[start:end].rstrip(" ,;"))
            if kind == "holds-office"
            else self.text[start:end].rstrip(" ,;")
        )
        end = start + len(quote)
        said = next((each for each in self.said if each.covers(start)), None)
        begin = rules.clause_start(self.text, start)
        # A name is as firm as it stands; what a deed is said to rest on, or to mean, hedges the deed no more.
        after = "" if kind == "holds-office" else self.text[end : rules.clause_end(self.text, end)]
        own = _FINDING.split(_BECAUSE.split(self.text[start:end] + after, maxsplit=1)[0], maxsplit=1)[0]
        hedge = rules.hedge_of(self.text[begin:start] + own)
        if said is not None and hedge == "flat":
            hedge = "reported"
        at = self.sentence.start
        return Candidate(
            kind, pattern, self.sentence.line, self.sentence.line_start, at + start, at + end, quote, round(confidence, 2), self.number,
            hedge=hedge, speaker=said.ref if said else None, speaker_text=said.who if said else "",
        )  # fmt: skip

    def _finished(self, candidate: Candidate, verb: int) -> Candidate:
        """The candidate with its day, its reach, and what of the record it seems to be about."""
        if candidate.kind in {"signed", "sued", "ruled", "blocked", "ordered-to-publish", "ordered"}:
            candidate = replace(candidate, when=self.day(verb))
        if candidate.kind == "holds-office":
            when = self.context.past if self.context.past is not None else None
            own = self.day(verb, strict=True)
            candidate = replace(candidate, when=own or when, context=own is None and when is not None)
        if candidate.kind in {"ruled", "blocked"} and _ALL.search(candidate.quote):
            candidate = replace(candidate, reach="everyone")
        return self.linker.linked(candidate, self.text)

    def _is_headline(self) -> bool:
        """Whether nearly all words have capital letters, so that none of them shows a name."""
        words = _TITLED.findall(self.text)
        return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.8 * len(words)

    def day(self, verb: int, *, strict: bool = False) -> When | None:
        """The day of what is told at that place: the one told after it in its clause, else the nearest.

        With `strict`, none that is told of something else in the sentence.
        """
        dates = [each.when for each in self.mentions if each.when is not None]
        told = apart(self.text, verb, dates)
        if told is not None:
            return told[0]
        mine = [each for each in dates if not _is_of_another(self.text, each, verb)]
        after = [each for each in mine if verb <= each.start < rules.clause_end(self.text, verb)]
        if after:
            return after[0]
        begin = rules.clause_start(self.text, verb)
        near = [each for each in mine if begin <= each.start] or ([] if strict else mine or dates)
        return min(near, key=lambda each: abs(each.start - verb), default=None)


def is_aside(text: str, when: When) -> bool:
    """Whether a day stands in a clause that only tells more of somebody: *Chiu, who sued in February, said …*."""
    aside = _ASIDE.search(text, rules.clause_start(text, when.start), when.start)
    return aside is not None and "," not in text[aside.end() : when.start]


def _is_of_another(text: str, when: When, verb: int) -> bool:
    """Whether a day is told of another deed than that of the verb: in an aside, or in a clause that goes on from it."""
    if when.start < verb:
        return is_aside(text, when) and "," in text[when.end : verb]
    return _GOES_ON.search(text, verb, when.start) is not None
