"""The judges of the directory as people: by which number a row knows them, name, birth and death."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ..records import JudgeLife, Known, PartialDate, Ref, Row
from .csv_rows import Line, Told, date_cell
from .facts_cells import Fault
from .fjc_claims import SOURCE, Standing
from .fjc_numbers import FIRST_NID, nid_of

_NUMERAL: Final = re.compile(r"I{1,3}|IV|V")
_YEAR: Final = re.compile(r"\d{4}")


class People:
    """The judges of one document."""

    def __init__(self, told: Told, known: Known, standing: Standing) -> None:
        self.told = told
        self.known = known
        self.standing = standing
        self._judges: dict[str, str] = {}
        self._lives: set[str] = set()
        self._lines: dict[tuple[str, str], Line] = {}

    def number(self, line: Line) -> str:
        """The number of the judge, also where the row has only the one that was in use before 2017."""
        number = line["nid"] or line["jid"]
        last = line["last_name"] or line["judge_name"].partition(",")[0]
        if not (number.isascii() and number.isdigit()):
            fault = Fault(f"{number!r} is no number of a judge", "write digits")
        elif int(number) >= FIRST_NID:
            return number
        elif nid := nid_of(number, last):
            return nid
        else:
            fault = Fault(f"no judge called {last!r} had the number {number} before 2017", "give the nid")
        self.told.fault(line.number, "nid", fault)
        return ""

    def is_again(self, line: Line) -> bool:
        """Whether a row stands there once more, word for word; a person who is there twice otherwise is a fault."""
        key = (line["nid"], line["sequence"])
        first = self._lines.setdefault(key, line)
        if first is line:
            return False
        if first.cells == line.cells:
            self.told.notice(line.number, f"the same as line {first.number}, and passed over")
            return True
        if line["last_name"] and not line["sequence"]:
            fault = Fault(f"the judge {line['nid']} stands on line {first.number} already", "take one out")
            self.told.fault(line.number, "nid", fault)
            return True
        return False

    def judge(self, nid: str, line: int) -> str:
        """The id of a judge: the graph's, where it knows the number, else one made of the number."""
        if nid not in self._judges:
            known = [ref.id for ref in self.known.having("ej:fjcNid", nid) if ref.kind == "judge"]
            if len(known) > 1:
                self.told.notice(line, f"{' and '.join(known)} both have the number {nid}: read as the first")
            self._judges[nid] = known[0] if known else f"fjc-{nid}"
        return self._judges[nid]

    def life(self, line: Line, judge: str) -> Iterator[JudgeLife]:
        """Name, birth and death, of each judge once."""
        if not line["last_name"] or judge in self._lives:
            return
        self._lives.add(judge)
        ref = Ref("judge", judge)
        row = Row(line=line.number, key=f"life-{line['nid']}", verified="stored", sources=(SOURCE,))
        name = full_name(line)
        born, died = self._date(line, "birth"), self._date(line, "death")
        yield JudgeLife(
            row=row,
            judge=judge,
            name=name,
            fjc_nid=line["nid"],
            born_on=self.standing.day(row, ref, "ej:bornOn", born, label=name, quote=str(born)),
            died_on=self.standing.day(row, ref, "ej:diedOn", died, label=name, quote=str(died)),
            notes=_uncertain(line),
        )

    def _date(self, line: Line, event: str) -> PartialDate | None:
        """A day told in three cells: only the year, or year and month, where no more is told."""
        parts = [line[f"{event}_{part}"] for part in ("year", "month", "day")]
        given = parts[: next((place for place, part in enumerate(parts) if not part), len(parts))]
        if not given or not _YEAR.fullmatch(given[0]):
            return None
        written = "-".join([given[0], *(part.zfill(2) for part in given[1:])])
        column = f"{event}_year"
        return date_cell(self.told, replace(line, cells={column: written}), column)


def full_name(line: Line) -> str:
    """The name as it is spoken, from its parts.

    >>> full_name(Line(2, {"last_name": "Orrick", "first_name": "William", "middle_name": "Horsley", "suffix": "III"}))
    'William Horsley Orrick III'
    """
    name = " ".join(line[part] for part in ("first_name", "middle_name", "last_name") if line[part])
    suffix = line["suffix"]
    return f"{name}{' ' if _NUMERAL.fullmatch(suffix) else ', '}{suffix}" if suffix else name


def _uncertain(line: Line) -> str | None:
    """A year that is no plain year, `ca. 1793`, in words: what is about a year is no date."""
    told = [
        f"{word} {line[f'{event}_year']}."
        for event, word in (("birth", "Born"), ("death", "Died"))
        if line[f"{event}_year"] and not _YEAR.fullmatch(line[f"{event}_year"])
    ]
    return " ".join(told) or None
