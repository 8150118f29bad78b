"""The text of a source as it was read: sentences, the words that name something, and which claims each bears.

Of a source whose licence lets its whole text be shown there are paragraphs; else only the sentences
in which something is claimed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ..ask import Solution, lookup, text
from ..present import Thing, names, thing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

STYLES: Final[Mapping[str, str]] = {
    "judge": "judge", "official": "person", "person": "person", "post": "person", "agency": "person",
    "organization": "person", "jurisdiction": "place", "order": "order", "provision": "order", "statute": "order",
    "policy": "order", "lawsuit": "case", "proceeding": "case", "ruling": "case", "court": "case", "citation": "case",
}  # fmt: skip
"""By kind of mention, how it is underlined; days and amounts are not."""


@dataclass(frozen=True, slots=True)
class Span:
    """Some characters of the text, half open, with what they name or are."""

    start: int
    end: int
    words: str
    kind: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: `style` underlines it, `thing` is where it leads, `numbers` are claims told after it."""

    text: str
    style: str = ""
    thing: Thing | None = None
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Paragraphs of pieces, and the styles that they use."""

    paragraphs: list[list[Piece]]
    whole: bool

    @property
    def told(self) -> int:
        """How many sentences bear a claim."""
        return sum(1 for pieces in self.paragraphs for piece in pieces if piece.numbers)

    @property
    def styles(self) -> list[str]:
        used = {piece.style for pieces in self.paragraphs for piece in pieces}
        return [style for style in dict.fromkeys(STYLES.values()) if style in used]


def reading(source: NamedNode, whole: str, numbers: Mapping[str, int]) -> Reading | None:
    """The text of a source with its marks; `numbers` are those of its claims. `None` where no place is marked."""
    rows = lookup("annotations", [(source,)])
    by_motive: dict[str, list[Span]] = {}
    for row in rows:
        by_motive.setdefault(text(row, "motive").rpartition("#")[2], []).append(_span(row))
    sentences = by_motive.get("highlighting", [])
    if not sentences and not whole:
        return None
    mentions = _apart(by_motive.get("identifying", []))
    names().learn(NamedNode(each.body) for each in mentions if each.body)
    told = _told(sentences, by_motive.get("describing", []), numbers)
    blocks = list(_lines(whole)) if whole else [(each.start, each.words) for each in sentences]
    found = [list(_pieces(at, words, mentions, told)) for at, words in blocks]
    return Reading(found, bool(whole))


def _span(row: Solution) -> Span:
    return Span(
        int(text(row, "start")),
        int(text(row, "end")),
        text(row, "words"),
        text(row, "kind"),
        text(row, "body"),
    )


def _lines(whole: str) -> Iterator[tuple[int, str]]:
    """Each line that says something, with the place of its first character."""
    at = 0
    for line in whole.split("\n"):
        if line.strip():
            yield at, line
        at += len(line) + 1


def _apart(mentions: Sequence[Span]) -> list[Span]:
    """Mentions that a page underlines; of two that overlap the first, which is the longer."""
    found: list[Span] = []
    for each in mentions:
        if STYLES.get(each.kind) and (not found or each.start >= found[-1].end):
            found.append(each)
    return found


def _told(
    sentences: Sequence[Span], claims: Sequence[Span], numbers: Mapping[str, int]
) -> dict[int, tuple[int, ...]]:
    """By the end of a sentence, the numbers of the claims in it."""
    found: dict[int, set[int]] = {}
    for claim in claims:
        if claim.body not in numbers:
            continue
        end = next((each.end for each in sentences if each.start <= claim.start < each.end), claim.end)
        found.setdefault(end, set()).add(numbers[claim.body])
    return {end: tuple(sorted(of)) for end, of in found.items()}


def _pieces(
    at: int, words: str, mentions: Sequence[Span], told: Mapping[int, tuple[int, ...]]
) -> Iterator[Piece]:
    """The words from `at` on, cut where a mention begins or ends and where a number stands."""
    stop = at + len(words)
    here = [each for each in mentions if at <= each.start and each.end <= stop]
    by_start = {each.start: each for each in here}
    cuts = {at, stop, *(each.start for each in here), *(each.end for each in here)}
    cuts |= {
        end for end in told if at < end <= stop and not any(each.start < end < each.end for each in here)
    }
    ordered = sorted(cuts)
    for start, end in pairwise(ordered):
        mention = by_start.get(start)
        yield Piece(
            words[start - at : end - at],
            STYLES[mention.kind] if mention else "",
            thing(mention.body) if mention and mention.body else None,
            told.get(end, ()),
        )
