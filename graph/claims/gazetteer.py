"""The names under which the graph's entities occur in texts, and where they do.

Labels and other names of the graph, with the variants that the press uses, in one Aho-Corasick
automaton (pyahocorasick): a text is walked through once, however many names there are. Of names that
overlap the longest counts. A name that several entities bear has all of them, and none is chosen.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from ..records import Known, Ref
from .tables import table

__all__ = ["Gazetteer", "Hit"]

KINDS: Final[Mapping[str, str]] = {
    "order": "order", "provision": "provision", "policy": "statute", "statute": "statute",
    "lawsuit": "lawsuit", "proceeding": "lawsuit", "court": "court", "judge": "judge",
    "official": "official", "agency": "agency", "organization": "organization",
    "jurisdiction": "jurisdiction", "post": "post",
}  # fmt: skip
"""The kinds of entities that are looked for, and what a mention of each is called."""

_NAMES: Final = ("rdfs:label", "skos:altLabel", "foaf:name", "dcterms:title", "ej:caption")
_SUFFIX: Final = re.compile(r",? (?:Jr\.?|Sr\.?|I{2,3}|IV)$")
_INITIAL: Final = re.compile(r" [A-Z]\.(?= )")
_YEAR: Final = re.compile(r" \((?:\d{4}|[A-Z]{2,5}|I{1,3})\)$")
_FREE: Final = frozenset(("post", "court", "agency"))
"""Kinds whose names are found whatever their capitals: the attorney general, a supreme court."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found: where (half-open), and the entities that bear it, in the order of their ids.

    `weak` is a surname or the like, which counts only beside a title or after the whole name.
    """

    start: int
    end: int
    refs: tuple[Ref, ...]
    weak: bool = False


@dataclass(slots=True)
class _Name:
    """One spelling: who bears it, and how it must be written to count."""

    spelling: str
    refs: set[Ref]
    free: bool
    weak: bool


class Gazetteer:
    """The names that a graph knows, ready to be found."""

    def __init__(self, known: Known) -> None:
        self._names: dict[str, list[_Name]] = defaultdict(list)
        for ref, name, weak in _all(known):
            self._add(ref, name, weak=weak)
        self._automaton = self._built()

    def __len__(self) -> int:
        return len(self._names)

    def find(self, text: str) -> list[Hit]:
        """The names in a text, first to last, the longest where they overlap."""
        if not self._names:
            return []
        hits: list[Hit] = []
        lowered = _folded(text)
        for last, key in self._automaton.iter(lowered):
            start, end = last + 1 - len(key), last + 1
            if _inside(text, start, end):
                continue
            hits += self._as_written(text, start, end, key)
        hits.sort(key=lambda hit: (hit.start, -hit.end, hit.weak))
        return list(_longest(hits))

    def _as_written(self, text: str, start: int, end: int, key: str) -> Iterator[Hit]:
        written = text[start:end]
        names = [name for name in self._names[key] if name.free or _alike(written, name.spelling)]
        strong = [name for name in names if not name.weak]
        for chosen, weak in ((strong, False), (names if not strong else [], True)):
            if chosen:
                refs = sorted({ref for name in chosen for ref in name.refs})
                yield Hit(start, end, tuple(refs), weak)

    def _add(self, ref: Ref, name: str, *, weak: bool) -> None:
        if len(name) < 3 and not name.isupper():
            return
        same = self._names[_folded(name)]
        for known in same:
            if known.spelling == name and known.weak == weak and known.free == (ref.kind in _FREE):
                known.refs.add(ref)
                return
        same.append(_Name(name, {ref}, ref.kind in _FREE and not name.isupper(), weak))

    def _built(self) -> Any:
        import ahocorasick

        automaton = cast("Any", ahocorasick).Automaton()
        for key in self._names:
            automaton.add_word(key, key)
        automaton.make_automaton()
        return automaton


def _folded(text: str) -> str:
    """A text in small letters and straight marks, as long as it was."""
    lowered = text.translate(_STRAIGHT).lower()
    return lowered if len(lowered) == len(text) else text.translate(_STRAIGHT)


_STRAIGHT: Final = str.maketrans(
    {"’": "'", "‘": "'", "é": "e", "É": "E", "ó": "o", "á": "a", "í": "i", "ñ": "n", "\u00a0": " "}
)


def _inside(text: str, start: int, end: int) -> bool:
    """Whether it is a part of a longer word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (before.isalnum() and text[start].isalnum()) or (after.isalnum() and text[end - 1].isalnum())


