"""What the site says, in one place: one file per language, one sentence per key.

A sentence may name values in braces, and may have a twin `<key>_one` for a count of one.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGE: Final = "en"


@cache
def words(language: str = LANGUAGE) -> Mapping[str, str]:
    """Every sentence of a language by its key, `section.name`."""
    text = resources.files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    sections = cast("dict[str, dict[str, str]]", tomllib.loads(text))
    return {f"{section}.{name}": said for section, names in sections.items() for name, said in names.items()}


def t(key: str, /, **values: object) -> str:
    """The sentence of that key with its values; with `n=1` its twin for one, where there is one.

    >>> t("source.count", n=1), t("source.count", n=3)
    ('1 source', '3 sources')
    """
    known = words()
    if values.get("n") == 1 and f"{key}_one" in known:
        key = f"{key}_one"
    said = known[key]
    return said.format(**values) if values else said
