"""Who does what to whom in a sentence: the mentions, pronouns and plain words beside a verb."""

import re
from collections.abc import Sequence
from typing import Final

from ..records import Ref
from . import patterns as rules
from .mentions import Mention
from .offers import Context
from .patterns import Pattern

__all__ = ["Arguments"]

_HE: Final = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]im|[Hh]er)\b")
_ELECT: Final = re.compile(r"\b(?:elect|designate|nominee|candidate|hopeful)\b|\bformer\b", re.IGNORECASE)
_OPENERS: Final = re.compile(
    r"^(?:When|After|As|While|Since|Before|But|And|Because|Although|Meanwhile|Last|This|In|On|At|By|If|For|With) "
)
_ARTICLE: Final = re.compile(r"\b[Aa]n? $")
"""Before the name of a place: it only says from where somebody is, *a New York importer*."""
_RELATIVE: Final = re.compile(r"(?=,? (?:which|that) (?:[\w.’'-]+ ){1,4})")
_NEAR: Final = 40
"""So many characters may stand between an order and the verb of the clause about it."""
_OBJECTS: Final = {
    "signed": frozenset(("order", "statute")),
    "sued": frozenset(("official", "agency", "lawsuit", "organization", "jurisdiction")),
    "ruled": frozenset(("order", "provision", "lawsuit", "statute", "ruling")),
    "blocked": frozenset(("order", "provision", "statute", "agency")),
    "ordered-to-publish": frozenset(("agency", "post", "official")),
    "ordered": frozenset(("agency", "post", "jurisdiction")),
    "holds-office": frozenset(("post",)),
}
_NO_NAMES: Final = frozenset(
    (
        "The",
        "A",
        "An",
        "This",
        "That",
        "In",
        "On",
        "At",
        "But",
        "And",
        "However",
        "Meanwhile",
        "Section",
        "United",
        "White",
        "Executive",
        "Supreme",
        "District",
        "General",
        "Pro",
        "Of",
    )
)
_NO_PEOPLE: Final = frozenset(
    (
        "White House",
        "United States",
        "Homeland Security",
        "New York",
        "Pro Tem",
        "Los Angeles",
        "San Francisco",
    )
)


