"""Lists of one kind of thing: which file looks them up, and which columns they have."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .ask import Solution, Term, lookup
from .present import distinct, grouped, names
from .words import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .negotiate import Offer


@dataclass(frozen=True, slots=True)
class Download:
    """A representation of a page as data."""

    name: str
    href: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: `key` is the variable of the thing itself, `columns` the others, in order."""

    name: str
    key: str
    columns: tuple[str, ...]

    @property
    def title(self) -> str:
        return t(f"list.{self.name}")

    @property
    def headings(self) -> dict[str, str]:
        """Each variable with its heading."""
        return {self.key: t("column.name")} | {name: t(f"column.{name}") for name in self.columns}

    def rows(self) -> list[Solution]:
        return lookup(f"list-{self.name}")


LISTS: Final = {
    found.name: found
    for found in (
        Listing("orders", "order", ("title", "kind", "signed", "citation")),
        Listing("lawsuits", "lawsuit", ("court", "docket", "filed", "terminated", "checked")),
        Listing("rulings", "ruling", ("date", "type", "court", "author", "lawsuit")),
        Listing("judges", "judge", ("court", "appointed")),
        Listing("places", "place", ("kind", "within", "code")),
        Listing("sources", "source", ("sourcekind",)),
    )
}


def downloads(path: str, offers: Sequence[Offer], titles: Sequence[str]) -> list[Download]:
    """Buttons for `path` with each offer's suffix."""
    from .day import link

    return [
        Download(title, link(f"{path}.{offer.name}"), offer.media_type)
        for offer, title in zip(offers, titles, strict=True)
    ]


def as_csv(listing: Listing) -> bytes:
    """The list as CSV: the IRI, the name, then the columns; several values joined by `; `."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["iri", "label", *listing.columns])
    for iri, label, cells in _plain(listing):
        writer.writerow([safe(iri), safe(label), *(safe("; ".join(cell)) for cell in cells)])
    return out.getvalue().encode()


def as_json(listing: Listing) -> bytes:
    """The list as JSON: one object each, several values as a list."""
    found = [
        {"iri": iri, "label": label} | dict(zip(listing.columns, cells, strict=True))
        for iri, label, cells in _plain(listing)
    ]
    return (json.dumps({listing.name: found}, ensure_ascii=False, indent=1) + "\n").encode()


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _plain(listing: Listing) -> list[tuple[str, str, list[list[str]]]]:
    rows = listing.rows()
    names().learn(term for row in rows for term in row.values())
    return [
        (iri, names().of(iri), [[_text(term) for term in distinct(group, name)] for name in listing.columns])
        for iri, group in grouped(rows, listing.key).items()
    ]


def _text(term: Term) -> str:
    from pyoxigraph import NamedNode

    return names().of(term.value) if isinstance(term, NamedNode) else term.value
