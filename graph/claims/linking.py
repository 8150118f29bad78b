"""Which entity of the record a candidate seems to be about: by its number, its day, its doer, its words.

Nothing is decided here. Where one entity fits it is offered as what the claim is to be compared with;
where several do, all are, and none stands first.
"""

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from ..dates import Bounds
from ..records import Known, Ref

if TYPE_CHECKING:
    from .offers import Candidate

__all__ = ["Linker"]

_NEAR: Final = timedelta(days=3)
"""How far from the day told an order may have been signed and still be the one that is meant."""


_NATION: Final = re.compile(
    r"\b(?:U\.?S\.?|United States|America\w*|country|nation|nationwide|national|across)\b"
)


_LEVELS: Final = (
    (re.compile(r"\b(?:[Ss]upreme|[Jj]ustices)\b"), "supreme"),
    (re.compile(r"\b(?:appeals?|[Aa]ppellate|[Cc]ircuit)\b"), "appellate"),
    (re.compile(r"\b(?:[Dd]istrict|(?:federal|U\.S\.) (?:court|judge)|a judge|[Jj]udge)\b"), "trial"),
)
"""The words that tell how high a court stands, the highest first."""


_TITLES: Final = re.compile(
    r"\b(?:U\.?S\.?|United States) (?=District|Circuit|Court|Attorney|Supreme|Senat|House|Rep|Department|Citizen|Immigration|Customs|Code|Magistrate|Judge)"
)
"""Where the name of the nation is only part of what an office or a court is called."""


