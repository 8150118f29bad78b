"""What may be said but once, and was said before: by another document of the graph or of the batch.

A property with one value, of which a document gives another value than the graph has, would keep the
whole document out. So the first value stands, and the other one becomes a claim of its document,
which names both; neither is lost, and nothing is decided.
"""

import re
from collections.abc import Mapping
from typing import Final

from ..records import Claim, Known, PartialDate, Ref, Row

PREDICATES: Final[Mapping[str, tuple[str, str, str]]] = {
    "ej:signedOn": ("signed_on", "event", "was signed on {}"),
    "ej:publishedOn": ("published_on", "event", "was published on {}"),
    "ej:frDocumentNumber": ("fr_document_number", "other", "has the document number {}"),
    "ej:frCitation": ("fr_citation", "other", "is printed at {}"),
    "ej:frPages": ("fr_pages", "other", "is printed on the pages {}"),
    "ej:issuedBy": ("issued_by", "event", "was issued by {}"),
    "ej:number": ("number", "other", "has the number {}"),
    "dcterms:title": ("title", "other", "has the title “{}”"),
    "ej:from": ("from", "event", "began on {}"),
    "ej:until": ("until", "event", "ended on {}"),
    "ej:nominatedOn": ("nominated_on", "event", "was nominated on {}"),
    "ej:confirmedOn": ("confirmed_on", "event", "was confirmed on {}"),
    "ej:seniorFrom": ("senior_from", "event", "has senior status from {}"),
    "ej:endReason": ("end_reason", "event", "ended by {}"),
    "ej:fjcName": ("fjc_name", "other", "is written “{}”"),
    "ej:fjcNid": ("fjc_nid", "other", "has the number {}"),
    "ej:bornOn": ("born_on", "event", "was born on {}"),
    "ej:diedOn": ("died_on", "event", "died on {}"),
    "ej:filedOn": ("filed_on", "event", "was filed on {}"),
    "ej:terminatedOn": ("terminated_on", "event", "was closed on {}"),
    "ej:decidedOn": ("decided_on", "event", "was decided on {}"),
    "ej:presidedBy": ("presided_by", "other", "is presided over by {}"),
    "ej:author": ("author", "other", "was written by {}"),
    "ej:perCuriam": ("per_curiam", "other", "is per curiam: {}"),
    "ej:citationString": ("citation_string", "other", "is cited as {}"),
    "ej:courtLevel": ("court_level", "other", "is a {} court"),
}
"""How a claim calls a property: its predicate, its type, and its sentence."""


_DAY: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-[0-3]\d")


class Settled:
    """The values that stand: those of the graph, then those of this batch, in the order of its documents."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._told: dict[tuple[Ref, str], str] = {}

    def standing(self, ref: Ref, name: str) -> tuple[str, ...]:
        """What is said of an entity so far."""
        told = self._told.get((ref, name))
        return (told,) if told is not None else self._known.values(ref, name)

    def contest(self, ref: Ref, name: str, value: str) -> str:
        """The value that stands where it is another one; empty where this one may be said."""
        found = self.standing(ref, name)
        if not found:
            self._told[ref, name] = value
        return "" if not found or value in found else found[0]


def claim(
    row: Row,
    source: str,
    ref: Ref,
    name: str,
    value: str,
    against: str,
    *,
    label: str,
    quote: str,
    as_of: str,
) -> Claim:
    """The claim of a document that something is otherwise than it stands in the record."""
    predicate, kind, sentence = PREDICATES[name]
    ident = f"{row.key}-{predicate.replace('_', '-')}"
    said = sentence.format(_written(value))
    return Claim(
        row=Row(line=row.line, key=ident, verified=row.verified, sources=row.sources),
        id=ident,
        article=source,
        quote=quote or value,
        claim=f"{label} {said}.",
        text_line=row.line,
        claim_type=kind,
        asserted_by=source,
        as_of=as_of or None,
        subject=label,
        subject_refs=(ref,),
        predicate=predicate,
        object=value,
        hedge="flat",
        check="contradicted",
        record=(ref,),
        notes=f"Another document, read before, has {_written(against)}.",
    )


def _written(value: str) -> str:
    """A value in a sentence: days written out, entities by their id."""
    if _DAY.fullmatch(value):
        return PartialDate(*(int(part) for part in value.split("-"))).written
    return value.partition("/")[2] if value.startswith(("official/", "judge/", "court/")) else value
