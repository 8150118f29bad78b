"""Small graphs that the server itself has to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from ...graph import formats, rdf
from ...ontology.terms import PREFIXES, term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import BlankNode

    from .negotiate import Offer


def written_as(triples: Iterable[Triple], offer: Offer, prefixes: dict[str, str] | None = None) -> bytes:
    """The triples in the format of an offer of RDF; without `prefixes` with all that are known here."""
    return rdf.write(
        triples, formats.named(offer.media_type, "triples"), PREFIXES if prefixes is None else prefixes
    )


def whole(number: int) -> Literal:
    """A count as a term."""
    return Literal(str(number), datatype=term("xsd:integer"))


def about(
    subject: NamedNode | BlankNode, said: Iterable[tuple[NamedNode, NamedNode | BlankNode | Literal]]
) -> list[Triple]:
    """Triples of one subject."""
    return [Triple(subject, prop, value) for prop, value in said]
