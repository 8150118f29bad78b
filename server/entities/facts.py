"""What is said of an entity, arranged for a page: names first, every statement with who says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from ...ontology.terms import term
from ..day import link
from ..languages import language
from ..present import Thing, fallback, href_of, thing
from ..words import t, words
from ..words.said import term_said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...graph.entity import Entity, Named, Said, Statement

_LABEL: Final = term("rdfs:label")
_ALSO: Final = term("skos:altLabel")
_TITLE: Final = term("dcterms:title")
_IN_HEAD: Final = frozenset((_LABEL, _ALSO, _TITLE))
_LISTS: Final = {
    "order": "orders",
    "provision": "orders",
    "lawsuit": "lawsuits",
    "proceeding": "lawsuits",
    "ruling": "rulings",
    "judge": "judges",
    "jurisdiction": "places",
    "source": "sources",
}


@dataclass(frozen=True, slots=True)
class Witness:
    """One document that says a statement: the row in it, how well that was checked, on what it rests."""

    document: Thing
    line: int | None
    verification: str
    sources: list[Thing]
    note: str
    derived: bool
    recorded: bool


@dataclass(frozen=True, slots=True)
class Value:
    """One value and its witnesses."""

    value: Thing
    said: list[Witness]

    @property
    def marks(self) -> list[str]:
        """How well it is verified, each way once; `none` where no record says where it is from."""
        found = ["derived" if w.derived else w.verification if w.recorded else "none" for w in self.said]
        return list(dict.fromkeys(mark for mark in found if mark))


@dataclass(frozen=True, slots=True)
class Fact:
    """One property and its values."""

    property: Thing
    values: list[Value]


@dataclass(frozen=True, slots=True)
class Facts:
    """An entity, ready for its page."""

    iri: str
    label: str
    title: str
    also: list[str]
    types: list[Thing]
    facts: list[Fact]


def facts_of(entity: Entity) -> Facts:
    """The entity as its page shows it."""
    by_property = {group.predicate.term: group for group in entity.groups}
    titles = _texts(by_property[_TITLE].statements) if _TITLE in by_property else []
    label = capital(entity.label or fallback(entity.iri.value))
    return Facts(
        iri=entity.iri.value,
        label=label,
        title=next((title for title in titles if title != label), ""),
        also=_texts(by_property[_ALSO].statements) if _ALSO in by_property else [],
        types=[linking(found) for found in entity.types],
        facts=[
            Fact(naming(group.predicate), [_value(statement) for statement in group.statements])
            for group in entity.groups
        ],
    )


def crumbs(kind: str, entity: Entity) -> list[Thing]:
    """The way to an entity: the list of its kind, and the whole that it is a part of."""
    found: list[Thing] = []
    if kind in _LISTS:
        found.append(Thing(t(f"nav.{_LISTS[kind]}"), link(f"/{_LISTS[kind]}")))
    wholes = ("ofMeasure", "partOfLawsuit", "within", "inProceeding")
    for group in entity.groups:
        if isinstance(group.predicate.term, NamedNode) and group.predicate.term.value.endswith(
            tuple(f"#{name}" for name in wholes)
        ):
            found += [linking(statement.value) for statement in group.statements[:1]]
            break
    return found


def capital(text: str) -> str:
    """The text as a heading: its first letter large."""
    return text[:1].upper() + text[1:]


def naming(named: Named) -> Thing:
    """A property by its name; those of other vocabularies have theirs in our words."""
    found = linking(named)
    known = words(language()).get(f"property.{found.text}")
    return Thing(known, found.href, found.external, iri=found.iri) if known else found


def linking(named: Named) -> Thing:
    """A named term as a page shows it."""
    if isinstance(named.term, NamedNode):
        href, external = href_of(named.term.value)
        own = term_said(named.term.value)
        return Thing(own or named.label, href, external, language() if own else None, iri=named.term.value)
    if isinstance(named.term, (Literal, BlankNode)):
        return thing(named.term)
    return Thing(named.label)


def _value(statement: Statement) -> Value:
    return Value(linking(statement.value), [_witness(said) for said in _distinct(statement.said)])


def _distinct(said: Iterable[Said]) -> list[Said]:
    return list(dict.fromkeys(said))


def _witness(said: Said) -> Witness:
    href, _ = href_of(said.record.value if said.record is not None else said.document.value)
    return Witness(
        document=Thing(said.title, href),
        line=said.line,
        verification=said.verification,
        sources=[linking(source) for source in said.sources],
        note=said.note,
        derived=said.derived,
        recorded=said.record is not None,
    )


def _texts(statements: Iterable[Statement]) -> list[str]:
    return [statement.value.label for statement in statements]
