"""The article in a page that a browser saved: its text, title, day and publisher, without what is around it.

The text is taken out by trafilatura, which knows how pages are built; nothing is fetched.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

__all__ = ["Page", "is_page", "read_page"]

_PAGE: Final = re.compile(
    r"^\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: a line for each paragraph, and what it tells of itself (empty where it does not)."""

    text: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    dated: date | None = None


def is_page(text: str) -> bool:
    """Whether a text is HTML."""
    return bool(_PAGE.match(text[:4096]))


def read_page(html: str) -> Page | None:
    """The article in a page; nothing where there is none."""
    import trafilatura

    reader = cast("Any", trafilatura)
    text = reader.extract(
        html, output_format="txt", include_comments=False, include_tables=False, favor_recall=True
    )
    if not text:
        return None
    told = reader.extract_metadata(html)
    return Page(
        text=str(text),
        title=str(getattr(told, "title", "") or ""),
        publisher=str(getattr(told, "sitename", "") or ""),
        url=str(getattr(told, "url", "") or ""),
        dated=_day(str(getattr(told, "date", "") or "")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
