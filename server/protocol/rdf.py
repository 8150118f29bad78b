"""Small graphs that the server itself has to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph import formats, rdf
from ...ontology.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from .negotiate import Offer


def written_as(triples: Iterable[Triple], offer: Offer, prefixes: dict[str, str] | None = None) -> bytes:
    """The triples in the format of an offer of RDF; without `prefixes` with all that are known here."""
    return rdf.write(
        triples, formats.named(offer.media_type, "triples"), PREFIXES if prefixes is None else prefixes
    )
