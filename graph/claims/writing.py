"""A text that was read, as statements: the source, its sentences, its mentions, its candidate claims.

All go into the graph of the document and nowhere else. Places are told as Web Annotations, by the
words (with what stands around them) and by the characters of the whole text; claims besides by line.
Of a text whose licence is not an open one, only those sentences are kept word by word in which
something is claimed.
"""

import json
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from ...ontology.terms import EDTF, ej, ejv, term
from ..ingestion.documents import Document
from ..iris import Iris
from ..mapping.statements import LABEL, TYPE, day
from ..records import Known, Ref, slug
from .offers import Candidate, Reading
from .whens import When

__all__ = ["Written", "claim_ids", "open_licence", "source_id", "statements"]

_AROUND: Final = 24
"""How many characters of what stands around it go with a quotation."""
_SPEAKERS: Final = frozenset(
    ("official", "judge", "person", "agency", "organization", "jurisdiction", "post")
)
_OPEN: Final = re.compile(
    r"creativecommons\.org/(?:publicdomain|licenses/by(?:-sa)?/)|^CC0|^CC[- ]BY(?:[- ]SA)?[- ]?\d|usa\.gov/government-works|public domain|opensource\.org|^MIT$",
    re.IGNORECASE,
)
_CLASSES: Final = {
    "count": "QuantityClaim", "amount": "QuantityClaim", "signed": "EventClaim", "sued": "EventClaim", "designated": "EventClaim",
    "ordered-to-publish": "EventClaim", "ordered": "EventClaim", "ruled": "LegalEffectClaim", "blocked": "LegalEffectClaim",
}  # fmt: skip
_PREDICATES: Final = {
    "holds-office": "holds_office", "ordered-to-publish": "requires", "ordered": "requires", "definition": "defined_as",
    "amount": "amounts_to", "has-policy": "has_policy",
}  # fmt: skip
ARTICLE: Final = "the article"


def source_id(document: Document) -> str:
    """The id of the source that a document of a text is."""
    return slug(document.id)


def open_licence(licence: str) -> bool:
    """Whether a licence lets the whole text be shown: Creative Commons' open ones, works of the government."""
    return bool(_OPEN.search(licence))


def claim_ids(document: Document, candidates: Sequence[Candidate]) -> list[str]:
    """An id for each candidate: by its kind and its words, so that it stays when text is added elsewhere."""
    counts: Counter[tuple[str, str]] = Counter()
    found: list[str] = []
    for each in candidates:
        key = (each.kind, " ".join(each.quote.split()))
        digest = sha256("\n".join((*key, str(counts[key]))).encode()).hexdigest()[:10]
        counts[key] += 1
        found.append(f"{slug(document.id, 60)}-{digest}")
    return found


