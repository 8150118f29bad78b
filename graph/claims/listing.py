"""Claims and decisions as values: what a list or a page shows of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from pyoxigraph import Literal, NamedNode

from ..iris import Iris

__all__ = ["CLAIMS", "JOURNAL", "Claim", "Decision", "claim_of", "decision_of"]

Row = Mapping[str, Any]

CLAIMS: Final = """
SELECT ?claim (SAMPLE(?source_) AS ?source) (SAMPLE(?sourceLabel_) AS ?sourceLabel) (SAMPLE(?label_) AS ?label)
  (SAMPLE(?kind_) AS ?kind) (SAMPLE(?quote_) AS ?quote) (SAMPLE(?text_) AS ?text) (SAMPLE(?line_) AS ?line)
  (SAMPLE(?start_) AS ?start) (SAMPLE(?end_) AS ?end) (SAMPLE(?hedge_) AS ?hedge) (SAMPLE(?who_) AS ?who)
  (SAMPLE(?speaker_) AS ?speaker) (SAMPLE(?confidence_) AS ?confidence) (SAMPLE(?foundBy_) AS ?foundBy)
  (SAMPLE(?edtf_) AS ?edtf) (SAMPLE(?quantity_) AS ?quantity) (SAMPLE(?unit_) AS ?unit) (SAMPLE(?revises_) AS ?revises)
  (SAMPLE(?definition_) AS ?definition) (SAMPLE(?document_) AS ?document) (SAMPLE(?check_) AS ?check)
  (GROUP_CONCAT(DISTINCT ?subject_; separator="\\n") AS ?subjects) (GROUP_CONCAT(DISTINCT ?object_; separator="\\n") AS ?objects)
  (GROUP_CONCAT(DISTINCT STR(?compared_); separator="\\n") AS ?compared) (GROUP_CONCAT(DISTINCT STR(?other_); separator="\\n") AS ?others)
WHERE {
  { SELECT ?claim ?source ?kind WHERE {
    ?claim ej:assertedIn ?source ; ej:quote ?anything .
    OPTIONAL { ?claim ej:claimKind ?told }
    OPTIONAL { ?claim ej:claimPredicate ?relation }
    BIND (COALESCE(?told, ?relation, "other") AS ?kind)
    %s } }
  BIND (?source AS ?source_) BIND (?kind AS ?kind_)
  OPTIONAL { ?source rdfs:label ?sourceLabel_ }
  OPTIONAL { ?claim rdfs:label ?label_ }
  ?claim ej:quote ?quote_ .
  OPTIONAL { ?claim ej:claimText ?text_ }
  OPTIONAL { ?claim ej:line ?line_ }
  OPTIONAL { ?claim ej:startOffset ?start_ ; ej:endOffset ?end_ }
  OPTIONAL { ?claim ej:hedge ?hedge_ }
  OPTIONAL { ?claim ej:speaker ?speaker_ . OPTIONAL { ?speaker_ rdfs:label ?named } }
  OPTIONAL { ?claim ej:speakerText ?words }
  BIND (COALESCE(?named, ?words) AS ?who_)
  OPTIONAL { ?claim ej:confidence ?confidence_ }
  OPTIONAL { ?claim ej:foundBy ?foundBy_ }
  OPTIONAL { ?claim ej:edtf ?edtf_ }
  OPTIONAL { ?claim ej:quantity ?quantity_ }
  OPTIONAL { ?claim ej:quantityUnit ?unit_ }
  OPTIONAL { ?claim ej:aboutDefinition ?definition_ }
  OPTIONAL { ?claim prov:wasRevisionOf ?revises_ }
  OPTIONAL { ?claim ej:checkResult ?check_ }
  OPTIONAL { GRAPH ?document_ { ?claim ej:foundBy ?byPattern } }
  OPTIONAL { ?claim ej:claimSubject ?s . OPTIONAL { ?s rdfs:label ?sl } BIND (STR(COALESCE(?sl, ?s)) AS ?subject_) }
  OPTIONAL { ?claim ej:claimObject ?o . OPTIONAL { ?o rdfs:label ?ol } BIND (STR(COALESCE(?ol, ?o)) AS ?object_) }
  OPTIONAL { ?claim ej:comparedWith ?compared_ }
  OPTIONAL { ?claim ej:mayMean ?other_ }
}
GROUP BY ?claim
ORDER BY STR(?source) ?line ?start STR(?claim)
"""
JOURNAL: Final = """
SELECT ?adoption ?label ?recorded ?editor ?reason
  (GROUP_CONCAT(DISTINCT STR(?adopted); separator="\\n") AS ?adopts) (GROUP_CONCAT(DISTINCT STR(?rejected); separator="\\n") AS ?rejects)
