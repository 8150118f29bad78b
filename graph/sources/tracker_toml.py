"""The text of a mapping file: what its keys hold, and on which line each stands."""

import re
from collections.abc import Collection, Mapping
from typing import Any, cast

from ..errors import UnexpectedContent
from .csv_rows import plain
from .facts_cells import nearest


class MappingText:
    """Reads one mapping file, and knows on which line a key stands."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.spelled: dict[str, str] = {}

    def at(self, section: str, key: str, number: int = 0) -> str:
        """`file, line 12, [section] key`; of sections of one name the one with that `number`."""
        line = self._line(section, key, number)
        where = f", line {line}" if line else ""
        return f"{self.name}{where}, [{section}]" + (f" {key}" if key else "")

    def _line(self, section: str, key: str, number: int) -> int:
        inside, seen, head = False, -1, 0
        wanted = re.compile(rf"\s*(['\"]?){re.escape(key)}\1\s*=") if key else None
        for count, line in enumerate(self.text.splitlines(), start=1):
            found = re.match(r"\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?$", line)
            if found:
                seen += found[1] == section
                inside = found[1] == section and seen == number
                head = count if inside else head
            elif inside and wanted is not None and wanted.match(line):
                return count
        return head

    def has(self, section: str) -> bool:
        """Whether the section has a line of its own."""
        return re.search(rf"^\s*\[\s*{re.escape(section)}\s*\]", self.text, re.MULTILINE) is not None

    def fault(self, section: str, key: str, problem: str, cure: str, number: int = 0) -> UnexpectedContent:
        return UnexpectedContent(self.at(section, key, number), problem, cure)

    def only(self, section: str, given: Mapping[str, Any], allowed: Collection[str], number: int = 0) -> None:
        for key in given:
            if key not in allowed:
                close = nearest(key, allowed)
                meant = f"; {close} may be meant" if close else ""
                cure = f"use one of {', '.join(allowed)}{meant}"
                raise self.fault(section, key, f"there is no such key as {key!r}", cure, number)

    def text_of(self, section: str, given: Mapping[str, Any], key: str, number: int = 0) -> str:
        value = given.get(key, "")
        if not isinstance(value, str):
            raise self.fault(
                section, key, f"{value!r} is no text", 'write text in quotation marks: "…"', number
            )
        return value.strip()

    def texts_of(self, section: str, given: Mapping[str, Any], key: str, number: int = 0) -> tuple[str, ...]:
        value = given.get(key, [])
        values = cast("list[Any]", value if isinstance(value, list) else [value])
        if not all(isinstance(each, str) for each in values):
            cure = 'write text, or a list of texts: ["…", "…"]'
            raise self.fault(section, key, f"{value!r} is no text and no list of texts", cure, number)
        return tuple(str(each) for each in values)

    def column(self, name: str) -> str:
        """The name of a column as it is compared; how it is spelled here is kept for messages."""
        self.spelled.setdefault(plain(name), name)
        return plain(name)

    def pattern(self, section: str, given: Mapping[str, Any], number: int = 0) -> re.Pattern[str] | None:
        text = self.text_of(section, given, "pattern", number)
        if not text:
            return None
        try:
            return re.compile(text, re.DOTALL)
        except re.error as error:
            cure = "correct the regular expression, and write it in single quotation marks: '…'"
            raise self.fault(section, "pattern", f"{text!r} is no pattern ({error})", cure, number) from error
