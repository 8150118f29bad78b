"""Which statements of a row rest on the compiler's knowledge only.

A remark in brackets after a mark is kept as text, and so is a mark that `marks` does not know:
such a one marks the whole row, for that errs on the side of saying less.
"""

from collections.abc import Collection
from typing import Final

from pyoxigraph import NamedNode

from ..records import Row
from .marks import PROPERTIES

ALL: Final = frozenset(("all", "all but existence"))
"""Marks that mean every statement of the row."""


def marked(sheet: str, row: Row, said: Collection[NamedNode]) -> tuple[frozenset[NamedNode], str | None]:
    """The properties of a row that are only knowledge, among those `said`; and what to keep as text.

    A row verified by `knowledge` that names no field is knowledge from end to end.
    """
    phrases = row.knowledge or (("all",) if row.verified == "knowledge" else ())
    found: set[NamedNode] = set()
    kept: list[str] = []
    for phrase in phrases:
        plain = phrase.partition(" (")[0]
        meant = _meant(sheet, phrase, plain, said)
        found |= meant
        if phrase != plain or not meant or not _is_known(sheet, plain):
            kept.append(phrase)
    return frozenset(found), f"From knowledge: {'; '.join(kept)}." if kept else None


def _meant(sheet: str, phrase: str, plain: str, said: Collection[NamedNode]) -> set[NamedNode]:
    table = PROPERTIES.get(sheet, {})
    listed = table.get(phrase, table.get(plain))
    return set(said) if listed is None else set(listed) & set(said)


def _is_known(sheet: str, plain: str) -> bool:
    return plain in ALL or plain in PROPERTIES.get(sheet, {})
