"""Names as they are compared, and the keys under which two entities are held against one another at all."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_IGNORED: Final = frozenset((
    "the", "of", "and", "et", "al", "v", "vs", "in", "re", "for", "a", "an", "inc", "llc", "corp", "co",
    "no", "nos", "jr", "sr", "ii", "iii", "iv", "hon", "judge", "mr", "ms", "dr", "ex", "rel",
    "united", "states", "us", "usa", "america", "state", "city", "county", "department",
))  # fmt: skip
_KEYS: Final = 6
"""So many keys of one name are used, those of its longest words."""
_SUFFIX: Final = re.compile(r"\b(?:jr|sr|ii|iii|iv)\b")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_REMARK: Final = re.compile(r"\([^()]*\)|,?\s*Nos?\.\s.*$")
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}\b)")
_NUMBER: Final = re.compile(r"\d+")
_COUNTED: Final = re.compile(r"\d+(?:(?:st|nd|rd|th)$)?")
_CALLED: Final = {
    word: str(number)
    for number, word in enumerate(
        (
            "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
            "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
            "eighteenth", "nineteenth", "twentieth",
        ),
        start=1,
    )
} | {"ii": "2", "iii": "3", "iv": "4", "vii": "7", "viii": "8", "ix": "9"}  # fmt: skip
"""Words that are numbers. No single letter is one, nor is `vi`, which is what `V.I.` becomes."""


@lru_cache(maxsize=65536)
def plain(name: str) -> str:
    """A name in small letters, without accents and signs: `orrick william horsley iii`.

    >>> plain("Casa, Inc. vs. Trump")
    'casa inc v trump'
    """
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    text = re.sub(r"\b(?:vs|versus)\b", "v", re.sub(r"['’.]", "", text))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text).split())


def short(name: str) -> str:
    """A label without what stands in brackets, and without docket numbers.

    >>> short("Doe v. Trump, No. 1:25-cv-10135 (D. Mass.)")
    'Doe v. Trump'
    """
    return _REMARK.sub("", name).strip(" ,")


@lru_cache(maxsize=16384)
def compared(name: str) -> str:
    """A name as `plain` writes it, without what `short` leaves out."""
    return plain(short(name))


@lru_cache(maxsize=16384)
def numerals(name: str, *, docket: bool = False) -> tuple[tuple[str, ...], str]:
    """The numbers in a name in their order, and the name with a `#` for each; what stands in brackets left out.

    Ordinal words and Roman numerals are numbers. In the name of a `docket`, what follows `No.` is none: docket
    numbers are compared for themselves, as they are written in several ways.

    >>> numerals("Doe v. Trump II"), numerals("9th Circuit"), numerals("Ninth Circuit")
    ((('2',), 'doe v trump #'), (('9',), '# circuit'), (('9',), '# circuit'))
    >>> numerals("School District No. 5 (Ohio)"), numerals("Doe v. Trump, No. 25-cv-7", docket=True)
    ((('5',), 'school district no #'), ((), 'doe v trump'))
    """
    text = short(name) if docket else _BRACKETS.sub(" ", name)
    found: list[str] = []
    words: list[str] = []
    for word in plain(_THOUSANDS.sub("", text)).split():
        if word in _CALLED:
            found.append(_CALLED[word])
            words.append("#")
        else:
            found += (each.lstrip("0") or "0" for each in _NUMBER.findall(word))
            words.append(_COUNTED.sub("#", word))
    return tuple(found), " ".join(words)


def numbers_differ(one: str, other: str, *, docket: bool = False) -> bool:
    """Whether two names have other numbers, so that their likeness is no sign that one thing is meant.

    A name that leaves a number out is no other name: the numbers of the one must not all be among those of the other.
    Two texts that are the same but for their numbers must have them in the same order.

    >>> numbers_differ("District 4", "District 5"), numbers_differ("District 4", "Fourth District")
    (True, False)
    >>> numbers_differ("Doe v. Trump II", "Doe v. Trump III"), numbers_differ("Doe v. Trump II", "Doe v. Trump")
    (True, False)
    >>> numbers_differ("Ward 3 of 12", "Ward 12 of 3"), numbers_differ("Local 12, Region 3", "Region 3, Local 12")
    (True, False)
    """
    (mine, text), (theirs, like) = numerals(one, docket=docket), numerals(other, docket=docket)
    if mine == theirs or not mine or not theirs:
        return False
    if text == like:
        return True
    ours, others = Counter(mine), Counter(theirs)
    return not (ours <= others or others <= ours)


def spoken(name: str) -> str:
    """A person's name as it is compared, the family name last: `Reed, John A., Jr.` is `john a reed jr`.

    >>> spoken("Reed, John A., Jr."), spoken("John A. Reed, Jr.")
    ('john a reed jr', 'john a reed jr')
    """
    parts = [part for part in map(plain, short(name).split(",")) if part]
    if len(parts) > 1 and not _SUFFIX.fullmatch(parts[1]):
        parts = [parts[1], parts[0], *parts[2:]]
    return " ".join(parts)


def suffix(name: str) -> str:
    """Junior or third: what tells a father from a son."""
    found = _SUFFIX.search(plain(name))
    return found[0] if found else ""


def skeleton(word: str) -> str:
    """A word without its vowels and doubled letters, so that a slip of the pen changes nothing.

    >>> skeleton("orrick"), skeleton("orick"), skeleton("smyth") == skeleton("smith")
    ('orck', 'orck', True)
    """
    found = word[:1]
    for sign in word[1:]:
        if sign not in "aeiouy" and found[-1:] != sign:
            found += sign
    return found[:5]


def keys(name: str) -> Iterator[str]:
    """The keys of a name: two names with none in common are never compared."""
    words = [word for word in plain(short(name)).split() if word not in _IGNORED and len(word) > 1]
    for word in sorted(set(words), key=lambda each: (-len(each), each))[:_KEYS]:
        yield skeleton(word) if word.isalpha() else word
