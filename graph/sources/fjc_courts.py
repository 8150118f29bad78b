"""The courts of the Federal Judicial Center's directory: a table from its names to the ids used here.

Ids, citation strings and routes of appeal are those of courts-db and CourtListener where these have
the court; courts that were abolished before they kept count have ids of ours. A route of appeal is
that of today and has no days.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Final

from ..records import Court, Ref, Row, slug
from .csv_rows import Line, Told
from .facts_words import COURT_LEVELS
from .fjc_claims import SOURCE
from .settled import Settled

TRIAL, APPELLATE, SUPREME = COURT_LEVELS

_ORDINALS: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
)  # fmt: skip
_ORDINAL: Final = re.compile(r"\b(1[01]|[1-9])(?:st|nd|rd|th|d)\b(?=\s+circuit)")
_ALSO: Final = {
    "scotus": ("Supreme Court", "U.S. Supreme Court"),
    "cadc": ("D.C. Circuit", "U.S. Court of Appeals for the D.C. Circuit"),
}
_SMALL_WORDS: Final = re.compile(r"\b(?:for|the)\b")


@cache
def _table() -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """The ids by the directory's name, and the rows by id."""
    text = files(__name__.rpartition(".")[0]).joinpath("fjc_courts.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {row["fjc_name"]: row["id"] for row in rows}, {row["id"]: row for row in reversed(rows)}


def is_listed(name: str) -> bool:
    """Whether the table has a court of that name, however it is spelled."""
    return name in _table()[0] or _squeezed(name) in _spelled()


def court_id(name: str) -> str:
    """The id of the court that the directory calls so; one made of the name where the table has none.

    >>> court_id("U. S. District Court, Northern District of California"), court_id("N.D. Cal.")
    ('cand', 'cand')
    """
    return _table()[0].get(name) or _spelled().get(_squeezed(name)) or slug(name)


@cache
def _spelled() -> dict[str, str]:
    """The ids by names and citations as they are compared; what would mean two courts means none."""
    found: dict[str, set[str]] = {}
    for name, ident in _table()[0].items():
        row = _table()[1][ident]
        # A circuit alone may be its court of appeals, or the circuit court there was before.
        short = row["name"].rpartition(" for the ")[2] if "District of" in row["name"] else name
        for said in (name, row["name"], short, row["citation_string"], *_ALSO.get(ident, ())):
            found.setdefault(_squeezed(said), set()).add(ident)
    return {said: idents.pop() for said, idents in found.items() if said and len(idents) == 1}


def _squeezed(name: str) -> str:
    """A name as it is compared: `U. S. District Court, D. Md.`, `9th Circuit` and `Ninth Circuit`, with or without `for the`."""
    plain = _ORDINAL.sub(lambda found: _ORDINALS[int(found[1]) - 1], name.casefold())
    plain = _SMALL_WORDS.sub(" ", plain.replace("united states", "us").replace("courts", "court"))
    return "".join(sign for sign in plain if sign.isalnum())


def described(name: str, kind: str, row: Row, source: str) -> Iterator[Court]:
    """The court of that name, and those above it; `kind` is what the directory calls its type."""
    ident = court_id(name)
    rows = _table()[1]
    found = rows.get(ident)
    if found is None:
        level = SUPREME if "Supreme" in kind else APPELLATE if "Appeals" in kind else TRIAL
        yield Court(row=_row(row, ident, source), id=ident, name=name, level=level, citation_string=name)
        return
    while found is not None:
        above = found["appeals_to"]
        yield Court(
            row=_row(row, found["id"], source),
            id=found["id"],
            name=found["name"],
            level=found["level"],
            citation_string=found["citation_string"],
            courtlistener_id=found["courtlistener_id"] or None,
            courts_db_id=found["courts_db_id"] or None,
            appeals_to=Ref("court", above) if above else None,
        )
        found = rows.get(above)


def _row(row: Row, ident: str, source: str) -> Row:
    return Row(line=row.line, key=f"court-{ident}", verified="stored", sources=(source,))


class Courts:
    """The courts of one document, each described once with those above it."""

    def __init__(self, told: Told, settled: Settled) -> None:
        self._told = told
        self._settled = settled
        self._courts: dict[str, Court] = {}

    def records(self) -> Iterator[Court]:
        """What is to be said of them."""
        yield from self._courts.values()

    def of(self, line: Line, row: Row, suffix: str) -> Court:
        """The court of an appointment; `suffix` ends the names of its columns."""
        name, kind = " ".join(line["court_name" + suffix].split()), line["court_type" + suffix]
        ident = court_id(name)
        if ident not in self._courts:
            if not is_listed(name):
                near = get_close_matches(name, _table()[0], n=1, cutoff=0.9)
                meant = f"; {near[0]!r} may be meant" if near else ""
                said = f"{name!r} is no court that is known: described by its name as {ident}{meant}"
                self._told.notice(line.number, said)
            for court in described(name, kind, row, SOURCE):
                self._courts.setdefault(court.id, self._as_it_stands(court))
        return self._courts[ident]

    def _as_it_stands(self, court: Court) -> Court:
        """The court without a citation string where the graph has another one."""
        ref = Ref("court", court.id)
        against = self._settled.contest(ref, "ej:citationString", court.citation_string or "")
        return replace(court, citation_string=None) if against else court
