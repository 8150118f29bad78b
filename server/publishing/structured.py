"""What search engines read: a page's subject in the words of schema.org, as JSON-LD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request

from ...ontology.terms import EJ, term
from ..address import root
from ..desk import desk
from ..words import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..entities.facts import Fact, Facts
    from ..present import Thing

CONTEXT: Final = "https://schema.org"
TYPES: Final[Mapping[str, str]] = {
    "order": "Legislation", "provision": "Legislation", "policy": "Legislation", "statute": "Legislation",
    "judge": "Person", "official": "Person", "person": "Person",
    "court": "GovernmentOrganization", "agency": "GovernmentOrganization", "organization": "Organization",
    "jurisdiction": "AdministrativeArea", "lawsuit": "Event", "proceeding": "Event", "ruling": "Event",
    "source": "CreativeWork", "claim": "Claim",
}  # fmt: skip
"""The nearest class of schema.org by kind; it has none for court decisions, which are events that happened."""
_PROPERTIES: Final[Mapping[str, Mapping[str, str]]] = {
    "Legislation": {
        "signedOn": "legislationDate", "enactedOn": "legislationDate", "publishedOn": "datePublished",
        "issuedBy": "legislationPassedBy", "enactedBy": "legislationPassedBy", "ofMeasure": "legislationPartOf",
        "frDocumentNumber": "legislationIdentifier", "billNumber": "legislationIdentifier", "text": "text",
        "amends": "legislationChanges", "revokes": "legislationRepeals",
    },
    "Event": {
        "decidedOn": "startDate", "filedOn": "startDate", "terminatedOn": "endDate", "byCourt": "organizer",
        "inCourt": "organizer", "author": "performer", "partOfLawsuit": "superEvent", "inProceeding": "superEvent",
        "summary": "description", "challenges": "about", "blocks": "about",
    },
    "AdministrativeArea": {"within": "containedInPlace"},
    "CreativeWork": {"url": "url", "publishedOn": "datePublished"},
    "Claim": {"claimText": "text", "assertedIn": "appearance"},
}  # fmt: skip
_SAME: Final = frozenset(
    found.value for found in (term("owl:sameAs"), term("skos:exactMatch"), term("rdfs:seeAlso"))
)
_MOST: Final = 20


def subject(entity: Facts) -> dict[str, object]:
    """An entity as schema.org has it: what it is, its names, its own address, and what it belongs to."""
    found = desk().graph.iris.kind_and_id(entity.iri)
    type_ = TYPES.get(found[0] if found else "", "Thing")
    told: dict[str, object] = {
        "@context": CONTEXT,
        "@type": type_,
        "@id": entity.iri,
        "name": entity.label,
        "url": root() + request.path,
    }
    if entity.title:
        told["headline" if type_ == "CreativeWork" else "alternateName"] = entity.title
    if entity.also:
        told["alternateName"] = [*([entity.title] if entity.title else []), *entity.also]
    same = [
        value.iri
        for fact in entity.facts
        if fact.property.iri in _SAME
        for value in _things(fact)
        if value.external
    ]
    if same:
        told["sameAs"] = same[:_MOST]
    names = _PROPERTIES.get(type_, {})
    for fact in entity.facts:
        name = names.get(fact.property.iri.removeprefix(EJ)) if fact.property.iri.startswith(EJ) else None
        if name and name not in told:
            told[name] = _only([_value(value) for value in _things(fact)][:_MOST])
    return told


def site() -> dict[str, object]:
    """The site and the data behind it."""
    base = root()
    return {
        "@context": CONTEXT,
        "@graph": [
            {
                "@type": "WebSite",
                "@id": f"{base}/",
                "name": t("site.name"),
                "url": f"{base}/",
                "description": t("site.description"),
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": {
                        "@type": "EntryPoint",
                        "urlTemplate": f"{base}/search?q={{search_term_string}}",
                    },
                    "query-input": "required name=search_term_string",
                },
            },
            {
                "@type": "Dataset",
                "name": t("site.name"),
                "description": t("site.description"),
                "url": f"{base}/about",
                "license": "https://creativecommons.org/publicdomain/zero/1.0/",
                "isAccessibleForFree": True,
                "version": str(desk().graph.generation),
                "distribution": [
                    {
                        "@type": "DataDownload",
                        "encodingFormat": "application/trig",
                        "contentUrl": f"{base}/dump/all.trig.gz",
                    },
                    {
                        "@type": "DataDownload",
                        "encodingFormat": "application/sparql-query",
                        "contentUrl": f"{base}/sparql",
                    },
                ],
            },
        ],
    }


def _things(fact: Fact) -> list[Thing]:
    return [said.value for said in fact.values]


def _value(value: Thing) -> object:
    if value.iri:
        return {"@id": value.iri, "name": value.text}
    return value.day or value.text


def _only(values: Sequence[object]) -> object:
    return values[0] if len(values) == 1 else list(values)
