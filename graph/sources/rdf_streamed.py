"""Large files of N-Triples, N-Quads, Turtle and TriG: read from their bytes as often as they are gone through, never held.

JSON and XML have to be checked as wholes before they are read, so they are held as small files are.
"""

import codecs
import io
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from typing import Final

from pyoxigraph import Quad, RdfFormat, Triple
from pyoxigraph import parse as parse_rdf

from ..ingestion.documents import Document

LARGE: Final = 4 * 1024**2
"""Of a file of so many bytes the statements are not held."""
_MARK: Final = codecs.BOM_UTF8
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PIECE: Final = 1 << 20


class Streamed(Collection[Quad]):
    """The statements of a document, parsed anew each time; its blank nodes have other labels then."""

    def __init__(self, document: Document, form: RdfFormat, base: str) -> None:
        """Raises `SyntaxError` where it is not in this format, somewhere."""
        self._document = document
        self._form = form
        self._base = base
        self._count = sum(1 for _ in self)

    def __iter__(self) -> Iterator[Quad]:
        file = io.BytesIO(self._document.content)
        file.seek(len(_MARK) if self._document.content.startswith(_MARK) else 0)
        return parse_rdf(file, format=self._form, base_iri=self._base, rename_blank_nodes=True)

    def __len__(self) -> int:
        return self._count

    def __contains__(self, quad: object) -> bool:
        return any(quad == each for each in self)


class Triples(Collection[Triple]):
    """The same, whatever graphs they are in."""

    def __init__(self, quads: Streamed) -> None:
        self._quads = quads

    def __iter__(self) -> Iterator[Triple]:
        return (quad.triple for quad in self._quads)

    def __len__(self) -> int:
        return len(self._quads)

    def __contains__(self, triple: object) -> bool:
        return any(triple == each for each in self)


def is_streamed(document: Document, form: RdfFormat) -> bool:
    """Whether a document is large, and in a format and an encoding that can be read as it comes."""
    lines = form in {RdfFormat.N_QUADS, RdfFormat.TRIG}
    return lines and len(document.content) > LARGE and not document.content.startswith(_UTF16)


def check(document: Document, nesting: Callable[[Document, bytes], None]) -> None:
    """Raise what reading it as text would; `nesting` looks at one that has statements about statements."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    content = memoryview(document.content)
    try:
        for start in range(0, len(content), _PIECE):
            decoder.decode(content[start : start + _PIECE], start + _PIECE >= len(content))
        damaged = b"\0" in document.content
    except UnicodeDecodeError:
        damaged = True
    if damaged:
        assert document.text  # which says what is wrong, and where
    if b"<<" in document.content:
        nesting(document, document.content)


class Seen(set[object]):
    """What was looked at, so that most of it need not be looked at twice: no more of it than can be kept."""

    MOST: Final = 50_000

    @cached_property
    def told(self) -> set[object]:
        """What was told of, all of it."""
        return set[object]()

    def new(self, value: object) -> bool:
        """Whether it was not seen, as far as is known."""
        if value in self or value in self.told:
            return False
        if len(self) >= self.MOST:
            self.clear()
        self.add(value)
        return True
