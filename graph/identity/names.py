"""Names as they are compared, and the keys under which two entities are held against one another at all."""

import re
import unicodedata
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
_REMARK: Final = re.compile(r"\([^()]*\)|,?\s*Nos?\.\s.*$")


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
