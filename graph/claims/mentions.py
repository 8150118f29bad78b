"""What a text speaks of: entities of the graph, citations, dates, amounts, counts, each with its place."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, cast

from ..citations import docket_numbers
from ..records import Known, Ref
from .amounts import Amount, amounts
from .gazetteer import KINDS, Gazetteer, Hit
from .tables import table
from .whens import When, Whens

__all__ = ["Finder", "Mention"]

_ORDER: Final = re.compile(
    r"\b(?:Executive Orders?|EOs?|E\.O\.s?)(?: Nos?\.)? (?P<number>\d{1,2},?\d{3})\b", re.IGNORECASE
)
_SECTION: Final = re.compile(r"(?:\b[Ss]ections?|\b[Ss]ec\.|§) ?(?P<section>\d+[a-z]?(?:\([A-Za-z0-9]+\))*)")
_CODE: Final = re.compile(r"(?P<title>\d+) U\.?S\.?C\.?(?: ?§+)? ?(?P<section>\d+)")
_STATES: Final = re.compile(r"\bstates?\b|\bgovernor|\blegislature", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that a text speaks of.

    `kind` is what it is (`order`, `judge`, `date`, `money` …); `refs` are the entities it may mean:
    one where it is plain, several where it is not, none where the graph does not have it. `when` and
    `amount` are what a date or a number comes to; `note` says what speaks for the reading.
    """

    kind: str
    start: int
    end: int
    text: str
    refs: tuple[Ref, ...] = ()
    when: When | None = None
    amount: Amount | None = None
    note: str = ""

    @property
    def ref(self) -> Ref | None:
        """The entity, where there is no doubt which."""
        return self.refs[0] if len(self.refs) == 1 else None


