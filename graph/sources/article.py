"""Articles: plain text, or a page saved from a browser, with the day on which it was published.

An article is evidence of what somebody says and of nothing else. It becomes a source with its
sentences, what they speak of, and candidate claims, each with its exact place; nothing of it enters
the record. Days told relatively ("last week") are counted from the day of the source.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ..claims.candidates import read
from ..claims.mentions import Finder
from ..claims.pages import is_page, read_page
from ..claims.writing import statements
from ..errors import SourceError, UnexpectedContent
from ..ingestion.documents import Document
from ..iris import Iris
from ..records import Known
from . import Parsed

NAME: Final = "article"
VERSION: Final = "1"

_LINE: Final = re.compile(r"[A-Za-z]{2,}(?:[ ’'-]+[A-Za-z]{2,}){3,}")
_MOST: Final = 2_000_000
"""Characters of one text: many times a long report; more is another kind of document."""


def sniff(document: Document) -> bool:
    """Whether it reads like prose: lines of words, no table, no markup but a page's."""
    try:
        text = document.text[:20_000]
    except SourceError:
        return False
    if is_page(text):
        return True
    if text.lstrip()[:1] in {"{", "[", "<", "@"} or "@prefix" in text or "PREFIX " in text:
        return False
    lines = [line for line in text.splitlines() if line.strip()]
    first = lines[0] if lines else ""
    if (
        first.count(",") >= 3
        and " " not in first.split(",", 1)[0]
        and len(first.split(",")) == len(lines[-1].split(","))
    ):
        return False
    return any(len(_LINE.findall(line)) and line.rstrip()[-1:] in ".!?”\"'’" for line in lines)


def parse(documents: Sequence[Document], iris: Iris, known: Known) -> Iterator[Parsed]:
    """The statements of each document; see `Source.parse`."""
    finder = Finder(known)
    for given in documents:
        try:
            document, text = _text(given)
        except SourceError as error:
            yield Parsed(given, (), (error,))
            continue
        reading = read(text, known, document.retrieved_on, finder)
        notices = tuple(_notices(document, len(reading.candidates), len(reading.mentions)))
        yield Parsed(document, statements(document, reading, iris, known, known.kept()), (), notices)


def _text(given: Document) -> tuple[Document, str]:
    """The document and its text; of a page its article, with what the page says of itself where nobody said else."""
    text = given.text
    if len(text) > _MOST:
        raise UnexpectedContent(
            given.name, f"it has {len(text):,} characters", "give one article as one file"
        )
    if not is_page(text):
        if not text.strip():
            raise UnexpectedContent(
                given.name, "it holds no text", "give a file with the words of the article"
            )
        return given, text
    page = read_page(text)
    if page is None:
        raise UnexpectedContent(
            given.name, "no article is found in this page", "save its words as plain text, and ingest that"
        )
    untitled = given.title in {"", given.name}
    document = replace(
        given,
        title=page.title if untitled and page.title else given.title,
        publisher=given.publisher or page.publisher,
        url=given.url or page.url,
        retrieved_on=given.retrieved_on or page.dated,
    )
    return document, page.text


def _notices(document: Document, claims: int, mentions: int) -> Iterator[str]:
    if document.retrieved_on is None:
        yield (
            f"{document.name}: the day of the article is not known, so “last week” and the like stay open; "
            "give it with --source-date"
        )
    told = f"{document.name}: {mentions} mention{'' if mentions == 1 else 's'}, {claims} candidate claim{'' if claims == 1 else 's'}"
    yield f"{told}; see them with: enjoin claims list --source {document.id}" if claims else f"{told}."
