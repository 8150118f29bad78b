"""Which ruling of the graph a cluster of CourtListener is: by its number, or by a citation in common."""

from dataclasses import dataclass, field

from ..citations.courts import sitting
from ..citations.reporters import citations_in
from ..records import Known, Ref
from .courtlistener_rows import Thing


@dataclass(frozen=True, slots=True)
class Decided:
    """A cluster: which ruling it is; its day, name and court where the batch tells them."""

    ruling: Ref
    day: str
    label: str = ""
    court: Ref | None = None


@dataclass(slots=True)
class Clusters:
    """The clusters of a batch by their ids; nothing for those on dockets without a number."""

    decided: dict[str, Decided | None] = field(default_factory=dict[str, "Decided | None"])
    citations: dict[str, list[str]] = field(default_factory=dict[str, "list[str]"])
    """The citations of the tables of a batch, by cluster: by them a ruling is known again."""


class Matching:
    """The rulings that a graph has."""

    def __init__(self, known: Known) -> None:
        self._known = known

    def ruling(self, thing: Thing, proceeding: Ref, citations: tuple[str, ...]) -> Ref:
        """The ruling that a cluster is: the graph's with that number, or with a citation in common on that docket."""
        held = [ref for ref in self._known.having("ej:courtListenerId", thing.id) if ref.kind == "ruling"]
        if len(held) == 1:
            return held[0]
        wanted = set(citations)
        alike = [
            ref
            for ref in self._known.pointing("ej:inProceeding", proceeding)
            if ref.kind == "ruling" and wanted & set(self._cited(ref))
        ]
        return alike[0] if len(alike) == 1 else Ref("ruling", f"cl-{thing.id}")

    def _cited(self, ruling: Ref) -> tuple[str, ...]:
        """The citations that the graph has of a ruling, in their normal form."""
        return tuple(
            form for text in self._known.values(ruling, "ej:citation") for form in citations_in(text)
        )

    def fresh(self, ruling: Ref, citations: tuple[str, ...]) -> tuple[str, ...]:
        """The citations that the graph does not have yet, however spelled."""
        held = {*self._cited(ruling), *self._known.values(ruling, "ej:citation")}
        return tuple(dict.fromkeys(each for each in citations if each not in held))

    def by_citation(self, citations: tuple[str, ...], day: str) -> list[Ref]:
        """The proceeding of the one ruling of that day that the graph has under one of these citations."""
        year = day[:4]
        courts = [each.citation for each in sitting()]
        spelled = [
            text
            for each in citations
            for text in (each, f"{each} ({year})", *(f"{each} ({court} {year})" for court in courts))
        ]
        rulings = {
            ref
            for text in spelled
            for ref in self._known.having("ej:citation", text)
            if ref.kind == "ruling" and day in self._known.values(ref, "ej:decidedOn")
        }
        told = [self._known.values(ref, "ej:inProceeding") for ref in rulings]
        if len(told) != 1 or not told[0]:
            return []
        kind, _, name = told[0][0].partition("/")
        return [Ref(kind, name)]
