"""`/search`: names, nicknames, numbers, docket numbers and citations, typing errors forgiven."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import nlargest
from time import monotonic
from typing import TYPE_CHECKING, Final

from flask import Blueprint, render_template, request
from pyoxigraph import NamedNode

from .ask import lookup
from .desk import desk
from .present import Thing, thing
from .words import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask.typing import ResponseReturnValue

    from ..graph import Graph

bp: Final = Blueprint("search", __name__)

MOST: Final = 200
MOST_WORDS: Final = 8
NEAR_S: Final = 0.3
"""How long may be looked for what one may have meant."""
LONGEST: Final = 200
KINDS: Final = (
    "order", "provision", "lawsuit", "proceeding", "ruling", "judge", "official", "person", "court",
    "jurisdiction", "policy", "statute", "agency", "organization", "post", "relief", "source",
)  # fmt: skip
"""What people look for, most wanted first; effects, scopes and the like are found through these."""

_WORD: Final = re.compile(r"\w+")
# "Executive Order 13768" is written a dozen ways; all become "eo 13768".
_SHORTER: Final = (
    (re.compile(r"\bexecutive order\b|\be\.\s*o\.|\bexec\.? order\b"), "eo"),
    (re.compile(r"\bproclamation\b"), "proc"),
    (re.compile(r"§+|\bsec(?:tion|\.)?(?=\s|\d)"), " "),
    (re.compile(r"(?<=\d)-(cv|cr|mc)-0*(?=\d)"), r"-\1-"),
    (re.compile(r"\bfed\.?\s*reg\.?"), "fr"),
    (re.compile(r"(?<=[a-z])\.(?=\s|[a-z\d]|$)"), " "),
)


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one thing, and the words it is found by."""

    iri: str
    kind: str
    name: str
    plain: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found, by the name that matched."""

    thing: Thing
    matched: str


class Index:
    """All names of one generation of the graph."""

    __slots__ = ("by_plain", "names")

    def __init__(self, names: Sequence[Name]) -> None:
        self.names = names
        self.by_plain: dict[str, list[Name]] = {}
        for name in names:
            self.by_plain.setdefault(name.plain, []).append(name)

    def find(self, text: str, kind: str = "") -> list[Name]:
        """The names that hold every word of `text` (the last may be unfinished), best first."""
        plain = simplified(text)
        wanted = split(plain)
        if not wanted:
            return []
        best: dict[str, tuple[tuple[int, int, int, str], Name]] = {}
        for name in self.names:
            if kind and name.kind != kind:
                continue
            rank = _rank(name, plain, wanted)
            if rank is None:
                continue
            order = KINDS.index(name.kind)
            found = ((rank, order, len(name.plain), name.plain), name)
            if name.iri not in best or found[0] < best[name.iri][0]:
                best[name.iri] = found
        return [name for _, name in sorted(best.values(), key=lambda pair: pair[0])]

    def near(self, text: str) -> list[Name]:
        """The names that look like `text`, for one who mistyped."""
        wanted = simplified(text)
        end = monotonic() + NEAR_S
        close = _nearest(wanted, self.by_plain, 5, 0.6, end)
        words = sorted({word for name in self.names for word in name.words if len(word) > 3})
        for word in split(wanted)[:MOST_WORDS]:
            for better in _nearest(word, words, 2, 0.75, end):
                close += [name.plain for name in self.find(wanted.replace(word, better))[:5]]
        found = {name.iri: name for plain in close for name in self.by_plain.get(plain, [])}
        return list(found.values())[:8]


def _nearest(wanted: str, among: Iterable[str], most: int, cutoff: float, end: float) -> list[str]:
    """What looks most like `wanted`, as difflib has it, of all that can be looked at before the time `end`."""
    matcher: SequenceMatcher[str] = SequenceMatcher()
    matcher.set_seq2(wanted)
    found: list[tuple[float, str]] = []
    for each in among:
        matcher.set_seq1(each)
        if matcher.real_quick_ratio() >= cutoff and matcher.quick_ratio() >= cutoff:
            ratio = matcher.ratio()
            if ratio >= cutoff:
                found.append((ratio, each))
            if monotonic() > end:
                break
    return [each for _, each in nlargest(most, found)]


def _rank(name: Name, plain: str, wanted: Sequence[str]) -> int | None:
    """0 the very name, 1 its beginning, 2 all words, 3 all words with the last unfinished; else none."""
    if name.plain == plain:
        return 0
    missing = [word for word in wanted if word not in name.words]
    if not missing:
        return 1 if name.plain.startswith(plain) else 2
    last = wanted[-1]
    if missing == [last] and any(word.startswith(last) for word in name.words):
        return 3
    return None


def split(plain: str) -> list[str]:
    """The words of a simplified name."""
    found: list[str] = _WORD.findall(plain)
    return found


def simplified(text: str) -> str:
    """A name without case, accents and the many ways of writing numbers and sections.

    >>> simplified("Executive Order 13768 § 9(a)"), simplified("3:17-cv-00485-WHO")
    ('eo 13768 9(a)', '3:17-cv-485-who')
    """
    folded = unicodedata.normalize("NFKD", text[:LONGEST]).casefold()
    plain = "".join(sign for sign in folded if not unicodedata.combining(sign))
    for pattern, short in _SHORTER:
        plain = pattern.sub(short, plain)
    return " ".join(plain.split())


def index() -> Index:
    """The index of the generation that is served, built when first asked for."""
    at = desk()
    return at.once("search", lambda: Index(list(_names(at.graph))))


def _names(graph: Graph) -> Iterable[Name]:
    seen: set[str] = set()
    for row in lookup("names"):
        iri = row["thing"].value
        found = graph.iris.kind_and_id(iri)
        if found is None or found[0] not in KINDS:
            continue
        if iri not in seen:
            seen.add(iri)
            yield Name(iri, found[0], found[1], found[1].casefold(), frozenset(split(found[1].casefold())))
        plain = simplified(row["name"].value)
        yield Name(iri, found[0], row["name"].value, plain, frozenset(split(plain)))


def by_name(text: str) -> str | None:
    """The IRI of the one thing that is called exactly so; `None` where none is, or several are."""
    plain = simplified(text)
    found = {name.iri: name for name in index().by_plain.get(plain, [])}
    places = [iri for iri, name in found.items() if name.kind == "jurisdiction"]
    if len(places) == 1:
        return places[0]
    return next(iter(found)) if len(found) == 1 else None


@bp.get("/search")
def search() -> ResponseReturnValue:
    text = request.args.get("q", "").strip()[:LONGEST]
    kind = request.args.get("kind", "")
    found = index().find(text, kind if kind in KINDS else "") if text else []
    by_kind: dict[str, list[Hit]] = {}
    learn(found[:MOST])
    for name in found[:MOST]:
        by_kind.setdefault(name.kind, []).append(hit(name))
    maybe = index().near(text) if text and not found else []
    learn(maybe)
    return render_template(
        "search.html",
        q=text,
        count=len(found),
        groups=[(t(f"kind.{kind}"), hits) for kind, hits in by_kind.items()],
        maybe=[hit(name) for name in maybe],
    )


def learn(found: Iterable[Name]) -> None:
    from .present import names

    names().learn(NamedNode(name.iri) for name in found)


def hit(name: Name) -> Hit:
    # An id is how programs find a thing; people need not see it again.
    by_id = name.iri.endswith(f"/{name.name}")
    return Hit(thing(name.iri), "" if by_id else name.name)
