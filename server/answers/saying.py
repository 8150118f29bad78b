"""The sentences of answers in the language of the page, said from their kind and their arguments.

Names and words of the record stay in their own language, and are marked with it; English is the text as it came.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape
from pyoxigraph import NamedNode

from ...graph.effects.saying import Listing, Name, Sentence
from ..languages import language
from ..present import names
from ..words.said import sentence_said
from ..written import joined, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...graph.effects.saying import Value

_CONTRACTED: Final = re.compile(r"\b([Dd]e|[Aa]) el ")
"""Of Spanish: *de el* is *del*, *a el* is *al*."""
_PROSE: Final = re.compile(r"\b[a-z]{2,}\b")
"""A name with a common word in it is words of another language, which print sets apart; `Chicago` is not."""


def say(value: Value) -> Markup:
    """A sentence of an answer as HTML, its names marked with their language."""
    if language() == "en":
        return escape(str(value))
    _learn([value])
    said = _said(value)
    # Every part of it was escaped as it was said.
    return Markup(said[:1].upper() + said[1:] if _whole(value) else said)  # noqa: S704


def say_plainly(value: Value) -> str:
    """A sentence of an answer as text without marks, as titles and citations take it."""
    return str(value) if language() == "en" else say(value).striptags()


def _whole(value: Value) -> bool:
    return isinstance(value, Sentence) and str(value)[:1].isupper()


def _said(value: Value) -> str:
    """A value as HTML in the language of the page."""
    if isinstance(value, date):
        return str(escape(written(value)))
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Sentence):
        return _sentence(value)
    if isinstance(value, Listing):
        items = [_said(item) for item in value.items]
        return str(escape(value.mark)).join(items) if value.mark else joined(items)
    text, tongue = names().said(value.iri) if isinstance(value, Name) else (value, "en")
    called = sentence_said("called", text)
    return str(escape(called)) if called is not None else _foreign(text, tongue)


def _sentence(value: Sentence) -> str:
    check = value.kind.removeprefix("fault-")
    template = sentence_said("said", value.kind) if check == value.kind else sentence_said("fault", check)
    if template is None:
        return _foreign(value, "en")
    made = template.format_map({name: _said(each) for name, each in value.arguments.items()})
    return _CONTRACTED.sub(r"\1l ", made)


def _foreign(text: str, tongue: str | None) -> str:
    """Words of the record, marked with their language: English where they do not say."""
    if tongue == language():
        return str(escape(text))
    kind = "foreign" if _PROSE.search(text) else "named"
    return str(Markup('<bdi class="{}" lang="{}">{}</bdi>').format(kind, tongue or "en", text))


def _learn(values: Iterable[Value]) -> None:
    """Looks up the names of all things that are spoken of, at once."""
    names().learn(NamedNode(iri) for value in values for iri in _iris(value))


def _iris(value: Value) -> Iterator[str]:
    if isinstance(value, Name):
        yield value.iri
    elif isinstance(value, Sentence):
        for each in value.arguments.values():
            yield from _iris(each)
    elif isinstance(value, Listing):
        for each in value.items:
            yield from _iris(each)
