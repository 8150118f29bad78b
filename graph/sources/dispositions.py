"""The disposition notes of the Federal Register: what became of an order, as its editors write it.

    Amends: EO 13873, May 15, 2019; EO 14034, June 9, 2021
    Superseded by: EO 14113, December 21, 2023 (in part)

A note is a list of clauses. A clause is a phrase ("Revoked by") with the instruments that it is
about. Only the phrases of the table below are understood; any other clause is kept as it is
written, and so is an instrument with a remark that might change what the phrase says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..dates import MONTHS
from ..records import PartialDate
from .facts_cells import Fault, day

BEARS_ON: Final = "relates"
"""The meaning of phrases that link two orders and change neither."""
REMARK: Final = "note"
"""The meaning of phrases that begin a remark of the editors."""

_ACTIVE: Final = {
    "amends": "amends", "modifies": "amends", "revokes": "revokes", "rescinds": "revokes",
    "revokes and supplements": "revokes", "supersedes": "supersedes", "suspersedes": "supersedes",
    "supersedes or revokes": "supersedes", "revokes and supersedes": "supersedes", "supersedes and revokes": "supersedes",
    "revokes and replaces": "supersedes", "replaces": "supersedes", "repeals": "revokes", "terminates": "revokes", "reinstates": "reinstates", "see": BEARS_ON, "see also": BEARS_ON,
    "supplements": BEARS_ON, "continues": BEARS_ON, "continues in effect": BEARS_ON, "ratifies": BEARS_ON,
    "extends": BEARS_ON,
    "note": REMARK, "federal register page and date": REMARK,
    "federal register correction page and date": REMARK,
}  # fmt: skip
_PASSIVE: Final = {
    "amended by": "amends", "amend by": "amends", "modified by": "amends", "revoked by": "revokes",
    "rescinded by": "revokes", "revoked and supplemented by": "revokes", "superseded by": "supersedes",
    "superseded or revoked by": "supersedes", "revoked and superseded by": "supersedes",
    "superseded and revoked by": "supersedes", "revoked and replaced by": "supersedes", "replaced by": "supersedes",
    "repealed by": "revokes", "terminated by": "revokes", "reinstated by": "reinstates", "supplemented by": BEARS_ON,
    "continued by": BEARS_ON, "ratified by": BEARS_ON, "extended by": BEARS_ON,
}  # fmt: skip

_IN_PART: Final = re.compile(
    r"\(?\bin par[ty]\b\)?|\bpartially\b|\bpart\b|\bto (?:the )?extent inconsistent\b", re.IGNORECASE
)
_CONTINUED: Final = re.compile(r"\(continued\)", re.IGNORECASE)
_HEADS: Final = "|".join(sorted({each.capitalize() for each in (*_ACTIVE, *_PASSIVE)}, key=len, reverse=True))
_SPLIT: Final = re.compile(
    rf";(?![^()]*\))|\n|(?<=[\w).])(?<!\bor)(?<!\band)[ \t]+(?:[-–—][ \t]+)?(?=(?:{_HEADS}|Nullified by)\s*:)"
)
_WRAPPED: Final = re.compile(r"\n[ \t]*(?=[a-z0-9(])")
_HEAD: Final = re.compile(r"(?P<phrase>[A-Za-z][A-Za-z() ]*?)\s*:\s*(?P<rest>.*)", re.DOTALL)
_BARE: Final = re.compile(
    r"(?P<phrase>[A-Z][a-z]+(?: [a-z()]+){0,5}?)\s+(?P<rest>(?:EO|E\. ?O\.|Executive Order|Proc)\b.*)",
    re.DOTALL,
)
_REFERENCE: Final = re.compile(
    r"\b(?P<series>(?:EO|Executive Order|Proc(?:lamation)?)s?\b\.?|E\. ?O\.)\s*(?:Nos?\.\s*)?(?P<number>\d{1,5}(?:-?[A-Za-z]\b)?)(?!\d|-\d|\s*1/2)"
)
_DATE: Final = re.compile(
    r"\s*(?:,|of\b)?\s*(?:(?P<month>[A-Z][A-Za-z]+)\.?,?\s*(?P<day>\d{1,2})\s*,?\s*(?P<year>\d{4})(?!\d)"
    r"|(?P<d2>\d{1,2}) (?P<month2>[A-Z][A-Za-z]+)\.?,? (?P<year2>\d{4})(?!\d)"
    r"|(?P<m>\d{1,2})/ ?(?P<d>\d{1,2})/ ?(?P<y>\d{4}))"
)
_EFFECTIVE: Final = re.compile(r"\(?eff(?:\.|ective)(?: on)?(?P<date> .*?)\)?")
_HARMLESS: Final = re.compile(
    r"and|:|EO|\(\d+ FR \d+[^()]*\)|\(which (?:was|were|had been|expired) .*\)|\((?:rescinds|rescinded|supplements|corrected .*)\)"
)
_PARTLY: Final = re.compile(
    r"\bin (?:\w+ )?part\b|\bpartial|\bsec(?:tion|s?\.)|\bpara(?:graph|\.)|\bpart [IVX\d]|\btitle [IVX\d]|\bprovision|"
    r"\binsofar\b|\bexcept\b|\bto (?:the )?extent\b|\binconsistent\b|\bwith respect to\b|\bonly\b|\bchapter\b",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(
    r"Pub|Memo|Notice|Determination|Presiden|Reorganization|\d|Final|Order|Directive|Proc|[A-Z]{2,}|Military|Treasury|"
    r"Treaty|Executive|Foreign|Department|Transfer|" + "|".join(f"(?:of )?{month} \\d" for month in MONTHS)
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An order that a clause names: its series (`eo`, `proc`), number and, where it is told, its day.

    `partial` says that only a part of it is meant, `effective` on which day the clause takes
    effect, where it says so. With a `remark` that is not understood the clause may mean something
    else of this order. `text` is the item as written, blanks run together.
    """

    series: str
    number: str
    on: PartialDate | None
    partial: bool
    effective: PartialDate | None
    remark: str
    text: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One phrase of a note and what it is about.

    `meaning` is a type of effect, `relates`, `note`, or nothing for a phrase that is not understood;
    `passive` says that the orders named are the ones that act. `others` are items that name no
    order; `text` is the clause as written, blanks run together.
    """

    phrase: str
    meaning: str | None
    passive: bool
    mentions: tuple[Mention, ...]
    others: tuple[str, ...]
    text: str


def read(note: str) -> tuple[Clause, ...]:
    """The clauses of a note, in its order.

    >>> [(c.phrase, c.meaning, [m.number for m in c.mentions]) for c in read("Revoked by: EO 13993 of January 20, 2021")]
    [('Revoked by', 'revokes', ['13993'])]
    """
    found: list[tuple[str, list[str]]] = []
    for piece in _pieces(note):
        phrase, rest = _phrase(piece)
        if phrase is not None:
            found.append((phrase, [rest] if rest else []))
        elif found and found[-1][0] and (_REFERENCE.match(piece) or _OTHER.match(piece)):
            found[-1][1].append(piece)
        else:
            found.append(("", [piece]))
    return tuple(_clause(phrase, items) for phrase, items in found)


def understood(phrase: str) -> bool:
    """Whether the phrase is one of the tables."""
    return _meaning(phrase)[0] is not None


def _pieces(note: str) -> Iterator[str]:
    """The parts between semicolons and line ends, blanks run together; a line that goes on is joined."""
    text = _WRAPPED.sub(" ", note.replace("\r\n", "\n").replace("\r", "\n"))
    for piece in _SPLIT.split(text):
        plain = " ".join(piece.split()).strip(" ,;").removeprefix("and ")
        if plain:
            yield plain


def _phrase(piece: str) -> tuple[str | None, str]:
    """The phrase that a piece begins with, and the rest of it; no phrase where it is one more item."""
    if _REFERENCE.match(piece):
        return None, piece
    head = _HEAD.match(piece)
    if head is not None:
        return head["phrase"].strip(), head["rest"].strip()
    bare = _BARE.match(piece)
    if bare is not None and understood(bare["phrase"]):
        return bare["phrase"], bare["rest"]
    return None, piece


def _meaning(phrase: str) -> tuple[str | None, bool, bool]:
    """What a phrase means, whether it is passive, and whether only a part is meant."""
    plain = _CONTINUED.sub("", phrase)
    whole = " ".join(_IN_PART.sub(" ", plain).lower().split())
    whole = whole.replace("by by", "by").replace("by and", "and")
    partial = _IN_PART.search(plain) is not None
    if whole in _ACTIVE:
        return _ACTIVE[whole], False, partial
    if whole in _PASSIVE:
        return _PASSIVE[whole], True, partial
    return None, False, partial


def _clause(phrase: str, items: list[str]) -> Clause:
    meaning, passive, partial = _meaning(phrase)
    text = f"{phrase}: {'; '.join(items)}" if phrase else "; ".join(items)
    if meaning is None or meaning == REMARK:
        return Clause(phrase, meaning, False, (), (), text)
    mentions: list[Mention] = []
    others: list[str] = []
    for item in items:
        parts = list(_mentions(item, partial=partial))
        mentions += parts
        if not parts:
            others.append(item)
    return Clause(phrase, meaning, passive, tuple(mentions), tuple(others), text)


def _mentions(item: str, *, partial: bool) -> Iterator[Mention]:
    """The orders that an item names; one within brackets belongs to the remark on another."""
    starts = [found for found in _REFERENCE.finditer(item) if _depth(item, found.start()) == 0]
    for place, found in enumerate(starts):
        end = starts[place + 1].start() if place + 1 < len(starts) else len(item)
        before = item[: found.start()].strip(" ,") if place == 0 else ""
        on, rest = _day(item[found.end() : end])
        remark = " ".join(part for part in (before, rest.strip(" ,.;")) if part)
        some = _PARTLY.search(remark) is not None
        when = _EFFECTIVE.fullmatch(remark)
        effective = _day(when["date"]) if when is not None else (None, "")
        plain = some or effective[0] is not None or _HARMLESS.fullmatch(remark) is not None
        yield Mention(
            "eo" if found["series"].startswith("E") else "proc",
            found["number"].upper(),
            on,
            partial or some,
            effective[0] if not effective[1] else None,
            "" if plain else remark,
            item[0 if place == 0 else found.start() : end].strip(" ,"),
        )


def _depth(text: str, end: int) -> int:
    return text.count("(", 0, end) - text.count(")", 0, end)


def _day(text: str) -> tuple[PartialDate | None, str]:
    """The day at the beginning of a text, if it is one, and what follows."""
    found = _DATE.match(text)
    if found is None:
        return None, text
    month = found["m"] or _month((found["month"] or found["month2"]).capitalize())
    if month is None:
        return None, text
    year, number = found["y"] or found["year"] or found["year2"], found["d"] or found["day"] or found["d2"]
    try:
        on = day(f"{year}-{int(month):02}-{int(number):02}")
    except Fault:
        return None, text
    return on, text[found.end() :]


def _month(name: str) -> str | None:
    """The number of a month by its name, or by the beginning of it."""
    fitting = [
        number for number, month in enumerate(MONTHS, 1) if len(name) >= 3 and month.startswith(name[:4])
    ]
    return str(fitting[0]) if len(fitting) == 1 and MONTHS[fitting[0] - 1].startswith(name[:3]) else None