class Finder:
    """Finds mentions in one text after the other; it remembers the names of a graph."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._gazetteer = Gazetteer(known)

    def find(self, text: str, whens: Whens) -> list[Mention]:
        """The mentions in a text, first to last; where two would overlap, the earlier or longer one stays."""
        found = [*self._names(text), *self._cited(text), *amounts_of(text)]
        found += [Mention("date", each.start, each.end, each.text, when=each) for each in whens.find(text)]
        found.sort(key=lambda each: (each.start, _RANK.get(each.kind, 5), -each.end))
        kept: list[Mention] = []
        for each in found:
            if not kept or each.start >= kept[-1].end:
                kept.append(each)
            elif each.end > kept[-1].end and each.start == kept[-1].start:
                kept[-1] = each
        return kept

    # Names

    def _names(self, text: str) -> Iterator[Mention]:
        told: dict[str, set[Ref]] = defaultdict(set)
        for hit in self._gazetteer.find(text):
            words = text[hit.start : hit.end]
            mention = self._named(text, hit, told)
            if mention is None:
                continue
            for ref in mention.refs:
                if ref.kind in {"judge", "official"} and not hit.weak:
                    told[words.split()[-1]].add(ref)
            yield mention

    def _named(self, text: str, hit: Hit, told: dict[str, set[Ref]]) -> Mention | None:
        words, refs, note = text[hit.start : hit.end], hit.refs, ""
        if hit.weak:
            chosen = self._surname(text, hit, told.get(words, set()))
            if not chosen:
                return None
            refs, note = chosen
        refs, why = self._told_apart(text, hit, refs)
        kinds = {KINDS[ref.kind] for ref in refs}
        kind = kinds.pop() if len(kinds) == 1 else KINDS[refs[0].kind]
        return Mention(kind, hit.start, hit.end, words, refs, note=note or why)

    def _surname(self, text: str, hit: Hit, told: set[Ref]) -> tuple[tuple[Ref, ...], str] | None:
        """Whom a surname means: him whom the text named whole, else those whose title stands before it."""
        before = text[max(0, hit.start - 24) : hit.start].rstrip()
        title = next((kind for kind, pattern in _titles() if pattern.search(before)), "")
        if told:
            of_kind = [ref for ref in told if not title or ref.kind == title]
            return tuple(sorted(of_kind or told)), "named in full before"
        if title:
            of_kind = tuple(ref for ref in hit.refs if ref.kind == title)
            return (of_kind, "by the title before the name") if of_kind else None
        if text[hit.start : hit.end] in _presidents() and not text[hit.end :].startswith(" v"):
            officials = tuple(ref for ref in hit.refs if ref.kind == "official")
            return (officials, "a president, by surname") if officials else None
        return None

    def _told_apart(self, text: str, hit: Hit, refs: tuple[Ref, ...]) -> tuple[tuple[Ref, ...], str]:
        """Of several that bear a name, those that the words around it leave."""
        suits = {ref.id: ref for ref in refs if ref.kind in {"lawsuit", "proceeding"}}
        if len(refs) > 1 and suits:
            lawsuits = tuple(ref for ref in refs if ref.kind == "lawsuit")
            year = re.search(r"\b(20\d\d)\b", text[hit.end : hit.end + 40])
            by_year = tuple(ref for ref in lawsuits if year and ref.id.endswith(year[1]))
            return (by_year or lawsuits or refs), "by the year beside it" if by_year else ""
        places = [ref for ref in refs if ref.kind == "jurisdiction"]
        if len(places) > 1 and len(places) == len(refs):
            states = tuple(ref for ref in places if ref.id.count("-") == 1)
            around = text[max(0, hit.start - 60) : hit.end + 60]
            if states and _STATES.search(around):
                return states, "states are spoken of"
        judges = tuple(ref for ref in refs if ref.kind == "judge")
        if (
            len(refs) > 1
            and judges
            and re.search(r"(?:Judge|Justice)\s*$", text[max(0, hit.start - 12) : hit.start])
        ):
            return judges, "by the title before the name"
        return refs, ""

    # What is cited by number

    def _cited(self, text: str) -> Iterator[Mention]:
        last: Ref | None = None
        for found in _ORDER.finditer(text):
            number = found["number"].replace(",", "")
            refs = tuple(ref for ref in self._known.having("ej:number", number) if ref.kind == "order")
            last = refs[0] if len(refs) == 1 else last
            yield Mention("order", found.start(), found.end(), found.group(), refs, note="by its number")
        for found in _SECTION.finditer(text):
            section = found["section"]
            refs = tuple(ref for ref in self._known.having("ej:section", section) if ref.kind == "provision")
            if last is not None:
                mine = set(self._known.pointing("ej:ofMeasure", last))
                refs = tuple(ref for ref in refs if ref in mine) or refs
            yield Mention("provision", found.start(), found.end(), found.group(), refs, note="by its section")
        for docket in docket_numbers(text):
            yield from self._docket(text, str(docket))
        yield from self._citations(text)

    def _docket(self, text: str, number: str) -> Iterator[Mention]:
        serial = number.rsplit(":", maxsplit=1)[-1]
        place = text.find(serial)
        if place < 0:
            return
        refs = tuple(sorted({ref for ref, name in self._dockets() if serial in name}))
        yield Mention("lawsuit", place, place + len(serial), serial, refs, note="by the docket number")

    def _dockets(self) -> list[tuple[Ref, str]]:
        return list(self._known.names("ej:docketNumber"))

    def _citations(self, text: str) -> Iterator[Mention]:
        from eyecite import get_citations
        from eyecite.models import FullCaseCitation, FullLawCitation

        for cited in get_citations(text):
            start, end = cited.span()
            words = text[start:end]
            if isinstance(cited, FullLawCitation):
                code = _CODE.match(words)
                label = f"{code['title']} U.S.C. {code['section']}" if code else words
                refs = self._known.having("ej:citation", label) or self._known.having(
                    "ej:frCitation", words.replace("Fed. Reg.", "FR")
                )
                yield Mention(
                    refs[0].kind if refs else "statute", start, end, words, refs, note="by its citation"
                )
            elif isinstance(cited, FullCaseCitation):
                plain = cited.corrected_citation()
                refs = tuple(sorted({ref for ref, said in self._known.names("ej:citation") if plain in said}))
                yield Mention("ruling", start, end, words, refs, note="by its citation")


_RANK: Final = {"order": 0, "provision": 1, "statute": 1, "ruling": 1, "money": 2, "count": 3, "date": 2}


def amounts_of(text: str) -> Iterator[Mention]:
    """The sums of money and the counts in a text."""
    for each in amounts(text):
        yield Mention(
            "money" if each.currency else "count",
            each.start,
            each.end,
            text[each.start : each.end],
            amount=each,
        )


@cache
def _titles() -> Sequence[tuple[str, "re.Pattern[str]"]]:
    said = cast("dict[str, list[str]]", table("names")["titles"])
    return [
        (
            kind,
            re.compile(
                rf"\b(?:{'|'.join(re.escape(each) for each in sorted(said[kind], key=len, reverse=True))})$"
            ),
        )
        for kind in ("judge", "official")
    ]


def _presidents() -> frozenset[str]:
    return frozenset(cast("dict[str, list[str]]", table("names")["titles"])["presidents"])


def shifted(mention: Mention, by: int) -> Mention:
    """The mention in a text of which its own is a part that begins at `by`."""
    when = mention.when
    moved = replace(when, start=when.start + by, end=when.end + by) if when is not None else None
    return replace(mention, start=mention.start + by, end=mention.end + by, when=moved)
