"""Sentences that know what they are made of: English as they stand, and said anew in any language from their parts.

A `Sentence` is its English text, so that programs need not know; a page in another language says it from its
kind and its arguments instead, never from the text. The English of every kind stands in `english.py`.
An argument whose name ends in `_` is English grammar (a pronoun, a number), which other languages do without.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Self

from ..dates import written_out
from .english import ENGLISH

Value = str | date | int
"""What a sentence is made of: sentences, names, lists, days, numbers; a plain string is words of the record."""


class Sentence(str):
    """A sentence, or a part of one, in English, with its kind and its arguments."""

    __slots__ = ("arguments", "kind")

    kind: str
    arguments: Mapping[str, Value]

    def __new__(cls, text: str, kind: str, arguments: Mapping[str, Value]) -> Self:
        made = super().__new__(cls, text)
        made.kind = kind
        made.arguments = arguments
        return made

    def __reduce__(self) -> tuple[type["Sentence"], tuple[str, str, Mapping[str, Value]]]:
        return Sentence, (str(self), self.kind, self.arguments)


class Name(str):
    """A thing as an English sentence calls it, with its article, and which thing that is."""

    __slots__ = ("iri",)

    iri: str

    def __new__(cls, text: str, iri: str) -> Self:
        made = super().__new__(cls, text)
        made.iri = iri
        return made

    def __reduce__(self) -> tuple[type["Name"], tuple[str, str]]:
        return Name, (str(self), self.iri)


class Listing(str):
    """Several values in a row: joined by *and* in the language of the sentence, or by a mark."""

    __slots__ = ("items", "mark")

    items: tuple[Value, ...]
    mark: str
    """What stands between the items; empty for a list of the language: commas, and *and* before the last."""

    def __new__(cls, text: str, items: Sequence[Value], mark: str = "") -> Self:
        made = super().__new__(cls, text)
        made.items = tuple(items)
        made.mark = mark
        return made

    def __reduce__(self) -> tuple[type["Listing"], tuple[str, tuple[Value, ...], str]]:
        return Listing, (str(self), self.items, self.mark)


def say(kind: str, /, **arguments: Value) -> Sentence:
    """The sentence of a kind; `KeyError` for a kind, or without an argument, that `ENGLISH` wants.

    >>> say("until", said="granted it", day=date(2025, 8, 4))
    'granted it, until 4 August 2025'
    """
    text = ENGLISH[kind].format_map({name: english(value) for name, value in arguments.items()})
    return Sentence(text, kind, arguments)


def english(value: Value) -> str:
    """A value as English writes it."""
    return written_out(value) if isinstance(value, date) else str(value)


def row(items: Sequence[str], mark: str) -> Listing:
    """Values with a mark between them."""
    return Listing(mark.join(items), items, mark)


def first(text: str) -> str:
    """The text with a capital at its beginning; a name stays one."""
    capital = text[:1].upper() + text[1:]
    return Name(capital, text.iri) if isinstance(text, Name) else capital


def set_apart(name: str) -> str:
    """A name with a comma after it, where it has one within."""
    apart = f"{name}," if ", " in name else name
    return Name(apart, name.iri) if isinstance(name, Name) else apart