WHERE {
  ?adoption a ej:Adoption ; ej:recordedAt ?recorded .
  OPTIONAL { ?adoption rdfs:label ?label }
  OPTIONAL { ?adoption prov:wasAttributedTo ?by . OPTIONAL { ?by rdfs:label ?name } BIND (STR(COALESCE(?name, ?by)) AS ?editor) }
  OPTIONAL { ?adoption ej:rationale ?reason }
  OPTIONAL { ?adoption ej:adopts ?adopted }
  OPTIONAL { ?adoption ej:rejects ?rejected }
}
GROUP BY ?adoption ?label ?recorded ?editor ?reason
ORDER BY DESC(?recorded) DESC(STR(?adoption))
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an editor decided: the ids of claims adopted and rejected, who, when (with offset), why."""

    id: str
    adopts: tuple[str, ...]
    rejects: tuple[str, ...]
    editor: str
    reason: str
    recorded_at: str
    label: str = ""

    @property
    def verb(self) -> str:
        """`accepted`, `rejected`, or `edited` where one claim took the place of another."""
        return "edited" if self.adopts and self.rejects else "accepted" if self.adopts else "rejected"

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id, "decision": self.verb, "adopts": list(self.adopts), "rejects": list(self.rejects),
            "editor": self.editor, "reason": self.reason, "recordedAt": self.recorded_at,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim as it is shown. `source` and the entities are ids with their kind, or words; `value` is EDTF or a number.

    `status` is `candidate`, `stated` (written by hand), `accepted`, `rejected` or `edited`.
    """

    id: str
    label: str
    kind: str
    quote: str
    text: str
    source: str
    source_label: str
    line: int | None
    start: int | None
    end: int | None
    hedge: str
    speaker: str
    value: str
    unit: str
    definition: str
    confidence: float | None
    found_by: str
    document: str
    check: str
    revises: str
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    compared_with: tuple[str, ...]
    may_mean: tuple[str, ...]
    decisions: tuple[Decision, ...]

    @property
    def status(self) -> str:
        if self.decisions:
            latest = self.decisions[0]
            if latest.verb == "edited":
                return "accepted" if self.id in latest.adopts else "edited"
            return latest.verb
        return "candidate" if self.found_by else "stated"

    def as_json(self) -> dict[str, Any]:
        """All that is known, by plain names; what is not known is left out."""
        said: dict[str, Any] = {
            "id": self.id, "status": self.status, "kind": self.kind, "quote": self.quote, "text": self.text, "source": self.source,
            "line": self.line, "start": self.start, "end": self.end, "hedge": self.hedge, "speaker": self.speaker, "value": self.value,
            "unit": self.unit, "definition": self.definition, "confidence": self.confidence, "foundBy": self.found_by, "check": self.check,
            "revises": self.revises, "subjects": list(self.subjects), "objects": list(self.objects),
            "comparedWith": list(self.compared_with), "mayMean": list(self.may_mean), "decisions": [each.as_json() for each in self.decisions],
        }  # fmt: skip
        return {name: value for name, value in said.items() if value not in ("", None, [])}


def claim_of(row: Row, iris: Iris, decided: Mapping[str, Sequence[Decision]]) -> Claim:
    """The claim that a row of `CLAIMS` tells."""
    name = _id(_text(row, "claim"), iris)
    return Claim(
        id=name,
        label=_text(row, "label"),
        kind=_text(row, "kind"),
        quote=_text(row, "quote"),
        text=_text(row, "text"),
        source=iris.short(_text(row, "source")),
        source_label=_text(row, "sourceLabel"),
        line=_number(row, "line"),
        start=_number(row, "start"),
        end=_number(row, "end"),
        hedge=_text(row, "hedge").rpartition("/")[2],
        speaker=_text(row, "who"),
        value=_text(row, "quantity") or _text(row, "edtf"),
        unit=_text(row, "unit"),
        definition=_text(row, "definition"),
        confidence=float(_text(row, "confidence")) if _text(row, "confidence") else None,
        found_by=_text(row, "foundBy"),
        document=iris.document(NamedNode(_text(row, "document"))) if _text(row, "document") else "",
        check=_text(row, "check").rpartition("/")[2],
        revises=_id(_text(row, "revises"), iris),
        subjects=_many(row, "subjects", iris),
        objects=_many(row, "objects", iris),
        compared_with=_many(row, "compared", iris),
        may_mean=_many(row, "others", iris),
        decisions=tuple(decided.get(name, ())),
    )


def decision_of(row: Row, iris: Iris) -> Decision:
    """The decision that a row of `JOURNAL` tells."""
    return Decision(
        id=_text(row, "adoption").partition("#")[2] or iris.short(_text(row, "adoption")),
        adopts=tuple(_id(each, iris) for each in _text(row, "adopts").split("\n") if each),
        rejects=tuple(_id(each, iris) for each in _text(row, "rejects").split("\n") if each),
        editor=_text(row, "editor"),
        reason=_text(row, "reason"),
        recorded_at=_text(row, "recorded"),
        label=_text(row, "label"),
    )


def _text(row: Row, name: str) -> str:
    value = cast("NamedNode | Literal | None", row.get(name))
    return "" if value is None else value.value


def _number(row: Row, name: str) -> int | None:
    text = _text(row, name)
    return int(text) if text else None


def _many(row: Row, name: str, iris: Iris) -> tuple[str, ...]:
    return tuple(sorted({iris.short(each) for each in _text(row, name).split("\n") if each}))


def _id(iri: str, iris: Iris) -> str:
    found = iris.kind_and_id(iri) if iri else None
    return found[1] if found else iri
