"""What the site says, in one place: a folder per language, a file per area, one sentence per key.

A key is `section.name`. A sentence may name values in braces, and may have a twin `<key>_one` for a
count of one. All files of a language are one collection: no key stands twice in it, and every language
has the same keys with the same values.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final, cast

from ..languages import language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..languages import Language

SAME: Final = "en"
"""The language that a sentence is said in where another lacks it."""


class WordTwice(ValueError):
    """Two files of a language say the same key."""

    def __init__(self, key: str, file: str) -> None:
        super().__init__(f"{file} says {key} once more; another file of that language has it already.")


@cache
def words(chosen: Language = SAME) -> Mapping[str, str]:
    """Every sentence of a language by its key; `WordTwice` where a key stands in two files."""
    found: dict[str, str] = {}
    folder = resources.files(__name__).joinpath(chosen)
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if not file.name.endswith(".toml"):
            continue
        sections = cast("dict[str, dict[str, str]]", tomllib.loads(file.read_text(encoding="utf-8")))
        for section, names in sections.items():
            for name, said in names.items():
                key = f"{section}.{name}"
                if key in found:
                    raise WordTwice(key, f"{chosen}/{file.name}")
                found[key] = said
    return found if chosen == SAME else {**words(SAME), **found}


def t(key: str, /, **values: object) -> str:
    """The sentence of that key with its values, in the language of the request.

    With `n=1` it is its twin for one, where there is one; numbers are written as the language writes them.

    >>> t("source.count", n=1), t("source.count", n=3)
    ('1 source', '3 sources')
    """
    chosen = language()
    known = words(chosen)
    if values.get("n") == 1 and f"{key}_one" in known:
        key = f"{key}_one"
    said = known[key]
    return said.format(**values) if values else said
