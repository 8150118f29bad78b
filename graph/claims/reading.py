"""A text as lines and sentences with their offsets, and what of it is the publisher's own.

Offsets count characters from 0 and are half-open; `start` and `end` count in the whole text,
lines count from 1. Sentences are cut by pysbd, a rule-based splitter that needs no model.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, cast

from .tables import table

__all__ = ["Sentence", "sentences"]

_LONGEST: Final = 20_000
"""A line of more characters is cut before it is split: the splitter's patterns are made for paragraphs."""
_GLUED: Final = re.compile(r"(?<=[a-z][.!?])(?=[A-Z][a-z])")
"""Where two paragraphs were joined without a blank: `difference.California`."""
_UNFINISHED: Final = re.compile(
    r"(?:\b(?:F|Fed|L|S|Supp|Ed|No|Nos|Dkt|Sec|Rep|Sen|Gov|[ap]\.m|v|vs|cl|art|amend)\.|\b[A-Z]\.)\s*$"
)
_GOES_ON: Final = re.compile(r"\s*(?:[a-z0-9(§]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|Supp\b|App)")
_WORD: Final = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its words, the line it stands on, where it begins and ends in the text.

    `boilerplate` says why it is none of the article: `appeal`, `advertisement`, `navigation`; it is
    empty for what the article says.
    """

    text: str
    line: int
    start: int
    line_start: int
    boilerplate: str = ""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, first to last; what stands between them is blank."""
    found: list[Sentence] = []
    for number, start, line in _lines(text):
        for begin, end in _cut(line):
            words = line[begin:end]
            if words.strip():
                blank = len(words) - len(words.lstrip())
                found.append(Sentence(words.strip(), number, start + begin + blank, start))
    return _told_apart(found)


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        yield number, start, line.rstrip("\r")
        start += len(line) + 1


def _cut(line: str) -> list[tuple[int, int]]:
    """The sentences of a line as half-open pairs of offsets in it."""
    if not line.strip():
        return []
    cuts = [0, *(found.start() for found in _GLUED.finditer(line)), len(line)]
    pieces: list[tuple[int, int]] = []
    for begin, end in itertools.pairwise(cuts):
        for piece in range(begin, end, _LONGEST):
            last = min(piece + _LONGEST, end)
            pieces += [(piece + a, piece + b) for a, b in _split(line[piece:last])]
    joined: list[tuple[int, int]] = []
    for begin, end in pieces:
        before = line[joined[-1][0] : joined[-1][1]] if joined else ""
        rest = line[begin:end]
        unfinished = _UNFINISHED.search(before) and _GOES_ON.match(rest)
        if joined and (unfinished or not _WORD.search(rest)):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return joined


@cache
def _splitter() -> Any:
    import warnings

    with warnings.catch_warnings():
        # Its patterns are written with loose escapes, which later Pythons remark upon.
        warnings.simplefilter("ignore")
        import pysbd
    return cast("Any", pysbd).Segmenter(language="en", clean=False, char_span=True)


def _split(text: str) -> list[tuple[int, int]]:
    return [(int(span.start), int(span.end)) for span in _splitter().segment(text)]


@dataclass(frozen=True, slots=True)
class Marks:
    """The phrases of boilerplate, by why; and how many make a whole run of lines it."""

    reasons: tuple[tuple[str, "re.Pattern[str]"], ...]


@cache
def _marks() -> Marks:
    said = table("boilerplate")
    reasons = [
        (str(each["reason"]), re.compile("|".join(f"(?:{one})" for one in each["patterns"]), re.IGNORECASE))
        for each in said["boilerplate"]
    ]
    return Marks(tuple(reasons))


def _told_apart(found: Sequence[Sentence]) -> list[Sentence]:
    """The sentences, each with why it is boilerplate; what stands between two appeals is one too."""
    reasons = [_reason(sentence.text) for sentence in found]
    appeals = [place for place, reason in enumerate(reasons) if reason == "appeal"]
    for first, last in itertools.pairwise(appeals):
        if last - first <= 4:  # an appeal is a passage: what it wraps around is a part of it
            for place in range(first + 1, last):
                reasons[place] = reasons[place] or "appeal"
    return [
        Sentence(each.text, each.line, each.start, each.line_start, reason)
        for each, reason in zip(found, reasons, strict=True)
    ]


def _reason(text: str) -> str:
    return next((reason for reason, pattern in _marks().reasons if pattern.search(text)), "")
