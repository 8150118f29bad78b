"""The Federal Register's presidential documents from its public API, from a day of publication on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from .documents import Document
from .pull import Pull

NAME: Final = "federal-register"
BASE: Final = "https://www.federalregister.gov/api/v1/"
TYPES: Final = {
    "executive-order": "executive_order",
    "proclamation": "proclamation",
    "memorandum": "memorandum",
    "determination": "determination",
    "notice": "notice",
    "presidential-order": "presidential_order",
    "other": "other",
}
"""What may be asked for, and what the API calls it."""
PAGE: Final = 500

_FIELDS: Final = (
    "citation", "correction_of", "disposition_notes", "document_number", "effective_on", "end_page",
    "executive_order_number", "html_url", "president", "presidential_document_number", "proclamation_number",
    "publication_date", "signing_date", "start_page", "subtype", "title", "type",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: published on `since` or later, and not after `until`; of these types, or all."""

    since: date
    until: date | None = None
    types: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What names the pull and its documents."""
        parts = (
            NAME,
            *sorted(self.types),
            f"since-{self.since}",
            *((f"until-{self.until}",) if self.until else ()),
        )
        return "-".join(parts)


def address(wanted: Wanted, base: str = BASE) -> str:
    """The address of the first page; the oldest come first, so that pages that are full stay as they are."""
    asked: list[tuple[str, str]] = [("conditions[type][]", "PRESDOCU")]
    asked += [("conditions[presidential_document_type][]", TYPES[each]) for each in sorted(wanted.types)]
    asked.append(("conditions[publication_date][gte]", wanted.since.isoformat()))
    if wanted.until is not None:
        asked.append(("conditions[publication_date][lte]", wanted.until.isoformat()))
    asked += [("fields[]", each) for each in _FIELDS]
    asked += [("order", "oldest"), ("per_page", str(PAGE))]
    return f"{base.rstrip('/')}/documents.json?{urlencode(asked)}"


def pull(wanted: Wanted, pull: Pull, base: str = BASE) -> Iterator[Document]:
    """The pages of what is asked for, each a document of its own."""
    yield from pull.pages(address(wanted, base), wanted.name, "next_page_url")
    pull.end()
