"""The columns of the directory of judges: what each shape of its export must have, and what other programs make of its cells.

The directory itself writes every cell, in UTF-8, with days as `2013-05-16`. Spreadsheets and statistics programs
that save it again write `2013.0` for a number and a word such as `nan` for an empty cell; that is read as it is meant.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from .csv_rows import Line, Told, lines, read_date
from .facts_cells import Fault, nearest

_BEGIN: Final = ("court_name", "commission_date", "termination_date")
"""Without these an appointment is in no court, begins on no day, or seems never to end: such a file is kept out."""
_READ: Final = (
    *_BEGIN, "court_type", "appointment_title", "appointing_president", "party_of_appointing_president",
    "reappointing_president", "party_of_reappointing_president", "seat_id", "recess_appointment_date",
    "nomination_date", "confirmation_date", "service_as_chief_judge_begin", "service_as_chief_judge_end",
    "2nd_service_as_chief_judge_begin", "2nd_service_as_chief_judge_end", "senior_status_date", "termination",
)  # fmt: skip
_UNREAD: Final = frozenset((
    "aba_rating", "statute_authorizing_new_seat", "committee_referral_date", "hearing_date",
    "judiciary_committee_action", "committee_action_date", "senate_vote_type", "ayes_nays",
))  # fmt: skip
OTHER_CATEGORIES: Final = frozenset((
    "school", "degree", "degree_year", "professional_career", "other_federal_judicial_service",
    "other_nominations_recess_appointments",
))  # fmt: skip
"""What the directory tells in files of their own, of which nothing is read."""
_BORN: Final = tuple(f"{event}_{part}" for event in ("birth", "death") for part in ("year", "month", "day"))
_NAMES: Final = ("last_name", "first_name", "middle_name", "suffix")
_PERSON: Final = frozenset((
    *_NAMES, *_BORN, "nid", "jid", "sequence", "judge_name", "birth_city", "birth_state", "death_city", "death_state",
    "gender", "race_or_ethnicity",
))  # fmt: skip
_NUMBERED: Final = re.compile(r"(.+)_(\d{1,2})")
_WHOLE: Final = re.compile(r"(\d+)\.0+")
_NUMBERS: Final = re.compile(r"nid|jid|sequence|(?:birth|death)_(?:year|month|day)|.*chief_judge.*")
_EMPTY: Final = frozenset(("nan", "NaN", "NaT", "NA", "N/A", "#N/A", "<NA>", "NULL", "None"))
"""What other programs write for an empty cell."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What a file has: its columns, and the endings of its groups of columns, one for each appointment of a row."""

    there: frozenset[str]

    @property
    def groups(self) -> tuple[tuple[int, str], ...]:
        """The number and the ending of each group: `(1, "_1")`, …; none where a row is one appointment."""
        found = {
            int(each[2])
            for each in map(_NUMBERED.fullmatch, self.there)
            if each is not None and each[1] in _READ
        }
        return tuple((number, f"_{number}") for number in sorted(found))

    @property
    def is_service(self) -> bool:
        """Whether a row is one appointment."""
        return not self.groups and bool(self.there & frozenset(_READ))

    @property
    def is_other(self) -> bool:
        """Whether it is a category of which nothing is read."""
        plain = {_base(name) for name in self.there}
        return bool(plain & OTHER_CATEGORIES) and not (self.groups or self.is_service or "last_name" in plain)

    @property
    def known(self) -> frozenset[str]:
        """The columns of which one need not be told that they are not read."""
        ours = _PERSON | _UNREAD | OTHER_CATEGORIES | frozenset(_READ)
        return ours | {name for name in self.there if _base(name) in ours}


def _base(name: str) -> str:
    """A column without the number of its group."""
    found = _NUMBERED.fullmatch(name)
    return found[1] if found is not None else name


def of_directory(there: frozenset[str]) -> bool:
    """Whether the columns are those of the directory, in one of its shapes; our own table of judges is not."""
    if "verified" in there:
        return False
    service = {_base(name) for name in there} & {
        "court_name",
        "appointment_title",
        "judge_name",
        "commission_date",
        "appointing_president",
        "termination",
    }
    numbered = bool(there & {"nid", "jid"})
    person = there & {"last_name", "first_name", "birth_year", "death_year", "jid"}
    return len(service) >= 3 or (numbered and (len(person) >= 3 or Columns(there).is_other))


