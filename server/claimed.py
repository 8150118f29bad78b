"""What a claim says of its subject, in words: the relations that the record uses, and what else somebody wrote."""

from __future__ import annotations

from .languages import language
from .present import Thing
from .words import t, words
from .written import spaced


def relation(name: str) -> Thing:
    """A relation of a claim in the language of the page; one that has no words here as it was written, in English."""
    key = name.replace("-", "_")
    if key.endswith("_count") and f"claim_says.{key}" not in words():
        key = "counted"
    if f"claim_says.{key}" in words():
        return Thing(t(f"claim_says.{key}"), language=language())
    return Thing(spaced(name), language="en")
