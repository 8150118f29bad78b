"""Lists of one kind of thing: which file looks them up, which columns and facets they have."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...graph.answers.cataloguing import LABEL
from ..words import t
from .values import of_term, of_year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ...graph.iris import Iris
    from ..ask import Term
    from ..protocol.negotiate import Offer


@dataclass(frozen=True, slots=True)
class Download:
    """A representation of a page as data."""

    name: str
    href: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow a list: a parameter of its address, and how a cell of `column` gives its values."""

    name: str
    column: str
    value: Callable[[Iris, Term], str] = of_term

    @property
    def title(self) -> str:
        return t(f"facet.{self.name}")


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: `key` is the variable of the thing itself, `columns` the others shown, in order.

    `under` is the column that stands below the name. `states` marks lists of what has a state on a day,
    which is then a column and a facet.
    """

    name: str
    key: str
    columns: tuple[str, ...]
    facets: tuple[Facet, ...] = ()
    states: bool = False
    under: str = ""

    @property
    def title(self) -> str:
        return t(f"list.{self.name}")

    @property
    def variables(self) -> tuple[str, ...]:
        """What is read of each thing: the columns, and what only facets use."""
        return tuple(dict.fromkeys((*self.columns, *(facet.column for facet in self.facets))))

    @property
    def shown(self) -> list[str]:
        """The columns that have one of their own in the table."""
        return [name for name in self.columns if name != self.under]

    @property
    def headings(self) -> dict[str, str]:
        """Each column with its heading, the name first."""
        return {LABEL: t("column.name")} | {name: t(f"column.{name}") for name in self.columns}


def _facets(*names: str, year: str = "") -> tuple[Facet, ...]:
    """Facets that are called as their columns, and the year of a column of days."""
    plain = tuple(Facet(name, name) for name in names)
    return (*plain, Facet("year", year, of_year)) if year else plain


LISTS: Final = {
    found.name: found
    for found in (
        Listing(
            "orders",
            "order",
            ("title", "kind", "signed", "citation"),
            _facets("kind", "topic", "signer", year="signed"),
            states=True,
            under="title",
        ),
        Listing(
            "provisions",
            "provision",
            ("measure", "heading"),
            _facets("measure"),
            states=True,
            under="heading",
        ),
        Listing(
            "lawsuits",
            "lawsuit",
            ("court", "docket", "filed", "terminated", "checked"),
            _facets("court", "judge", "topic", year="filed"),
        ),
        Listing(
            "rulings",
            "ruling",
            ("date", "type", "court", "author", "lawsuit"),
            _facets("court", "author", "type", "blocks", year="date"),
        ),
        Listing(
            "relief",
            "relief",
            ("type", "date", "court", "blocks", "ruling"),
            _facets("type", "scope", "court", "blocks", year="date"),
        ),
        Listing("judges", "judge", ("court", "appointed", "rulings"), _facets("court", "appointed")),
        Listing(
            "courts", "court", ("level", "circuit", "abbreviation", "rulings"), _facets("level", "circuit")
        ),
        Listing("officials", "official", ("post",), _facets("post")),
        Listing("places", "place", ("kind", "within", "code"), _facets("kind", "within")),
        Listing(
            "policies",
            "policy",
            ("place", "kind", "enacted", "citation"),
            _facets("kind", "place", year="enacted"),
        ),
        Listing("sources", "source", ("sourcekind", "rank"), _facets("sourcekind", "rank")),
        Listing(
            "claims",
            "claim",
            ("source", "speaker", "result", "hedge"),
            _facets("result", "speaker", "hedge", "source"),
        ),
    )
}


def downloads(path: str, offers: Sequence[Offer], titles: Sequence[str], **asked: object) -> list[Download]:
    """Buttons for `path` with each offer's suffix, asked with what narrows the list."""
    from ..day import link

    return [
        Download(title, link(f"{path}.{offer.name}", **asked), offer.media_type)
        for offer, title in zip(offers, titles, strict=True)
    ]


def comma_separated(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as CSV (RFC 4180), no cell of which a spreadsheet takes for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