class Written:
    """The statements of one text."""

    def __init__(self, document: Document, reading: Reading, iris: Iris, known: Known) -> None:
        self._document = document
        self._reading = reading
        self._iris = iris
        self._known = known
        self._graph = iris.graph(document.id)
        self._source = iris.entity("source", source_id(document))

    def statements(self) -> Iterator[Triple]:
        """All of them; a generator may be run once."""
        yield from self._of_source()
        ids = claim_ids(self._document, self._reading.candidates)
        for number in sorted({each.sentence for each in self._reading.candidates}):
            sentence = self._reading.sentences[number]
            yield from self._annotation(
                f"sentence-{number + 1}", "oa:highlighting", sentence.start, sentence.end
            )
        for number, mention in enumerate(self._reading.mentions, 1):
            node = self._node(f"mention-{number}")
            yield from self._annotation(
                f"mention-{number}", "oa:identifying", mention.start, mention.end, mention.refs
            )
            yield Triple(node, TYPE, ej("Mention"))
            yield Triple(node, ej("mentionKind"), Literal(mention.kind))
            yield from self._told(node, mention.when)
            if mention.amount is not None:
                yield from self._amount(
                    node, mention.amount.value, mention.amount.currency or mention.amount.unit
                )
            if mention.note:
                yield Triple(node, ej("note"), Literal(mention.note))
        for name, candidate in zip(ids, self._reading.candidates, strict=True):
            yield from self._claim(name, candidate)

    # The source

    def _of_source(self) -> Iterator[Triple]:
        document = self._document
        told: list[tuple[NamedNode, NamedNode | Literal]] = [
            (TYPE, ej("Source")),
            (LABEL, Literal(document.title or document.name, language="en")),
            (ej("sourceKind"), ejv("press")),
            (ej("sourceRank"), ejv("secondary")),
            (ej("note"), Literal(self._summary())),
        ]
        if document.retrieved_on is not None:
            told.append((ej("datedOn"), day(document.retrieved_on)))
        if document.publisher:
            told.append((term("dcterms:publisher"), Literal(document.publisher)))
        if document.url:
            told.append((ej("url"), Literal(document.url)))
        if open_licence(document.licence):
            told.append((ej("fullText"), Literal(self._reading.text)))
        yield from (Triple(self._source, predicate, value) for predicate, value in told)
        yield from self._record("source", self._source, 1)

    def _summary(self) -> str:
        """What was made of the text, in a sentence: its counters."""
        sentences = self._reading.sentences
        own = Counter(each.boilerplate for each in sentences if each.boilerplate)
        used = len({each.sentence for each in self._reading.candidates})
        left = ", ".join(f"{count} {reason}" for reason, count in sorted(own.items()))
        article = len(sentences) - sum(own.values())
        said = f"{len(sentences)} sentences: {article} of the article, of which {used} gave candidate claims"
        return f"{said}; {sum(own.values())} left out as the publisher's own ({left})." if own else f"{said}."

    # Places

    def _node(self, key: str) -> NamedNode:
        return self._iris.record(self._graph, key)

    def _annotation(
        self, key: str, motive: str, start: int, end: int, bodies: Sequence[Ref] = ()
    ) -> Iterator[Triple]:
        node, place = self._node(key), self._node(f"{key}-place")
        words, position = self._node(f"{key}-words"), self._node(f"{key}-position")
        text = self._reading.text
        said: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
            (node, TYPE, term("oa:Annotation")),
            (node, term("oa:motivatedBy"), term(motive)),
            (node, term("oa:hasTarget"), place),
            (place, TYPE, term("oa:SpecificResource")),
            (place, term("oa:hasSource"), self._source),
            (place, term("oa:hasSelector"), words),
            (place, term("oa:hasSelector"), position),
            (words, TYPE, term("oa:TextQuoteSelector")),
            (words, term("oa:exact"), Literal(text[start:end])),
            (words, term("oa:prefix"), Literal(text[max(0, start - _AROUND) : start])),
            (words, term("oa:suffix"), Literal(text[end : end + _AROUND])),
            (position, TYPE, term("oa:TextPositionSelector")),
            (position, term("oa:start"), Literal(start)),
            (position, term("oa:end"), Literal(end)),
        ]
        predicate = term("oa:hasBody") if len(bodies) == 1 else ej("mayMean")
        said += [(node, predicate, self._iris.entity(ref.kind, ref.id)) for ref in bodies]
        return (Triple(*each) for each in said)

    def _record(self, key: str, about: NamedNode, line: int) -> Iterator[Triple]:
        record = self._node(f"record-{key}")
        yield Triple(record, TYPE, ej("Record"))
        yield Triple(record, ej("about"), about)
        yield Triple(record, ej("verification"), ejv("article"))
        yield Triple(record, ej("line"), Literal(line))
        yield Triple(record, ej("citedSource"), self._source)

    # Claims

    def _claim(self, name: str, each: Candidate) -> Iterator[Triple]:
        iri = self._iris.entity("claim", name)
        yield from ((Triple(iri, predicate, value)) for predicate, value in self._of_claim(each))
        yield from self._told(iri, each.when)
        yield from self._annotation(
            f"claim-{name}", "oa:describing", each.start, each.end, (Ref("claim", name),)
        )
        yield from self._record(name, iri, each.line)
        if each.when is not None and each.when.relative:
            told = self._iris.entity("claim", f"{name}-date")
            yield Triple(iri, ej("hasRelativeDate"), told)
            yield Triple(told, TYPE, ej("RelativeDate"))
            yield Triple(
                told,
                LABEL,
                Literal(
                    f"“{each.when.text}” in {self._document.title or self._document.name}", language="en"
                ),
            )
            yield Triple(told, ej("expression"), Literal(each.when.text))
            if each.when.anchor:
                yield Triple(told, ej("anchor"), Literal(each.when.anchor, datatype=term("xsd:date")))
            if each.when.edtf:
                yield Triple(told, ej("resolvesTo"), Literal(each.when.edtf, datatype=EDTF))
            if each.when.how:
                yield Triple(told, ej("note"), Literal(each.when.how))

    def _of_claim(self, each: Candidate) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
        yield TYPE, ej(_CLASSES.get(each.kind, "Claim"))
        yield LABEL, Literal(_label(each.kind, each.quote), language="en")
        yield ej("assertedIn"), self._source
        yield ej("quote"), Literal(each.quote)
        yield ej("line"), Literal(each.line)
        yield ej("startOffset"), Literal(each.start - each.line_start)
        yield ej("endOffset"), Literal(each.end - each.line_start)
        yield ej("claimKind"), Literal(each.kind)
        yield ej("claimText"), Literal(self._sentence(each))
        yield (
            ej("claimPredicate"),
            Literal(
                _PREDICATES.get(each.kind, each.kind.replace("-", "_"))
                if each.kind != "count"
                else _count(each)
            ),
        )
        yield ej("foundBy"), Literal(each.pattern)
        yield ej("confidence"), Literal(f"{each.confidence:g}", datatype=term("xsd:decimal"))
        yield ej("hedge"), ejv(each.hedge)
        if each.speaker is not None and each.speaker.kind in _SPEAKERS:
            yield ej("speaker"), self._entity(each.speaker)
        else:
            yield ej("speakerText"), Literal(each.speaker_text or ARTICLE)
        reporter = self._document.publisher or self._document.title or self._document.name
        yield ej("reportedBy"), Literal(reporter)
        if self._document.retrieved_on is not None:
            yield ej("asOfNote"), Literal(self._document.retrieved_on.isoformat())
        yield from self._terms("claimSubject", each.subjects, each.subject_text)
        if each.amount is not None:
            yield from (
                (triple.predicate, triple.object)
                for triple in self._amount(
                    self._source, each.amount.value, each.amount.currency or each.amount.unit
                )
            )  # type: ignore[misc]  # a value, no triple
            yield ej("claimObject"), Literal(f"{each.quote}")
            yield ej("approximate"), Literal(each.amount.approximate or bool(each.amount.bound))
        else:
            yield from self._terms("claimObject", each.objects, each.object_text)
        if each.definition:
            yield ej("aboutDefinition"), Literal(each.definition)
        if each.reach:
            yield ej("claimedReach"), ejv(each.reach)
        if each.context:
            yield ej("dayFromContext"), Literal(True)
        for ref in each.records:
            yield ej("comparedWith"), self._entity(ref)
        for ref in each.other_records:
            yield ej("mayMean"), self._entity(ref)

    def _terms(
        self, name: str, refs: Sequence[Ref], words: str
    ) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
        if refs:
            yield from ((ej(name), self._entity(ref)) for ref in refs)
        elif words:
            yield ej(name), Literal(words)

    def _sentence(self, each: Candidate) -> str:
        """The claim in our words, as far as the graph has names for what it is about."""
        subject = " and ".join(self._called(ref) for ref in each.subjects) or each.subject_text
        thing = " and ".join(self._called(ref) for ref in (each.objects or each.records)) or _short(
            each.object_text, 80
        )
        when = f" ({each.when.text}: {each.when.edtf})" if each.when is not None and each.when.edtf else ""
        verb = {
            "signed": "signed",
            "sued": "sued",
            "blocked": "blocked",
            "holds-office": "is told to hold the office:",
            "designated": "names",
        }.get(each.kind)
        if verb is None or not subject or not thing:
            return each.quote
        return f"{subject} {verb} {thing}{when}."

    def _called(self, ref: Ref) -> str:
        return self._known.label(ref) or ref.id

    def _entity(self, ref: Ref) -> NamedNode:
        return self._iris.entity(ref.kind, ref.id)

    def _told(self, node: NamedNode, when: When | None) -> Iterator[Triple]:
        bounds = when.bounds if when is not None else None
        if when is None or bounds is None:
            return
        yield Triple(node, ej("edtf"), Literal(when.edtf, datatype=EDTF))
        yield Triple(node, ej("earliest"), day(bounds.earliest))
        if bounds.latest is not None:
            yield Triple(node, ej("latest"), day(bounds.latest))

    def _amount(self, node: NamedNode, value: object, unit: str) -> Iterator[Triple]:
        kind = "xsd:integer" if str(value).isdigit() else "xsd:decimal"
        yield Triple(node, ej("quantity"), Literal(f"{value:f}", datatype=term(kind)))
        yield Triple(node, ej("quantityUnit"), Literal(unit))


