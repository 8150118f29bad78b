"""The words that a query may use, as the editor offers them: classes, properties and concepts, in short form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ...ontology.terms import PREFIXES
from ..ask import lookup, text
from ..desk import desk
from ..present import grouped, names
from ..words import t, words
from ..written import joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..ask import Solution

KINDS: Final = {
    "Class": "class",
    "ObjectProperty": "property",
    "DatatypeProperty": "property",
    "Concept": "concept",
}
_BORROWED: Final = "property."


@dataclass(frozen=True, slots=True)
class Word:
    """A term as it is typed, and what it means; `count` is how often it occurs in the place asked about."""

    name: str
    kind: str
    label: str
    definition: str = ""
    count: int = 0

    def as_json(self) -> dict[str, object]:
        told: dict[str, object] = {"name": self.name, "kind": self.kind, "label": self.label}
        if self.definition:
            told["definition"] = self.definition
        return told | ({"count": self.count} if self.count else {})


def vocabulary() -> dict[str, Word]:
    """Every term of the ontology by IRI, and the properties of other vocabularies that it uses."""
    return desk().once("vocabulary", _vocabulary)


def _vocabulary() -> dict[str, Word]:
    rows = lookup("terms")
    names().learn(row[name] for row in rows for name in ("broader", "domain", "range") if name in row)
    found = {iri: _word(iri, group) for iri, group in grouped(rows, "term").items()}
    for key in words():
        curie = key.removeprefix(_BORROWED)
        prefix, _, name = curie.partition(":")
        if key.startswith(_BORROWED) and prefix in PREFIXES:
            found.setdefault(PREFIXES[prefix] + name, Word(curie, "property", t(key)))
    return found


def _word(iri: str, rows: Sequence[Solution]) -> Word:
    first = rows[0]
    kind = KINDS[text(first, "kind").rpartition("#")[2].rpartition("/")[2]]
    label = text(first, "label")
    if kind == "property":
        ends = [_named(rows, side) for side in ("domain", "range")]
        if any(ends):
            label = f"{label}: {ends[0] or '…'} → {ends[1] or '…'}"
    elif kind == "concept" and (within := _named(rows, "broader")):
        label = f"{label} ({within})"
    return Word(spelled(iri), kind, label, text(first, "definition"))


def _named(rows: Sequence[Solution], side: str) -> str:
    found = {text(row, side): None for row in rows if side in row}
    return joined([names().of(iri) for iri in list(found)[:2]])


def spelled(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """An IRI as a query writes it: with a prefix where what follows is a plain name, else in brackets.

    >>> spelled("https://w3id.org/enjoin/ns#Ruling"), spelled("https://w3id.org/enjoin/id/judge/orrick")
    ('ej:Ruling', '<https://w3id.org/enjoin/id/judge/orrick>')
    """
    for prefix, base in prefixes.items():
        name = iri.removeprefix(base)
        if name != iri and name.replace("-", "").replace("_", "").isalnum() and name.isascii():
            return f"{prefix}:{name}"
    return str(NamedNode(iri))