class Linker:
    """Looks candidates up in a graph."""

    def __init__(self, known: Known, anchor: date | None = None, text: str = "") -> None:
        """`anchor` is the day of the source, `text` all of its words."""
        self._known = known
        self._anchor = anchor
        self._text = text.lower()
        self._dated = cache(self._with_days)

    def linked(self, candidate: "Candidate", sentence: str) -> "Candidate":
        """The candidate with what of the record it seems to be about."""
        match candidate.kind:
            case "signed":
                return self._signed(candidate, sentence)
            case "ruled" | "blocked":
                return self._ruled(candidate, sentence)
            case "sued":
                return self._sued(candidate)
            case "holds-office":
                return self._office(candidate)
            case "ordered-to-publish" | "ordered" | "condition":
                return self._ordered(candidate)
            case "count":
                return self._counted(candidate, sentence)
            case _:
                return candidate

    def _counted(self, candidate: "Candidate", sentence: str) -> "Candidate":
        """A count of the whole country's, where the sentence speaks of it, or of no other place."""
        nation = Ref("jurisdiction", "us")
        if "jurisdiction" in self._known.kinds("us") and (
            _NATION.search(_TITLES.sub("", sentence)) or "sanctuary" in candidate.definition
        ):
            return replace(candidate, subjects=(nation,), subject_text="")
        return candidate

    # Orders

    def _signed(self, candidate: "Candidate", sentence: str) -> "Candidate":
        orders = tuple(ref for ref in candidate.objects if ref.kind in {"order", "policy"})
        if orders:
            return replace(candidate, records=orders)
        if re.search(r"\border?s\b|\bnumber of\b|\bseveral\b", candidate.object_text) and not re.search(
            r"\ban? \b", candidate.object_text
        ):
            return candidate
        signer = next((ref for ref in candidate.subjects if ref.kind == "official"), None)
        bounds = candidate.when.bounds if candidate.when is not None else None
        if bounds is None or bounds.latest is None:
            return candidate
        signer = signer or self._holder(candidate.subjects, bounds.latest)
        if signer is None:
            return candidate
        found = [
            ref
            for ref, day in self._dated("ej:signedOn")
            if ref.kind == "order" and bounds.earliest - _NEAR <= day <= bounds.latest + _NEAR
        ]
        mine = [ref for ref in found if str(signer) in self._known.values(ref, "ej:issuedBy")]
        return self._chosen(candidate, self._of_topic(mine, sentence, candidate), bounds, "ej:signedOn")

    def _holder(self, subjects: tuple[Ref, ...], day: date) -> Ref | None:
        """Who held the post that is named on that day, where it was one person."""
        found = {
            holder
            for post in subjects
            if post.kind == "post"
            for tenure in self._known.pointing("ej:post", post)
            if next(iter(self._known.values(tenure, "ej:from")), "9") <= day.isoformat()
            and next(iter(self._known.values(tenure, "ej:until")), "9") >= day.isoformat()
            for holder in self._known.values(tenure, "ej:holder")
        }
        return _ref(found.pop()) if len(found) == 1 else None

    def _of_topic(self, refs: list[Ref], sentence: str, candidate: "Candidate") -> list[Ref]:
        """Those whose topic is spoken of; words of the article's own subject count where the sentence has none."""
        words = sentence.lower()
        topics = {ref: self._known.values(ref, "ej:topic") for ref in refs}
        told = [ref for ref, names in topics.items() if any(_speaks_of(name, words) for name in names)]
        told = told or [
            ref for ref, names in topics.items() if any(_speaks_of(name, self._text) for name in names)
        ]
        return told or ([] if candidate.kind != "signed" else [ref for ref, names in topics.items() if names])

    def _chosen(
        self, candidate: "Candidate", found: list[Ref], bounds: Bounds, property_: str
    ) -> "Candidate":
        """The one that fits best: on a day that is told, else the nearest to it; ties leave all of them."""
        days = {ref: day for ref, day in self._dated(property_) if ref in set(found)}
        if not days:
            return candidate
        away = {ref: _distance(day, bounds) for ref, day in days.items()}
        best = sorted(ref for ref, distance in away.items() if distance == min(away.values()))
        others = tuple(sorted(set(days) - set(best)))
        if len(best) == 1:
            return replace(candidate, records=tuple(best), other_records=others)
        return replace(candidate, other_records=tuple(best) + others)

    # Rulings, lawsuits

    def _ruled(self, candidate: "Candidate", sentence: str) -> "Candidate":
        told = tuple(ref for ref in candidate.objects if ref.kind == "ruling")
        if told:
            return replace(candidate, records=told)
        bounds = candidate.when.bounds if candidate.when is not None else self._lately()
        judges = {ref for ref in candidate.subjects if ref.kind == "judge"}
        if bounds is None or bounds.latest is None or (bounds.latest - bounds.earliest).days > 62:
            return candidate
        found = [
            ref
            for ref, day in self._dated("ej:decidedOn")
            if ref.kind == "ruling" and bounds.earliest <= day <= bounds.latest
        ]
        found = self._of_court(found, candidate)
        if judges:
            found = [
                ref
                for ref in found
                if any(str(judge) in self._known.values(ref, "ej:author") for judge in judges)
            ] or found
        words = sentence.lower()
        fitting = [
            ref for ref in found if any(_speaks_of(topic, words) for topic in self._topics_of_ruling(ref))
        ] or found
        if candidate.kind == "blocked":
            fitting = [ref for ref in fitting if self._known.pointing("ej:grantedBy", ref)] or fitting
        chosen = self._chosen(candidate, fitting, bounds, "ej:decidedOn")
        if candidate.when is None and chosen.records:  # no day is told: no more than a guess
            return replace(chosen, records=(), other_records=chosen.records)
        return chosen

    def _of_court(self, found: list[Ref], candidate: "Candidate") -> list[Ref]:
        """Those rulings that a court as it is told could have made: the court that is named, else one of its level."""
        named = {str(ref) for ref in candidate.subjects if ref.kind == "court"}
        if named:
            return [ref for ref in found if named & set(self._known.values(ref, "ej:byCourt"))]
        level = next((level for words, level in _LEVELS if words.search(candidate.subject_text)), "")
        if not level:
            return found
        return [ref for ref in found if level in self._levels(ref)]

    def _levels(self, ruling: Ref) -> set[str]:
        """How high the court of a ruling stands: `trial`, `appellate`, `supreme`."""
        courts = self._known.values(ruling, "ej:byCourt")
        return {
            told.partition("-")[0]
            for court in courts
            for told in self._known.values(_ref(court), "ej:courtLevel")
        }

    def _lately(self) -> Bounds | None:
        """The month before the source, in which what it tells without a day will have happened."""
        if self._anchor is None:
            return None
        return Bounds(self._anchor - timedelta(days=31), self._anchor)

    def _topics_of_ruling(self, ruling: Ref) -> tuple[str, ...]:
        found: list[str] = []
        for proceeding in self._known.values(ruling, "ej:inProceeding"):
            for lawsuit in self._known.values(_ref(proceeding), "ej:partOfLawsuit"):
                found += self._known.values(_ref(lawsuit), "ej:topic")
        return tuple(found)

    def _sued(self, candidate: "Candidate") -> "Candidate":
        told = tuple(ref for ref in candidate.objects if ref.kind == "lawsuit")
        if told:
            return replace(candidate, records=told)
        found: dict[Ref, int] = {}
        for subject in candidate.subjects:
            for role in self._known.pointing("ej:party", subject):
                if "plaintiff" not in self._known.values(role, "ej:role"):
                    continue
                for proceeding in self._known.values(role, "ej:inProceeding"):
                    for lawsuit in self._known.values(_ref(proceeding), "ej:partOfLawsuit"):
                        found[_ref(lawsuit)] = self._fits(_ref(proceeding), candidate)
        best = [ref for ref, fit in found.items() if fit and fit == max(found.values())]
        if len(best) == 1:
            return replace(candidate, records=tuple(best))
        return replace(candidate, other_records=tuple(sorted(best)))

    def _fits(self, proceeding: Ref, candidate: "Candidate") -> int:
        """How near a docket is to what is told: its day within the days told, or some time before the source's."""
        days = [
            date.fromisoformat(each)
            for each in self._known.values(proceeding, "ej:filedOn")
            if len(each) == 10
        ]
        bounds = candidate.when.bounds if candidate.when is not None else None
        if not days or bounds is None or bounds.latest is None:
            return 1
        return (
            3
            if bounds.earliest <= days[0] <= bounds.latest
            else 0
            if abs((days[0] - bounds.latest).days) > 62
            else 2
        )

    # Offices and duties

    def _office(self, candidate: "Candidate") -> "Candidate":
        people = [ref for ref in candidate.subjects if ref.kind in {"official", "judge"}]
        if len(people) != 1:
            return candidate
        held = [
            (tenure, _ref(post))
            for tenure in self._known.pointing("ej:holder", people[0])
            for post in self._known.values(tenure, "ej:post")
        ]
        said = _words(candidate.object_text)
        fitting = [
            (tenure, post)
            for tenure, post in held
            if said & _words(self._known.label(post) or "")
            and _suits(candidate.object_text, self._known.label(post) or "")
        ]
        posts = tuple(dict.fromkeys(post for _, post in fitting))
        if len(posts) != 1:
            return replace(
                candidate, other_records=tuple(dict.fromkeys(each for pair in fitting for each in pair))
            )
        return replace(candidate, objects=posts, records=tuple(tenure for tenure, _ in fitting))

    def _ordered(self, candidate: "Candidate") -> "Candidate":
        told = tuple(
            ref for ref in (*candidate.subjects, *candidate.objects) if ref.kind in {"order", "provision"}
        )
        return replace(candidate, records=told) if told else candidate

    # What the graph has

    def _with_days(self, property_: str) -> list[tuple[Ref, date]]:
        return sorted(
            (ref, date.fromisoformat(said)) for ref, said in self._known.names(property_) if len(said) == 10
        )