def statements(
    document: Document, reading: Reading, iris: Iris, known: Known, kept: Iterable[str] = ()
) -> list[Triple]:
    """The statements of a text; `kept` are claims that an editor decided on, as they were then."""
    found = list(Written(document, reading, iris, known).statements())
    here = {triple.subject for triple in found}
    for said in kept:
        found += _again(json.loads(said), document, reading.text, iris, here)
    return found


def _again(
    said: dict[str, str], document: Document, text: str, iris: Iris, here: Container[object]
) -> Iterator[Triple]:
    """A claim on which an editor decided and which no pattern finds any more: it stays, and says so."""
    iri = iris.entity("claim", said["id"])
    if iri in here or said.get("document") != document.id:
        return
    quote = said["quote"]
    place = text.find(quote)
    yield Triple(iri, TYPE, ej(_CLASSES.get(said["kind"], "Claim")))
    yield Triple(iri, LABEL, Literal(_label(said["kind"], quote), language="en"))
    yield Triple(iri, ej("assertedIn"), iris.entity("source", source_id(document)))
    yield Triple(iri, ej("quote"), Literal(quote))
    yield Triple(iri, ej("claimKind"), Literal(said["kind"]))
    yield Triple(iri, ej("claimText"), Literal(said.get("text") or quote))
    yield Triple(iri, ej("speakerText"), Literal(said.get("speaker") or ARTICLE))
    yield Triple(iri, ej("hedge"), ejv(said.get("hedge") or "flat"))
    if place >= 0:
        start = text.rfind("\n", 0, place) + 1
        yield Triple(iri, ej("line"), Literal(text.count("\n", 0, place) + 1))
        yield Triple(iri, ej("startOffset"), Literal(place - start))
        yield Triple(iri, ej("endOffset"), Literal(place - start + len(quote)))
        why = "No pattern finds this any more; it stays because an editor decided on it."
    else:
        why = "These words no longer stand in the text; the claim stays because an editor decided on it."
    yield Triple(iri, ej("note"), Literal(why))