def rows(told: Told, columns: Columns) -> Iterator[Line]:
    """The rows of a file from the top, with cells as the directory would write them.

    Where the file lacks what it must have there are none, and a fault names the column; what else it
    lacks is told once.
    """
    _ = told.document.text  # what is no text is told before any column is missed
    if not _complete(told, columns):
        return
    found = _Cells(told)
    count = 0
    for line in lines(told, columns.known):
        count += 1
        if not columns.is_other:
            yield found.tidy(line)
    if not count and not told.faults:
        told.notice(1, "there is no row below the header")
    elif columns.is_other:
        told.notice(1, "nothing is read of this file: it has schools, careers or other offices of judges")


def _complete(told: Told, columns: Columns) -> bool:
    there = columns.there
    endings = [ending for _, ending in columns.groups] or ([""] if columns.is_service else [])
    lacking = [] if there & {"nid", "jid"} else ["nid"]
    if columns.is_service:
        lacking += [] if "sequence" in there else ["sequence"]
        lacking += [] if there & {"judge_name", "last_name"} else ["judge_name"]
    elif not columns.is_other:
        lacking += [] if "last_name" in there else ["last_name"]
    lacking += [name + ending for ending in endings for name in _BEGIN if name + ending not in there]
    for column in lacking:
        near = nearest(column, there - columns.known)
        renamed = f"; it may be called {near} now" if near else ""
        fault = Fault(
            f"there is no column {column}{renamed}", "take the file as the Federal Judicial Center offers it"
        )
        told.fault(1, "", fault)
    absent = (
        []
        if columns.is_service or columns.is_other
        else [each for each in (*_NAMES, *_BORN) if each not in there]
    )
    absent += [name for name in _READ if endings and all(name + ending not in there for ending in endings)]
    absent += [
        name + ending
        for name in _READ
        for ending in endings
        if name not in absent and name + ending not in there
    ]
    if absent and not lacking:
        told.notice(1, f"there is no column {', '.join(absent)}: nothing is known of that")
    return not lacking


class _Cells:
    """Cells as the directory would write them; of each habit of another program one is told once."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._said: set[str] = set()

    def tidy(self, line: Line) -> Line:
        changed = dict(self._changed(line))
        return replace(line, cells={**line.cells, **changed}) if changed else line

    def _changed(self, line: Line) -> Iterator[tuple[str, str]]:
        for column, cell in line.cells.items():
            if not cell:
                continue
            if cell in _EMPTY and not (cell == "None" and column in _NAMES):
                self._say(line.number, cell, f"{cell} is read as an empty cell")
                yield column, ""
            elif _NUMBERS.fullmatch(column) and (whole := _WHOLE.fullmatch(cell)):
                self._say(line.number, "whole", f"{cell} is read as {whole[1]}, and others like it")
                yield column, whole[1]

    def _say(self, line: int, what: str, said: str) -> None:
        if what not in self._said:
            self._said.add(what)
            self._told.notice(line, said)


def filled(line: Line, ending: str) -> Sequence[str]:
    """The columns of one appointment in which a row says something."""
    return [name for name in _READ if line[name + ending]]


def check_order(told: Told, line: Line, suffix: str) -> None:
    """A fault for an appointment that ends before it begins, or on no day; a remark where nobody knows when it began."""
    begins = [line[f"{name}{suffix}"] for name in ("recess_appointment_date", "commission_date")]
    since = min((day for day in map(_sortable, begins) if day), default="")
    column = f"termination_date{suffix}"
    until = _sortable(line[column])
    if until and until + "~" < since:
        said = f"it ends on {line[column]}, before it begins on {since}"
        told.fault(line.number, column, Fault(said, "correct one of the two days"))
    elif line[f"termination{suffix}"] and not line[column]:
        said = f"it ended ({line[f'termination{suffix}']}), and the day is not given"
        told.fault(line.number, column, Fault(said, "give the day, or only the month or the year"))
    senior = line[f"senior_status_date{suffix}"]
    if _sortable(senior) and not since <= _sortable(senior) + "~" <= (until or "9999") + "~":
        told.notice(line.number, f"the senior status of {senior} does not lie within the appointment")
    if not since:
        told.notice(
            line.number, f"{line['nid']} has neither a commission nor a recess appointment: no beginning"
        )


def _sortable(cell: str) -> str:
    """A day as it is compared; empty for what is none, of which there is a fault already."""
    try:
        return str(read_date(cell)) if cell else ""
    except Fault:
        return ""
