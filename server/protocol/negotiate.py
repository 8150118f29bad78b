"""What is offered, what was asked for, and which of the two wins (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ..errors import NotAcceptable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Offer:
    """One representation: its suffix in an address, its media type, and what else asks for it."""

    name: str
    media_type: str
    also: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The `Content-Type` to send; text says its encoding."""
        plain = self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if plain else self.media_type


HTML: Final = Offer("html", "text/html", ("application/xhtml+xml",))
CSV: Final = Offer("csv", "text/csv")
PLAIN_JSON: Final = Offer("json", "application/json")

RESULTS: Final = (
    Offer("json", "application/sparql-results+json", ("application/json",)),
    Offer("xml", "application/sparql-results+xml", ("application/xml", "text/xml")),
    CSV,
    Offer("tsv", "text/tab-separated-values"),
)
"""Of solutions and of yes or no; the first answers a client that does not mind."""

GRAPHS: Final = (
    Offer("ttl", "text/turtle", ("application/x-turtle",)),
    Offer("nt", "application/n-triples"),
    Offer("jsonld", "application/ld+json"),
    Offer("rdf", "application/rdf+xml", ("application/xml", "text/xml")),
    Offer("trig", "application/trig"),
    Offer("nq", "application/n-quads"),
)

TRIPLES: Final = tuple(
    replace(offer, also=("application/json",)) if offer.name == "jsonld" else offer for offer in GRAPHS
)
"""Of a CONSTRUCT or DESCRIBE: whoever asks a SPARQL service for plain JSON gets the JSON of statements."""

NAMES: Final = {
    "turtle": "ttl", "ntriples": "nt", "n-triples": "nt", "nquads": "nq", "n-quads": "nq",
    "rdfxml": "rdf", "rdf/xml": "rdf", "json-ld": "jsonld", "srj": "json", "srx": "xml",
    "rdf+xml": "rdf", "n3": "ttl",
}  # fmt: skip
"""Other names by which people ask for a format in `?format=` or `--format`."""


def named(name: str, offers: Iterable[Offer]) -> Offer | None:
    """The offer of that name, other name or media type."""
    wanted = name.strip().lower()
    wanted = NAMES.get(wanted, wanted)
    for offer in offers:
        if wanted in {offer.name, offer.media_type, *offer.also}:
            return offer
    return None


def choose(accept: str | None, offers: Sequence[Offer]) -> Offer | None:
    """The offer that `accept` likes best; no header likes everything, and `None` is for 406.

    Of equals the one asked for by its own name wins over one caught by a wildcard, then
    the one that is offered first.

    >>> choose("text/turtle;q=0.4, application/*;q=0.9", GRAPHS).name
    'nt'
    >>> choose("image/png", GRAPHS) is None
    True
    """
    if not accept or not accept.strip():
        return offers[0]
    ranges = _ranges(accept)
    best: tuple[float, int, int, int] | None = None
    chosen = None
    for place, offer in enumerate(offers):
        for nth, media_type in enumerate((offer.media_type, *offer.also)):
            quality, precision = _quality(media_type, ranges)
            if nth and precision < 2:
                continue  # another name counts only where it is asked for by that name
            rank = (quality, precision, -place, -nth)
            if quality > 0 and (best is None or rank > best):
                best, chosen = rank, offer
    return chosen


def pick(name: str | None, accept: str | None, offers: Sequence[Offer]) -> Offer:
    """What `?format=` or a suffix names, else what the header likes; `NotAcceptable` for neither."""
    found = named(name, offers) if name else choose(accept, offers)
    if found is None:
        raise NotAcceptable(name or accept or "", offers)
    return found


def _ranges(accept: str) -> list[tuple[str, float]]:
    ranges: list[tuple[str, float]] = []
    for part in accept.split(","):
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    quality = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        if "/" in media_range:
            ranges.append((media_range, quality))
        elif media_range == "*":  # old Java clients write a lone star
            ranges.append(("*/*", quality))
    return ranges


def _quality(media_type: str, ranges: Iterable[tuple[str, float]]) -> tuple[float, int]:
    """How well liked a media type is, by the most precise range that takes it in."""
    family = media_type.partition("/")[0] + "/*"
    found = (0.0, -1)
    for media_range, quality in ranges:
        precision = {media_type: 2, family: 1, "*/*": 0}.get(media_range, -1)
        if precision > found[1]:
            found = (quality, precision)
    return found