def _label(kind: str, quote: str) -> str:
    """What a claim is called: its kind in words, and the beginning of its quotation."""
    return f"{kind.replace('-', ' ').replace('_', ' ')}: “{_short(quote)}”"


def _short(text: str, longest: int = 70) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else plain[: longest - 1].rsplit(" ", 1)[0] + " …"


_PLACES: Final = (
    ("cities and counties", "jurisdiction"),
    ("cit", "city"),
    ("counties", "county"),
    ("state", "state"),
    ("jurisdiction", "jurisdiction"),
    ("local", "jurisdiction"),
    ("municipal", "jurisdiction"),
    ("communit", "jurisdiction"),
    ("town", "jurisdiction"),
)


def _count(each: Candidate) -> str:
    """What a count counts, as the word for the relation: `sanctuary_jurisdiction_count`, `injunction_count`."""
    words = f"{each.amount.unit if each.amount else ''} {each.definition}".lower()
    if "injunction" in words or "restraining order" in words:
        return "injunction_count"
    unit = each.amount.unit.lower() if each.amount else ""
    place = next((name for part, name in _PLACES if part in unit), "")
    if place:
        return f"sanctuary_{place}_count" if "sanctuary" in words else f"{place}_count"
    return "lawsuit_count" if re.search(r"suits?\b|cases\b", words) else "party_count"
