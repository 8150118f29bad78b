"""In which language a page speaks: as its address says, else as the reader's browser asks, else English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

from flask import g, has_request_context, request

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["en", "es"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
NAMES: Final[Mapping[Language, str]] = {"en": "English", "es": "Español"}
"""Each language in its own words, as a reader who wants it looks for it."""
LOCALES: Final[Mapping[Language, str]] = {"en": "en_GB", "es": "es_US"}
"""How dates and numbers are written: the day before the month, in both."""


def known(text: str) -> Language | None:
    """The language of that code; `None` for one that the site does not speak."""
    return next((each for each in LANGUAGES if each == text.strip().lower().partition("-")[0]), None)


def given() -> Language | None:
    """The language that the address of this request names, if it names one."""
    return known(request.args.get("lang", "")) if has_request_context() else None


def language() -> Language:
    """The language of this request; English where there is none."""
    if not has_request_context():
        return "en"
    if "language" not in g:
        g.language = given() or _liked()
    found: Language = g.language
    return found


def _liked() -> Language:
    # The first of the header that the site speaks: "es-MX, en;q=0.5" is Spanish.
    for wanted, quality in request.accept_languages:
        found = known(wanted)
        if found and quality > 0:
            return found
    return "en"
