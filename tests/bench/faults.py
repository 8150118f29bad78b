"""Known ways to spoil a document, and which shape must find each."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from nquads import Document, day, e, iri, t, v


@dataclass(frozen=True, slots=True)
class Fault:
    """What was spoiled: where, of what, and the shape that must say so."""

    kind: str
    graph: str
    focus: str
    shape: str

    def to_json(self) -> dict[str, str]:
        return {"fault": self.kind, "graph": self.graph[1:-1], "focus": self.focus[1:-1], "shape": self.shape}


def _drop(predicate: str) -> Callable[[Document, str], None]:
    def spoil(document: Document, focus: str) -> None:
        document.statements = {
            said: None for said in document.statements if said[:2] != (focus, e(predicate))
        }

    return spoil


def _put(predicate: str, value: Callable[[], str]) -> Callable[[Document, str], None]:
    def spoil(document: Document, focus: str) -> None:
        _drop(predicate)(document, focus)
        document.say(focus, e(predicate), value())

    return spoil


def _also(predicate: str, value: Callable[[], str]) -> Callable[[Document, str], None]:
    def spoil(document: Document, focus: str) -> None:
        document.say(focus, e(predicate), value())

    return spoil


def _plain_label(document: Document, focus: str) -> None:
    label = t("rdfs:label")
    document.statements = {
        (s, p, o.removesuffix("@en") if (s, p) == (focus, label) else o): None
        for s, p, o in document.statements
    }


# name, class of what is spoiled, what is done to it, the shape
_FAULTS: Final[tuple[tuple[str, str, Callable[[Document, str], None], str], ...]] = (
    ("effect without a type", "LegalEffect", _drop("effectType"), "EffectTypeFromList"),
    ("effect without a producer", "LegalEffect", _drop("producedBy"), "EffectHasOneProducer"),
    ("days reversed", "LegalEffect", _put("latest", lambda: day(date(1999, 1, 1))), "EffectEarliestBeforeLatest"),
    ("decided before filing", "Ruling", _put("decidedOn", lambda: day(date(1990, 1, 1))), "RulingDecidedAfterFiling"),
    ("no court", "Ruling", _drop("byCourt"), "RulingByOneCourt"),
    ("lawsuit without a caption", "Lawsuit", _drop("caption"), "LawsuitHasCaption"),
    ("proceeding in two courts", "Proceeding", _also("inCourt", lambda: iri("court", "ca1")), "ProceedingInOneCourt"),
    ("provision of no measure", "Provision", _drop("ofMeasure"), "ProvisionOfOneMeasure"),
    ("unknown role", "PartyRole", _put("role", lambda: v("everyone")), "PartyRoleFromList"),
    ("claim without a hedge", "Claim EventClaim QuantityClaim LegalEffectClaim", _drop("hedge"), "ClaimHedgeFromList"),
    ("source unknown", "Record", _also("citedSource", lambda: iri("source", "g-nowhere")), "ReferenceIsDescribed"),
    ("name without a language", "Ruling Lawsuit Provision Jurisdiction", _plain_label, "EntityNameHasLanguage"),
)  # fmt: skip


def spoil(document: Document, chance: random.Random) -> Fault | None:
    """Spoil one thing in a document; `None` where it holds nothing of the kinds that are spoiled."""
    kind, classes, how, shape = chance.choice(_FAULTS)
    wanted = {e(name) for name in classes.split()}
    found = [s for s, p, o in document.statements if p == t("rdf:type") and o in wanted]
    if not found:
        return None
    focus = chance.choice(found)
    how(document, focus)
    return Fault(kind, document.graph, focus, shape)