class Arguments:
    """The words around the verbs of one sentence."""

    def __init__(self, text: str, mentions: Sequence[Mention], context: Context) -> None:
        self.text = text
        self.mentions = mentions
        self.context = context

    def within(self, start: int, end: int, kinds: frozenset[str]) -> list[Mention]:
        return [
            each
            for each in self.mentions
            if start <= each.start
            and each.end <= end
            and (not kinds or each.kind in kinds)
            and not (each.kind == "jurisdiction" and _ARTICLE.search(self.text, 0, each.start))
        ]

    def subject(
        self, pattern: Pattern, match: "re.Match[str]", verb: int
    ) -> tuple[tuple[Ref, ...], str, int, bool]:
        """Who does it: entities, their words, where the words begin, and whether that is no guess."""
        groups = match.groupdict()
        if groups.get("subject") is not None:
            start, end = match.span("subject")
            named = self.within(start, end, pattern.subject)
            refs = _refs(named) or self._pronoun(groups["subject"])
            start += len(groups["subject"]) - len(_OPENERS.sub("", groups["subject"]))
            return refs, " ".join(self.text[start:end].split()), start, True
        if "subject" in match.re.groupindex:
            return (), "", match.start(), True
        begin = rules.clause_start(self.text, verb)
        named = [each for each in self.within(begin, verb, pattern.subject) if self._free(each.end, verb)]
        nearer = list(_HE.finditer(self.text, named[-1].end, verb)) if named else []
        if named and not (
            nearer and pattern.subject & {"official", "judge"} and self._pronoun(nearer[-1].group())
        ):
            group = _joined(named, self.text)
            words = self.text[group[0].start : group[-1].end]
            return _refs(group), words, self._opening(group[0].start, begin), True
        if pattern.actors is not None or pattern.subject:
            before = self.text[begin:verb]
            pronoun = list(_HE.finditer(before))
            if pronoun and pattern.subject & {"official", "judge"}:
                place = begin + pronoun[-1].start()
                return self._pronoun(pronoun[-1].group()), pronoun[-1].group(), place, True
            actors = list(pattern.actors.finditer(before)) if pattern.actors is not None else []
            if actors:
                place = self._opening(begin + actors[-1].start(), begin)
                return (), self.text[place : begin + actors[-1].end()].strip(), place, True
        return (), "", match.start(), False

    def object(self, pattern: Pattern, match: "re.Match[str]", end: int) -> tuple[tuple[Ref, ...], str]:
        groups = match.groupdict()
        if groups.get("object"):
            start, stop = match.span("object")
            kinds = pattern.object or _OBJECTS.get(pattern.kind, frozenset())
            before = self._before_which(match.start("verb"), kinds) if pattern.kind == "signed" else None
            if before is not None:
                return before.refs, before.text
            return _refs(self.within(start, stop, kinds)), " ".join(groups["object"].split())
        kinds = pattern.object or _OBJECTS.get(pattern.kind, frozenset())
        named = self.within(match.end("verb"), end, kinds)
        return _refs(named), " ".join(self.text[match.end() : end].split())

    def _before_which(self, verb: int, kinds: frozenset[str]) -> Mention | None:
        """What a relative clause is about: the order in *the order, which he signed on Friday*."""
        begin = next(
            (each.end() for each in _RELATIVE.finditer(self.text, 0, verb) if verb - each.end() < _NEAR), -1
        )
        return next((each for each in self.mentions if each.kind in kinds and each.end == begin), None)

    def _free(self, end: int, verb: int) -> bool:
        """Whether nothing between a mention and the verb makes another the doer: a *by*, another clause."""
        between = self.text[end:verb]
        return len(between) < 120 and not re.search(
            r"\b(?:that|said|says|who|which|when|after|because)\b",
            between.rsplit(",", 1)[0] if between.count(",") >= 2 else between,
        )

    def _opening(self, place: int, begin: int) -> int:
        """Where the words begin that lead to a name: *the city of*, *Judge*, *U.S. District*."""
        before = re.search(
            r"(?:\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]wo|[Uu]\.?[Ss]\.?|federal|district|District|appeals|circuit|Mr|Ms|Mrs|President|Judge|Justice|Chief|[Cc]ity|[Cc]ounty|[Ss]tate|[Cc]ities|of|and|US)\b\.? ?)+$",
            self.text[begin:place],
        )
        return begin + before.start() if before else place

    def _pronoun(self, words: str) -> tuple[Ref, ...]:
        return (
            (self.context.person,) if self.context.person is not None and _HE.fullmatch(words.strip()) else ()
        )

    def names_person(self, match: "re.Match[str]") -> bool:
        subject = match.groupdict().get("subject")
        return bool(subject) and " " in subject.strip() and subject[:1].isupper()

    def holds_office(self, match: "re.Match[str]") -> bool:
        words = match.group()
        subject = (match.groupdict().get("subject") or "").strip()
        if _ELECT.search(words) or subject.split()[0] in _NO_NAMES or subject in _NO_PEOPLE:
            return False
        places = [
            each
            for each in self.mentions
            if each.start < match.end("subject") and match.start("subject") < each.end
        ]
        return not any(
            each.kind in {"jurisdiction", "agency", "court", "organization", "date"}
            and each.start <= match.start("subject")
            for each in places
        )


def _refs(mentions: Sequence[Mention]) -> tuple[Ref, ...]:
    """The entities of mentions, each once; of an ambiguous one, all that it may be."""
    return tuple(dict.fromkeys(ref for each in mentions for ref in each.refs))


def _joined(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """The last of the mentions, with those that *and* or a comma joins to it."""
    group = [mentions[-1]]
    for each in reversed(mentions[:-1]):
        if not re.fullmatch(
            r",? (?:and |as well as )?(?:the )?(?:[Cc]it(?:y|ies) of |[Cc]ount(?:y|ies) of )?|, ?",
            text[each.end : group[0].start],
        ):
            break
        group.insert(0, each)
    return group