def _alike(written: str, spelling: str) -> bool:
    """Whether the capitals of a name stand where it has them, or it is written all in capitals."""
    if written.isupper() and len(written) > 4:
        return True
    return all(
        w == s or s.islower() or not s.isalpha() or w == s.translate(_STRAIGHT)
        for w, s in zip(written, spelling, strict=False)
    )


def _longest(hits: Iterable[Hit]) -> Iterator[Hit]:
    end = -1
    for hit in hits:
        if hit.start >= end:
            yield hit
            end = hit.end


def _all(known: Known) -> Iterator[tuple[Ref, str, bool]]:
    """Each entity with each of its names, and whether the name is a weak one."""
    seen: set[tuple[Ref, str]] = set()
    for property_ in _NAMES:
        for ref, name in known.names(property_):
            if ref.kind in KINDS and (ref, name) not in seen and not _too_plain(ref, name):
                seen.add((ref, name))
                yield from ((ref, variant, weak) for variant, weak in _variants(ref.kind, name))
    for ref, docket in known.names("ej:docketNumber"):
        if (ref, docket) not in seen:
            yield ref, docket, False


def _too_plain(ref: Ref, name: str) -> bool:
    """A title of one or two plain words would be found everywhere: *Reserved powers*."""
    return (
        ref.kind in {"statute", "order", "policy"}
        and len(name) < 12
        and name.count(" ") < 2
        and not any(sign.isdigit() or sign == "." for sign in name)
        and name.upper() != name
        and not name.endswith("Act")
    )


def _variants(kind: str, name: str) -> Iterator[tuple[str, bool]]:
    """The spellings of a name: as it is, and as the press has it."""
    yield name, False
    if kind in {"judge", "official"}:
        yield from _of_person(name)
    elif kind in {"lawsuit", "proceeding"}:
        plain = _YEAR.sub("", name.split(", No", 1)[0])
        if " v. " in plain:
            yield plain, False
            yield plain.replace(" v. ", " v "), False
    elif kind == "court":
        yield from ((each, False) for each in _of_court(name))
    elif kind == "agency":
        yield from ((each, False) for each in _of_agency(name))
    elif kind == "post":
        yield from ((each, False) for each in _of_post(name))


def _of_person(name: str) -> Iterator[tuple[str, bool]]:
    plain = _SUFFIX.sub("", name)
    parts = _INITIAL.sub("", plain).split()
    if len(parts) < 2:
        return
    first, last = parts[0], parts[-1]
    if len(parts) > 2 and parts[-2].lower() in {"de", "la", "van", "von", "del", "da", "di", "st."}:
        last = f"{parts[-2]} {last}"
    for given in (first, *_nicknames().get(first, ())):
        yield f"{given} {last}", False
    yield plain, False
    yield " ".join(parts), False
    yield last, True


def _of_court(name: str) -> Iterator[str]:
    plain = name.removeprefix("United States ")
    yield f"U.S. {plain}"
    if name.startswith("Supreme Court"):
        yield from ("Supreme Court", "U.S. Supreme Court", "US Supreme Court")
    circuit = re.search(r"the (\w+(?: of Columbia)?) Circuit$", name)
    if circuit:
        number = _ordinals().get(circuit[1], circuit[1])
        short = "D.C." if circuit[1].endswith("Columbia") else circuit[1]
        for each in dict.fromkeys((short, number)):
            yield from (
                f"{each} Circuit",
                f"{each} Circuit Court of Appeals",
                f"{each} U.S. Circuit Court of Appeals",
            )
            yield f"U.S. {each} Circuit Court of Appeals"
    district = re.search(
        r"the ((?:Northern|Southern|Eastern|Western|Central|Middle) District of [\w ]+)$", name
    )
    if district:
        yield district[1]


def _of_agency(name: str) -> Iterator[str]:
    plain = name.removeprefix("United States ")
    yield plain
    yield f"U.S. {plain}"
    department = plain.removeprefix("Department of ")
    if department != plain:
        yield f"{department} Department"


def _of_post(name: str) -> Iterator[str]:
    for head in ("White House ", "United States "):
        if name.startswith(head):
            yield name.removeprefix(head)
    if name.startswith("Secretary of "):
        area = name.removeprefix("Secretary of ")
        yield f"{area} Secretary"
        yield f"secretary of the Department of {area}"


def _nicknames() -> Mapping[str, list[str]]:
    return cast("dict[str, list[str]]", table("names")["nicknames"])


def _ordinals() -> Mapping[str, str]:
    return cast("dict[str, str]", table("names")["ordinals"])
