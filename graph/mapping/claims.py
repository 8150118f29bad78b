"""What articles claim, in which words, and the sources that rows cite."""

from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, Triple

from ...ontology.terms import EDTF, ej
from .. import records as r
from ..iris import Iris
from ..records import Ref, slug, source_name
from .context import Context
from .statements import LABEL, TYPE, Page

CLASSES: Final = {
    "quantity": ej("QuantityClaim"),
    "event": ej("EventClaim"),
    "legal-effect": ej("LegalEffectClaim"),
}
ARTICLE: Final = "article"
"""The `asserted_by` of what an article says in its own voice."""

CHECKS: Final = {"reported": "reported-only"}
"""Results that the files call otherwise than the ontology."""


def claim(page: Page, claim: r.Claim, context: Context) -> None:
    kind = CLASSES.get(claim.claim_type or "", ej("Claim"))
    entity = page.entity("claim", claim.id, kind, label=context.labels.of(Ref("claim", claim.id)))
    entity.refer(ej("assertedIn"), Ref("source", slug(source_name(claim.article))))
    entity.refer(ej("speaker"), claim.speaker)
    entity.text(ej("speakerText"), claim.asserted_by if claim.speaker is None else None)
    entity.text(ej("reportedBy"), claim.reported_by)
    entity.text(ej("quote"), claim.quote)
    entity.number(ej("line"), claim.text_line)
    entity.number(ej("startOffset"), claim.start)
    entity.number(ej("endOffset"), claim.end)
    entity.text(ej("claimText"), claim.claim)
    entity.refer(ej("claimSubject"), *claim.subject_refs)
    entity.text(ej("claimSubject"), None if claim.subject_refs else claim.subject)
    entity.text(ej("claimPredicate"), claim.predicate)
    entity.refer(ej("claimObject"), *claim.object_refs)
    entity.text(ej("claimObject"), None if claim.object_refs else claim.object)
    entity.text(ej("aboutDefinition"), claim.definition)
    entity.number(ej("quantity"), claim.quantity)
    entity.text(ej("quantityUnit"), claim.unit)
    entity.flag(ej("approximate"), claim.approximate)
    entity.concept(ej("hedge"), claim.hedge or _hedge(claim))
    entity.concept(ej("checkResult"), CHECKS.get(claim.check or "", claim.check))
    entity.refer(ej("comparedWith"), *claim.record)
    entity.refer(ej("conflictsWith"), *claim.conflicts_with)
    entity.text(ej("asOfNote"), claim.as_of)
    entity.when(ej("asOf"), claim.holds_on)
    entity.concept(ej("claimedState"), claim.means)
    entity.text(ej("note"), claim.notes)
    if claim.relative_date is not None:
        date = Ref("claim", f"{claim.id}-date")
        node = page.entity(
            date.kind, date.id, ej("RelativeDate"), label=f"“{claim.relative_date}” in {claim.article}"
        )
        node.text(ej("expression"), claim.relative_date)
        if claim.resolves_to is not None:
            node.add(ej("resolvesTo"), Literal(claim.resolves_to, datatype=EDTF))
        entity.refer(ej("hasRelativeDate"), date)


def _hedge(claim: r.Claim) -> str:
    """How firmly a claim is put where no column says it: an article passes on what others said."""
    own = claim.speaker is None and (claim.asserted_by or ARTICLE) == ARTICLE
    return "flat" if own else "reported"


def source(page: Page, source: r.Source, _context: Context) -> None:
    entity = page.entity("source", source.id, ej("Source"), label=source.label)
    entity.concept(ej("sourceKind"), source.kind)
    entity.concept(ej("sourceRank"), source.rank)
    entity.text(ej("url"), source.url)
    entity.text(ej("note"), source.notes)


def cited(record: r.Record) -> dict[str, Ref]:
    """The sources of a row, by name; a claim rests on its article too."""
    article = (record.article,) if isinstance(record, r.Claim) else ()
    names = [source_name(text) for text in (*article, *record.row.sources)]
    # A citation without a letter or digit makes no id; it stays in the record's source note.
    return {name: Ref("source", slug(name)) for name in names if slug(name)}


def mentioned(names: Mapping[str, Ref], iris: Iris, context: Context) -> Iterator[Triple]:
    """What is said of sources that no sources.csv tells of: that they are some, and their names."""
    # Two spellings may make one id: the last of them in the alphabet names it.
    by_ref = {ref: name for name, ref in sorted(names.items())}
    for ref, name in by_ref.items():
        if ref.id not in context.sources:
            iri = iris.entity(ref.kind, ref.id)
            yield Triple(iri, TYPE, ej("Source"))
            yield Triple(iri, LABEL, Literal(name, language="en"))
