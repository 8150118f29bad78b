"""Docket numbers: the many ways in which courts and trackers print one number, as one.

No package reads them (eyecite and courts-db do not), so these few forms are told apart here:
those of the district courts (office, year, kind of case, serial number, initials of judges), of
the courts of appeals (year and serial) and of the Supreme Court (a term and a serial, or an
application's letter).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ..records import slug

_DISTRICT: Final = re.compile(
    r"(?<![\w-])(?:(?P<office>\d{1,2}):)?(?P<year>\d{4}|\d{2})[-:\s]?(?P<kind>cv|cr|mc|mj|md|ml|bk|ap|po|sw|gj|misc)"
    r"[-:\s]?(?P<serial>\d{1,6})(?![\d])",
    re.IGNORECASE,
)
_PLAIN: Final = re.compile(r"(?<![\w:-])(?P<year>\d{4}|\d{2})(?P<kind>-|A|M|O)(?P<serial>\d{1,6})(?![\w-])")
_WORDS: Final = (("civil action", "cv"), ("civ. a", "cv"), ("civil no", "cv"), ("criminal", "cr"))
"""How the district courts that leave the kind of case out of the number put it before it."""


@dataclass(frozen=True, slots=True)
class DocketNumber:
    """One docket number by its parts; `office` and `kind` are empty where the text has none.

    >>> str(DocketNumber("17", "cv", 485, "3"))
    '3:17-cv-00485'
    >>> str(DocketNumber("24", "A", 884))
    '24A884'
    """

    year: str
    kind: str
    serial: int
    office: str = ""

    def __str__(self) -> str:
        if self.kind in {"", "A", "M", "O"}:
            return f"{self.year}{self.kind or '-'}{self.serial}"
        office = f"{self.office}:" if self.office else ""
        return f"{office}{self.year}-{self.kind}-{self.serial:05}"

    def is_same(self, other: "DocketNumber") -> bool:
        """Whether both mean one docket of a court; an office that one leaves out does not count.

        >>> DocketNumber("17", "cv", 485, "3").is_same(DocketNumber("17", "cv", 485))
        True
        """
        same = (self.year, self.kind, self.serial) == (other.year, other.kind, other.serial)
        return same and (self.office == other.office or not (self.office and other.office))


@lru_cache(maxsize=8192)
def docket_numbers(text: str) -> tuple[DocketNumber, ...]:
    """The docket numbers in a text, in its order.

    >>> [str(each) for each in docket_numbers("3:17-CV-485-WHO")]
    ['3:17-cv-00485']
    >>> [str(each) for each in docket_numbers("Nos. 17-17478, 17-17480; 24A884")]
    ['17-17478', '17-17480', '24A884']
    >>> [str(each) for each in docket_numbers("Civil Action No. 2025-0287 (RC)")]
    ['25-cv-00287']
    """
    return tuple(dict.fromkeys(_found(text)))


def _found(text: str) -> Iterator[DocketNumber]:
    plain = text.replace("–", "-").replace("‑", "-")
    district = list(_DISTRICT.finditer(plain))
    if district:
        for one in district:
            kind = one["kind"].lower()
            office = str(int(one["office"])) if one["office"] else ""
            yield DocketNumber(one["year"][-2:], kind, int(one["serial"]), office)
        return
    lowered = plain.lower()
    said = next((kind for words, kind in _WORDS if words in lowered), "")
    for one in _PLAIN.finditer(plain):
        kind = "" if one["kind"] == "-" else one["kind"]
        yield DocketNumber(one["year"][-2:], kind or said, int(one["serial"]))


def proceeding_id(court: str, number: str) -> str:
    """The id of a proceeding that nothing else names: its court, and its first docket number.

    >>> proceeding_id("cand", "3:17-cv-00485-WHO")
    'cand-3-17-cv-00485'
    >>> proceeding_id("ca9", "Nos. 17-17478, 17-17480")
    'ca9-17-17478'
    """
    found = docket_numbers(number)
    return f"{court}-{slug(str(found[0]) if found else number)}"
