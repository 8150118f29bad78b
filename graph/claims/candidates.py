"""Candidate claims: what the patterns find in the sentences of one text, with who says it and how firmly."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from ..records import Known
from .attribution import Said, attributions
from .linking import Linker
from .mentions import Finder, Mention, shifted
from .offers import Candidate, Context, Reading
from .reading import Sentence, sentences
from .whens import Whens
from .work import Work, is_aside

__all__ = ["Candidate", "Reading", "read"]


def read(text: str, known: Known, anchor: date | None, finder: Finder | None = None) -> Reading:
    """A text read against a graph; `anchor` is the day of the source, from which days are counted."""
    finder = finder or Finder(known)
    return _Reader(text, finder, Linker(known, anchor, text), anchor).reading()


class _Reader:
    def __init__(self, text: str, finder: Finder, linker: Linker, anchor: date | None) -> None:
        self._text = text
        self._linker = linker
        self._whens = Whens(anchor)
        self._anchor = anchor
        self._sentences = sentences(text)
        self._mentions = _by_sentence(self._sentences, finder.find(text, self._whens))
        self._context = Context()

    def reading(self) -> Reading:
        found: list[Candidate] = []
        for number, sentence in enumerate(self._sentences):
            if not sentence.boilerplate:
                found += self._sentence(number, sentence)
        mentions = [
            each
            for number, listed in enumerate(self._mentions)
            if not self._sentences[number].boilerplate
            for each in listed
        ]
        return Reading(self._text, tuple(self._sentences), tuple(mentions), tuple(found))

    def _sentence(self, number: int, sentence: Sentence) -> list[Candidate]:
        mentions = [shifted(each, -sentence.start) for each in self._mentions[number]]
        said = attributions(sentence.text, mentions, self._context.person)
        if not said and self._quoted_on(number, sentence):
            said = (
                [replace(self._context.speaker, start=0, end=len(sentence.text))]
                if self._context.speaker
                else []
            )
        work = Work(number, sentence, mentions, said, self._context, self._linker)
        found = list(_without_repeats(work.candidates()))
        self._remember(sentence, mentions, said, found)
        return found

    def _quoted_on(self, number: int, sentence: Sentence) -> bool:
        """Whether a quotation goes on from the sentence before: it opens with a mark, or closes one."""
        if number == 0 or self._sentences[number - 1].line != sentence.line:
            return False
        text = sentence.text
        return text[:1] in '“"' or text.count("”") > text.count("“")

    def _remember(
        self,
        sentence: Sentence,
        mentions: Sequence[Mention],
        said: Sequence[Said],
        found: Sequence[Candidate],
    ) -> None:
        people = [
            each.ref for each in mentions if each.kind in {"official", "judge"} and each.ref is not None
        ]
        if people and self._context.person not in people:
            self._context.person = people[0]
        counts = [each for each in found if each.kind == "count"]
        if counts:
            self._context.counted = counts[-1]
        elif not sentence.text.startswith(("These", "They", "Those")):
            self._context.counted = None
        dates = [
            each.when
            for each in mentions
            if each.when is not None
            and each.when.edtf
            and each.when.relative
            and not is_aside(sentence.text, each.when)
        ]
        told = dates[0] if dates else None
        bounds = told.bounds if told else None
        gone = (
            bounds is not None
            and bounds.latest is not None
            and self._anchor is not None
            and (self._anchor - bounds.latest).days > 14
        )
        self._context.past = (
            told
            if gone and re.search(r"\b(?:was|were|had|did|spoke|said|told|wrote|\w+ed)\b", sentence.text)
            else None
        )
        if said:
            self._context.speaker = said[0]


def _by_sentence(found: Sequence[Sentence], mentions: Sequence[Mention]) -> list[list[Mention]]:
    listed: list[list[Mention]] = [[] for _ in found]
    place = 0
    for mention in mentions:
        while place + 1 < len(found) and mention.start >= found[place + 1].start:
            place += 1
        if found and found[place].start <= mention.start and mention.end <= found[place].end:
            listed[place].append(mention)
    return listed


def _without_repeats(found: Iterator[Candidate]) -> Iterator[Candidate]:
    """Of candidates of one kind whose words overlap, the first; of a ruling that blocks, the block."""
    kept: list[Candidate] = []
    for each in found:
        same = [one for one in kept if one.start < each.end and each.start < one.end]
        if any(one.kind == each.kind for one in same):
            continue
        kept.append(each)
        yield each
