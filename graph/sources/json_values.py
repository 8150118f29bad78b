"""The objects of a JSON document, each with its line: of a list, of a page of results, or one after the other.

They are read one at a time, so that a long list is never in memory whole.
"""

import json
import re
from collections.abc import Iterator
from typing import Final, cast

from ..errors import UnexpectedContent, UnreadableDocument
from ..ingestion.documents import Document

RESULTS: Final = "results"
_CURE: Final = "fetch it again"
_BLANK: Final = re.compile(r"[ \t\n\r]*")


def objects(document: Document) -> Iterator[tuple[int, dict[str, object]]]:
    """Each object with the line on which it begins, from 1.

    A page of results gives its results; its envelope says nothing. Raises `UnreadableDocument` with the line and
    column where this is no JSON, `UnexpectedContent` where it is JSON, but no objects.
    """
    try:
        yield from _Reader(document).top()
    except json.JSONDecodeError as error:
        where = f"{document.name}, line {error.lineno}, column {error.colno}"
        raise UnreadableDocument(where, f"this is no JSON: {error.msg}", _CURE) from error
    except RecursionError:
        raise UnexpectedContent(document.name, "it nests too deep", _CURE) from None


class _Reader:
    """A place in a text of JSON that moves on; lines are counted on the way."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = document.text
        self._decoder = json.JSONDecoder()
        self._at = 0
        self._line = 1
        self._counted = 0

    def top(self) -> Iterator[tuple[int, dict[str, object]]]:
        """What the text holds: one value, or several, as in a file with one on each line."""
        found = False
        while self._sign():
            found = True
            if self._sign() == "[":
                yield from self._listed()
            else:
                yield from self._object()
        if not found:
            raise UnexpectedContent(self._document.name, "it is empty", "check the file")

    def _sign(self) -> str:
        """The next sign that is no blank; empty at the end."""
        blank = _BLANK.match(self._text, self._at)
        self._at = blank.end() if blank is not None else self._at
        return self._text[self._at : self._at + 1]

    def _expect(self, *signs: str) -> str:
        sign = self._sign()
        if sign not in signs or not sign:
            raise json.JSONDecodeError(f"Expecting {' or '.join(signs)}", self._text, self._at)
        self._at += 1
        return sign

    def _here(self) -> int:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def _value(self) -> object:
        self._sign()
        value: object
        value, self._at = self._decoder.raw_decode(self._text, self._at)
        return value

    def _listed(self) -> Iterator[tuple[int, dict[str, object]]]:
        """The objects of a list, up to its end."""
        self._expect("[")
        if self._sign() == "]":
            self._at += 1
            return
        while True:
            self._sign()
            line = self._here()
            value = self._value()
            if not isinstance(value, dict):
                said = f"{value!r:.40} stands where a record should"
                raise UnexpectedContent(self._document.at(line), said, _CURE)
            yield line, cast("dict[str, object]", value)
            if self._expect(",", "]") == "]":
                return

    def _object(self) -> Iterator[tuple[int, dict[str, object]]]:
        """The object itself, or where it has a list of results, these."""
        line = self._here()
        self._expect("{")
        said: dict[str, object] = {}
        page = False
        if self._sign() == "}":
            self._at += 1
        else:
            while True:
                if self._sign() != '"':
                    raise json.JSONDecodeError("Expecting a name in quotation marks", self._text, self._at)
                name = str(self._value())
                self._expect(":")
                if name == RESULTS and self._sign() == "[":
                    page = True
                    yield from self._listed()
                else:
                    said[name] = self._value()
                if self._expect(",", "}") == "}":
                    break
        if not page:
            yield line, said