def _ref(written: str) -> Ref:
    kind, _, name = written.partition("/")
    return Ref(kind, name)


def _distance(day: date, bounds: Bounds) -> int:
    if bounds.latest is not None and day > bounds.latest:
        return (day - bounds.latest).days
    return max(0, (bounds.earliest - day).days)


def _speaks_of(topic: str, words: str) -> bool:
    """Whether words speak of a topic: every part of its name, or what its name begins with."""
    parts = [part for part in re.split(r"[-/ ]", topic) if len(part) > 3]
    return any(part[:8] in words for part in parts) or (
        topic.endswith("sanctuary") and bool(re.search(r"\bjurisdictions\b|\bcities\b", words))
    )


def _words(text: str) -> set[str]:
    plain = (
        text.lower().replace("gov.", "governor").replace("sen.", "senator").replace("rep.", "representative")
    )
    return {word for word in re.findall(r"[a-z]+", plain) if word not in _SMALL}


_SMALL: Final = frozenset(
    ("of", "the", "united", "states", "and", "for", "acting", "u", "s", "us", "white", "house", "then")
)
_HEADS: Final = (
    "president pro tem",
    "press secretary",
    "chief of staff",
    "attorney general",
    "vice president",
    "secretary",
    "governor",
    "mayor",
    "senator",
    "president",
    "director",
    "administrator",
    "commissioner",
    "sheriff",
    "superintendent",
    "county counsel",
    "city attorney",
    "chair",
)


def _suits(said: str, label: str) -> bool:
    """Whether a title as told may be that of the post: the same head, and nothing said that it lacks."""
    plain, post = " ".join(sorted(_words(said))), label.lower()
    head = next(
        (
            each
            for each in _HEADS
            if each in said.lower().replace("gov.", "governor").replace("sen.", "senator")
        ),
        "",
    )
    if (
        not head
        or head not in post
        or (head == "president" and "pro tem" in post)
        or (head == "secretary" and "press secretary" in post)
        or (head == "attorney general" and "assistant" in post)
    ):
        return False
    areas = {
        word
        for word in _words(said)
        if word not in head.split() and not word.isdigit() and word not in {"tem", "tempore", "senate", "pro"}
    }
    return not areas or bool(areas & _words(label)) or not plain
