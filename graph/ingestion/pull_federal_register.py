"""The Federal Register's presidential documents from its public API, from a day of publication on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Self, cast
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
MOST: Final = 10_000
"""The archive counts no further, and gives no more, whatever is asked for."""

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
    """The pages of what is asked for, each a document of its own.

    The archive gives so many documents to a question and not one more, and says of more that there are so
    many. So it is asked again from the last day that came on, until what it counts is there.
    """
    since, numbers, counted = wanted.since, set[str](), 0
    while True:
        name = wanted.name if since == wanted.since else f"{wanted.name}-from-{since}"
        came, count, last = set[str](), 0, since
        for page in pull.pages(address(replace(wanted, since=since), base), name, "next_page_url"):
            said = _Page.of(page)
            came |= said.numbers
            count = count or said.count
            last = max([last, *said.days])
            yield page
        numbers |= came
        counted = counted or count
        if len(came) >= count and count < MOST:
            break
        if last <= since:
            pull.remark(
                f"of {count:,} documents from {since} on, {len(came):,} came: ask again, or with --type"
            )
            break
        since = last
    if counted < MOST and len(numbers) < counted:
        pull.remark(f"the archive counts {counted:,} documents, and {len(numbers):,} came: ask again later")
    pull.end()


@dataclass(frozen=True, slots=True)
class _Page:
    """What tells whether all is there: how many the archive counts, and which came, of which days."""

    count: int
    numbers: frozenset[str]
    days: frozenset[date]

    @classmethod
    def of(cls, page: Document) -> Self:
        read: object = json.loads(page.content)
        said = cast("dict[str, object]", read) if isinstance(read, dict) else {}
        count, results = said.get("count"), said.get("results")
        listed = cast("list[object]", results) if isinstance(results, list) else []
        found = [cast("dict[str, object]", each) for each in listed if isinstance(each, dict)]
        days = (str(each.get("publication_date")) for each in found)
        return cls(
            count if isinstance(count, int) else 0,
            frozenset(str(each.get("document_number") or each.get("title")) for each in found),
            frozenset(day for day in map(_day, days) if day is not None),
        )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
