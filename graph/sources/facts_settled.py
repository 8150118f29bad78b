"""What a row of facts says otherwise than another document of the graph.

The value that stands stays, as for every other source; the one of the row becomes a claim with its line, and
both are shown. What the rows of one batch say otherwise than one another is no conflict of sources but a
slip of its author, and is left to the shapes.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pyoxigraph import Literal, NamedNode

from ...ontology.terms import EJV, term
from ..ingestion.documents import Document
from ..iris import Iris
from ..mapping.statements import Entity, Page
from ..records import Claim, Known, Notice, Ref
from .settled import PREDICATES, claim

_NAMES: Final = {term(name): name for name in PREDICATES if name != "dcterms:title"}
"""The properties that have one value; a measure may have several titles."""


class Differing:
    """Takes what stands otherwise from the rows of one document, and claims it instead."""

    def __init__(self, known: Known, iris: Iris, document: Document) -> None:
        self._known = known
        self._iris = iris
        self._document = document
        self.notices: list[Notice] = []

    def __call__(self, page: Page) -> Iterator[Claim]:
        """The claims of one row; what they are about is no longer on its page."""
        for entity in page.entities:
            for predicate, value in tuple(entity.said):
                name = _NAMES.get(predicate)
                against = self._against(entity, name, value) if name is not None else None
                if name is None or against is None:
                    continue
                entity.said.remove((predicate, value))
                if against:
                    yield self._claim(page, entity, name, _shown(self._iris, value), against)

    def _against(self, entity: Entity, name: str, value: NamedNode | Literal) -> str | None:
        """The value that stands where this one may not be said; empty where this one is only less precise."""
        told = self._known.values(_ref(self._iris, entity), name)
        said = _shown(self._iris, value)
        if not told or said in told:
            return None
        return "" if any(each.startswith(f"{said}-") for each in told) else told[0]

    def _claim(self, page: Page, entity: Entity, name: str, value: str, against: str) -> Claim:
        ref = _ref(self._iris, entity)
        row = page.row
        about = "" if ref.id == row.key else f"-{ref.id}"
        retrieved = self._document.retrieved_on
        found = claim(
            replace(row, key=f"{self._document.id}-{row.key}{about}"),
            next(iter(row.sources), "") or self._document.title,
            ref,
            name,
            value,
            against,
            label=self._known.label(ref) or ref.id,
            quote=value,
            as_of=retrieved.isoformat() if retrieved is not None else "",
        )
        self.notices.append(Notice(self._document.name, row.line, f"{found.claim} {found.notes}"))
        return found


def _ref(iris: Iris, entity: Entity) -> Ref:
    named = iris.kind_and_id(entity.iri)
    assert named is not None  # a page speaks of entities of ours only
    return Ref(*named)


def _shown(iris: Iris, value: NamedNode | Literal) -> str:
    """A value as the graph's knowledge has it: see `Known.values`."""
    if isinstance(value, Literal):
        return value.value
    concept = value.value.removeprefix(EJV)
    return concept if concept != value.value else iris.short(value)
