"""The changelog of an ontology, by machine: which terms came, changed, were deprecated, went."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from ...ontology.terms import EJ, EJV, ONTOLOGY, term
from ..rdf import short
from .comparing import steady

if TYPE_CHECKING:
    from .sides import Side

GRAPHS: Final = ("ontology", "concepts")
_WORDING: Final = frozenset(
    term(curie)
    for curie in (
        "dcterms:source", "rdfs:comment", "rdfs:isDefinedBy", "rdfs:label", "skos:altLabel", "skos:definition",
        "skos:example", "skos:note", "skos:prefLabel", "skos:scopeNote",
    )
)  # fmt: skip
"""What a term is said to mean in words; what else is said of it can change what is concluded."""
_GENERATED: Final = frozenset((term("rdfs:label"), term("rdfs:comment")))
_DEPRECATED: Final = term("owl:deprecated")


@dataclass(frozen=True, slots=True)
class Term:
    """A term that is not as it was: its IRI, and the properties of which something else is said."""

    iri: str
    properties: tuple[str, ...] = ()
    replaced_by: str = ""

    @property
    def text(self) -> str:
        what = f": {', '.join(self.properties)}" if self.properties else ""
        instead = f", use {short(self.replaced_by)}" if self.replaced_by else ""
        return f"{short(self.iri)}{what}{instead}"

    def as_json(self) -> dict[str, Any]:
        said: dict[str, Any] = {"iri": self.iri}
        if self.properties:
            said["properties"] = list(self.properties)
        if self.replaced_by:
            said["replacedBy"] = self.replaced_by
        return said


@dataclass(frozen=True, slots=True)
class TermChanges:
    """What changed in the words, and between which versions."""

    before: str = ""
    after: str = ""
    added: tuple[Term, ...] = ()
    changed: tuple[Term, ...] = ()
    reworded: tuple[Term, ...] = ()
    deprecated: tuple[Term, ...] = ()
    removed: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return any(found for _, found in self.kinds())

    def kinds(self) -> list[tuple[str, tuple[Term, ...]]]:
        """The terms by what befell them."""
        return [
            ("added", self.added),
            ("changed", self.changed),
            ("reworded", self.reworded),
            ("deprecated", self.deprecated),
            ("removed", self.removed),
        ]

    @property
    def asks_for(self) -> str:
        """Which part of the version must grow: removed terms and other conclusions are a `major` change, new and
        deprecated terms a `minor` one, other words a `patch`; empty where nothing changed.
        """
        if self.removed or self.changed:
            return "major"
        if self.added or self.deprecated:
            return "minor"
        return "patch" if self.reworded else ""

    def text(self) -> list[str]:
        """One line for each term, under a line with the versions; none where nothing changed."""
        if not self:
            return []
        versions = f"{self.before or '?'} → {self.after or '?'}"
        lines = [f"Ontology {versions} ({self.asks_for} change):"]
        return lines + [f"{word} {found.text}" for word, terms in self.kinds() for found in terms]

    def as_json(self) -> dict[str, Any]:
        said: dict[str, Any] = {"before": self.before, "after": self.after, "asksFor": self.asks_for}
        return said | {word: [found.as_json() for found in terms] for word, terms in self.kinds()}


def changes(before: "Side", after: "Side") -> TermChanges | None:
    """What changed in the ontology and its closed lists; `None` where a side holds none."""
    was, is_ = (list(_statements(side)) for side in (before, after))
    if not was or not is_:
        return None
    old, new = _by_term(was), _by_term(is_)
    changed: list[Term] = []
    reworded: list[Term] = []
    deprecated: list[Term] = []
    for iri in sorted(old.keys() & new.keys()):
        differ = {quad.predicate for quad in old[iri] ^ new[iri]} - _GENERATED
        if _is_deprecated(new[iri]) and not _is_deprecated(old[iri]):
            deprecated.append(Term(iri, replaced_by=_instead(new[iri])))
        elif differ:
            listed = tuple(sorted(map(short, differ)))
            (reworded if differ <= _WORDING else changed).append(Term(iri, listed))
    return TermChanges(
        _version(was), _version(is_),
        tuple(Term(iri) for iri in sorted(new.keys() - old.keys())),
        tuple(changed), tuple(reworded), tuple(deprecated),
        tuple(Term(iri) for iri in sorted(old.keys() - new.keys())),
    )  # fmt: skip


def _statements(side: "Side") -> Iterator[Quad]:
    """What a side says of the words, one graph for both, so that a term that moves has not changed."""
    for name in GRAPHS:
        for quad in side.store.quads(graph=side.iris.graph(name)):
            yield Quad(quad.subject, quad.predicate, quad.object)


def _by_term(quads: Iterable[Quad]) -> Mapping[str, frozenset[Quad]]:
    """What is said of each term of ours that has a type, with the blank nodes that it leads to as they are named."""
    found: defaultdict[str, set[Quad]] = defaultdict(set)
    named = steady(quads)
    typed = {quad.subject for quad in named if quad.predicate == term("rdf:type")}
    for quad in named:
        if (
            isinstance(quad.subject, NamedNode)
            and quad.subject in typed
            and quad.subject.value.startswith((EJ, EJV))
        ):
            found[quad.subject.value].add(quad)
    return {iri: frozenset(said) for iri, said in found.items()}


def _is_deprecated(said: Iterable[Quad]) -> bool:
    return any(
        quad.predicate == _DEPRECATED
        and isinstance(quad.object, Literal)
        and quad.object.value in {"true", "1"}
        for quad in said
    )


def _instead(said: Iterable[Quad]) -> str:
    return min(
        (
            quad.object.value
            for quad in said
            if quad.predicate == term("dcterms:isReplacedBy") and isinstance(quad.object, NamedNode)
        ),
        default="",
    )


def _version(quads: Iterable[Quad]) -> str:
    return next(
        (
            quad.object.value
            for quad in quads
            if quad.subject == NamedNode(ONTOLOGY)
            and quad.predicate == term("owl:versionInfo")
            and isinstance(quad.object, Literal)
        ),
        "",
    )
